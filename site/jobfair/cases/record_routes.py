"""Plain forms of the case page: records, papers, registration form, phone, consent."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _

from jobfair.access import Permission, requires
from jobfair.accounts import browser
from jobfair.cases import consents, identity, notes, records
from jobfair.cases.attempts import Answer, answer, form_key, open_case_page
from jobfair.cases.blueprint import bp
from jobfair.cases.owners import must_hold
from jobfair.cases.paper_kinds import PAPER_KINDS, PAPER_LETTERS
from jobfair.cases.queries import find_paper, list_consents
from jobfair.cases.record_forms import (
    NoteForm,
    PhoneForm,
    RevealForm,
    consent_form,
    identity_form,
    paper_form,
    record_form,
)
from jobfair.cases.record_kinds import RECORD_KINDS
from jobfair.cases.words import PURPOSE_LABELS, form_words
from jobfair.errors import Forbidden, NotFound
from jobfair.models import Purpose

OC = frozenset("OC")
BOTH = ["GET", "POST"]


@bp.route("/can-bo/ho-so/<case_id>/ghi/<kind>", methods=BOTH)
@requires(Permission.RECORD_FACT)
def record(case_id: str, kind: str) -> Answer:
    """A dated record that a gate asks for."""
    case, actor = open_case_page(case_id)
    words = RECORD_KINDS.get(kind)
    if words is None:
        raise NotFound()
    must_hold(actor, case, words.letters)
    form, key = record_form(words), form_key()
    return answer(
        "cases/case_record.html",
        form,
        case,
        actor,
        lambda: records.add_record(case, kind, form.data_of(), by=actor, act_key=key),
        lambda: _("Recorded: %(what)s.", what=words.label),
        key=key,
        words=words,
    )


@bp.route("/can-bo/ho-so/<case_id>/giay-to/<kind>", methods=BOTH)
@requires(Permission.RECORD_FACT)
def paper(case_id: str, kind: str) -> Answer:
    """A paper of the person: state, days, for some the number."""
    case, actor = open_case_page(case_id)
    words = PAPER_KINDS.get(kind)
    if words is None:
        raise NotFound()
    must_hold(actor, case, PAPER_LETTERS)
    form, key = paper_form(words, find_paper(case.person_id, kind)), form_key()
    return answer(
        "cases/case_paper.html",
        form,
        case,
        actor,
        lambda: records.save_paper(case, kind, form.data_of(), by=actor, act_key=key),
        lambda: _("Recorded: %(what)s.", what=words.label),
        key=key,
        words=words,
    )


@bp.route("/can-bo/ho-so/<case_id>/phieu-dang-ky", methods=BOTH)
@requires(Permission.RECORD_FACT)
def identity_page(case_id: str) -> Answer:
    """The full registration form at the desk."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    form, key = identity_form(case, actor), form_key()
    free: list[bool] = []
    return answer(
        "cases/case_identity.html",
        form,
        case,
        actor,
        lambda: free.append(identity.save_identity(case, form.data_of(), by=actor, act_key=key)),
        lambda: identity.said(free[0]),
        key=key,
    )


@bp.route("/can-bo/ho-so/<case_id>/dien-thoai", methods=BOTH)
@requires(Permission.RECORD_FACT)
def phone(case_id: str) -> Answer:
    """A number at which the person is reached, and whose it is."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    form, key = PhoneForm(), form_key()
    return answer(
        "cases/case_phone.html",
        form,
        case,
        actor,
        lambda: notes.add_phone(
            case, form.number, form.owner.data, form.note.data or "", by=actor, act_key=key
        ),
        lambda: _("The phone number is recorded."),
        key=key,
    )


@bp.route("/can-bo/ho-so/<case_id>/dong-y", methods=BOTH)
@requires(Permission.RECORD_FACT)
def consent(case_id: str) -> Answer:
    """A consent that the person gives or takes back before an officer."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    form, key = consent_form(), form_key()
    return answer(
        "cases/case_consent.html",
        form,
        case,
        actor,
        lambda: consents.record_consent(
            case,
            Purpose(form.purpose.data),
            given=form.given.data == "y",
            how=form.how.data,
            by=actor,
            act_key=key,
            body_id=form.body_id.data or None,
            note=form.note.data or "",
        ),
        lambda: _("The consent is recorded."),
        key=key,
        held=list_consents(case.person_id),
        purpose_labels=PURPOSE_LABELS,
        texts=consents.spoken_words(),
    )


@bp.route("/can-bo/ho-so/<case_id>/ghi-chu", methods=BOTH)
@requires(Permission.NOTE_CASE)
def note(case_id: str) -> Answer:
    """A note, and what comes next."""
    case, actor = open_case_page(case_id)
    form, key = NoteForm(), form_key()
    form.start_with(case)
    return answer(
        "cases/case_note.html",
        form,
        case,
        actor,
        lambda: notes.add_note(
            case,
            by=actor,
            version=form.seen_version,
            act_key=key,
            note=form.note.data,
            next_step=form.next_step.data or "",
            next_on=form.next_on.data,
        ),
        lambda: _("The note is recorded."),
        key=key,
    )


@bp.route("/can-bo/ho-so/<case_id>/hien/<what>", methods=BOTH)
@requires(Permission.UNMASK)
def reveal(case_id: str, what: str) -> Answer:
    """Read a hidden field back: a reason of at least ten characters, kept in the audit."""
    case, actor = open_case_page(case_id)
    if what not in identity.HIDDEN:
        raise NotFound()
    if not identity.may_reveal(actor, what):
        raise Forbidden()
    if (first := browser.step_up(actor, request.path)) is not None:
        return first
    form, shown = RevealForm(), None
    if form.validate_on_submit():
        shown = identity.reveal(case, what, by=actor, reason=form.why.data)
    status = 422 if form.is_submitted() and shown is None else 200
    words = {"case": case, "form": form, "what": what, "shown": shown, **form_words()}
    return render_template("cases/case_reveal.html", **words), status
