"""A dozen invented sending bodies, one for each state a licence can be in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from jobfair.agencies.licence import closing_event
from jobfair.demo.dice import Dice
from jobfair.lib.clock import add_months
from jobfair.lib.text import fold, slugify
from jobfair.models import (
    BodyContact,
    BodyKind,
    Introduction,
    LicenceEvent,
    LicenceKind,
    SendingBody,
)

SOURCE = "mẫu"
GRANTS = {BodyKind.ENTERPRISE: LicenceKind.LICENSED}

Event = tuple[LicenceKind, str | None, int, int | None]
"""Kind, market (None = all), first day and last day before (+) or after (-) the load day."""

L = LicenceKind
STOPS = (L.SUSPENDED, L.REVOKED, L.RETURNED)


@dataclass(frozen=True)
class Sample:
    """One invented body: days are counted back from the day of loading."""

    name: str
    name_en: str
    markets: tuple[str, ...]  # where it recruits for
    kind: BodyKind = BodyKind.ENTERPRISE
    granted: int = 1500
    events: tuple[Event, ...] = ()
    introduced: tuple[int, int | None] | None = None
    website: bool = True

    @property
    def short_name(self) -> str:
        """What people call it."""
        return self.name.split(" mẫu ", 1)[1]


SAMPLES = (
    Sample("Công ty mẫu Cánh Chim Núi", "Mountain Wing Sample Company", ("JP",),
           introduced=(480, None)),
    Sample("Công ty mẫu Suối Xanh", "Green Stream Sample Company", ("TW", "JP"),
           introduced=(470, None)),
    Sample("Công ty mẫu Nắng Bản Mường", "Village Sun Sample Company", ("JP", "TW"),
           granted=1200, introduced=(300, None),
           events=((L.SUSPENDED, "TW", 20, -160),)),
    Sample("Công ty mẫu Đèo Gió", "Windy Pass Sample Company", ("JP",), granted=2000,
           events=((L.SUSPENDED, None, 45, -135),)),
    Sample("Công ty mẫu Cầu Treo", "Hanging Bridge Sample Company", ("JP", "KR"), granted=1800,
           introduced=(370, None), events=((L.SUSPENDED, None, 700, 520),)),
    Sample("Công ty mẫu Bến Lá", "Leaf Landing Sample Company", ("TW",), granted=2600,
           events=((L.SUSPENDED, None, 330, 151), (L.REVOKED, None, 150, None))),
    Sample("Công ty mẫu Trăng Khuyết", "Crescent Sample Company", ("JP",), granted=2400,
           events=((L.RETURNED, None, 260, None),)),
    Sample("Công ty mẫu Mây Trắng", "White Cloud Sample Company", ("TW", "HU"), granted=900),
    Sample("Công ty mẫu Ruộng Bậc Thang", "Terraced Field Sample Company", ("JP", "TW"),
           granted=1100, introduced=(460, 95)),
    Sample("Công ty mẫu Hoa Ban Trắng", "White Bauhinia Sample Company", ("TW",), granted=35,
           website=False),
    Sample("Đơn vị mẫu Việc Làm Xanh", "Green Work Sample Unit", ("KR", "JP"),
           kind=BodyKind.PUBLIC_UNIT, granted=1400),
    Sample("Thỏa thuận mẫu Vườn Quýt Ven Biển", "Seaside Orchard Sample Agreement", ("KR",),
           kind=BodyKind.AGREEMENT, granted=700),
    Sample("Nhà đầu tư mẫu Thủy Điện Nậm Xanh", "Nậm Xanh Sample Investor", ("LA",),
           kind=BodyKind.INVESTOR, granted=380),
)  # fmt: skip
"""In the order of the accounts: agency.one, agency.two, then the others."""

ONE, TWO, PARTLY_SUSPENDED = 0, 1, 2


@dataclass(frozen=True)
class Stop:
    """A document in force that closes a market to a body: the last day before it."""

    body: str
    event_id: str
    document: str
    until: date


@dataclass
class Bodies:
    """The bodies that were made."""

    ids: list[str] = field(default_factory=list)
    by_name: dict[str, SendingBody] = field(default_factory=dict)
    day: date = date.min

    def id_of(self, name: str) -> str:
        """The id of a body by its short name."""
        return self.by_name[name].id

    def stop_of(self, name: str, market: str) -> Stop | None:
        """What closes the market to the body today, or None."""
        body = self.by_name[name]
        event = closing_event(body, market, self.day)
        if event is None:
            return None
        first = min(e.from_day for e in body.licence_events if e.kind in STOPS)
        return Stop(body.name, event.id, event.document_no, first - timedelta(days=1))


def make_bodies(session: Session, dice: Dice, day: date) -> Bodies:
    """Write the bodies with documents, contacts and introductions."""
    made = Bodies(day=day)
    for number, sample in enumerate(SAMPLES, 1):
        body = _body(dice, sample, number, day)
        session.add(body)
        made.ids.append(body.id)
        made.by_name[sample.short_name] = body
    session.flush()
    return made


def _body(dice: Dice, sample: Sample, number: int, day: date) -> SendingBody:
    enterprise = sample.kind is BodyKind.ENTERPRISE
    licence = f"{number:03}/MAU-GP" if enterprise else ""
    tax = f"00000000{number:02}"
    site = f"https://{slugify(sample.short_name).replace('-', '')}.example"
    names = (sample.name, sample.short_name, sample.name_en, licence, tax)
    return SendingBody(
        id=dice.id(),
        slug=slugify(sample.name),
        kind=sample.kind,
        name=sample.name,
        short_name=sample.short_name,
        name_en=sample.name_en,
        folded=fold(" ".join(names)),
        tax_code=tax,
        licence_number=licence,
        head_office=f"Số {number}, phố Mẫu, thành phố Mẫu",
        website=site if sample.website else "",
        created_at=dice.at(day - timedelta(days=480)),
        licence_events=_documents(dice, sample, number, licence, day),
        contacts=_contacts(dice, sample, number, site, day),
        introductions=_introductions(dice, sample, number, day),
        **_checked(day),
    )


def _checked(day: date) -> dict[str, object]:
    return {
        "source": SOURCE,
        "checked_on": day - timedelta(days=9),
        "check_again_on": add_months(day - timedelta(days=9), 3),
        "mark": "V",
    }


def _documents(
    dice: Dice, sample: Sample, number: int, licence: str, day: date
) -> list[LicenceEvent]:
    grant = GRANTS.get(sample.kind, LicenceKind.ASSIGNED)
    events: list[Event] = [(grant, None, sample.granted, None), *sample.events]
    rows = []
    for place, (kind, market, first, last) in enumerate(events):
        number_of = licence or f"GV {number:02}/MAU"
        from_day = day - timedelta(days=first)
        rows.append(
            LicenceEvent(
                id=dice.id(),
                kind=kind,
                market_code=market,
                from_day=from_day,
                until_day=None if last is None else day - timedelta(days=last),
                document_no=number_of if place == 0 else f"QĐ {number:02}{place}/MAU",
                document_on=from_day - timedelta(days=5),
                note="Văn bản mẫu, không có thật.",
                **_checked(day),
            )
        )
    return rows


def _contacts(dice: Dice, sample: Sample, number: int, site: str, day: date) -> list[BodyContact]:
    account = f"00009999{number:04}"
    values = [
        ("phone", f"0212 000 {1000 + number}", f"+84212000{1000 + number}"),
        ("account", f"{account}, Ngân hàng Mẫu", account),
    ]
    if sample.website:
        values.append(("web", site, site.removeprefix("https://")))
    return [
        BodyContact(
            id=dice.id(),
            kind=kind,
            value_shown=shown,
            value_normalised=normalised,
            from_day=day - timedelta(days=min(480, sample.granted)),
            **_checked(day),
        )
        for kind, shown, normalised in values
    ]


def _introductions(dice: Dice, sample: Sample, number: int, day: date) -> list[Introduction]:
    if sample.introduced is None:
        return []
    first, last = sample.introduced
    return [
        Introduction(
            id=dice.id(),
            decision_no=f"GT {number:02}/MAU",
            from_day=day - timedelta(days=first),
            until_day=None if last is None else day - timedelta(days=last),
            **_checked(day),
        )
    ]
