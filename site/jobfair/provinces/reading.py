"""Pack files into rows that know where they stand, so that an error can name file and line.

A pack is a folder with ``pack.toml`` and CSV files; what all provinces share lies in
``_national`` beside it. Nothing here knows the database.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jobfair.config import ROOT
from jobfair.lib.text import nfc

PACKS = ROOT / "provinces"
"""Where the packs of this installation lie."""

NATIONAL = "_national"
_NAME = re.compile(r"[a-z][a-z0-9_]{1,19}")


class PackError(Exception):
    """A pack cannot be loaded; the text names file and line and says what to correct."""

    def __init__(self, file: Path | str, line: int, sentence: str) -> None:
        """Take the file, its line from 1 on (0 = the file as a whole) and one sentence."""
        self.file, self.line, self.sentence = str(file), line, sentence
        place = f"{file}, line {line}" if line else str(file)
        super().__init__(f"{place}: {sentence}")


@dataclass(frozen=True)
class Row:
    """One line of a pack: its cells by column name, NFC and stripped."""

    file: str
    line: int
    cells: Mapping[str, str] = field(hash=False)

    def __getitem__(self, column: str) -> str:
        """Give a cell. Raises PackError when the file has no such column."""
        try:
            return self.cells[column]
        except KeyError:
            raise self.error(f"the column “{column}” is missing") from None

    def error(self, sentence: str) -> PackError:
        """Give (not raise) the error that points at this line."""
        return PackError(self.file, self.line, sentence)

    def with_cells(self, **cells: str) -> Row:
        """Give the same place with other cells."""
        return Row(self.file, self.line, cells)

    def plus(self, **cells: str) -> Row:
        """Give the same line with these cells added or replaced."""
        return Row(self.file, self.line, {**self.cells, **cells})


@dataclass(frozen=True)
class Pack:
    """An opened pack: the folders its rows come from and the content of ``pack.toml``."""

    name: str
    folders: tuple[Path, ...]  # national first, then the province's own
    toml: Mapping[str, Any]  # Any: TOML values

    def rows(self, table: str) -> list[Row]:
        """Give the rows of ``<table>.csv`` and ``<table>/*.csv``, national ones first.

        Raises PackError for a file that is not UTF-8 CSV or a line with too many cells.
        """
        found = []
        for folder in self.folders:
            for file in (folder / f"{table}.csv", *sorted((folder / table).glob("*.csv"))):
                if file.is_file():
                    found.extend(_read_csv(file))
        return found

    def section(self, name: str) -> Row:
        """Give a table of ``pack.toml`` as a row. Raises PackError when it is missing."""
        file = self.folders[-1] / "pack.toml"
        content = self.toml.get(name)
        if not isinstance(content, dict):
            raise PackError(_shown(file), 0, f"the table [{name}] is missing")
        line = _line_of(file, f"[{name}]")
        return Row(_shown(file), line, {key: _plain(value) for key, value in content.items()})


def open_pack(name: str, base: Path = PACKS, national: Path | None = None) -> Pack:
    """Open the pack ``base/name``; the national facts are ``base/_national`` or this project's.

    Raises PackError when the name is not a folder name, the folder or its ``pack.toml`` is not
    there, or ``pack.toml`` cannot be read.
    """
    if not _NAME.fullmatch(name):
        raise PackError(name, 0, "a pack's name is small letters, digits and underscores")
    folder = base / name
    file = folder / "pack.toml"
    if not file.is_file():
        raise PackError(_shown(file), 0, "there is no such pack")
    shared = national or (base / NATIONAL if (base / NATIONAL).is_dir() else PACKS / NATIONAL)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise PackError(_shown(file), int(line[1]) if line else 0, f"not TOML: {error}") from error
    if content.get("format") != 1:
        raise PackError(_shown(file), 0, "“format = 1” is missing")
    return Pack(name, (shared, folder), content)


def _read_csv(file: Path) -> list[Row]:
    shown, rows = _shown(file), []
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            head = [cell.strip() for cell in next(reader, [])]
            if len(set(head)) != len(head) or "" in head:
                raise PackError(shown, 1, "a column has no name, or two have the same")
            last = reader.line_num
            for cells in reader:
                line, last = last + 1, reader.line_num
                if not any(cells):
                    continue
                if len(cells) != len(head):
                    raise PackError(
                        shown, line, f"{len(cells)} cells where {len(head)} are expected"
                    )
                texts = (nfc(cell).strip() for cell in cells)
                rows.append(Row(shown, line, dict(zip(head, texts, strict=True))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise PackError(shown, 0, f"not a UTF-8 CSV file: {error}") from error
    return rows


def _plain(value: object) -> str:
    """Give a TOML value as the text a CSV cell would hold; lists joined by “; ”."""
    if isinstance(value, list):
        return "; ".join(nfc(str(part)).strip() for part in value)
    return nfc(str(value)).strip()


def _line_of(file: Path, text: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.strip().startswith(text)), 0)


def _shown(file: Path) -> str:
    """Give the path as people write it: from the project's top where it lies inside."""
    resolved = file.resolve()
    return str(resolved.relative_to(ROOT)) if resolved.is_relative_to(ROOT) else str(file)
