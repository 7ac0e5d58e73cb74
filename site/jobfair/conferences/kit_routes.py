"""The kit of a conference: everything that announces it, from its one record."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from jobfair.access import Permission, requires, signed_in
from jobfair.conferences.kit import LANG, Kit, check_has_kit, kit_of, why_no_kit
from jobfair.conferences.kit_print import draw_card, draw_sheet
from jobfair.conferences.kit_texts import texts_of
from jobfair.conferences.showing import about_line
from jobfair.conferences.staff_queries import get_for_staff
from jobfair.conferences.staff_showing import may_open_door
from jobfair.models import Conference

bp = Blueprint("kit", __name__)

KIT = "/can-bo/hoi-nghi/<conference_id>/bo-tai-lieu"


@bp.get(KIT)
@requires(Permission.SEE_CONFERENCES)
def show(conference_id: str) -> str:
    """Texts to copy and files to print; a conference nobody should come to has none."""
    actor = signed_in()
    conference = get_for_staff(conference_id, actor)
    why = why_no_kit(conference)
    kit = None if why else kit_of(conference)
    return render_template(
        "conferences/kit.html",
        conference=conference,
        about=about_line(conference),
        why=why,
        kit=kit,
        texts=texts_of(kit) if kit else None,
        text_lang=LANG,
        roster=may_open_door(conference, actor),
    )


@bp.get(f"{KIT}/to-roi.pdf")
@requires(Permission.SEE_CONFERENCES)
def leaflet(conference_id: str) -> Response:
    """The leaflet, A5."""
    conference, kit = _ready(conference_id)
    return _file(draw_sheet(kit, "a5"), f"to-roi-{conference.slug}.pdf", "application/pdf")


@bp.get(f"{KIT}/ap-phich.pdf")
@requires(Permission.SEE_CONFERENCES)
def poster(conference_id: str) -> Response:
    """The poster, A3."""
    conference, kit = _ready(conference_id)
    return _file(draw_sheet(kit, "a3"), f"ap-phich-{conference.slug}.pdf", "application/pdf")


@bp.get(f"{KIT}/the-chia-se.png")
@requires(Permission.SEE_CONFERENCES)
def card(conference_id: str) -> Response:
    """The picture to send along with the Zalo text."""
    conference, kit = _ready(conference_id)
    return _file(draw_card(kit), f"the-{conference.slug}.png", "image/png")


def _ready(conference_id: str) -> tuple[Conference, Kit]:
    conference = get_for_staff(conference_id, signed_in())
    check_has_kit(conference)
    return conference, kit_of(conference)


def _file(data: bytes, name: str, mimetype: str) -> Response:
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(data, mimetype=mimetype, headers=disposition)
