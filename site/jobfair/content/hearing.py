"""The words of what can be recorded, as the public page says them now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Flask, current_app, url_for

from jobfair.conferences.listed import list_recent
from jobfair.content import invented
from jobfair.content.spoken import find_conference
from jobfair.guide import speech
from jobfair.guide.spoken_words import words_of
from jobfair.guide.texts import list_shown, section_of
from jobfair.kept import drawn_anew
from jobfair.language import LANG_KEY, PREFIX
from jobfair.lib.clock import to_local
from jobfair.lib.codes import new_form_key
from jobfair.registration.answers import Answers, Member, Step
from jobfair.registration.drafts import drafts

WRITTEN = ("vi", "en")
PAGES: dict[str, str] = {
    "guide/home": "guide.home",
    "guide/family": "guide.family",
    "guide/abroad": "guide.abroad",
    "guide/back": "guide.back",
    "registration/call_back": "registration.call_back",
    "complaints/new": "complaints.new",
}
"""Pages with an address of their own -> endpoint."""

QUESTIONS: dict[str, Step] = {
    "registration/whom": Step.WHOM,
    "registration/name": Step.NAME,
    "registration/year": Step.YEAR,
    "registration/phone": Step.PHONE,
    "registration/borrowed": Step.BORROWED,
    "registration/place": Step.PLACE,
    "registration/birthday": Step.BIRTHDAY,
    "registration/check": Step.CHECK,
    "registration/more_name": Step.MORE_NAME,
    "registration/more_year": Step.MORE_YEAR,
    "registration/more_birthday": Step.MORE_BIRTHDAY,
}
"""Questions of the form, asked as of somebody who registers alone, then adds one of the family."""

_SO_FAR = Answers(for_whom="self", name="Vì Thị Ón", birth_year=1998, phone="+84950000001")
_WHOLE = replace(_SO_FAR, commune="other")
_ONE_MORE = Member("Vì Văn Pản")


def _answers(step: Step, year: int) -> Answers:
    """What was answered before a question, for a conference in this year."""
    match step:
        case Step.BIRTHDAY:
            return replace(_SO_FAR, birth_year=year - 18)
        case Step.CHECK | Step.MORE_NAME:
            return _WHOLE
        case Step.MORE_YEAR:
            return replace(_WHOLE, adding=_ONE_MORE)
        case Step.MORE_BIRTHDAY:
            return replace(_WHOLE, adding=replace(_ONE_MORE, birth_year=year - 18))
        case _:
            return _SO_FAR


def words_now(key: str, lang: str) -> str:
    """The words that are read: English for English, for every other language the Vietnamese ones.

    '' where the page cannot be drawn now, as a question without an open conference, and for the
    invitation to a conference that is cancelled or has begun.
    """
    written = "en" if lang == "en" else "vi"
    if key.startswith(speech.TEXT):
        return _words_of_text(key.removeprefix(speech.TEXT), written)
    if key.startswith(speech.CONFERENCE):
        conference = find_conference(key)
        if conference is None:
            return ""
        return _draw(url_for("conferences.show", slug=conference.slug), written).get(key, "")
    if key in invented.PAGES:
        draw = partial(invented.draw_invented, key)
        return _draw(url_for("registration.slip_entry"), written, draw).get(key, "")
    if key in PAGES:
        return _draw(url_for(PAGES[key]), written).get(key, "")
    return _words_of_question(key, written)


def _words_of_text(slot: str, written: str) -> str:
    for name, version in list_shown():
        if name == slot and (written == "vi" or version.body_en):
            return words_of(section_of(slot, version, written).spoken)
    return ""


def _words_of_question(key: str, written: str) -> str:
    """As of somebody under way to the next conference; the draft for it is gone at once."""
    recent = list_recent(limit=1)
    if not recent:
        return ""
    slug, step = recent[0].slug, QUESTIONS[key]
    year = to_local(recent[0].starts_at).year
    if step is Step.WHOM:
        return _draw(url_for("registration.start", slug=slug), written).get(key, "")
    form_key = new_form_key()
    drafts().save(form_key, _answers(step, year).as_json(), hours=1)
    address = url_for("registration.step", slug=slug, form_key=form_key, step=step)
    try:
        return _draw(address, written).get(key, "")
    finally:
        drafts().erase([form_key])


def _draw(
    address: str, written: str, draw: Callable[[], object] | None = None
) -> Mapping[str, str]:
    """Draw a public page as a visitor would get it, in a context of its own, and listen.

    ``draw``: what draws it in the place of the view at this address.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return copy_context().run(_listen, app, address, written, draw)


def _listen(
    app: Flask, address: str, written: str, draw: Callable[[], object] | None
) -> Mapping[str, str]:
    # Any: the WSGI environment.
    extra: dict[str, Any] = {}
    if written == "en":
        extra = {LANG_KEY: "en", "SCRIPT_NAME": PREFIX}
    context = app.test_request_context(address, environ_overrides=extra)
    with app.app_context(), speech.listening() as heard, drawn_anew(), context:
        if draw is None:
            app.full_dispatch_request()
        else:
            app.preprocess_request()
            draw()
    return heard
