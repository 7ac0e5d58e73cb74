"""Invented ticks: what was due before the load day is done, but for one step in ten."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, time, timedelta

import sqlalchemy as sa

from jobfair.database import db
from jobfair.demo.meetings import Meeting
from jobfair.demo.sink import Sink
from jobfair.lib import clock
from jobfair.models.conference_steps import ConferenceStep, ConferenceStepDone

BY = "mẫu"


def list_rules() -> list[ConferenceStep]:
    """The steps that the packs name now, in order."""
    rows = db.session.scalars(
        sa.select(ConferenceStep)
        .where(ConferenceStep.valid_to.is_(None))
        .order_by(ConferenceStep.days, ConferenceStep.position)
    )
    return list(rows)


def write_ticks(sink: Sink, meeting: Meeting, rules: Sequence[ConferenceStep], day: date) -> None:
    """Who prepared a conference so far. Draws nothing, so no other number changes."""
    for rule in rules:
        due = meeting.day + timedelta(days=rule.days)
        fits = {"*", str(meeting.kind)} & set(rule.kinds.split())
        left = hashlib.sha256(f"step:{meeting.id}:{rule.code}".encode()).digest()[0] % 10 == 0
        if fits and due < day and not left:
            sink.add(
                ConferenceStepDone,
                conference_id=meeting.id,
                code=rule.code,
                at=clock.from_local(due, time(9, 0)),
                by=BY,
                by_name=BY,
            )
