"""Words of the promise ledger."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import learn
from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.record_kinds import PLAIN_LABELS
from jobfair.cases.tasks import TASK_LABELS

LINE_LABELS: Final[dict[str, object]] = {
    "wage": _l("Basic wage a month"),
    "hours_week": _l("Hours of work a week"),
    "service_fee": _l("Service fee"),
    "deposit": _l("Deposit"),
    "months": _l("Length"),
    "departure_on": _l("Day of departure"),
}
"""Line of a promise -> words."""

HOW: Final[dict[str, object]] = {
    "door": _l("Interest stated at a conference"),
    "introduced": _l("Introduced to the sending body"),
    "interview": _l("Before the interview"),
    "told": _l("As the worker was told"),
}
"""On which occasion it was frozen -> words."""

VERDICTS: Final[dict[str, tuple[str, object]]] = {
    "same": ("good", _l("as promised")),
    "better": ("good", _l("better")),
    "worse": ("bad", _l("worse")),
    "unknown": ("plain", _l("not known")),
}
"""Outcome of a comparison -> kind of badge, words."""

TASK_LABELS["promise_worse"] = _l("Worse than what was promised")
PLAIN_LABELS.update(
    {"promise": _l("What was promised"), "day30": _l("The answer on day 30 abroad")}
)
learn([("promise", _l("what was promised"))])
ACTIONS.update(
    {
        "case.promise": _l("recorded a promise"),
        "case.day30": _l("recorded the answer on day 30"),
        "view.promises": _l("read how promises are kept"),
    }
)
