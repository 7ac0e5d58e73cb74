"""Facts of the field that a province pack loads: markets, caps, support, law, stages, targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, FactMixin, Id, ValidMixin


class Province(FactMixin, Base):
    """The one province of this instance: names, hotline, offices, and the pack it came from."""

    __tablename__ = "province"

    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)  # pack name: son_la
    admin_code: Mapped[str] = mapped_column(sa.String(2))
    name: Mapped[str] = mapped_column(sa.String(60))  # Tỉnh Sơn La
    name_en: Mapped[str] = mapped_column(sa.String(60))
    short_name: Mapped[str] = mapped_column(sa.String(40))  # Sơn La
    hotline: Mapped[str] = mapped_column(sa.String(30))  # shown
    hotline_tel: Mapped[str] = mapped_column(sa.String(20))  # dialled
    hours_vi: Mapped[str] = mapped_column(sa.String(120))
    hours_en: Mapped[str] = mapped_column(sa.String(120))
    department_vi: Mapped[str] = mapped_column(sa.String(120))
    department_en: Mapped[str] = mapped_column(sa.String(120))
    centre_vi: Mapped[str] = mapped_column(sa.String(120))
    centre_en: Mapped[str] = mapped_column(sa.String(120))
    address_vi: Mapped[str] = mapped_column(sa.String(200), default="")
    address_en: Mapped[str] = mapped_column(sa.String(200), default="")
    email: Mapped[str] = mapped_column(sa.String(120), default="")
    website: Mapped[str] = mapped_column(sa.String(120), default="")


class Market(FactMixin, Base):
    """One of the 15 markets of the contract (JP, TW, … OTHER)."""

    __tablename__ = "market"

    code: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    name_vi: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(80))
    folded: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int]


class Programme(FactMixin, Base):
    """A way to go: its people, pay, contract, papers. A code is never split."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    market_code: Mapped[str] = mapped_column(sa.ForeignKey("market.code"), index=True)
    position: Mapped[int]
    name_vi: Mapped[str] = mapped_column(sa.String(160))
    name_en: Mapped[str] = mapped_column(sa.String(160))
    folded: Mapped[str] = mapped_column(sa.String(300))
    channel: Mapped[str] = mapped_column(
        sa.String(16)
    )  # enterprise|public|agreement|investor|direct
    channel_vi: Mapped[str] = mapped_column(sa.Text)
    channel_en: Mapped[str] = mapped_column(sa.Text)
    age_min: Mapped[int | None]
    age_max: Mapped[int | None]
    age_vi: Mapped[str] = mapped_column(sa.Text, default="")
    age_en: Mapped[str] = mapped_column(sa.Text, default="")
    education_vi: Mapped[str] = mapped_column(sa.Text, default="")
    education_en: Mapped[str] = mapped_column(sa.Text, default="")
    physical_vi: Mapped[str] = mapped_column(sa.Text, default="")
    physical_en: Mapped[str] = mapped_column(sa.Text, default="")
    language_vi: Mapped[str] = mapped_column(sa.Text, default="")
    language_en: Mapped[str] = mapped_column(sa.Text, default="")
    contract_vi: Mapped[str] = mapped_column(sa.Text, default="")
    contract_en: Mapped[str] = mapped_column(sa.Text, default="")
    contract_months: Mapped[int | None]  # the usual length, for the cap shown
    income_vi: Mapped[str] = mapped_column(sa.Text, default="")
    income_en: Mapped[str] = mapped_column(sa.Text, default="")
    income_min_million: Mapped[Decimal | None] = mapped_column(sa.Numeric(8, 2))  # VND a month
    income_max_million: Mapped[Decimal | None] = mapped_column(sa.Numeric(8, 2))
    income_source: Mapped[str] = mapped_column(sa.Text, default="")
    currency: Mapped[str] = mapped_column(sa.String(3), default="")
    employer_pays_vi: Mapped[str] = mapped_column(sa.Text, default="")
    employer_pays_en: Mapped[str] = mapped_column(sa.Text, default="")
    cost_vi: Mapped[str] = mapped_column(sa.Text, default="")
    cost_en: Mapped[str] = mapped_column(sa.Text, default="")
    process_vi: Mapped[str] = mapped_column(sa.Text, default="")
    process_en: Mapped[str] = mapped_column(sa.Text, default="")
    sectors_vi: Mapped[str] = mapped_column(sa.Text, default="")
    sectors_en: Mapped[str] = mapped_column(sa.Text, default="")
    papers_vi: Mapped[str] = mapped_column(sa.Text, default="")  # one a line
    papers_en: Mapped[str] = mapped_column(sa.Text, default="")
    accepts_until: Mapped[date | None] = mapped_column(sa.Date)
    successor_vi: Mapped[str] = mapped_column(sa.Text, default="")
    successor_en: Mapped[str] = mapped_column(sa.Text, default="")
    facts_mark: Mapped[str] = mapped_column(sa.String(1), default="K")  # ages, cost, time
    income_mark: Mapped[str] = mapped_column(sa.String(1), default="K")


class FeeRule(FactMixin, ValidMixin, Base):
    """A cap: months of basic wage per 12 months with a maximum, or a fixed sum of đồng.

    Law 69/2020/QH14 Art. 23(4), Circular 02/2024 Annexes X-XI, Decree 112/2021 Annex II.
    """

    __tablename__ = "fee_rule"
    __table_args__ = (
        sa.UniqueConstraint("rule_id", "kind", "market_code", "scope_en", "valid_from"),
    )

    id: Mapped[Id]
    rule_id: Mapped[str] = mapped_column(sa.String(24), index=True)
    kind: Mapped[str] = mapped_column(sa.String(24))  # service_fee|worker_deposit|brokerage|…
    market_code: Mapped[str] = mapped_column(sa.String(12), default="*")
    scope_vi: Mapped[str] = mapped_column(sa.String(160), default="")
    scope_en: Mapped[str] = mapped_column(sa.String(160), default="")
    unit: Mapped[str] = mapped_column(sa.String(24))  # salary_months_per_12m|VND|airfare
    per_12m: Mapped[Decimal | None] = mapped_column(sa.Numeric(16, 2))
    max_total: Mapped[Decimal | None] = mapped_column(sa.Numeric(16, 2))
    note_vi: Mapped[str] = mapped_column(sa.Text, default="")
    note_en: Mapped[str] = mapped_column(sa.Text, default="")


class ProgrammeRule(FactMixin, ValidMixin, Base):
    """Which caps bind a programme, under which condition ('' = without one)."""

    __tablename__ = "programme_rule"
    __table_args__ = (sa.UniqueConstraint("programme_code", "kind", "condition", "valid_from"),)

    id: Mapped[Id]
    programme_code: Mapped[str] = mapped_column(sa.ForeignKey("programme.code"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(24))  # service_fee | worker_deposit
    rule_id: Mapped[str] = mapped_column(sa.String(24))
    condition: Mapped[str] = mapped_column(sa.String(40), default="")  # key: ex_titp
    condition_vi: Mapped[str] = mapped_column(sa.String(160), default="")
    condition_en: Mapped[str] = mapped_column(sa.String(160), default="")


class SupportAmount(FactMixin, ValidMixin, Base):
    """What the State or a fund pays, per item and period."""

    __tablename__ = "support_amount"
    __table_args__ = (sa.UniqueConstraint("item", "valid_from"),)

    id: Mapped[Id]
    item: Mapped[str] = mapped_column(sa.String(60))
    name_vi: Mapped[str] = mapped_column(sa.String(160))
    name_en: Mapped[str] = mapped_column(sa.String(160))
    amount_vi: Mapped[str] = mapped_column(sa.Text)
    amount_en: Mapped[str] = mapped_column(sa.Text)
    unit: Mapped[str] = mapped_column(sa.String(40))
    most: Mapped[Decimal | None] = mapped_column(sa.Numeric(16, 2))  # đồng, or working days
    for_groups: Mapped[str] = mapped_column(
        sa.String(80), default=""
    )  # who gets it: poor minority …


class LegalDocument(FactMixin, Base):
    """A legal document with its status and relations."""

    __tablename__ = "legal_document"

    number: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    title_vi: Mapped[str] = mapped_column(sa.Text)
    issued: Mapped[str] = mapped_column(sa.String(20), default="")
    effective: Mapped[str] = mapped_column(sa.String(20), default="")
    status: Mapped[str] = mapped_column(sa.String(60))
    relation: Mapped[str] = mapped_column(sa.Text, default="")
    relevance: Mapped[str] = mapped_column(sa.Text, default="")


class EthnicGroup(FactMixin, Base):
    """An ethnic group by code 01-56 (list 121-TCTK/PPCĐ)."""

    __tablename__ = "ethnic_group"

    code: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    aliases: Mapped[str] = mapped_column(sa.Text, default="")
    is_minority: Mapped[bool]
    main_group: Mapped[bool] = mapped_column(default=False)
    share_pct: Mapped[Decimal | None] = mapped_column(sa.Numeric(5, 2))


class Statistic(FactMixin, Base):
    """A published past figure. Never added to this system's own cases."""

    __tablename__ = "statistic"
    __table_args__ = (sa.UniqueConstraint("area", "period", "indicator", "market_code"),)

    id: Mapped[Id]
    area: Mapped[str] = mapped_column(sa.String(80))
    period: Mapped[str] = mapped_column(sa.String(40))
    indicator: Mapped[str] = mapped_column(sa.String(40))
    market_code: Mapped[str] = mapped_column(sa.String(12), default="*")
    value: Mapped[Decimal] = mapped_column(sa.Numeric(14, 2))
    note_vi: Mapped[str] = mapped_column(sa.Text, default="")
    note_en: Mapped[str] = mapped_column(sa.Text, default="")


class StageDefinition(FactMixin, Base):
    """Names, responsible party and usual limit of a stage (F1, F6)."""

    __tablename__ = "stage_definition"

    code: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    position: Mapped[int]
    name_vi: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str] = mapped_column(sa.String(120))
    phase: Mapped[str] = mapped_column(sa.String(24))
    responsible_vi: Mapped[str] = mapped_column(sa.Text)
    responsible_en: Mapped[str] = mapped_column(sa.Text)
    limit_days: Mapped[int | None]  # setting, mark K
    limit_basis: Mapped[str] = mapped_column(
        sa.String(24), default="stage"
    )  # stage|clock180|contract_end|entry


class Milestone(FactMixin, Base):
    """What the worker reads in a stage (and its situation): six public milestones, one sentence."""

    __tablename__ = "milestone"

    key: Mapped[str] = mapped_column(sa.String(40), primary_key=True)  # interest.ahead, registered
    stage: Mapped[str] = mapped_column(sa.String(24))
    done: Mapped[int | None]  # ticked up to; null = no trail
    here: Mapped[int | None]
    keeps_reached: Mapped[bool] = mapped_column(default=False)  # "last reached" for endings
    sentence_vi: Mapped[str] = mapped_column(sa.Text)
    sentence_en: Mapped[str] = mapped_column(sa.Text)


class ReasonCode(FactMixin, Base):
    """A coded reason for an ending or a step back (F2)."""

    __tablename__ = "reason_code"
    __table_args__ = (sa.UniqueConstraint("stage", "code"),)

    id: Mapped[Id]
    stage: Mapped[str] = mapped_column(sa.String(24))  # target stage of the move, '*' = any
    code: Mapped[str] = mapped_column(sa.String(40))
    name_vi: Mapped[str] = mapped_column(sa.String(160))
    name_en: Mapped[str] = mapped_column(sa.String(160))
    position: Mapped[int] = mapped_column(default=0)


class Target(FactMixin, Base):
    """A number handed out for a unit and year; null value = "chưa giao"."""

    __tablename__ = "target"
    __table_args__ = (sa.UniqueConstraint("unit", "year", "market_code", "basis", "indicator"),)

    id: Mapped[Id]
    unit: Mapped[str] = mapped_column(sa.String(20))  # commune code, or 'province'
    year: Mapped[str] = mapped_column(sa.String(9))  # 2026, or 2025-2030
    market_code: Mapped[str] = mapped_column(sa.String(12), default="*")
    basis: Mapped[str] = mapped_column(sa.String(24))  # resolution|ambition|project|demo
    indicator: Mapped[str] = mapped_column(sa.String(40), default="departed")
    value: Mapped[Decimal | None] = mapped_column(sa.Numeric(14, 2))
    qualifier: Mapped[str] = mapped_column(sa.String(8), default="")  # '', about, over
    document: Mapped[str] = mapped_column(sa.String(120), default="")


class Setting(FactMixin, Base):
    """An editable value with its source: opening hours, retention terms, clocks (K6)."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str] = mapped_column(sa.Text)
    name_vi: Mapped[str] = mapped_column(sa.String(160), default="")
    name_en: Mapped[str] = mapped_column(sa.String(160), default="")
