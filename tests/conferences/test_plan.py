from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_id
from jobfair.models import AuditEvent, Conference, ConferenceState
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import find, plan, values_of

pytestmark = pytest.mark.both
NEW = "/can-bo/hoi-nghi/moi"


def draw(client: CheckedClient, path: str = NEW) -> dict[str, Any]:
    """The hidden fields of the form."""
    form = client.page(path).form()
    return {name: form[name] for name in ("csrf_token", "version", "form_key") if name in form}


def create(client: CheckedClient, **changes: Any) -> TestResponse:
    return client.post(NEW, data=draw(client) | plan(**changes))


def made_by(answer: TestResponse, app: Flask) -> Conference:
    assert answer.status_code == 303, Page(answer).text(".summary")
    conference_id = answer.headers["Location"].rsplit("/", 1)[-1]
    with app.app_context():
        found = db.session.get(Conference, conference_id)
        assert found is not None
        _ = found.markets, found.guests, found.communes
        db.session.expunge_all()
        return found


def acts(app: Flask, conference_id: str) -> list[tuple[str, str, str]]:
    with app.app_context():
        rows = db.session.scalars(
            sa.select(AuditEvent)
            .where(AuditEvent.object_id == conference_id)
            .order_by(AuditEvent.written)
        )
        return [(row.action, row.actor_name, row.fields) for row in rows]


def test_an_officer_writes_a_draft_of_her_commune(
    officer_muongla: CheckedClient, app: Flask, visitor: CheckedClient
) -> None:
    conference = made_by(create(officer_muongla), app)
    day = clock.today() + timedelta(days=10)
    assert conference.slug == f"muong-la-{day:%d-%m-%Y}"
    assert conference.state is ConferenceState.DRAFT
    assert clock.to_local(conference.starts_at).hour == 8
    assert conference.contact_phone == "+842120000001"
    assert [m.market_code for m in conference.markets] == ["JP", "TW"]
    assert conference.source == "kế hoạch hội nghị, UBND xã Mường La"
    assert conference.checked_on == clock.today()
    assert acts(app, conference.id) == [("conference.create", "Lò Thị Duyên", "")]
    assert visitor.get(f"/hoi-nghi/{conference.slug}").status_code == 404


def test_the_second_on_one_day_takes_a_suffix(officer_muongla: CheckedClient, app: Flask) -> None:
    first = made_by(create(officer_muongla), app)
    second = made_by(create(officer_muongla), app)
    assert second.slug == f"{first.slug}-2"


def test_sent_twice_it_is_one_draft(officer_muongla: CheckedClient, app: Flask) -> None:
    typed = draw(officer_muongla) | plan()
    first, second = (officer_muongla.post(NEW, data=typed) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(acts(app, first.headers["Location"].rsplit("/", 1)[-1])) == 1


def test_a_key_of_another_commune_makes_nothing_visible(
    officer_suoito: CheckedClient, app: Flask
) -> None:
    typed = draw(officer_suoito) | plan(commune="03901")
    typed["form_key"] = find(app, "muong-la-1").id
    assert officer_suoito.post(NEW, data=typed).status_code == 404


def test_guests_are_orders_companies_and_texts(
    officer_muongla: CheckedClient, app: Flask, visitor: CheckedClient
) -> None:
    page = officer_muongla.page(NEW)
    orders = [box.get("value") for box in page.css("input[name=orders]")]
    bodies = [box.get("value") for box in page.css("input[name=bodies]")]
    texts = "Ngân hàng Chính sách xã hội | Bank for Social Policies\n\nChị Mẫu đã về từ Nhật"
    answer = create(
        officer_muongla,
        orders=orders[:1],
        bodies=bodies[1:2],
        guest_texts=texts,
        communes=["03814", "03808"],
    )
    conference = made_by(answer, app)
    assert [(bool(g.body_id), bool(g.order_id), g.text_en) for g in conference.guests] == [
        (True, True, ""),
        (True, False, ""),
        (False, False, "Bank for Social Policies"),
        (False, False, ""),
    ]
    assert [c.commune_code for c in conference.communes] == ["03814"]
    publish(officer_muongla, conference.id)
    words = visitor.page(f"/hoi-nghi/{conference.slug}").text("section[aria-labelledby=who]")
    assert "Chế biến thực phẩm" in words
    assert "Ngân hàng Chính sách xã hội" in words
    assert conference.slug in visitor.get("/hoi-nghi?xa=03814").text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title_vi": ""}, "title_vi", "điền"),
        ({"day": "31/02/2027"}, "day", "ngày"),
        ({"starts": "25:00"}, "starts", "Ghi giờ như 8:00."),
        ({"ends": "07:00"}, "ends", "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"day": "2026-01-02"}, "day", "Hội nghị phải bắt đầu sau lúc này."),
        ({"capacity": "0"}, "capacity", ""),
        ({"capacity": "nhiều"}, "capacity", ""),
        ({"capacity": "99999"}, "capacity", ""),
        ({"place": ""}, "place", "Ghi rõ bà con đến đâu."),
        ({"contact_phone": "12"}, "contact_phone", "Xem lại số điện thoại."),
        ({"online_url": "http://a.example"}, "online_url", "https://"),
        ({"map_url": "http://maps.google.com/?q=1"}, "map_url", "Dán liên kết bản đồ"),
        ({"map_url": "https://www.google.com/url?q=https://a.example"}, "map_url", "Dán liên kết"),
        ({"map_url": "https://www.google.com@a.example/maps"}, "map_url", "Dán liên kết bản đồ"),
        ({"map_url": "104.03, 21.52"}, "map_url", "Ghi vĩ độ trước"),
        ({"kind": "party"}, "kind", ""),
        ({"markets": ["XX"]}, "markets", "Chọn lại."),
        ({"guest_texts": "a" * 200}, "guest_texts", "160"),
        ({"title_vi": "a" * 161}, "title_vi", ""),
        ({"agenda": "a" * 2001}, "agenda", ""),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_typed_is_lost(
    officer_muongla: CheckedClient, changes: dict[str, Any], field: str, sentence: str
) -> None:
    answer = create(officer_muongla, landmark="Gốc đa đầu bản", **changes)
    page = Page(answer)
    assert answer.status_code == 422
    assert sentence in page.text(".summary")
    assert page.css(f"#{field}-error"), page.text(".summary")
    assert page.one("#landmark").get("value") == "Gốc đa đầu bản"


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://maps.app.goo.gl/AbC1?g_st=iz", "https://maps.app.goo.gl/AbC1?g_st=iz"),
        ("https://www.openstreetmap.org/#map=16/21.5/104.0", None),
        ("21.5215, 104.0302", "https://www.google.com/maps/search/?api=1&query=21.5215,104.0302"),
    ],
)
def test_the_public_page_leads_to_the_hall_on_a_map(
    officer_muongla: CheckedClient, app: Flask, typed: str, link: str | None
) -> None:
    conference = made_by(create(officer_muongla, map_url=typed), app)
    publish(officer_muongla, conference.id)
    page = officer_muongla.page(f"/hoi-nghi/{conference.slug}")
    [found] = page.css("main .next a[rel~='noreferrer']")
    assert found.get("href") == (link or typed)
    [event] = page.css("script[type='application/ld+json']")
    assert json.loads(event.text)["location"]["hasMap"] == (link or typed)


def test_an_online_conference_needs_no_place(officer_muongla: CheckedClient, app: Flask) -> None:
    answer = create(
        officer_muongla, kind="online", place="", online_url="https://hop.example/phong-2"
    )
    conference = made_by(answer, app)
    assert conference.slug.startswith("truc-tuyen-muong-la-")


def test_an_old_token_keeps_what_was_typed(officer_muongla: CheckedClient) -> None:
    answer = officer_muongla.post(NEW, data=plan(csrf_token="cũ", form_key=new_id()))
    page = Page(answer)
    assert answer.status_code == 422
    assert page.one("#place").get("value") == "Nhà văn hóa bản Mòn"


def test_a_copy_brings_everything_but_the_day(officer_muongla: CheckedClient, app: Flask) -> None:
    source = find(app, "suoi-to-1")  # another commune's: its plan may be copied
    page = officer_muongla.page(f"{NEW}?tu={source.id}")
    assert page.one("#landmark").get("value") == source.landmark
    assert page.one("#day").get("value") == ""
    assert page.one("#commune option[selected]").get("value") == "03808"
    assert len(page.css("input[name=orders][checked]")) == 1
    answer = officer_muongla.post(f"{NEW}?tu={source.id}", data=values_of(page) | plan())
    assert made_by(answer, app).id != source.id


def test_of_a_draft_of_another_commune_there_is_no_copy(
    officer_suoito: CheckedClient, app: Flask
) -> None:
    draft = find(app, "muong-la-nhap")
    assert officer_suoito.get(f"{NEW}?tu={draft.id}").status_code == 404


def publish(client: CheckedClient, conference_id: str) -> TestResponse:
    path = f"/can-bo/hoi-nghi/{conference_id}"
    token = draw(client)["csrf_token"]
    return client.post(f"{path}/cong-bo", data={"csrf_token": token})


def test_publishing_shows_it_to_everyone_at_once(
    officer_muongla: CheckedClient, visitor: CheckedClient, app: Flask
) -> None:
    draft = find(app, "muong-la-nhap")
    assert "muong-la-nhap" not in visitor.get("/hoi-nghi").text
    assert publish(officer_muongla, draft.id).status_code == 303
    assert "muong-la-nhap" in visitor.get("/hoi-nghi").text
    assert visitor.get("/hoi-nghi/muong-la-nhap").status_code == 200
    assert [act[0] for act in acts(app, draft.id)] == ["conference.publish"]


def test_publishing_twice_is_publishing_once(officer_muongla: CheckedClient, app: Flask) -> None:
    draft = find(app, "muong-la-nhap")
    answers = [publish(officer_muongla, draft.id).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert len(acts(app, draft.id)) == 1
    assert find(app, "muong-la-nhap").version == 2


def test_publishing_needs_the_token(officer_muongla: CheckedClient, app: Flask) -> None:
    draft = find(app, "muong-la-nhap")
    assert officer_muongla.post(f"/can-bo/hoi-nghi/{draft.id}/cong-bo").status_code == 400
    assert find(app, "muong-la-nhap").state is ConferenceState.DRAFT
