"""Limits of complaints: rows of ``setting``, with a default where a pack has none.

All of them are proposals (mark U): the law on complaints and denunciations has limits of its
own for what falls under it, which the department checks and writes in their place.
"""

from __future__ import annotations

from jobfair.cases.settings import get_number


def take_days() -> int:
    """Working days in which somebody takes a complaint."""
    return get_number("complaint.take_working_days", 3)


def answer_days() -> int:
    """Days in which a complaint is answered."""
    return get_number("complaint.answer_days", 30)


def keep_days() -> int:
    """Days after the end for which words, phone, name and pictures are kept."""
    return get_number("retention.complaint_days", 730)
