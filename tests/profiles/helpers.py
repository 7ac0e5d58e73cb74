"""Somebody who looks for a company, what is shown, who asks."""

from __future__ import annotations

from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, JobProfile, ProfileAsk
from jobfair.profiles.asks import ask
from jobfair.profiles.places import read_places
from jobfair.profiles.queries import Search, search_profiles
from jobfair.profiles.rules import Entry, show_profile
from tests.cases import journey
from tests.world import MUONG_LA

ENTRY = Entry(work="farm", work_years=4, skills="Quen trồng rau, lái máy cày", schooling="lower")


def looking(name: str = "Lò Thị Xuân", commune: str | None = MUONG_LA) -> CaseFile:
    """A case that still looks for a body."""
    return journey.new_case(commune, name)


def show(case: CaseFile, entry: Entry = ENTRY, act_key: str | None = None) -> JobProfile:
    """The person shows it on the slip."""
    key = act_key or new_form_key()
    return show_profile(case, entry, by="worker", how="web", lang="vi", act_key=key)


def seen(number: int = 1, search: Search | None = None) -> list[str]:
    """Ids that the first or second body sees."""
    body_id = journey.body(number).id
    rows = search_profiles(body_id, search or Search(), read_places(), limit=100, offset=0)
    return [row.id for row in rows]


def ask_for(profile: JobProfile, number: int = 1, key: str | None = None) -> ProfileAsk:
    """The first or second body has the centre ask."""
    name, code = (("agency.one", "MAU-JP-01"), ("agency.two", "MAU-TW-01"))[number - 1]
    by, key = journey.actor(name), key or new_form_key()
    return ask(profile.id, journey.order(code).id, by=by, act_key=key)
