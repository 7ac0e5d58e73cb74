"""Classes, results and reports in words; what the audit log and the tasks call them."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import FIELDS
from jobfair.accounts.audit_words import ACTIONS, GROUPS
from jobfair.cases.tasks import TASK_LABELS
from jobfair.models import ClassKind, ClassState, ReportState, Result

KINDS: Final[dict[str, object]] = {
    ClassKind.ORIENTATION: _l("Orientation course"),
    ClassKind.LANGUAGE: _l("Language class"),
    ClassKind.VOCATIONAL: _l("Vocational class"),
}
"""Kind of a class -> words."""

STATES: Final[dict[str, tuple[str, object]]] = {
    ClassState.OPEN: ("", _l("Open")),
    ClassState.CLOSED: ("good", _l("Finished")),
    ClassState.CANCELLED: ("plain", _l("Cancelled")),
}
"""State of a class -> kind of badge and words."""

RESULTS: Final[dict[str, object]] = {
    Result.PASS: _l("Passed"),
    Result.FAIL: _l("Not passed"),
    Result.LEFT: _l("Left the class"),
}
"""Result -> words; who has none yet is still learning."""

RESULT_BADGES: Final[dict[str, str]] = {
    Result.PASS: "good",
    Result.FAIL: "bad",
    Result.LEFT: "plain",
}

REPORT_STATES: Final[dict[str, tuple[str, object]]] = {
    ReportState.OPEN: ("bad", _l("The body is to explain")),
    ReportState.ANSWERED: ("mind", _l("Explained, not decided")),
    ReportState.DECIDED: ("good", _l("Decided")),
    ReportState.TAKEN_BACK: ("plain", _l("Departure taken back")),
}
"""State of a report on a body -> kind of badge and words."""

DECISIONS: Final[dict[str, object]] = {
    "warned": _l("Reminded in writing"),
    "inspection": _l("Handed to the inspectors"),
    "licensing": _l("Reported to the ministry that gave the licence"),
    "cleared": _l("Explained: nothing to follow"),
}
"""What the centre or the leader decided -> words."""

LACKS: Final[dict[str, object]] = {
    "orientation": _l("the orientation certificate"),
    "body_ok": _l("the body's permission to send"),
    "order_room": _l("a place within the approved number"),
}
"""Gate that failed -> words."""

ACTIONS.update(
    {
        "view.classes": _l("read the list of classes"),
        "view.class": _l("opened a class"),
        "view.class_waiting": _l("read who waits for a class"),
        "view.no_certificate": _l("read who left without a certificate"),
        "view.body_report": _l("opened a report on a body"),
        "class.create": _l("planned a class"),
        "class.edit": _l("changed a class"),
        "class.close": _l("finished a class"),
        "class.cancel": _l("cancelled a class"),
        "class.add": _l("put people into a class"),
        "class.take_off": _l("took somebody off a class"),
        "class.mark": _l("marked attendance in a class"),
        "class.result": _l("recorded a result of a class"),
        "class.certificate": _l("issued orientation certificates"),
        "body_report.open": _l("opened a report on a body"),
        "body_report.take_back": _l("took back a report on a body"),
        "body_report.answer": _l("recorded what a body explained"),
        "body_report.decide": _l("decided a report on a body"),
    }
)
GROUPS.update({"class": _l("Classes"), "body_report": _l("Reports on bodies")})
FIELDS.update(
    {"result": _l("result"), "certificate": _l("certificate"), "decision": _l("decision")}
)
TASK_LABELS["body_report"] = _l("A departure lacks something: the body is to explain")


def lacks_in_words(missing: str) -> str:
    """Gates by comma -> words by comma."""
    return ", ".join(str(LACKS.get(name, name)) for name in missing.split(",") if name)
