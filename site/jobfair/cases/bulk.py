"""Steps made together: who can, who cannot and why, then each person's step by itself.

Offered are steps forward that one press can answer for all: nothing asked, or one value that
serves everybody (the day of a selection or of coming home, the number of a document). A step
that asks for a reason, a contract, an exit or an order is made on the person's own page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases import rules
from jobfair.cases.asking import asks
from jobfair.cases.case_view import goes_forward
from jobfair.cases.ground import MoveData
from jobfair.cases.list_steps import standing_in_list
from jobfair.cases.move_page import page_of
from jobfair.cases.moves import Move, find_move, moves_from
from jobfair.cases.owners import acting_as, standing_of
from jobfair.cases.queries import last_placement
from jobfair.cases.scoping import in_scope
from jobfair.cases.words import owners_in_words
from jobfair.database import db
from jobfair.errors import AppError, Conflict, NotFound
from jobfair.lib.codes import derived_key
from jobfair.models import BulkMove, CaseFile, Person, Placement, Stage

MOST: Final = 200
"""People in one press."""

SHARED: Final = frozenset({"selected", "entry"})
"""Groups of fields whose one value serves everybody."""


@dataclass(frozen=True)
class Line:
    """One person of a preview; ``why`` says why not, empty for who can."""

    case: CaseFile
    why: tuple[str, ...] = ()


@dataclass
class Preview:
    """Who can make the step and who cannot; what the form asks for all of them together."""

    to: Stage
    can: list[Line] = field(default_factory=list)
    cannot: list[Line] = field(default_factory=list)
    groups: tuple[str, ...] = ()
    needs_document: bool = False


def get_chosen(ids: Iterable[str], by: Actor) -> list[CaseFile]:
    """The cases of these ids that are the actor's, by given name; others are left out."""
    wanted = list(dict.fromkeys(ids))[:MOST]
    query = (
        sa.select(CaseFile)
        .join(CaseFile.person)
        .where(CaseFile.id.in_(wanted), in_scope(by.scope), CaseFile.merged_into_id.is_(None))
        .options(joinedload(CaseFile.person).selectinload(Person.phones))
        .options(selectinload(CaseFile.placements).joinedload(Placement.body))
        .order_by(Person.given_folded, Person.folded, CaseFile.id)
    )
    return list(db.session.scalars(query))


def count_steps(cases: Sequence[CaseFile], by: Actor) -> dict[Stage, int]:
    """Step -> how many of the cases stand where this actor may make it together with others."""
    found: dict[Stage, int] = {}
    for case in cases:
        standing = standing_in_list(case, by)
        for to, move in moves_from(case.stage).items():
            if case.closed_at is None and acting_as(move, standing) and _serves_all(case, to, move):
                found[to] = found.get(to, 0) + 1
    return {stage: found[stage] for stage in Stage if stage in found}


def _serves_all(case: CaseFile, to: Stage, move: Move) -> bool:
    """Whether the step leads on, takes no reason, and asks for nothing of the person's own."""
    groups = asks(move, case.stage, to, last_placement(case))
    return goes_forward(case.stage, to) and move.reason != "yes" and SHARED.issuperset(groups)


def preview(cases: Sequence[CaseFile], to: Stage, by: Actor) -> Preview:
    """Judge every case as its own page would; nothing is changed."""
    found = Preview(to)
    groups: set[str] = set()
    for case in cases:
        move, standing = find_move(case.stage, to), standing_of(by, case)
        letter = acting_as(move, standing) if move is not None else None
        why = _why_not(case, to, move, letter)
        if not why and move is not None and letter is not None:
            page = page_of(case, case.stage, to, move, letter)
            why = tuple(result.sentence for result in page.missing)
            if page.needs_reason:
                why = (*why, _("The 180 days are over: it takes a reason, on the person's page."))
        if why:
            found.cannot.append(Line(case, why))
            continue
        found.can.append(Line(case))
        if move is not None:
            groups.update(asks(move, case.stage, to, last_placement(case)))
        found.needs_document = found.needs_document or letter == "C*"
    found.groups = tuple(sorted(groups))
    return found


def _why_not(case: CaseFile, to: Stage, move: Move | None, letter: str | None) -> tuple[str, ...]:
    """Why the case cannot take the step at all, before its gates are looked at."""
    if case.closed_at is not None:
        return (_("This case is closed."),)
    if move is None:
        return (_("Not possible from the stage where the case stands."),)
    if letter is None:
        return (_("This step belongs to somebody else: %(who)s.", who=owners_in_words(move)),)
    if not _serves_all(case, to, move):
        return (_("This step asks for this person's own data: make it on the person's page."),)
    return ()


@dataclass(frozen=True)
class Together:
    """What one press asks for: cases with the version that was seen, and what serves all."""

    to: Stage
    seen: dict[str, int]
    note: str = ""
    document_ref: str = ""
    data: MoveData = rules.NO_DATA


def move_together(asked: Together, *, by: Actor, act_key: str) -> BulkMove:
    """Make each case's step in a savepoint of its own; who cannot is noted with the reason.

    The same ``act_key`` again gives the first result and changes nothing. All rows are held
    in one order first, so that two presses wait for each other and never for good.
    """
    batch = _begin(asked.to, by, act_key)
    if batch.done_ids or batch.refused:
        return batch
    held = sa.select(CaseFile.id).where(
        CaseFile.id.in_(list(asked.seen)[:MOST]), in_scope(by.scope)
    )
    ids = db.session.scalars(held.order_by(CaseFile.id).with_for_update(of=CaseFile)).all()
    done: list[CaseFile] = []
    refused: list[str] = []
    for case in sorted(get_chosen(ids, by), key=_order_then_id):
        sentence = _move_one(case, asked, by, act_key)
        if sentence:
            refused.append(f"{case.id} {sentence}")
        else:
            done.append(case)
    batch.done_ids = ",".join(case.id for case in done)
    batch.refused = "\n".join(refused)
    people = [case.person_id for case in done]
    audit.record(by, "case.bulk_move", "bulk_move", batch.id, person_ids=people, fields=("stage",))
    db.session.flush()
    return batch


def _order_then_id(case: CaseFile) -> tuple[str, str]:
    placement = last_placement(case)
    return (placement.order_id or "" if placement is not None else "", case.id)


def find_batch(act_key: str, by: Actor) -> BulkMove | None:
    """One's own press with this key, or None."""
    query = sa.select(BulkMove).where(BulkMove.act_key == act_key, BulkMove.user_id == by.user_id)
    return db.session.scalars(query).one_or_none()


def _begin(to: Stage, by: Actor, act_key: str) -> BulkMove:
    """The row of this press; the first one's when it was pressed twice."""
    known = sa.select(BulkMove).where(BulkMove.act_key == act_key)
    found = db.session.scalars(known).one_or_none()
    if found is None:
        found = BulkMove(act_key=act_key, user_id=by.user_id, to_stage=to)
        try:
            with db.session.begin_nested():
                db.session.add(found)
        except IntegrityError:
            found = db.session.scalars(known).one()
    if found.user_id != by.user_id or found.to_stage is not to:
        raise Conflict()
    return found


def _move_one(case: CaseFile, asked: Together, by: Actor, act_key: str) -> str:
    """Make one step; '' when it is done, else why it is not."""
    case_id = case.id
    try:
        with db.session.begin_nested():
            rules.move(
                case,
                asked.to,
                by=by,
                version=asked.seen.get(case_id, 0),
                act_key=derived_key(act_key, case_id),
                note=asked.note,
                document_ref=asked.document_ref,
                data=asked.data,
            )
    except AppError as error:
        return " ".join(str(error.message).split())
    return ""


@dataclass(frozen=True)
class BulkResult:
    """What became of a press: the cases moved, and those that were not with the reason."""

    batch: BulkMove
    done: list[CaseFile]
    refused: list[Line]


def get_result(batch_id: str, by: Actor) -> BulkResult:
    """The result of one's own press. Raises NotFound for anybody else's."""
    batch = db.session.scalars(
        sa.select(BulkMove).where(BulkMove.id == batch_id, BulkMove.user_id == by.user_id)
    ).one_or_none()
    if batch is None:
        raise NotFound()
    whys = dict(line.split(" ", 1) for line in batch.refused.splitlines() if " " in line)
    done = [one for one in batch.done_ids.split(",") if one]
    cases = {case.id: case for case in get_chosen([*done, *whys], by)}
    return BulkResult(
        batch,
        [cases[one] for one in done if one in cases],
        [Line(cases[one], (why,)) for one, why in whys.items() if one in cases],
    )
