"""What a first visit weighs: `python tools/weights.py` prints it and writes docs/page-weights.md.

Fills a temporary instance with the demonstration data, opens every public page in both
languages as a browser that takes brotli does, and adds the style sheet as it is sent. Exits 1
when a page is heavier than the budget: ten segments of RFC 6928, HTML and CSS together.
"""

from __future__ import annotations

import logging
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

from flask import Flask  # noqa: E402
from flask.testing import FlaskClient  # noqa: E402
from flask_migrate import upgrade  # noqa: E402
from werkzeug.exceptions import HTTPException  # noqa: E402

from jobfair import create_app  # noqa: E402
from jobfair.config import Settings  # noqa: E402
from jobfair.database import db  # noqa: E402
from jobfair.demo.load import load_demo  # noqa: E402
from jobfair.keys import keys  # noqa: E402
from jobfair.lib import clock  # noqa: E402
from jobfair.provinces.load import load_pack  # noqa: E402

BUDGET = 14_600
BROTLI = {"Accept-Encoding": "br"}
REPORT = ROOT / "docs" / "page-weights.md"
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
BESIDE = [
    "/phieu",
    "/ngoai-tuyen",
    "/kiem-tra?q=006/MAU-GP",
    "/kiem-tra?q=chua+ai+biet",
    "/thi-truong/JP-TITP",
    "/thi-truong/TW-MID",
    "/khong-co-trang-nay",
]
ANSWERS: list[dict[str, str]] = [
    {"for_whom": "self"},
    {"name": "Lò Thị Mẫu"},
    {"birth_year": "2001"},
    {"phone": "0950000001"},
    {"commune": "03808", "village": "Bản Mẫu"},
    {"consent_seat": "y"},
]


@dataclass(frozen=True)
class Weight:
    """One page: what it is, where it was weighed, bytes of HTML and of CSS on the line."""

    kind: str
    path: str
    html: int
    css: int

    @property
    def total(self) -> int:
        """What a first visit brings before it is readable."""
        return self.html + self.css


def weigh(client: FlaskClient, path: str) -> Weight:
    """Open a page as a first visit: everything as it is sent, compressed with brotli."""
    plain = client.get(path, follow_redirects=True)
    sent = client.get(path, headers=BROTLI, follow_redirects=True)
    (sheet,) = SHEET.findall(plain.get_data(as_text=True))
    css = client.get(sheet, headers=BROTLI)
    return Weight(_endpoint(client.application, path), path, len(sent.data), len(css.data))


def _endpoint(app: Flask, path: str) -> str:
    plain = path.removeprefix("/en").partition("?")[0] or "/"
    try:
        return str(app.url_map.bind("localhost").match(plain)[0])
    except HTTPException:
        return "errors.page"


def demonstration(folder: Path) -> Flask:
    """An application on demonstration data in a folder of its own."""
    address = f"sqlite:///{folder / 'jobfair.sqlite3'}"
    app = create_app(Settings(folder, address, "", "only to weigh", testing=True))
    with app.app_context():
        logging.disable(logging.INFO)
        upgrade()
        load_pack(db.session(), "son_la", base=ROOT / "provinces", today=clock.today())
        day = clock.today()
        load_demo(db.session(), "son_la", keys(), people=200, seed=1, password="-", day=day)
        db.session.commit()
        db.session.remove()
    return app


def weigh_site(app: Flask) -> Iterator[Weight]:
    """Every page of the sitemap in both languages, those beside it, and a whole registration."""
    client = app.test_client()
    sitemap = client.get("/sitemap.xml").get_data(as_text=True)
    listed = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", sitemap)
    for path in dict.fromkeys([*(path or "/" for path in listed), *BESIDE]):
        yield weigh(client, path)
        if not path.startswith("/en"):
            yield weigh(client, f"/en{path}")
    yield from weigh_registration(app, "")
    yield from weigh_registration(app, "/en")


def weigh_registration(app: Flask, prefix: str) -> Iterator[Weight]:
    """Each question, the check page, the done page and the slip."""
    client = app.test_client()
    conferences = client.get("/hoi-nghi.json").get_json()
    slug = next(row["slug"] for row in conferences if row["seats_left"] > 1)
    path = f"{prefix}/hoi-nghi/{slug}/dang-ky"
    for answers in ANSWERS:
        page = client.get(path).get_data(as_text=True)
        weight = weigh(client, path)
        step = path.rsplit("/", 1)[-1]
        shown = re.sub(r"[0-9a-z]{26}", "…", path)
        yield Weight(f"{weight.kind} {step}", shown, *_bytes(weight))
        sent = client.post(path, data=_hidden(page) | answers)
        path = sent.headers["Location"]
    yield Weight("registration.receipt", f"{prefix}/phieu/nhan/…", *_bytes(weigh(client, path)))
    found = re.search(r"\b[2-9A-Z]{4} [2-9A-Z]{4}\b", client.get(path).get_data(as_text=True))
    code = found.group() if found else ""
    page = client.get(f"{prefix}/phieu").get_data(as_text=True)
    slip = client.post(
        f"{prefix}/phieu", data=_hidden(page) | {"phone": "0950000001", "code": code}
    )
    opened = weigh(client, slip.headers["Location"])
    yield Weight("registration.slip", f"{prefix}/phieu/…", *_bytes(opened))


def _bytes(weight: Weight) -> tuple[int, int]:
    return weight.html, weight.css


def _hidden(page: str) -> dict[str, str]:
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [
        (re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags
    ]
    return {name.group(1): value.group(1) for name, value in pairs if name and value}


def heaviest(weights: list[Weight]) -> list[Weight]:
    """Of each kind of page the heaviest, heaviest kinds first."""
    found: dict[str, Weight] = {}
    for weight in sorted(weights, key=lambda w: (w.total, w.path)):
        found[weight.kind] = weight
    return sorted(found.values(), key=lambda w: (-w.total, w.kind))


def write(weights: list[Weight]) -> str:
    """The report as Markdown."""
    kinds = heaviest(weights)
    rows = [f"| {w.kind} | `{w.path}` | {w.html:,} | {w.css:,} | {w.total:,} |" for w in kinds]
    lines = [
        "# Page weights",
        "",
        "Bytes on the line of a first visit, brotli, with the demonstration data of",
        "`demo load --people 200 --seed 1`: HTML, the one style sheet, together. At most",
        f"{BUDGET:,} bytes: ten segments of the first flight (RFC 6928). A browser without the",
        "style sheet in its cache can read the page after these two answers. Scripts come later",
        "and are not needed. Written by `python tools/weights.py`.",
        "",
        f"{len(weights)} pages were weighed in both languages; of each kind the heaviest:",
        "",
        "| Page | Address | HTML | CSS | Together |",
        "|---|---|---:|---:|---:|",
        *rows,
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Weigh, print, write; 1 when a page is too heavy."""
    with tempfile.TemporaryDirectory() as folder:
        weights = list(weigh_site(demonstration(Path(folder))))
    report = write(weights)
    print(report)
    REPORT.write_text(report, encoding="utf-8")
    heavy = [w for w in weights if w.total > BUDGET]
    for weight in heavy:
        print(f"too heavy: {weight.path} {weight.total}", file=sys.stderr)
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
