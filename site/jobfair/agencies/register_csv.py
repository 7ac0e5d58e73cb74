"""The register as files (M3): one line a body, the same columns in CSV and JSON."""

from __future__ import annotations

from datetime import date

from flask import url_for

from jobfair.agencies.licence import LicenceStatus, closing_event, licence_status
from jobfair.agencies.queries import list_body_markets, list_contacts, list_public_bodies
from jobfair.agencies.shown import introduction_on
from jobfair.machine_files import csv_text
from jobfair.models import BodyContact, SendingBody

COLUMNS = (
    "name",
    "short_name",
    "licence_number",
    "status",
    "markets",
    "website",
    "suspended_markets",
    "status_since",
    "status_until",
    "kind",
    "name_en",
    "enterprise_code",
    "head_office",
    "phones",
    "introduced_by",
    "introduced_from",
    "introduced_until",
    "source",
    "checked_on",
    "page",
)
"""Lists inside a cell are separated by spaces (codes) or semicolons (phones)."""

EVERY_MARKET = "*"


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def file_status(status: LicenceStatus) -> tuple[str, str]:
    """Status and suspended markets as the file names them.

    A body that is suspended anywhere is ``suspended``; ``suspended_markets`` says where, ``*``
    for every market. Nothing in force is ``none``.
    """
    if status.status == "suspended":
        return "suspended", EVERY_MARKET
    if status.status == "licensed" and status.suspended_markets:
        return "suspended", " ".join(status.suspended_markets)
    return status.status, ""


def _days(body: SendingBody, status: LicenceStatus, day: date) -> tuple[date | None, date | None]:
    """First and last day of the status; of suspended markets those of the first of them."""
    if status.suspended_markets:
        event = closing_event(body, status.suspended_markets[0], day)
        if event is not None:
            return event.from_day, event.until_day
    return status.since, status.until


def _line(
    body: SendingBody, markets: list[str], contacts: list[BodyContact], day: date
) -> list[str]:
    status = licence_status(body, day)
    name, suspended = file_status(status)
    since, until = _days(body, status, day)
    made = introduction_on(body, day)
    phones = "; ".join(c.value_shown for c in contacts if c.kind == "phone")
    return [
        body.name,
        body.short_name,
        body.licence_number,
        name,
        " ".join(markets),
        body.website,
        suspended,
        _day(since),
        _day(until),
        body.kind.value,
        body.name_en,
        body.tax_code,
        body.head_office,
        phones,
        made.decision_no if made else "",
        _day(made.from_day) if made else "",
        _day(made.until_day) if made else "",
        body.source,
        _day(body.checked_on),
        url_for("agencies.show", slug=body.slug, _external=True),
    ]


def register_lines(day: date) -> list[list[str]]:
    """The whole register on the day, one line a body in the order of COLUMNS."""
    bodies = list_public_bodies()
    markets = list_body_markets()
    contacts = list_contacts([body.id for body in bodies], day)
    return [
        _line(body, markets.get(body.id, []), contacts.get(body.id, []), day) for body in bodies
    ]


def register_file(day: date) -> str:
    """The whole register on the day as UTF-8 CSV text (RFC 4180, CRLF)."""
    return csv_text(COLUMNS, register_lines(day))


LISTS = {"markets": None, "suspended_markets": None, "phones": ";"}
"""Columns that are lists in JSON, and what separates their parts in CSV (None: spaces)."""


def register_rows(day: date) -> list[dict[str, object]]:
    """As ``register_lines`` for JSON: a body's slug first, lists as lists."""
    rows = []
    for line in register_lines(day):
        row: dict[str, object] = {"slug": line[-1].rsplit("/", 1)[-1]}
        for column, cell in zip(COLUMNS, line, strict=True):
            row[column] = _parts(cell, LISTS[column]) if column in LISTS else cell
        rows.append(row)
    return rows


def _parts(cell: str, separator: str | None) -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]
