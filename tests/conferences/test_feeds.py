from __future__ import annotations

from datetime import UTC, datetime, timedelta

import vobject
from flask import Flask
from icalendar import Calendar
from lxml import etree

from jobfair.lib import clock
from jobfair.models import RegistrationState
from tests.checked_client import CheckedClient
from tests.conferences.helpers import change, find, register

ALL = ["muong-la-1", "chieng-lao-day", "suoi-to-1", "truc-tuyen-1"]


def test_json_holds_the_promised_fields_in_order_of_date(visitor: CheckedClient) -> None:
    answer = visitor.get("/hoi-nghi.json")
    assert answer.mimetype == "application/json"
    rows = answer.get_json()
    assert [row["slug"] for row in rows] == ALL
    assert set(rows[0]) == {
        *("slug", "title", "starts_at", "commune", "capacity", "seats_left", "status")
    }
    assert rows[0]["commune"] == "03808"
    assert rows[0]["title"] == "Hội nghị tư vấn, tuyển dụng xã Mường La"
    assert (rows[0]["capacity"], rows[0]["seats_left"], rows[0]["status"]) == (50, 50, "open")
    assert (rows[1]["seats_left"], rows[1]["status"]) == (0, "full")
    assert datetime.fromisoformat(rows[0]["starts_at"]).utcoffset() == timedelta(hours=7)


def test_json_seats_are_exact_at_once(visitor: CheckedClient, app: Flask) -> None:
    assert visitor.get("/hoi-nghi.json").get_json()[0]["seats_left"] == 50
    change(app, "muong-la-1", seats_taken=7)
    assert visitor.get("/hoi-nghi.json").get_json()[0]["seats_left"] == 43
    register(app, "muong-la-1", RegistrationState.WAITING, 1)
    assert visitor.get("/hoi-nghi.json").get_json()[0]["seats_left"] == 0


def test_calendar_file_reads_back(visitor: CheckedClient, app: Flask) -> None:
    answer = visitor.get("/hoi-nghi/muong-la-1.ics")
    assert answer.mimetype == "text/calendar"
    assert 'filename="muong-la-1.ics"' in answer.headers["Content-Disposition"]
    conference = find(app, "muong-la-1")
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["UID"] == f"{conference.id}@len-duong"
    assert event["SEQUENCE"] == 1
    assert event.decoded("DTSTART") == conference.starts_at
    assert event.decoded("DTSTART").tzinfo is UTC or "Z" in answer.text
    assert event["SUMMARY"] == "Hội nghị tư vấn, tuyển dụng xã Mường La"
    assert "Nhà văn hóa xã" in event["LOCATION"]
    assert event["STATUS"] == "CONFIRMED"
    assert event["URL"].endswith("/hoi-nghi/muong-la-1")
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(days=-1)


def test_calendar_of_a_cancelled_one_says_so_under_the_same_uid(
    visitor: CheckedClient, app: Flask
) -> None:
    change(app, "muong-la-huy", version=3)
    [event] = Calendar.from_ical(visitor.get("/hoi-nghi/muong-la-huy.ics").data).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 3
    assert str(event["SUMMARY"]).startswith("ĐÃ HỦY")
    assert "Mưa lũ" in event["DESCRIPTION"]


def test_the_calendar_of_all_says_of_the_cancelled_one_that_it_is(visitor: CheckedClient) -> None:
    events = Calendar.from_ical(visitor.get("/hoi-nghi.ics").data).walk("VEVENT")
    found = {e["URL"].rsplit("/", 1)[-1]: e["STATUS"] for e in events}
    assert found == dict.fromkeys(ALL, "CONFIRMED") | {"muong-la-huy": "CANCELLED"}
    assert len({e["UID"] for e in events}) == 5


def test_another_reader_of_calendars_understands_the_same(visitor: CheckedClient) -> None:
    text = visitor.get("/hoi-nghi.ics").get_data(as_text=True)
    ours = {str(e["UID"]): e for e in Calendar.from_ical(text).walk("VEVENT")}
    events = vobject.readOne(text).vevent_list
    assert {event.uid.value for event in events} == set(ours)
    for event in events:
        mine = ours[event.uid.value]
        assert event.dtstart.value == mine.decoded("DTSTART")
        assert event.dtend.value == mine.decoded("DTEND")
        for theirs, name in (
            (event.summary, "SUMMARY"),
            (event.location, "LOCATION"),
            (event.description, "DESCRIPTION"),
            (event.status, "STATUS"),
        ):
            assert theirs.value == str(mine[name])


def test_atom_feed(visitor: CheckedClient) -> None:
    answer = visitor.get("/hoi-nghi.atom")
    assert answer.mimetype == "application/atom+xml"
    tree = etree.fromstring(answer.data)
    space = {"a": "http://www.w3.org/2005/Atom"}
    links = tree.xpath("a:entry/a:link/@href", namespaces=space)
    assert [link.rsplit("/", 1)[-1] for link in links] == ALL
    assert len(tree.xpath("a:entry/a:id", namespaces=space)) == 4
    for moment in tree.xpath("//a:updated/text()", namespaces=space):
        assert datetime.fromisoformat(moment) <= clock.now()


def test_feeds_have_one_address(visitor: CheckedClient) -> None:
    for path in ("/hoi-nghi.json", "/hoi-nghi.ics", "/hoi-nghi.atom", "/hoi-nghi/muong-la-1.ics"):
        assert visitor.get(f"/en{path}").status_code == 404
