"""What is told of the first body beside its licence: a branch, ratings, comments, the figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.agencies.topics import TOPICS
from jobfair.agencies.track import comment_aad
from jobfair.demo.bodies import ONE, SOURCE, Bodies
from jobfair.demo.dice import Dice, Urn
from jobfair.lib.crypto import KeyRing
from jobfair.models import (
    BodyBranch,
    BodyRating,
    CaseFile,
    CommentState,
    Departure,
    Placement,
    RatingComment,
)
from jobfair.ratings.counting import count_all

ASKED: Final = 12
"""So many of those who left have answered."""

SCORES: Final = Urn.of([(3, 7), (2, 2), (1, 1)])
ANSWERS: Final = 0.85
LATE: Final = frozenset({"return"})
"""Topics that nobody who is still abroad can answer."""

COMMENTS: Final = (
    ("Lời kể mẫu: tiền nộp đúng như tờ giấy đã ký.", CommentState.SHOWN),
    ("Lời kể mẫu: lớp tiếng hơi ngắn, thầy cô dạy dễ hiểu.", CommentState.SHOWN),
    ("Lời kể mẫu: gọi điện về công ty có người nghe máy.", CommentState.WAITING),
)


def write_standing(session: Session, dice: Dice, bodies: Bodies, keys: KeyRing, day: date) -> None:
    """Add them, and count as the worker does once a day."""
    body_id = bodies.ids[ONE]
    session.add(_branch(dice, body_id, day))
    for number, (placement, person_id, exit_on) in enumerate(_gone(session, body_id)):
        at = dice.before(day, dice.at(exit_on + timedelta(days=dice.between(8, 30))))
        who = {"placement_id": placement.id, "person_id": person_id, "body_id": body_id}
        for topic in TOPICS:
            score = dice.draw(SCORES)
            if topic not in LATE and dice.chance(ANSWERS):
                session.add(
                    BodyRating(
                        id=dice.id(), topic=topic, score=score, by="worker", given_at=at, **who
                    )
                )
        if number < len(COMMENTS):
            session.add(_comment(dice, keys, number, written_at=at, by="worker", **who))
    session.flush()
    count_all(day)


def _branch(dice: Dice, body_id: str, day: date) -> BodyBranch:
    return BodyBranch(
        id=dice.id(),
        body_id=body_id,
        name="Chi nhánh mẫu Cánh Chim Núi tại Sơn La",
        address="Số 7, phố Mẫu, phường Mẫu",
        phone="+842120001071",
        decision_no="CN 01/MAU",
        from_day=day - timedelta(days=300),
        source=SOURCE,
        checked_on=day - timedelta(days=9),
    )


def _gone(session: Session, body_id: str) -> list[tuple[Placement, str, date]]:
    """Placements of the body whose person left, the first ones first."""
    query = (
        sa.select(Placement, CaseFile.person_id, Departure.exit_on)
        .join(Departure, Departure.placement_id == Placement.id)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(Placement.body_id == body_id, Departure.undone_at.is_(None))
        .order_by(Departure.exit_on, Placement.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query.limit(ASKED))]


def _comment(dice: Dice, keys: KeyRing, number: int, **columns: object) -> RatingComment:
    text, state = COMMENTS[number]
    row_id = dice.id()
    comment = RatingComment(
        id=row_id,
        text_enc=keys.cipher().seal(text, comment_aad(row_id)),
        state=state,
        **columns,
    )
    if state is CommentState.SHOWN:
        comment.decided_by, comment.decided_at = "Cán bộ mẫu", comment.written_at
    return comment
