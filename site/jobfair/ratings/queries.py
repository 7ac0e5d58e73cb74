"""Comments for the counsellor who reads them first, without a name beside them."""

from __future__ import annotations

import sqlalchemy as sa

from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.models import CommentState, RatingComment, SendingBody

Row = tuple[RatingComment, str]
"""A comment and the name of the body it is about."""


def list_comments(*, waiting: bool, limit: int, offset: int = 0) -> list[Row]:
    """Comments that wait, the oldest first; or those decided, the latest first."""
    query = sa.select(RatingComment, SendingBody.name).join(
        SendingBody, SendingBody.id == RatingComment.body_id
    )
    if waiting:
        query = query.where(RatingComment.state == CommentState.WAITING)
        query = query.order_by(RatingComment.written_at, RatingComment.id)
    else:
        query = query.where(RatingComment.state != CommentState.WAITING)
        query = query.order_by(RatingComment.decided_at.desc(), RatingComment.id)
    rows = db.session.execute(query.limit(limit).offset(offset))
    return [(comment, name) for comment, name in rows]


def count_comments(*, waiting: bool) -> int:
    """How many ``list_comments`` would give without a limit."""
    state = RatingComment.state
    where = state == CommentState.WAITING if waiting else state != CommentState.WAITING
    return db.session.scalar(sa.select(sa.func.count(RatingComment.id)).where(where)) or 0


def get_comment(comment_id: str) -> RatingComment:
    """A comment, held until it is decided. Raises NotFound."""
    query = sa.select(RatingComment).where(RatingComment.id == comment_id).with_for_update()
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found
