"""Consent given or taken back at the case page: read aloud, signed, or by phone."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor
from jobfair.cases.history import WORKER, append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import centre_office
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.queries import open_placement
from jobfair.cases.tasks import close_tasks, open_task
from jobfair.database import db
from jobfair.errors import Invalid
from jobfair.language import current_language
from jobfair.models import CaseFile, Purpose, SendingBody
from jobfair.privacy.queries import find_texts
from jobfair.privacy.rules import consent_in_force, give_consent, withdraw_consent

WAYS: Final[dict[str, object]] = {
    "read_aloud": _l("Read aloud, agreed by word"),
    "signed": _l("Signed on paper"),
    "witness": _l("Before a witness"),
    "phone": _l("By phone"),
}
"""How the person said it -> words."""

AT_THE_DESK: Final = (
    Purpose.BODY,
    Purpose.AGENCY_PHONE,
    Purpose.SEAT,
    Purpose.SMS,
    Purpose.AGENCIES,
    Purpose.BANK,
    Purpose.HEALTH,
    Purpose.JUDICIAL,
    Purpose.PROFILE,
)
"""Purposes that staff may record, the one for a named body first."""


def spoken_words() -> dict[str, str]:
    """Purpose -> the words in force that are read aloud, as one line."""
    texts = find_texts(current_language(), AT_THE_DESK)
    body = _("The sending body")
    return {
        str(purpose): row.text.replace(" | ", " ").replace("{C}", body)
        for purpose, row in texts.items()
    }


def record_consent(
    case: CaseFile,
    purpose: Purpose,
    *,
    given: bool,
    how: str,
    by: Actor,
    act_key: str,
    body_id: str | None = None,
    note: str = "",
) -> CaseFile:
    """Write that the person agrees, or takes it back, for one purpose.

    For a named body ``body_id`` is needed. Raises Forbidden, Invalid without a body or for an
    unknown way. Taking back a body's consent tells the centre at once (model, consent).
    """
    if done_already(case, act_key):
        return case
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    body_id = body_id if purpose is Purpose.BODY else None
    if purpose is Purpose.BODY and (not body_id or db.session.get(SendingBody, body_id) is None):
        raise Invalid(_("Choose the sending body."))
    if how not in WAYS:
        raise Invalid(_("Choose how the person said it."))
    write = give_consent if given else withdraw_consent
    write(
        case.person_id, purpose, lang=current_language(), how=how, by=by, body_id=body_id, note=note
    )
    append_event(
        case,
        "record",
        by=by,
        act_key=act_key,
        role=LETTER_ROLE[letter],
        reason="consent",
        note=str(purpose) if given else f"-{purpose}",
        on_behalf_of=None,
    )
    after_consent(case, by)
    return case


def after_consent(case: CaseFile, by: Actor | str) -> None:
    """Call after a consent for the placement's body changed: the centre is told, or untold."""
    placement = open_placement(case)
    if placement is None or placement.contract_on is not None:
        return
    if consent_in_force(case.person_id, Purpose.BODY, placement.body_id):
        close_tasks(case, ("consent_back",), by)
    else:
        office = centre_office()
        open_task("consent_back", f"consent:{placement.id}", office.id, case)
        case.owner_office = office
    db.session.flush()


def withdraw_by_worker(case: CaseFile, body_id: str, *, how: str = "web", lang: str = "vi") -> None:
    """The worker takes the consent for a named body back on the slip.

    Before the contract the body's view ends at once; the centre gets a task.
    """
    hold_case(case)
    withdraw_consent(case.person_id, Purpose.BODY, lang=lang, how=how, by=WORKER, body_id=body_id)
    after_consent(case, WORKER)
