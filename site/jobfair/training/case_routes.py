"""From the case: into which open class this person is put."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires
from jobfair.cases.attempts import open_case_page
from jobfair.cases.words import form_words
from jobfair.errors import Conflict, Invalid
from jobfair.forms import ButtonForm
from jobfair.training import learners, queries
from jobfair.training.blueprint import bp
from jobfair.training.scoping import get_class
from jobfair.training.showing import class_words

Answer = str | Response | tuple[str, int]


@bp.route("/can-bo/ho-so/<case_id>/lop", methods=["GET", "POST"])
@requires(Permission.RUN_CLASS)
def place(case_id: str) -> Answer:
    """Open classes that fit this person; one button puts her in."""
    case, actor = open_case_page(case_id)
    form, status = ButtonForm(), 200
    if form.is_submitted():
        status = Invalid.status
        class_id = request.form.get("class_id", "")
        if not class_id:
            form.form_errors.append(_("Choose a class."))
        elif form.validate():
            found = get_class(class_id, actor.scope)
            try:
                done = learners.add_people(found, [case.id], by=actor)
            except (Invalid, Conflict) as error:
                form.form_errors.append(error.message)
                status = error.status
            else:
                if not done.refused:
                    flash(_("%(name)s is in the class.", name=case.person.name))
                    return redirect(url_for("cases.case_page", case_id=case.id), 303)
                form.form_errors += [f"{name}: {why}" for name, why in done.refused]
    page = render_template(
        "training/place.html",
        case=case,
        form=form,
        rows=queries.list_fitting(case, actor.scope),
        **form_words(),
        **class_words(),
    )
    return page, status
