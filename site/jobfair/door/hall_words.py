"""What static/js/hall*.js and door.js say; {braces} are filled there."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.door.taking import CANCELLED


def hall_words() -> dict[str, object]:
    """Every sentence of the hall in the reader's language, by the name its script uses."""
    return {**_of_the_list(), **_of_the_box(), **_of_the_line()}


def _of_the_list() -> dict[str, object]:
    return {
        "title": _("Roster · {place}"),
        "of": _("/ {held} came, {walked} walked in"),
        "states": {"waiting": _("waiting list"), "walk_in": _("not registered before")},
        "came_at": _("came at {time}"),
        "unread": _("look at the phone number again"),
        "no_village": _("no village given"),
        "elsewhere": _("another province"),
        "untold": _("After listening: nothing written down yet"),
        "ask_said": _("After listening: what does {name} want?"),
        "ask_market": _("Which market does {name} like?"),
        "ask_table": _("Sit with which table?"),
        "ask_doubt": _("What holds {name} back?"),
        "ask_agreed": _(
            "Somebody else registered {name}. Ask: do you agree that we keep your name and phone?"
        ),
        "table": _("Table {n}: {who}"),
        "shown": _("{n} people shown"),
        "written": _("{name} is on the list."),
        "young": _("Under 18: welcome to listen, but not written down yet."),
        "bad_year": _("Look at the year again."),
        "no_contact": _("Write the phone number, or the year of birth."),
        "no_name": _("Write the full name."),
    }


def _of_the_box() -> dict[str, object]:
    return {
        "short_code": _("At least six signs."),
        "wrong_code": _("This code does not open it. Look at it again."),
        "no_deck": _("This conference was never opened on this phone with signal. Use paper."),
        "device": _("{who} · phone {sign}"),
        "full": _("This phone keeps nothing more. Write it on paper, then make room."),
        "no_camera": _("The camera does not open. Type the code of the slip instead."),
    }


def _of_the_line() -> dict[str, object]:
    return {
        "unsent": _("{n} not sent"),
        "unsaved": _("{n} not saved"),
        "signed_out": _("Sign in again to send. Everything is still on this phone."),
        "not_yours": _(
            "This account does not send for this conference any more. Save a file, hand it on."
        ),
        "cancelled": str(CANCELLED),
        "later": _("No answer from the site. Everything is still on this phone."),
    }
