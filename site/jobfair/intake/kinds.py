"""What kinds of lists come in: who sends them, which columns they have, how headings say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.access import Actor
from jobfair.intake.licence_columns import LISTED, Field
from jobfair.models import Role


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of list. ``icon`` as of macros/icon.html."""

    title: object
    about: object
    roles: frozenset[Role]
    fields: dict[str, Field]
    icon: str = "list"
    consent: bool = False  # rows are people who signed a paper list
    document: bool = False  # made by the centre on behalf of a body
    register: bool = False  # compared as a whole with the register; the whole province's
    most: int = 10_050  # rows


_NAME = Field(
    _l("Full name"),
    ("ho va ten", "ho ten", "ho va ten nguoi lao dong", "ten nguoi lao dong", "full name", "name"),
    needed=True,
)
_BIRTH = Field(
    _l("Year or date of birth"),
    ("ngay thang nam sinh", "ngay sinh", "nam sinh", "sinh nam", "date of birth", "birth", "ns"),
    needed=True,
)
_MEN = Field(_l("Birth, men’s column"), ("nam sinh nam", "ngay sinh nam", "nam"))
_WOMEN = Field(_l("Birth, women’s column"), ("nam sinh nu", "ngay sinh nu", "nu"))
_PHONE = Field(
    _l("Phone number"),
    ("so dien thoai", "dien thoai", "sdt", "di dong", "dt", "so dt", "phone", "mobile", "zalo"),
)
_COMMUNE = Field(
    _l("Commune or ward"),
    ("xa phuong", "xa", "phuong xa", "ten xa", "ho khau thuong tru", "thuong tru", "commune"),
)
_VILLAGE = Field(
    _l("Village, hamlet or street group"),
    ("ban", "ban to dan pho", "thon ban", "ban tieu khu", "to dan pho", "thon", "village"),
)
_NUMBER = Field(
    _l("Identity number"),
    ("so dinh danh", "can cuoc", "cccd", "so cccd", "so can cuoc", "cmnd", "identity number"),
)
_WHO: Final = {"name": _NAME, "birth": _BIRTH, "men": _MEN, "women": _WOMEN}
_WHERE: Final = {"phone": _PHONE, "commune": _COMMUNE, "village": _VILLAGE}
_PEOPLE: Final = _WHO | _WHERE | {"number": _NUMBER}
_FIND: Final = _WHO | {"phone": _PHONE, "commune": _COMMUNE, "number": _NUMBER}
_DAY = Field(
    _l("Day"), ("ngay", "ngay trung tuyen", "ngay co ket qua", "ngay phong van", "day", "date")
)

PEOPLE, WISHES, RESULTS, LOANS, EXITS = "people", "wishes", "results", "loans", "departures"
LICENCES = "licences"

KINDS: Final[dict[str, Kind]] = {
    PEOPLE: Kind(
        _l("People"),
        _l("Everybody on the list is written down as at the desk and gets a call."),
        frozenset({Role.OFFICER, Role.COUNSELLOR, Role.LEADER}),
        _PEOPLE,
        "person",
        consent=True,
    ),
    WISHES: Kind(
        _l("Wish list of a commune"),
        _l("Who wants to go where. Who is here already gets the wish as a note."),
        frozenset({Role.OFFICER, Role.COUNSELLOR}),
        _PEOPLE
        | {
            "market": Field(
                _l("Country or programme"),
                (
                    *("nguyen vong", "thi truong", "nuoc", "quoc gia", "nuoc muon di"),
                    *("thi truong dang ky", "country", "market"),
                ),
                needed=True,
            ),
            "note": Field(_l("Note"), ("ghi chu", "note", "nganh nghe", "nghe")),
        },
        "list",
        consent=True,
    ),
    RESULTS: Kind(
        _l("Results of a sending body"),
        _l("Interviews, selections and contracts, by the steps of each case."),
        frozenset({Role.AGENCY, Role.COUNSELLOR}),
        _FIND
        | {
            "result": Field(
                _l("Result"), ("ket qua", "trang thai", "ket qua phong van", "result"), needed=True
            ),
            "day": _DAY,
            "order": Field(_l("Code of the job order"), ("ma don hang", "don hang", "order")),
            "contract_no": Field(
                _l("Number of the contract"), ("so hop dong", "so hd", "contract no")
            ),
            "contract_on": Field(
                _l("Contract signed on"), ("ngay ky", "ngay ky hop dong", "ngay ky hd", "signed on")
            ),
            "months": Field(
                _l("Months of the contract"),
                ("thoi han", "thoi han hop dong", "so thang", "months"),
            ),
            "wage": Field(
                _l("Basic wage a month"),
                ("luong", "luong co ban", "tien luong", "muc luong", "wage"),
            ),
            "currency": Field(_l("Currency"), ("loai tien", "dong tien", "currency")),
            "rate": Field(_l("Đồng for one unit"), ("ty gia", "rate")),
            "head_office": Field(
                _l("Signed at the head office"), ("ky tai tru so", "ky tai tru so chinh", "tru so")
            ),
        },
        "check",
        document=True,
    ),
    LOANS: Kind(
        _l("Loans"),
        _l("Decisions, payments and repayments of your branch."),
        frozenset({Role.BANK}),
        _FIND
        | {
            "result": Field(
                _l("Result"), ("ket qua", "trang thai", "quyet dinh", "result"), needed=True
            ),
            "amount": Field(
                _l("Amount in đồng"), ("so tien", "so tien duyet", "so tien tra", "amount")
            ),
            "day": _DAY,
            "reason": Field(_l("Reason of a refusal"), ("ly do", "ly do tu choi", "reason")),
        },
        "bank",
    ),
    EXITS: Kind(
        _l("Departures"),
        _l("Exits with their proof. A sending body reports them, the centre confirms."),
        frozenset({Role.COUNSELLOR, Role.LEADER, Role.AGENCY}),
        _FIND
        | {
            "exit_on": Field(
                _l("Day of exit"),
                ("ngay xuat canh", "ngay bay", "ngay di", "exit", "departure"),
                needed=True,
            ),
            "employer": Field(
                _l("Employer"),
                (
                    *("chu su dung lao dong", "nguoi su dung lao dong", "cong ty tiep nhan"),
                    *("xi nghiep", "noi lam viec", "employer"),
                ),
                needed=True,
            ),
            "evidence": Field(
                _l("Proof of the exit"), ("can cu", "minh chung", "chung cu", "evidence")
            ),
            "evidence_ref": Field(
                _l("Flight, or number of the proof"), ("so hieu", "chuyen bay", "so ve", "flight")
            ),
        },
        "abroad",
    ),
    LICENCES: Kind(
        _l("Licensed enterprises"),
        _l("The ministry’s list beside our register: what changed, accepted row by row."),
        frozenset({Role.COUNSELLOR, Role.LEADER}),
        LISTED,
        "paper",
        register=True,
        most=2_000,  # shown on one page; the ministry's list has about five hundred
    ),
}
"""Kind -> who sends it and what it holds, in the order in which they are offered."""


def kinds_of(actor: Actor) -> dict[str, Kind]:
    """The kinds of lists that the actor may send."""
    return {code: kind for code, kind in KINDS.items() if kind.roles & actor.roles}
