"""Names of what a complaint is about, where it stands, how it ended, what was done."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS
from jobfair.complaints.queries import Group
from jobfair.filters import show_day
from jobfair.models import Complaint, ComplaintAbout, ComplaintState, Outcome

ABOUTS: dict[ComplaintAbout, object] = {
    ComplaintAbout.SCAM: _l("A call, page or person that looks like a scam"),
    ComplaintAbout.FEE: _l("Money that was asked or taken"),
    ComplaintAbout.PROMISE: _l("A promise that was not kept"),
    ComplaintAbout.AGENCY: _l("A company that sends workers"),
    ComplaintAbout.REGISTRATION: _l("Registering, the conference, this site"),
    ComplaintAbout.STAFF: _l("An officer"),
    ComplaintAbout.OTHER: _l("Something else"),
}
"""In the order in which the form shows them."""

STATES: dict[ComplaintState, tuple[str, object]] = {
    ComplaintState.RECEIVED: ("mind", _l("New")),
    ComplaintState.TAKEN: ("", _l("Looked into")),
    ComplaintState.ASKED: ("mind", _l("The writer is asked")),
    ComplaintState.HANDED_OVER: ("", _l("With the inspectorate")),
    ComplaintState.CLOSED: ("plain", _l("Closed")),
}

GROUPS: dict[Group, object] = {
    Group.OPEN: _l("All open"),
    Group.NEW: _l("New"),
    Group.OVERDUE: _l("Overdue"),
    Group.ESCALATED: _l("With the leader"),
    Group.HANDED: _l("With the inspectorate"),
    Group.CLOSED: _l("Closed"),
}

OUTCOMES: dict[str, object] = {
    Outcome.UPHELD.value: _l("The writer was right, it was put right"),
    Outcome.SETTLED.value: _l("Both sides agreed"),
    Outcome.INSPECTED.value: _l("The inspectorate has decided"),
    Outcome.UNFOUNDED.value: _l("Looked into, nothing was found"),
    Outcome.DUPLICATE.value: _l("Sent twice"),
    Outcome.UNREACHED.value: _l("Asked, and nobody answered"),
}

EVENTS: dict[str, object] = {
    "receive": _l("Received"),
    "take": _l("Somebody looks after it"),
    "answer": _l("Answer of the office"),
    "ask": _l("Question of the office"),
    "note": _l("Note"),
    "reply": _l("Written by the reporter"),
    "picture": _l("Picture added"),
    "escalate": _l("Handed up to the leader"),
    "climb": _l("Overdue: the leader sees it"),
    "body": _l("Company set"),
    "hand_over": _l("Handed over to the inspectorate"),
    "warning": _l("A draft warning was made of it"),
    "close": _l("Closed"),
    "erase": _l("Personal data erased"),
}


ACTIONS.update(
    {
        "view.complaint": _l("opened a report"),
        "view.complaint_file": _l("opened a picture of a report"),
        "complaint.receive": _l("sent a report"),
        "complaint.take": _l("took a report on"),
        "complaint.answer": _l("answered a report"),
        "complaint.ask": _l("asked who sent a report"),
        "complaint.note": _l("noted something at a report"),
        "complaint.reply": _l("added something to a report"),
        "complaint.escalate": _l("handed a report up to the leader"),
        "complaint.climb": _l("showed an overdue report to the leader"),
        "complaint.body": _l("set the company of a report"),
        "complaint.hand_over": _l("recorded that the inspectorate has a report"),
        "complaint.warning": _l("made a draft warning of a report"),
        "complaint.close": _l("closed a report"),
        "complaint.erase": _l("erased what a report said"),
    }
)


def state_sentence(complaint: Complaint) -> str:
    """Where it stands, for who wrote it: one plain sentence."""
    due = show_day(complaint.due_on)
    if complaint.state is ComplaintState.CLOSED:
        return _("It is done. Read the answer below.")
    if complaint.state is ComplaintState.HANDED_OVER:
        return _("The inspectorate has it now.")
    if complaint.escalated_at is not None:
        return _("It took too long. The leader is looking at it.")
    if complaint.state is ComplaintState.ASKED:
        return _("An officer asks you something. Answer below.")
    if complaint.state is ComplaintState.TAKEN:
        return _("An officer is looking into it. Answer by %(day)s.", day=due)
    return _("We have it. An officer takes it by %(day)s.", day=show_day(complaint.take_by))
