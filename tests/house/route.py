"""One line of the table of addresses: who may, with whose object, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass

from jobfair.models import Role

LETTERS = {
    "O": Role.OFFICER,
    "C": Role.COUNSELLOR,
    "L": Role.LEADER,
    "A": Role.AGENCY,
    "B": Role.BANK,
    "U": Role.AUDITOR,
    "M": Role.ADMIN,
    "D": Role.DOOR,
}
PUBLIC = "public"
EVERYBODY = "OCLABUMD"


@dataclass(frozen=True)
class Route:
    """One endpoint.

    ``access``: 'public' or the letters of the roles. ``kind``: whose object stands in the
    address, a key of ``objects.SEEN_BY``; '' when there is none, or everybody sees it.
    ``gives``: what a GET of an own object answers. ``only``: where the page itself asks for
    more than the route does (whose step it is), the letters of those whom it lets in.
    ``answers``: what a POST may answer besides the usual.
    """

    endpoint: str
    methods: str
    access: str
    kind: str = ""
    gives: tuple[int, ...] = (200,)
    only: str = ""
    answers: tuple[int, ...] = ()

    @property
    def reads(self) -> bool:
        return "GET" in self.methods

    @property
    def writes(self) -> bool:
        return "POST" in self.methods

    def open_to(self, role: Role) -> bool:
        return self.access == PUBLIC or role in _roles(self.access)

    def lets_in(self, role: Role) -> bool:
        return not self.only or role in _roles(self.only)


def _roles(letters: str) -> set[Role]:
    return {LETTERS[letter] for letter in letters}
