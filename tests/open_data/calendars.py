"""A strict reader of iCalendar lines (RFC 5545), written apart from the library that makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Z0-9-]+")
_UTC = re.compile(r"\d{8}T\d{6}Z")
_DURATION = re.compile(r"[+-]?P(\d+W|(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?)")
MUST = {"VCALENDAR": ("PRODID", "VERSION"), "VEVENT": ("UID", "DTSTAMP", "DTSTART")}
ONCE = frozenset(
    {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "URL", "LOCATION"}
)


@dataclass
class Component:
    """A component with its properties (name -> texts, unescaped) and what it holds."""

    name: str
    values: dict[str, list[str]] = field(default_factory=dict)
    inside: list[Component] = field(default_factory=list)

    def one(self, name: str) -> str:
        [value] = self.values[name]
        return value


def read_calendar(data: bytes) -> Component:
    """The calendar; fails a test at the first thing that RFC 5545 does not allow."""
    assert data.endswith(b"\r\n")
    physical = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:  # 3.1: at most 75 octets, no bare line ends
        assert len(line) <= 75, line
        assert b"\n" not in line
        assert b"\r" not in line
    lines: list[bytes] = []
    for line in physical:
        if line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return _whole([line.decode("utf-8") for line in lines])


def _whole(lines: list[str]) -> Component:
    top = Component("")
    open_ones = [top]
    for line in lines:
        head, colon, value = line.partition(":")
        name, *parameters = head.split(";")
        assert colon, line
        assert _NAME.fullmatch(name), line
        assert all("=" in parameter for parameter in parameters), line
        if name == "BEGIN":
            made = Component(value)
            open_ones[-1].inside.append(made)
            open_ones.append(made)
        elif name == "END":
            closed = open_ones.pop()
            assert closed.name == value
            _check(closed)
        else:
            _check_value(name, value)
            open_ones[-1].values.setdefault(name, []).append(_plain(value))
    assert len(open_ones) == 1
    [calendar] = top.inside
    assert calendar.name == "VCALENDAR"
    assert calendar.one("VERSION") == "2.0"
    return calendar


def _check(component: Component) -> None:
    for name in MUST.get(component.name, ()):
        assert name in component.values, (component.name, name)
    if component.name == "VEVENT":
        for name, values in component.values.items():
            assert name not in ONCE or len(values) == 1, name
        assert component.one("DTSTART") < component.one("DTEND")
        assert component.one("STATUS") in {"CONFIRMED", "CANCELLED", "TENTATIVE"}


def _check_value(name: str, value: str) -> None:
    if name in {"DTSTAMP", "DTSTART", "DTEND"}:
        assert _UTC.fullmatch(value), value
    if name == "TRIGGER":
        assert _DURATION.fullmatch(value), value
    if name in {"SUMMARY", "LOCATION", "DESCRIPTION"}:
        # 3.3.11: commas, semicolons and backslashes of a text are escaped
        assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
        assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,Nn]", value), value


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
