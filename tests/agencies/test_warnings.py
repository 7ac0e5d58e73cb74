"""A warning is public once two people checked it; its numbers are red until it is taken back."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobfair.agencies import warnings
from jobfair.agencies.refusal import Refused
from jobfair.agencies.warning_names import reads_like_person
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid, Stale
from jobfair.lib.codes import new_form_key
from jobfair.models import ScamWarning, WarningState
from tests.agencies.helpers import actor, acts
from tests.checked_client import CheckedClient
from tests.house.trust import entry, publish

LIST = "/can-bo/canh-bao"


def colour(visitor: CheckedClient, question: str) -> str:
    page = visitor.page(f"/kiem-tra?q={quote(question)}")
    return str(page.one(".verdict").get("data-verdict"))


def written(**changes: str) -> dict[str, str]:
    return {
        "title": "Tuyển dụng giả, bắt đặt cọc",
        "text": "Họ đòi đặt cọc trước.",
        "phones": "0950 000 921\n+84 950 000 921",
        "accounts": "921000111222, Ngân hàng mẫu",
        "sites": "https://tuyengia.example/viec",
        "source": "Phản ánh của người dân",
        "checked_on": "2026-11-20",
        "check_again_on": "2027-05-20",
    } | changes


def press(client: CheckedClient, address: str, ending: str) -> int:
    form = client.page(address).one(f"form[action$='/{ending}']")
    data = {name: value for name, value in dict(form.fields).items() if value is not None}
    return client.post(form.get("action"), data=data).status_code


def test_from_the_draft_to_red_and_back(
    app: Flask,
    visitor: CheckedClient,
    officer_muongla: CheckedClient,
    counsellor: CheckedClient,
    leader: CheckedClient,
) -> None:
    assert colour(visitor, "0950 000 921") == "amber"
    answer = officer_muongla.send(f"{LIST}/moi", written())
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert len(officer_muongla.page(address).css("dl.facts .num, dl.facts dd")) >= 3
    assert press(officer_muongla, address, "gui") == 303
    assert not officer_muongla.page(address).css("form[action$='/kiem-tra']")  # not her own
    assert not counsellor.page(address).css("form[action$='/dang']")  # only once checked
    assert press(counsellor, address, "kiem-tra") == 303
    assert colour(visitor, "0950 000 921") == "amber"
    assert "Tuyển dụng giả" not in visitor.page("/canh-bao").text("main")
    assert press(counsellor, address, "dang") == 303

    for question in ("0950000921", "921 000 111 222", "tuyengia.example"):
        assert colour(visitor, question) == "red", question
    page = visitor.page("/kiem-tra?q=0950000921")
    link = page.css("main .notice.danger a")[0].get("href")
    shown = visitor.page(link).text("main")
    assert "095 0000 921" in shown
    assert "Trần Thu Hương" in shown  # the officer who published it, by name
    assert "Tuyển dụng giả" in visitor.page("/canh-bao?q=tuyen+dung").text("ul.rows")
    assert "Tuyển dụng giả" in visitor.page("/canh-bao?q=0950000921").text("ul.rows")
    feed = etree.fromstring(visitor.get("/canh-bao.atom").data)
    assert "tuyengia.example" in etree.tostring(feed, encoding="unicode")
    data = json.loads(visitor.page(link).one("script[type='application/ld+json']").text)
    assert data["@type"] == "Article"
    assert link in visitor.get("/sitemap.xml").text

    form = leader.page(address).form("form[action$='/rut']")
    refused = leader.post(f"{address}/rut", data=form | {"reason": " "})
    assert refused.status_code == 422
    assert leader.post(f"{address}/rut", data=form | {"reason": "Nhầm số."}).status_code == 303
    assert colour(visitor, "0950 000 921") == "amber"
    gone = visitor.page(link).text("main")
    assert "đã rút" in gone
    assert "095 0000 921" not in gone
    assert "Đăng cảnh báo" in leader.page(address).text("aside")
    made = [act for act in acts(app, address.rsplit("/", 1)[1]) if act.startswith("scam_warning")]
    assert [act.split(".")[1] for act in made] == ["draft", "send", "check", "publish", "withdraw"]


def test_a_draft_sent_twice_is_one(app: Flask, officer_muongla: CheckedClient) -> None:
    form = officer_muongla.page(f"{LIST}/moi").form("main form") | written()
    places = {officer_muongla.post(f"{LIST}/moi", data=form).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    with app.app_context():
        slugs = [row.slug for row in db.session.query(ScamWarning)]
        assert slugs == ["tuyen-dung-gia-bat-dat-coc"]


@pytest.mark.both
def test_two_titles_alike_have_two_addresses_and_a_number_stands_once(session: Session) -> None:
    one, two = publish(entry(phone="0950000922\n0950 000 922")), publish(entry())
    assert one.slug != two.slug
    assert [mark.value_shown for mark in one.marks] == ["095 0000 922"]


@pytest.mark.both
def test_nobody_checks_twice_and_a_change_takes_both_checks_back(session: Session) -> None:
    officer, counsellor, leader = map(actor, ("officer.muongla", "counsellor", "leader"))
    made = warnings.draft_warning(entry(), by=counsellor, act_key=new_form_key())
    with pytest.raises(Conflict):
        warnings.publish_warning(made, made.version, by=leader)
    warnings.send_warning(made, made.version, by=officer)
    for same in (counsellor, officer):  # who wrote it, who checked it first
        with pytest.raises(Forbidden):
            warnings.check_warning(made, made.version, by=same)
    old = made.version
    warnings.check_warning(made, made.version, by=leader)
    with pytest.raises(Stale):
        warnings.publish_warning(made, old, by=leader)
    warnings.edit_warning(made, entry("Đổi tiêu đề"), made.version, by=officer)
    assert (made.state, made.first_by, made.second_by) == (WarningState.DRAFT, "", "")
    with pytest.raises(Conflict):
        warnings.publish_warning(made, made.version, by=leader)


@pytest.mark.both
def test_the_database_itself_wants_two_people(session: Session) -> None:
    made = warnings.draft_warning(entry(), by=actor("leader"), act_key=new_form_key())
    made.state, made.first_by, made.second_by = WarningState.PUBLISHED, "one", "one"
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_is_missing_is_named_before_the_first_check(session: Session) -> None:
    bare = warnings.WarningEntry(title="Chỉ có tiêu đề")
    made = warnings.draft_warning(bare, by=actor("leader"), act_key=new_form_key())
    with pytest.raises(Invalid) as error:
        warnings.send_warning(made, made.version, by=actor("leader"))
    for words in ("số điện thoại", "nguồn"):
        assert words in str(error.value).casefold()


PERSONS = ("Nguyễn Văn Mẫu", "Lò Thị Mẫu", "cô Lan", "Giàng A Mẫu", "Bà Hoa Mẫu")
BODIES = ("Công ty Hoàng Gia Mẫu", "Nhóm Việc Nhanh", "XKLD Nhanh", "H'Mông", "Bà Rịa", "TUYENGAP")


def test_a_private_name_is_refused_a_body_is_not() -> None:
    assert [name for name in PERSONS if not reads_like_person(name)] == []
    assert [name for name in BODIES if reads_like_person(name)] == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", "Cảnh báo chị Hoa thu tiền"),
        ("text", "Gặp anh Tuấn ở chợ."),
        ("name_used", "Nguyễn Văn Mẫu"),
        ("accounts", "123456789, NGUYEN VAN MAU"),
        ("accounts", "123456789, Ngân hàng mẫu, NGUYEN VAN MAU"),
        ("phones", "không phải số"),
        ("sites", "https://www.facebook.com/tuyengap"),
        ("title", "x" * 121),
    ],
)
def test_what_may_not_stand_in_a_warning(
    officer_muongla: CheckedClient, field: str, typed: str
) -> None:
    answer = officer_muongla.send(f"{LIST}/moi", written(**{field: typed}))
    assert answer.status_code == 422
    assert typed[:20].encode() in answer.data  # nothing typed is lost


def test_a_number_of_the_register_is_pointed_out_before_it_turns_red(
    officer_muongla: CheckedClient, session: Session
) -> None:
    made = warnings.WarningEntry("Mẫu", name_used="Công ty mẫu Cánh Chim Núi")
    row = warnings.draft_warning(made, by=actor("leader"), act_key=new_form_key())
    session.commit()
    assert "Cánh Chim Núi" in officer_muongla.page(f"{LIST}/{row.id}").text(".notice.danger")


def test_refusals_name_their_field(session: Session) -> None:
    with pytest.raises(Refused) as error:
        warnings.draft_warning(
            entry("Ông Mẫu thu tiền"), by=actor("leader"), act_key=new_form_key()
        )
    assert error.value.field == "title"
