"""Results of a sending body and departures: each row is a step of its case, with every gate.

A row is judged by making the step in a savepoint that is taken back: what the preview says is
what the rule says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from jobfair.access import Actor
from jobfair.cases import rules
from jobfair.cases.gates import GateMissing
from jobfair.cases.ground import MoveData
from jobfair.cases.history import stages_in_force
from jobfair.cases.move_forms import CURRENCIES
from jobfair.cases.owners import standing_of
from jobfair.cases.queries import list_records, open_placement
from jobfair.cases.records import RecordData, add_record
from jobfair.cases.stages import stage_name
from jobfair.cases.words import EVIDENCE_LABELS
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.intake.finding import Found, find_rows
from jobfair.intake.handling import (
    Ground,
    Verdict,
    act_key_of,
    by_itself,
    key_of,
    refused,
    sentence_of,
    without_repeats,
)
from jobfair.intake.kinds import EXITS, RESULTS
from jobfair.intake.lines import Line
from jobfair.intake.values import is_yes, read_amount, read_day
from jobfair.lib.text import clean, fold
from jobfair.models import CaseFile, JobOrder, RowState, Stage

_SAID: Final = {
    Stage.CONTRACT_SIGNED: ("ky hop dong", "da ky", "hop dong", "ky hd", "contract", "signed"),
    Stage.SELECTED: ("trung tuyen", "dat", "dau", "do pv", "duoc chon", "selected", "passed"),
    Stage.INTERVIEWED: (
        *("da phong van", "phong van", "du phong van", "thi tuyen", "cho ket qua"),
        *("interviewed", "interview"),
    ),
}
"""Step -> folded words of a result, the furthest step first."""

_NOT_SAID: Final = ("khong", "truot", "rot", "chua", "hong", "not", "failed")
_EVIDENCE_SAID: Final = {
    "passport_stamp": ("dau", "ho chieu", "xuat canh", "stamp", "passport"),
    "ticket": ("ve", "the len may bay", "chuyen bay", "ticket", "boarding"),
    "national_db": ("csdl", "co so du lieu", "he thong", "database"),
    "commune": ("xa", "commune"),
}


class Wrong(Exception):
    """A cell that cannot be read: its field and the sentence."""

    def __init__(self, field: str, sentence: object) -> None:
        super().__init__(str(sentence))
        self.field, self.sentence = field, str(sentence)


@dataclass(frozen=True)
class Step:
    """What a row asks for: the step and what its form would bring."""

    to: Stage
    data: MoveData
    key: str
    on: date | None = None


class Steps:
    """Results (``RESULTS``) or exits (``EXITS``)."""

    only_reads = False

    def __init__(self, kind: str) -> None:
        """Take which of the two."""
        self._read: Callable[[Line, Ground, CaseFile], Step] = {
            RESULTS: _read_result,
            EXITS: _read_exit,
        }[kind]

    def judge(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Each step made and taken back."""
        found = find_rows(lines, ground)
        judged = [self._one(line, one, ground, dry=True) for line, one in found]
        return without_repeats(lines, judged)

    def write(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Each step made in a savepoint of its own."""
        found = find_rows(lines, ground)
        return [self._one(line, one, ground, dry=False) for line, one in found]

    def _one(self, line: Line, found: Found | Verdict, ground: Ground, *, dry: bool) -> Verdict:
        if isinstance(found, Verdict):
            return found if dry else replace(found, outcome="refused")
        try:
            step = self._read(line, ground, found.case)
        except Wrong as wrong:
            return _no(refused(ground, line, wrong.field, wrong.sentence), dry)
        who = {"person_id": found.person_id, "case_id": found.case.id}
        if _is_there(found.case, step, ground.by):
            sentence = _("Recorded already.")
            outcome = "" if dry else "skipped"
            return Verdict(RowState.KNOWN, sentence, "", step.key, **who, outcome=outcome)
        sentence = _try(found.case, step, ground, dry=dry)
        if sentence:
            return _no(refused(ground, line, "name", sentence, step.key), dry)
        outcome = "" if dry else "updated"
        return Verdict(RowState.NEW, "", "", step.key, **who, outcome=outcome)


def _no(verdict: Verdict, dry: bool) -> Verdict:
    return verdict if dry else replace(verdict, outcome="refused")


def _is_there(case: CaseFile, step: Step, by: Actor) -> bool:
    """Whether the case has taken this step in its open placement, or the exit was reported."""
    if _only_reports(case, step, by):
        reports = list_records(case.id, ["exit_report"])
        return any(row.on_date == step.on for row in reports)
    return step.to in stages_in_force(case.id) and case.stage is not Stage.INTRODUCED


def _only_reports(case: CaseFile, step: Step, by: Actor) -> bool:
    """Whether the actor is the body, which reports an exit and does not confirm it."""
    return step.to is Stage.DEPARTED and standing_of(by, case).letters == frozenset("A")


def _try(case: CaseFile, step: Step, ground: Ground, *, dry: bool) -> str:
    """Make the step; '' when it can be made (and is, unless ``dry``), else why not."""
    try:
        with by_itself(case, dry=dry):
            _make(case, step, ground)
    except GateMissing as error:
        return " ".join(str(result.sentence) for result in error.missing)[:400]
    except AppError as error:
        return sentence_of(error)
    except IntegrityError:
        return _("Somebody else changed this case this very moment. Send the row again.")
    return ""


def _make(case: CaseFile, step: Step, ground: Ground) -> None:
    key, data = act_key_of(step.key), step.data
    if _only_reports(case, step, ground.by):
        report = RecordData(step.on or date.min, data.evidence_ref, data.employer)
        add_record(case, "exit_report", report, by=ground.by, act_key=key)
        return
    rules.move(
        case,
        step.to,
        by=ground.by,
        version=case.version,
        act_key=key,
        document_ref=ground.options.document_ref,
        data=data,
    )


def _read_result(line: Line, ground: Ground, case: CaseFile) -> Step:
    """The step of a result row. Raises Wrong."""
    to = _stage_of(line.cells.get("result", ""))
    day = _day(line, ground, "day")
    data = MoveData(order_id=_order_of(line, case))
    if to is Stage.SELECTED:
        data = replace(data, selected_on=day)
    if to is Stage.CONTRACT_SIGNED:
        data = _contract(line, ground, data)
    return Step(to, data, key_of(RESULTS, case.id, _placement_id(case), to), day)


def _placement_id(case: CaseFile) -> str:
    placement = open_placement(case)
    return placement.id if placement is not None else ""


def _stage_of(text: str) -> Stage:
    folded = fold(text)
    if not folded:
        raise Wrong("result", _("Write the result: interviewed, selected or contract signed."))
    if _holds(folded, _NOT_SAID):
        sentence = _("This result needs a reason. Record it on the person’s page.")
        raise Wrong("result", sentence)
    for stage, said in _SAID.items():
        if folded == fold(stage_name(stage, "vi")) or _holds(folded, said):
            return stage
    raise Wrong("result", _("Write the result: interviewed, selected or contract signed."))


def _holds(folded: str, said: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text as a word of its own."""
    return any(f" {word} " in f" {folded} " for word in said)


def _order_of(line: Line, case: CaseFile) -> str | None:
    code = clean(line.cells.get("order", ""), 60)
    placement = open_placement(case)
    if not code or (placement is not None and placement.order_id is not None):
        return None
    query = sa.select(JobOrder.id).where(sa.func.lower(JobOrder.code) == code.lower())
    if placement is not None:
        query = query.where(JobOrder.body_id == placement.body_id)
    found = db.session.scalars(query).first()
    if found is None:
        raise Wrong("order", _("The sending body has no job order with this code."))
    return found


def _contract(line: Line, ground: Ground, data: MoveData) -> MoveData:
    months = _amount(line, "months")
    currency = clean(line.cells.get("currency", ""), 10).upper()
    if currency and currency not in CURRENCIES:
        raise Wrong("currency", _("Write the currency in three letters, such as JPY."))
    return replace(
        data,
        contract_no=clean(line.cells.get("contract_no", ""), 60),
        contract_on=_day(line, ground, "contract_on"),
        contract_months=int(months) if months is not None else None,
        wage=_amount(line, "wage"),
        currency=currency,
        rate=_amount(line, "rate"),
        head_office=is_yes(line.cells.get("head_office", "")),
    )


def _read_exit(line: Line, ground: Ground, case: CaseFile) -> Step:
    """The exit of a row. Raises Wrong."""
    exit_on = _day(line, ground, "exit_on")
    if exit_on is None:
        raise Wrong("exit_on", _("Write the day of the exit."))
    employer = clean(line.cells.get("employer", ""), 160)
    if not employer:
        raise Wrong("employer", _("Write the employer."))
    data = MoveData(
        exit_on=exit_on,
        employer=employer,
        evidence=_evidence_of(line.cells.get("evidence", "")),
        evidence_ref=clean(line.cells.get("evidence_ref", ""), 120),
    )
    key = key_of(EXITS, case.id, _placement_id(case), exit_on, *sorted(ground.by.roles))
    return Step(Stage.DEPARTED, data, key, exit_on)


def _evidence_of(text: str) -> str:
    folded = fold(text)
    for code, label in EVIDENCE_LABELS.items():
        if folded in (code.replace("_", " "), fold(str(label))):
            return code
    for code, said in _EVIDENCE_SAID.items():
        if _holds(folded, said):
            return code
    return ""


def _day(line: Line, ground: Ground, field: str) -> date | None:
    try:
        return read_day(line.cells.get(field, ""), from_1904=ground.from_1904)
    except ValueError:
        sentence = _("This is no day. Write day, month and year, such as 5/3/2026.")
        raise Wrong(field, sentence) from None


def _amount(line: Line, field: str) -> Decimal | None:
    try:
        return read_amount(line.cells.get(field, ""))
    except ValueError:
        raise Wrong(field, _("This is no number. Write digits only.")) from None
