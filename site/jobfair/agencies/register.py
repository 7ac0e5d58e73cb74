"""Entering and changing sending bodies. A body is never deleted; everything is audited."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.licence import PROVINCIAL_LETTERS, grant_kind, is_job_service_licence
from jobfair.agencies.refusal import Refused, check_version
from jobfair.database import db
from jobfair.lib.clock import add_months, today
from jobfair.lib.text import fold, slugify
from jobfair.models import BodyKind, LicenceEvent, SendingBody
from jobfair.public_version import raise_version

KIND = "sending_body"
"""The object's name in the audit."""


@dataclass(frozen=True)
class BodyEntry:
    """What staff enter of a body; the names are those of the table."""

    kind: BodyKind
    name: str
    short_name: str
    name_en: str
    tax_code: str
    licence_number: str
    head_office: str
    website: str
    source: str
    checked_on: date
    check_again_on: date | None


@dataclass(frozen=True)
class FirstGrant:
    """The document with which a new body begins: licence, or assignment."""

    document_no: str
    document_on: date
    from_day: date
    until_day: date | None


def show_public() -> None:
    """Tell the page cache: the register, its orders and the badges on conference pages."""
    raise_version("agencies")
    raise_version("orders")
    raise_version("conferences")


def check_licence_number(field: str, number: str) -> None:
    """Refuse a provincial job-introduction licence (…/SLĐTBXH-GP). Raises Refused."""
    if is_job_service_licence(number):
        raise Refused(
            field,
            _(
                "A number with %(letters)s is a provincial licence for job introduction."
                " It does not allow sending people abroad.",
                letters=PROVINCIAL_LETTERS,
            ),
        )


def _check_free(entry: BodyEntry, own_id: str | None) -> None:
    check_licence_number("licence_number", entry.licence_number)
    wanted = fold(entry.licence_number)
    if not wanted:
        return
    query = sa.select(SendingBody).where(SendingBody.folded.contains(wanted, autoescape=True))
    for other in db.session.scalars(query.order_by(SendingBody.id)):
        if other.id != own_id and fold(other.licence_number) == wanted:
            raise Refused(
                "licence_number",
                _("This licence number stands already at %(name)s.", name=other.name),
            )


def _folded(entry: BodyEntry) -> str:
    names = (entry.name, entry.short_name, entry.name_en, entry.licence_number, entry.tax_code)
    return fold(" ".join(names))[:600]


def _free_slug(name: str) -> str:
    stem = slugify(name, 70) or "doanh-nghiep"
    slug, number = stem, 1
    while db.session.scalar(sa.select(SendingBody.id).where(SendingBody.slug == slug)):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def create_body(entry: BodyEntry, grant: FirstGrant | None, *, by: Actor) -> SendingBody:
    """Enter a body, with its first licence or assignment when there is one.

    Raises Refused for a licence number that is taken or does not allow sending people abroad.
    """
    _check_free(entry, None)
    if grant is not None:
        check_licence_number("document_no", grant.document_no)
    body = SendingBody(slug=_free_slug(entry.name), folded=_folded(entry), **asdict(entry))
    if grant is not None:
        event = LicenceEvent(kind=grant_kind(entry.kind), **asdict(grant))
        event.source, event.checked_on = entry.source, entry.checked_on
        event.check_again_on = entry.check_again_on
        body.licence_events.append(event)
    db.session.add(body)
    db.session.flush()
    audit.record(by, f"{KIND}.create", KIND, body.id, fields=asdict(entry))
    show_public()
    return body


def edit_body(body: SendingBody, entry: BodyEntry, version: int, *, by: Actor) -> SendingBody:
    """Change what stands at a body. The address of its page stays.

    Raises Stale when somebody else changed it since ``version``, Refused as ``create_body``.
    """
    check_version(body, KIND, version)
    _check_free(entry, body.id)
    changed = [name for name, value in asdict(entry).items() if getattr(body, name) != value]
    if not changed:
        return body
    for name in changed:
        setattr(body, name, getattr(entry, name))
    body.folded = _folded(entry)
    db.session.flush()
    audit.record(by, f"{KIND}.edit", KIND, body.id, fields=changed)
    show_public()
    return body


def default_check_again(checked_on: date | None = None) -> date:
    """Three months after a check: the register changes often (product: A14)."""
    return add_months(checked_on or today(), 3)
