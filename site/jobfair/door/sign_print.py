"""The roster to sign, on A4: by village, then by given name, with a column for the signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from jobfair.conferences.showing import Communes, place_line
from jobfair.door.queries import DoorRow
from jobfair.door.row_codes import blank_code
from jobfair.filters import province, show_day, show_time, show_weekday
from jobfair.geography import commune_names
from jobfair.language import answering_in
from jobfair.models import Conference
from jobfair.typesetting import SHEETS, set_pdf

TEMPLATE = SHEETS / "roster.typ"
PAPER_LANG = "vi"  # what people sign, whatever language the officer reads
BLANK_ROWS = 10

# Any: what becomes JSON.
Data = dict[str, Any]


def draw_roster(conference: Conference, rows: Sequence[DoorRow]) -> bytes:
    """The roster as one tagged PDF (PDF/UA-1); ``rows`` in the order of ``list_rows``."""
    with answering_in(PAPER_LANG):
        data = roster_data(conference, rows)
    return set_pdf(TEMPLATE, data)


def roster_data(conference: Conference, rows: Sequence[DoorRow]) -> Data:
    """Everything that stands on the paper."""
    place, starts = province(), conference.starts_at
    return {
        "office": conference.host_office.name,
        "province": place.name,
        "title": conference.title_vi,
        "day": f"{show_weekday(starts)} {show_day(starts)}, {show_time(starts)}",
        "place": place_line(conference, Communes()),
        "hotline": place.hotline,
        "words": _words(),
        "groups": _groups(conference, rows),
        "blanks": [blank_code(number) for number in range(1, BLANK_ROWS + 1)],
    }


def _groups(conference: Conference, rows: Sequence[DoorRow]) -> list[Data]:
    """Village after village, as the rows come."""
    names, groups = commune_names(), list[Data]()
    for row in rows:
        home = row.village or _("no village given")
        if row.commune_code != conference.commune_code:
            home = f"{home}, {names.get(row.commune_code or '', _('another province'))}"
        if not groups or groups[-1]["home"] != home:
            groups.append({"home": home, "rows": []})
        groups[-1]["rows"].append(
            {
                "code": row.code,
                "name": row.name,
                "year": str(row.birth_year or ""),
                "tail": f"…{row.tail}" if row.tail else "",
            }
        )
    return groups


def _words() -> dict[str, str]:
    return {
        "heading": _("List to sign"),
        "how": _("Sign in your own row. Somebody not on the list signs in a row with V."),
        "row": _("Row"),
        "name": _("Full name"),
        "year": _("Year of birth"),
        "phone": _("Phone"),
        "sign": _("Signature or fingerprint"),
        "blank": _("Not registered before"),
        "nobody": _("Nobody has registered yet."),
        "free": _("Registering costs nothing. Nobody may collect money."),
        "call": _("Questions:"),
        "written": _("Written by: ........................  Day: ....../....../......"),
        "agrees": _(
            "Who signs agrees that commune and province use name, year of birth and phone to"
            " hold the seat and to call back."
        ),
    }
