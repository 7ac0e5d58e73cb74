"""What the register is known by, for ``check``: names, licences, contacts, order codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

import sqlalchemy as sa

from jobfair.agencies.check import Found, Key, Kind, find_warned, key_text, look_up
from jobfair.agencies.order_queries import PUBLISHED, list_open_orders
from jobfair.agencies.queries import contact_holds, list_bodies
from jobfair.agencies.verdict import Verdict, judge
from jobfair.agencies.warning_queries import list_warned
from jobfair.database import db
from jobfair.kept import kept
from jobfair.lib.clock import today
from jobfair.models import BodyContact, JobOrder, ScamWarning, SendingBody


def check(typed: str) -> Verdict:
    """The verdict on a question, as of today."""
    found = look_up(typed, list_keys())
    bodies = list_bodies([*found.body_ids, *found.near])
    return judge(
        typed,
        [bodies[body_id] for body_id in found.body_ids],
        found.kinds,
        [bodies[body_id] for body_id in found.near],
        today(),
        order_open=_is_open(found),
        warned=find_warned(typed, list_warned()),
    )


def whose(warning: ScamWarning) -> list[SendingBody]:
    """Bodies of the register that are known by something in a warning: look twice then."""
    typed = [warning.name_used, *(mark.value_normalised for mark in warning.marks)]
    keys = list_keys()
    ids = [one for text in typed if text for one in look_up(text, keys).body_ids]
    return list(list_bodies(list(dict.fromkeys(ids))).values())


def _is_open(found: Found) -> bool:
    """Whether the order that was asked for takes people today."""
    return any(
        order.id == key.thing_id
        for key in found.equal
        if key.kind == "order"
        for order in list_open_orders(body_id=key.body_id)
    )


@kept("agencies", "orders")
def list_keys() -> Sequence[Key]:
    """Everything that is equal to itself only: one row a name, number, address or code."""
    return [*_body_keys(), *_contact_keys(today()), *_order_keys()]


def _keys(kind: Kind, body_id: str, texts: Iterable[str], thing_id: str = "") -> list[Key]:
    made = {key_text(kind, text) for text in texts}
    return [Key(kind, text, body_id, thing_id) for text in sorted(made) if text]


def _body_keys() -> list[Key]:
    columns = (
        SendingBody.id,
        SendingBody.name,
        SendingBody.short_name,
        SendingBody.name_en,
        SendingBody.licence_number,
        SendingBody.website,
    )
    found: list[Key] = []
    for row in db.session.execute(sa.select(*columns).order_by(SendingBody.id)):
        found += _keys("name", row.id, (row.name, row.short_name, row.name_en))
        found += _keys("licence", row.id, (row.licence_number,))
        found += _keys("web", row.id, (row.website,))
    return found


def _contact_keys(day: date) -> list[Key]:
    """Of contacts that are valid on the day."""
    columns = (BodyContact.kind, BodyContact.body_id, BodyContact.value_normalised)
    query = sa.select(*columns).where(contact_holds(day))
    rows = db.session.execute(query.order_by(BodyContact.id))
    return [
        key for kind, body_id, text in rows for key in _keys(cast(Kind, kind), body_id, (text,))
    ]


def _order_keys() -> list[Key]:
    query = sa.select(JobOrder.id, JobOrder.body_id, JobOrder.code)
    query = query.where(JobOrder.state.in_(PUBLISHED)).order_by(JobOrder.id)
    return [
        key
        for order_id, body_id, code in db.session.execute(query)
        for key in _keys("order", body_id, (code,), order_id)
    ]


@kept("agencies")
def last_checked() -> date | None:
    """The latest day on which a body of the register was checked; None without any."""
    return db.session.scalar(sa.select(sa.func.max(SendingBody.checked_on)))
