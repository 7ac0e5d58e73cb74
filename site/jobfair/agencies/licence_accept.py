"""Writing what was ticked of a list: bodies, documents, contacts, and the tasks that follow (M5).

Every row is written by the rules of the staff's own forms, so a list can do nothing that they
cannot. Before and after are kept, so that the whole list can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies import history, register
from jobfair.agencies.contacts import ContactKind, read_contact
from jobfair.agencies.licence_diff import ALL, FIELDS, Comparison, suspended_markets
from jobfair.agencies.licence_listed import ONLY, Change, ListDocument, Listed
from jobfair.agencies.licence_snapshot import take, write
from jobfair.agencies.refusal import Refused
from jobfair.agencies.rules import count_tasks
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    BodyKind,
    LicenceEvent,
    LicenceKind,
    LicenceList,
    LicenceListChange,
    SendingBody,
)

OBJECT: Final = "licence_list"
"""The object's name in the audit."""

_ENDS: Final = {"revoked": LicenceKind.REVOKED, "returned": LicenceKind.RETURNED}


@dataclass(frozen=True)
class Accepted:
    """What somebody said yes to: ticked keys, and answers by the key of their question."""

    ticked: frozenset[str]
    answers: Mapping[str, str]

    def wants(self, change: Change) -> bool:
        """Whether the change is to be written."""
        if change.asks:
            return self.answers.get(change.key, "") in change.choices
        return change.kind != "same" and change.key in self.ticked


class Writer:
    """One list being written, in the caller's transaction."""

    def __init__(self, compared: Comparison, document: ListDocument, kept: LicenceList, by: Actor):
        """Take the comparison that was shown and the row of the list."""
        self.compared, self.document, self.kept, self.by = compared, document, kept, by
        self.bodies = {body.id: body for body in compared.bodies}

    def write(self, changes: Sequence[Change], accepted: Accepted) -> int:
        """Write what is wanted, endings first; gives the number of changes."""
        wanted = [change for change in changes if accepted.wants(change)]
        order = ("ended", "gone", "merged", "suspended")
        wanted.sort(key=lambda c: order.index(c.kind) if c.kind in order else len(order))
        for change in wanted:
            try:
                self._one(change, accepted.answers.get(change.key, ""))
            except Refused as no:
                raise Refused(no.field, f"{change.name}: {no.message}") from no
        self._confirm([c.body_id for c in changes if c.kind == "same" and c.listed and c.body_id])
        return len(wanted)

    def _one(self, change: Change, answer: str) -> None:
        if change.kind == "gone":
            self._keep(change, self.bodies[change.body_id or ""], lambda b: self._end(b, answer))
        elif change.kind == "merged":
            self._merge(change, answer)
        elif change.kind == "added":
            self._add(change)
        else:
            self._keep(change, self.bodies[change.body_id or ""], lambda b: self._take(change, b))

    def _merge(self, change: Change, answer: str) -> None:
        """The one that goes on takes what the row says; the others end, named after it."""
        main = answer.removeprefix(ONLY)
        one = self.compared.as_one(change, main)
        if not answer.startswith(ONLY):
            others = [self.bodies[key] for key in change.choices if key in self.bodies]
            note = f"Sáp nhập vào {change.name}."
            for body in others:
                if body.id != main:
                    said = replace(change, name=body.name, body_id=body.id)
                    self._keep(said, body, lambda b: self._end(b, "returned", note))
        if one.facts:
            self._keep(one, self.bodies[main], lambda b: self._take(one, b))

    # Any: what an act gives back does not matter.
    def _keep(self, change: Change, body: SendingBody, act: Any) -> None:
        """Do it, with before and after; people on their way get their task now."""
        before = take(body)
        self._check(body)
        act(body)
        db.session.flush()
        self._note(change, body, write(before))

    def _note(self, change: Change, body: SendingBody, before: str) -> None:
        self.kept.changes.append(
            LicenceListChange(
                number=len(self.kept.changes) + 1,
                kind=change.kind,
                body_id=body.id,
                name=change.name[:200],
                facts=json.dumps([asdict(fact) for fact in change.facts], ensure_ascii=False),
                before=before,
                after=write(take(body)),
            )
        )

    def _check(self, body: SendingBody) -> None:
        body.source, body.checked_on = self.document.source, self.document.checked_on
        body.check_again_on = register.default_check_again(self.document.checked_on)

    def _take(self, change: Change, body: SendingBody) -> None:
        """Everything that one row says of a body that is here."""
        row = change.listed
        if row is None:
            return
        new = {fact.what: fact.after for fact in change.facts if fact.what in FIELDS}
        if new:
            register.edit_body(body, _entry(body, new), body.version, by=self.by)
        said = [(fact.what, fact.before, fact.after) for fact in change.facts]
        for what, before, after in said:
            if what == "status" and after == "licensed":
                self._event(body, row, LicenceKind.LICENSED, None, closed=True)
            elif what == "status":
                self._end(body, after, row=row)
            elif what == "suspended":
                self._event(body, row, LicenceKind.SUSPENDED, after)
            elif what == "resumed":
                self._resume(body, row, before)
            elif what == "phone":
                self._contact(body, "phone", after)
        if "website" in new:
            self._contact(body, "web", new["website"])

    def _add(self, change: Change) -> None:
        """Enter a body that was not here, with its licence."""
        row = change.listed
        if row is None:
            return
        day = row.granted_on or min(row.document_on or self.document.on, self.document.on)
        grant = register.FirstGrant(row.licence_number or self.document.number, day, day, None)
        body = register.create_body(self._new(row), grant, by=self.by)
        for fact in change.facts:
            if fact.what == "phone":
                self._contact(body, "phone", fact.after)
        if row.website:
            self._contact(body, "web", row.website)
        for market in suspended_markets(row, self.document.on):
            self._event(body, row, LicenceKind.SUSPENDED, market)
        if row.status in _ENDS:
            self._end(body, row.status, row=row)
        db.session.flush()
        self._note(change, body, "")

    def _new(self, row: Listed) -> register.BodyEntry:
        return register.BodyEntry(
            kind=BodyKind.ENTERPRISE,
            name=row.name,
            short_name=row.short_name,
            name_en=row.name_en,
            tax_code=row.tax_code,
            licence_number=row.licence_number,
            head_office=row.head_office,
            website=row.website,
            source=self.document.source,
            checked_on=self.document.checked_on,
            check_again_on=register.default_check_again(self.document.checked_on),
        )

    def _event(
        self,
        body: SendingBody,
        row: Listed | None,
        kind: LicenceKind,
        market: str | None,
        *,
        note: str = "",
        closed: bool = False,
    ) -> None:
        """One document, the row's own where it names one, else the list."""
        own = row if row is not None and row.document_no and not closed else None
        first = (row.from_day if row is not None else None) or self.document.on
        until = row.until_day if row is not None and kind is LicenceKind.SUSPENDED else None
        entry = history.LicenceEntry(
            kind=kind,
            market_code=None if market in (None, ALL) else market,
            from_day=first,
            until_day=until if until is None or until >= first else None,
            document_no=own.document_no if own else self.document.number,
            document_on=(own.document_on if own else None) or self.document.on,
            note=note,
            source=self.document.source,
            checked_on=self.document.checked_on,
        )
        event = history.add_licence_event(body, entry, by=self.by)  # and the tasks of it
        self.kept.tasks += count_tasks(event)

    def _end(
        self, body: SendingBody, status: str, note: str = "", row: Listed | None = None
    ) -> None:
        self._event(body, row, _ENDS[status], None, note=note)

    def _resume(self, body: SendingBody, row: Listed, market: str) -> None:
        """A suspension that the list does not know any more ended the day before the list."""
        last = self.document.on - timedelta(days=1)
        document = history.EndingDocument(
            last, row.document_no or self.document.number, self.document.on
        )
        for event in _running(body, market, self.document.on):
            ended = replace(document, last_day=max(last, event.from_day))
            history.end_suspension(event, ended, by=self.by)

    def _contact(self, body: SendingBody, kind: ContactKind, text: str) -> None:
        """A number or address that nobody holds; what is held already is passed over."""
        if read_contact(kind, text) is None:
            return
        entry = history.ContactEntry(kind, text, today(), self.document.source)
        try:
            history.add_contact(body, entry, by=self.by)
        except Refused:
            return

    def _confirm(self, body_ids: Sequence[str]) -> None:
        """The list says of these what the register says: only when that was checked changes."""
        for body_id in body_ids:
            body = self.bodies[body_id]
            before = write(take(body, whole=False))
            self._check(body)
            self.kept.changes.append(
                LicenceListChange(
                    number=len(self.kept.changes) + 1,
                    kind="same",
                    body_id=body.id,
                    name=body.name,
                    before=before,
                    after=write(take(body, whole=False)),
                )
            )
        db.session.flush()


def _running(body: SendingBody, market: str, day: date) -> list[LicenceEvent]:
    code = None if market == ALL else market
    return [
        event
        for event in body.licence_events
        if event.kind is LicenceKind.SUSPENDED
        and event.market_code == code
        and (event.until_day is None or event.until_day >= day)
    ]


# Any: values of any field of the entry.
def _entry(body: SendingBody, new: dict[str, Any]) -> register.BodyEntry:
    names = register.BodyEntry.__dataclass_fields__
    return register.BodyEntry(**{name: getattr(body, name) for name in names} | new)


def accept(
    batch_id: str,
    compared: Comparison,
    document: ListDocument,
    changes: Sequence[Change],
    accepted: Accepted,
    *,
    by: Actor,
) -> LicenceList:
    """Write the ticked changes; raises Refused when one of them is not possible, then nothing is.

    The same day everybody on the way with a body that may not send people any more has a task.
    """
    kept = LicenceList(
        batch_id=batch_id,
        document_no=document.number,
        document_on=document.on,
        checked_on=document.checked_on,
        whole=document.whole,
        tasks=0,
        accepted_by=by.shown[:160],
    )
    db.session.add(kept)
    Writer(compared, document, kept, by).write(changes, accepted)
    register.show_public()
    db.session.flush()
    audit.record(by, "licence_list.accept", OBJECT, kept.id, fields=("rows",))
    return kept
