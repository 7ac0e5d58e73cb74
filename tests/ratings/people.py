"""People whom the first body selected and sent abroad, as rows."""

from __future__ import annotations

from datetime import date, timedelta

from jobfair.agencies.track import comment_aad
from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib.codes import new_id
from jobfair.models import (
    BodyRating,
    CaseFile,
    Departure,
    Placement,
    RatingComment,
    Stage,
    StayAbroad,
    StayState,
)
from tests.cases.journey import body, new_case


def went(
    selected_on: date,
    after: int | None = 100,
    *,
    number: int = 1,
    state: StayState = StayState.ABROAD,
    direct: bool = False,
) -> Placement:
    """Somebody selected on a day, who left so many days after it; None: has not left."""
    case = new_case()
    placement = Placement(
        case_id=case.id,
        body_id=body(number).id,
        programme_code="JP-TITP",
        selected_on=selected_on,
        direct=direct,
    )
    db.session.add(placement)
    db.session.flush()
    if after is not None:
        leave(case, placement, selected_on + timedelta(days=after), state)
    return placement


def leave(
    case: CaseFile, placement: Placement, exit_on: date, state: StayState = StayState.ABROAD
) -> None:
    """The exit, as the leader's confirmation leaves it."""
    case.stage, case.reached = Stage.DEPARTED, 5
    departure = Departure(
        placement_id=placement.id,
        exit_on=exit_on,
        market_code="JP",
        employer="Xí nghiệp mẫu",
        evidence="ticket",
        confirmed_by="u1",
    )
    stay = StayAbroad(
        placement_id=placement.id,
        case_id=case.id,
        market_code="JP",
        programme_code="JP-TITP",
        exit_on=exit_on,
        state=state,
    )
    db.session.add_all([departure, stay])
    db.session.flush()


def says(placement: Placement, topic: str, score: int) -> None:
    """An answer of the person of a placement."""
    case = db.session.get_one(CaseFile, placement.case_id)
    db.session.add(
        BodyRating(
            placement_id=placement.id,
            person_id=case.person_id,
            body_id=placement.body_id,
            topic=topic,
            score=score,
            by="worker",
        )
    )
    db.session.flush()


def wrote(placement: Placement, text: str = "Lời kể mẫu.") -> RatingComment:
    """A comment of the person of a placement."""
    case, row_id = db.session.get_one(CaseFile, placement.case_id), new_id()
    comment = RatingComment(
        id=row_id,
        placement_id=placement.id,
        person_id=case.person_id,
        body_id=placement.body_id,
        text_enc=keys().cipher().seal(text, comment_aad(row_id)),
        by="worker",
    )
    db.session.add(comment)
    db.session.flush()
    return comment
