"""Files that somebody means harm with, and books that cannot be opened."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from tests.intake.sheets import GOOD, book


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def bomb() -> bytes:
    """111 kB that unfold to 114 MB of one sheet."""
    return zipped({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * 114_000_000})


def far() -> bytes:
    """A few kB whose last cell is the last one there can be."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "Họ và tên")
        sheet.write(1_048_575, 16_383, "x")
    return file.getvalue()


def with_macro() -> bytes:
    """A book with a part of macros, as .xlsm has."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(book(GOOD))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def with_password() -> bytes:
    """What Excel makes of a book with a password: a container with an encrypted package."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + "EncryptedPackage".encode("utf-16-le") + bytes(1000)
