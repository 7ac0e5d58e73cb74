"""Roles and kinds of office in words; every room that shows one asks here."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobfair.models import OfficeKind, Role

ROLE_NAMES: dict[Role, object] = {
    Role.OFFICER: _l("Commune officer"),
    Role.COUNSELLOR: _l("Counsellor"),
    Role.LEADER: _l("Leader"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMIN: _l("Administrator"),
    Role.AGENCY: _l("Sending body's staff"),
    Role.BANK: _l("Bank officer"),
    Role.DOOR: _l("Helper at the door"),
}

GIVEN_BY_ADMIN = {role: name for role, name in ROLE_NAMES.items() if role is not Role.DOOR}
"""Roles that administration gives; a helper at the door is named with the conference."""

OFFICE_KIND_NAMES: dict[OfficeKind, object] = {
    OfficeKind.DEPARTMENT: _l("Department"),
    OfficeKind.CENTRE: _l("Employment service centre"),
    OfficeKind.COMMUNE: _l("Commune office"),
    OfficeKind.BODY: _l("Office of a sending body"),
    OfficeKind.BANK: _l("Bank branch"),
}


def role_name(role: str) -> str:
    """The role in the reader's language; the code itself for an unknown one."""
    return str(ROLE_NAMES[Role(role)]) if role in ROLE_CODES else role


ROLE_CODES = frozenset(str(role) for role in Role)
