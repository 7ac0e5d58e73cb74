"""Pages of papers: who adds, who opens, each opening audited, nothing readable on the disk."""

from __future__ import annotations

import errno
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.errors import Unavailable
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, Paper, PaperFile, Purpose, Stage
from jobfair.papers import sweeping
from jobfair.papers.files import add_page
from jobfair.papers.vault import vault
from jobfair.privacy.rules import give_consent
from tests.cases import journey
from tests.checked_client import CheckedClient, Page
from tests.papers.photos import BAD, heic, pdf, picture

pytestmark = pytest.mark.both
S = Stage
Enter = Callable[[str], CheckedClient]
STAFF = ("officer.muongla", "counsellor", "leader", "auditor", "agency.one")
KINDS = ("passport", "id_card", "health", "judicial", "priority")

OPENS: dict[str, dict[str, set[str]]] = {
    "introduced": {
        "passport": {"officer.muongla", "counsellor", "leader"},
        "id_card": set(),
        "health": set(),
        "judicial": set(),
        "priority": {"officer.muongla"},
    },
    "selected": {
        "passport": {"officer.muongla", "counsellor", "leader", "agency.one"},
        "id_card": {"agency.one"},
        "health": {"agency.one"},
        "judicial": {"agency.one"},
        "priority": {"officer.muongla"},
    },
}
"""Stage -> kind -> who opens its pages (the table of trust)."""

ADDS: dict[str, set[str]] = {
    "passport": {"officer.muongla", "counsellor", "agency.one"},
    "id_card": {"officer.muongla", "counsellor", "agency.one"},
    "health": {"officer.muongla", "counsellor", "agency.one"},
    "judicial": {"officer.muongla", "counsellor", "agency.one"},
    "priority": {"officer.muongla", "counsellor"},
}
"""Kind -> who adds pages, also those closed to him afterwards."""


def made(app: Flask, until: Stage) -> str:
    """The address of a case whose person agreed that health and judicial papers are kept."""
    with app.app_context():
        case = journey.bring(journey.new_case(), until)
        for purpose in (Purpose.HEALTH, Purpose.JUDICIAL):
            give_consent(
                case.person_id, purpose, lang="vi", how="signed", by=journey.actor("counsellor")
            )
        db.session.commit()
        return f"/can-bo/ho-so/{case.id}"


def add(app: Flask, at: str, kind: str, content: bytes | None = None) -> str:
    """A page by the officer; gives its address."""
    with app.app_context():
        case = journey.case_of(at.rsplit("/", 1)[1])
        by = journey.actor("officer.muongla")
        row = add_page(case, kind, content or picture(), by=by, act_key=new_form_key())
        db.session.commit()
        return f"{at}/giay-to/{kind}/anh/{row.id}"


def send(client: CheckedClient, path: str, *photos: bytes, key: str = "") -> Page:
    """The plain form, as a browser sends it without a script."""
    filled = client.page(path).form('main form[enctype="multipart/form-data"]')
    filled |= {"form_key": key} if key else {}
    files = [(io.BytesIO(content), f"anh{n}.jpg") for n, content in enumerate(photos)]
    return Page(client.post(f"{path}/them", data=filled | {"photos": files}))


@pytest.mark.parametrize("stage", list(OPENS))
def test_a_page_opens_for_whom_the_table_says(app: Flask, signed_in: Enter, stage: str) -> None:
    at = made(app, Stage(stage))
    pages = {kind: add(app, at, kind) for kind in KINDS}
    for name in STAFF:
        client = signed_in(name)
        for kind, page in pages.items():
            answer = client.get(page)
            opens = name in OPENS[stage][kind]
            assert answer.status_code == (200 if opens else 403), (name, kind)
            if opens:
                assert answer.data.startswith(b"\xff\xd8\xff")
                assert answer.headers["Cache-Control"] == "no-store"
                assert "sandbox" in answer.headers["Content-Security-Policy"]
                assert f"{kind}.jpg" in answer.headers["Content-Disposition"]
    for name, status in (("agency.two", 404), ("officer.suoito", 404), ("bank", 403)):
        client = signed_in(name)
        for kind, page in pages.items():
            assert client.get(page).status_code == status, (name, kind)


def test_a_page_is_added_by_whom_the_table_says(app: Flask, signed_in: Enter) -> None:
    at = made(app, S.SELECTED)
    for name in STAFF:
        client = signed_in(name)
        for kind in KINDS:
            path = f"{at}/giay-to/{kind}/anh"
            page = client.page(path)
            if name in ADDS[kind]:
                assert send(client, path, picture()).status == 303, (name, kind)
                continue
            assert not page.css("form[enctype]"), (name, kind)
            token = client.page(at).css("input[name=csrf_token]")[0].get("value")
            sent = {"csrf_token": token, "photos": (io.BytesIO(picture()), "a.jpg")}
            answer = client.post(f"{path}/them", data=sent)
            assert answer.status_code in (403, 404), (name, kind)
    with app.app_context():
        kept = [row.kind for row in db.session.query(PaperFile)]
    assert {kind: kept.count(kind) for kind in KINDS} == {k: len(v) for k, v in ADDS.items()}


def test_health_papers_are_kept_only_with_consent(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    with app.app_context():
        case_id = journey.new_case().id
        db.session.commit()
    path = f"/can-bo/ho-so/{case_id}/giay-to/health/anh"
    page = send(officer_muongla, path, picture())
    assert page.status == 422
    assert "chưa đồng ý" in page.text("main")


def test_several_pages_are_kept_all_or_none(app: Flask, officer_muongla: CheckedClient) -> None:
    path = f"{made(app, S.REGISTERED)}/giay-to/passport/anh"
    assert send(officer_muongla, path, picture(), heic()).status == 422
    with app.app_context():
        assert db.session.query(PaperFile).count() == 0
    assert send(officer_muongla, path, picture(), picture("PNG")).status == 303
    key = new_form_key()
    for _ in range(2):
        assert send(officer_muongla, path, pdf(), key=key).status == 303
    with app.app_context():
        kinds = [row.media_type for row in db.session.query(PaperFile).all()]
        assert sorted(kinds) == ["application/pdf", "image/jpeg", "image/jpeg"]
        assert db.session.query(Paper).filter_by(kind="passport").one().state == "have"
    assert officer_muongla.page(path).text("#pages") == "3 trang"


@pytest.mark.parametrize("name", ["nothing", "a renamed program", "heic", "png bomb", "too large"])
def test_a_refusal_is_a_sentence_at_the_field(
    app: Flask, officer_muongla: CheckedClient, name: str
) -> None:
    page = send(officer_muongla, f"{made(app, S.REGISTERED)}/giay-to/passport/anh", BAD[name])
    assert page.status == 422
    assert page.css('[role="alert"]')


def test_more_than_fits_is_refused_before_it_is_read(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    path = f"{made(app, S.REGISTERED)}/giay-to/passport/anh"
    sent = {"photos": (io.BytesIO(b"\xff\xd8\xff" + b"\x00" * 55_000_000), "a.jpg")}
    assert officer_muongla.post(f"{path}/them", data=sent).status_code == 413
    twenty = picture() + b"\x00" * 20_000_000
    assert send(officer_muongla, path, twenty).status == 422


def test_each_opening_is_one_row_of_the_audit(app: Flask, counsellor: CheckedClient) -> None:
    page = add(app, made(app, S.REGISTERED), "passport")
    for _ in range(3):
        assert counsellor.get(page).status_code == 200
    with app.app_context():
        rows = db.session.query(AuditEvent).filter_by(action="view.file").all()
        assert len(rows) == 3
        assert {row.object_id for row in rows} == {page.rsplit("/", 1)[1]}


def test_what_the_audit_cannot_note_is_not_shown(
    app: Flask, counsellor: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = add(app, made(app, S.REGISTERED), "passport")
    counsellor.get(page.rsplit("/giay-to", 1)[0])  # the case's own view is noted

    def broken(*_args: object, **_more: object) -> None:
        raise Unavailable()

    monkeypatch.setattr("jobfair.audit.record_view", broken)
    answer = counsellor.get(page)
    assert answer.status_code == 503
    assert b"\xff\xd8\xff" not in answer.data


def test_a_page_belongs_to_its_case_and_its_paper(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    at, other = made(app, S.REGISTERED), made(app, S.REGISTERED)
    page = add(app, at, "passport")
    file_id = page.rsplit("/", 1)[1]
    for wrong in (f"{other}/giay-to/passport", f"{at}/giay-to/degree"):
        assert officer_muongla.get(f"{wrong}/anh/{file_id}").status_code == 404


def on_disk(app: Flask) -> dict[str, Path]:
    with app.app_context():
        return {name: vault.folder() / name for name, _at in vault.names()}


def test_the_disk_holds_nothing_that_can_be_read(app: Flask) -> None:
    page = add(app, made(app, S.REGISTERED), "passport")
    path = on_disk(app)[page.rsplit("/", 1)[1]]
    content = path.read_bytes()
    assert b"JFIF" not in content
    assert content[0] == 1
    assert path.stat().st_mode & 0o077 == 0


def test_a_removed_page_loses_its_key_and_its_file(
    app: Flask, officer_muongla: CheckedClient, counsellor: CheckedClient
) -> None:
    page = add(app, made(app, S.REGISTERED), "id_card")
    assert counsellor.get(f"{page}/go").status_code == 403  # neither added by her nor open to her
    assert officer_muongla.send(f"{page}/go", {}).status_code == 303
    assert page.rsplit("/", 1)[1] not in on_disk(app)
    with app.app_context():
        row = db.session.query(PaperFile).one()
        assert row.key_enc is None
        assert db.session.query(AuditEvent).filter_by(action="file.remove").count() == 1
    assert officer_muongla.get(page).status_code == 404


def test_a_full_disk_is_said_and_keeps_nothing(
    app: Flask, officer_muongla: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{made(app, S.REGISTERED)}/giay-to/passport/anh"

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("jobfair.vaults.os.fsync", full)
        page = send(officer_muongla, path, picture())
    assert page.status == 503
    assert "chưa lưu" in page.text("main").lower()
    assert on_disk(app) == {}
    assert send(officer_muongla, path, picture()).status == 303


def test_papers_that_need_not_stay_are_shredded_in_time(app: Flask) -> None:
    at = made(app, S.DEPARTED)
    kept, gone = add(app, at, "passport"), add(app, at, "health")
    with app.app_context():
        assert sweeping.shred_old_papers() == 0
        day = journey.today() + journey.timedelta(days=91)
        assert sweeping.shred_old_papers(day) == 1
        db.session.commit()
    left = on_disk(app)
    assert kept.rsplit("/", 1)[1] in left
    assert gone.rsplit("/", 1)[1] not in left


def test_files_without_a_row_are_swept_away(app: Flask) -> None:
    page = add(app, made(app, S.REGISTERED), "passport")
    with app.app_context():
        key, _sealed = vault.make_key("0" * 20)
        vault.put("0" * 20, b"x", key)
        assert sweeping.sweep_files() == 0  # young: its row may be on the way
        assert sweeping.sweep_files(older_than=0) == 1
    assert list(on_disk(app)) == [page.rsplit("/", 1)[1]]
