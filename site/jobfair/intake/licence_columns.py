"""A column of a list, and the columns of the ministry's list of licensed enterprises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a kind of list.

    ``said``: folded headings, the most telling first; a heading that holds one counts as well.
    """

    label: object
    said: tuple[str, ...]
    needed: bool = False


LISTED: Final = {
    "name": Field(
        _l("Name of the enterprise"),
        (
            *("ten doanh nghiep", "ten cong ty", "ten don vi", "ten tieng viet", "doanh nghiep"),
            *("cong ty", "enterprise", "company", "name"),
        ),
        needed=True,
    ),
    "licence_number": Field(
        _l("Licence number"),
        ("so giay phep", "giay phep so", "so gp", "giay phep", "licence number", "licence"),
    ),
    "tax_code": Field(
        _l("Enterprise code"),
        ("ma so doanh nghiep", "ma so thue", "mst", "msdn", "enterprise code", "tax code"),
    ),
    "granted_on": Field(
        _l("Licence granted on"),
        ("ngay cap giay phep", "ngay cap", "ngay cap phep", "granted on"),
    ),
    "status": Field(
        _l("State of the licence"),
        ("tinh trang giay phep", "tinh trang", "trang thai", "hien trang", "status", "state"),
    ),
    "markets": Field(
        _l("Suspended markets"),
        (
            *("thi truong dinh chi", "thi truong bi dinh chi", "thi truong tam dinh chi"),
            *("dinh chi thi truong", "suspended markets"),
        ),
    ),
    "from_day": Field(_l("In force from"), ("tu ngay", "ngay bat dau", "ngay hieu luc", "from")),
    "until_day": Field(_l("In force until"), ("den ngay", "den het ngay", "het han", "until")),
    "document_no": Field(
        _l("Number of the decision"),
        ("so quyet dinh", "so van ban", "quyet dinh so", "van ban", "decision"),
    ),
    "document_on": Field(
        _l("Day of the decision"), ("ngay quyet dinh", "ngay van ban", "decision of")
    ),
    "head_office": Field(
        _l("Head office"),
        ("dia chi tru so chinh", "tru so chinh", "dia chi tru so", "dia chi", "head office"),
    ),
    "phone": Field(_l("Phone number"), ("so dien thoai", "dien thoai", "sdt", "phone")),
    "website": Field(_l("Website"), ("trang thong tin dien tu", "website", "web", "trang web")),
    "short_name": Field(
        _l("Short name"), ("ten viet tat", "viet tat", "ten giao dich", "short name")
    ),
    "name_en": Field(_l("Name in English"), ("ten tieng anh", "name in english")),
    "former": Field(
        _l("Names before, or who merged into it"),
        ("sap nhap tu", "ten cu", "ten truoc day", "doanh nghiep truoc day", "former name"),
    ),
    "note": Field(_l("Note"), ("ghi chu", "note")),
}
