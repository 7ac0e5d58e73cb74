"""What a role may see of a case (trust table): phone, hidden fields, papers, events.

The bank and the administrator never come here: they lack the permission.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jobfair.access import Actor, Permission
from jobfair.cases.identity import may_reveal
from jobfair.cases.queries import last_placement
from jobfair.models import CaseEvent, CaseFile, Placement, Purpose, Role
from jobfair.privacy.rules import consent_in_force

PhoneSight = Literal["full", "masked", "hidden"]
INSIDE = frozenset({Role.OFFICER, Role.COUNSELLOR, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Sight:
    """What one actor sees of one case.

    ``body_id``: set for a sending body, which sees its own placement only.
    """

    phone: PhoneSight
    village: bool
    reveal_number: bool
    reveal_flags: bool
    consents: bool
    viewers: bool
    body_id: str | None = None

    def sees_placement(self, placement: Placement | None) -> bool:
        """A sending body sees no other body's placement."""
        if placement is None:
            return False
        return self.body_id is None or placement.body_id == self.body_id

    def sees_event(self, event: CaseEvent, placement: Placement | None) -> bool:
        """A sending body sees the history since its own placement was opened."""
        if self.body_id is None:
            return True
        if not self.sees_placement(placement) or placement is None:
            return False
        return event.at >= placement.opened_at and event.kind != "contact"

    def sees_note(self, event: CaseEvent) -> bool:
        """A sending body reads its own notes, nobody else's."""
        return self.body_id is None or event.on_behalf_of == self.body_id


def sight_of(actor: Actor, case: CaseFile) -> Sight:
    """What the actor sees of this case; of several roles the widest."""
    inside = bool(actor.roles & INSIDE)
    if inside or Role.AUDITOR in actor.roles:
        return Sight(
            phone="full" if inside else "masked",
            village=True,
            reveal_number=may_reveal(actor, "national_id"),
            reveal_flags=may_reveal(actor, "flags"),
            consents=True,
            viewers=True,
        )
    body_id = actor.scope.body_id
    return Sight(
        phone="full" if _body_sees_phone(case, body_id) else "hidden",
        village=False,
        reveal_number=actor.can(Permission.UNMASK),
        reveal_flags=False,
        consents=False,
        viewers=False,
        body_id=body_id or "",
    )


def _body_sees_phone(case: CaseFile, body_id: str | None) -> bool:
    """After the worker's own consent for it, or on the signed contract."""
    placement = last_placement(case)
    if placement is not None and placement.body_id == body_id and placement.contract_on:
        return True
    return consent_in_force(case.person_id, Purpose.AGENCY_PHONE)
