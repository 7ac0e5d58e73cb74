"""Recordings of words: played where somebody recorded exactly these, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.access import Actor, Grant
from jobfair.config import ROOT
from jobfair.database import db, mode
from jobfair.errors import Invalid, NotFound
from jobfair.guide import speech
from jobfair.guide.clips import current_clip, listen, publish_clip, retire_clip, store_clip
from jobfair.guide.speech import LANGUAGES, PAGES
from jobfair.guide.spoken_words import hash_of, words_of
from jobfair.models import AudioClip, AuditEvent, OfficeKind, Role, UserAccount
from tests.guide.opus import recording
from tests.registration.helpers import change, one, peek, register, walk

pytestmark = pytest.mark.both
START = "/hoi-nghi/muong-la-1/dang-ky"
SPOKEN = {
    "/": "guide/home",
    START: "registration/whom",
}


def actor(app: Flask) -> Actor:
    user_id = one(app, sa.select(UserAccount.id).filter_by(username_folded="counsellor"))
    return Actor(user_id=user_id, full_name="Trần Thu Hương", grants=(DESK,))


DESK = Grant(Role.COUNSELLOR, "centre", OfficeKind.CENTRE, "Trung tâm mẫu")
OTHER = Actor(user_id="another", full_name="Quàng Thị Nghe (tên bịa)", grants=(DESK,))


def store(app: Flask, page: str, words: str, lang: str = "vi", seconds: float = 2.0) -> str:
    """Recorded by one, published by another."""
    by = actor(app)
    with app.test_request_context(), mode("write"):
        clip = store_clip(page, lang, words, listen(page, recording(seconds)), by=by)
        clip_id = publish_clip(clip.id, words, by=OTHER).id
        db.session.commit()
    return clip_id


def words_on(app: Flask, client, path: str, key: str) -> str:
    """The words of the page's spoken part, as they are compared with a recording's."""
    heard: list[str] = []

    def listen(html: str) -> str:
        heard.append(words_of(html))
        return heard[-1]

    stale = {key: (speech.Clip("none", "vi", "", 1.0, 1),)}
    with (
        mock.patch.object(speech, "_current_clips", return_value=stale),
        mock.patch.object(speech, "words_of", listen),
    ):
        forget(app)
        client.get(path)
    forget(app)
    assert len(heard) == 1, heard
    return heard[0]


def forget(app: Flask) -> None:
    """Draw every page anew."""
    app.extensions["jobfair_page_cache"].clear()
    app.extensions["jobfair_kept"].clear()


def players(client, path: str) -> list[str]:
    return [audio.get("src") for audio in client.page(path).css("audio")]


@pytest.mark.parametrize(
    "path", [*SPOKEN, "/phieu", "/goi-lai", "/hoi-nghi", "/hoi-nghi/muong-la-1", "/gioi-thieu"]
)
def test_a_page_without_a_recording_carries_nothing(visitor, path: str) -> None:
    text = visitor.get(path).text
    assert "<audio" not in text
    assert "listen" not in text.replace("addEventListener", "")


@pytest.mark.parametrize(("path", "key"), SPOKEN.items())
def test_a_player_with_a_word_and_an_icon_where_there_is_one(
    app: Flask, visitor, path: str, key: str
) -> None:
    assert players(visitor, path) == []
    words = words_on(app, visitor, path, key)
    clip = store(app, key, words)
    figure = visitor.page(path).one("figure.listen")
    audio = figure.cssselect("audio")[0]
    assert audio.get("src") == f"/am-thanh/{clip}.opus"
    assert audio.get("preload") == "none"
    assert audio.get("controls") is not None
    assert audio.get("autoplay") is None
    assert audio.get("aria-label") == "Nghe đọc: tiếng Việt, 2 giây, 1\xa0KB"
    assert figure.text_content().strip() == "Nghe đọc: tiếng Việt 2 giây, 1\xa0KB"
    assert figure.cssselect("figcaption svg.ic")


def test_other_words_are_not_offered_and_the_new_recording_retires_the_old(
    app: Flask, visitor
) -> None:
    words = words_on(app, visitor, START, "registration/whom")
    old = store(app, "registration/whom", words + " Và một câu nữa.")
    assert players(visitor, START) == []
    new = store(app, "registration/whom", words)
    assert players(visitor, START) == [f"/am-thanh/{new}.opus"]
    rows = {row.id: row for (row,) in peek(app, sa.select(AudioClip))}
    assert rows[old].retired_at is not None
    assert rows[new].retired_at is None
    assert visitor.get(f"/am-thanh/{old}.opus").status_code == 404
    actions = [a for (a,) in peek(app, sa.select(AuditEvent.action))]
    assert actions.count("speech.store") == 2
    assert actions.count("speech.retire") == 1


def test_changed_words_hide_the_recording_at_once(app: Flask, visitor) -> None:
    clip = store(app, "guide/home", words_on(app, visitor, "/", "guide/home"))
    assert players(visitor, "/") == [f"/am-thanh/{clip}.opus"]
    change(app, sa.update(AudioClip).values(text_hash=hash_of("other words")))
    forget(app)
    assert players(visitor, "/") == []


def test_a_recording_that_is_taken_away_is_gone(app: Flask, visitor) -> None:
    clip = store(app, "guide/home", words_on(app, visitor, "/", "guide/home"))
    by = actor(app)
    with app.test_request_context(), mode("write"):
        found = current_clip("guide/home", "vi")
        assert found is not None
        retire_clip(found, by=by)
        retire_clip(found, by=by)
        db.session.commit()
    assert players(visitor, "/") == []
    assert visitor.get(f"/am-thanh/{clip}.opus").status_code == 404


def test_several_languages_stand_in_one_order_and_english_has_its_own(app: Flask, visitor) -> None:
    words = words_on(app, visitor, "/", "guide/home")
    mong = store(app, "guide/home", words, "hmn")
    viet = store(app, "guide/home", words)
    assert players(visitor, "/") == [f"/am-thanh/{viet}.opus", f"/am-thanh/{mong}.opus"]
    assert "tiếng Mông" in visitor.page("/").text("figure.listen")
    assert players(visitor, "/en/") == []
    english = words_on(app, visitor, "/en/", "guide/home")
    store(app, "guide/home", english, "en", seconds=1)
    figures = visitor.page("/en/").css("figure.listen")
    assert len(figures) == 1
    assert figures[0].text_content().strip() == "Listen: English 1 second, 1\xa0KB"
    assert len(players(visitor, "/")) == 2


def test_mistakes_choices_and_typed_words_change_nothing(app: Flask, visitor) -> None:
    name = walk(visitor, until="/xem-lai").replace("xem-lai", "ho-ten")
    words = words_on(app, visitor, name, "registration/name")
    store(app, "registration/name", words)
    assert len(players(visitor, name)) == 1
    token = visitor.page(name).form()["csrf_token"]
    wrong = visitor.post(name, data={"csrf_token": token, "name": "123"})
    assert wrong.status_code == 422
    assert "<audio" in wrong.text
    place = name.replace("ho-ten", "xa")
    assert "Mường La" not in words_on(app, visitor, place, "registration/place")


def test_the_done_page_can_be_heard(app: Flask, visitor) -> None:
    receipt = register(visitor)
    store(app, "registration/done", words_on(app, visitor, receipt, "registration/done"))
    assert len(players(visitor, receipt)) == 1


def test_a_recording_is_kept_for_a_year_and_sent_in_parts(app: Flask, visitor) -> None:
    clip = store(app, "guide/home", "Lời")
    path, whole = f"/am-thanh/{clip}.opus", recording(2.0)
    answer = visitor.get(path)
    assert answer.data == whole
    assert answer.mimetype == "audio/ogg"
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Accept-Ranges"] == "bytes"
    part = visitor.get(path, headers={"Range": "bytes=10-29"})
    assert part.status_code == 206
    assert part.data == whole[10:30]
    assert part.headers["Content-Range"] == f"bytes 10-29/{len(whole)}"
    tail = visitor.get(path, headers={"Range": "bytes=-5"})
    assert (tail.status_code, tail.data) == (206, whole[-5:])
    assert visitor.get(path, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    known = visitor.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert known.status_code == 304
    head = visitor.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert visitor.get("/am-thanh/khongco.opus").status_code == 404
    assert visitor.get(f"/en{path}").status_code == 404


@pytest.mark.parametrize(
    ("key", "opus"),
    [
        ("registration/name", recording(15.2)),
        ("registration/name", recording(1, fat=25_000)),
        ("guide/home", recording(120.2)),
        ("guide/home", recording(1, fat=200_000)),
        ("guide/home", b""),
        ("guide/home", b"OggS"),
        ("guide/home", b"RIFF" + bytes(400)),
        ("guide/home", recording(2)[:-4]),
        ("guide/home", recording(2)[:150] + b"!" + recording(2)[151:]),
        ("guide/home", recording(2, mark=b"VorbHead")),
    ],
    ids=["long", "fat", "long page", "fat page", "empty", "mark", "wave", "cut", "hurt", "other"],
)
def test_what_is_too_long_too_large_or_no_sound_is_refused(
    app: Flask, key: str, opus: bytes
) -> None:
    with app.test_request_context():
        with pytest.raises(Invalid) as refused:
            listen(key, opus)
        assert str(refused.value.message).endswith(".")


def test_budgets_are_met_exactly(app: Flask) -> None:
    by = actor(app)
    with app.test_request_context(), mode("write"):
        assert listen("registration/name", recording(15)).seconds == 15.0
        sound = listen("guide/home", recording(120))
        assert sound.seconds == 120.0
        with pytest.raises(NotFound):
            listen("khong/co", recording(1))
        with pytest.raises(NotFound):
            store_clip("guide/home", "fr", "Lời", sound, by=by)
        with pytest.raises(Invalid):
            store_clip("guide/home", "vi", "", sound, by=by)
        db.session.rollback()


def test_the_words_have_a_line_for_each_paragraph_and_no_line_is_a_word() -> None:
    said = words_of("<h2>Mang theo</h2><p>Căn <b>cước</b>\n của bạn<br>Bằng cấp</p><p> </p>")
    assert said == "Mang theo\nCăn cước của bạn\nBằng cấp"
    assert hash_of(said) == hash_of("Mang theo Căn cước của bạn Bằng cấp")
    assert hash_of(said) != hash_of("Mang theo Căn cước của bạn")


def test_what_can_be_recorded_is_there_and_every_question_can() -> None:
    templates = ROOT / "templates"
    for page in PAGES:
        template, _dot, _who = page.partition(".")
        assert (templates / f"{template}.html").is_file(), page
    for path in templates.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        key = str(Path(path.relative_to(templates)).with_suffix(""))
        parts = {"registration/place_near", "registration/place_find"}  # of registration/place
        if 'extends "layouts/question.html"' in text and key not in parts:
            assert key in PAGES, key
    assert all(len(code) <= 12 for code in LANGUAGES)
