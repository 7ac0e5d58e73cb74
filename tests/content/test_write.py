"""Staff write, publish, take down and restore texts; nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.models import AuditEvent, PublicText, PublicTextVersion
from tests.checked_client import CheckedClient
from tests.content.helpers import change, publish, second_counsellor

pytestmark = pytest.mark.both
SLOT = "market.JP.note"
PLACE = f"/can-bo/noi-dung/bai/{SLOT}"
EDIT = f"{PLACE}/sua"
PUBLIC = "/thi-truong/JP"
WORDS = {"body_vi": "Mùa đông **lạnh**, có tuyết.", "source": "Sổ tay mẫu số 1/2026"}


def versions(app: Flask) -> list[PublicTextVersion]:
    with app.app_context():
        found = sa.select(PublicTextVersion).order_by(PublicTextVersion.number)
        return list(app.extensions["sqlalchemy"].session.scalars(found))


def anchor(client: CheckedClient) -> list[str]:
    return [h.text_content() for h in client.page(PUBLIC).css("#market-jp-note")]


def test_one_writes_another_publishes_and_only_then_the_public_reads(
    app: Flask, visitor, counsellor, leader
) -> None:
    assert counsellor.send(EDIT, WORDS, form="main form[method=post]").status_code == 303
    assert anchor(visitor) == []
    page = counsellor.page(PLACE)
    assert "Bạn đã viết bản này" in page.text("main")
    assert not page.css(f"form[action='{PLACE}/cong-bo']")
    alone = counsellor.post(f"{PLACE}/cong-bo", data=page.form("header form") | {"number": "1"})
    assert alone.status_code == 409
    assert leader.send(PLACE, {}, form=f"form[action='{PLACE}/cong-bo']").status_code == 303
    assert anchor(visitor) == ["Ghi chú thêm của tỉnh"]
    assert "Sổ tay mẫu số 1/2026" in visitor.page(PUBLIC).text("main")
    assert versions(app)[0].published_by_name.startswith("Nguyễn Thị Hà")
    with app.app_context():
        acts = sa.select(AuditEvent.action).where(AuditEvent.object_kind == "public_text")
        done = set(app.extensions["sqlalchemy"].session.scalars(acts))
    assert done == {"public_text.edit", "public_text.publish"}


def test_the_same_sending_twice_is_one_version(app: Flask, counsellor) -> None:
    sent = counsellor.page(EDIT).form("main form[method=post]") | WORDS | {"act": "save"}
    assert {counsellor.post(EDIT, data=sent).status_code for _ in range(2)} == {303}
    assert [v.number for v in versions(app)] == [1]


def test_two_at_once_the_slower_one_sees_what_differs_and_loses_nothing(
    app: Flask, counsellor, signed_in: Callable[[str], CheckedClient]
) -> None:
    publish(app, SLOT, "Mùa hè nóng.\nMưa nhiều.")
    other = signed_in(second_counsellor(app))
    mine = counsellor.page(EDIT).form("main form[method=post]")
    assert other.send(EDIT, WORDS, form="main form[method=post]").status_code == 303
    late = counsellor.post(EDIT, data=mine | {"body_vi": "Mùa hè nóng lắm.\nMưa nhiều."})
    assert late.status_code == 409
    assert "Cà Thị Hai (tên bịa)" in late.text
    assert "Mùa hè nóng lắm.\nMưa nhiều.</textarea>" in late.text.replace("\r", "")
    assert "<ins>" in late.text
    assert "<del>" in late.text
    assert [v.number for v in versions(app)] == [1, 2]


def test_two_begin_the_same_text(app: Flask, counsellor) -> None:
    mine = counsellor.page(EDIT).form("main form[method=post]")
    assert counsellor.send(EDIT, WORDS, form="main form[method=post]").status_code == 303
    late = counsellor.post(EDIT, data=mine | WORDS | {"body_vi": "Cũng của tôi."})
    assert late.status_code == 409
    assert "Cũng của tôi.</textarea>" in late.text
    assert len(versions(app)) == 1


def test_without_a_source_it_stays_a_draft(visitor, counsellor, leader) -> None:
    counsellor.send(EDIT, WORDS | {"source": ""}, form="main form[method=post]")
    page = leader.page(PLACE)
    assert "Còn thiếu trước khi công bố" in page.text("main")
    assert not page.css(f"form[action='{PLACE}/cong-bo']")
    token = page.form("header form")
    refused = leader.post(f"{PLACE}/cong-bo", data=token | {"number": "1"})
    assert refused.status_code == 422
    assert anchor(visitor) == []


def test_an_older_version_comes_back_as_a_new_one(app: Flask, visitor, counsellor, leader) -> None:
    publish(app, SLOT, "Bản cũ, đúng.")
    counsellor.send(EDIT, WORDS, form="main form[method=post]")
    leader.send(PLACE, {}, form=f"form[action='{PLACE}/cong-bo']")
    assert "tuyết" in visitor.page(PUBLIC).text("main")
    back = counsellor.send(PLACE, {}, form=f"form[action='{PLACE}/khoi-phuc']")
    assert back.status_code == 303
    assert [(v.number, v.restored_from) for v in versions(app)] == [(1, None), (2, None), (3, 1)]
    assert "tuyết" in visitor.page(PUBLIC).text("main")
    leader.send(PLACE, {}, form=f"form[action='{PLACE}/cong-bo']")
    assert "Bản cũ, đúng." in visitor.page(PUBLIC).text("main")
    leader.send(PLACE, {}, form=f"form[action='{PLACE}/go-xuong']")
    assert anchor(visitor) == []


def test_what_was_published_before_a_newer_draft_is_not_published_by_an_old_page(
    app: Flask, counsellor, leader
) -> None:
    counsellor.send(EDIT, WORDS, form="main form[method=post]")
    old = leader.page(PLACE).form(f"form[action='{PLACE}/cong-bo']")
    counsellor.send(EDIT, WORDS | {"body_vi": "Khác."}, form="main form[method=post]")
    assert leader.post(f"{PLACE}/cong-bo", data=old).status_code == 409
    with app.app_context():
        shown = sa.select(PublicText.shown).where(PublicText.slot == SLOT)
        assert app.extensions["sqlalchemy"].session.scalars(shown).one() is None


def test_a_preview_saves_nothing_and_draws_it_safely(app: Flask, counsellor) -> None:
    typed = "# To\n<script>alert(1)</script> [x](javascript:a) =HYPERLINK(1) H'Mông \x00 "
    sent = counsellor.page(EDIT).form("main form[method=post]")
    answer = counsellor.post(EDIT, data=sent | WORDS | {"act": "preview", "body_vi": typed})
    assert answer.status_code == 200
    assert "<h3>To</h3>" in answer.text
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "Chưa có tiếng Anh" in answer.text
    assert versions(app) == []
    long = counsellor.post(EDIT, data=sent | WORDS | {"body_vi": "a" * 2001})
    assert long.status_code == 422


def test_a_notice_stands_on_its_days_only(app: Flask, visitor, counsellor, leader) -> None:
    new = {"title_vi": "Nghỉ Tết", "body_vi": "Phòng tiếp dân nghỉ.", "source": "TB 9/2026"}
    made = counsellor.send("/can-bo/noi-dung/thong-bao-moi", new, form="main form[method=post]")
    assert made.status_code == 303
    place = made.location
    assert leader.send(place, {}, form=f"form[action='{place}/cong-bo']").status_code == 303
    assert "Nghỉ Tết" in visitor.page("/").text("main .notice h2")
    past = date(2020, 1, 1)
    change(app, sa.update(PublicTextVersion).values(starts_on=past, ends_on=past))
    assert "Nghỉ Tết" not in visitor.page("/").text("main")


def test_the_list_finds_without_accents_and_says_how_each_stands(
    app: Flask, counsellor, auditor
) -> None:
    publish(app, SLOT)
    page = counsellor.page("/can-bo/noi-dung?q=nhat+ban")
    assert page.css(f"a[href='{PLACE}']")
    assert "Công khai, đã kiểm tra" in page.text("#items table")
    empty = auditor.page("/can-bo/noi-dung?tinh-trang=empty&q=nhat+ban")
    assert not empty.css(f"a[href='{PLACE}']")
    facts = counsellor.page("/can-bo/noi-dung?loai=programme&q=JP-TITP")
    assert facts.css("a[href='/can-bo/noi-dung/du-kien/programme/JP-TITP']")
    assert counsellor.get("/can-bo/noi-dung?q=%00&loai=x&trang=99").status_code == 200
