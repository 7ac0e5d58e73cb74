"""Where the invented people live: communes with weights, villages, halls.

`officer.muongla` and `officer.suoito` sit in the communes of Mường La and Suối Tọ. In a
province that has no communes of these codes they sit in its two first communes by code that
come from different former districts; the first open conference is then held in the first one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.demo.dice import Dice, Urn
from jobfair.lib.text import slugify
from jobfair.models import Commune, Office, OfficeKind

FIRST_CODE, SECOND_CODE = "03808", "03901"
"""Mường La and Suối Tọ."""

VILLAGES = (
    *("Bản Giữa", "Bản Trên", "Bản Dưới", "Bản Đồi", "Bản Suối", "Bản Chợ", "Bản Cầu"),
    *("Bản Đầu Nguồn", "Bản Lưng Đèo", "Bản Ven Hồ", "Bản Cây Đa", "Bản Ruộng Bậc Thang"),
    *("Tiểu khu 1", "Tiểu khu 2", "Tiểu khu 3"),
)
WARD_VILLAGES = ("Tổ 1", "Tổ 2", "Tổ 3", "Tổ 4", "Tổ 5", "Bản Giữa", "Bản Cầu")

HALLS = (
    ("Nhà văn hóa xã", "Cạnh chợ, đối diện trạm y tế"),
    ("Hội trường UBND xã", "Trước sân vận động"),
    ("Nhà văn hóa bản Giữa", "Qua cầu treo 200 m, bên phải"),
    ("Sân trường tiểu học", "Cuối dốc, cạnh bưu điện"),
    ("Nhà văn hóa bản Chợ", "Đầu chợ phiên, gần cây đa"),
)
WARD_HALLS = (
    ("Hội trường UBND phường", "Cạnh bến xe, có chỗ để xe"),
    ("Nhà văn hóa tổ 3", "Sau chợ trung tâm"),
)


@dataclass(frozen=True)
class Place:
    """One commune or ward with its office."""

    code: str
    short_name: str
    is_ward: bool
    district: str
    office_id: str
    office_name: str
    weight: float
    lat: float
    lon: float

    @property
    def on_map(self) -> str:
        """The middle of the commune on a map: its hall is invented, so nothing nearer is said."""
        return f"https://www.openstreetmap.org/?mlat={self.lat}&mlon={self.lon}"

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return slugify(self.short_name, 60)

    def hall(self, dice: Dice) -> tuple[str, str]:
        """A place for a conference and what stands beside it."""
        return dice.pick(WARD_HALLS if self.is_ward else HALLS)

    def village(self, dice: Dice) -> str:
        """A village or street group; invented names that fit anywhere."""
        return dice.pick(WARD_VILLAGES if self.is_ward else VILLAGES)


@dataclass
class Map:
    """The province's communes in force, with the two that have an officer's account."""

    places: list[Place]
    first: Place
    second: Place
    by_code: dict[str, Place] = field(init=False)
    urn: Urn[Place] = field(init=False)
    far: Urn[Place] = field(init=False)  # all but those two
    neighbours: dict[str, list[Place]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_code = {place.code: place for place in self.places}
        self.urn = Urn.of([(place, place.weight) for place in self.places])
        far = [place for place in self.places if place not in (self.first, self.second)]
        self.far = Urn.of([(place, place.weight) for place in far or self.places])
        self.neighbours = {}
        for place in self.places:
            near = [p for p in self.places if p.district == place.district and p != place]
            self.neighbours[place.code] = near or [p for p in self.places if p != place] or [place]


def read_map(session: Session, dice: Dice, day: date) -> Map:
    """The communes in force on the day. Raises LookupError when no pack is loaded."""
    communes = session.scalars(
        sa.select(Commune)
        .where(Commune.valid_from <= day)
        .where(sa.or_(Commune.valid_to.is_(None), Commune.valid_to >= day))
        .order_by(Commune.code)
    ).all()
    offices = {
        office.commune_code: office
        for office in session.scalars(sa.select(Office).where(Office.kind == OfficeKind.COMMUNE))
    }
    rows = [c for c in communes if c.code in offices]
    if len(rows) < 2:
        raise LookupError("no province pack is loaded")
    first, second = _officers_communes(rows)
    places = [_place(c, offices[c.code], _weight(c, first, second, dice)) for c in rows]
    by_code = {place.code: place for place in places}
    return Map(places, by_code[first], by_code[second])


def _officers_communes(rows: list[Commune]) -> tuple[str, str]:
    codes = {c.code for c in rows}
    if {FIRST_CODE, SECOND_CODE} <= codes:
        return FIRST_CODE, SECOND_CODE
    rural = [c for c in rows if c.kind == "commune"] or rows
    first = rural[0]
    others = [c for c in rural if c.former_district != first.former_district] or rows[1:]
    return first.code, others[0].code


def _weight(commune: Commune, first: str, second: str, dice: Dice) -> float:
    """How many people come from there: most from the two officers' communes, few from wards."""
    drawn = dice.rng.uniform(0.7, 1.3)
    if commune.code == first:
        return 12.0
    if commune.code == second:
        return 8.0
    return drawn * (0.6 if commune.kind == "ward" else 1.0)


def _place(commune: Commune, office: Office, weight: float) -> Place:
    return Place(
        code=commune.code,
        short_name=commune.short_name,
        is_ward=commune.kind == "ward",
        district=commune.former_district,
        office_id=office.id,
        office_name=office.name,
        weight=weight,
        lat=commune.lat,
        lon=commune.lon,
    )
