"""What a merge means to those who read: the shared journey of a slip, the files of one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor
from jobfair.cases.hooks import PANELS, Panel
from jobfair.cases.sight import Sight
from jobfair.database import db
from jobfair.lib.clock import to_local
from jobfair.models import CaseFile, DuplicatePair, PersonMerge

TABLE_WORDS: Final[dict[str, object]] = {
    "registration": _l("Registrations and seats"),
    "case_file": _l("Cases"),
    "person_phone": _l("Phone numbers"),
    "person_flag": _l("Priority groups"),
    "consent": _l("Consents given"),
    "paper": _l("Papers"),
    "task": _l("Tasks"),
}
"""Table -> words of the preview; tables of other rooms are counted together."""


def rows_in_words(counted: dict[str, int]) -> list[tuple[str, int]]:
    """What moves, in words, with how many."""
    known = [(str(TABLE_WORDS[name]), n) for name, n in counted.items() if name in TABLE_WORDS]
    others = sum(n for name, n in counted.items() if name not in TABLE_WORDS)
    return known + ([(_("Other records"), others)] if others else [])


def shared_case(case: CaseFile) -> CaseFile:
    """The case that a slip shows: its own, or after a merge the shared one.

    The shared journey only when staff recorded "identity card seen", with the merge or later:
    who holds the slip might be somebody else.
    """
    if case.merged_into_id is None:
        return case
    row = _merge_of(case)
    person = case.person
    seen_on = person.identity_seen_on
    if row is None:
        return case
    since = to_local(row.merged_at).date()
    if row.identity_seen or (seen_on is not None and seen_on > since):
        return shared_case(db.session.get_one(CaseFile, case.merged_into_id))
    return case


def _merge_of(case: CaseFile) -> PersonMerge | None:
    """The merge that closed the case into another; the newest that stands."""
    return db.session.scalars(
        sa.select(PersonMerge)
        .where(PersonMerge.kept_id == case.person_id, PersonMerge.undone_at.is_(None))
        .order_by(PersonMerge.merged_at.desc(), PersonMerge.id)
    ).first()


@dataclass(frozen=True)
class Files:
    """Other files of the case's person: pairs to compare, merges that stand, joined cases."""

    pairs: list[str]
    merges: list[PersonMerge]
    joined: list[CaseFile]
    goes_on_in: CaseFile | None

    @property
    def nothing(self) -> bool:
        """Whether the page needs no such part."""
        return not (self.pairs or self.merges or self.joined or self.goes_on_in)


def files_of(case: CaseFile) -> Files:
    """What is known of other files of the same person; a fixed number of reads."""
    pair = DuplicatePair
    pairs = sa.select(pair.id).where(
        pair.decided == "",
        sa.or_(pair.person_a == case.person_id, pair.person_b == case.person_id),
    )
    merges = sa.select(PersonMerge).where(
        PersonMerge.kept_id == case.person_id, PersonMerge.undone_at.is_(None)
    )
    joined = sa.select(CaseFile).where(CaseFile.merged_into_id == case.id)
    return Files(
        list(db.session.scalars(pairs.order_by(pair.found_at, pair.id))),
        list(db.session.scalars(merges.order_by(PersonMerge.merged_at, PersonMerge.id))),
        list(db.session.scalars(joined.order_by(CaseFile.opened_at, CaseFile.id))),
        db.session.get(CaseFile, case.merged_into_id) if case.merged_into_id else None,
    )


def case_panel(case: CaseFile, _actor: Actor, sight: Sight) -> Panel | None:
    """Possible and joined files of the person; a sending body sees none of it."""
    if sight.body_id is not None:
        return None
    files = files_of(case)
    if files.nothing:
        return None
    return Panel("cases/_joined_case.html", {"files": files}, place="side", order=80)


PANELS.append(case_panel)
