"""The address of Today, and somebody who is due there."""

from __future__ import annotations

from tests.door import folk

TODAY = "/can-bo/"


def somebody_due(session, name="Giàng A Páo", **more):
    case_id = folk.add_person(session, name, **more).id
    session.commit()
    return case_id
