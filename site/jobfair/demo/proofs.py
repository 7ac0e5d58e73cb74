"""What the gates ask for: the records and papers that stand behind each invented step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from jobfair.demo.dice import Dice
from jobfair.demo.orders import Order
from jobfair.demo.sink import Sink
from jobfair.demo.staff import WORKER, Hand
from jobfair.lib.clock import add_months
from jobfair.lib.crypto import FieldCipher
from jobfair.lib.text import fold
from jobfair.models import CaseRecord, HouseholdMember, Paper, Stage

S = Stage


@dataclass(frozen=True)
class Proof:
    """One record before a step: kind, text, prefix of its number, signed at the head office."""

    kind: str
    text: str = ""
    number: str = ""
    head_office: bool = False


PROOFS: Final[dict[Stage, tuple[Proof, ...]]] = {
    S.COUNSELLED: (
        Proof("counsel_note", "Đã nói về nước đến, chi phí, quyền lợi, rủi ro và vay vốn."),
    ),
    S.SCREENED: (Proof("screening_record", "Đạt sơ tuyển. Không thu tiền."),),
    S.SOURCE_TRAINING: (
        Proof("source_approval", "Lớp ngoại ngữ mẫu, học phí có biên lai.", "CBN"),
    ),
    S.ABSCONDED: (Proof("report_paper", "Mất liên lạc từ ngày ghi, đã báo chủ sử dụng.", "BC"),),
    S.DECEASED_MISSING: (
        Proof("report_paper", "Đại sứ quán và doanh nghiệp đã báo bằng văn bản.", "BC"),
        Proof("family_told", "Cán bộ xã cùng doanh nghiệp đến nhà báo tin."),
    ),
    S.LIQUIDATED: (Proof("liquidation_paper", "Hai bên không còn vướng mắc.", "TL", True),),
    S.REINTEGRATED: (Proof("job_evidence", "Làm tại xưởng mẫu trong tỉnh, có hợp đồng."),),
}
"""Step -> the records that were made in the stage before it."""

EXIT_REPORT: Final = Proof("exit_report", "Chủ sử dụng mẫu ghi trong hợp đồng.", "VN")
BY_KIND: Final = {
    proof.kind: proof for proof in (EXIT_REPORT, *(p for all_ in PROOFS.values() for p in all_))
}
"""Kind -> the record."""

HEALTH_MONTHS, VISA_MONTHS, PASSPORT_YEARS = 12, 6, 10
OLD_PASSPORT, HOUSEHOLDS = 0.06, 0.4
FATHERS: Final = ("Lò Văn Bịa", "Vì Văn Mẫu", "Mùa A Bịa", "Quàng Văn Mẫu")
MOTHERS: Final = ("Lò Thị Bịa", "Cà Thị Mẫu", "Giàng Thị Bịa", "Hoàng Thị Mẫu")

PERMIT: Final = {"JP": "coe", "KR": "ccvi"}
"""What is there before the visa; elsewhere the work permit."""


@dataclass
class Files:
    """Writes records and papers of one case after the other."""

    dice: Dice
    sink: Sink
    cipher: FieldCipher
    day: date

    def record(
        self,
        case_id: str,
        placement_id: str | None,
        proof: Proof,
        on: date,
        act_key: str,
        by: Hand,
        at: datetime,
    ) -> str:
        """Write one record; give the number of its document."""
        number = f"{proof.number} {self.dice.between(1, 900):03}/MAU" if proof.number else ""
        self.sink.add(
            CaseRecord,
            id=self.dice.id(),
            case_id=case_id,
            placement_id=placement_id,
            kind=proof.kind,
            on_date=on,
            number=number,
            text=proof.text,
            at_head_office=proof.head_office,
            act_key=act_key,
            recorded_by=by.id,
            recorded_at=at,
        )
        return number

    def paper(
        self,
        person_id: str,
        kind: str,
        issued: date | None,
        valid_to: date | None,
        by: Hand,
        at: datetime,
        state: str = "checked",
        expected: date | None = None,
    ) -> None:
        """Write one paper; of passports an invented number is kept, sealed."""
        row_id, number = self.dice.id(), None
        if kind == "passport":
            digits = f"X{self.dice.between(0, 9_999_999):07}"
            number = self.cipher.seal(digits, f"paper.number.{row_id}")
        self.sink.add(
            Paper,
            id=row_id,
            person_id=person_id,
            placement_id=None,
            kind=kind,
            number_enc=number,
            issued_on=issued,
            valid_to=valid_to,
            state=state,
            asked_on=at.date() if state == "asked" else None,
            expected_on=expected,
            checked_by=by.shown[:160] if state == "checked" else "",
            checked_at=at if state == "checked" else None,
            recorded_by=by.id,
            recorded_at=at,
        )

    def papers(
        self, person_id: str, order: Order, reached: dict[Stage, datetime], by: Hand, fact: bool
    ) -> None:
        """The papers of somebody who has signed a contract, as far as the journey has come."""
        start = reached.get(S.TRAINING) or reached.get(S.CONTRACT_SIGNED)
        if start is None:
            return
        day, market = start.date(), order.work.market
        self._simple(person_id, day, start, by, waits=S.DEPARTED not in reached)
        self._household(person_id, start)
        papers_at = reached.get(S.VISA_PROCESS)
        if papers_at is not None:
            learnt = papers_at.date() - timedelta(days=self.dice.between(1, 6))
            self.paper(person_id, "orientation", learnt, None, by, papers_at)
            self._entry(person_id, market, papers_at, reached.get(S.WAITING_DEPARTURE), by)
        elif not fact:
            self._on_the_way(person_id, start, by)

    def _on_the_way(self, person_id: str, at: datetime, by: Hand) -> None:
        """What somebody still in class has applied for."""
        if self.dice.chance(0.4):
            self.paper(person_id, "orientation", None, None, by, at, "asked")
        if self.dice.chance(0.5):
            expected = self.day + timedelta(days=self.dice.between(2, 14))
            self.paper(person_id, "judicial", None, None, by, at, "asked", expected)

    def _simple(self, person_id: str, day: date, at: datetime, by: Hand, *, waits: bool) -> None:
        issued = day - timedelta(days=self.dice.between(5, 200))
        expires = add_months(issued, 12 * PASSPORT_YEARS)
        if waits and self.dice.chance(OLD_PASSPORT):  # renewed late: it ends while the person waits
            expires = self.day + timedelta(days=self.dice.between(-10, 90))
            issued = add_months(expires, -12 * PASSPORT_YEARS)
        self.paper(person_id, "passport", issued, expires, by, at)
        self.paper(person_id, "id_card", None, None, by, at, "received")
        if self.dice.chance(0.6):
            self.paper(person_id, "personal_history", day, None, by, at, "received")

    def _household(self, person_id: str, at: datetime) -> None:
        """A father or mother who is called first, for some of those who have signed."""
        if not self.dice.chance(HOUSEHOLDS):
            return
        father = self.dice.chance(0.5)
        name = self.dice.pick(FATHERS if father else MOTHERS)
        self.sink.add(
            HouseholdMember,
            id=self.dice.id(),
            person_id=person_id,
            name=name,
            folded=fold(name),
            relation="father" if father else "mother",
            birth_year=self.dice.between(1962, 1982),
            phone=f"+84950000{self.dice.between(0, 999):03}",
            call_first=True,
            decides=self.dice.chance(0.5),
            linked_person_id=None,
            act_key=self.dice.form_key(),
            recorded_by=WORKER.id,
            recorded_at=at,
            removed_at=None,
        )

    def _entry(
        self, person_id: str, market: str, at: datetime, ready: datetime | None, by: Hand
    ) -> None:
        """Health, then the permit of the country, then the visa once everything is ready."""
        day = at.date()
        healthy = day - timedelta(days=self.dice.between(0, 20))
        self.paper(person_id, "health", healthy, add_months(healthy, HEALTH_MONTHS), by, at)
        if self.dice.chance(0.5):
            self.paper(person_id, "judicial", day, add_months(day, 6), by, at)
        permit = PERMIT.get(market, "work_permit")
        if ready is None:
            self.paper(person_id, permit, None, None, by, at, "asked")
            return
        granted = max(day, ready.date() - timedelta(days=self.dice.between(4, 15)))
        until = add_months(granted, VISA_MONTHS)
        self.paper(person_id, permit, granted, until, by, ready)
        self.paper(person_id, "visa", granted, until, by, ready)
