"""Loading the demonstration: an invented province at work, the same for the same seed and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair import audit, public_version
from jobfair.demo.abroad import Stays
from jobfair.demo.advice import write_advice
from jobfair.demo.agenda import Agenda, read_limits
from jobfair.demo.bodies import ONE, SOURCE, TWO, Bodies, make_bodies
from jobfair.demo.border import write_border
from jobfair.demo.chronicle import Chronicle
from jobfair.demo.desk import write_desk
from jobfair.demo.dice import Dice
from jobfair.demo.fair import write_fair
from jobfair.demo.guard import LOADED
from jobfair.demo.halls import write_meetings
from jobfair.demo.humans import Registry
from jobfair.demo.imports import write_imports
from jobfair.demo.lessons import write_lessons
from jobfair.demo.life import write_life
from jobfair.demo.meetings import plan_meetings
from jobfair.demo.money_rows import MoneyRows, read_decision_days
from jobfair.demo.names import FALLBACK, NameBook
from jobfair.demo.orders import Book, plan_orders, write_orders
from jobfair.demo.outgoing import write_outgoing
from jobfair.demo.people import Crowd
from jobfair.demo.placements import Tries
from jobfair.demo.places import Map, read_map
from jobfair.demo.plans import Plan, Planner
from jobfair.demo.profiles import write_profiles
from jobfair.demo.proofs import Files
from jobfair.demo.seats import Door
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast, make_staff
from jobfair.demo.standing import write_standing
from jobfair.demo.story import Teller
from jobfair.demo.targets import write_targets
from jobfair.demo.trust import write_trust
from jobfair.lib.crypto import KeyRing
from jobfair.models import ConsentText, Milestone, Purpose, Setting, Stage
from jobfair.provinces.reading import Pack, PackError, open_pack


@dataclass(frozen=True)
class Loaded:
    """What was loaded: people, conferences, orders, rows, and where the two officers sit."""

    people: int
    conferences: int
    orders: int
    rows: int
    offices: tuple[str, str]


def load_demo(
    session: Session,
    province: str,
    keys: KeyRing,
    *,
    people: int,
    seed: int,
    password: str,
    day: date,
) -> Loaded:
    """Fill a database that holds a province pack and nobody; the caller commits.

    The same seed, number of people and day give the same people, codes and ids. ``password``
    is that of all nine accounts. Raises LookupError when the pack is not loaded.
    """
    dice = Dice(f"{seed} {day.isoformat()} {people}")
    where = read_map(session, dice, day)
    names = NameBook(_pack(province))
    bodies = make_bodies(session, dice, day)
    accounts = {"agency.one": bodies.ids[ONE], "agency.two": bodies.ids[TWO]}
    cast = make_staff(session, dice, where, accounts, password, day)
    sink = Sink(session)
    with sink.roomy():
        others = people - 1 if people > 1 else people  # a single one holds the last seat ahead
        with sink.unindexed():
            plans, conferences, orders = _plan(sink, dice, where, bodies, names, others, day)
            departed = _crowd(session, sink, dice, names, cast, keys, day).write(plans)
            write_targets(sink, dice, where, departed, day)
            write_advice(sink, dice, cast, where, keys, day)
            sink.flush()
        write_lessons(session, sink, dice, cast, day)
        write_border(sink, Dice(f"border {dice.seed}"), where, cast, day)
        sink.flush()
    write_desk(session, dice, day)
    write_fair(session, Dice(f"fair {dice.seed}"), day)
    write_imports(session, Dice(f"imports {dice.seed}"), day)
    write_outgoing(session, Dice(f"outgoing {dice.seed}"), keys, day)
    write_trust(session, Dice(f"trust {dice.seed}"), keys, cast, bodies, day)
    write_profiles(session, Dice(f"profiles {dice.seed}"), where.first.code, day)
    if people > others:
        write_life(session, Dice(f"life {dice.seed}"), where, bodies, names, day)
    write_standing(session, Dice(f"standing {dice.seed}"), bodies, keys, day)
    _mark(session, seed, day)
    offices = (where.first.office_name, where.second.office_name)
    return Loaded(
        people, conferences + people - others, orders + people - others, sink.written, offices
    )


def _pack(province: str) -> Pack:
    """The pack for names; a province whose pack lies elsewhere borrows the fallback's."""
    try:
        return open_pack(province)
    except PackError:
        return open_pack(FALLBACK)


def _plan(
    sink: Sink, dice: Dice, where: Map, bodies: Bodies, names: NameBook, people: int, day: date
) -> tuple[list[Plan], int, int]:
    """Plan everybody, then write the orders and conferences that they filled."""
    book: Book = plan_orders(dice, bodies, day, people)
    programme = plan_meetings(dice, where, day, people)
    plans = list(Planner(dice, where, programme, book, day).plan(people))
    write_orders(sink, dice, book, day)
    write_meetings(sink, dice, programme, book, names, where, day)
    sink.flush()
    return plans, len(programme.every), len(book.orders)


def _crowd(
    session: Session,
    sink: Sink,
    dice: Dice,
    names: NameBook,
    cast: Cast,
    keys: KeyRing,
    day: date,
) -> Crowd:
    cipher = keys.cipher()
    registry = Registry(dice, sink, names, cipher, keys.hmac_key, _text_versions(session))
    files = Files(dice, sink, cipher, day)
    chronicle = Chronicle(
        dice,
        sink,
        cast,
        Tries(dice, sink, cast, registry, files),
        files,
        Agenda(dice, cast, read_limits(session), day),
        _milestones(session),
        _money(session, sink, cast, registry, day),
        day,
        Stays(Dice(f"abroad {dice.seed}"), sink, cast, day),
    )
    door = Door(dice, sink, registry, cast, keys.receipt_key)
    return Crowd(dice, sink, registry, door, Teller(dice, cast), chronicle, day)


def _money(session: Session, sink: Sink, cast: Cast, registry: Registry, day: date) -> MoneyRows:
    dice = Dice(f"money {registry.dice.id()}")
    return MoneyRows(dice, sink, cast, registry, read_decision_days(session), day)


def _text_versions(session: Session) -> dict[Purpose, int]:
    query = sa.select(ConsentText.purpose, sa.func.max(ConsentText.version))
    return dict(session.execute(query.group_by(ConsentText.purpose)).all())


def _milestones(session: Session) -> dict[str, int]:
    """Stage -> milestones that are done in it."""
    stages = {str(stage) for stage in Stage}
    rows = session.execute(sa.select(Milestone.key, Milestone.done))
    return {key: done or 0 for key, done in rows if key in stages}


def _mark(session: Session, seed: int, day: date) -> None:
    """Say that this is a demonstration, for the band on every page and for the audit."""
    session.add(
        Setting(
            key=LOADED,
            value=f"{day.isoformat()} seed {seed}",
            name_vi="Dữ liệu mẫu đã nạp",
            name_en="Demonstration data loaded",
            source=SOURCE,
            checked_on=day,
            check_again_on=day + timedelta(days=365),
        )
    )
    audit.record("system", "demo.load", "setting", LOADED, session=session)
    for section in ("conferences", "agencies", "orders", "guide"):
        public_version.raise_version(section, session)
    session.flush()
