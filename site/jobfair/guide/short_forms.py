"""Short forms of a page with what they stand for, for whoever hears or reads them first."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import render_template
from markupsafe import Markup

from jobfair.filters import in_language
from jobfair.guide.told import list_texts

_TAG = re.compile(r"<[^>]*>")
_SOURCE = re.compile(r'<(p class="source"|small data-unread)>.*?</(?:p|small)>', re.DOTALL)
"""What names documents: their letters stand for themselves."""
_SHORT = re.compile(r"\b[A-ZĐ]{2,}\b")


def short_forms(caller: Callable[[], Markup]) -> Markup:
    """For templates: the caller's part of a page, then the short forms in it, written out.

    ``{% call short_forms() %}…{% endcall %}``. What the pack does not know is left as it is.
    """
    html = caller()
    used = set(_SHORT.findall(_TAG.sub(" ", _SOURCE.sub(" ", html))))
    known = [(row.subject, in_language(row, "text")) for row in list_texts("short")]
    found = [(short, text) for short, text in known if short in used]
    if not found:
        return html
    return html + Markup(render_template("guide/_short.html", found=found))  # noqa: S704
