"""What every file for machines says beside its rows: what it may be used for, of which day.

The list of all files is the page /du-lieu.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from flask import Response, current_app, request, url_for

from jobfair.database import db
from jobfair.filters import province
from jobfair.kept import kept
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.lib.text import neutralise_cell
from jobfair.models import Setting

LICENCE = "open_data.licence"
"""Setting with the licence note; with ``_en`` behind it the English one."""

CSV = "text/csv; charset=utf-8"


@kept("guide")
def licence_note(lang: str = "vi") -> str:
    """What everybody may do with the files, as the province says it; '' where it says nothing."""
    keys = [f"{LICENCE}_en", LICENCE] if lang == "en" else [LICENCE]
    rows = dict(
        db.session.execute(sa.select(Setting.key, Setting.value).where(Setting.key.in_(keys))).all()
    )
    return next((rows[key] for key in keys if rows.get(key)), "")


def about_file() -> dict[str, object]:
    """The head of a JSON file: licence, who publishes it, the day, whether it is all invented."""
    return {
        "licence": licence_note(),
        "licence_url": url_for("open_data.index", _external=True),
        "publisher": province().department_vi,
        "as_of": today().isoformat(),
        "demo": bool(current_app.config["DEMO_LOADED"]()),
    }


def csv_text(columns: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """UTF-8 CSV (RFC 4180, CRLF) whose cells no spreadsheet takes for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for line in lines:
        writer.writerow([neutralise_cell("" if cell is None else str(cell)) for cell in line])
    return out.getvalue()


def csv_file(text: str, name: str) -> Response:
    """A CSV file to take along."""
    return licensed(
        Response(
            text,
            content_type=CSV,
            headers={"Content-Disposition": f"attachment; filename={name}"},
        )
    )


def json_file(content: object) -> Response:
    """A JSON file for any page and program: UTF-8, letters as they are."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    answer = licensed(Response(text + "\n", mimetype="application/json"))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def licensed(answer: Response) -> Response:
    """Name the licence page in a header, and let another site read the file or feed."""
    answer.headers["Link"] = f'<{url_for("open_data.index", _external=True)}>; rel="license"'
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def unchanged(answer: Response) -> Response:
    """Give an answer that no cache keeps its ETag, and 304 to who has the same."""
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def reader_note() -> str:
    """The licence note in the reader's language."""
    return licence_note(current_language())
