"""A photo as it came into a picture that may be kept: upright, readable, nothing but pixels.

The content decides the format; sizes are read from the header before anything is decoded.
"""

from __future__ import annotations

import io
import struct
from typing import Final

from flask_babel import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from jobfair.errors import Invalid

LONGEST_SIDE: Final = 2000
QUALITY: Final = 82
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = {"JPEG": 64_000_000, "PNG": 12_000_000, "WEBP": 6_000_000}
"""What fits in 64 MB of memory: a JPEG is decoded at a reduced scale, a PNG whole, a WebP twice."""

LAYERED_PIXELS: Final = 10_000_000
"""For a JPEG of several scans, whose parts are all held until the last one is there."""

MOST_SCANS: Final = 60

FOREIGN: Final = (b"PK\x03\x04", b"%PDF-", b"\x7fELF", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
"""How other kinds of files begin; behind a picture they make two files in one."""

MARKUP: Final = (b"<script", b"<html", b"<?php", b"<svg")
_HEIC: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")

Image.MAX_IMAGE_PIXELS = None  # the limits above are asked first, before the library looks
ImageFile.LOAD_TRUNCATED_IMAGES = False


def format_of(content: bytes) -> str:
    """'JPEG', 'PNG', 'WEBP', 'HEIC', 'PDF' by the first bytes; '' for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return "HEIC"
    return "PDF" if content.startswith(b"%PDF-") else ""


def readable_jpeg(content: bytes) -> bytes:
    """Give a new JPEG of the photo, its longer side at most 2,000 points, without metadata.

    Raises Invalid with the sentence to show: no photo that we read, HEIC, too many points, two
    files in one, cut off.
    """
    kind = format_of(content)
    if kind == "HEIC":
        raise Invalid(
            _("This photo is in the format HEIC, which we cannot read. Set the camera to JPEG.")
        )
    if kind not in MOST_PIXELS:
        raise Invalid(_("This is not a photo that we can read. Send JPEG, PNG, WebP or PDF."))
    width, height, end, most = _measure(kind, content)
    if not 0 < width * height <= most:
        raise Invalid(_("The photo has too many points. Take it again with a smaller setting."))
    refuse_two_in_one(content, end)
    try:
        return _drawn_anew(kind, content)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as error:
        raise Invalid(_broken()) from error


def _broken() -> str:
    return _("The photo is damaged or was cut off. Take it again.")


def _drawn_anew(kind: str, content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=(kind,)) as photo:
        photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: decode at a smaller scale
        photo.load()
        photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(photo)
        clean = Image.new("RGB", upright.size, "white")
        with_alpha = "A" in upright.getbands() or "transparency" in upright.info
        layer = upright.convert("RGBA") if with_alpha else upright.convert("RGB")
        clean.paste(layer, mask=layer if with_alpha else None)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def refuse_two_in_one(content: bytes, end: int) -> None:
    """Refuse a file that is something else as well. Raises Invalid.

    ``end``: where the picture ends. Phones hang films and depth maps on; those are dropped.
    """
    head, tail = content[:1024].lower(), content[end:]
    odd = b"%pdf-" in head or any(sign in head for sign in MARKUP)
    odd = odd or any(sign in tail for sign in FOREIGN) or tail[:2] == b"MZ"
    if odd or any(sign in tail.lower() for sign in MARKUP):
        raise Invalid(_("This file is two kinds of files in one. Take the photo again."))


def _measure(kind: str, content: bytes) -> tuple[int, int, int, int]:
    """Width, height, the place behind the picture, how many points it may have."""
    try:
        if kind == "JPEG":
            return _measure_jpeg(content)
        measured = _measure_png(content) if kind == "PNG" else _measure_webp(content)
    except (IndexError, struct.error, ValueError) as error:
        raise Invalid(_broken()) from error
    return *measured, MOST_PIXELS[kind]


def _measure_jpeg(content: bytes) -> tuple[int, int, int, int]:
    """Walk from segment to segment; thumbnails inside one are passed over with it."""
    at, width, height, scans = 2, 0, 0, 0
    layered = False
    while scans <= MOST_SCANS:
        if content[at] != 0xFF:
            raise ValueError("no segment")
        marker = content[at + 1]
        if marker == 0xFF:  # a byte of filling
            at += 1
        elif marker == 0xD9:
            most = LAYERED_PIXELS if layered or scans > 1 else MOST_PIXELS["JPEG"]
            return width, height, at + 2, most
        elif 0xD0 <= marker <= 0xD8 or marker == 0x01:
            at += 2
        else:
            length = struct.unpack(">H", content[at + 2 : at + 4])[0]
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", content[at + 5 : at + 9])
                layered = marker not in (0xC0, 0xC1)
            at += 2 + length
            if marker == 0xDA:
                scans += 1
                at = _after_scan(content, at)
    raise ValueError("too many scans")


def _after_scan(content: bytes, at: int) -> int:
    """The next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _measure_png(content: bytes) -> tuple[int, int, int]:
    width, height = struct.unpack(">II", content[16:24])
    at = 8
    while True:
        length = struct.unpack(">I", content[at : at + 4])[0]
        name = content[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return width, height, at
        if not name:
            raise ValueError("no end")


def _measure_webp(content: bytes) -> tuple[int, int, int]:
    end = 8 + struct.unpack("<I", content[4:8])[0]
    name = content[12:16]
    if name == b"VP8X":
        width = 1 + int.from_bytes(content[24:27], "little")
        height = 1 + int.from_bytes(content[27:30], "little")
    elif name == b"VP8L":
        bits = struct.unpack("<I", content[21:25])[0]
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif name == b"VP8 ":
        width, height = (n & 0x3FFF for n in struct.unpack("<HH", content[26:30]))
    else:
        raise ValueError("no picture")
    return width, height, end
