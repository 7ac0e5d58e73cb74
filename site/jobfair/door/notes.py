"""What somebody should look at after phones have sent: clashes, and acts about nobody yet."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.cases.doubts import DOUBTS
from jobfair.database import db
from jobfair.door.adding_up import read_act
from jobfair.door.folding import DOUBT, PRESENT, SINGLE, Act, Clash, fold
from jobfair.door.outcomes import ANSWERS
from jobfair.filters import show_time
from jobfair.models import Conference, DoorAct, Person, Registration, UserAccount

_SIGN = 2  # letters of a phone's name that stand on its screen


def list_notes(conference: Conference) -> list[str]:
    """Sentences, by name: who was told differently by two phones, and how many acts wait."""
    rows = _clashing(conference)
    names = _names({row.by for row, _name in rows})
    about: dict[tuple[str, str], list[Act]] = {}
    for row, name in rows:
        about.setdefault((name, row.registration_id or ""), []).append(read_act(row))
    said = [
        _clash(name, clash, names)
        for (name, _registration), acts in sorted(about.items())
        for clash in fold(acts).clashes.values()
    ]
    return said + _waiting(conference)


def _clashing(conference: Conference) -> list[tuple[DoorAct, str]]:
    """Acts about people of whom more than one phone said something that only one can be."""
    several = (
        sa.select(DoorAct.registration_id)
        .where(DoorAct.conference_id == conference.id, DoorAct.kind.in_(SINGLE))
        .group_by(DoorAct.registration_id)
        .having(sa.func.count(DoorAct.device.distinct()) > 1)
    )
    rows = db.session.execute(
        sa.select(DoorAct, Person.name)
        .join(Registration, Registration.id == DoorAct.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .where(DoorAct.registration_id.in_(several))
    ).all()
    return [(act, name) for act, name in rows]


def _names(user_ids: set[str]) -> dict[str, str]:
    if not user_ids:
        return {}
    rows = db.session.execute(
        sa.select(UserAccount.id, UserAccount.full_name).where(UserAccount.id.in_(user_ids))
    ).all()
    return {row.id: row.full_name for row in rows}


def _clash(name: str, clash: Clash, names: dict[str, str]) -> str:
    return _(
        "%(name)s: %(first)s; %(second)s. The second holds. If it is wrong, tap again.",
        name=name,
        first=_one(clash.before, names),
        second=_one(clash.holds, names),
    )


def _one(act: Act, names: dict[str, str]) -> str:
    return _(
        "at %(time)s %(who)s (phone %(sign)s) noted “%(words)s”",
        time=show_time(act.at),
        who=names.get(act.by, "?"),
        sign=act.device[:_SIGN].upper() or _("the site"),
        words=_words(act),
    )


def _words(act: Act) -> str:
    if act.kind == PRESENT:
        return _("present") if act.value == "1" else _("not present")
    if act.kind == DOUBT:
        return str(DOUBTS[act.value]) if act.value else _("no doubt")
    return str(ANSWERS[act.value].label)


def _waiting(conference: Conference) -> list[str]:
    count = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(DoorAct)
        .where(DoorAct.conference_id == conference.id, DoorAct.registration_id.is_(None))
    )
    if not count:
        return []
    return [
        ngettext(
            "%(num)s tap waits for another phone that has not sent yet.",
            "%(num)s taps wait for another phone that has not sent yet.",
            count,
        )
    ]
