"""The list on paper: the wall's with name and code, the officer's with year and tail."""

from __future__ import annotations

import pytest

from tests.door import folk
from tests.door.folk import requests_apart as requests_apart


@pytest.fixture
def base(session):
    meeting = folk.conference(session, in_days=1)
    folk.add_seat(session, meeting, "Giàng A Páo", village="bản Mẫu 3", phone="+84950000201")
    folk.add_seat(session, meeting, "Lò Thị Ánh", village="bản Mẫu 9", phone="+84950000123")
    address = f"/can-bo/hoi-nghi/{meeting.id}/in"
    session.commit()
    return address


def test_the_wall_shows_name_and_row_code_and_nothing_else(base, officer_muongla):
    page = officer_muongla.page(f"{base}/treo")
    rows = [[c.text_content() for c in row] for row in page.css("tbody tr")]
    assert [row[1] for row in rows] == ["Lò Thị Ánh", "Giàng A Páo"]
    assert [len(row) for row in rows] == [2, 2]
    for secret in ("2004", "201", "123", "bản Mẫu"):
        assert secret not in page.text(".sheet tbody")


def test_the_officers_copy_has_year_village_and_tail_and_rows_for_walk_ins(base, officer_muongla):
    page = officer_muongla.page(f"{base}/can-bo")
    text = page.text(".sheet tbody")
    for part in ("Giàng A Páo", "2004", "bản Mẫu 3", "…201"):
        assert part in text
    assert "0950000201" not in page.response.text
    assert len([c for c in page.css(".rc") if c.text_content().startswith("V")]) == 6


def test_both_copies_give_everybody_the_same_code(base, officer_muongla):
    def codes(copy):
        rows = officer_muongla.page(f"{base}/{copy}").css("tbody tr")
        pairs = {row[1].text_content(): row[0].text_content() for row in rows if len(row) > 1}
        return pairs["Lò Thị Ánh"], pairs["Giàng A Páo"]

    assert codes("treo") == codes("can-bo")


def test_each_print_is_written_down_with_its_fields(session, base, officer_muongla):
    officer_muongla.get(f"{base}/treo")
    assert folk.last_audit(session, "view.print_treo").fields == "name,row_code"
    officer_muongla.get(f"{base}/can-bo")
    assert "phone_tail" in folk.last_audit(session, "view.print_can-bo").fields


def test_a_copy_that_does_not_exist_is_not_found(base, officer_muongla):
    assert officer_muongla.get(f"{base}/khac").status_code == 404
