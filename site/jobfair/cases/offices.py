"""Which office answers for a person or a step."""

from __future__ import annotations

import sqlalchemy as sa

from jobfair.database import db
from jobfair.errors import Unavailable
from jobfair.models import Office, OfficeKind


def _first(*where: sa.ColumnElement[bool]) -> Office | None:
    return db.session.scalars(
        sa.select(Office).where(*where).order_by(Office.name, Office.id)
    ).first()


def centre_office() -> Office:
    """The province's employment service centre, else its department.

    Raises Unavailable (503) in a province without either: the pack is not loaded.
    """
    found = _first(Office.kind == OfficeKind.CENTRE) or _first(Office.kind == OfficeKind.DEPARTMENT)
    if found is None:
        raise Unavailable()
    return found


def department_office() -> Office:
    """The department, where the leader sits; else the centre."""
    return _first(Office.kind == OfficeKind.DEPARTMENT) or centre_office()


def office_for_person(commune_code: str | None) -> Office:
    """The office of the person's commune; for another province (None) the centre.

    A commune of the province that has no office of its own is served by the centre.
    """
    if commune_code:
        found = _first(Office.kind == OfficeKind.COMMUNE, Office.commune_code == commune_code)
        if found is not None:
            return found
    return centre_office()


def body_office(body_id: str) -> Office | None:
    """The sending body's office of this system, or None when it has no account here."""
    return _first(Office.kind == OfficeKind.BODY, Office.body_id == body_id)


def office_for_step(kind: OfficeKind, commune_code: str | None, body_id: str | None) -> Office:
    """The office that owns a step: the commune's, the centre, or the body's where it has one."""
    if kind is OfficeKind.BODY and body_id:
        return body_office(body_id) or centre_office()
    if kind is OfficeKind.COMMUNE:
        return office_for_person(commune_code)
    return centre_office()
