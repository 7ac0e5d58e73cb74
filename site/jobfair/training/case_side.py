"""What this room hangs on a case, on Today and on the steps."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, STEP_TAKEN, TIMELINE, TODAY, Happening, Panel
from jobfair.cases.queries import open_placement
from jobfair.cases.sight import Sight
from jobfair.filters import show_day
from jobfair.lib.clock import today
from jobfair.models import CaseFile, ClassKind
from jobfair.training.body_reports import count_waiting_reports, follow_step
from jobfair.training.departures import count_red
from jobfair.training.queries import Learner, list_of_case
from jobfair.training.scoping import may_run
from jobfair.training.waiting import waits_for
from jobfair.training.words import KINDS, RESULT_BADGES, RESULTS


def _in_sight(case: CaseFile, sight: Sight) -> list[Learner]:
    """A sending body sees classes of its own and those for everybody, since it has the person."""
    rows = list_of_case(case.id)
    if sight.body_id is None:
        return rows
    placement = open_placement(case)
    if placement is None or placement.body_id != sight.body_id:
        return [r for r in rows if r.enrolment.training_class.body_id == sight.body_id]
    own = (None, sight.body_id)
    return [r for r in rows if r.enrolment.training_class.body_id in own]


def class_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """Classes of the person, days attended, result; which kinds are still missing."""
    if not actor.can(Permission.SEE_CLASSES):
        return None
    rows = _in_sight(case, sight)
    missing = [kind for kind in ClassKind if waits_for(case, kind, today())]
    needed = [kind for kind in missing if kind is not ClassKind.VOCATIONAL]
    if not rows and not needed:
        return None
    return Panel(
        "training/_case_panel.html",
        {
            "rows": rows,
            "missing": needed,
            "kinds": KINDS,
            "results": RESULTS,
            "badges": RESULT_BADGES,
            "places": bool(needed) and actor.can(Permission.RUN_CLASS),
            "runs": {r.enrolment.id: may_run(actor, r.enrolment.training_class) for r in rows},
        },
        order=30,
    )


def class_happenings(case: CaseFile, sight: Sight) -> list[Happening]:
    """Put into a class, its result, the certificate."""
    found: list[Happening] = []
    for row in _in_sight(case, sight):
        one, place = row.enrolment.training_class, row.enrolment
        put = _("Put into: %(title)s", title=one.title)
        found.append(Happening(place.added_at, put, one.organiser, topic="classes"))
        if place.result_at is not None and place.result in RESULTS:
            days = ngettext("%(num)s day attended", "%(num)s days attended", row.came)
            words = str(RESULTS[place.result])
            text = _("%(result)s: %(title)s", result=words, title=one.title)
            more = ""
            if place.certificate_on is not None:
                more = _(
                    "certificate %(number)s of %(day)s",
                    number=place.certificate_no,
                    day=show_day(place.certificate_on),
                )
            small = " · ".join(filter(None, (days, more)))
            found.append(Happening(place.result_at, text, small, topic="classes"))
    return found


def red_panel(actor: Actor, day: date) -> Panel | None:
    """On the leader's and the counsellor's Today: who left without a certificate this year."""
    if not actor.can(Permission.DECIDE_BODY_REPORT):
        return None
    red = count_red(date(day.year, 1, 1), day)
    waiting, late = count_waiting_reports(day)
    if not (red or waiting):
        return None
    values = {"red": red, "waiting": waiting, "late": late, "year": day.year}
    return Panel("training/_today_panel.html", values, place="side", order=10)


PANELS.append(class_panel)
TIMELINE.append(class_happenings)
TODAY.append(red_panel)
STEP_TAKEN.append(follow_step)
