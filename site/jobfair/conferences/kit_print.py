"""Leaflet, poster and card of a conference, set by typst from the facts of its kit."""

from __future__ import annotations

from typing import Any, Literal

from flask_babel import gettext as _

from jobfair.conferences.kit import LANG, Kit
from jobfair.language import answering_in
from jobfair.typesetting import SHEETS, draw_qr, set_pdf, set_png

SHEET, CARD = SHEETS / "kit.typ", SHEETS / "card.typ"
CARD_PPI = 144
"""The card is 600 by 315 points: 1200 by 630 pixels, which Zalo and Facebook ask for."""

MOST_GUESTS = 3

Size = Literal["a5", "a3"]
# Any: what becomes JSON.
Data = dict[str, Any]


def draw_sheet(kit: Kit, size: Size) -> bytes:
    """A leaflet of A5 or a poster of A3, one page, PDF/UA-1."""
    return set_pdf(SHEET, sheet_data(kit, size))


def draw_card(kit: Kit) -> bytes:
    """The picture that goes with a shared address, PNG of 1200 by 630 pixels."""
    return set_png(CARD, card_data(kit), CARD_PPI)


def sheet_data(kit: Kit, size: Size) -> Data:
    """Everything that stands on a leaflet or a poster."""
    with answering_in(LANG):
        return _facts(kit) | {
            "size": size,
            "guests": list(kit.guests[:MOST_GUESTS]) if size == "a5" else [],
            "qr": draw_qr(kit.address, error="q"),
            "words": _words(kit, size),
        }


def card_data(kit: Kit) -> Data:
    """Everything that stands on the card."""
    with answering_in(LANG):
        words = {"question": _("Work abroad: ask for yourself"), "free": _("Free of charge")}
        words |= {"call": _("Call")}
        return _facts(kit) | {"words": words}


def _facts(kit: Kit) -> Data:
    return {
        "title": kit.title,
        "province": kit.province,
        "host": kit.host,
        "weekday": kit.weekday,
        "day": kit.day,
        "hour": kit.hour,
        "place": kit.place,
        "landmark": kit.landmark,
        "contact": kit.contact,
        "phone": kit.phone,
        "markets": kit.markets,
        "mark": kit.mark,
    }


def _words(kit: Kit, size: Size) -> dict[str, str]:
    by_text = _("Or text %(code)s to %(number)s", code=kit.text_code, number=kit.text_number)
    return {
        "kind": _("Leaflet") if size == "a5" else _("Poster"),
        "draft": _("DRAFT, not published. Do not hand it out.") if kit.draft else "",
        "question": _("Do you want to work abroad?"),
        "come": _("Come and ask"),
        "ask1": _("Which country, and what one earns"),
        "ask2": _("What it costs, where to borrow"),
        "ask3": _("Which company has a licence"),
        "countries": _("Countries spoken of:"),
        "who": _("Who comes:"),
        "remember": _("Remember"),
        "card": _("Have your identity card ready. Your family may listen too.")
        if kit.online
        else _("Bring your identity card. Bring your family to listen."),
        "free": _("Pay nothing. Nobody may collect money.")
        if kit.online
        else _("Bring no money. Nobody may collect money."),
        "seat": _("Keep a seat: scan the code"),
        "call": _("Or call"),
        "text": by_text if kit.text_code else "",
        "office": _("The link stands on your slip.") if kit.online else _("Or ask the commune"),
        "qr": _("QR code of the registration"),
    }
