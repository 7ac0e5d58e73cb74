"""Paper forms as PDF: what a sheet says, and typst, which sets it (docs/adr/014)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from jobfair.conferences.showing import Communes, place_line
from jobfair.filters import province, show_day, show_time
from jobfair.language import answering_in
from jobfair.lib import clock
from jobfair.lib.codes import show_slip_code
from jobfair.models import Conference, ConferenceKind
from jobfair.privacy.notice import AT_REGISTRATION, split_lines
from jobfair.privacy.queries import find_texts
from jobfair.registration.paper import Printed, Row
from jobfair.typesetting import SHEETS, draw_qr, set_pdf

TEMPLATE = SHEETS / "paper.typ"
PAPER_LANG = "vi"  # what people sign, whatever language the officer reads

# Any: what becomes JSON.
Data = dict[str, Any]


def draw_sheets(conference: Conference, sheets: Sequence[Printed]) -> bytes:
    """The sheets of a conference as one tagged PDF (PDF/UA-1).

    Two pages of A4 a sheet: the form, then its slips. The same sheets give the same codes.
    """
    with answering_in(PAPER_LANG):
        data = sheet_data(conference, sheets)
    return set_pdf(TEMPLATE, data)


def sheet_data(conference: Conference, sheets: Sequence[Printed]) -> Data:
    """Everything that stands on the paper, in Vietnamese."""
    place = province()
    starts = conference.starts_at
    return {
        "office": conference.host_office.name,
        "province": place.name,
        "title": conference.title_vi,
        "day": f"{clock.weekday_vi(clock.to_local(starts).date())} {show_day(starts)},"
        f" {show_time(starts)}",
        "place": _place(conference),
        "hotline": place.hotline,
        "words": _words(),
        "consents": _consents(),
        "sheets": [
            {"number": sheet.number, "rows": [_row(row) for row in sheet.rows]} for sheet in sheets
        ],
    }


def _place(conference: Conference) -> str:
    if conference.kind is ConferenceKind.ONLINE:
        return conference.online_url
    return place_line(conference, Communes())


def _row(row: Row) -> Data:
    address = url_for("registration.slip", code=row.slip_code, _external=True)
    return {
        "number": row.number,
        "code": show_slip_code(row.slip_code),
        "qr": draw_qr(address),
    }


def _consents() -> list[Data]:
    texts = find_texts(PAPER_LANG, AT_REGISTRATION)
    return [
        {
            "number": number,
            "title": texts[purpose].title,
            "version": _("text no. %(version)s", version=texts[purpose].version),
            "text": " ".join(split_lines(texts[purpose].text)),
        }
        for number, purpose in enumerate(AT_REGISTRATION, 1)
    ]


def _words() -> Data:
    return {
        "sheet": _("Sheet"),
        "heading": _("Registration by hand"),
        "how": _(
            "One row a person. Whoever is 18 this year writes day, month and year of birth."
            " No phone of one's own: another number, and whose it is. Tear off the slip of"
            " the same number and give it to the person."
        ),
        "number": _("No."),
        "code": _("Slip code"),
        "name": _("Full name"),
        "birth": _("Year of birth"),
        "phone": _("Phone number"),
        "village": _("Village (and the commune, if another)"),
        "tick1": _("1. Hold the seat"),
        "tick2": _("2. Send messages"),
        "tick3": _("3. Companies may see"),
        "sign": _("Signature or fingerprint"),
        "free": _("Registering costs nothing. Nobody may collect money."),
        "free-short": _("Nobody may collect money."),
        "call": _("Questions:"),
        "written": _("Written by: ........................  Day: ....../....../......"),
        "slips": _("Slips of sheet"),
        "tear": _("Cut along the lines. The number of the slip is that of the row."),
        "row": _("Row no."),
        "look": _(
            "The seat is held once the commune has keyed this. If there is none, the commune calls."
            " To see the slip: this code and the phone number."
        ),
        "code-hint": _("Slip code, not your identity number"),
        "qr": _("QR code of the slip"),
    }
