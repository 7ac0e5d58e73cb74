"""Staff: taken, answered, handed on, closed; who may see it; what becomes of it with the days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.agencies.complaint_counts import count_complaints_of
from jobfair.complaints import acts, daily
from jobfair.complaints.pictures import add_picture, sweep_pictures, vault
from jobfair.complaints.sealing import open_text
from jobfair.complaints.to_warning import draft_from, numbers_of
from jobfair.database import db
from jobfair.errors import Conflict, Stale
from jobfair.lib.clock import at, now, today
from jobfair.lib.codes import new_form_key
from jobfair.models import Complaint, ComplaintState, OfficeKind, Outcome
from tests.agencies.helpers import actor, body
from tests.agencies.helpers import acts as audited
from tests.checked_client import CheckedClient
from tests.complaints.helpers import PHONE, STAFF, end, make, make_id, opened, stored
from tests.papers.photos import picture

pytestmark = pytest.mark.both


def press(client: CheckedClient, address: str, ending: str, **data: str) -> int:
    form = client.page(address).form(f"form[action$='/{ending}']")
    return client.post(f"{address}/{ending}", data=form | data).status_code


def test_from_the_list_to_the_answer(
    app: Flask, counsellor: CheckedClient, visitor: CheckedClient
) -> None:
    address = f"{STAFF}/{make_id(app)}"
    with app.app_context():
        number = db.session.query(Complaint.number).scalar()
    assert "950000" not in counsellor.page(STAFF).text("main")  # the list names nobody
    page = counsellor.page(address)
    assert "Thu tiền không biên lai." in page.text("main")
    assert page.css("a[href='tel:+84950000777']")
    assert press(counsellor, address, "nhan") == 303
    assert press(counsellor, address, "noi", kind="answer", text="Đang kiểm tra.") == 303
    assert press(counsellor, address, "noi", kind="", text="") == 422
    moved = {"to": "Thanh tra Sở mẫu", "number": "12/MAU", "on": today().isoformat()}
    assert counsellor.send(f"{address}/chuyen-thanh-tra", moved).status_code == 303
    told = opened(visitor, number).text("main")
    assert "Thanh tra Sở mẫu" in told
    assert "12/MAU" in told
    late = moved | {"on": (today() + timedelta(days=1)).isoformat()}
    assert counsellor.send(f"{address}/chuyen-thanh-tra", late).status_code == 422
    ended = {"outcome": "inspected", "text": "Công ty đã trả lại tiền."}
    assert counsellor.send(f"{address}/ket-thuc", ended).status_code == 303
    assert "trả lại tiền" in opened(visitor, number).text("main")
    with app.app_context():
        done = [act.split(".")[1] for act in audited(app, address.rsplit("/", 1)[1])]
        assert done == ["receive", "complaint", "take", "answer", "hand_over", "close"]


def test_a_commune_a_company_and_a_bank_see_none_of_it(
    app: Flask,
    agency_one: CheckedClient,
    officer_muongla: CheckedClient,
    counsellor: CheckedClient,
    leader: CheckedClient,
    auditor: CheckedClient,
) -> None:
    with app.app_context():
        one = body().id
    about_body, about_staff = make_id(app, body_id=one), make_id(app, "staff")
    for client in (agency_one, officer_muongla):
        assert client.get(STAFF).status_code == 403
        assert client.get(f"{STAFF}/{about_body}").status_code == 403
    assert counsellor.get(f"{STAFF}/{about_staff}").status_code == 404  # a colleague's
    assert about_staff not in counsellor.get(STAFF).text
    assert leader.get(f"{STAFF}/{about_staff}").status_code == 200
    page = auditor.page(f"{STAFF}/{about_body}")
    assert not page.css("main form")
    assert "950000777" not in page.text("main").replace(" ", "")


def test_two_officers_at_once_and_a_double_click(session: Session) -> None:
    made, by, key = make(), actor("counsellor"), new_form_key()
    old = made.version
    acts.take(made, by=by, act_key=key, version=old)
    acts.take(made, by=by, act_key=key, version=old)  # the same click
    with pytest.raises(Stale):
        acts.take(made, by=actor("leader"), act_key=new_form_key(), version=old)
    assert made.owner_user == by.user_id
    end(made)
    with pytest.raises(Conflict):
        acts.escalate(made, "x", by=by, act_key=new_form_key(), version=made.version)


def test_what_is_overdue_climbs_once_and_keeps_its_office(
    app: Flask, session: Session, leader: CheckedClient
) -> None:
    fresh, kept = make(), make()
    acts.take(kept, by=actor("counsellor"), act_key=new_form_key(), version=kept.version)
    given = acts.HandOver("Thanh tra mẫu", "1", today())
    handed, key = make(), new_form_key()
    acts.hand_over(handed, given, by=actor("counsellor"), act_key=key, version=handed.version)
    session.commit()
    assert daily.climb_overdue(fresh.take_by) == 0
    assert daily.climb_overdue(fresh.take_by + timedelta(days=1)) == 1  # nobody took it
    assert daily.climb_overdue(kept.due_on + timedelta(days=1)) == 1
    assert daily.climb_overdue(kept.due_on + timedelta(days=9)) == 0
    session.commit()
    assert fresh.escalated_at is not None
    assert fresh.owner_office.kind is OfficeKind.CENTRE
    assert handed.escalated_at is None
    assert fresh.number[:4] in leader.page(f"{STAFF}?nhom=lanh-dao").text("main")
    assert "lãnh đạo" in leader.page("/can-bo/").text("main").casefold()


def test_handing_up_gives_it_to_the_department(session: Session) -> None:
    made, key = make(), new_form_key()
    acts.escalate(made, "Cần quyết định.", by=actor("counsellor"), act_key=key, version=1)
    session.flush()
    session.refresh(made)
    assert made.owner_office.kind is OfficeKind.DEPARTMENT
    assert made.escalated_at is not None


def test_the_company_is_set_by_name_and_counted_once_taken(
    app: Flask, session: Session, counsellor: CheckedClient
) -> None:
    made, one = make(), body().id
    address = f"{STAFF}/{made.id}"
    session.commit()
    assert press(counsellor, address, "doanh-nghiep", company="không có") == 422
    assert press(counsellor, address, "doanh-nghiep", company="001/MAU-GP") == 303
    with app.app_context():
        assert count_complaints_of(one, today(), today()) == 0  # nobody has taken it yet
    assert press(counsellor, address, "nhan") == 303
    with app.app_context():
        assert count_complaints_of(one, today(), today()) == 1


NUMBERS = "0950 000 778\n123 456 789, NGUYEN VAN MAU\nhttps://tuyengia.example/x facebook.com/x"


def test_numbers_become_a_draft_warning_names_do_not(session: Session) -> None:
    made = make("scam", numbers=NUMBERS, text="Ông Mẫu đòi tiền.", name="Vì Thị Ón")
    warning = draft_from(made, by=actor("counsellor"))
    assert draft_from(made, by=actor("leader")).id == warning.id
    kept = {(mark.kind, mark.value_normalised) for mark in warning.marks}
    assert kept == {
        ("phone", "+84950000778"),
        ("account", "123456789"),
        ("web", "tuyengia.example"),
    }
    everything = repr([warning.title, warning.text, warning.folded, warning.source])
    assert not [word for word in ("Mẫu đòi", "NGUYEN", "nguyen", "Ón") if word in everything]
    assert numbers_of("") == {"phone": [], "account": [], "web": []}


def test_what_was_typed_is_erased_after_the_term(app: Flask, session: Session) -> None:
    made = make(numbers="0950 000 778", name="Vì Thị Ón", body_id=body().id)
    picture_row = add_picture(made, picture(size=(40, 30)), act_key=new_form_key())
    session.commit()
    assert vault.path_of(picture_row.id).exists()
    end(made)
    session.commit()
    assert daily.erase_old_complaints(today() + timedelta(days=730)) == 0
    assert daily.erase_old_complaints(today() + timedelta(days=732)) == 1
    session.commit()
    assert {open_text(made, name) for name in ("text", "name", "phone", "numbers")} == {""}
    assert (made.phone_hmac, made.outcome, made.state) == (
        None,
        Outcome.UPHELD,
        ComplaintState.CLOSED,
    )
    assert not vault.path_of(picture_row.id).exists()
    assert count_complaints_of(body().id) == 1  # what is counted stays


def test_the_leader_erases_at_the_writers_wish(
    app: Flask, leader: CheckedClient, counsellor: CheckedClient, visitor: CheckedClient
) -> None:
    with app.app_context():
        made = make()
        end(made)
        db.session.commit()
        address, number = f"{STAFF}/{made.id}", made.number
    assert not counsellor.page(address).css("form[action$='/xoa']")
    assert press(leader, address, "xoa") == 303
    with app.app_context():
        assert open_text(stored(number), "text") == ""
    assert visitor.post(
        "/phan-anh/tra-cuu", data={"number": number, "proof": PHONE}
    ).status_code == (422)


def test_files_without_a_row_are_swept(session: Session) -> None:
    key, _sealed = vault.make_key("strayfilestrayfile")
    vault.put("strayfilestrayfile", b"x", key)
    with at(now()):
        assert sweep_pictures(older_than=3600) == 0
        assert sweep_pictures(older_than=-1) >= 1
