from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.checked_client import CheckedClient
from tests.conferences.helpers import counted_queries, find, plan, register, values_of

pytestmark = pytest.mark.both
ACTS = ("sua", "huy")
Enter = Callable[[str], CheckedClient]


def rows(client: CheckedClient, path: str = "/can-bo/hoi-nghi") -> list[str]:
    return [" ".join(th.text_content().split()) for th in client.page(path).css("tbody th")]


def test_an_officer_sees_her_own_commune_first(officer_suoito: CheckedClient) -> None:
    listed = rows(officer_suoito)
    assert listed[0].startswith("Xã Suối Tọ")
    assert "xã của bạn" in listed[0]
    assert len(listed) == 5


@pytest.mark.parametrize("act", ACTS)
def test_another_communes_plan_is_like_none(
    officer_suoito: CheckedClient, app: Flask, act: str
) -> None:
    there = officer_suoito.get(f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}/{act}")
    nowhere = officer_suoito.get(f"/can-bo/hoi-nghi/khong-co/{act}")
    assert there.status_code == nowhere.status_code == 404
    assert there.data == nowhere.data


@pytest.mark.parametrize("act", [*ACTS, "cong-bo"])
def test_another_communes_plan_takes_no_post(
    officer_suoito: CheckedClient, app: Flask, act: str
) -> None:
    token = officer_suoito.page("/can-bo/hoi-nghi/moi").form()["csrf_token"]
    typed = plan(csrf_token=token, version="1", cancel_reason="Không")
    there = officer_suoito.post(f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}/{act}", data=typed)
    assert there.status_code == 404
    assert find(app, "muong-la-1").version == 1


def test_an_officer_cannot_plan_in_another_commune(officer_suoito: CheckedClient) -> None:
    answer = officer_suoito.send("/can-bo/hoi-nghi/moi", plan(commune="03808"))
    assert answer.status_code == 422


def test_an_officer_reads_another_communes_conference_without_buttons(
    officer_suoito: CheckedClient, app: Flask
) -> None:
    here = f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}"
    page = officer_suoito.page(here)
    assert page.status == 200
    links = [a.get("href").partition("?")[0] for a in page.css("main .acts a, main .ways a")]
    copies = ["/can-bo/hoi-nghi/moi", f"{here}/chuoi"]
    assert links == [f"{here}/bo-tai-lieu", f"{here}/goi", *copies]  # of her own people


def test_an_officer_does_not_see_another_communes_draft(
    officer_suoito: CheckedClient, officer_muongla: CheckedClient, app: Flask
) -> None:
    path = f"/can-bo/hoi-nghi/{find(app, 'muong-la-nhap').id}"
    assert officer_suoito.get(path).status_code == 404
    assert officer_muongla.get(path).status_code == 200
    assert rows(officer_suoito, "/can-bo/hoi-nghi?loai=drafts") == []
    assert len(rows(officer_muongla, "/can-bo/hoi-nghi?loai=drafts")) == 1


@pytest.mark.parametrize("username", ["counsellor", "leader"])
def test_counsellor_and_leader_plan_everywhere(signed_in: Enter, app: Flask, username: str) -> None:
    client = signed_in(username)
    for slug in ("muong-la-1", "suoi-to-1", "muong-la-nhap"):
        assert client.get(f"/can-bo/hoi-nghi/{find(app, slug).id}/sua").status_code == 200
    new = "/can-bo/hoi-nghi/moi"
    answer = client.post(new, data=values_of(client.page(new)) | plan(commune="03901"))
    assert answer.status_code == 303


@pytest.mark.parametrize("username", ["agency.one", "bank", "auditor"])
def test_agency_bank_and_auditor_only_read(signed_in: Enter, app: Flask, username: str) -> None:
    client = signed_in(username)
    conference = find(app, "muong-la-1")
    page = client.page(f"/can-bo/hoi-nghi/{conference.id}")
    assert page.status == 200
    assert not page.css("main form")
    assert not page.css("main a[href$='/sua'], main a[href*='/moi']")
    for path in ("/moi", f"/{conference.id}/sua", f"/{conference.id}/huy"):
        assert client.get(f"/can-bo/hoi-nghi{path}").status_code == 403
    sees_draft = client.get(f"/can-bo/hoi-nghi/{find(app, 'muong-la-nhap').id}").status_code
    assert sees_draft == (200 if username == "auditor" else 404)


def test_the_admin_sees_no_conferences(admin: CheckedClient) -> None:
    assert admin.get("/can-bo/hoi-nghi").status_code == 403


def test_the_public_is_sent_to_sign_in(visitor: CheckedClient) -> None:
    answer = visitor.get("/can-bo/hoi-nghi")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/can-bo/dang-nhap")


def test_the_page_shows_numbers_and_no_names(officer_muongla: CheckedClient, app: Flask) -> None:
    register(app, "muong-la-1", number=7)
    page = officer_muongla.page(f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}")
    assert "Đã giữ 1/50 chỗ" in page.text("main")
    assert "Người Mẫu" not in page.text("main")


def test_the_roster_is_linked_when_it_opens(
    officer_muongla: CheckedClient,
    officer_suoito: CheckedClient,
    counsellor: CheckedClient,
    app: Flask,
) -> None:
    held = find(app, "muong-la-truoc")  # seven days ago: its last day
    ahead = find(app, "muong-la-1")  # in four days: opens tomorrow
    for client, conference, linked in (
        (officer_muongla, ahead, False),
        (officer_muongla, held, True),
        (officer_suoito, held, False),
        (counsellor, ahead, True),
        (counsellor, find(app, "muong-la-nhap"), False),
    ):
        page = client.page(f"/can-bo/hoi-nghi/{conference.id}")
        links = page.css("main a[href$='/diem-danh']")
        assert bool(links) is linked
        for link in links:  # no dead button
            assert client.get(link.get("href")).status_code == 200


def test_the_list_is_found_by_old_district_and_split_by_time(counsellor: CheckedClient) -> None:
    assert len(rows(counsellor, "/can-bo/hoi-nghi?q=phu yen")) == 1
    assert len(rows(counsellor, "/can-bo/hoi-nghi?loai=past")) == 1
    assert len(rows(counsellor, "/can-bo/hoi-nghi?loai=drafts")) == 1
    assert len(rows(counsellor, "/can-bo/hoi-nghi?loai=khac&trang=-3")) == 5


def test_the_list_asks_the_same_number_of_times_whatever_its_length(
    counsellor: CheckedClient, app: Flask
) -> None:
    counsellor.get("/can-bo/hoi-nghi")  # names of communes and markets are kept for a minute
    with counted_queries(app) as few:
        counsellor.get("/can-bo/hoi-nghi?loai=past")
    with counted_queries(app) as many:
        counsellor.get("/can-bo/hoi-nghi")
    assert len(many) == len(few)
    assert len(many) <= 20, many
