"""Typst, which sets paper forms, sheets, posters as tagged PDF or PNG (docs/adr/014)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
import typst

from jobfair.config import ROOT

SHEETS = ROOT / "templates" / "typst"
FONTS = Path(fontpkg_be_vietnam_pro.ROOT) / "files"


@cache
def _fonts() -> typst.Fonts:
    """Read once a process: the faces of the package, and typst's own for the codes."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


# Any: what becomes JSON.
def set_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """A template of ``SHEETS`` with its data as one PDF/UA-1."""
    made = typst.Compiler(template, font_paths=_fonts()).compile(
        format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"]
    )
    return _one_file(made)


# Any: what becomes JSON.
def set_png(template: Path, data: dict[str, Any], ppi: float) -> bytes:
    """A template of one page as a picture of ``ppi`` pixels an inch (72 points)."""
    made = typst.Compiler(template, font_paths=_fonts()).compile(
        format="png", sys_inputs={"data": json.dumps(data)}, ppi=ppi
    )
    return _one_file(made)


def _one_file(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise RuntimeError("typst gave no single file")
    return made
