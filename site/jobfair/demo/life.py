"""One invented woman's whole life with the system, from the poster to the job after return.

Everybody else of the demonstration is written as rows. She is told by the rules that the
staff's forms call, each on its own day, so her history is what the product itself would have
written. She is one of the people that were asked for, and the same in every province.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.access import Actor
from jobfair.accounts.sessions import actor_of
from jobfair.demo.bodies import Bodies
from jobfair.demo.dice import Dice
from jobfair.demo.life_abroad import live_abroad
from jobfair.demo.life_before import go_to_the_door, learn, prepare, sign
from jobfair.demo.life_days import Calendar, Diary
from jobfair.demo.life_home import come_home
from jobfair.demo.life_setting import write_registration, write_setting
from jobfair.demo.names import NameBook
from jobfair.demo.places import Map
from jobfair.models import Base, UserAccount

CHAPTERS: Final[tuple[Callable[[Diary], None], ...]] = (
    *(go_to_the_door, prepare, sign, learn),
    *(live_abroad, come_home),
)


def write_life(
    session: Session, dice: Dice, where: Map, bodies: Bodies, names: NameBook, day: date
) -> None:
    """Tell her life, which ends a few weeks before the load day; the accounts are there."""
    calendar = Calendar.before(day)
    with _ids_from(session, dice):
        setting = write_setting(session, dice, where, bodies, names, calendar, day)
        registration = write_registration(session, dice, setting, calendar)
        diary = Diary(dice, _actors(session), calendar, setting, registration)
        for chapter in CHAPTERS:
            chapter(diary)
        setting.close()
        session.flush()


def _actors(session: Session) -> dict[str, Actor]:
    users = session.scalars(sa.select(UserAccount).order_by(UserAccount.username))
    return {user.username: actor_of(user) for user in users}


@contextmanager
def _ids_from(session: Session, dice: Dice) -> Iterator[None]:
    """Let every row that is added meanwhile get its id from the dice."""

    def give(_session: Session, row: Base) -> None:
        if hasattr(type(row), "id"):
            row.id = dice.id()  # type: ignore[attr-defined]

    sa.event.listen(session, "transient_to_pending", give)
    try:
        yield
    finally:
        sa.event.remove(session, "transient_to_pending", give)
