"""Reading the audit log."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from jobfair import audit
from jobfair.accounts.audit_words import action_words
from jobfair.accounts.sessions import actor_of
from jobfair.lib.clock import now, show_date, to_local
from jobfair.models import AuditEvent, Person
from tests.accounts.conftest import Inside, get_user
from tests.checked_client import CheckedClient, Page

pytestmark = pytest.mark.both

LOG = "/can-bo/nhat-ky"


def add_rows(inside: Inside, count: int = 1, **more: object) -> None:
    """Rows of officer.muongla, a minute apart, the newest first a minute ago."""
    with inside() as session:
        by = actor_of(get_user("officer.muongla"))
        for minute in range(1, count + 1):
            audit.record(by, "user.created", "user", by.user_id, reason=f"dòng {minute:03}")
            row = next(iter(session.new))
            assert isinstance(row, AuditEvent)
            row.at = now() - timedelta(minutes=minute)
            for name, value in more.items():
                setattr(row, name, value)
            session.flush()


def add_person(inside: Inside, name: str) -> str:
    with inside() as session:
        person = Person(name=name, birth_year=2000, commune_code="03808")
        session.add(person)
        session.flush()
        return person.id


def reasons(page: Page) -> list[str]:
    return re.findall(r"dòng \d{3}", page.text("tbody") if page.css("tbody") else "")


def test_rows_are_in_words_newest_first(auditor: CheckedClient, inside: Inside) -> None:
    add_rows(inside, 3)
    page = auditor.page(LOG)
    assert page.status == 200
    assert reasons(page) == ["dòng 001", "dòng 002", "dòng 003"]
    assert "lập tài khoản" in page.text("tbody")
    assert "Lò Thị Duyên" in page.text("tbody")
    assert "Cán bộ xã" in page.text("tbody")


def test_pages_lead_to_the_oldest_and_back(auditor: CheckedClient, inside: Inside) -> None:
    add_rows(inside, 120)
    first = auditor.page(LOG)
    links = {a.text_content(): a.get("href") for a in first.css(".pager a")}
    assert set(links) == {"Cũ hơn", "Cũ nhất"}
    second = auditor.page(links["Cũ hơn"])
    assert not set(reasons(first)) & set(reasons(second))
    last = auditor.page(links["Cũ nhất"])
    assert "dòng 120" in reasons(last)
    links = {a.text_content(): a.get("href") for a in last.css(".pager a")}
    assert set(links) == {"Mới nhất", "Mới hơn"}
    newer = reasons(auditor.page(links["Mới hơn"]))
    assert newer == sorted(newer)
    assert not set(newer) & set(reasons(last))


def test_opening_the_log_is_a_row_of_its_own(auditor: CheckedClient, inside: Inside) -> None:
    auditor.page(LOG)
    with inside() as session:
        row = session.query(AuditEvent).filter_by(action="view.audit").one()
        assert row.actor == get_user("auditor").id
    assert "xem nhật ký" in auditor.page(LOG).text("tbody")


def test_the_log_is_narrowed(auditor: CheckedClient, inside: Inside) -> None:
    add_rows(inside, 2)
    add_rows(inside, 1, actor="public", actor_name="", role="", action="registration.create")
    day = show_date(to_local(now()).date())

    def found(query: str) -> int:
        return len(reasons(auditor.page(f"{LOG}?{query}")))

    assert found("") == 3
    assert found("ai=officer.muongla") == 2
    assert found("ai=duyen") == 2
    assert found("ai=public") == 1
    assert found("ai=khong-co-ai") == 0
    assert found("viec=user") == 2
    assert found("viec=user.created") == 2
    assert found("viec=us%25") == 0
    assert found("tu=2001-01-01") == 3
    assert found("den=2001-01-01") == 0
    assert found(f"tu={day}&den={day}") in (0, 2, 3)  # around midnight
    assert found("tu=hôm-qua&truoc=khong-co&sau=khong-co") == 3


def test_rows_about_a_person_are_found_by_name_and_id(
    auditor: CheckedClient, inside: Inside
) -> None:
    person = add_person(inside, "Giàng Thị Dợ")
    add_rows(inside, 1, person_ids=f"abc,{person}", action="view.person", object_kind="list")
    add_rows(inside, 1)
    for query in ("ve=giang+thi+do", f"ve={person}"):
        page = auditor.page(f"{LOG}?{query}")
        assert len(reasons(page)) == 1
        assert "Giàng Thị Dợ" in page.text("tbody")
    with inside() as session:
        row = session.query(AuditEvent).filter_by(action="view.audit").first()
        assert row is not None
        assert row.person_ids == person


def test_the_administrator_sees_how_many_and_no_name(admin: CheckedClient, inside: Inside) -> None:
    person = add_person(inside, "Giàng Thị Dợ")
    add_rows(inside, 1, person_ids=f"abc,{person}", action="view.person", object_kind="list")
    page = admin.page(LOG)
    assert "2 người" in page.text("tbody")
    assert "Giàng" not in page.response.text
    assert person not in page.response.text
    assert page.css("[name=ve]") == []
    assert reasons(admin.page(f"{LOG}?ve=giang+thi+do")) == []


@pytest.mark.parametrize("username", ["officer.muongla", "leader", "agency.one", "bank"])
def test_others_may_not_read_it(signed_in: Callable[[str], CheckedClient], username: str) -> None:
    assert signed_in(username).get(LOG).status_code == 403


def test_a_given_role_is_named_in_words(admin: CheckedClient, inside: Inside) -> None:
    add_rows(inside, 1, action="user.role_granted", reason="bank · Phòng giao dịch mẫu")
    assert "Cán bộ ngân hàng, Phòng giao dịch mẫu" in admin.page(LOG).text("tbody")


def test_an_unknown_action_falls_back_to_its_code(app: object) -> None:
    assert action_words("nobody.named_this") == "nobody.named_this"
