"""What holds people back, in the words of the field; one code is kept, never free text."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

DOUBTS: Final = {
    "parents": _l("Parents disagree"),
    "debt": _l("Afraid of debt"),
    "language": _l("Afraid of the language"),
    "health": _l("Health"),
    "children": _l("Small children"),
    "brokers": _l("Afraid of brokers"),
    "wage": _l("Wage too low"),
}
"""Code -> the word on the button and in lists."""

BRING: Final = {
    "parents": _l("Somebody who came home, to tell the parents"),
    "debt": _l("An officer of the Social Policy Bank"),
    "language": _l("A language teacher"),
    "health": _l("The health station"),
    "children": _l("A family whose child stayed at home well"),
    "brokers": _l("The commune police: how to check a company"),
    "wage": _l("A company whose orders pay more"),
}
"""Code -> who answers the doubt best at the next conference."""
