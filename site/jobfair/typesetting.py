"""Typst, which sets paper forms, sheets, posters as tagged PDF or PNG (docs/adr/014)."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
import segno
import typst

from jobfair.config import ROOT
from jobfair.lib.text import nfc

SHEETS = ROOT / "templates" / "typst"
_NO_FACE = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9"
    "\u2010-\u2015\u2018-\u201e\u2022\u2026\u2032\u2033\u20ab\u20ac\u25a0]"
)
FONTS = Path(fontpkg_be_vietnam_pro.ROOT) / "files"


@cache
def _fonts() -> typst.Fonts:
    """Read once a process: the faces of the package, and typst's own for the codes."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


# Any: what becomes JSON.
def set_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """A template of ``SHEETS`` with its data as one PDF/UA-1.

    A sign that no face has (a little picture, another script) is left out: a reader could not
    see it, and PDF/UA refuses the whole sheet for it.
    """
    try:
        return _pdf(template, data)
    except typst.TypstError as refused:
        if "could not be displayed" not in str(refused):
            raise
        return _pdf(template, with_letters_only(data))


def _pdf(template: Path, data: dict[str, Any]) -> bytes:
    made = typst.Compiler(template, font_paths=_fonts()).compile(
        format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"]
    )
    return _one_file(made)


# Any: what becomes JSON.
def set_png(template: Path, data: dict[str, Any], ppi: float) -> bytes:
    """A template of one page as a picture of ``ppi`` pixels an inch (72 points)."""
    made = typst.Compiler(template, font_paths=_fonts()).compile(
        format="png", sys_inputs={"data": json.dumps(with_letters_only(data))}, ppi=ppi
    )
    return _one_file(made)


# Any: what becomes JSON.
def draw_qr(address: str, error: str | None = None) -> str:
    """A QR code as SVG, without a margin.

    ``error``: how much of it may be torn or dirty; "q" is a quarter, nothing is the least.
    """
    picture = io.BytesIO()
    segno.make(address, micro=False, error=error).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue().decode("ascii")


def with_letters_only(value: Any) -> Any:
    """The same data in Latin letters, digits and their signs, which every face has."""
    if isinstance(value, dict):
        return {name: with_letters_only(part) for name, part in value.items()}
    if isinstance(value, list):
        return [with_letters_only(part) for part in value]
    if not isinstance(value, str):
        return value
    kept = _NO_FACE.sub("", nfc(value))
    if kept == value:
        return value
    return re.sub(r" (?=[,.;:])", "", " ".join(kept.split())).strip(" ,.;:")


def _one_file(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise RuntimeError("typst gave no single file")
    return made
