"""An invented register in every state, and what people ask of it, with the right colour."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from jobfair.agencies.contacts import CONTACT_KINDS, read_contact
from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.lib.text import fold, slugify
from jobfair.models import (
    BodyContact,
    BodyKind,
    JobOrder,
    LicenceEvent,
    LicenceKind,
    OrderState,
    ScamMark,
    ScamWarning,
    SendingBody,
    WarningState,
)

FACTS = {"source": "bộ câu hỏi thử", "checked_on": date(2026, 1, 10)}

Document = tuple[str, int, int | None, str | None]  # kind, first and last day from today, market
GRANT: Document = ("licensed", -900, None, None)

# name, short name, licence number, documents, (phone, account, web)
REGISTER: list[tuple[str, str, str, list[Document], tuple[str, str, str]]] = [
    (
        "Công ty Cổ phần Mẫu Nắng Bản Mường",
        "Nắng Bản Mường",
        "901/MAU-GP",
        [GRANT],
        ("0212 000 0901", "9010 0011 1222, Ngân hàng mẫu", "www.nangbanmuong.example"),
    ),
    (
        "Công ty TNHH Mẫu Hoa Ban Trắng",
        "HOABAN",
        "902/MAU-GP",
        [GRANT, ("suspended", -5, 90, "TW")],
        ("0212 000 0902", "902000111222", "hoabantrang.example"),
    ),
    (
        "Công ty Mẫu Đá Núi",
        "Đá Núi",
        "903/MAU-GP",
        [GRANT, ("suspended", -5, 90, None)],
        ("0212 000 0903", "903000111222", "danui.example"),
    ),
    (
        "Công ty Mẫu Khăn Piêu",
        "Khăn Piêu",
        "904/MAU-GP",
        [GRANT, ("revoked", -1, None, None)],
        ("0212 000 0904", "904000111222", "khanpieu.example"),
    ),
    (
        "Công ty Mẫu Thuyền Độc Mộc",
        "Độc Mộc",
        "905/MAU-GP",
        [GRANT, ("returned", -30, None, None)],
        ("0212 000 0905", "905000111222", "docmoc.example"),
    ),
    (
        "Công ty Mẫu Lửa Tắt",
        "Lửa Tắt",
        "906/MAU-GP",
        [("licensed", -900, -1, None)],
        ("0212 000 0906", "906000111222", "luatat.example"),
    ),
    (
        "Công ty Mẫu Trăng Khuya",
        "Trăng Khuya",
        "907/MAU-GP",
        [("licensed", -900, 0, None)],
        ("0212 000 0907", "907000111222", "trangkhuya.example"),
    ),
    (
        "Công ty Mẫu Sao Sớm Một",
        "Sao Sớm",
        "908/MAU-GP",
        [GRANT],
        ("0212 000 0908", "908000111222", "saosommot.example"),
    ),
    (
        "Công ty Mẫu Sao Sớm Hai",
        "Sao Sớm",
        "909/MAU-GP",
        [GRANT],
        ("0212 000 0909", "909000111222", "saosomhai.example"),
    ),
    (
        "Công ty Mẫu Chưa Có Phép",
        "Chưa Có Phép",
        "",
        [],
        ("0212 000 0910", "910000111222", "chuacophep.example"),
    ),
    (
        "Công ty Mẫu Lúa Vàng",
        "Lúa Vàng",
        "911/MAU-GP",
        [GRANT],
        ("0212 000 0911", "911000111222", "luavang.example"),
    ),
]

GREEN, AMBER, RED = "green", "amber", "red"

QUESTIONS: list[tuple[str, list[str]]] = [
    # a name, equal but for accents, case, marks and spaces; every number in every spelling
    (GREEN, ["Công ty Cổ phần Mẫu Nắng Bản Mường", "cong ty co phan mau nang ban muong"]),
    (GREEN, ["CÔNG TY CỔ PHẦN MẪU NẮNG BẢN MƯỜNG", "  Nắng   Bản  Mường ", "nang ban muong"]),
    (GREEN, ["NẮNG BẢN MƯỜNG.", "Nắng-Bản-Mường", "nắng bản mường", "nang%ban%muong"]),
    (GREEN, ["901/MAU-GP", "901 / mau-gp", "901/MẪU-GP", "9O1/MAU-GP", "901 MAU GP", "901MAUGP"]),
    (GREEN, ["0212 000 0901", "02120000901", "+84 212 000 0901", "0212.000.0901"]),
    (GREEN, ["O212 OOO O9O1", "(0212) 000-0901", "84 212 000 0901", "0084 212 000 0901"]),
    (GREEN, ["901000111222", "9010 0011 1222", "9O1OOO111222", "901.000.111.222"]),
    (GREEN, ["nangbanmuong.example", "www.nangbanmuong.example", "NangBanMuong.Example"]),
    (GREEN, ["https://www.nangbanmuong.example/tuyen-dung?x=1", "http://nangbanmuong.example/"]),
    (GREEN, ["MAU-KIEM-01", "mau-kiem-01", "MAU KIEM 01", "mau-kiem-O1"]),
    # the last day of a licence is a day of it
    (GREEN, ["Trăng Khuya", "907/MAU-GP", "0212 000 0907", "trangkhuya.example"]),
    (GREEN, ["Công ty Mẫu Sao Sớm Một", "908/MAU-GP", "909000111222", "saosomhai.example"]),
    # one market suspended: named, and never green
    (AMBER, ["HOABAN", "Công ty TNHH Mẫu Hoa Ban Trắng", "902/MAU-GP", "0212 000 0902"]),
    (AMBER, ["902000111222", "hoabantrang.example"]),
    # closed licences, by whatever they are asked
    (RED, ["Đá Núi", "da nui", "903/MAU-GP", "0212 000 0903", "903000111222", "danui.example"]),
    (RED, ["Khăn Piêu", "KHAN PIEU", "904/MAU-GP", "9O4/mau-gp", "0212 000 0904"]),
    (RED, ["904000111222", "https://khanpieu.example", "Công ty Mẫu Khăn Piêu", "MAU-KIEM-04"]),
    (RED, ["Độc Mộc", "doc moc", "905/MAU-GP", "02120000905", "905000111222", "docmoc.example"]),
    # ran out yesterday, never had one
    (AMBER, ["Lửa Tắt", "906/MAU-GP", "0212 000 0906", "906000111222", "luatat.example"]),
    (AMBER, ["Chưa Có Phép", "0212 000 0910", "910000111222", "chuacophep.example"]),
    # one short name of two companies, an order that is closed
    (AMBER, ["Sao Sớm", "sao som", "MAU-KIEM-02"]),
    # in a published warning, whoever it belongs to; an address below a warned one
    (RED, ["0950 000 911", "+84 950 000 911", "O95O OOO 911", "911222333444", "911 222 333 444"]),
    (RED, ["tuyengap.example", "www.tuyengap.example/dang-ky?x=1", "viec.tuyengap.example"]),
    (RED, ["Nhóm Tuyển Gấp Mẫu", "nhom tuyen gap mau", "908000111222"]),
    # in a draft, in one checked twice, in one that was withdrawn: nothing is known
    (AMBER, ["0950 000 912", "0950 000 913", "0950 000 914", "Nhóm Nháp Mẫu"]),
    # nearly a warned number is not that number
    (AMBER, ["0950 000 991", "911222333445", "xtuyengap.example", "Nhóm Tuyển Gấp"]),
    # a real name that is misused is real no more by itself; its licence is
    (AMBER, ["Công ty Mẫu Lúa Vàng", "LÚA VÀNG"]),
    (GREEN, ["911/MAU-GP", "0212 000 0911"]),
    # look-alikes: one sign, two swapped, another kind of company, more words, fewer words
    (AMBER, ["Nắng Bàn Mương 2", "Nắng Ban Muongg", "nang bam muong", "nag ban muong"]),
    (
        AMBER,
        ["Công ty TNHH Mẫu Nắng Bản Mường", "Nắng Bản Mường Quốc tế", "Nắng Bản", "Nang Muong"],
    ),
    (AMBER, ["901/MAU-GPP", "910/MAU-GP", "9001/MAU-GP", "091/MAU-GP", "901/MAU"]),
    (AMBER, ["0212 000 0910 1", "0212 000 0991", "0212 000 9010", "0212 000 091", "0212 000 0109"]),
    (AMBER, ["901000111223", "901000112122", "90100011122", "9010001112220", "010900111222"]),
    (AMBER, ["nangbanmuong.com.example", "nang-ban-muong.example", "nangbanmuong24h.example"]),
    (AMBER, ["nangbanmoung.example", "nangbanmuong.example.xyz", "xuatkhau-nangbanmuong.example"]),
    (AMBER, ["khanpieuu.example", "0212 000 0940", "904/MAU-GPX", "Khăn Piêu Mới"]),
    # a licence of another kind
    (AMBER, ["901/SLĐTBXH-GP", "901/SLDTBXH-GP", "15/slđtbxh-gp", "901 / SLĐTBXH - GP"]),
    # nothing of the register
    (AMBER, ["0950 000 123", "0168 000 0123", "123456789", "khongcotrangnay.example", "abc"]),
    (
        AMBER,
        ["Cô Lan cộng tác viên", "công ty", "cong ty co phan", "lao động xuất khẩu", "việt nam"],
    ),
    (AMBER, ["MAU-KIEM-03", "MAU-KIEM-99", "199/LĐTBXH-GP", "%", "_", "' OR 1=1 --", "???", "0"]),
    (AMBER, ["Đ" * 100, "<script>alert(1)</script>", "\u200bmường\u200b", "📞"]),
]


def build_register(day: date) -> None:
    """Write it all down as of a day; the caller commits."""
    for name, short, number, documents, contacts in REGISTER:
        body = SendingBody(
            slug=slugify(name),
            kind=BodyKind.ENTERPRISE,
            name=name,
            short_name=short,
            folded=fold(f"{name} {short} {number}"),
            licence_number=number,
            **FACTS,
        )
        db.session.add(body)
        db.session.flush()
        db.session.add_all(_event(body.id, document, day) for document in documents)
        for kind, shown in zip(CONTACT_KINDS, contacts, strict=True):
            value = read_contact(kind, shown)
            assert value is not None, shown
            contact = {"value_shown": value.shown, "value_normalised": value.normalised}
            db.session.add(
                BodyContact(
                    body_id=body.id,
                    kind=kind,
                    from_day=day - timedelta(days=99),
                    **contact,
                    **FACTS,
                )
            )
    first, revoked = (_id(number) for number in ("901/MAU-GP", "904/MAU-GP"))
    db.session.add(_order("MAU-KIEM-01", first, OrderState.OPEN, day))
    db.session.add(_order("MAU-KIEM-02", first, OrderState.CLOSED, day))
    db.session.add(_order("MAU-KIEM-03", first, OrderState.DRAFT, day))
    db.session.add(_order("MAU-KIEM-04", revoked, OrderState.OPEN, day))
    _warn()


def _warn() -> None:
    """A published warning in which a licensed body's own account stands too, and others."""
    marks = {
        "phone": ["0950 000 911"],
        "account": ["911222333444, Ngân hàng mẫu", "908000111222"],
        "web": ["https://www.tuyengap.example/viec"],
    }
    seen = WarningState.PUBLISHED
    _warning("chinh", seen, "Nhóm Tuyển Gấp Mẫu", marks)
    _warning("mao-danh", seen, "LÚA VÀNG", {"phone": ["0950 000 915"]}, borrowed=True)
    _warning("mao-danh-2", seen, "Công ty Mẫu Lúa Vàng", {}, borrowed=True)
    _warning("nhap", WarningState.DRAFT, "Nhóm Nháp Mẫu", {"phone": ["0950 000 912"]})
    _warning("hai-lan", WarningState.CHECKED, "", {"phone": ["0950 000 913"]})
    _warning("da-rut", WarningState.WITHDRAWN, "", {"phone": ["0950 000 914"]})


def _warning(
    slug: str,
    state: WarningState,
    name: str,
    marks: dict[str, list[str]],
    *,
    borrowed: bool = False,
) -> None:
    warning = ScamWarning(
        slug=slug,
        act_key=f"act-{slug}",
        title=f"Cảnh báo mẫu {slug}",
        name_used=name,
        borrowed=borrowed,
        state=state,
        drafted_by="one",
        first_by="one",
        second_by="two",
        published_at=now() if state is not WarningState.DRAFT else None,
    )
    found = [(kind, read_contact(kind, line)) for kind, lines in marks.items() for line in lines]
    warning.marks = [
        ScamMark(
            position=place, kind=kind, value_shown=value.shown, value_normalised=value.normalised
        )
        for place, (kind, value) in enumerate(found)
    ]
    db.session.add(warning)


def _id(number: str) -> str:
    return db.session.query(SendingBody).filter_by(licence_number=number).one().id


def _event(body_id: str, document: Document, day: date) -> LicenceEvent:
    kind, since, until, market = document
    return LicenceEvent(
        body_id=body_id,
        kind=LicenceKind(kind),
        market_code=market,
        from_day=day + timedelta(days=since),
        until_day=None if until is None else day + timedelta(days=until),
        document_no=f"MAU {kind} {since}",
        document_on=day + timedelta(days=since),
        **FACTS,
    )


def _order(code: str, body_id: str, state: OrderState, day: date) -> JobOrder:
    return JobOrder(
        code=code,
        body_id=body_id,
        programme_code="JP-TITP",
        title_vi="Việc mẫu",
        quantity=10,
        approved_quantity=10,
        contract_months=36,
        wage=Decimal(180_000),
        currency="JPY",
        rate=Decimal(170),
        deadline=day + timedelta(days=30),
        state=state,
        **FACTS,
    )
