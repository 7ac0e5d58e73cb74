"""What a body's page says of our own cases and of ratings: read from what the worker counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.agencies.topics import TOPICS
from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib.clock import local_date
from jobfair.limits import get_number
from jobfair.models import BodyRating, BodyTopic, BodyTrack, CommentState, RatingComment

SMALL: Final = 5
"""Counts below this are not told, none excepted: they would point at somebody."""

COMMENTS: Final = 10


def track_least() -> int:
    """People selected from which a body's figures are told (a setting, mark U)."""
    return get_number("limit.track_least", 20)


def rating_least() -> int:
    """People from whom on ratings of a topic are told (a setting, mark U)."""
    return get_number("limit.rating_least", 5)


@dataclass(frozen=True)
class Figure:
    """One figure with what it means."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Said:
    """A comment that a counsellor let be shown, by the month in which it was written."""

    text: str
    month: date


@dataclass(frozen=True)
class Rated:
    """One topic: how many answered, how many said yes and partly, in hundredths."""

    name: object
    people: int
    yes: int
    partly: int


@dataclass(frozen=True)
class Standing:
    """The track record and the ratings of one body. ``figures`` is empty below ``least``."""

    least: int
    figures: list[Figure]
    selected: int | None
    track: BodyTrack | None
    rating_least: int
    rated: list[Rated]
    said: list[Said]


def standing_of(body_id: str) -> Standing:
    """Everything that is told of the body today."""
    track = db.session.get(BodyTrack, body_id)
    topics = sa.select(BodyTopic).where(BodyTopic.body_id == body_id)
    counted = {row.topic: row for row in db.session.scalars(topics)}
    rated = [_rated(code, counted[code]) for code in TOPICS if code in counted]
    told = track is not None and track.departed is not None
    return Standing(
        least=track.least if track is not None else track_least(),
        figures=_figures(track) if track is not None and told else [],
        selected=track.selected if track is not None and told else None,
        track=track,
        rating_least=rating_least(),
        rated=rated,
        said=_comments(body_id) if rated else [],
    )


def _rated(code: str, row: BodyTopic) -> Rated:
    share = [round(100 * number / row.people) for number in (row.yes, row.partly)]
    return Rated(TOPICS[code].name, row.people, share[0], min(share[1], 100 - share[0]))


def _few(number: int) -> str:
    """The number, or that it is small; none is told as none."""
    if 0 < number < SMALL:
        return _("fewer than %(number)s", number=SMALL)
    return str(number)


def _figures(track: BodyTrack) -> list[Figure]:
    """The figures with their definitions, in the order of the journey."""
    departed, selected, complaints = track.departed or 0, track.selected, track.complaints or 0
    share = {"number": departed, "all": selected, "share": round(100 * departed / selected)}
    days, rate = track.median_days, round(100 * complaints / selected)
    told = _("%(rate)s for 100 people", rate=rate) if complaints >= SMALL else _few(complaints)
    return [
        Figure(
            _("Selected, then left"),
            _("%(number)s of %(all)s (%(share)s%%)", **share),
            _("Who has left, of all who were selected."),
        ),
        Figure(
            _("From selection to leaving"),
            "–" if days is None else _("%(number)s days", number=days),
            _("Half of them waited less, half of them longer."),
        ),
        Figure(
            _("Came home early"), _few(track.early or 0), _("Back before the contract was over.")
        ),
        Figure(
            _("Complaints"),
            told,
            _("Only what we have taken up; unfounded ones are not counted."),
        ),
    ]


def _comments(body_id: str) -> list[Said]:
    """The latest comments that may be shown; only of people whose ratings count."""
    rows: Sequence[RatingComment] = db.session.scalars(
        sa.select(RatingComment)
        .where(
            RatingComment.body_id == body_id,
            RatingComment.state == CommentState.SHOWN,
            sa.exists().where(BodyRating.placement_id == RatingComment.placement_id),
        )
        .order_by(RatingComment.written_at.desc(), RatingComment.id)
        .limit(COMMENTS)
    ).all()
    return [Said(open_comment(row), local_date(row.written_at).replace(day=1)) for row in rows]


def comment_aad(row_id: str) -> str:
    """What a sealed comment is bound to."""
    return f"rating_comment.text.{row_id}"


def open_comment(comment: RatingComment) -> str:
    """The words of a comment."""
    return keys().cipher().open(comment.text_enc, comment_aad(comment.id))
