"""Every pair of stages against every role: allowed or refused exactly as the table says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from jobfair.access import Actor
from jobfair.cases import rules
from jobfair.cases.history import append_event
from jobfair.cases.moves import MOVES
from jobfair.cases.owners import Standing, acting_as
from jobfair.errors import AppError
from jobfair.lib.codes import new_form_key
from jobfair.models import BodyKind, CaseFile, Stage
from tests.cases import journey

EXPECTED = Path(__file__).with_name("moves_expected.csv")
PAIRS = [(start, to) for start in Stage for to in Stage]
LETTERS = ("O", "C", "A", "L")
ROLES = {
    "officer.muongla": "O",
    "counsellor": "C",
    "agency.one": "A",
    "leader": "L",
    "officer.suoito": "",
    "agency.two": "",
    "auditor": "",
    "bank": "",
    "admin": "",
}


def _agreed_owners() -> dict[tuple[str, str], set[str]]:
    """Straight from the agreed table, read without the code under test."""
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    owners = {}
    for row in rows:
        makes = row["owners"].split("(")[0].replace(",", " ").split()
        owners[(row["from"], row["to"])] = set(makes)
    return owners


AGREED = _agreed_owners()


def _allowed(start: Stage, to: Stage, letter: str, *, public_body: bool = False) -> bool:
    owners = AGREED.get((str(start), str(to)), set())
    if letter in owners:
        return True
    return letter == "C" and ("C*" in owners or (public_body and "A" in owners))


@pytest.mark.parametrize("public_body", [False, True])
def test_each_letter_makes_exactly_its_pairs(public_body: bool) -> None:
    for start, to in PAIRS:
        move = MOVES.get((start, to))
        for letter in LETTERS:
            standing = Standing(frozenset({letter}), public_body)
            made = move is not None and acting_as(move, standing) is not None
            wanted = _allowed(start, to, letter, public_body=public_body)
            assert made is wanted, f"{start}->{to} as {letter}"


def test_counsellor_acts_on_behalf_only_where_nothing_else_holds() -> None:
    for (start, to), owners in AGREED.items():
        move = MOVES[(Stage(start), Stage(to))]
        letter = acting_as(move, Standing(frozenset({"C"})))
        if "C" in owners:
            assert letter == "C"
        elif "C*" in owners:
            assert letter == "C*"


@pytest.fixture
def every_gate_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "lacking", lambda step, ground: [])


def _try(case: CaseFile, to: Stage, by: Actor) -> int:
    """200 when the step was made, else the status of the refusal; nothing is kept."""
    try:
        rules.move(
            case,
            to,
            by=by,
            version=case.version,
            act_key=new_form_key(),
            reason=REASONS.get(to, "other") if _needs_reason(case.stage, to) else "",
            note="Ghi rõ",
            document_ref="CV 12",
            data=journey.data_for(to),
        )
    except AppError as error:
        return error.status  # a refusal comes before anything is written
    return 200


REASONS = {Stage.WITHDRAWN: "cost", Stage.INELIGIBLE: "health", Stage.DROPPED: "language"}


def _needs_reason(start: Stage, to: Stage) -> bool:
    move = MOVES.get((start, to))
    return move is not None and move.reason == "yes"


@pytest.mark.usefixtures("every_gate_open")
@pytest.mark.parametrize("part", range(4))
def test_the_writer_refuses_what_the_table_does_not_give(session: Session, part: int) -> None:
    """On one engine: who may is decided before anything is written."""
    for start in list(Stage)[part::4]:
        _try_everything_from(session, start)


def _try_everything_from(session: Session, start: Stage) -> None:
    case = journey.put(journey.new_case(), start)
    journey.agree(case)
    actors = {name: journey.actor(name) for name in ROLES}
    _give_a_past(case, start)
    session.flush()
    for to in Stage:
        if (str(start), str(to)) not in AGREED:
            assert _try(case, to, actors["counsellor"]) == 409, f"{start}->{to}"
            continue
        for name, letter in ROLES.items():
            wanted = 200 if _allowed(start, to, letter) else 403
            point = session.begin_nested()
            assert _try(case, to, actors[name]) == wanted, f"{start}->{to} as {name}"
            point.rollback()
            session.expire_all()


def _give_a_past(case: CaseFile, start: Stage) -> None:
    append_event(case, "move", by="system", act_key=new_form_key(), to_stage=start)


@pytest.mark.both
@pytest.mark.usefixtures("every_gate_open")
def test_on_behalf_needs_the_number_of_the_document(session: Session) -> None:
    case = journey.put(journey.new_case(), Stage.TRAINING)
    with pytest.raises(AppError) as refused:
        journey.step(case, Stage.VISA_PROCESS, "counsellor")
    assert refused.value.status == 422
    journey.step(case, Stage.VISA_PROCESS, "counsellor", document_ref="CV 12")
    assert case.events[-1].on_behalf_of == journey.body().id
    assert case.events[-1].document_ref == "CV 12"


@pytest.mark.both
@pytest.mark.usefixtures("every_gate_open")
def test_for_a_public_unit_the_counsellor_is_the_body(session: Session) -> None:
    case = journey.put(journey.new_case(), Stage.TRAINING)
    journey.body().kind = BodyKind.PUBLIC_UNIT
    journey.step(case, Stage.VISA_PROCESS, "counsellor")
    assert case.stage is Stage.VISA_PROCESS
    assert case.owner_office is not None
