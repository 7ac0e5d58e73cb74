"""The privacy notice: who, which data, why, who receives, how long, rights, contact."""

from __future__ import annotations

from flask import Blueprint, render_template

from jobfair.access import public
from jobfair.language import current_language
from jobfair.page_cache import keep
from jobfair.privacy import notice as words
from jobfair.privacy.queries import find_texts, list_law, list_settings

bp = Blueprint("privacy", __name__)


@bp.route("/quyen-rieng-tu", methods=["GET"])
@public
def notice() -> str:
    """The notice on one page; the consent texts and terms are the rows in force."""
    keep("guide", seconds=60)
    texts = find_texts(current_language())
    settings = list_settings("retention.", "clock.request_", "clock.breach_")
    return render_template(
        "privacy/notice.html",
        purposes=words.purposes(texts),
        retention=words.retention(settings),
        rights=words.rights(settings),
        breach_hours=settings["clock.breach_notice_hours"].value,
        documents=list_law(),
    )
