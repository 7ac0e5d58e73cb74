"""Rating a body: by whom it placed, once a topic, changed or withdrawn by that person alone.

Neither the body nor anybody in an office can take a rating away; a comment is shown only after
a counsellor has read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.topics import SCORES, TOPICS
from jobfair.agencies.track import comment_aad, open_comment
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.keys import keys
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.lib.text import clean_lines
from jobfair.models import (
    BodyRating,
    CaseFile,
    CommentState,
    Departure,
    Placement,
    RatingComment,
)
from jobfair.public_version import raise_version
from jobfair.ratings.words import REASONS

WORKER: Final = "worker"
LONGEST: Final = 500
"""Characters of a comment."""


@dataclass(frozen=True)
class Given:
    """What somebody says: topic -> 3, 2 or 1, and a comment or ''."""

    scores: Mapping[str, int]
    comment: str = ""


def find_rated(case: CaseFile) -> Placement | None:
    """The placement of the case that led abroad, the latest; None: nobody to rate."""
    query = (
        sa.select(Placement)
        .join(Departure, Departure.placement_id == Placement.id)
        .where(Placement.case_id == case.id, Departure.undone_at.is_(None))
        .order_by(Departure.exit_on.desc(), Placement.id)
    )
    return db.session.scalars(query.limit(1)).first()


def list_given(placement: Placement) -> list[BodyRating]:
    """What was answered about this placement, by topic."""
    query = sa.select(BodyRating).where(BodyRating.placement_id == placement.id)
    return list(db.session.scalars(query.order_by(BodyRating.topic)))


def find_comment(placement: Placement) -> RatingComment | None:
    """The comment on this placement, or None."""
    query = sa.select(RatingComment).where(RatingComment.placement_id == placement.id)
    return db.session.scalars(query).one_or_none()


def rated_by_worker(placement: Placement) -> bool:
    """Whether the person has answered without an office."""
    comment = find_comment(placement)
    alone = any(row.by == WORKER for row in list_given(placement))
    return alone or (comment is not None and comment.by == WORKER)


def rate(case: CaseFile, given: Given, *, by: Actor | str) -> None:
    """Keep the answers in place of those before; topics that are not answered are taken away.

    ``by``: 'worker', or who writes for a person that asked for it. Raises Conflict where nobody
    was sent abroad or the person has answered alone, Invalid for nothing at all.
    """
    placement = find_rated(case)
    if placement is None:
        raise Conflict(_("Only who went abroad with a company can rate it."))
    if isinstance(by, Actor) and rated_by_worker(placement):
        raise Conflict(_("This person has answered alone. Only the person can change that."))
    scores = {t: s for t, s in given.scores.items() if t in TOPICS and s in SCORES}
    text = clean_lines(given.comment, LONGEST)
    if not scores and not text:
        raise Invalid(_("Answer at least one question."))
    who = by.user_id if isinstance(by, Actor) else by
    _keep_scores(placement, case.person_id, scores, who)
    _keep_comment(placement, case.person_id, text, who)
    db.session.flush()
    fields = ("rating", "comment") if text else ("rating",)
    people = [case.person_id]
    audit.record(by, "rating.give", "placement", placement.id, person_ids=people, fields=fields)


def _keep_scores(placement: Placement, person_id: str, scores: dict[str, int], who: str) -> None:
    before = {row.topic: row for row in list_given(placement)}
    for topic, row in before.items():
        if topic not in scores:
            db.session.delete(row)
    for topic, score in scores.items():
        kept = before.get(topic)
        if kept is None:
            kept = BodyRating(
                placement_id=placement.id,
                person_id=person_id,
                body_id=placement.body_id,
                topic=topic,
                score=score,
                by=who,
            )
            db.session.add(kept)
        elif kept.score != score or kept.by != who:
            kept.score, kept.by, kept.given_at = score, who, now()


def _keep_comment(placement: Placement, person_id: str, text: str, who: str) -> None:
    """Another text is read anew before anybody sees it; the same stays as it is."""
    before = find_comment(placement)
    if before is not None and open_comment(before) == text:
        return
    if before is not None:
        db.session.delete(before)
        db.session.flush()
        raise_version("agencies")
    if text:
        row_id = new_id()
        comment = RatingComment(
            id=row_id,
            placement_id=placement.id,
            person_id=person_id,
            body_id=placement.body_id,
            text_enc=keys().cipher().seal(text, comment_aad(row_id)),
            by=who,
        )
        db.session.add(comment)


def withdraw(case: CaseFile, *, by: Actor | str) -> None:
    """Take everything back that was said about the placement; a second time changes nothing."""
    placement = find_rated(case)
    if placement is None:
        return
    given, comment = list_given(placement), find_comment(placement)
    if not given and comment is None:
        return
    for row in (*given, *((comment,) if comment else ())):
        db.session.delete(row)
    raise_version("agencies")
    db.session.flush()
    people = [case.person_id]
    audit.record(by, "rating.withdraw", "placement", placement.id, person_ids=people)


def decide(comment: RatingComment, *, reason: str, by: Actor) -> None:
    """Let a comment be shown, or keep it hidden for a coded ``reason``. Raises Invalid."""
    if reason and reason not in REASONS:
        raise Invalid(_("Choose one of the buttons."))
    comment.state = CommentState.HIDDEN if reason else CommentState.SHOWN
    comment.reason, comment.decided_by, comment.decided_at = reason, by.shown[:160], now()
    raise_version("agencies")
    db.session.flush()
    what, people = "rating.hide" if reason else "rating.show", [comment.person_id]
    audit.record(by, what, "rating_comment", comment.id, person_ids=people, reason=reason)
