"""Steps made together: who can, who cannot and why; each once, whatever is pressed twice."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from jobfair.cases import bulk
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import BulkMove, CaseEvent, CaseFile, Placement, Stage
from tests.cases import journey
from tests.cases.gate_rows import bare_record
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import SUOI_TO

pytestmark = pytest.mark.both
PAGE = "/can-bo/ho-so/cung-luc"
S = Stage


@pytest.fixture
def screened(session):
    """Three people of Mường La who can be called counselled, one without the note."""
    ids = []
    for name in ("Lò Thị Ánh", "Lò Thị Bưởi", "Lò Thị Cúc", "Lò Thị Duyên"):
        case = journey.put(journey.new_case(name=name), S.REGISTERED)
        if name != "Lò Thị Duyên":
            bare_record(case, "counsel_note")
        ids.append(case.id)
    session.commit()
    return ids


def _confirm(client, path, **more):
    """Send the preview's form as it stands, with what a person types."""
    page = client.page(path)
    boxes = page.css("main input[name=chon]:checked, main input[name=chon][checked]")
    data = page.form() | {"chon": list(dict.fromkeys(box.get("value") for box in boxes))} | more
    return data, client.post(PAGE, data=data)


def _stages(session, ids):
    rows = {c.id: c.stage for c in folk.read(session, session.query(CaseFile))}
    return [rows[one] for one in ids]


def test_the_page_offers_each_step_with_how_many_stand_before_it(screened, counsellor):
    text = counsellor.page(f"{PAGE}?ca=1").text("main")
    assert "4 người đang được chọn" in text
    assert "4 người đang đứng trước bước này" in text


def test_the_preview_says_who_can_and_who_cannot_and_why(screened, counsellor):
    page = counsellor.page(f"{PAGE}?ca=1&toi=counselled")
    assert "3 người được" in page.text("main .head")
    cannot = page.text("section[aria-labelledby=cannot]")
    assert "Lò Thị Duyên" in cannot
    assert "tư vấn" in cannot


def test_only_those_who_can_are_moved_and_each_has_her_own_event(session, screened, counsellor):
    _data, answer = _confirm(counsellor, f"{PAGE}?ca=1&toi=counselled")
    assert answer.status_code == 303
    assert _stages(session, screened) == [S.COUNSELLED] * 3 + [S.REGISTERED]
    page = counsellor.page(answer.headers["Location"])
    assert "Đã chuyển 3 người" in page.text("main .head")
    moves = folk.read(session, session.query(CaseEvent).filter_by(to_stage=S.COUNSELLED))
    assert len({e.act_key for e in moves}) == 3
    people = folk.last_audit(session, "case.bulk_move").person_ids.split(",")
    assert len(people) == 3


def test_a_double_click_and_a_lost_answer_repeat_nothing(session, screened, counsellor):
    data, first = _confirm(counsellor, f"{PAGE}?ca=1&toi=counselled")
    again = counsellor.post(PAGE, data=data)
    assert again.headers["Location"] == first.headers["Location"]
    moves = folk.read(session, session.query(CaseEvent).filter_by(to_stage=S.COUNSELLED))
    assert len(moves) == 3
    assert len(folk.read(session, session.query(BulkMove))) == 1


def test_whoever_was_changed_meanwhile_is_left_and_named(session, screened, counsellor):
    page = counsellor.page(f"{PAGE}?ca=1&toi=counselled")
    boxes = [box.get("value") for box in page.css("main input[name=chon]")]
    case = session.get_one(CaseFile, screened[0])
    journey.step(case, S.WITHDRAWN, "officer.muongla", reason="family")
    session.commit()
    answer = counsellor.post(PAGE, data=page.form() | {"chon": boxes})
    assert _stages(session, screened)[:2] == [S.WITHDRAWN, S.COUNSELLED]
    refused = counsellor.page(answer.headers["Location"]).text("section[aria-labelledby=refused]")
    assert "Lò Thị Ánh" in refused
    assert "Lò Thị Duyên (người ghi)" not in refused


def test_ticked_people_alone_are_taken(session, screened, counsellor):
    query = urlencode([("chon", screened[0]), ("chon", screened[1]), ("toi", "counselled")])
    _confirm(counsellor, f"{PAGE}?{query}")
    assert _stages(session, screened)[:3] == [S.COUNSELLED, S.COUNSELLED, S.REGISTERED]


def test_nobody_of_another_commune_can_be_slipped_in(session, screened, officer_muongla):
    other = journey.put(journey.new_case(SUOI_TO, "Mùa Thị Dơ"), S.INTEREST)
    ids = [journey.new_case(name="Hà Thị Ế").id, other.id]
    session.commit()
    query = urlencode([*(("chon", one) for one in ids), ("toi", "registered")])
    data, _answer = _confirm(officer_muongla, f"{PAGE}?{query}")
    assert data["chon"] == [f"{ids[0]}.1"]
    sent = data | {"chon": [f"{ids[1]}.1"], "form_key": new_form_key()}
    officer_muongla.post(PAGE, data=sent)
    assert _stages(session, ids) == [S.REGISTERED, S.INTEREST]


def test_one_day_and_one_document_serve_everybody(session, counsellor):
    cases = [journey.put(journey.new_case(name=f"Lò Thị {n}"), S.INTERVIEWED) for n in "ABC"]
    for case in cases:
        journey.agree(case)
    ids = [case.id for case in cases]
    session.commit()
    path = f"{PAGE}?ca=1&toi=selected"
    page = counsellor.page(path)
    boxes = [box.get("value") for box in page.css("main input[name=chon]")]
    data = page.form() | {"chon": boxes}
    refused = counsellor.post(PAGE, data=data)
    assert refused.status_code == 422
    day = clock.today() - timedelta(days=1)
    counsellor.post(PAGE, data=data | {"document_ref": "CV 12/MAU", "selected_on": day.isoformat()})
    assert _stages(session, ids) == [S.SELECTED] * 3
    placements = folk.read(session, session.query(Placement))
    assert {p.selected_on for p in placements} == {day}


def test_steps_with_data_of_their_own_or_a_reason_are_not_offered(session, counsellor):
    journey.put(journey.new_case(), S.SCREENED)
    journey.put(journey.new_case(), S.WAITING_DEPARTURE)
    session.commit()
    text = counsellor.page(f"{PAGE}?ca=1").text("section[aria-labelledby=steps]")
    assert "Không có bước nào làm cùng lúc được" in text
    preview = counsellor.page(f"{PAGE}?ca=1&toi=departed").text("main")
    assert "cần dữ liệu riêng" in preview


def test_a_result_is_for_whoever_pressed(session, screened, counsellor, officer_muongla):
    _data, answer = _confirm(counsellor, f"{PAGE}?ca=1&toi=counselled")
    path = answer.headers["Location"]
    missing = officer_muongla.get(f"{PAGE}/khongco")
    other = officer_muongla.get(path)
    assert other.status_code == missing.status_code == 404
    assert other.data == missing.data


def test_another_persons_key_is_refused(session, screened, counsellor, officer_muongla):
    data, _answer = _confirm(counsellor, f"{PAGE}?ca=1&toi=counselled")
    keep = "section[aria-labelledby=keep] form"
    token = officer_muongla.page("/can-bo/ho-so?qua-han=1").form(keep)["csrf_token"]
    answer = officer_muongla.post(PAGE, data=data | {"csrf_token": token})
    assert answer.status_code == 409


def test_the_limit_holds(session):
    assert bulk.get_chosen([f"x{n}" for n in range(bulk.MOST + 50)], journey.actor("leader")) == []
    assert bulk.MOST == 200
