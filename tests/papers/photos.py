"""Photos made on the spot: right ones, and everything that is sent instead."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

from jobfair.papers.pictures import MOST_BYTES

PLACE = b"21.3256 N 103.9188 E"


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **more: object) -> bytes:
    """A picture with a gradient, so that it is not one colour."""
    photo = Image.linear_gradient("L").resize(size).convert("RGB")
    written = io.BytesIO()
    photo.save(written, kind, **more)  # type: ignore[arg-type]
    return written.getvalue()


def with_place() -> bytes:
    """A photo that says where and with what it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010F] = "Hãng mẫu"
    exif[0x0112] = 6  # turned by a quarter
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (21.0, 19.0, 32.0)
    gps[3], gps[4] = "E", (103.0, 55.0, 7.0)
    exif[0x9286] = PLACE
    return picture(exif=exif, comment=PLACE)


def zipped() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.txt", "x")
    return written.getvalue()


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic" + b"\x00" * 12 + b"mif1heic" + b"\x00" * 200


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Small on the line, 3.6 thousand million points when unfolded."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (width + 1) * 20)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def webp_bomb() -> bytes:
    """A header that says 16,384 by 16,384."""
    small = picture("WEBP", lossless=True)
    extended = b"VP8X" + struct.pack("<I", 10) + b"\x00" * 4 + (16383).to_bytes(3, "little") * 2
    body = b"WEBP" + extended + small[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_bomb() -> bytes:
    """A real picture whose header says 60,000 by 60,000."""
    content = bytearray(picture())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    return bytes(content)


def pdf(extra: bytes = b"", tail: bytes = b"") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + extra + b">>\nendobj\n"
        b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + tail
    )


GOOD: dict[str, bytes] = {
    "jpeg": picture(),
    "jpeg in layers": picture(progressive=True),
    "jpeg of 12 million points": picture(size=(4000, 3000)),
    "jpeg with a film behind it": picture() + b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 400,
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "with place": with_place(),
    "grey": picture("PNG", size=(1, 1)),
}

BAD: dict[str, bytes] = {
    "nothing": b"",
    "a renamed program": b"MZ\x90\x00" + b"\x00" * 4000,
    "a page of text": b"<html><script>alert(1)</script></html>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "gif": b"GIF89a" + b"\x00" * 100,
    "heic": heic(),
    "picture and archive": picture() + zipped(),
    "picture and page": picture() + b"<script>alert(1)</script>",
    "picture and pdf": picture("PNG") + pdf(),
    "picture and program": picture("WEBP") + b"MZ" + b"\x00" * 100,
    "pdf in the head": picture(comment=b"%PDF-1.4"),
    "script in the comment": picture(comment=b"<?php system($x); ?>"),
    "png bomb": png_bomb(),
    "webp bomb": webp_bomb(),
    "jpeg bomb": jpeg_bomb(),
    "cut in the middle": picture(size=(2000, 1500))[:9000],
    "only a beginning": b"\xff\xd8\xff\xe0",
    "png cut": picture("PNG")[:-60],
    "webp cut": picture("WEBP")[:-60],
    "too large": picture() + b"\x00" * MOST_BYTES,
    "pdf with a script": pdf(b"/OpenAction << /S /JavaScript >>"),
    "pdf with a hidden script": pdf(b"/Open#41ction << >>"),
    "pdf with a password": pdf(b"/Encrypt 2 0 R"),
    "pdf and archive": pdf(tail=zipped()),
    "pdf cut": pdf()[:-40],
}
"""Name -> what is sent; each is refused with a sentence."""
