"""What this room hangs on a case: the profile's state, who asked, and both on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, TIMELINE, Happening, Panel
from jobfair.cases.owners import standing_of
from jobfair.cases.sight import Sight
from jobfair.models import AskState, CaseFile, JobProfile, ProfileAsk
from jobfair.profiles.places import read_places
from jobfair.profiles.queries import list_asks_of_person, list_profiles
from jobfair.profiles.rules import may_show
from jobfair.profiles.shown import facts_of, line_of
from jobfair.profiles.words import ENDS, FOR_STAFF, badge_for


def profile_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """Whether a profile is shown, what it says, who asked; a sending body sees none of it."""
    if sight.body_id is not None:
        return None
    profiles = list_profiles(case.person_id)
    writes = actor.can(Permission.NOTE_CASE) and bool(
        standing_of(actor, case).letters & frozenset("OC")
    )
    allowed = writes and may_show(case)
    if not profiles and not allowed:
        return None
    stands = next((one for one in profiles if one.ended_at is None), None)
    facts: Sequence[tuple[str, str]] = ()
    if stands is not None:
        facts = facts_of(stands, line_of(stands, case.person.commune_code, read_places()))
    asks = [(row, badge_for(row.state, FOR_STAFF)) for row in list_asks_of_person(case.person_id)]
    values = {"stands": stands, "facts": facts, "asks": asks, "writes": writes, "allowed": allowed}
    waits = any(row.state is AskState.OPEN for row, _badge in asks)
    return Panel("profiles/_case_panel.html", values, "side", order=20 if waits else 70)


def profile_happenings(case: CaseFile, sight: Sight) -> list[Happening]:
    """Shown, ended and why; asked by whom for which order, and the answer."""
    if sight.body_id is not None:
        return []
    found = [entry for one in list_profiles(case.person_id) for entry in _of_profile(one)]
    return found + [e for row in list_asks_of_person(case.person_id) for e in _of_ask(row)]


def _entry(at: datetime, text: str, small: str = "", kind: str = "") -> Happening:
    return Happening(at, text, small, kind, topic="consents")


def _of_profile(profile: JobProfile) -> list[Happening]:
    found = [_entry(profile.created_at, _("A profile without a name is shown"))]
    if profile.ended_at is not None and profile.ended_why is not None:
        why = str(ENDS[profile.ended_why])
        found.append(_entry(profile.ended_at, _("The profile without a name ended"), why))
    return found


def _of_ask(row: ProfileAsk) -> list[Happening]:
    order = f"{row.order.code}, {row.order.title_vi}"
    asked = _("%(company)s asks through the centre", company=row.body.name)
    found = [_entry(row.asked_at, asked, order)]
    if row.answered_at is not None and row.state is not AskState.OPEN:
        said = badge_for(row.state, FOR_STAFF).text
        kind = "move" if row.state is AskState.YES else ""
        found.append(_entry(row.answered_at, f"{row.body.name}: {said}", order, kind))
    return found


PANELS.append(profile_panel)
TIMELINE.append(profile_happenings)
