"""What may be kept of what is sent: judged by the content, small in memory, nothing but pixels."""

from __future__ import annotations

import io
import subprocess
import sys
import time

import pytest
from flask import Flask
from PIL import Image

from jobfair.config import ROOT
from jobfair.errors import Invalid
from jobfair.papers.pdfs import safe_pdf
from jobfair.papers.pictures import LONGEST_SIDE, MOST_BYTES, format_of, readable_jpeg
from tests.papers.photos import BAD, GOOD, PLACE, heic, pdf, picture, with_place


def keep(content: bytes) -> bytes:
    """As the rule does: by size, then by the kind of content."""
    if not 0 < len(content) <= MOST_BYTES:
        raise Invalid("size")
    return safe_pdf(content) if format_of(content) == "PDF" else readable_jpeg(content)


@pytest.mark.parametrize("name", list(GOOD))
def test_a_photo_becomes_a_plain_readable_jpeg(app: Flask, name: str) -> None:
    with app.test_request_context():
        kept = keep(GOOD[name])
    photo = Image.open(io.BytesIO(kept))
    assert photo.format == "JPEG"
    assert max(photo.size) <= LONGEST_SIDE
    assert not photo.getexif()
    assert set(photo.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"ftyp" not in kept


def test_place_and_maker_are_gone_and_the_photo_stands_upright(app: Flask) -> None:
    sent = with_place()
    assert PLACE in sent
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    with app.test_request_context():
        kept = keep(sent)
    assert PLACE not in kept
    assert b"Exif" not in kept
    assert Image.open(io.BytesIO(kept)).size == (480, 640)


@pytest.mark.parametrize("name", list(BAD))
def test_everything_else_is_refused_with_a_sentence_and_fast(app: Flask, name: str) -> None:
    began = time.perf_counter()
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        keep(BAD[name])
    assert time.perf_counter() - began < 2
    assert str(refused.value.message)


def test_the_sentence_says_what_to_do(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(Invalid) as refused:
        keep(heic())
    assert "JPEG" in str(refused.value.message)


def test_a_plain_pdf_is_kept_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        assert keep(pdf()) == pdf()


MEASURE = """
import resource, sys
from tests.papers.photos import picture
from jobfair.papers.pictures import readable_jpeg
kind, side = sys.argv[1], int(sys.argv[2])
readable_jpeg(picture())
sent = open(sys.argv[3], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
readable_jpeg(sent)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    ("kind", "size", "more"),
    [
        ("JPEG", (9000, 7000), {}),
        ("JPEG", (3600, 2700), {"progressive": True}),
        ("PNG", (4000, 3000), {}),
        ("WEBP", (2900, 2000), {}),
    ],
)
def test_the_largest_photos_stay_small_in_memory(
    tmp_path: object, kind: str, size: tuple[int, int], more: dict[str, object]
) -> None:
    """In a process of its own, which shows its own highest mark (KiB)."""
    path = f"{tmp_path}/photo"
    with open(path, "wb") as file:
        file.write(picture(kind, size=size, **more))
    asked = [sys.executable, "-c", MEASURE, kind, str(size[0]), path]
    answer = subprocess.run(
        asked, capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONPATH": "site:."}
    )
    assert int(answer.stdout) < 64 * 1024
