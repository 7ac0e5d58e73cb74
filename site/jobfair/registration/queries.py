"""What the worker's pages read: the conference, communes, a receipt, a slip."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from jobfair.cases.joined import shared_case
from jobfair.cases.offices import office_for_person
from jobfair.cases.opening import find_open_case
from jobfair.cases.settings import get_number
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.kept import kept
from jobfair.keys import keys
from jobfair.lib.clock import now
from jobfair.lib.codes import normalise_slip_code, verify_receipt
from jobfair.models import (
    Base,
    CaseFile,
    Conference,
    ConferenceState,
    Office,
    PersonPhone,
    Province,
    Purpose,
    Registration,
)
from jobfair.privacy.queries import find_texts

DEFAULT_HOURS = 24
RECEIPT_HOURS = timedelta(hours=24)
CALL_BACK_RECEIPT = timedelta(days=4)  # the call is due within three days
NOBODY = "-" * 8
"""Stands for a code that cannot be one, so that a failure does the same work as a hit."""


_c, _r = Base.metadata.tables["conference"], Base.metadata.tables["registration"]
_FORM_COLUMNS = (
    *("id", "slug", "kind", "commune_code", "state"),
    *("starts_at", "ends_at", "capacity", "seats_taken", "waiting"),
)
_FORM = sa.select(
    *(_c.c[name] for name in _FORM_COLUMNS),
    sa.select(_r.c.receipt).where(_r.c.form_key == sa.bindparam("form_key")).scalar_subquery(),
).where(_c.c.slug == sa.bindparam("slug"), _c.c.state != ConferenceState.DRAFT)
"""Built once, and no wider than a form needs: every page and every sending asks for it."""


@dataclass(frozen=True)
class FormGround:
    """What a page of the form stands on: its conference, and the receipt if it was sent.

    The conference is a copy outside the session, with the columns that a form needs.
    """

    conference: Conference
    receipt: str | None


def get_ground(slug: str, form_key: str) -> FormGround:
    """A published conference, whatever became of it, and whether this key was sent already.

    Raises NotFound for drafts and unknown slugs alike.
    """
    wanted = {"slug": slug, "form_key": form_key}
    row = db.session.connection().execute(_FORM, wanted).one_or_none()
    if row is None:
        raise NotFound()
    *values, receipt = row
    conference = Conference(**dict(zip(_FORM_COLUMNS, values, strict=True)))
    return FormGround(conference, receipt)


@kept("conferences")
def find_kept(slug: str) -> tuple[Conference, ...]:
    """The conference of a form as its plan stands; its seats may be older. None: ()."""
    try:
        return (get_ground(slug, "").conference,)
    except NotFound:
        return ()


def find_receipt(form_key: str) -> str | None:
    """The receipt of what was sent with this once-only key, or None when nothing was."""
    return db.session.scalar(
        sa.select(Registration.receipt).where(Registration.form_key == form_key)
    )


@kept("guide")
def office_id_for(commune_code: str | None) -> str:
    """The id of the office that answers for a person; None: from another province."""
    return office_for_person(commune_code).id


@kept("guide")
def text_versions(lang: str) -> dict[Purpose, tuple[int, str]]:
    """Purpose -> version and language of the words in force for readers of ``lang``."""
    return {purpose: (text.version, text.lang) for purpose, text in find_texts(lang).items()}


def office_number(commune_code: str | None) -> tuple[Office, str]:
    """The office that answers for a person, and its number (E.164), else the hotline's."""
    office = office_for_person(commune_code)
    if office.phone:
        return office, office.phone
    hotline = db.session.scalar(sa.select(Province.hotline_tel).order_by(Province.code))
    return office, hotline or ""


def get_receipt(receipt: str) -> Registration:
    """The registration of a receipt with its conference and person.

    Works until 24 hours after the conference. Raises NotFound for an unknown receipt and for
    one whose time is over, alike.
    """
    found = db.session.scalars(
        sa.select(Registration)
        .where(Registration.receipt == receipt)
        .options(joinedload(Registration.conference), joinedload(Registration.person))
    ).one_or_none()
    if found is None or not verify_receipt(found.id, receipt, keys().receipt_key):
        raise NotFound()
    if now() > receipt_until(found):
        raise NotFound()
    return found


def receipt_until(registration: Registration) -> datetime:
    """The moment from which the done page is no longer shown."""
    if registration.conference is None:
        return registration.created_at + CALL_BACK_RECEIPT
    return registration.conference.ends_at + RECEIPT_HOURS


@dataclass(frozen=True)
class Found:
    """A registration and every number that opens its slip."""

    code: str
    numbers: frozenset[str]


def find_by_code(typed: str) -> Found:
    """What a typed slip code leads to; the same two queries whether it exists or not."""
    code = normalise_slip_code(typed) or NOBODY
    row = db.session.execute(
        sa.select(Registration.person_id, Registration.typed_phone).where(
            Registration.slip_code == code
        )
    ).one_or_none()
    person_id = row.person_id if row else NOBODY
    numbers = set(
        db.session.scalars(sa.select(PersonPhone.e164).where(PersonPhone.person_id == person_id))
    )
    return Found(code, frozenset(numbers | {row.typed_phone}) if row else frozenset())


def get_slip(code: str) -> Registration:
    """The registration of a slip code with all that its page shows. Raises NotFound."""
    found = db.session.scalars(
        sa.select(Registration)
        .where(Registration.slip_code == code)
        .options(joinedload(Registration.conference), joinedload(Registration.person))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_case_of(registration: Registration) -> CaseFile:
    """The case that this registration opened, else the person's open one. Raises NotFound.

    Of a person whose two files were joined: the shared case once the identity card was seen.
    """
    case = None
    if registration.case_id:
        case = db.session.get(CaseFile, registration.case_id)
    case = case or find_open_case(registration.person_id)
    if case is None:
        raise NotFound()
    return shared_case(case)


def draft_hours() -> int:
    """Hours for which an unfinished form is kept (a setting of the retention table)."""
    return get_number("retention.draft_hours", DEFAULT_HOURS)
