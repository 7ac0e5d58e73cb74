"""A profile without a name: what it says, who may show one, what ends it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.agencies.refusal import Refused
from jobfair.cases.consents import record_consent
from jobfair.errors import Conflict, NotFound
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    Consent,
    JobProfile,
    LicenceEvent,
    LicenceKind,
    Person,
    ProfileAsk,
    ProfileEnd,
    Purpose,
    Setting,
    Stage,
)
from jobfair.privacy.queries import get_text
from jobfair.privacy.rules import consent_in_force, give_consent
from jobfair.profiles.following import end_expired, erase_of_person, forget_old
from jobfair.profiles.places import read_places
from jobfair.profiles.queries import Search, find_open_profile, get_seen
from jobfair.profiles.rules import end_merged, may_show, take_back
from jobfair.profiles.shown import facts_of, line_of
from jobfair.profiles.texts import fault_in
from jobfair.profiles.words import band_of
from tests.cases import journey
from tests.profiles.helpers import ENTRY, ask_for, looking, seen, show
from tests.world import MUONG_LA, SUOI_TO

S = Stage


@pytest.mark.both
def test_showing_is_a_consent_of_its_own(session: Session) -> None:
    case = looking()
    assert not consent_in_force(case.person_id, Purpose.PROFILE)
    profile = show(case)
    assert consent_in_force(case.person_id, Purpose.PROFILE)
    row = session.scalars(sa.select(Consent).filter_by(purpose=Purpose.PROFILE)).one()
    assert row.text_version == get_text(Purpose.PROFILE, "vi").version == 2
    assert profile.expires_on == today() + timedelta(days=90)
    assert seen() == seen(2) == [profile.id]


@pytest.mark.both
def test_the_same_key_shows_it_once(session: Session) -> None:
    case = looking()
    assert show(case, act_key="k" * 26).id == show(case, act_key="k" * 26).id
    assert session.scalar(sa.select(sa.func.count(JobProfile.id))) == 1


@pytest.mark.both
def test_a_renewed_profile_has_another_id(session: Session) -> None:
    case = looking()
    first = show(case)
    ask_for(first)
    second = show(case, replace(ENTRY, work="care"))
    assert first.id != second.id
    assert (first.ended_why, seen()) == (ProfileEnd.RENEWED, [second.id])


@pytest.mark.both
@pytest.mark.parametrize("by", ["worker", "desk", "step"])
def test_it_ends_at_once_and_is_as_if_it_never_was(session: Session, by: str) -> None:
    case = looking()
    profile = show(case)
    if by == "worker":
        take_back(case, by="worker", how="web", lang="vi")
    elif by == "desk":
        officer, key = journey.actor("officer.muongla"), new_form_key()
        record_consent(case, Purpose.PROFILE, given=False, how="phone", by=officer, act_key=key)
    else:
        journey.bring(case, S.INTRODUCED)
    assert find_open_profile(case.person_id) is None
    assert seen() == []
    for gone in (profile.id, "x" * 20):
        with pytest.raises(NotFound):
            get_seen(gone, journey.body().id)


def test_nobody_sees_it_after_its_last_day(session: Session) -> None:
    case = looking()
    profile = show(case)
    profile.expires_on = today()
    session.flush()
    assert seen() == [profile.id]
    profile.expires_on = today() - timedelta(days=1)
    session.flush()
    assert seen() == []
    assert (end_expired(), profile.ended_why) == (1, ProfileEnd.EXPIRED)


@pytest.mark.both
def test_a_body_without_licence_sees_nothing_at_once(session: Session) -> None:
    profile, body = show(looking()), journey.body()
    get_seen(profile.id, body.id)
    day = today()
    event = LicenceEvent(
        kind=LicenceKind.SUSPENDED, from_day=day, document_no="M1", document_on=day
    )
    body.licence_events.append(event)
    session.flush()
    with pytest.raises(NotFound):
        get_seen(profile.id, body.id)
    get_seen(profile.id, journey.body(2).id)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"birth_year": today().year - 17, "birth_date": None}, "under age"),
        ({"birth_year": today().year - 18, "birth_date": None}, "perhaps under age"),
        ({"birth_date": today() - timedelta(days=17 * 365)}, "under age to the day"),
    ],
)
def test_a_child_shows_none(session: Session, columns: dict[str, object], why: str) -> None:
    case = looking()
    for name, value in columns.items():
        setattr(case.person, name, value)
    session.flush()
    with pytest.raises(Conflict):
        show(case)


def test_who_was_registered_by_another_confirms_first(session: Session) -> None:
    case = looking()
    session.execute(sa.update(Consent).values(provisional=True))
    assert not may_show(case)


def test_who_is_placed_looks_for_nobody(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTRODUCED)
    with pytest.raises(Conflict):
        show(case)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("May, hàn, 3 năm ở Bắc Ninh", True),
        ("Làm 2019 đến 2023", True),
        ("Gọi 0950 000 123", False),
        ("gọi 09.50-00 0.123", False),
        ("số ０９５００００１２３", False),
        ("zalo của em", False),
        ("a@b.vn", False),
        ("em là Vì Thị Ón", False),
        ("VI THI ON đây", False),
        ("Thị Ón chịu khó", False),
        ("Ón chịu khó", False),
        ("làm ở khu bản Mẫu", False),
        ("on định, chăm chỉ", True),
        ("", True),
    ],
)
def test_free_text_tells_nobody_who_it_is(text: str, fits: bool) -> None:
    person = Person(name="Vì Thị Ón", birth_year=2000, village="bản Mẫu")
    assert (fault_in(text, person) is None) is fits


def test_text_that_names_somebody_is_refused_at_its_field(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        show(looking("Giàng A Páo"), replace(ENTRY, skills="Páo biết hàn"))
    assert refused.value.field == "skills"


def test_more_than_three_markets_are_refused(session: Session) -> None:
    with pytest.raises(Refused):
        show(looking(), replace(ENTRY, markets=("JP", "KR", "TW", "DE")))


def test_nothing_on_it_says_who_it_is(session: Session) -> None:
    case = looking("Lường Thị Lan")
    profile = show(case, replace(ENTRY, markets=("JP",), from_on=date(2027, 3, 1)))
    line = line_of(profile, case.person.commune_code, read_places())
    said = str(facts_of(profile, line)) + str(line)
    for hidden in ("Lan", "Lường", "2001", "Mẫu", "Mường La", case.id, case.person_id):
        assert hidden not in said


def _few(session: Session, least: int) -> None:
    session.merge(Setting(key="profile.least_people", value=str(least)))
    session.flush()


@pytest.mark.both
def test_a_place_is_named_from_enough_people_on(session: Session) -> None:
    _few(session, 3)
    cases = [looking(f"Lò Văn {name}") for name in ("Một", "Hai")]
    cases.append(looking("Lò Văn Ba", SUOI_TO))
    for case in cases:
        show(case)
    assert read_places().shown(MUONG_LA) == "Trong tỉnh" or "cũ" in read_places().shown(MUONG_LA)
    assert read_places().shown(MUONG_LA) != "Xã Mường La"
    show(looking("Lò Văn Bốn"))
    assert read_places().shown(MUONG_LA) == "Xã Mường La"
    assert read_places().shown(SUOI_TO) != "Xã Suối Tọ"


def test_a_hidden_place_finds_nobody(session: Session) -> None:
    _few(session, 2)
    show(looking())
    alone = show(looking("Lò Văn Xa", SUOI_TO))
    show(looking("Lò Văn Gần"))
    places = read_places()
    assert places.where(SUOI_TO) is None
    assert alone.id in seen(search=Search(place=SUOI_TO))  # it asks for nothing
    assert alone.id not in seen(search=Search(place=MUONG_LA))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (Search(work="farm"), True),
        (Search(work="care"), False),
        (Search(schooling="primary"), True),
        (Search(schooling="upper"), False),
        (Search(language="ja", level="basic"), True),
        (Search(level="work"), False),
        (Search(market="JP"), True),
        (Search(market="KR"), False),
    ],
)
def test_a_body_searches(session: Session, search: Search, found: bool) -> None:
    show(looking(), replace(ENTRY, language="ja", language_level="everyday", markets=("TW", "JP")))
    assert bool(seen(search=search)) is found


@pytest.mark.both
def test_of_two_joined_files_one_profile_goes_on(session: Session) -> None:
    kept, gone = looking("Lò Thị Xuân"), looking("Lò Thị Xuân")
    stays, goes = show(kept), show(gone)
    gone.person.merged_into = kept.person_id
    session.flush()
    assert seen() == [stays.id]
    end_merged()
    assert (goes.ended_why, stays.ended_at) == (ProfileEnd.MERGED, None)


@pytest.mark.both
def test_an_ended_profile_is_forgotten_after_its_term(session: Session) -> None:
    case = looking()
    ask_for(show(case))
    take_back(case, by="worker", how="web", lang="vi")
    assert forget_old() == 0
    session.execute(sa.update(JobProfile).values(ended_at=now() - timedelta(days=91)))
    assert forget_old() == 1
    assert session.scalar(sa.select(sa.func.count(ProfileAsk.id))) == 0


def test_erasing_somebody_takes_profiles_and_asks(session: Session) -> None:
    case = looking()
    ask_for(show(case))
    assert erase_of_person(case.person_id) == 1
    assert session.scalar(sa.select(sa.func.count(ProfileAsk.id))) == 0


def test_an_age_is_a_band() -> None:
    ages = (18, 24, 25, 39, 40, 61)
    assert [band_of(age) for age in ages] == ["18-24", "18-24", "25-29", "35-39", "40+", "40+"]


def test_a_consent_without_a_profile_shows_nothing(session: Session) -> None:
    case = looking()
    give_consent(case.person_id, Purpose.PROFILE, lang="vi", how="signed", by="worker")
    assert seen() == []
