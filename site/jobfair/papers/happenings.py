"""What the one timeline tells beside the case's own events: pages, household, consents, messages,
and who looked."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from jobfair.cases.hooks import TIMELINE, Happening
from jobfair.cases.paper_kinds import HIDDEN_FROM_BODIES, PAPER_KINDS
from jobfair.cases.queries import last_placement
from jobfair.cases.sight import Sight
from jobfair.cases.words import PURPOSE_LABELS
from jobfair.database import db
from jobfair.lib.clock import local_date
from jobfair.models import (
    AuditEvent,
    CaseEvent,
    CaseFile,
    Conference,
    Consent,
    HouseholdMember,
    OutboxMessage,
    PaperFile,
    Registration,
    UserAccount,
)

MOST = 200
"""Entries of one kind: more than one journey has."""


def pages_added(case: CaseFile, sight: Sight) -> list[Happening]:
    """Pages that were photographed or destroyed; a body sees those of its own time."""
    since = _since(case, sight)
    if since is None:
        return []
    rows = db.session.scalars(
        sa.select(PaperFile)
        .where(PaperFile.case_id == case.id, PaperFile.uploaded_at >= since)
        .order_by(PaperFile.uploaded_at.desc(), PaperFile.id)
        .limit(MOST)
    )
    told = []
    for row in rows:
        if sight.body_id is not None and row.kind in HIDDEN_FROM_BODIES:
            continue
        label = PAPER_KINDS[row.kind].label if row.kind in PAPER_KINDS else row.kind
        text = _("Photographed: %(paper)s", paper=label)
        told.append(Happening(row.uploaded_at, text, row.uploaded_name, topic="papers"))
        if row.removed_at is not None:
            gone = _("Page destroyed: %(paper)s", paper=label)
            told.append(Happening(row.removed_at, gone, topic="papers"))
    return told


def _since(case: CaseFile, sight: Sight) -> datetime | None:
    """From when on a role sees what happened; None: nothing."""
    if sight.body_id is None:
        return case.opened_at
    placement = last_placement(case)
    if placement is None or not sight.sees_placement(placement):
        return None
    return placement.opened_at


def household_told(case: CaseFile, sight: Sight) -> list[Happening]:
    """That the household was asked; the names stand beside the case, not here."""
    if sight.body_id is not None:
        return []
    rows = db.session.execute(
        sa.select(HouseholdMember.recorded_at, UserAccount.full_name)
        .join(UserAccount, UserAccount.id == HouseholdMember.recorded_by, isouter=True)
        .where(HouseholdMember.person_id == case.person_id)
        .order_by(HouseholdMember.recorded_at.desc())
        .limit(MOST)
    ).all()
    days: dict[object, tuple[datetime, str]] = {}
    for at, name in rows:
        days.setdefault((local_date(at), name), (at, name or ""))
    return [
        Happening(at, _("The household was recorded"), name, topic="household")
        for at, name in days.values()
    ]


def consents_given(case: CaseFile, sight: Sight) -> list[Happening]:
    """Consents that came by the web or at the door; those of the desk are events of the case."""
    if not sight.consents:
        return []
    at_the_desk = sa.select(CaseEvent.at).where(
        CaseEvent.case_id == case.id, CaseEvent.kind == "record", CaseEvent.reason == "consent"
    )
    told_already = list(db.session.scalars(at_the_desk))
    rows = db.session.scalars(
        sa.select(Consent)
        .where(Consent.person_id == case.person_id)
        .order_by(Consent.at.desc(), Consent.seq.desc())
        .limit(MOST)
    )
    told = []
    for row in rows:
        near = any(abs((row.at - at).total_seconds()) < 2 for at in told_already)
        if near:
            continue
        label = PURPOSE_LABELS[row.purpose]
        text = (
            _("Agreed: %(purpose)s", purpose=label)
            if row.given
            else _("Took a consent back: %(purpose)s", purpose=label)
        )
        told.append(Happening(row.at, text, _("The worker"), topic="consents"))
    return told


_ABOUT = {
    "conference_reminder": _l("reminder of the conference"),
    "promoted": _l("a seat has become free"),
    "conference.changed": _l("the conference was changed"),
    "conference.cancelled": _l("the conference was cancelled"),
}
"""Head of a message's key -> what it was about."""

_ONCE = ("conference_reminder", "promoted")
_EACH_CHANGE = ("conference.changed", "conference.cancelled")
_CHANGES = 12


def messages_sent(case: CaseFile, sight: Sight) -> list[Happening]:
    """Text messages to the person: that one was sent or waits, never what it says.

    They are found by their exact keys, which hold the registration and the plan's version.
    """
    if sight.body_id is not None:
        return []
    asked = (
        sa.select(Registration.id, Conference.version)
        .join(Conference, Conference.id == Registration.conference_id)
        .where(Registration.case_id == case.id)
    )
    keys: list[str] = []
    for row in db.session.execute(asked):
        keys += [f"{head}:{row[0]}" for head in _ONCE]
        versions = range(max(0, row[1] - _CHANGES), row[1] + 1)
        keys += [f"{head}:{row[0]}:{number}" for head in _EACH_CHANGE for number in versions]
    if not keys:
        return []
    rows = db.session.scalars(
        sa.select(OutboxMessage)
        .where(OutboxMessage.key.in_(keys))
        .order_by(OutboxMessage.due_at.desc(), OutboxMessage.id)
    )
    return [
        Happening(
            row.done_at or row.due_at,
            _message_words(row),
            topic="messages",
        )
        for row in rows
    ]


def _message_words(row: OutboxMessage) -> str:
    sent = _("A text message was sent") if row.done_at else _("A text message waits to be sent")
    about = _ABOUT.get(row.key.partition(":")[0])
    return f"{sent}: {about}" if about is not None else sent


def views_together(case: CaseFile, sight: Sight) -> list[Happening]:
    """Who looked, in one entry a month: so many people, so often."""
    if not sight.viewers:
        return []
    rows = db.session.execute(
        sa.select(AuditEvent.at, AuditEvent.actor)
        .where(
            AuditEvent.object_kind == "case",
            AuditEvent.object_id == case.id,
            AuditEvent.action.like("view.%"),
        )
        .order_by(AuditEvent.at.desc())
        .limit(MOST * 5)
    )
    months: dict[tuple[int, int], list[tuple[datetime, str]]] = {}
    for at, actor in rows:
        day = local_date(at)
        months.setdefault((day.year, day.month), []).append((at, actor))
    told = []
    for (year, month), views in months.items():
        people = len({actor for _at, actor in views})
        text = _(
            "Looked at in %(month)s: %(people)s, %(times)s",
            month=f"{month:02}/{year}",
            people=ngettext("%(num)s person", "%(num)s people", people),
            times=ngettext("%(num)s time", "%(num)s times", len(views)),
        )
        told.append(Happening(views[0][0], text, topic="views"))
    return told


TIMELINE.extend([pages_added, household_told, consents_given, messages_sent, views_together])
