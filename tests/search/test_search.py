"""One box over everything public: found by parts, old names and people's words; never too much."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from jobfair.conferences.rules import cancel_conference
from jobfair.database import db
from jobfair.lib.clock import now, today
from jobfair.models import CommuneSuccessor, Conference, OrderState, ScamWarning, WarningState
from jobfair.public_version import raise_version
from jobfair.search.entries import make_entry
from jobfair.search.finding import find, read_question
from jobfair.search.synonyms import read_synonyms, readings
from tests.agencies.helpers import actor, order, revoke
from tests.checked_client import CheckedClient, Page
from tests.content.helpers import publish


def found(visitor: CheckedClient, q: str, prefix: str = "", **more: str) -> Page:
    page = visitor.get(f"{prefix}/tim", query_string={"q": q, **more})
    assert page.status_code == 200
    return Page(page)


def links(page: Page) -> list[str]:
    return [a.get("href") for a in page.css("main .rows a")]


@pytest.mark.parametrize(
    ("q", "address"),
    [
        ("muong la", "/hoi-nghi/muong-la-1"),
        ("Mường La", "/hoi-nghi?xa=03808"),
        ("CÁNH CHIM", "/doanh-nghiep/cong-ty-mau-canh-chim-nui"),
        ("chim nui", "/doanh-nghiep/cong-ty-mau-canh-chim-nui"),
        ("nui", "/doanh-nghiep/cong-ty-mau-canh-chim-nui"),
        ("001/MAU", "/doanh-nghiep/cong-ty-mau-canh-chim-nui"),
        ("mau-jp-01", "/don-hang/MAU-JP-01"),
        ("nhat ban", "/thi-truong/JP"),
        ("Nippon", "/thi-truong/JP"),
        ("tokutei", "/thi-truong/JP-SSW"),
        ("huyen muong la", "/hoi-nghi?xa=03808"),
        ("moc chau", "/hoi-nghi?xa=03979"),
        ("duc", "/thi-truong/DE"),
        ("đức", "/thi-truong/DE"),
        ("quyen rieng tu", "/quyen-rieng-tu"),
        ("osin", "/thi-truong/ME-DOM"),
        ("tu nghiep sinh", "/thi-truong/JP-TITP"),
        ("chi phi", "/chi-phi"),
        ("bao nhieu tien", "/chi-phi"),
        ("bi danh dap", "/o-nuoc-ngoai"),
        ("vay tien", "/ho-tro"),
        ("bo me", "/gia-dinh"),
    ],
)
def test_what_is_public_is_found(visitor: CheckedClient, q: str, address: str) -> None:
    page = found(visitor, q)
    whole = [link for a in page.css("main p a.more") for link in links(visitor.page(a.get("href")))]
    assert address in links(page) + whole


def test_the_words_of_the_people_find_the_official_ones(visitor: CheckedClient) -> None:
    assert "/thi-truong" in links(found(visitor, "xuat khau lao dong"))
    assert "/thi-truong" in links(found(visitor, "xuat khau"))
    assert "/thi-truong/JP" in links(found(visitor, "xkld nhat ban"))
    assert "/en/thi-truong/JP" in links(found(visitor, "xklđ nhật", "/en"))


def test_an_old_commune_is_found_by_what_took_it_over(visitor: CheckedClient) -> None:
    page = found(visitor, "huyện Bắc Yên", loai="xa")
    assert "/hoi-nghi?xa=03856" in links(page)
    assert "Bắc Yên" in page.text("main .rows")


def test_a_commune_that_was_merged_is_found(visitor: CheckedClient, app: Flask) -> None:
    with app.app_context():
        db.session.add(
            CommuneSuccessor(
                old_code="00000",
                old_name="Xã Mẫu Cũ Nậm Păm",
                new_code="03808",
                from_day=today() - timedelta(days=30),
                source="mẫu",
            )
        )
        raise_version("guide")
        db.session.commit()
    assert links(found(visitor, "nam pam")) == ["/hoi-nghi?xa=03808"]


def test_accents_typed_come_before_accents_left_out() -> None:
    entries = [
        make_entry("agency", "a", "Công ty Hòa Bình", ""),
        make_entry("agency", "b", "Công ty Hoa Bình", ""),
        make_entry("agency", "c", "Công ty khác", "", words=("hoa",)),
    ]

    def order_of(q: str) -> list[str]:
        [group] = find(read_question(q, {}), [entries], now(), most=9)
        return [entry.value for entry in group.entries]

    assert order_of("hoa") == ["a", "b", "c"]
    assert order_of("hòa") == ["a", "b", "c"]
    assert order_of("Công ty Hoa Bình") == ["b", "a"]
    assert order_of("Công ty Hòa Bình") == ["a", "b"]
    assert order_of("hoà")[0] == "a"  # wherever the mark stands


def test_a_word_of_two_letters_begins_a_word() -> None:
    entries = [make_entry("agency", "lo", "Lò Văn", ""), make_entry("agency", "hoa", "Solo", "")]
    [group] = find(read_question("lo", {}), [entries], now(), most=9)
    assert [entry.value for entry in group.entries] == ["lo"]


def test_groups_and_order_stay_the_same(visitor: CheckedClient) -> None:
    assert len({visitor.get("/tim?q=mau").data for _ in range(3)}) == 1


def test_readings_are_few_and_whole_words_only() -> None:
    known = {"phi": ("chi phi",), "xkld": ("*", "lam viec")}
    assert readings("phim", known) == ["phim"]
    assert readings("xkld nhat", known) == ["xkld nhat", "nhat", "lam viec nhat"]
    assert readings("xkld", known) == ["xkld", "lam viec"]


def test_the_words_of_the_packs_are_read_with_their_source() -> None:
    for pack in ("son_la", "lao_cai"):
        assert read_synonyms(pack)["xuat khau lao dong"] == ("*", "lam viec o nuoc ngoai")


ODD = ["%00", "a\0b", "%_%", "'; DROP", "x" * 5000, "Vì Thị Ón", "H'Mông", "=HYPERLINK(1)", "<b>"]


@pytest.mark.parametrize("q", ODD)
def test_odd_questions_are_answered(visitor: CheckedClient, q: str) -> None:
    page = found(visitor, q)
    assert page.css(".empty a[href^='tel:']") or links(page) or not page.css("[role=status]")


def test_nothing_found_says_what_to_try_and_whom_to_call(visitor: CheckedClient) -> None:
    page = found(visitor, "khong ai biet")
    assert "Thử gõ ít từ hơn" in page.text(".empty")
    assert page.css(".empty a[href^='tel:']")


def test_a_number_is_offered_to_be_checked(visitor: CheckedClient) -> None:
    page = found(visitor, "0950 000 123")
    assert page.one("main .notice a").get("href") == "/kiem-tra?q=0950+000+123"


def test_a_question_is_not_kept_and_not_logged(
    visitor: CheckedClient, app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = visitor.get("/tim?q=Giàng+A+Páo")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not app.extensions["jobfair_page_cache"]._entries
    assert "Páo" not in str(app.extensions["jobfair_kept"])
    shown = capsys.readouterr()
    assert "Páo" not in shown.out + shown.err
    assert visitor.page("/tim?q=x").css("meta[name=robots][content=noindex]")


def test_a_group_alone_is_paged(visitor: CheckedClient) -> None:
    first = found(visitor, "xã", loai="xa")
    assert len(links(first)) == 20
    second = found(visitor, "xã", loai="xa", trang="2")
    assert not set(links(first)) & set(links(second))
    assert first.css("nav.pager a[rel=next]")


def test_drafts_and_cancelled_and_past_ones_are_not_found(
    visitor: CheckedClient, app: Flask
) -> None:
    links_now = links(found(visitor, "muong la", loai="hoi-nghi"))
    day_of = ["muong-la-1", "truc-tuyen-1", "chieng-lao-day"]  # the last: of that old district
    assert links_now == [f"/hoi-nghi/{slug}" for slug in day_of]
    with app.app_context():
        conference = db.session.query(Conference).filter_by(slug="muong-la-1").one()
        cancel_conference(conference, "Mưa lũ", by=actor("officer.muongla"))
        db.session.commit()
    left = links(found(visitor, "muong la", loai="hoi-nghi"))
    assert left == [f"/hoi-nghi/{slug}" for slug in day_of[1:]]


def test_a_conference_goes_when_it_begins(visitor: CheckedClient, app: Flask) -> None:
    with app.app_context():
        starts = db.session.query(Conference).filter_by(slug="muong-la-1").one().starts_at
    assert "/hoi-nghi/muong-la-1" in links(found(visitor, "muong la"))
    with time_machine.travel(starts + timedelta(seconds=1), tick=False):
        assert "/hoi-nghi/muong-la-1" not in links(found(visitor, "muong la"))


def test_an_order_goes_with_its_licence(visitor: CheckedClient, app: Flask) -> None:
    assert "/don-hang/MAU-JP-01" in links(found(visitor, "mau-jp-01"))
    revoke(app, 1)
    with app.app_context():
        raise_version("agencies")
        db.session.commit()
    page = found(visitor, "mau-jp-01")
    assert "/don-hang/MAU-JP-01" not in links(page)


def test_an_order_goes_at_midnight_with_the_licence_of_its_body(
    visitor: CheckedClient, app: Flask
) -> None:
    with app.app_context():
        order("MAU-JP-01").body.licence_events[0].until_day = today()
        db.session.commit()
    assert "/don-hang/MAU-JP-01" in links(found(visitor, "mau-jp-01"))
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        assert "/don-hang/MAU-JP-01" not in links(found(visitor, "mau-jp-01"))


@pytest.mark.parametrize("state", [OrderState.DRAFT, OrderState.SUBMITTED, OrderState.CANCELLED])
def test_orders_that_are_not_open_are_not_found(
    visitor: CheckedClient, app: Flask, state: OrderState
) -> None:
    with app.app_context():
        order("MAU-JP-01").state = state
        db.session.commit()
    assert "/don-hang/MAU-JP-01" not in links(found(visitor, "mau-jp-01"))


def test_no_address_of_an_online_conference_is_found(visitor: CheckedClient) -> None:
    assert not links(found(visitor, "hoi-nghi.example/phong-1"))
    assert "hoi-nghi.example" not in found(visitor, "truc tuyen").text("body")


@pytest.mark.parametrize("state", list(WarningState))
def test_only_published_warnings_are_found(
    visitor: CheckedClient, app: Flask, state: WarningState
) -> None:
    with app.app_context():
        warning = ScamWarning(
            slug="so-la",
            act_key="so-la",
            title="Số lạ đòi tiền cọc",
            folded="so la doi tien coc 0950000999",
            state=state,
            drafted_by="a",
            first_by="a",
            second_by="b",
            published_at=now(),
        )
        db.session.add(warning)
        db.session.commit()
    shown = "/canh-bao/so-la" in links(found(visitor, "0950000999"))
    assert shown is (state is WarningState.PUBLISHED)


def test_the_provinces_own_words_are_found_when_published(
    visitor: CheckedClient, app: Flask
) -> None:
    assert not links(found(visitor, "tuyet roi"))
    publish(app, "market.JP-TITP.climate", "Mùa đông có tuyết rơi.")
    assert "/thi-truong/JP-TITP" in links(found(visitor, "tuyet roi"))
