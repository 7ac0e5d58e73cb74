"""Pages of the slip as of nobody: drawn for their words where no seat is anybody's to show.

Names, codes, days and places of these pages are no words of a recording (``data-unread``), so
what is invented here is never heard; it only has to be there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Final

from flask import render_template
from markupsafe import Markup

from jobfair.forms import ButtonForm
from jobfair.lib.clock import now
from jobfair.registration.forms import NewPhoneForm
from jobfair.registration.waiting_routes import LineForm

_CODE: Final = "KHONG-AI"
Values = Mapping[str, object]


def _conference() -> SimpleNamespace:
    return SimpleNamespace(
        slug="khong-dau",
        state="open",
        starts_at=now(),
        place="",
        landmark="",
        map_url="",
        contact_name="",
        contact_phone="",
        waiting=1,
    )


def _done(seat: str) -> Values:
    """The done page of one who registered alone: held, waiting, or '' for a call back."""
    waits = seat == "waiting"
    slip = {"seat": seat, "given": "", "code": _CODE, "qr": Markup(""), "place": int(waits)}
    return {
        "receipt": "khong-ai",
        **slip,
        "slips": [slip],
        "held": int(seat == "held"),
        "in_line": int(waits),
        "conference": _conference() if seat else None,
        "commune": "",
        "online": False,
        "share_words": "",
        "office": SimpleNamespace(name="", name_en=""),
        "office_phone": "",
        "shared": False,
    }


def _slip(place: int = 0) -> Values:
    slip = SimpleNamespace(code=_CODE, about="", place=place, may_move=False)
    return {"slip": slip, "form": ButtonForm()}


def _line() -> Values:
    one = {"about": "", "people": 1, "seats": 0, "short_line": "", "near": []}
    return {"form": LineForm(), "form_key": "", "conference": _conference(), **one}


PAGES: dict[str, tuple[str, Callable[[], Values]]] = {
    "registration/done": ("registration/done.html", lambda: _done("held")),
    "registration/done.line": ("registration/done.html", lambda: _done("waiting")),
    "registration/done.call": ("registration/done.html", lambda: _done("")),
    "registration/line": ("registration/line.html", _line),
    "registration/cancel": ("registration/cancel.html", _slip),
    "registration/cancel.line": ("registration/cancel.html", lambda: _slip(place=1)),
    "registration/withdraw": ("registration/withdraw.html", _slip),
    "registration/new_phone": (
        "registration/new_phone.html",
        lambda: {"form": NewPhoneForm(), "code": _CODE},
    ),
}
"""Key of the recording -> its template, and what it is drawn with."""


def draw_invented(key: str) -> str:
    """One of ``PAGES``, in the language of the request."""
    template, values = PAGES[key]
    return render_template(template, **values())
