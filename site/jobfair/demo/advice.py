"""Invented talks of the counselling desk over the last months, most of them without a name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from jobfair.demo.dice import Dice, Urn
from jobfair.demo.places import Map
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast, Hand
from jobfair.lib.crypto import KeyRing, blind_index
from jobfair.models import AdviceContact

DAYS: Final = 180
A_DAY: Final = 2
TOPICS: Final = Urn.of(
    [
        *(("markets", 30), ("cost", 22), ("papers", 14), ("contract", 9), ("training", 8)),
        *(("fraud", 7), ("abroad", 3), ("return", 4), ("other", 3)),
    ]
)
CHANNELS: Final = Urn.of([("phone", 45), ("zalo", 25), ("desk", 18), ("hall", 8), ("online", 4)])
REFERRALS: Final = Urn.of(
    [("", 70), ("commune", 10), ("bank", 10), ("body", 6), ("legal", 2), ("police", 2)]
)
NUMBERS: Final = 120
"""So many numbers ring again and again: 095 0000 600 to 719."""


def write_advice(sink: Sink, dice: Dice, cast: Cast, where: Map, keys: KeyRing, day: date) -> None:
    """Two or three talks a working day at the centre, fewer at the two communes."""
    who: dict[str, str] = {}
    desks = [(cast.counsellor, cast.centre_id, "")]
    desks += [
        (cast.officers[place.code], place.office_id, place.code)
        for place in (where.first, where.second)
    ]
    for ago in range(DAYS, -1, -1):
        on = day - timedelta(days=ago)
        if on.weekday() > 4:
            continue
        for hand, office_id, commune in desks:
            talks = dice.between(1, 1 + A_DAY) if not commune else int(dice.chance(0.3))
            for _ in range(talks):
                home = commune or dice.draw(where.urn).code
                _talk(sink, dice, keys, who, hand, office_id, home, on)


def _talk(
    sink: Sink,
    dice: Dice,
    keys: KeyRing,
    who: dict[str, str],
    hand: Hand,
    office_id: str,
    home: str,
    on: date,
) -> None:
    row_id = dice.id()
    e164 = f"+84950000{600 + dice.between(0, NUMBERS - 1)}" if dice.chance(0.4) else ""
    place = f"advice_contact.phone.{row_id}"
    sink.add(
        AdviceContact,
        id=row_id,
        act_key=dice.form_key(),
        office_id=office_id,
        on_date=on,
        topic=dice.draw(TOPICS),
        channel=dice.draw(CHANNELS),
        minutes=5 * dice.between(1, 6),
        referral=dice.draw(REFERRALS),
        commune_code=home,
        sex=dice.pick(("F", "M", "")),
        note="",
        name_enc=None,
        phone_enc=keys.cipher().seal(e164, place) if e164 else None,
        phone_hmac=blind_index(keys.hmac_key, "advice_contact.phone", e164) if e164 else None,
        person_id=None,
        who=who.setdefault(e164, dice.id()) if e164 else "",
        case_key=dice.form_key(),
        by=hand.id,
        by_name=hand.shown[:160],
        at=dice.at(on),
    )
