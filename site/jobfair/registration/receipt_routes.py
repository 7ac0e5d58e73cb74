"""The done page: what comes next, then the slip. Found by its receipt alone, for a while."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from jobfair.access import public
from jobfair.conferences.showing import share_words
from jobfair.errors import NotFound
from jobfair.lib.codes import show_slip_code
from jobfair.lib.text import given_name
from jobfair.models import Registration, RegistrationState
from jobfair.registration.blueprint import bp
from jobfair.registration.family import list_family
from jobfair.registration.queries import get_receipt, office_number
from jobfair.registration.showing import is_online, place_name, slip_qr
from jobfair.registration.waiting import place_in_line


@bp.route("/phieu/nhan/<receipt>", methods=["GET"])
@public
def receipt(receipt: str) -> str:
    """Given name, day, time, place, slip code; no phone of the person, no status."""
    return render_template("registration/done.html", **_shown(receipt))


@bp.route("/phieu/nhan/<receipt>/in", methods=["GET"])
@public
def receipt_print(receipt: str) -> str:
    """The same on a sheet of paper."""
    return render_template("registration/print.html", **_shown(receipt))


def _shown(receipt: str) -> dict[str, object]:
    try:
        found = get_receipt(receipt)
    except NotFound:
        way = [(_("Look up my slip"), url_for("registration.slip_entry"))]
        text = _("This page has ended. Use the phone number and the slip code.")
        raise NotFound(text, suggestions=way) from None
    office, number = office_number(found.person.commune_code)
    family = [_slip(one) for one in list_family(found)]
    return {
        "receipt": receipt,
        **family[0],
        "slips": family,
        "held": sum(one["seat"] == RegistrationState.HELD for one in family),
        "in_line": sum(one["seat"] == RegistrationState.WAITING for one in family),
        "conference": found.conference,
        "commune": place_name(found.conference.commune_code) if found.conference else "",
        "online": found.conference is not None and is_online(found.conference),
        "share_words": share_words(found.conference) if found.conference else "",
        "office": office,
        "office_phone": number,
        "shared": any(phone.owner == "office" for phone in found.person.phones),
    }


# Any: what a template takes.
def _slip(registration: Registration) -> dict[str, Any]:
    """One person of the sending: given name, code, seat, place in line (0: not in line)."""
    return {
        "seat": _seat(registration),
        "given": given_name(registration.typed_name),
        "code": show_slip_code(registration.slip_code),
        "qr": slip_qr(registration.slip_code),
        "place": place_in_line(registration),
    }


def _seat(registration: Registration) -> str:
    """held, waiting, cancelled; an empty text where no seat was asked for."""
    if registration.state is RegistrationState.CALL_BACK:
        return ""
    return str(registration.state)
