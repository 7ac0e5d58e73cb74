"""Writing the planned conferences: words, guests, markets, invited communes."""

from __future__ import annotations

from datetime import date, timedelta

from jobfair.demo.bodies import SOURCE
from jobfair.demo.dice import Dice
from jobfair.demo.meetings import Meeting, Programme
from jobfair.demo.names import NameBook
from jobfair.demo.orders import Book, Order
from jobfair.demo.places import Map
from jobfair.demo.sink import Sink
from jobfair.demo.spent import write_costs
from jobfair.demo.ticked import list_rules, write_ticks
from jobfair.lib.clock import to_local
from jobfair.models import (
    Conference,
    ConferenceCommune,
    ConferenceGuest,
    ConferenceKind,
    ConferenceMarket,
    ConferenceState,
)

TITLES = {
    ConferenceKind.HALL: (
        "Hội nghị tư vấn, tuyển dụng",
        "Recruitment conference for work abroad",
    ),
    ConferenceKind.CLUSTER: (
        "Hội nghị cụm xã về việc làm ở nước ngoài",
        "Conference of several communes on work abroad",
    ),
    ConferenceKind.ONLINE: (
        "Tư vấn trực tuyến đi làm việc ở nước ngoài",
        "Online advice on work abroad",
    ),
    ConferenceKind.FAIR: ("Ngày hội việc làm ở nước ngoài", "Job fair for work abroad"),
}
AGENDA = (
    (0, "Điểm danh, nhận số ghế"),
    (30, "Quyền lợi, chi phí, rủi ro"),
    (75, "Doanh nghiệp giới thiệu đơn hàng"),
    (120, "Ngân hàng Chính sách xã hội nói về vay vốn"),
    (150, "Hỏi đáp, ghi tên tư vấn riêng"),
)
BRING = "Bút, giấy để ghi"
TEXTS = (
    ("Cán bộ Ngân hàng Chính sách xã hội", "An officer of the Social Policy Bank"),
    ("Một người đã làm việc ở Nhật Bản về", "Somebody who has come home from Japan"),
    ("Giáo viên tiếng Nhật", "A teacher of Japanese"),
    ("Cán bộ Công an xã nói về lừa đảo", "A police officer on scams"),
)
CANCEL_REASON = "Mưa lũ, đường vào xã bị sạt. Hội nghị sẽ được tổ chức vào ngày khác."
ALWAYS = ("JP", "TW")
"""Markets that are spoken of at every conference."""


def write_meetings(
    sink: Sink, dice: Dice, plan: Programme, book: Book, names: NameBook, where: Map, day: date
) -> None:
    """Write every conference with the seats that people hold."""
    rules = list_rules()
    for meeting in plan.every:
        sink.add(Conference, **meeting_columns(dice, meeting, names, where, day))
        orders = _orders(dice, meeting, book)
        for market in sorted({*ALWAYS, *(o.work.market for o in orders)}):
            sink.add(ConferenceMarket, conference_id=meeting.id, market_code=market)
        if meeting.kind in (ConferenceKind.CLUSTER, ConferenceKind.FAIR):
            for place in where.neighbours[meeting.place.code][:4]:
                sink.add(ConferenceCommune, conference_id=meeting.id, commune_code=place.code)
        _guests(sink, dice, meeting, orders)
        write_costs(sink, meeting, day)
        write_ticks(sink, meeting, rules, day)


def meeting_columns(
    dice: Dice, meeting: Meeting, names: NameBook, where: Map, day: date
) -> dict[str, object]:
    """The row of one conference; ``day`` is the load day."""
    title_vi, title_en = TITLES[meeting.kind]
    online = meeting.kind is ConferenceKind.ONLINE
    cancelled = meeting.state is ConferenceState.CANCELLED
    place, landmark = meeting.place.hall(dice)
    return {
        "id": meeting.id,
        "slug": meeting.slug,
        "kind": meeting.kind,
        "title_vi": title_vi,
        "title_en": title_en,
        "commune_code": meeting.place.code,
        "host_office_id": meeting.place.office_id,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.starts_at + timedelta(hours=3),
        "place": "Phòng họp trực tuyến" if online else place,
        "landmark": "" if online else landmark,
        "map_url": "" if online else meeting.place.on_map,
        "online_url": f"https://hoi-nghi.example/{meeting.slug}" if online else "",
        "try_at": meeting.starts_at - timedelta(days=1) if online else None,
        "capacity": meeting.capacity,
        "seats_taken": meeting.held,
        "waiting": meeting.waiting,
        "waiting_last": meeting.waiting,
        "state": meeting.state,
        "contact_name": _contact(dice, meeting, names, where),
        "contact_phone": f"+84212000{dice.between(2000, 2999)}",
        "agenda": _agenda(meeting),
        "bring": BRING,
        "cancel_reason": CANCEL_REASON if cancelled else "",
        "version": 1,
        "created_at": dice.at(min(meeting.day - timedelta(days=25), day - timedelta(days=3))),
        "source": SOURCE,
        "checked_on": day - timedelta(days=1),
        "check_again_on": meeting.day,
        "mark": "V",
    }


def _contact(dice: Dice, meeting: Meeting, names: NameBook, where: Map) -> str:
    if meeting.place == where.first:
        return "Lò Thị Duyên"
    if meeting.place == where.second:
        return "Mùa A Sếnh"
    return names.draw(dice)[2]


def _agenda(meeting: Meeting) -> str:
    start = to_local(meeting.starts_at)
    return "\n".join(f"{start + timedelta(minutes=after):%H:%M} {text}" for after, text in AGENDA)


def _orders(dice: Dice, meeting: Meeting, book: Book) -> list[Order]:
    """The orders that are presented: of different bodies, open on the day."""
    found: dict[str, Order] = {}
    for market in ("JP", "TW", "KR"):
        candidates = book.open_on(meeting.day, market)
        if candidates and dice.chance(0.9 if market == "JP" else 0.6):
            order = dice.pick(candidates)
            found.setdefault(order.body_id, order)
    return list(found.values())


def _guests(sink: Sink, dice: Dice, meeting: Meeting, orders: list[Order]) -> None:
    texts = [TEXTS[0], dice.pick(TEXTS[1:])]
    rows: list[dict[str, object]] = [
        {"body_id": order.body_id, "order_id": order.id, "text_vi": "", "text_en": ""}
        for order in orders
    ]
    rows += [{"body_id": None, "order_id": None, "text_vi": vi, "text_en": en} for vi, en in texts]
    fair = meeting.kind is ConferenceKind.FAIR
    for position, row in enumerate(rows):
        row |= {"position": position, "booth": position + 1 if fair else None}
        sink.add(ConferenceGuest, id=dice.id(), conference_id=meeting.id, **row)
