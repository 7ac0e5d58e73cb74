"""What may not be published: a private person's name; what belongs to everybody (A10).

A guard for slips, beside the two people who check: it knows how names are written, not people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_babel import gettext as _

from jobfair.agencies.contacts import ContactKind, ContactValue, read_contact
from jobfair.agencies.refusal import Refused
from jobfair.lib.text import fold

MOST_MARKS = 20
"""Numbers of one kind in one warning."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FAMILY_NAMES = _words(
    """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh
    luong dao doan trinh truong lam mai cao luu ta to ha chu tong dam phung quach
    tang kieu lo quang ca vi giang mua sung thao vang cam deo lau trang hang va bac
    leo
    """
)
"""Without accents, of the country and of the province."""

BODY_WORDS = (
    *("cong ty", "trung tam", "tap doan", "van phong", "chi nhanh", "nhom", "ngan hang"),
    *("group", "center", "company", "ltd", "jsc", "xkld", "website", "fanpage", "kenh"),
    *("trang mang", "hoc vien", "doanh nghiep", "to chuc"),
)
"""What the name of a body, a group or a page has in it."""

_HONORIFIC = re.compile(r"\b(ông|bà|anh|chị|cô|chú|bác|thầy)\s+(\w)\w*", re.IGNORECASE)
_PLACES = frozenset({"bà rịa", "bà nà", "cô tô"})

SHARED_HOSTS = _words(
    """
    facebook.com fb.com m.facebook.com zalo.me tiktok.com youtube.com youtu.be t.me
    telegram.me google.com docs.google.com drive.google.com forms.gle instagram.com
    messenger.com m.me shopee.vn gmail.com bit.ly
    """
)
"""Addresses that many people share: to warn of them would warn of everybody there."""


def person_in(text: str) -> str:
    """The words that read like a private person ("cô Lan"), or ''."""
    for match in _HONORIFIC.finditer(text):
        words = match.group(0)
        if match.group(2).isupper() and words.casefold() not in _PLACES:
            return words
    return ""


def reads_like_person(name: str) -> bool:
    """Whether a name alone reads like a person's: a family name first, two to five words."""
    words, plain = name.split(), f" {fold(name)} "
    if not 2 <= len(words) <= 5 or any(f" {part} " in plain for part in BODY_WORDS):
        return bool(person_in(name))
    proper = all(word.isalpha() and word[0].isupper() for word in words)
    return (proper and plain.split()[0] in FAMILY_NAMES) or bool(person_in(name))


def refuse_persons(title: str, text: str, name_used: str) -> None:
    """Raise Refused where a private person seems to be named."""
    for field, words in (("title", title), ("text", text)):
        if found := person_in(words):
            message = _(
                "This reads like a person: %(words)s. Publish the number and the account only.",
                words=found,
            )
            raise Refused(field, message)
    if name_used and reads_like_person(name_used):
        message = _("This reads like a person's name. Write the name of a company or page only.")
        raise Refused("name_used", message)


def read_marks(field: str, kind: ContactKind, typed: str) -> Sequence[ContactValue]:
    """The numbers or addresses of a text, one a line, each once. Raises Refused naming the line."""
    found: dict[str, ContactValue] = {}
    for line in (part.strip() for part in typed.splitlines()):
        if line:
            value = _read_line(field, kind, line)
            found.setdefault(value.normalised, value)
    if len(found) > MOST_MARKS:
        raise Refused(field, _("At most %(number)s lines.", number=MOST_MARKS))
    return list(found.values())


def _read_line(field: str, kind: ContactKind, line: str) -> ContactValue:
    value = read_contact(kind, line)
    if value is None:
        raise Refused(field, _("This cannot be read: %(line)s", line=line[:60]))
    if kind == "web" and value.normalised in SHARED_HOSTS:
        message = _("Many people share %(host)s. Write that page in the text.", host=line[:60])
        raise Refused(field, message)
    if kind == "account":
        return ContactValue(_account_shown(field, line), value.normalised)
    return ContactValue(value.shown if kind == "phone" else value.normalised, value.normalised)


def _account_shown(field: str, line: str) -> str:
    """Number and bank; a holder's name behind them is refused."""
    number, _comma, bank = (part.strip() for part in line.partition(","))
    words = fold(bank).split()
    known = len(words) == 1 or "bank" in words or "ngan hang" in fold(bank)
    if bank and ("," in bank or not known):
        raise Refused(field, _("Only the number and the bank: %(line)s", line=line[:60]))
    return f"{number}, {bank}" if bank else number
