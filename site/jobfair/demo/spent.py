"""Invented amounts that past conferences cost; of one in five nobody entered any yet."""

from __future__ import annotations

import hashlib
from datetime import date

from jobfair.demo.meetings import Meeting
from jobfair.demo.sink import Sink
from jobfair.models import ConferenceCost, ConferenceKind, ConferenceState, CostKind, CostPayer

K, P = CostKind, CostPayer
AMOUNTS: tuple[tuple[CostKind, CostPayer, int, int], ...] = (
    (K.SOUND, P.COMMUNE, 600_000, 2_000),
    (K.PRINTING, P.CENTRE, 300_000, 4_000),
    (K.MEALS, P.COMMUNE, 0, 15_000),
    (K.TRAVEL, P.BODY, 1_200_000, 0),
)
"""Kind, payer, đồng, and đồng for every seat that is held: invented."""

ONLINE = ((K.NETWORK, P.CENTRE, 250_000, 0),)


def write_costs(sink: Sink, meeting: Meeting, day: date) -> None:
    """What a conference before the load day cost. Draws nothing, so no other number changes."""
    mark = hashlib.sha256(f"cost:{meeting.id}".encode()).hexdigest()
    held = meeting.day < day and meeting.state in (ConferenceState.OPEN, ConferenceState.CLOSED)
    if not held or int(mark[:4], 16) % 5 == 0:
        return
    rows = ONLINE if meeting.kind is ConferenceKind.ONLINE else AMOUNTS
    for number, (kind, payer, fixed, each) in enumerate(rows):
        sink.add(
            ConferenceCost,
            id=f"{mark[:22]}{number:02}",
            conference_id=meeting.id,
            act_key=f"demo:{mark[:24]}{number}",
            kind=kind,
            amount=fixed + each * max(meeting.held, 5),
            payer=payer,
            payer_name="",
            document_ref="mẫu",
            by_name="mẫu",
            entered_at=meeting.starts_at,
        )
