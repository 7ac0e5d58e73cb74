"""The contact log: anybody, with a name or without; talks and people are two figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.counselling import queries, rules
from jobfair.counselling.rules import Talk
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound
from jobfair.lib.clock import month_start, today
from jobfair.lib.codes import new_form_key
from jobfair.models import AdviceContact, AuditEvent
from tests.cases import journey
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
PHONE = "+84950000431"


def talk(**more: object) -> Talk:
    base = Talk(today(), "cost", "phone", 10, commune_code=MUONG_LA, sex="F")
    return replace(base, **more)  # type: ignore[arg-type]


def log(by: str = "counsellor", **more: object) -> AdviceContact:
    return rules.log_talk(talk(**more), by=journey.actor(by), act_key=new_form_key())


def test_an_anonymous_talk_counts_as_a_talk_and_as_nobody(session: Session) -> None:
    log()
    log(channel="zalo", name="", minutes=25)
    month = queries.read_month(month_start(today()), journey.actor("leader"))
    assert (month.all.contacts, month.all.people, month.nameless) == (2, 0, 2)
    assert month.minutes == 35


def test_the_same_form_sent_twice_is_one_talk(session: Session) -> None:
    key, by = new_form_key(), journey.actor("counsellor")
    made = [rules.log_talk(talk(), by=by, act_key=key) for _ in range(2)]
    assert made[0].id == made[1].id
    assert session.query(AdviceContact).count() == 1
    with pytest.raises(Conflict):
        rules.log_talk(talk(), by=journey.actor("officer.muongla"), act_key=key)


def test_name_and_number_are_sealed_and_only_with_a_yes(session: Session) -> None:
    with pytest.raises(Invalid):
        log(name="Lò Văn Minh")
    with pytest.raises(Invalid):
        log(e164=PHONE)
    row = log(name="Lò Văn Minh", e164=PHONE, agreed=True)
    sealed = bytes(row.name_enc or b"") + bytes(row.phone_enc or b"")
    assert b"Minh" not in sealed
    assert b"950000431" not in sealed
    assert (queries.name_of(row), queries.phone_of(row)) == ("Lò Văn Minh", PHONE)


@pytest.mark.parametrize(
    "more",
    [
        {"topic": "weather"},
        {"channel": "pigeon"},
        {"referral": "moon"},
        {"sex": "X"},
        {"minutes": 601},
        {"minutes": -1},
        {"on_date": today() + timedelta(days=1)},
        {"on_date": today() - timedelta(days=400)},
        {"commune_code": "99999"},
    ],
)
def test_what_cannot_be_is_refused(session: Session, more: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        log(**more)


def test_people_are_told_apart_by_case_or_number_and_never_by_name(session: Session) -> None:
    """Six talks counted by hand: one by number twice, one by case twice, a name, nobody."""
    for _ in range(2):
        log(e164=PHONE, agreed=True)
    case = journey.new_case()
    for _ in range(2):
        log(case_id=case.id)
    log(name="Lò Văn Minh", agreed=True)
    log()
    month = queries.read_month(month_start(today()), journey.actor("counsellor"))
    assert (month.all.contacts, month.all.people, month.nameless) == (6, 2, 2)


def test_who_called_first_and_had_a_case_later_is_one_person(session: Session) -> None:
    case = journey.new_case()
    number = case.person.phones[0].e164
    first = log(e164=number, agreed=True)
    later, again = log(case_id=case.id), log(e164=number, agreed=True)
    assert first.who == later.who == again.who


def test_two_cases_on_one_family_phone_are_two_people(session: Session) -> None:
    one, other = journey.new_case(), journey.new_case()
    other.person.phones[0].e164 = one.person.phones[0].e164
    session.flush()
    log(e164=one.person.phones[0].e164, agreed=True)
    made = {log(case_id=case.id).who for case in (one, other)}
    assert len(made) == 2


def test_the_month_splits_and_talks_add_up(session: Session) -> None:
    log(topic="fraud", commune_code=SUOI_TO, sex="M")
    log(topic="fraud", channel="hall")
    log(topic="cost", sex="")
    log(on_date=today() - timedelta(days=60))
    month = queries.read_month(month_start(today()), journey.actor("counsellor"))
    assert month.all.contacts == 3
    for rows in month.splits.values():
        assert sum(both.contacts for _code, both in rows) == 3
    topics = {code: both.contacts for code, both in month.splits["topic"]}
    assert topics == {"fraud": 2, "cost": 1}


def test_an_office_reads_its_own_talks_the_province_all(session: Session) -> None:
    own = log("officer.muongla")
    log("officer.suoito")
    log("counsellor")
    seen = {
        name: queries.count_contacts(journey.actor(name))
        for name in ("officer.muongla", "officer.suoito", "counsellor", "leader", "auditor")
    }
    assert seen == {
        "officer.muongla": 1,
        "officer.suoito": 1,
        "counsellor": 3,
        "leader": 3,
        "auditor": 3,
    }
    with pytest.raises(NotFound):
        queries.get_contact(own.id, journey.actor("officer.suoito"))


def test_others_do_not_log_and_no_case_of_another_commune_is_linked(session: Session) -> None:
    for name in ("leader", "agency.one", "bank", "auditor"):
        with pytest.raises(Forbidden):
            log(name)
    case = journey.new_case(SUOI_TO)
    with pytest.raises(NotFound):
        log("officer.muongla", case_id=case.id)


def test_the_auditor_reads_numbers_masked_and_the_act_is_audited(session: Session) -> None:
    row = log(e164=PHONE, agreed=True)
    lines = [
        queries.list_contacts(journey.actor(name), limit=5, offset=0)[0].phone
        for name in ("counsellor", "auditor")
    ]
    assert lines == ["095 0000 431", "095 •••• 431"]
    act = session.query(AuditEvent).filter_by(action="advice.log", object_id=row.id).one()
    assert PHONE not in (act.fields + act.reason)


def test_the_next_form_keeps_channel_and_commune(session: Session) -> None:
    log(channel="hall", commune_code=SUOI_TO)
    last = queries.find_last(journey.actor("counsellor"))
    assert last is not None
    assert (last.channel, last.commune_code) == ("hall", SUOI_TO)
    assert queries.find_last(journey.actor("officer.muongla")) is None
