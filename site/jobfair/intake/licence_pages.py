"""What the pages of the ministry's list show: changes by kind, questions, what was written."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from jobfair.agencies.licence_diff import ALL
from jobfair.agencies.licence_list_queries import find_list
from jobfair.agencies.licence_listed import KINDS, ONLY, Change
from jobfair.agencies.queries import list_markets
from jobfair.agencies.words import Names, market_name
from jobfair.forms import ButtonForm
from jobfair.intake.licence_rules import preview_of
from jobfair.models import BatchState, ImportBatch, LicenceList

KIND_WORDS: Final[dict[str, tuple[str, object, object]]] = {
    "merged": ("mind", _l("Merged?"), _l("One row fits several bodies. Say which it is.")),
    "ended": ("bad", _l("Revoked or returned"), _l("The licence ends; orders hide themselves.")),
    "suspended": ("bad", _l("Suspended"), _l("For every market or for some.")),
    "added": ("good", _l("New"), _l("Not in the register yet.")),
    "again": ("good", _l("In force again"), _l("The register says: no licence now.")),
    "resumed": ("good", _l("Suspension over"), _l("The list knows it no more.")),
    "renamed": ("", _l("Renamed"), _l("The same number or code, another name.")),
    "changed": ("", _l("Changed"), _l("Number, address, phone or website.")),
    "gone": ("mind", _l("Gone from the list"), _l("Ask the ministry first: revoked or returned?")),
}
"""Kind -> badge, its words, what it means; in the order in which they are shown."""

_FACTS: Final[dict[str, object]] = {
    "name": _l("Name"),
    "licence_number": _l("Licence number"),
    "tax_code": _l("Enterprise code"),
    "short_name": _l("Short name"),
    "name_en": _l("Name in English"),
    "head_office": _l("Head office"),
    "website": _l("Website"),
    "phone": _l("Phone number"),
    "status": _l("Licence"),
    "suspended": _l("Suspended"),
    "resumed": _l("Suspension over"),
    "one_of": _l("Perhaps"),
}
_STATES: Final[dict[str, object]] = {
    "licensed": _l("has a licence"),
    "suspended": _l("suspended"),
    "revoked": _l("revoked"),
    "returned": _l("returned"),
    "none": _l("no licence"),
    "absent": _l("not on the list"),
}


@dataclass(frozen=True)
class Shown:
    """One change on a page. ``choices``: of a question, (value, words)."""

    key: str
    kind: str
    name: str
    line: str
    body_id: str | None
    facts: list[str]
    warning: str
    ticked: bool
    people: str
    choices: list[tuple[str, str]]


def _fact(what: str, before: str, after: str, markets: Names) -> str:
    """One line: what, how it stands, what the list says."""
    label = str(_FACTS[what])
    if what in ("suspended", "resumed"):
        code = after or before
        return f"{label}: {market_name(markets, None if code == ALL else code)}"
    if what == "one_of":
        return f"{label}: {before}"
    if what == "status":
        before, after = (str(_STATES.get(state, state)) for state in (before, after))
    return f"{label}: {before} → {after}" if before else f"{label}: {after}"


def _choice(value: str, name: str) -> str:
    if value.startswith(ONLY):
        return _("It is %(name)s, nobody merged", name=name)
    if value in _STATES:
        return _("The licence was revoked") if value == "revoked" else _("It was returned")
    return _("%(name)s goes on, the others end", name=name)


def _shown(change: Change, markets: Names) -> Shown:
    line = change.listed.number if change.listed else None
    people = ngettext(
        "%(num)s person on the way: a task today",
        "%(num)s people on the way: a task each today",
        change.waiting,
    )
    return Shown(
        change.key,
        change.kind,
        change.name,
        _("Line %(number)s", number=line) if line else "",
        change.body_id,
        [_fact(fact.what, fact.before, fact.after, markets) for fact in change.facts],
        change.warning,
        change.ticked,
        people if change.waiting else "",
        [(value, _choice(value, name)) for value, name in change.choices.items()],
    )


# Any: a template's context.
def preview_values(batch: ImportBatch) -> dict[str, Any]:
    """The changes of today by kind, with what is left out and why."""
    shown = preview_of(batch)
    markets = list_markets()
    wanted = sorted(
        (change for change in shown.changes if change.kind in KIND_WORDS),
        key=lambda change: KINDS.index(change.kind),
    )
    return {
        "batch": batch,
        "shown": shown,
        "lines": [_shown(change, markets) for change in wanted],
        "counts": Counter(change.kind for change in wanted),
        "twice": [c for c in shown.changes if c.kind == "same" and c.warning],
        "kinds": KIND_WORDS,
        "form": ButtonForm(),
    }


def done_values(batch: ImportBatch, kept: LicenceList) -> dict[str, Any]:
    """What was written, by kind, and whether it may still be taken back."""
    markets = list_markets()
    written = [change for change in kept.changes if change.kind in KIND_WORDS]
    lines = [
        (change, [_fact(**fact, markets=markets) for fact in json.loads(change.facts)])
        for change in written
    ]
    return {
        "batch": batch,
        "kept": kept,
        "lines": lines,
        "counts": Counter(change.kind for change in written),
        "same": sum(change.kind == "same" for change in kept.changes),
        "kinds": KIND_WORDS,
        "form": ButtonForm(),
    }


def page_of_register(batch: ImportBatch) -> tuple[str, dict[str, Any]] | None:
    """Template and values of a list that was compared; None while the other pages serve it."""
    if batch.state is BatchState.PREVIEW:
        return "licence_preview", preview_values(batch)
    if batch.state is BatchState.DONE and (kept := find_list(batch.id)) is not None:
        return "licence_done", done_values(batch, kept)
    return None
