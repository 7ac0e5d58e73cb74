"""Recordings: kept by one, published by another, heard while the page says the same."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from jobfair.content import hearing, invented
from jobfair.guide.clips import waiting_clip
from jobfair.guide.speech import PAGES, listening
from jobfair.models import AudioClip, AuditEvent, PublicTextVersion, Setting
from jobfair.security import HEADERS
from tests.content.helpers import change, publish, second_counsellor
from tests.guide.opus import recording
from tests.registration.helpers import one, open_slip, peek, register
from tests.registration.line_help import FULL, stand_in_line
from tests.registration.test_ask_for_a_call import ask

pytestmark = pytest.mark.both
ROOT = "/can-bo/noi-dung/am-thanh"
TEXT = "text.market.JP.note"
HOME = f"{ROOT}/blt/guide/home"
VI = f"{ROOT}?tieng=vi"
BEEP = Path(__file__).parents[1].joinpath("guide/recordings/beep.webm").read_bytes()


def put(client, where: str, opus: bytes, *, fragment: bool = False, **more: str):
    form = client.page(where).form("main form[enctype]") | more
    form["file"] = (io.BytesIO(opus), "loi.opus")
    headers = {"HX-Request": "true"} if fragment else {}
    return client.post(where, data=form, content_type="multipart/form-data", headers=headers)


def press(client, where: str, act: str):
    """Press the button of the page whose form leads there."""
    return client.send(where, {}, form=f"form[action*='{act}']")


def voice(decibels: float, seconds: float = 3.0) -> bytes:
    """A tone so many decibels under full scale, as Ogg Opus."""
    at = np.arange(round(48_000 * seconds)) / 48_000
    file = io.BytesIO()
    sound = 10 ** (decibels / 20) * np.sin(2 * np.pi * 440 * at)
    with soundfile.SoundFile(
        file, "w", 48_000, 1, "OPUS", format="OGG", compression_level=0.9
    ) as out:
        out.write(sound)
    return file.getvalue()


@pytest.mark.parametrize(
    ("key", "lang", "path", "word"),
    [
        ("guide/home", "vi", "/", "không mất tiền"),
        ("guide/family", "blt", "/gia-dinh", "Tuyển chọn không mất tiền"),
        ("registration/whom", "hmn", "/hoi-nghi/muong-la-1/dang-ky", "ai"),
        (TEXT, "twh", "/thi-truong/JP", "Mùa đông"),
        (TEXT, "en", "/en/thi-truong/JP", "Winters are cold"),
    ],
)
def test_a_recording_is_heard_where_its_words_stand_once_somebody_else_published_it(
    app: Flask, visitor, counsellor, leader, auditor, key: str, lang: str, path: str, word: str
) -> None:
    publish(app, "market.JP.note", title_en="Winter", body_en="Winters are cold.")
    where = f"{ROOT}/{lang}/{key}"
    assert word in counsellor.page(where).text("blockquote")
    assert put(counsellor, where, recording(2.0)).status_code == 303
    assert not visitor.page(path).css("audio")
    mine = counsellor.page(where)
    assert "Bạn đã thu bản này" in mine.text("main")
    assert not mine.css("form[action*='dang-am-thanh']")
    assert press(leader, where, "dang-am-thanh").status_code == 303
    (player,) = visitor.page(path).css("audio")
    assert player.get("preload") == "none"
    assert "Khớp với trang" in counsellor.page(where).text("main")
    assert auditor.page(ROOT).css(".badge.good")
    assert not auditor.page(where).css("main form")
    assert press(counsellor, where, "go-am-thanh").status_code == 303
    assert not visitor.page(path).css("audio")
    every = peek(app, sa.select(AuditEvent.action).order_by(AuditEvent.at))
    acts = [action for (action,) in every if action.startswith("speech.")]
    assert acts == ["speech.store", "speech.publish", "speech.retire"]


def test_nobody_publishes_the_own_recording(app: Flask, counsellor, signed_in) -> None:
    put(counsellor, HOME, voice(-12))
    clip = one(app, sa.select(AudioClip.id))
    page = counsellor.page(HOME)
    token = page.form("main form[enctype]")["csrf_token"]
    address = f"/can-bo/noi-dung/dang-am-thanh/{clip}"
    assert counsellor.post(address, data={"csrf_token": token}).status_code == 409
    other = signed_in(second_counsellor(app))
    assert "1 bản thu âm chờ bạn nghe" in other.page("/can-bo/").text("main")
    assert other.get(f"/can-bo/noi-dung/ban-thu/{clip}").data.startswith(b"OggS")
    assert press(other, HOME, "dang-am-thanh").status_code == 303
    token = other.page(HOME).form("form[action*='go-am-thanh']")["csrf_token"]
    assert other.post(address, data={"csrf_token": token}).status_code == 303
    acts = [a for (a,) in peek(app, sa.select(AuditEvent.action))]
    assert acts.count("speech.publish") == 1


def test_what_waits_is_no_sound_of_the_public(app: Flask, visitor, counsellor) -> None:
    put(counsellor, HOME, recording(2.0))
    clip = one(app, sa.select(AudioClip.id))
    assert visitor.get(f"/am-thanh/{clip}.opus").status_code == 404
    kept = counsellor.get(f"/can-bo/noi-dung/ban-thu/{clip}")
    assert kept.headers["Cache-Control"] == "no-store"


def test_what_a_browser_recorded_is_kept_as_ogg(app: Flask, counsellor) -> None:
    assert put(counsellor, HOME, BEEP).status_code == 303
    (clip,) = [row for (row,) in peek(app, sa.select(AudioClip))]
    assert clip.opus.startswith(b"OggS")
    assert clip.size == len(clip.opus) < len(BEEP)
    assert 2.8 < clip.seconds < 3.3
    assert -25 < clip.lufs < -15


def test_the_same_sound_sent_twice_is_one_recording_and_a_new_one_replaces_it(
    app: Flask, counsellor
) -> None:
    for sent in (recording(2.0), recording(2.0), recording(3.0)):
        assert put(counsellor, HOME, sent).status_code == 303
    kept = [
        (s, r is None) for s, r in peek(app, sa.select(AudioClip.seconds, AudioClip.retired_at))
    ]
    assert sorted(kept) == [(2.0, False), (3.0, True)]


def test_two_who_record_at_once_are_told_of_one_another(
    app: Flask, counsellor, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(counsellor, HOME, recording(2.0))
    monkeypatch.setattr("jobfair.guide.clips.waiting_clip", lambda *_at: None)  # seen too early
    answer = put(counsellor, HOME, recording(3.0))
    assert answer.status_code == 409
    assert "Vừa có người khác thu lời này" in answer.text
    assert [s for (s,) in peek(app, sa.select(AudioClip.seconds))] == [2.0]


def test_other_words_make_it_out_of_date_and_a_new_check_does_not(
    app: Flask, visitor, counsellor, leader
) -> None:
    publish(app, "market.JP.note")
    where = f"{ROOT}/vi/{TEXT}"
    put(counsellor, where, recording(2.0))
    press(leader, where, "dang-am-thanh")
    change(app, sa.update(PublicTextVersion).values(source="Nguồn khác"))
    assert len(visitor.page("/thi-truong/JP").css("audio")) == 1
    change(app, sa.update(PublicTextVersion).values(body_vi="Mùa hè."))
    assert not visitor.page("/thi-truong/JP").css("audio")
    assert "đã cũ" in counsellor.page(ROOT).text("main")
    assert "trang nói khác nên không ai nghe" in counsellor.page(where).text("main")


def test_words_that_changed_while_somebody_read_them_are_not_recorded(
    app: Flask, counsellor, leader
) -> None:
    publish(app, "market.JP.note")
    where = f"{ROOT}/vi/{TEXT}"
    old = counsellor.page(where).form("main form[enctype]")["words"]
    put(counsellor, where, recording(2.0))
    change(app, sa.update(PublicTextVersion).values(body_vi="Mùa hè."))
    late = put(counsellor, where, recording(3.0), words=old)
    assert late.status_code == 409
    assert "Hãy mở lại và đọc lời mới" in late.text
    assert 'id="file-error"' in late.text
    sentence = put(counsellor, where, recording(3.0), fragment=True, words=old)
    assert sentence.status_code == 409
    assert "Hãy mở lại và đọc lời mới" in sentence.text
    assert "<h1" not in sentence.text
    stale = leader.page(where)
    assert not stale.css("form[action*='dang-am-thanh']")
    assert "Lời trên trang nay đã khác" in stale.text("main")


@pytest.mark.parametrize(
    ("opus", "said", "short"),
    [
        (voice(-34), "Nhỏ quá: -3", "nhỏ quá"),
        (recording(2.0), "Phần lớn là im lặng: 100%", "phần lớn im lặng"),
        (voice(15), "Tiếng bị rè", "bị rè"),
    ],
    ids=["quiet", "silent", "clipped"],
)
def test_how_it_sounds_is_warned_of_and_never_refused(
    app: Flask, counsellor, opus: bytes, said: str, short: str
) -> None:
    where = f"{ROOT}/vi/guide/home"
    assert put(counsellor, where, opus).status_code == 303
    assert said in counsellor.page(where).text("main")
    listed = counsellor.page(ROOT).text("main")
    assert short in listed
    assert "LUFS" in listed


def test_a_good_voice_is_not_warned_of_and_the_limit_is_a_setting(app: Flask, counsellor) -> None:
    where = f"{ROOT}/vi/guide/home"
    put(counsellor, where, voice(-15))
    assert "Nhỏ quá" not in counsellor.page(where).text("main")
    change(app, sa.update(Setting).where(Setting.key == "audio.quiet_lufs").values(value="10"))
    assert "Nhỏ quá: -1" in counsellor.page(where).text("main")


def test_one_language_is_gone_through_page_by_page(app: Flask, counsellor, leader) -> None:
    put(counsellor, HOME, voice(-15))
    press(leader, HOME, "dang-am-thanh")
    page = counsellor.page(f"{ROOT}?tieng=blt")
    offered = page.css("option")
    assert {"tiếng Thái Đen", "tiếng Thái Trắng", "tiếng Mông", "tiếng Khơ Mú"} <= {
        option.text_content() for option in offered
    }
    every = len(page.css("tbody tr"))
    assert every >= 17
    assert f"tiếng Thái Đen: nghe được 1 trên {every} mục." in page.text("main")
    assert len(page.css("td a")) == every
    assert counsellor.get(f"{ROOT}?tieng=xx").status_code == 200


@pytest.mark.parametrize("opus", [b"", b"RIFF" + bytes(400), recording(15.2), BEEP[:-5]])
def test_what_is_no_short_recording_is_refused_at_its_field(counsellor, opus: bytes) -> None:
    answer = put(counsellor, f"{ROOT}/vi/registration/whom", opus)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert counsellor.get(f"{ROOT}/vi/conferences/show").status_code == 404
    assert counsellor.get(f"{ROOT}/vi/conference.khong-co").status_code == 404
    assert counsellor.get(f"{ROOT}/xx/guide/home").status_code == 404


def test_every_page_and_question_that_is_offered_has_words(app: Flask, counsellor) -> None:
    offered = {a.get("href").removeprefix(f"{ROOT}/vi/") for a in counsellor.page(VI).css("td a")}
    assert offered == set(PAGES)
    for key in PAGES:
        for lang in ("vi", "en"):
            assert counsellor.page(f"{ROOT}/{lang}/{key}").text("blockquote"), key


def test_only_the_page_that_records_may_use_the_microphone(app: Flask, visitor, counsellor) -> None:
    allowed = counsellor.get(HOME).headers
    assert "microphone=(self)" in allowed["Permissions-Policy"]
    assert "media-src 'self' blob:" in allowed["Content-Security-Policy"]
    refused = put(counsellor, HOME, b"no sound")
    assert "microphone=(self)" in refused.headers["Permissions-Policy"]
    others = [
        *(visitor.get(path) for path in ("/", "/hoi-nghi", "/khong-co", HOME, "/goi-lai")),
        *(counsellor.get(path) for path in ("/can-bo/", ROOT, "/can-bo/noi-dung")),
        counsellor.get(f"{ROOT}/xx/guide/home"),
        put(counsellor, HOME, recording(2.0)),
    ]
    for answer in others:
        assert answer.headers["Permissions-Policy"] == HEADERS["Permissions-Policy"]
        assert "microphone=()" in answer.headers["Permissions-Policy"]
        assert "blob:" not in answer.headers["Content-Security-Policy"]


def test_the_database_keeps_one_recording_that_waits(app: Flask, counsellor) -> None:
    put(counsellor, HOME, recording(2.0))
    with app.app_context():
        kept = waiting_clip("guide/home", "blt")
        assert kept is not None
        values = {"page": kept.page, "lang": kept.lang, "text_hash": kept.text_hash}
    twin = sa.insert(AudioClip).values(id="twin", opus=b"", seconds=1.0, size=0, **values)
    with pytest.raises(IntegrityError):
        change(app, twin)


def test_the_words_of_the_slip_are_those_that_a_person_reads_there(app: Flask, visitor) -> None:
    receipts = {"": register(visitor), ".line": stand_in_line(visitor)}
    receipts[".call"] = ask(visitor)
    pages = {f"registration/done{who}": path for who, path in receipts.items()}
    pages["registration/line"] = f"{FULL}/hang-cho"
    slips = {who: open_slip(visitor, receipts[who]) for who in ("", ".line")}
    pages |= {f"registration/cancel{who}": f"{slip}/huy-cho" for who, slip in slips.items()}
    pages["registration/withdraw"] = f"{slips['']}/rut"
    pages["registration/new_phone"] = f"{slips['']}/doi-so"
    assert set(pages) == set(invented.PAGES)
    for key, path in pages.items():
        for lang, before in (("vi", ""), ("en", "/en")):
            with listening() as heard:
                assert visitor.get(before + path).status_code == 200, path
            with app.test_request_context():
                assert heard == {key: hearing.words_now(key, lang)}, key
