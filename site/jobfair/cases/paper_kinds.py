"""Papers of a person: which kinds there are, who records them, what is kept of each.

Of health and judicial papers only the state is kept: yes or no, and the days (trust rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper; ``expires``: it has a last day; ``number``: its number is kept, sealed."""

    label: object
    expires: bool = False
    number: bool = False
    sensitive: bool = False
    usual: bool = True


PAPER_KINDS: Final[dict[str, PaperKind]] = {
    "passport": PaperKind(_l("Passport"), expires=True, number=True),
    "id_card": PaperKind(_l("Identity card"), expires=True, sensitive=True, usual=False),
    "application": PaperKind(_l("Application to go and work abroad"), usual=False),
    "personal_history": PaperKind(_l("Curriculum vitae, certified by the commune")),
    "health": PaperKind(_l("Health certificate"), expires=True, sensitive=True),
    "degree": PaperKind(_l("School certificate, copy")),
    "judicial": PaperKind(_l("Criminal record certificate no. 2"), expires=True, sensitive=True),
    "language_certificate": PaperKind(_l("Language certificate"), expires=True, usual=False),
    "orientation": PaperKind(_l("Orientation certificate")),
    "coe": PaperKind(_l("Certificate of eligibility (COE)"), expires=True, usual=False),
    "visa": PaperKind(_l("Visa"), expires=True),
    "work_permit": PaperKind(_l("Work permit"), expires=True, usual=False),
    "ccvi": PaperKind(_l("Confirmation of visa issuance (CCVI)"), expires=True, usual=False),
    "residence_permit": PaperKind(_l("Residence permit"), expires=True, usual=False),
    "border_pass": PaperKind(_l("Border pass"), expires=True, usual=False),
    "registration": PaperKind(_l("Cross-border labour registration"), expires=True, usual=False),
    "seafarer_certificate": PaperKind(_l("Seafarer's certificate"), expires=True, usual=False),
    "priority": PaperKind(
        _l("Certificate of priority group"), expires=True, sensitive=True, usual=False
    ),
}
"""Kind -> words and fields. ``usual`` ones stand in the table before they are there."""

PAPER_STATES: Final[dict[str, object]] = {
    "asked": _l("Applied for"),
    "have": _l("The worker has it"),
    "received": _l("Handed in"),
    "checked": _l("Checked"),
}
"""State -> words; 'asked' does not open a gate."""

STATE_MARK: Final = "="
"""Before a state, as the note of a paper's line in the history."""

PAPER_LETTERS: Final = frozenset("OCA")
"""Who records papers."""

HIDDEN_FROM_BODIES: Final = frozenset({"priority"})
"""Papers of which a sending body does not even learn that they are there (household flags)."""
