"""The service worker's script and the page it shows without a network (docs/adr/016)."""

from __future__ import annotations

import hashlib
import json

from flask import Response, current_app, render_template, request

from jobfair import page_cache
from jobfair.assets import squeezed
from jobfair.config import ROOT
from jobfair.guide.help_pages import abroad_html

SHELL = ("css/public.min.css", "js/app.js", "js/phone.js", "js/form.js", "img/mark.svg")
"""Files of static/ that every public page needs, and the script of the offline form."""
PAGES = ("/ngoai-tuyen", "/o-nuoc-ngoai")
"""The page without a network, and help abroad, which must open when nothing else does.

The English ones are kept when somebody reads English (static/js/phone.js)."""


def worker_script() -> Response:
    """The script under the one address whose scope is the whole site.

    Its text changes when a file of the shell or a page kept from the start does; a browser then
    installs it anew. Asked again after each page, so an unchanged one is answered by 304
    (W3C Service Workers, 7.2 "Update").
    """
    asset = current_app.extensions["jobfair_asset"]
    files = [*(asset(name) for name in SHELL), *PAGES]
    source = squeezed((ROOT / "static" / "js" / "sw.js").read_text(encoding="utf-8"))
    pages = (render_template("guide/offline.html"), abroad_html())
    version = hashlib.sha256("\n".join([*files, source, *pages]).encode()).hexdigest()[:12]
    if version in request.headers.get("If-None-Match", ""):
        answer = Response(status=304)
    else:
        head = f"const V = {json.dumps(version)}, FILES = {json.dumps(files)};\n"
        answer = Response(head + source, mimetype="text/javascript")
    answer.headers["ETag"] = f'"{version}"'
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


def offline_page() -> str:
    """The page that stands for every page that was not kept."""
    page_cache.keep("guide", seconds=60)
    return render_template("guide/offline.html")
