"""The small world every test begins with: Sơn La's pack, a cast of staff, bodies, conferences."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from jobfair.accounts.sessions import open_session
from jobfair.config import ROOT
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.text import fold, slugify
from jobfair.models import (
    BodyKind,
    Conference,
    ConferenceGuest,
    ConferenceKind,
    ConferenceMarket,
    ConferenceState,
    Introduction,
    JobOrder,
    LicenceEvent,
    LicenceKind,
    Office,
    OfficeKind,
    OrderState,
    Role,
    RoleGrant,
    SendingBody,
    UserAccount,
)
from jobfair.provinces.load import load_pack

PASSWORD = "mật khẩu thử 2026"
MUONG_LA, SUOI_TO, CHIENG_LAO = "03808", "03901", "03814"

CAST = {
    "officer_muongla": "officer.muongla",
    "officer_suoito": "officer.suoito",
    "counsellor": "counsellor",
    "agency_one": "agency.one",
    "agency_two": "agency.two",
    "bank": "bank",
    "leader": "leader",
    "auditor": "auditor",
    "admin": "admin",
    "door": "door.muongla",
}
"""Fixture name -> user name."""


def build_world() -> None:
    """Fill an empty, migrated database and commit."""
    load_pack(db.session(), "son_la", base=ROOT / "provinces", today=clock.today())
    db.session.flush()
    one = _body("Công ty mẫu Cánh Chim Núi", "001/MAU-GP")
    two = _body("Công ty mẫu Suối Xanh", "002/MAU-GP")
    _staff(one, two)
    order = _order(one, "MAU-JP-01", "JP-TITP")
    _order(two, "MAU-TW-01", "TW-FACTORY")
    days = clock.today()
    _helper(add_conference("muong-la-1", MUONG_LA, days + timedelta(days=4), 50, order=order))
    add_conference("suoi-to-1", SUOI_TO, days + timedelta(days=6), 50, order=order)
    add_conference("chieng-lao-day", CHIENG_LAO, days + timedelta(days=5), 2, taken=2)
    add_conference("muong-la-truoc", MUONG_LA, days - timedelta(days=7), 50, taken=3)
    cancelled = add_conference("muong-la-huy", MUONG_LA, days + timedelta(days=9), 30)
    cancelled.state, cancelled.cancel_reason = ConferenceState.CANCELLED, "Mưa lũ, đường sạt."
    online = add_conference("truc-tuyen-1", MUONG_LA, days + timedelta(days=8), 200)
    online.kind, online.online_url = ConferenceKind.ONLINE, "https://hoi-nghi.example/phong-1"
    add_conference(
        "muong-la-nhap", MUONG_LA, days + timedelta(days=20), 40
    ).state = ConferenceState.DRAFT
    db.session.commit()


def _body(name: str, licence: str) -> SendingBody:
    today = clock.today()
    body = SendingBody(
        slug=slugify(name),
        kind=BodyKind.ENTERPRISE,
        name=name,
        short_name=name.removeprefix("Công ty mẫu "),
        name_en="Sample Company " + name.removeprefix("Công ty mẫu "),
        folded=fold(f"{name} {licence}"),
        tax_code="0000000000",
        licence_number=licence,
        head_office="Số 1, phố Mẫu, Hà Nội",
        source="mẫu",
        checked_on=today,
    )
    body.licence_events = [
        LicenceEvent(
            kind=LicenceKind.LICENSED,
            from_day=today - timedelta(days=900),
            document_no=licence,
            document_on=today - timedelta(days=905),
            source="mẫu",
            checked_on=today,
        )
    ]
    body.introductions = [
        Introduction(decision_no=f"GT {licence}", from_day=today - timedelta(days=100))
    ]
    db.session.add(body)
    db.session.flush()
    return body


def _staff(one: SendingBody, two: SendingBody) -> None:
    def office(kind: OfficeKind, commune: str | None = None) -> Office:
        found = db.session.query(Office).filter_by(kind=kind, commune_code=commune)
        return found.order_by(Office.name).first() or _new_office(kind, str(kind))

    def _new_office(kind: OfficeKind, name: str, body: SendingBody | None = None) -> Office:
        made = Office(kind=kind, name=name, body_id=body.id if body else None)
        db.session.add(made)
        db.session.flush()
        return made

    _user("officer.muongla", "Lò Thị Duyên", Role.OFFICER, office(OfficeKind.COMMUNE, MUONG_LA))
    _user("officer.suoito", "Mùa A Sếnh", Role.OFFICER, office(OfficeKind.COMMUNE, SUOI_TO))
    _user("counsellor", "Trần Thu Hương", Role.COUNSELLOR, office(OfficeKind.CENTRE))
    _user("leader", "Nguyễn Thị Hà", Role.LEADER, office(OfficeKind.DEPARTMENT))
    _user("auditor", "Hoàng Minh Quân", Role.AUDITOR, office(OfficeKind.DEPARTMENT))
    _user("admin", "Đỗ Đức Long", Role.ADMIN, office(OfficeKind.DEPARTMENT))
    _user("agency.one", "Vũ Thu Trang", Role.AGENCY, _new_office(OfficeKind.BODY, one.name, one))
    _user("agency.two", "Bùi Quốc Huy", Role.AGENCY, _new_office(OfficeKind.BODY, two.name, two))
    branch = _new_office(OfficeKind.BANK, "Phòng giao dịch mẫu, Ngân hàng Chính sách xã hội")
    _user("bank", "Lê Minh Kiên", Role.BANK, branch)


def _helper(conference: Conference) -> None:
    """She opens the door of that one conference on its day; today there is nothing for her."""
    day = clock.today() - timedelta(days=1)
    grant = RoleGrant(
        role=Role.DOOR,
        office_id=conference.host_office_id,
        conference_id=conference.id,
        since=day,
    )
    _account("door.muongla", "Quàng Thị Mẩy", grant)


_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def _user(username: str, full_name: str, role: Role, office: Office) -> None:
    since = clock.today() - timedelta(days=30)
    _account(username, full_name, RoleGrant(role=role, office_id=office.id, since=since))


def _account(username: str, full_name: str, grant: RoleGrant) -> None:
    user = UserAccount(
        username=username,
        username_folded=username.casefold(),
        full_name=full_name,
        password_hash=_HASH,
        is_demo=True,
        grants=[grant],
    )
    db.session.add(user)
    db.session.flush()


def _order(body: SendingBody, code: str, programme: str) -> JobOrder:
    today = clock.today()
    order = JobOrder(
        code=code,
        body_id=body.id,
        programme_code=programme,
        title_vi="Chế biến thực phẩm",
        title_en="Food processing",
        employer="Xí nghiệp mẫu",
        quantity=10,
        contract_months=36,
        wage=Decimal(180000),
        currency="JPY",
        rate=Decimal(170),
        deadline=today + timedelta(days=60),
        registration_no=f"DK {code}",
        approval_no=f"PTL {code}",
        approval_on=today - timedelta(days=20),
        approved_quantity=10,
        state=OrderState.OPEN,
        published_at=today - timedelta(days=10),
        source="mẫu",
        checked_on=today,
    )
    db.session.add(order)
    db.session.flush()
    return order


def add_conference(
    slug: str,
    commune: str,
    day: date,
    capacity: int,
    *,
    taken: int = 0,
    order: JobOrder | None = None,
) -> Conference:
    host = db.session.query(Office).filter_by(kind=OfficeKind.COMMUNE, commune_code=commune).one()
    at = clock.from_local(day, time(8, 0))
    conference = Conference(
        slug=slug,
        kind=ConferenceKind.HALL,
        title_vi="Hội nghị tư vấn, tuyển dụng",
        title_en="Recruitment conference",
        commune_code=commune,
        host_office_id=host.id,
        starts_at=at,
        ends_at=at + timedelta(hours=3),
        place="Nhà văn hóa xã",
        landmark="Cạnh chợ, đối diện trạm y tế",
        capacity=capacity,
        seats_taken=taken,
        state=ConferenceState.OPEN,
        contact_name="Lò Thị Duyên (tên bịa)",
        contact_phone="+842120000001",
        agenda="08:00 Điểm danh, nhận số ghế\n08:30 Quyền lợi, chi phí, rủi ro",
        source="mẫu",
        checked_on=clock.today(),
    )
    conference.markets = [ConferenceMarket(market_code="JP")]
    if order is not None:
        conference.guests = [ConferenceGuest(body_id=order.body_id, order_id=order.id)]
    db.session.add(conference)
    db.session.flush()
    return conference


def sign_in(app: Flask, client: FlaskClient, username: str) -> None:
    """Open a session for a member of the cast and give the client its cookie."""
    with app.app_context():
        user = db.session.query(UserAccount).filter_by(username_folded=username).one()
        token = open_session(user, device="test")
        db.session.commit()
    with client.session_transaction() as cookie:
        cookie["login"] = token
