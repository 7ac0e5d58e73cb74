"""The ministry's list against today's register: what would change, and at whom (M5).

Nothing is guessed: a row that fits several bodies, and a body that is gone from the list, are
questions. Only enterprises are compared; the other ways of sending work under an assignment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from flask_babel import gettext as _

from jobfair.agencies.contacts import read_contact
from jobfair.agencies.licence import body_ok, licence_status
from jobfair.agencies.licence_listed import (
    ONLY,
    Change,
    ChangeKind,
    Fact,
    ListDocument,
    Listed,
)
from jobfair.lib.clock import show_date
from jobfair.lib.text import clean, fold
from jobfair.models import BodyKind, LicenceEvent, LicenceKind, SendingBody

ALL: Final = "*"
"""Every market."""

FIELDS: Final = (
    *("name", "licence_number", "tax_code", "short_name", "name_en", "head_office", "website"),
)
LIVE: Final = ("licensed", "suspended")
_LONG_NAME: Final = 8  # letters from which a name in a note means a body

Waiting = Mapping[str, Mapping[str, int]]
"""Body id -> market -> people before departure."""


def suspensions_on(body: SendingBody, day: date) -> dict[str, LicenceEvent]:
    """Market (or ALL) -> the suspension in force or to come; the one that lasts longest."""
    found: dict[str, LicenceEvent] = {}
    for event in body.licence_events:
        if event.kind is not LicenceKind.SUSPENDED:
            continue
        if event.until_day is not None and event.until_day < day:
            continue
        place = event.market_code or ALL
        before = found.get(place)
        if before is None or (event.until_day or date.max) >= (before.until_day or date.max):
            found[place] = event
    return found


class Comparison:
    """One list against the register on one day."""

    def __init__(
        self, bodies: Sequence[SendingBody], waiting: Waiting, document: ListDocument, day: date
    ) -> None:
        """Take the bodies with history and contacts."""
        self.bodies = [body for body in bodies if body.kind is BodyKind.ENTERPRISE]
        self.waiting, self.document, self.day = waiting, document, day
        self.live = {body.id for body in self.bodies if licence_status(body, day).status in LIVE}
        self.numbers = {fold(b.licence_number): b for b in self.bodies if b.licence_number}
        shared = Counter(_digits(b.tax_code) for b in self.bodies)
        self.codes = {
            _digits(b.tax_code): b for b in self.bodies if shared[_digits(b.tax_code)] == 1
        }
        self.names = {fold(b.name): b for b in self.bodies}
        self.phones = {
            c.value_normalised: b
            for b in bodies
            for c in b.contacts
            if c.kind == "phone" and (c.until_day is None or c.until_day >= day)
        }

    def changes(self, rows: Sequence[Listed]) -> list[Change]:
        """What the rows ask for, in their order, then who is gone."""
        listed = {fold(row.licence_number) for row in rows}
        fits = [self._candidates(row, listed) for row in rows]
        met: dict[str, int] = {}
        found = []
        for row, bodies in zip(rows, fits, strict=True):
            first = met.setdefault(bodies[0].id, row.number) if bodies else row.number
            if first != row.number:
                found.append(_twice(row, bodies[0], first))
            elif len(bodies) > 1:
                found.append(self._merge(row, bodies))
            else:
                found.append(self._compare(row, bodies[0]) if bodies else self._added(row))
        if self.document.whole:
            named = {body.id for bodies in fits for body in bodies}
            found += [self._gone(b) for b in self.bodies if b.id in self.live - named]
        return found

    def _candidates(self, row: Listed, listed: set[str]) -> list[SendingBody]:
        """Bodies that the row may be: by number, by enterprise code, by what it says of before.

        Who stands on the list with a line of its own is not meant by another's note.
        """
        first = [
            self.numbers.get(fold(row.licence_number)),
            self.codes.get(_digits(row.tax_code)) if row.tax_code else None,
        ]
        found = {body.id: body for body in first if body is not None}
        if row.former:
            gone = (b for b in self.bodies if b.id in self.live - found.keys())
            found |= {
                body.id: body
                for body in gone
                if _named(body, row.former) and fold(body.licence_number) not in listed
            }
        if not found and (body := self.names.get(fold(row.name))) is not None:
            found[body.id] = body
        bodies = list(found.values())
        working = [body for body in bodies if body.id in self.live]
        return bodies if len(bodies) < 2 else working or bodies[:1]

    def _merge(self, row: Listed, bodies: list[SendingBody]) -> Change:
        choices = {body.id: body.name for body in bodies}
        choices |= {f"{ONLY}{body.id}": body.name for body in bodies}
        facts = tuple(Fact("one_of", body.name, row.name) for body in bodies)
        people = sum(self._people(body, [ALL]) for body in bodies)
        return Change(
            f"line:{row.number}", "merged", row.name, None, row, facts, choices, False, people
        )

    def _gone(self, body: SendingBody) -> Change:
        status = licence_status(body, self.day).status
        choices = {"revoked": "revoked", "returned": "returned"}
        facts = (Fact("status", status, "absent"),)
        people = self._people(body, [ALL])
        return Change(
            f"gone:{body.id}", "gone", body.name, body.id, None, facts, choices, False, people
        )

    def _people(self, body: SendingBody, markets: Sequence[str]) -> int:
        """Who waits in markets that are open to the body today and would be closed."""
        return sum(
            number
            for market, number in self.waiting.get(body.id, {}).items()
            if (ALL in markets or market in markets) and body_ok(body, market, self.day)
        )

    def _added(self, row: Listed) -> Change:
        """A row that fits nobody here."""
        facts = [Fact(name, "", new) for name in FIELDS[1:] if (new := getattr(row, name))]
        phones, warning = self._phones(row, None)
        if row.status in ("revoked", "returned"):
            facts.insert(0, Fact("status", "", row.status))
        facts[:0] = [Fact("suspended", "", market) for market in suspended_markets(row, self.day)]
        facts += phones
        return Change(
            f"line:{row.number}", "added", row.name, None, row, tuple(facts), warning=warning
        )

    def as_one(self, change: Change, body_id: str) -> Change:
        """A question answered: the row beside the body that it is said to be."""
        body = next(one for one in self.bodies if one.id == body_id)
        if change.listed is None:
            raise ValueError(change.key)
        return self._compare(change.listed, body)

    def _compare(self, row: Listed, body: SendingBody) -> Change:
        """One row beside the one body that it is."""
        kind, status, later = self._status(row, body)
        fields = [
            Fact(name, getattr(body, name), new)
            for name in FIELDS
            if (new := getattr(row, name)) and _differs(name, getattr(body, name), new)
        ]
        phones, warning = self._phones(row, body.id)
        facts = (*status, *fields, *phones)
        if not kind and fields:
            kind = "renamed" if fields[0].what == "name" else "changed"
        closed = [f.after for f in status if f.what == "suspended"]
        if kind == "ended":
            closed = [ALL]
        return Change(
            f"line:{row.number}",
            kind or ("changed" if phones else "same"),
            row.name,
            body.id,
            row,
            facts,
            ticked=kind != "again" or bool(row.status) or not body.licence_events,
            waiting=self._people(body, closed) if closed else 0,
            warning=f"{warning} {later}".strip(),
        )

    def _status(self, row: Listed, body: SendingBody) -> tuple[ChangeKind | None, list[Fact], str]:
        """How the licence stands beside what the list says of it; and why that is not taken."""
        known = licence_status(body, self.day)
        status = known.status
        if row.status in ("revoked", "returned"):
            same = status == row.status
            return (None, [], "") if same else ("ended", [Fact("status", status, row.status)], "")
        since = row.from_day or self.document.on
        if status not in LIVE and known.event is not None and known.event.from_day >= since:
            day = show_date(known.event.from_day)
            return None, [], _("The register has a later document, of %(day)s.", day=day)
        again = [] if status in LIVE else [Fact("status", status, "licensed")]
        closed = suspended_markets(row, self.day)
        running = suspensions_on(body, self.day) if status in LIVE else {}
        started = [m for m in closed if m not in running or _lasts_longer(row, running[m])]
        earlier = [m for m, event in running.items() if event.from_day < self.document.on]
        over = [] if not row.status or ALL in closed else [m for m in earlier if m not in closed]
        facts = [
            *again,
            *(Fact("suspended", "", market) for market in started),
            *(Fact("resumed", market, "") for market in over),
        ]
        if started:
            return "suspended", facts, ""
        if again:
            return "again", facts, ""
        return ("resumed" if over else None), facts, ""

    def _phones(self, row: Listed, body_id: str | None) -> tuple[list[Fact], str]:
        """Numbers that the body does not have yet; what cannot be taken as a sentence."""
        facts, warnings = [], []
        for text in row.phones:
            value = read_contact("phone", text)
            if value is None:
                warnings.append(_("%(text)s is no phone number.", text=text))
                continue
            holder = self.phones.get(value.normalised)
            if holder is None:
                facts.append(Fact("phone", "", value.shown))
            elif holder.id != body_id:
                words = _("%(text)s belongs to %(name)s.", text=value.shown, name=holder.name)
                warnings.append(words)
        return facts, " ".join(warnings)


def suspended_markets(row: Listed, day: date) -> list[str]:
    """Markets (or ALL) that the row says are closed; none when its last day is over."""
    if row.status != "suspended" or (row.until_day is not None and row.until_day < day):
        return []
    return [*row.markets] or [ALL]


def _lasts_longer(row: Listed, running: LicenceEvent) -> bool:
    known = row.until_day is not None and running.until_day is not None
    return known and (row.until_day or date.min) > (running.until_day or date.min)


def _twice(row: Listed, body: SendingBody, first: int) -> Change:
    sentence = _(
        "Line %(number)s is %(name)s already. This line is left out.", number=first, name=body.name
    )
    key = f"line:{row.number}"
    return Change(key, "same", row.name, body.id, None, ticked=False, warning=sentence)


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign.isdecimal())


def _named(body: SendingBody, former: str) -> bool:
    """Whether the words of the row name the body, by licence number or by its whole name."""
    said = f" {former} "
    name, number = fold(body.name), fold(body.licence_number)
    by_name = len(name) >= _LONG_NAME and f" {name} " in said
    return by_name or (bool(number) and f" {number} " in said)


def _differs(field: str, old: str, new: str) -> bool:
    """Whether the list says something else. Capitals alone are nothing else."""
    if field == "website":
        sites = (read_contact("web", old), read_contact("web", new))
        if all(sites):
            return sites[0].normalised != sites[1].normalised  # type: ignore[union-attr]
    if field == "tax_code":
        return _digits(old) != _digits(new)
    if field == "licence_number":
        return fold(old) != fold(new)
    return clean(old).casefold() != clean(new).casefold()
