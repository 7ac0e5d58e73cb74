"""At the case: a profile on the person's behalf, taken back, and the answer to a body."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.access import Permission, requires
from jobfair.cases.attempts import Answer, answer, done, form_key, open_case_page
from jobfair.cases.consents import spoken_words
from jobfair.cases.owners import must_hold
from jobfair.language import current_language
from jobfair.models import Purpose
from jobfair.profiles import asks, queries, rules
from jobfair.profiles.blueprint import bp
from jobfair.profiles.forms import AnswerForm, DeskProfileForm, values_of

OC = frozenset("OC")
BOTH = ["GET", "POST"]


@bp.route("/can-bo/ho-so/<case_id>/ho-so-an-danh", methods=BOTH)
@requires(Permission.NOTE_CASE)
def desk(case_id: str) -> Answer:
    """Show a profile for the person, who has heard the words and agreed."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    stands, key = queries.find_open_profile(case.person_id), form_key()
    form = DeskProfileForm(data=values_of(stands))

    return answer(
        "profiles/desk.html",
        form,
        case,
        actor,
        lambda: rules.show_profile(
            case,
            form.entry(),
            by=actor,
            how=str(form.how.data),
            lang=current_language(),
            act_key=key,
            note=form.note.data or "",
        ),
        lambda: _("The profile without a name is shown to licensed companies."),
        key=key,
        stands=stands,
        allowed=rules.may_show(case),
        text=spoken_words().get(str(Purpose.PROFILE), ""),
    )


@bp.post("/can-bo/ho-so/<case_id>/ho-so-an-danh/thu-lai")
@requires(Permission.NOTE_CASE)
def desk_take_back(case_id: str) -> Answer:
    """The person takes it back by word: at once."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    rules.take_back(case, by=actor, how="phone", lang=current_language())
    return done(case, actor, _("The profile is taken back. No company sees it any more."))


@bp.route("/can-bo/ho-so/<case_id>/nho-hoi/<ask_id>", methods=BOTH)
@requires(Permission.NOTE_CASE)
def reply(case_id: str, ask_id: str) -> Answer:
    """What the person said to a body's ask."""
    case, actor = open_case_page(case_id)
    row, form, key = queries.get_ask(ask_id, case), AnswerForm(), form_key()
    must_hold(actor, case, OC)
    yes = form.said.data == "yes"
    return answer(
        "profiles/reply.html",
        form,
        case,
        actor,
        lambda: asks.answer(
            case,
            ask_id,
            yes=yes,
            how=str(form.how.data),
            by=actor,
            act_key=key,
            note=form.note.data or "",
        ),
        lambda: _("The answer is recorded. The company reads it."),
        key=key,
        row=row,
        text=spoken_words()
        .get(str(Purpose.BODY), "")
        .replace(_("The sending body"), row.body.name),
    )
