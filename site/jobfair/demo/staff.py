"""The nine demonstration accounts of docs/house.md's cast; they share one password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.accounts.passwords import hash_password
from jobfair.demo.dice import Dice
from jobfair.demo.places import Map
from jobfair.models import Office, OfficeKind, Role, RoleGrant, SendingBody, UserAccount

BANK_BRANCH = "Phòng giao dịch mẫu, Ngân hàng Chính sách xã hội"

PEOPLE = (
    ("admin", "Đỗ Đức Long", Role.ADMIN),
    ("leader", "Nguyễn Thị Hà", Role.LEADER),
    ("auditor", "Hoàng Minh Quân", Role.AUDITOR),
    ("counsellor", "Trần Thu Hương", Role.COUNSELLOR),
    ("officer.muongla", "Lò Thị Duyên", Role.OFFICER),
    ("officer.suoito", "Mùa A Sếnh", Role.OFFICER),
    ("agency.one", "Vũ Thu Trang", Role.AGENCY),
    ("agency.two", "Bùi Quốc Huy", Role.AGENCY),
    ("bank", "Lê Minh Kiên", Role.BANK),
)
"""User name, invented name, role."""


@dataclass(frozen=True)
class Hand:
    """Who did something, as history keeps it."""

    id: str
    shown: str
    role: str


WORKER = Hand("worker", "", "worker")
SYSTEM = Hand("system", "", "system")


@dataclass(frozen=True)
class Cast:
    """The members of staff that act in the invented histories."""

    leader: Hand
    counsellor: Hand
    officers: dict[str, Hand]  # by commune
    agencies: dict[str, Hand]  # by sending body
    body_offices: dict[str, str]  # body -> its office
    centre_id: str
    department_id: str
    bank: Hand
    bank_office_id: str

    def officer_or_counsellor(self, commune_code: str | None) -> Hand:
        """The commune's officer; a commune without an account is served by the counsellor."""
        return self.officers.get(commune_code or "", self.counsellor)


def make_staff(
    session: Session, dice: Dice, where: Map, bodies: dict[str, str], password: str, day: date
) -> Cast:
    """Make the accounts and the offices they lack; give the cast.

    ``bodies``: the ids of the sending bodies of agency.one and agency.two by user name.
    """
    offices = _offices(session, dice, where, bodies)
    hashed = hash_password(password)
    hands = {}
    for username, name, role in PEOPLE:
        office = offices[username]
        user_id = dice.id()
        since = day - timedelta(days=500)
        session.add(
            UserAccount(
                id=user_id,
                username=username,
                username_folded=username,
                full_name=name,
                password_hash=hashed,
                is_demo=True,
                created_at=dice.at(since),
                grants=[RoleGrant(id=dice.id(), role=role, office_id=office.id, since=since)],
            )
        )
        hands[username] = Hand(user_id, f"{name}, {office.name}", str(role))
    session.flush()
    return Cast(
        leader=hands["leader"],
        counsellor=hands["counsellor"],
        officers={
            where.first.code: hands["officer.muongla"],
            where.second.code: hands["officer.suoito"],
        },
        agencies={bodies[name]: hands[name] for name in bodies},
        body_offices={bodies[name]: offices[name].id for name in bodies},
        centre_id=offices["counsellor"].id,
        department_id=offices["leader"].id,
        bank=hands["bank"],
        bank_office_id=offices["bank"].id,
    )


def _offices(session: Session, dice: Dice, where: Map, bodies: dict[str, str]) -> dict[str, Office]:
    """User name -> office; the pack has those of department, centre and communes."""
    department = _of_kind(session, OfficeKind.DEPARTMENT)
    officer = {
        "officer.muongla": where.first.office_id,
        "officer.suoito": where.second.office_id,
    }
    found = dict.fromkeys(("admin", "leader", "auditor"), department)
    found["counsellor"] = _of_kind(session, OfficeKind.CENTRE)
    found |= {name: session.get_one(Office, office) for name, office in officer.items()}
    found["bank"] = Office(id=dice.id(), kind=OfficeKind.BANK, name=BANK_BRANCH)
    for username, body_id in bodies.items():
        found[username] = _body_office(session, dice, body_id)
    session.add_all([found["bank"], *(found[name] for name in bodies)])
    session.flush()
    return found


def _of_kind(session: Session, kind: OfficeKind) -> Office:
    found = session.scalars(
        sa.select(Office).where(Office.kind == kind).order_by(Office.name)
    ).first()
    if found is None:
        raise LookupError("no province pack is loaded")
    return found


def _body_office(session: Session, dice: Dice, body_id: str) -> Office:
    body = session.get_one(SendingBody, body_id)
    return Office(
        id=dice.id(), kind=OfficeKind.BODY, name=body.name, name_en=body.name_en, body_id=body.id
    )
