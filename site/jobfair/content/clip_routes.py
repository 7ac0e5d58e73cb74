"""Staff: recordings of pages, questions and texts, in every language that is spoken here."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import FileField, ValidationError

from jobfair.access import Permission, requires, signed_in
from jobfair.content import hearing
from jobfair.content.blueprint import bp
from jobfair.content.clip_list import clip_lines
from jobfair.errors import Invalid
from jobfair.forms import Form
from jobfair.guide import speech

Answer = str | Response | tuple[str, int]


class ClipForm(Form):
    """The recording."""

    file = FileField(_l("Recording, Ogg Opus"))

    def validate_file(self, field: FileField) -> None:
        """A file was chosen."""
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError(_("Choose the file first."))

    def content(self, most: int) -> bytes:
        """The bytes; one more than is allowed tells that it is too large."""
        sent: FileStorage = self.file.data
        return sent.stream.read(most + 1)


@bp.get("/can-bo/noi-dung/am-thanh")
@requires(Permission.SEE_CONTENT)
def clips() -> str:
    """Every page, question and text with its recordings: current, out of date, missing."""
    return render_template("content/clips.html", lines=clip_lines(), languages=speech.LANGUAGES)


def _page(form: ClipForm, key: str, lang: str, status: int) -> Answer:
    spoken, clip = hearing.get_spoken(key, lang), speech.current_clip(key, lang)
    budget = speech.budget_of(key) or speech.QUESTION
    text = render_template(
        "content/clip.html",
        form=form,
        spoken=spoken,
        lang=lang,
        language=speech.LANGUAGES[lang],
        words=hearing.words_now(key, lang),
        written="en" if lang == "en" else "vi",
        clip=clip,
        current=clip is not None and hearing.is_current(clip),
        budget=budget,
    )
    return text, status


@bp.route("/can-bo/noi-dung/am-thanh/<lang>/<path:page>", methods=["GET", "POST"])
@requires(Permission.EDIT_CONTENT)
def clip(lang: str, page: str) -> Answer:
    """The words to read, what was recorded, and a new recording in its place."""
    hearing.get_spoken(page, lang)
    form = ClipForm()
    if form.validate_on_submit():
        budget = speech.budget_of(page) or speech.QUESTION
        words = hearing.words_now(page, lang)
        try:
            speech.store_clip(page, lang, words, form.content(budget.size), by=signed_in())
        except Invalid as no:
            form.file.errors = (no.message,)
        else:
            flash(_("The recording can be heard."))
            return redirect(url_for(".clip", lang=lang, page=page), 303)
    return _page(form, page, lang, 422 if form.is_submitted() else 200)


@bp.post("/can-bo/noi-dung/go-am-thanh/<lang>/<path:page>")
@requires(Permission.EDIT_CONTENT)
def retire(lang: str, page: str) -> Response:
    """Take the recording away; doing it twice changes nothing."""
    hearing.get_spoken(page, lang)
    found = speech.current_clip(page, lang)
    if found is not None:
        speech.retire_clip(found, by=signed_in())
    flash(_("The recording is taken away."))
    return redirect(url_for(".clip", lang=lang, page=page), 303)
