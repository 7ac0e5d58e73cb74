"""Public knowledge pages"""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, Response
from flask.blueprints import BlueprintSetupState

from jobfair.access import Permission, public, requires
from jobfair.guide.about import about_page
from jobfair.guide.compare import compare_page
from jobfair.guide.cost_page import cost_page
from jobfair.guide.facts import facts_page
from jobfair.guide.help_pages import abroad_page, back_page, family_page
from jobfair.guide.home import home_page
from jobfair.guide.markets import market_page, markets_page
from jobfair.guide.paper_sheet import paper_sheet as paper_sheet_file
from jobfair.guide.self_check_page import self_check_page
from jobfair.guide.service_worker import offline_page, worker_script
from jobfair.guide.short_forms import short_forms
from jobfair.guide.site_files import manifest_file, robots_file, sitemap_file
from jobfair.guide.slots import PARTS
from jobfair.guide.sound import sound_file
from jobfair.guide.speech import clips_for, spoken_conference, spoken_page
from jobfair.guide.support_page import support_page
from jobfair.guide.texts import notices, section
from jobfair.language import one_address

bp = Blueprint("guide", __name__)


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    """What the macros of listening, of the province's own texts and of short forms ask for."""
    cast(Flask, state.app).jinja_env.globals.update(
        clips_for=clips_for,
        spoken_page=spoken_page,
        spoken_conference=spoken_conference,
        short_forms=short_forms,
        province_text=section,
        province_notices=notices,
        text_parts=tuple(PARTS),
    )


@bp.route("/", methods=["GET"])
@public
def home() -> str:
    """The first page."""
    return home_page()


@bp.route("/thi-truong", methods=["GET"])
@public
def markets() -> str:
    """Every market with its range of income."""
    return markets_page()


@bp.route("/thi-truong/so-sanh", methods=["GET"])
@public
def compare() -> str:
    """Two programmes side by side."""
    return compare_page()


@bp.route("/thi-truong/<code>/giay-to.pdf", methods=["GET"])
@public
def paper_sheet(code: str) -> Response:
    """All papers of a programme on one sheet."""
    return paper_sheet_file(code)


@bp.route("/thi-truong/<code>", methods=["GET"])
@public
def market(code: str) -> str:
    """One market, or one programme."""
    return market_page(code)


@bp.route("/chi-phi", methods=["GET"])
@public
def costs() -> str | tuple[str, int]:
    """What may be asked, what stays: an answer has an address of its own."""
    return cost_page()


@bp.route("/phu-hop", methods=["GET"])
@public
def self_check() -> str:
    """Six questions, then programmes with the reason for each."""
    return self_check_page()


@bp.route("/ho-tro", methods=["GET"])
@public
def support() -> str:
    """Loans and support, with an example for each household."""
    return support_page()


@bp.route("/gia-dinh", methods=["GET"])
@public
def family() -> str:
    """Cost, debt, dangers and whom to call, for parents."""
    return family_page()


@bp.route("/o-nuoc-ngoai", methods=["GET"])
@public
def abroad() -> str:
    """Help now, for whoever is abroad."""
    return abroad_page()


@bp.route("/tro-ve", methods=["GET"])
@public
def back() -> str:
    """What to do first, for whoever is back."""
    return back_page()


@bp.route("/gioi-thieu", methods=["GET"])
@public
def about() -> str:
    """Who runs this, on what legal basis."""
    return about_page()


@bp.route("/robots.txt", methods=["GET"])
@public
@one_address
def robots() -> Response:
    """What search engines leave alone."""
    return robots_file()


@bp.route("/sitemap.xml", methods=["GET"])
@public
@one_address
def sitemap() -> Response:
    """Every public page, for search engines."""
    return sitemap_file()


@bp.route("/manifest.webmanifest", methods=["GET"])
@public
@one_address
def manifest() -> Response:
    """The web manifest."""
    return manifest_file()


@bp.route("/sw.js", methods=["GET"])
@public
@one_address
def worker() -> Response:
    """The service worker."""
    return worker_script()


@bp.route("/ngoai-tuyen", methods=["GET"])
@public
def offline() -> str:
    """What stands in for a page without a network."""
    return offline_page()


@bp.route("/am-thanh/<clip_id>.opus", methods=["GET"])
@public
@one_address
def sound(clip_id: str) -> Response:
    """A recording, or the part of it that a player asks for."""
    return sound_file(clip_id)


@bp.route("/can-bo/du-kien-can-kiem-tra", methods=["GET"])
@requires(Permission.SEE_FACTS)
def facts() -> str:
    """Facts that staff have to check."""
    return facts_page()
