"""Administration: accounts, roles, offices; nobody's own account, no worker."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from jobfair.access import ROLE_PERMISSIONS, Permission
from jobfair.models import AuditEvent, Office, OfficeKind, Role, RoleGrant, UserAccount
from tests.accounts.conftest import ACCOUNT, SET_UP, SIGN_IN, Inside, get_user
from tests.checked_client import CheckedClient, Page

pytestmark = pytest.mark.both

ADMIN = "/can-bo/quan-tri"
Enter = Callable[[str], CheckedClient]


def office_id(inside: Inside, kind: OfficeKind) -> str:
    with inside() as session:
        return str(session.query(Office.id).filter_by(kind=kind).order_by(Office.name).scalar())


def address_of(inside: Inside, username: str) -> str:
    with inside():
        return f"{ADMIN}/tai-khoan/{get_user(username).id}"


def make(admin: CheckedClient, office: str, **more: str) -> Page:
    data = {"username": "tu.van.2", "full_name": "Cầm Văn Ín", "role": "counsellor"}
    answer = admin.send(f"{ADMIN}/tai-khoan-moi", data | {"office": office} | more)
    return Page(answer)


def test_a_new_account_is_made_with_a_first_password_to_print(
    admin: CheckedClient, visitor: CheckedClient, inside: Inside
) -> None:
    sheet = make(admin, office_id(inside, OfficeKind.CENTRE), phone="0212 000 0011")
    assert sheet.status == 200
    first = sheet.css("td.rc")[1].text_content()
    assert re.fullmatch(r"[0-9a-z]{5}-[0-9a-z]{5}-[0-9a-z]{5}", first)
    with inside() as session:
        user = get_user("tu.van.2")
        assert (user.must_change_password, user.is_demo, user.phone) == (
            True,
            False,
            "+842120000011",
        )
        assert first not in user.password_hash
        done = session.query(AuditEvent.action).filter_by(object_id=user.id)
        assert {row.action for row in done} == {"user.created", "user.role_granted"}
    answer = visitor.send(SIGN_IN, {"username": "tu.van.2", "password": first})
    assert answer.status_code == 303
    assert visitor.get("/can-bo/hoi-nghi").headers["Location"] == SET_UP
    page = visitor.page(SET_UP)
    assert page.text("h1") == "Đặt mật khẩu của bạn"
    own = {"new": "bốn từ của riêng tôi", "again": "bốn từ của riêng tôi"}
    assert visitor.send(SET_UP, own).headers["Location"] == SET_UP
    assert visitor.page(SET_UP).text("h1") == "Gắn điện thoại của bạn"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"username": "LEADER"}, "chữ thường"),
        ({"username": "leader"}, "đã có người dùng"),
        ({"username": "a b"}, "chữ thường"),
        ({"role": "officer"}, "không có vai đó"),
        ({"role": "bank"}, "không có vai đó"),
        ({"full_name": ""}, "họ và tên"),
        ({"phone": "12"}, "chưa đúng"),
    ],
)
def test_a_wrong_account_is_refused_and_nothing_typed_is_lost(
    admin: CheckedClient, inside: Inside, more: dict[str, str], sentence: str
) -> None:
    page = make(admin, office_id(inside, OfficeKind.CENTRE), **more)
    assert page.status == 422
    assert sentence in page.text(".summary")
    assert page.one("#username").get("value") == more.get("username", "tu.van.2")


def test_the_list_is_narrowed_without_accents_by_role_and_state(admin: CheckedClient) -> None:
    def names(query: str) -> list[str]:
        return [a.text_content() for a in admin.page(f"{ADMIN}?{query}").css("tbody th a")]

    assert names("q=duyen") == ["officer.muongla"]
    assert names("vai=agency") == ["agency.one", "agency.two"]
    assert names("con=off") == []
    assert len(names("")) == 10
    assert names("vai=%27%3B--&con=x&trang=-1") == names("")


def test_a_role_is_given_and_ended(
    admin: CheckedClient, counsellor: CheckedClient, inside: Inside
) -> None:
    address = address_of(inside, "counsellor")
    office = office_id(inside, OfficeKind.DEPARTMENT)
    form = "form[aria-label='Giao thêm vai']"
    given = admin.send(address, {"role": "leader", "office": office}, form=form)
    assert given.status_code == 303
    with inside():
        assert {grant.role for grant in get_user("counsellor").grants} == {
            Role.COUNSELLOR,
            Role.LEADER,
        }
    again = Page(admin.send(address, {"role": "leader", "office": office}, form=form))
    assert again.status == 409
    assert counsellor.get(ACCOUNT).status_code == 200
    for _ in range(2):
        admin.send(address, {}, form="form[action*='/vai/']")
    assert counsellor.get(ACCOUNT).status_code == 303
    with inside() as session:
        assert session.query(RoleGrant).join(UserAccount).filter_by(username="counsellor").count()
        ended = session.query(AuditEvent).filter_by(action="user.role_ended").count()
        assert ended == 2


def test_a_role_that_ended_meanwhile_is_told_so(admin: CheckedClient, inside: Inside) -> None:
    address = address_of(inside, "counsellor")
    page = admin.page(address)
    action = page.css("form[action*='/vai/']")[0].get("action")
    data = page.form("form[action*='/vai/']")
    assert admin.post(action, data=data).status_code == 303
    assert admin.post(action, data=data).status_code == 409
    assert admin.post(f"{address}/vai/khong-co", data=data).status_code == 404


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_some_roles_stand_alone(admin: CheckedClient, inside: Inside, role: str) -> None:
    data = {"role": role, "office": office_id(inside, OfficeKind.DEPARTMENT)}
    form = "form[aria-label='Giao thêm vai']"
    page = Page(admin.send(address_of(inside, "counsellor"), data, form=form))
    assert page.status == 422
    assert "không giữ chung" in page.text(".summary")


def test_nobody_changes_the_own_account(admin: CheckedClient, inside: Inside) -> None:
    address = address_of(inside, "admin")
    page = admin.page(address)
    assert page.css("form[aria-label='Giao thêm vai']") == []
    token = admin.page(ACCOUNT).form()["csrf_token"]
    office = office_id(inside, OfficeKind.DEPARTMENT)
    data = {"csrf_token": token, "role": "leader", "office": office, "reason": "vì tôi muốn"}
    assert admin.post(address, data=data).status_code == 403
    for change in ("tat", "mat-khau", "yeu-to-hai"):
        assert admin.post(f"{address}/{change}", data=data).status_code == 403
    with inside():
        grant_id = get_user("admin").grants[0].id
    assert admin.post(f"{address}/vai/{grant_id}", data=data).status_code == 403


def test_an_account_is_switched_off_and_on_with_a_reason(
    admin: CheckedClient, leader: CheckedClient, inside: Inside
) -> None:
    address = address_of(inside, "leader")
    assert Page(admin.send(f"{address}/tat", {"reason": ""})).status == 422
    assert admin.send(f"{address}/tat", {"reason": "Chuyển công tác."}).status_code == 303
    assert leader.get(ACCOUNT).status_code == 303
    assert Page(admin.send(f"{address}/tat", {"reason": "Lần nữa."})).status == 409
    assert admin.send(f"{address}/bat", {"reason": "Về lại Sở."}).status_code == 303
    with inside() as session:
        row = session.query(AuditEvent).filter_by(action="user.switched_off").one()
        assert (row.actor_name, row.reason) == ("Đỗ Đức Long", "Chuyển công tác.")
        assert get_user("leader").active


def test_a_password_is_reset(
    admin: CheckedClient, leader: CheckedClient, visitor: CheckedClient, inside: Inside
) -> None:
    address = f"{address_of(inside, 'leader')}/mat-khau"
    sheet = Page(admin.send(address, {"reason": "Quên mật khẩu."}))
    first = sheet.css("td.rc")[1].text_content()
    assert leader.get(ACCOUNT).status_code == 303
    visitor.send(SIGN_IN, {"username": "leader", "password": first})
    assert visitor.page(SET_UP).text("h1") == "Đặt mật khẩu của bạn"


def test_an_unknown_change_or_account_is_not_there(admin: CheckedClient, inside: Inside) -> None:
    assert admin.get(f"{address_of(inside, 'leader')}/xoa").status_code == 404
    assert admin.get(f"{ADMIN}/tai-khoan/khong-co").status_code == 404


def test_offices_are_listed_and_one_is_entered(admin: CheckedClient, inside: Inside) -> None:
    page = admin.page(f"{ADMIN}/don-vi?q=muong+la")
    assert "Mường La" in page.text("tbody")
    data = {"kind": "bank", "name": "Phòng giao dịch mẫu số 2"}
    assert admin.send(f"{ADMIN}/don-vi/moi", data).status_code == 303
    again = Page(admin.send(f"{ADMIN}/don-vi/moi", data))
    assert again.status == 422
    assert "cùng tên" in again.text(".summary")
    body = Page(admin.send(f"{ADMIN}/don-vi/moi", {"kind": "body", "name": "Văn phòng mẫu"}))
    assert "chọn doanh nghiệp" in body.text(".summary")


@pytest.mark.parametrize("username", ["officer.muongla", "leader", "auditor", "agency.one", "bank"])
def test_others_do_not_administer(signed_in: Enter, username: str) -> None:
    client = signed_in(username)
    for address in (ADMIN, f"{ADMIN}/tai-khoan-moi", f"{ADMIN}/don-vi"):
        assert client.get(address).status_code == 403


def test_the_administrator_sees_no_worker() -> None:
    of_people = {
        *(Permission.SEARCH_PEOPLE, Permission.SEE_CASE, Permission.SEE_ROSTER),
        *(Permission.SEE_TODAY, Permission.UNMASK, Permission.MARK_ATTENDANCE),
    }
    assert not ROLE_PERMISSIONS[Role.ADMIN] & of_people


def test_no_role_both_grants_and_uses() -> None:
    holders = {role for role, held in ROLE_PERMISSIONS.items() if Permission.MANAGE_USERS in held}
    assert holders == {Role.ADMIN}
    own = {Permission.OWN_ACCOUNT, Permission.SEE_OWN_AUDIT}
    assert ROLE_PERMISSIONS[Role.ADMIN] - own == {Permission.MANAGE_USERS, Permission.SEE_AUDIT}
