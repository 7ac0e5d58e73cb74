"""Recordings: put on a page by staff, heard while the page says the same, taken away."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.content import hearing
from jobfair.models import PublicTextVersion
from tests.content.helpers import change, publish
from tests.guide.opus import recording

pytestmark = pytest.mark.both
ROOT = "/can-bo/noi-dung/am-thanh"
TEXT = "text.market.JP.note"


def put(client, where: str, opus: bytes):
    form = client.page(where).form("main form[enctype]")
    form["file"] = (io.BytesIO(opus), "loi.opus")
    return client.post(where, data=form, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("key", "lang", "path", "word"),
    [
        ("guide/home", "vi", "/", "không mất tiền"),
        ("guide/family", "blt", "/gia-dinh", "Tuyển chọn không mất tiền"),
        ("registration/whom", "hmn", "/hoi-nghi/muong-la-1/dang-ky", "ai"),
        (TEXT, "vi", "/thi-truong/JP", "Mùa đông"),
        (TEXT, "en", "/en/thi-truong/JP", "Winters are cold"),
    ],
)
def test_a_recording_is_heard_where_its_words_stand(
    app: Flask, visitor, counsellor, auditor, key: str, lang: str, path: str, word: str
) -> None:
    publish(app, "market.JP.note", title_en="Winter", body_en="Winters are cold.")
    where = f"{ROOT}/{lang}/{key}"
    assert word in counsellor.page(where).text("blockquote")
    assert not visitor.page(path).css("audio")
    assert put(counsellor, where, recording(2.0)).status_code == 303
    (player,) = visitor.page(path).css("audio")
    assert player.get("preload") == "none"
    assert "Khớp với trang" in counsellor.page(where).text("main")
    assert auditor.page(ROOT).css(".badge.good")
    answer = counsellor.send(where, {}, form=f"form[action*='go-am-thanh/{lang}/{key}']")
    assert answer.status_code == 303
    assert not visitor.page(path).css("audio")


def test_other_words_make_it_out_of_date_and_a_new_check_does_not(
    app: Flask, visitor, counsellor
) -> None:
    publish(app, "market.JP.note")
    where = f"{ROOT}/vi/{TEXT}"
    put(counsellor, where, recording(2.0))
    change(app, sa.update(PublicTextVersion).values(source="Nguồn khác"))
    assert len(visitor.page("/thi-truong/JP").css("audio")) == 1
    change(app, sa.update(PublicTextVersion).values(body_vi="Mùa hè."))
    assert not visitor.page("/thi-truong/JP").css("audio")
    assert "đã cũ" in counsellor.page(ROOT).text("main")


@pytest.mark.parametrize("opus", [b"", b"RIFF" + bytes(400), recording(15.2)])
def test_what_is_no_short_recording_is_refused_at_its_field(counsellor, opus: bytes) -> None:
    answer = put(counsellor, f"{ROOT}/vi/registration/whom", opus)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert counsellor.get(f"{ROOT}/vi/registration/done").status_code == 404
    assert counsellor.get(f"{ROOT}/xx/guide/home").status_code == 404


def test_every_page_and_question_that_is_offered_has_words(app: Flask, counsellor) -> None:
    for key in (*hearing.PAGES, *hearing.QUESTIONS):
        for lang in ("vi", "en"):
            assert counsellor.page(f"{ROOT}/{lang}/{key}").text("blockquote"), key
