"""How the ministry's list comes in: pasted or sent, and what of it is refused at its cell."""

from __future__ import annotations

import io
from pathlib import Path

from flask import Flask

from jobfair.agencies.history import ContactEntry, add_contact
from jobfair.database import db
from jobfair.models import BatchState, LicenceList, SendingBody
from tests.agencies.helpers import actor, body
from tests.checked_client import CheckedClient
from tests.intake.harmful import bomb
from tests.intake.licence_work import AT, HEADINGS, ON, B, accept, go_on, make_a, seen, send_list
from tests.intake.sheets import state_of, work_on


def test_pasted_rows_are_read_like_a_file(app: Flask, counsellor: CheckedClient) -> None:
    make_a(app)
    text = "\r\n".join("\t".join(map(str, row)) for row in (HEADINGS, *B))
    form = counsellor.page(AT).form()
    answer = counsellor.post(AT, data={**form, "pasted": text})
    assert answer.status_code == 303
    again = counsellor.post(AT, data={**form, "pasted": text})
    assert again.headers["Location"] == answer.headers["Location"]  # the same press twice
    address = go_on(app, counsellor, answer.headers["Location"])
    assert [kind for kind, _key, _facts in seen(app, address)] == [
        *("suspended", "ended", "renamed", "merged", "same", "added", "gone")
    ]


def test_what_is_no_list_is_refused_with_a_sentence(app: Flask, counsellor: CheckedClient) -> None:
    form = counsellor.page(AT).form()
    assert counsellor.post(AT, data=form).status_code == 422
    both = {**form, "pasted": "a\tb", "file": (io.BytesIO(b"x"), "x.csv")}
    assert counsellor.post(AT, data=both, content_type="multipart/form-data").status_code == 422
    assert counsellor.post(AT, data={**form, "pasted": "x" * 150_001}).status_code == 422
    for sent, problem in (
        ({"file": (io.BytesIO(bomb()), "danh sach.xlsx")}, "bomb"),
        ({"pasted": "ten\tso giay phep\n" + "a\tb\n" * 2001}, "long"),
    ):
        data = {**counsellor.page(AT).form(), **sent}
        answer = counsellor.post(AT, data=data, content_type="multipart/form-data")
        address = answer.headers["Location"]
        work_on(app)
        assert state_of(app, address) == (BatchState.REFUSED, problem)
        assert counsellor.get(address).status_code == 200


def test_wrong_columns_and_odd_cells_are_said_at_their_row(
    app: Flask, counsellor: CheckedClient
) -> None:
    make_a(app)
    rows = [
        (1, "=HYPERLINK(1)", "011/MAU-GP", "12", "", "", "Đang hoạt động"),
        (2, "Công ty mẫu Vì Thị Ón", "012/SLĐTBXH-GP", "", "", "", "Đang hoạt động"),
        (3, "Công ty mẫu Hát", "013/MAU-GP", "", "", "", "hát hay"),
        (4, "Công ty mẫu Sao Hỏa", "014/MAU-GP", "", "", "", "Đình chỉ", "Sao Hỏa"),
        (5, "Công ty mẫu " + "dài " * 60, "015/MAU-GP", "", "", "", ""),
        (6, "Cong ty mau d", "015/mau-gp", "", "", "", ""),
        (7, "H'Mông", "016/MAU-GP", "", "", "9999", "Đình chỉ thị trường Hàn Quốc và Úc"),
    ]
    address = send_list(app, counsellor, rows, whole=False)
    said = seen(app, address)
    assert [key for _kind, key, _facts in said] == ["line:6", "line:8"]
    assert ("suspended", "", "KR") in said[1][2]
    assert ("suspended", "", "AU") in said[1][2]
    text = counsellor.page(address).text(".notice")
    for cell in ("D2", "C3", "G4", "H5"):
        assert cell in text
    assert accept(counsellor, address).status_code == 303


def test_only_the_province_may(
    app: Flask, officer_muongla: CheckedClient, agency_one: CheckedClient, counsellor: CheckedClient
) -> None:
    address = send_list(app, counsellor, B, whole=False)
    for client in (officer_muongla, agency_one):
        assert client.get(AT).status_code == 403
        assert client.get(address).status_code == 404
    with app.app_context():
        assert db.session.query(LicenceList).count() == 0


def test_the_example_list_is_read_to_the_last_row(app: Flask, counsellor: CheckedClient) -> None:
    content = (Path(__file__).parents[1] / "corpus" / "licence_list.csv").read_bytes()
    data = {**counsellor.page(AT).form(), "file": (io.BytesIO(content), "danh sach.csv")}
    sent = counsellor.post(AT, data=data, content_type="multipart/form-data")
    address = go_on(app, counsellor, sent.headers["Location"])
    kinds = [kind for kind, _key, _facts in seen(app, address)]
    assert kinds == ["suspended", "renamed", "added", "added", "added", "added", "added"]
    assert not counsellor.page(address).css(".notice")


def test_a_number_of_another_body_is_left_out_and_said(
    app: Flask, counsellor: CheckedClient
) -> None:
    with app.app_context():
        entry = ContactEntry("phone", "0212 000 1777", ON, "mẫu")
        add_contact(body(), entry, by=actor("counsellor"))
        db.session.commit()
    row = (1, "Công ty mẫu Lạ", "077/MAU-GP", "", "", "0212 000 1777; 0212 000 1778")
    address = send_list(app, counsellor, [row], whole=False)
    said = "0212 000 1777 là của Công ty mẫu Cánh Chim Núi."
    assert said in counsellor.page(address).text("main table")
    assert accept(counsellor, address).status_code == 303
    with app.app_context():
        new = db.session.query(SendingBody).filter_by(licence_number="077/MAU-GP").one()
        assert [c.value_shown for c in new.contacts] == ["0212 000 1778"]
