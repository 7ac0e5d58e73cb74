"""Invented groups that work across the border, and the radar's invented limits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from jobfair.demo.bodies import SOURCE
from jobfair.demo.dice import Dice
from jobfair.demo.places import Map
from jobfair.demo.sink import Sink
from jobfair.demo.staff import Cast
from jobfair.lib.clock import add_months
from jobfair.models import BorderWork, BorderWorker, RadarLimit

GROUPS: Final = (
    ("CN", "Hà Khẩu, Vân Nam", "Nông trường mẫu Hà Khẩu", "Hái chuối, bốc xếp", 64, 21, 18, 7),
    ("LA", "Mường Khoa, Phong Sa Lỳ", "Hợp tác xã mẫu Mường Khoa", "Trồng sắn", 12, 4, 45, 0),
    ("LA", "Xốp Bâu, Hủa Phăn", "Công trường mẫu Xốp Bâu", "Xây dựng", 9, 0, 150, 2),
    ("CN", "Hà Khẩu, Vân Nam", "Vườn quả mẫu Vân Nam", "Thu hoạch thanh long", 30, 18, 5, 0),
)
"""Market, place, employer, work, people, women, days since it began, how many are named."""

NAMES: Final = ("Lò Văn Mẫu", "Quàng Thị Mẫu", "Giàng A Mẫu", "Vì Văn Mẫu", "Cà Thị Mẫu")
LASTS: Final = 60
CROSSES_WITH: Final = "border_pass"
LIMITS: Final = (("KR", Decimal(20), None), ("JP", Decimal(15), None), ("TW", None, 25))
"""Market, rate in per cent, people: invented, marked as such and to be checked."""


def write_border(sink: Sink, dice: Dice, where: Map, cast: Cast, day: date) -> None:
    """Some groups of the two communes with an account, and a limit for three markets."""
    homes = (where.first, where.second)
    for number, (market, place, employer, work, people, women, ago, named) in enumerate(GROUPS):
        home = homes[number % 2]
        start = day - timedelta(days=ago)
        group_id = dice.id()
        sink.add(
            BorderWork,
            id=group_id,
            commune_code=home.code,
            market_code=market,
            place=place,
            employer=employer,
            work=work,
            pass_kind=CROSSES_WITH,
            from_on=start,
            to_on=start + timedelta(days=LASTS),
            people=people,
            women=women,
            back_on=start + timedelta(days=LASTS) if ago > LASTS else None,
            note="",
            version=1,
            act_key=dice.form_key(),
            recorded_by=cast.officer_or_counsellor(home.code).id,
            recorded_at=dice.at(start - timedelta(days=1)),
        )
        for position in range(named):
            sink.add(
                BorderWorker,
                id=dice.id(),
                border_work_id=group_id,
                position=position,
                name=NAMES[position % len(NAMES)],
                birth_year=1980 + position,
            )
    _limits(sink, dice, cast, day)


def _limits(sink: Sink, dice: Dice, cast: Cast, day: date) -> None:
    for market, rate, count in LIMITS:
        sink.add(
            RadarLimit,
            id=dice.id(),
            market_code=market,
            programme_code="",
            rate_percent=rate,
            people=count,
            set_by=cast.leader.id,
            set_at=dice.at(day - timedelta(days=20)),
            source=SOURCE,
            checked_on=day,
            check_again_on=add_months(day, 12),
            mark="U",
        )
