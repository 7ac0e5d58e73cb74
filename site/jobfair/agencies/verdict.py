"""What may be said of a body on a day: green, amber or red, and why (B1-B4).

Green only for what is equal to something of one body that is licensed today and suspended
nowhere. A licence that closed is red, and so is what stands in a published warning, whoever it
belongs to. Everything else is amber: not known is no proof of anything, and nobody is called a
cheat here for a name that looks like another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from jobfair.agencies.check import Kind, Warned
from jobfair.agencies.licence import LicenceStatus, is_job_service_licence, licence_status
from jobfair.models import SendingBody

Colour = Literal["green", "amber", "red"]


class Why(StrEnum):
    """The reason of a verdict; ``verdict_words`` says it."""

    REAL = "real"
    REVOKED = "revoked"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    MARKETS = "markets"  # suspended for some
    NO_LICENCE = "no_licence"  # none, or it ran out
    ORDER_CLOSED = "order_closed"
    SEVERAL = "several"
    JOB_SERVICE = "job_service"
    NEAR = "near"
    UNKNOWN = "unknown"
    WARNED = "warned"  # stands in a published warning
    BORROWED = "borrowed"  # a real name that somebody misuses


RED = frozenset({Why.REVOKED, Why.RETURNED, Why.SUSPENDED, Why.WARNED})
NOT_FOUND = frozenset({Why.UNKNOWN, Why.NEAR})
"""Nothing of the register or of a warning is equal: counted as a miss."""


@dataclass(frozen=True)
class Verdict:
    """The answer to a question.

    ``bodies``: whose it is (one, or several of one name), or, of NEAR, who is nearly meant;
    ``status``: the licence of the one body that decides; ``kinds``: what was equal.
    """

    why: Why
    bodies: Sequence[SendingBody] = ()
    status: LicenceStatus | None = None
    kinds: frozenset[Kind] = field(default_factory=frozenset)
    of_number: bool = False  # the question is a number rather than a name
    warned: Sequence[Warned] = ()  # what of published warnings is equal, the newest first

    @property
    def colour(self) -> Colour:
        """What is seen from an arm's length."""
        if self.why in RED:
            return "red"
        return "green" if self.why is Why.REAL else "amber"

    @property
    def name_alone(self) -> bool:
        """Whether a name is all that was asked: who calls by it may still be another."""
        return self.why is Why.BORROWED or (self.why is Why.REAL and self.kinds == {"name"})


def judge_body(body: SendingBody, day: date) -> tuple[Why, LicenceStatus]:
    """What the licence of one body says on the day."""
    status = licence_status(body, day)
    if status.status == "licensed":
        return (Why.MARKETS if status.suspended_markets else Why.REAL), status
    if status.status == "none":
        return Why.NO_LICENCE, status
    return Why(status.status), status


def judge(
    typed: str,
    equal: Sequence[SendingBody],
    kinds: frozenset[Kind],
    near: Sequence[SendingBody],
    day: date,
    *,
    order_open: bool = True,
    warned: Sequence[Warned] = (),
) -> Verdict:
    """The verdict on a question.

    ``equal``: the bodies with something equal to it, of ``kinds``; ``near``: those with something
    nearly equal; ``order_open``: whether the order that was asked for, if one was, takes people;
    ``warned``: what of published warnings is equal to it.
    Of several bodies of one name the worst decides, and none of them is called real.
    """
    verdict = _judge(typed, equal, kinds, near, day, order_open=order_open)
    if verdict.colour != "red" and any(not one.borrowed for one in warned):
        verdict = Verdict(Why.WARNED, equal, None, kinds)
    elif verdict.colour == "green" and warned:
        verdict = replace(verdict, why=Why.BORROWED)
    return replace(verdict, warned=tuple(warned), of_number=_is_number(typed))


def _judge(
    typed: str,
    equal: Sequence[SendingBody],
    kinds: frozenset[Kind],
    near: Sequence[SendingBody],
    day: date,
    *,
    order_open: bool,
) -> Verdict:
    """By the register alone."""
    if is_job_service_licence(typed):
        return Verdict(Why.JOB_SERVICE)
    judged = [(*judge_body(body, day), body) for body in equal]
    bad = next(((why, status, body) for why, status, body in judged if why in RED), None)
    if bad is not None:
        return Verdict(bad[0], [bad[2]], bad[1], kinds)
    if len(judged) > 1:
        return Verdict(Why.SEVERAL, equal, None, kinds)
    if not judged:
        return Verdict(Why.NEAR, near) if near else Verdict(Why.UNKNOWN)
    why, status, body = judged[0]
    if why is Why.REAL and kinds == {"order"} and not order_open:
        why = Why.ORDER_CLOSED
    return Verdict(why, [body], status, kinds)


def _is_number(typed: str) -> bool:
    """Whether most of a question's letters and digits are digits."""
    signs = [sign for sign in typed if sign.isalnum()]
    return sum(sign.isdigit() for sign in signs) * 2 > len(signs)
