"""A list of people: looked over row by row, then written as at the desk."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.models import (
    AuditEvent,
    BatchState,
    CaseEvent,
    CaseFile,
    Consent,
    DuplicatePair,
    ImportBatch,
    Person,
    Registration,
    RowState,
)
from tests.checked_client import CheckedClient
from tests.intake.sheets import (
    AT,
    HEADINGS,
    answer_columns,
    book,
    person,
    press,
    preview,
    rows_of,
    send,
    state_of,
    work_on,
    write,
)

CONSENT_NEEDED = "Chưa đồng ý dòng này thì chưa được ghi tên."
pytestmark = pytest.mark.both


def test_good_rows_become_people_with_a_case_a_consent_and_a_call(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    address = preview(app, officer_muongla, "people", book([person(n) for n in range(1, 8)]))
    assert state_of(app, address) == (BatchState.PREVIEW, "")
    assert [row.state for row in rows_of(app, address)] == [RowState.NEW] * 7
    with app.app_context():
        assert db.session.query(Person).count() == 0
    write(app, officer_muongla, address)
    assert state_of(app, address) == (BatchState.DONE, "")
    rows = rows_of(app, address)
    assert [row.outcome for row in rows] == ["new"] * 7
    with app.app_context():
        first = db.session.get_one(Person, rows[0].person_id)
        assert (first.name, first.birth_year, first.commune_code) == ("Lò Thị Mẫu b", 1998, "03808")
        made = db.session.query(Registration).filter_by(person_id=first.id).one()
        assert (made.channel, made.typed_village) == ("import", "Bản A")
        case = db.session.get_one(CaseFile, rows[0].case_id)
        assert case.next_step == "call_back"
        consents = db.session.query(Consent).filter_by(person_id=first.id).all()
        assert {(str(c.purpose), c.how, c.note) for c in consents} == {
            ("consent_seat", "paper_list", "Sổ 12/2026, ngăn 3"),
            ("consent_sms", "paper_list", "Sổ 12/2026, ngăn 3"),
        }
        acts = {row.action for row in db.session.query(AuditEvent)}
        assert {"import.send", "import.run", "import.done", "registration.create"} <= acts
    page = officer_muongla.get(f"/can-bo/ho-so/{rows[0].case_id}").text
    assert "Từ danh sách: dòng 2 của x.xlsx" in page


def test_a_double_click_sends_one_file(app: Flask, officer_muongla: CheckedClient) -> None:
    form = officer_muongla.page(f"{AT}/people").form()
    places = set()
    for _click in range(2):
        data = {**form, "file": (io.BytesIO(book([person(1)])), "x.xlsx")}
        answer = officer_muongla.post(f"{AT}/people", data=data, content_type="multipart/form-data")
        places.add(answer.headers["Location"])
    assert len(places) == 1
    with app.app_context():
        assert db.session.query(ImportBatch).count() == 1


def test_the_offices_next_file_knows_its_headings(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    headings = ("Số", "Quý danh", "Ngày sinh", "Số điện thoại", "Xã", "Bản")
    first = send(officer_muongla, "people", book([person(1)], headings))
    work_on(app)
    assert officer_muongla.page(first).form()["cot_name"] == ""
    answer_columns(app, officer_muongla, first, cot_name="1")
    second = send(officer_muongla, "people", book([person(2)], headings))
    work_on(app)
    assert officer_muongla.page(second).form()["cot_name"] == "1"
    answer_columns(app, officer_muongla, second)
    assert state_of(app, second) == (BatchState.PREVIEW, "")


def test_the_same_file_twice_adds_nobody(app: Flask, officer_muongla: CheckedClient) -> None:
    content = book([person(n) for n in range(1, 5)])
    first = preview(app, officer_muongla, "people", content)
    write(app, officer_muongla, first)
    again = preview(app, officer_muongla, "people", content)
    rows = rows_of(app, again)
    assert [row.state for row in rows] == [RowState.KNOWN] * 4
    assert rows[0].problem == "Đã ghi trước đây: dòng 2 của x.xlsx."
    page = officer_muongla.get(again).text
    assert "Chính tệp này đã được ghi trước đây" in page
    answer = press(officer_muongla, again, "run")
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một dòng." in answer.text
    with app.app_context():
        assert db.session.query(Person).count() == 4


def test_the_same_people_in_another_file_are_known_and_repeats_stand_once(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    first = preview(app, officer_muongla, "people", book([person(1), person(2)]))
    write(app, officer_muongla, first)
    rows = [person(2), person(3), person(3), person(1)]
    second = preview(app, officer_muongla, "people", book(rows))
    found = rows_of(app, second)
    assert [row.state for row in found] == [
        RowState.KNOWN,
        RowState.NEW,
        RowState.KNOWN,
        RowState.KNOWN,
    ]
    assert found[2].problem == "Trùng với dòng 3 của tệp này."
    write(app, officer_muongla, second)
    assert [row.outcome for row in rows_of(app, second)] == ["skipped", "new", "skipped", "skipped"]
    with app.app_context():
        assert db.session.query(Person).count() == 3


def test_rows_are_refused_one_by_one_with_the_cell_and_the_sentence(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    good = person(1)
    rows = [
        good,
        (2, "", *good[2:]),
        (3, "Lò Văn Năm", "hôm qua", *good[3:]),
        (4, "Lò Văn Số", "1990", "123", *good[4:]),
        (5, "Lò Văn Xa", "1990", "0950000005", "Suối Tọ", ""),
        (6, "Lò Văn Lạ", "1990", "0950000006", "Xã Không Có", ""),
        (7, "Lò Văn Trẻ", "2015", "0950000007", "Mường La", ""),
    ]
    address = preview(app, officer_muongla, "people", book(rows))
    found = rows_of(app, address)
    assert [(row.state, row.cell) for row in found] == [
        (RowState.NEW, ""),
        (RowState.ERROR, "B3"),
        (RowState.ERROR, "C4"),
        (RowState.ERROR, "D5"),
        (RowState.ERROR, "E6"),
        (RowState.ERROR, "E7"),
        (RowState.ERROR, "C8"),
    ]
    assert found[4].problem == "Người này thuộc Xã Suối Tọ. Cán bộ xã đó sẽ ghi."
    assert all(row.problem for row in found[1:])
    page = officer_muongla.page(address)
    assert [box.get("value") for box in page.css("input[name=tick]")] == ["2"]
    write(app, officer_muongla, address)
    assert [row.outcome for row in rows_of(app, address)] == ["new"] + ["skipped"] * 6


def test_somebody_who_may_be_here_is_written_only_when_ticked(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    first = preview(app, officer_muongla, "people", book([person(1)]))
    write(app, officer_muongla, first)
    other_phone = (1, person(1)[1], "1998", "0950000900", "Mường La", "")
    second = preview(app, officer_muongla, "people", book([other_phone, person(2)]))
    assert [row.state for row in rows_of(app, second)] == [RowState.DOUBT, RowState.NEW]
    press(officer_muongla, second, "keep", ticked=[2])
    assert [row.chosen for row in rows_of(app, second)] == [True, False]
    write(app, officer_muongla, second)
    assert [row.outcome for row in rows_of(app, second)] == ["new", "skipped"]
    with app.app_context():
        assert db.session.query(Person).count() == 2
        assert db.session.query(DuplicatePair).one().why == "name_year_commune"


def test_without_the_signed_list_nothing_is_checked(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    address = send(officer_muongla, "people", book([person(1)]))
    work_on(app)
    form = officer_muongla.page(address).form()
    answer = officer_muongla.post(f"{address}/cot", data={**form, "commune": "03808"})
    assert answer.status_code == 422
    assert CONSENT_NEEDED in answer.text
    assert state_of(app, address) == (BatchState.COLUMNS, "")


def test_an_identity_number_is_sealed_and_finds_the_person_again(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    headings = (*HEADINGS, "Số CCCD")
    rows = [(*person(1), 98123456), (*person(2), "000198123457")]
    address = preview(app, officer_muongla, "people", book(rows, headings))
    assert rows_of(app, address)[0].cell == "G2"  # eight digits are no number
    write(app, officer_muongla, address)
    with app.app_context():
        kept = db.session.query(Person).one()
        assert kept.national_id_masked == "000******457"
    other = ("1", "Lò Thị Mẫu c", "1998", "", "Mường La", "", "000198123457")
    again = preview(app, officer_muongla, "people", book([other], headings))
    assert rows_of(app, again)[0].state is RowState.KNOWN


def test_wishes_of_somebody_who_is_here_become_a_note_once(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    write(app, officer_muongla, preview(app, officer_muongla, "people", book([person(1)])))
    headings = (*HEADINGS, "Nguyện vọng", "Ghi chú")
    rows = [(*person(1), "Nhật Bản", "thích nghề may"), (*person(2), "Đài Loan", "")]
    address = preview(app, officer_muongla, "wishes", book(rows, headings))
    assert [row.state for row in rows_of(app, address)] == [RowState.NEW] * 2
    write(app, officer_muongla, address)
    assert [row.outcome for row in rows_of(app, address)] == ["updated", "new"]
    again = preview(app, officer_muongla, "wishes", book(rows, headings))
    assert [row.state for row in rows_of(app, again)] == [RowState.KNOWN] * 2
    with app.app_context():
        notes = {event.note for event in db.session.query(CaseEvent).filter_by(kind="note")}
    assert notes == {"Nguyện vọng: Nhật Bản. thích nghề may", "Nguyện vọng: Đài Loan."}
