"""What this room hangs on a case: the talks with its person, and the way to log one."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, TIMELINE, Happening, Panel
from jobfair.cases.sight import Sight
from jobfair.counselling.queries import list_of_person
from jobfair.counselling.words import CHANNELS, TOPICS
from jobfair.models import CaseFile


def advice_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """How often and about what the person was advised; a sending body sees nothing of it."""
    if sight.body_id is not None or not actor.can(Permission.SEE_ADVICE):
        return None
    talks = list_of_person(case.person_id)
    may_log = actor.can(Permission.LOG_ADVICE)
    if not talks and not may_log:
        return None
    values = {"talks": talks[:3], "number": len(talks), "topics": TOPICS, "channels": CHANNELS}
    return Panel("counselling/_case_panel.html", values | {"may_log": may_log}, "side", order=80)


def advice_happenings(case: CaseFile, sight: Sight) -> list[Happening]:
    """Each talk: about what, how, with whom."""
    if sight.body_id is not None:
        return []
    return [
        Happening(
            talk.at,
            _("Advice: %(topic)s", topic=str(TOPICS.get(talk.topic, talk.topic))),
            f"{CHANNELS.get(talk.channel, talk.channel)} · {talk.by_name}",
            topic="calls",
        )
        for talk in list_of_person(case.person_id)
    ]


PANELS.append(advice_panel)
TIMELINE.append(advice_happenings)
