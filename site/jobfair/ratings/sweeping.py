"""What has had its time: ratings, comments, and sooner the comments that stay hidden."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

import sqlalchemy as sa

from jobfair import audit
from jobfair.cases.settings import get_number
from jobfair.database import db
from jobfair.lib.clock import add_months, from_local
from jobfair.models import BodyRating, CommentState, RatingComment

MONTHS: Final = 36
HIDDEN_DAYS: Final = 90
_MIDNIGHT = time(0, 0)


def erase_old(day: date) -> int:
    """Erase ratings and comments whose months are over, and hidden comments after their days.

    The terms are settings (mark U). Gives the number of rows.
    """
    edge = from_local(add_months(day, -get_number("retention.rating_months", MONTHS)), _MIDNIGHT)
    hidden = day - timedelta(days=get_number("retention.hidden_comment_days", HIDDEN_DAYS))
    ratings = sa.select(BodyRating.id).where(BodyRating.given_at < edge)
    over = sa.and_(
        RatingComment.state == CommentState.HIDDEN,
        RatingComment.decided_at < from_local(hidden, _MIDNIGHT),
    )
    comments = sa.select(RatingComment.id).where(sa.or_(RatingComment.written_at < edge, over))
    number = 0
    for model, query in ((BodyRating, ratings), (RatingComment, comments)):
        ids = list(db.session.scalars(query))
        if ids:
            db.session.execute(sa.delete(model).where(model.id.in_(ids)))
            number += len(ids)
    if number:
        audit.record("system", "rating.erase", "body_rating")
    return number
