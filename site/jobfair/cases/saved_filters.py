"""Filters that somebody keeps under a name: one's own, shared only as an address."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.case_filters import Filters, write_filters
from jobfair.database import db
from jobfair.errors import Invalid, NotFound
from jobfair.models import SavedFilter, UserAccount

MOST: Final = 20
LONGEST: Final = 500


def list_saved(by: Actor) -> list[SavedFilter]:
    """The actor's own filters, in their order."""
    query = sa.select(SavedFilter).where(SavedFilter.user_id == by.user_id)
    return list(db.session.scalars(query.order_by(SavedFilter.position, SavedFilter.id)))


def query_of(filters: Filters) -> str:
    """The address's part after '?'; never with what was typed about a person."""
    return urlencode(write_filters(filters.without("q")), doseq=True)


def save_filter(name: str, filters: Filters, *, by: Actor) -> SavedFilter:
    """Keep a filter under a name; the same name again takes the new address.

    Raises Invalid without a name, without a filter, and from the 21st on.
    """
    db.session.execute(
        sa.select(UserAccount.id).where(UserAccount.id == by.user_id).with_for_update()
    )
    query = query_of(filters)
    if not name:
        raise Invalid(_("Give the filter a name."))
    if not query:
        raise Invalid(_("Choose at least one filter first; a person's name is not kept."))
    if len(query) > LONGEST:
        raise Invalid(_("These are too many filters to keep. Take some away."))
    own = list_saved(by)
    found = next((row for row in own if row.name == name), None)
    if found is None:
        if len(own) >= MOST:
            raise Invalid(_("You keep %(most)s filters already. Delete one first.", most=MOST))
        last = max((row.position for row in own), default=0)
        found = SavedFilter(user_id=by.user_id, name=name, position=last + 1)
        db.session.add(found)
    found.query = query
    audit.record(by, "filter.save", "saved_filter", by.user_id, fields=("query",))
    db.session.flush()
    return found


def drop_filter(filter_id: str, *, by: Actor) -> None:
    """Forget one of the actor's own. Raises NotFound for anybody else's."""
    found = db.session.scalars(
        sa.select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.user_id == by.user_id)
    ).one_or_none()
    if found is None:
        raise NotFound()
    db.session.delete(found)
    audit.record(by, "filter.drop", "saved_filter", filter_id, fields=("query",))
    db.session.flush()
