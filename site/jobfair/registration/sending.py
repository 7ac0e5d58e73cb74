"""What is sent: the answers of one form, who wrote them, how the person agreed."""

from __future__ import annotations

from dataclasses import dataclass

from jobfair.access import Actor
from jobfair.models import Purpose
from jobfair.registration.answers import Answers


@dataclass(frozen=True)
class Desk:
    """Who wrote it down for the person, and how the person agreed.

    ``how``: read_aloud, signed or witness (then ``witness`` is the name); ``slip_code``: the
    one printed on the paper row, '' for a fresh one.
    """

    by: Actor
    how: str
    witness: str = ""
    slip_code: str = ""


@dataclass(frozen=True)
class Sending:
    """What is sent: complete answers, the number in E.164, the purposes agreed to.

    ``channel``: web, sms, desk or paper; the last two with a ``desk``.
    """

    form_key: str
    answers: Answers
    e164: str
    purposes: tuple[Purpose, ...]
    lang: str
    channel: str = "web"
    desk: Desk | None = None

    @property
    def consent_by(self) -> str:
        """The member of staff who took the consent down; '' for the worker."""
        return self.desk.by.user_id if self.desk else ""
