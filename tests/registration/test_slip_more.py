"""The slip beyond the seat: back home, the line, sharing, what each consent row keeps."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import add_working_days, now, today
from jobfair.lib.text import syllables
from jobfair.models import (
    AuditEvent,
    CaseEvent,
    CaseFile,
    Conference,
    Consent,
    Purpose,
    Registration,
    RegistrationState,
    Stage,
    Task,
)
from tests.checked_client import CheckedClient
from tests.registration.helpers import (
    change,
    code_on,
    form_of,
    one,
    open_slip,
    path_of,
    peek,
    register,
)

pytestmark = pytest.mark.both

START = "/hoi-nghi/muong-la-1/dang-ky"
HERE = Conference.slug == "muong-la-1"
ABROAD = [Stage.DEPARTED, Stage.WORKING, Stage.EXTENDED, Stage.ABSCONDED]


def at(app: Flask, stage: Stage) -> None:
    change(app, sa.update(CaseFile).values(stage=stage))


@pytest.mark.parametrize("stage", ABROAD)
def test_i_am_back_is_a_call_of_the_office(
    visitor: CheckedClient, app: Flask, stage: Stage
) -> None:
    slip = open_slip(visitor, register(visitor))
    at(app, stage)
    links = [a.get("href") for a in visitor.page(slip).css("main a.btn")]
    assert f"{slip}/ve-nuoc" in links
    filled = form_of(visitor.get(f"{slip}/ve-nuoc")) | {"wants_job": "y"}
    for _press in range(2):
        assert path_of(visitor.post(f"{slip}/ve-nuoc", data=filled)) == slip
    task = one(app, sa.select(Task))
    assert (task.kind, task.due_on) == ("came_home", add_working_days(today(), 1))
    assert "Muốn tìm việc ở quê." in task.note
    assert one(app, sa.select(CaseFile.stage)) is stage, "staff decide on the stage"
    assert len(peek(app, sa.select(CaseEvent).where(CaseEvent.kind == "note"))) == 1
    assert peek(app, sa.select(AuditEvent).where(AuditEvent.action == "registration.came_home"))
    page = visitor.page(slip)
    assert "Bạn đã báo: đã về nước" in page.text("main")
    assert f"{slip}/ve-nuoc" not in [a.get("href") for a in page.css("a")]


@pytest.mark.parametrize("stage", [s for s in Stage if s not in ABROAD])
def test_i_am_back_stands_nowhere_else(visitor: CheckedClient, app: Flask, stage: Stage) -> None:
    slip = open_slip(visitor, register(visitor))
    token = form_of(visitor.get(slip))["csrf_token"]
    at(app, stage)
    assert path_of(visitor.get(f"{slip}/ve-nuoc")) == slip
    refused = visitor.post(f"{slip}/ve-nuoc", data={"csrf_token": token})
    assert refused.status_code == 409
    assert not peek(app, sa.select(Task))


def test_who_waits_sees_the_place_and_leaves_the_line(visitor: CheckedClient, app: Flask) -> None:
    receipts = [
        register(visitor, {"name": f"Lò Thị {n}", "phone": f"095000090{n}"}) for n in (1, 2)
    ]
    for number in (1, 2):
        change(
            app,
            sa.update(Registration)
            .where(Registration.typed_name == f"Lò Thị {number}")
            .values(state=RegistrationState.WAITING, waiting_no=number + 40),
        )
    line = {"capacity": 0, "seats_taken": 0, "waiting": 2, "waiting_last": 42}
    change(app, sa.update(Conference).where(HERE).values(line))
    first, second = (
        open_slip(visitor, receipt, f"095000090{n}") for n, receipt in enumerate(receipts, start=1)
    )
    assert "thứ 2" in visitor.page(second).text("h1")
    asks = visitor.page(f"{first}/huy-cho")
    assert "Bạn rời danh sách chờ?" in asks.text("h1")
    visitor.post(f"{first}/huy-cho", data=asks.form())
    assert "thứ 1" in visitor.page(second).text("h1")
    assert one(app, sa.select(Conference.waiting).where(HERE)) == 1
    states = dict(peek(app, sa.select(Registration.typed_name, Registration.state)))
    assert states["Lò Thị 1"] is RegistrationState.CANCELLED


@pytest.mark.parametrize("where", ["slip", "conference", "done"])
def test_sharing_passes_on_the_conference_and_nothing_else(
    visitor: CheckedClient, where: str
) -> None:
    receipt = register(visitor)
    code = code_on(visitor, receipt)
    pages = {"slip": open_slip(visitor, receipt), "done": receipt}
    page = visitor.page(pages.get(where, "/hoi-nghi/muong-la-1"))
    (link,) = [str(a.get("href")) for a in page.css("main a") if "sms:" in str(a.get("href"))]
    (body,) = parse_qs(urlsplit(link).query)["body"]
    address = page.text(".address").strip()
    assert urlsplit(address).path == "/hoi-nghi/muong-la-1"
    assert body.endswith(f" {address}")
    assert body.isascii(), "a letter with a mark makes the message three times as dear"
    shared = page.one("[data-share]")
    assert shared.get("data-share") == address
    assert shared.get("hidden") is not None, "only a script can open the phone's own list"
    for secret in (code, receipt.rsplit("/", 1)[-1], "Xuân", "Xuan", "950000123"):
        assert secret not in body + address + str(shared.get("data-text"))


def test_each_consent_keeps_its_words_channel_and_time(visitor: CheckedClient, app: Flask) -> None:
    before = now() - timedelta(seconds=1)
    register(visitor, consents={"consent_seat": "y", "consent_agencies": "y"}, start="/en" + START)
    rows = peek(app, sa.select(Consent))
    assert {row.Consent.purpose for row in rows} == {Purpose.SEAT, Purpose.AGENCIES}
    for (row,) in rows:
        assert (row.given, row.how, row.by, row.lang) == (True, "web", "", "en")
        assert row.text_version >= 1
        assert before <= row.at <= now()


def test_a_consent_taken_back_on_the_slip_keeps_the_same(
    visitor: CheckedClient, app: Flask
) -> None:
    slip = open_slip(visitor, register(visitor, consents={"consent_seat": "y", "consent_sms": "y"}))
    forms = [f for f in visitor.page(slip).css("main form") if "Rút lại" in f.text_content()]
    assert len(forms) == 1, "one press, as to give it"
    visitor.post(str(forms[0].get("action")), data=dict(forms[0].fields))
    last = peek(
        app, sa.select(Consent).where(Consent.purpose == Purpose.SMS).order_by(Consent.seq.desc())
    )[0][0]
    assert (last.given, last.how, last.lang) == (False, "web", "vi")
    assert last.text_version >= 1


def test_sentences_of_the_slip_are_short(visitor: CheckedClient) -> None:
    slip = open_slip(visitor, register(visitor))
    for path in (slip, f"{slip}/doi-hoi-nghi", f"{slip}/doi-hoi-nghi/suoi-to-1", f"{slip}/huy-cho"):
        for line in visitor.page(path).css("main h1, main h2, main p, main .btn"):
            for sentence in line.text_content().replace("?", ".").replace(":", ".").split(". "):
                assert syllables(sentence) <= 15, sentence
