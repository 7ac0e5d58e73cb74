"""Money: what was paid, what the contract says, what was promised, loans, support."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type
from jobfair.models.journey import CaseFile
from jobfair.models.people import Person
from jobfair.models.staff import Office


class Payment(Base):
    """The money log: to whom, when, what for, receipt; red when before the contract (G12).

    ``placement_id`` is null for money that was taken before there was any sending body.
    """

    __tablename__ = "payment"

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    placement_id: Mapped[str | None] = mapped_column(sa.ForeignKey("placement.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(24))
    amount: Mapped[int] = mapped_column(sa.BigInteger)  # đồng
    currency: Mapped[str] = mapped_column(sa.String(3), default="VND")
    original: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))  # in that currency
    rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))  # đồng for one unit
    paid_on: Mapped[date] = mapped_column(sa.Date)
    payee: Mapped[str] = mapped_column(sa.String(12), default="")  # body|branch|person|school|…
    to_whom: Mapped[str] = mapped_column(sa.String(160))
    receipt: Mapped[str] = mapped_column(sa.String(60), default="")
    said_by: Mapped[str] = mapped_column(sa.String(12), default="")  # worker|family|receipt|…
    flag: Mapped[str] = mapped_column(sa.String(24), default="")
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]


class ContractTerms(Base):
    """What the dispatch contract says beside months and wage: hours, fee, deposit, extension."""

    __tablename__ = "contract_terms"

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"), unique=True)
    hours_week: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 1))
    service_fee: Mapped[int | None] = mapped_column(sa.BigInteger)  # đồng
    deposit: Mapped[int | None] = mapped_column(sa.BigInteger)  # đồng
    departure_on: Mapped[date | None] = mapped_column(sa.Date)
    fee_condition: Mapped[str] = mapped_column(sa.String(40), default="")  # programme_rule
    extension_agreed: Mapped[bool] = mapped_column(default=False)  # a fee for an extension
    extension_months: Mapped[int] = mapped_column(default=0)
    foreign_paid: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # đồng, Art. 23(2)(d)
    version: Mapped[int] = mapped_column(default=1)
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}


class Promise(Base):
    """What was promised when the person stated interest; nobody changes a row (G13)."""

    __tablename__ = "promise"
    __table_args__ = (sa.Index("ix_promise_case", "case_id", "at"),)

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"))
    body_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sending_body.id"))
    order_id: Mapped[str | None] = mapped_column(sa.ForeignKey("job_order.id"))
    conference_id: Mapped[str | None] = mapped_column(sa.ForeignKey("conference.id"))
    how: Mapped[str] = mapped_column(sa.String(12))  # door|introduced|interview|told
    promised_by: Mapped[str] = mapped_column(sa.String(160), default="")  # who said it
    wage: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    currency: Mapped[str] = mapped_column(sa.String(3), default="")
    rate: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 4))
    hours_week: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 1))
    service_fee: Mapped[int | None] = mapped_column(sa.BigInteger)  # đồng
    deposit: Mapped[int | None] = mapped_column(sa.BigInteger)  # đồng
    months: Mapped[int | None]
    departure_on: Mapped[date | None] = mapped_column(sa.Date)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    by: Mapped[str] = mapped_column(sa.String(24))
    by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    at: Mapped[Moment]


class Day30Answer(Base):
    """What the worker says on day 30 abroad of what was promised; asked once a placement."""

    __tablename__ = "day30_answer"

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"), unique=True)
    asked_on: Mapped[date] = mapped_column(sa.Date)
    wage: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    currency: Mapped[str] = mapped_column(sa.String(3), default="")
    hours_week: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 1))
    service_fee: Mapped[int | None] = mapped_column(sa.BigInteger)  # đồng, paid in all
    deposit: Mapped[int | None] = mapped_column(sa.BigInteger)
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    by: Mapped[str] = mapped_column(sa.String(24))
    at: Mapped[Moment]


class PromiseCheck(Base):
    """The outcome of one comparison, kept so that a share is one sum over rows."""

    __tablename__ = "promise_check"
    __table_args__ = (sa.UniqueConstraint("placement_id", "against"),)

    id: Mapped[Id]
    placement_id: Mapped[Ref] = mapped_column(sa.ForeignKey("placement.id"))
    body_id: Mapped[Ref] = mapped_column(sa.ForeignKey("sending_body.id"), index=True)
    against: Mapped[str] = mapped_column(sa.String(10))  # contract | day30
    worse: Mapped[str] = mapped_column(sa.String(80), default="")  # lines: wage,hours_week
    at: Mapped[Moment]


class LoanState(StrEnum):
    """Where a loan stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    DISBURSED = "disbursed"
    REPAID = "repaid"


class Loan(Base):
    """A loan for the costs of going, at one branch of the bank (G8). Sums in đồng."""

    __tablename__ = "loan"
    __table_args__ = (sa.Index("ix_loan_branch", "branch_id", "state", "asked_on"),)

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    person_id: Mapped[Ref] = mapped_column(sa.ForeignKey("person.id"))
    branch_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    state: Mapped[LoanState] = mapped_column(enum_type(LoanState, "state"))
    asked_on: Mapped[date] = mapped_column(sa.Date)
    need: Mapped[int] = mapped_column(sa.BigInteger)  # the cost of going
    amount_asked: Mapped[int] = mapped_column(sa.BigInteger)
    amount_approved: Mapped[int | None] = mapped_column(sa.BigInteger)
    decide_by: Mapped[date] = mapped_column(sa.Date)
    decided_on: Mapped[date | None] = mapped_column(sa.Date)
    disbursed_on: Mapped[date | None] = mapped_column(sa.Date)
    reason: Mapped[str] = mapped_column(sa.String(24), default="")  # of a refusal
    repaid: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship()
    case: Mapped[CaseFile] = relationship()
    branch: Mapped[Office] = relationship()
    acts: Mapped[list[LoanAct]] = relationship(order_by="LoanAct.at, LoanAct.id")

    __mapper_args__ = {"version_id_col": version}


class LoanAct(Base):
    """One line of a loan's history, append-only: asked, decided, disbursed, a part repaid."""

    __tablename__ = "loan_act"

    id: Mapped[Id]
    loan_id: Mapped[Ref] = mapped_column(sa.ForeignKey("loan.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))  # a LoanState
    on_date: Mapped[date] = mapped_column(sa.Date)
    amount: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    by: Mapped[str] = mapped_column(sa.String(24))
    by_name: Mapped[str] = mapped_column(sa.String(160), default="")
    at: Mapped[Moment]


class SupportState(StrEnum):
    """Where one item of support stands."""

    PLANNED = "planned"
    DECIDED = "decided"
    PAID = "paid"
    REFUSED = "refused"


class SupportItem(Base):
    """One item of support for one person by the table valid on ``on_date`` (G9)."""

    __tablename__ = "support_item"

    id: Mapped[Id]
    case_id: Mapped[Ref] = mapped_column(sa.ForeignKey("case_file.id"), index=True)
    item: Mapped[str] = mapped_column(sa.String(60))  # support_amount.item
    on_date: Mapped[date] = mapped_column(sa.Date)  # which table holds
    state: Mapped[SupportState] = mapped_column(enum_type(SupportState, "state"))
    money_source: Mapped[str] = mapped_column(sa.String(16))  # state|province|fund40|other
    quantity: Mapped[int] = mapped_column(default=1)  # courses, days or months
    planned: Mapped[int] = mapped_column(sa.BigInteger)  # đồng
    decided: Mapped[int | None] = mapped_column(sa.BigInteger)
    decision_no: Mapped[str] = mapped_column(sa.String(60), default="")
    decided_on: Mapped[date | None] = mapped_column(sa.Date)
    paid: Mapped[int | None] = mapped_column(sa.BigInteger)
    paid_on: Mapped[date | None] = mapped_column(sa.Date)
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    recorded_by: Mapped[str] = mapped_column(sa.String(24))
    recorded_at: Mapped[Moment]
    changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    __mapper_args__ = {"version_id_col": version}
