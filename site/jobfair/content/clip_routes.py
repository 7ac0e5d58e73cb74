"""Staff: recordings of pages, texts and invitations, in every language that is spoken here."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import FileField, StringField, ValidationError

from jobfair.access import Permission, requires, signed_in
from jobfair.content import hearing, spoken
from jobfair.content.blueprint import bp
from jobfair.content.clip_list import PARTS, loudness_of, make_listing
from jobfair.content.clip_words import lufs_of, remarks
from jobfair.errors import Invalid, Stale
from jobfair.forms import Form
from jobfair.guide import clips as rules
from jobfair.guide import speech
from jobfair.guide.sound import sound_of
from jobfair.guide.spoken_words import hash_of
from jobfair.htmx import wants_fragment
from jobfair.security import RECORDS
from jobfair.unit_of_work import reads_only

PATH = "/can-bo/noi-dung/am-thanh/<lang>/<path:page>"


class ClipForm(Form):
    """The recording, and which words were read: their ``hash_of``."""

    file = FileField(_l("Recording, Ogg Opus"))
    words = StringField()

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
    """What can be recorded with its recordings: current, waiting, out of date, missing."""
    lang, part = request.args.get("tieng", ""), request.args.get("loai", "")
    chosen = lang if lang in speech.LANGUAGES else ""
    return render_template(
        "content/clips.html",
        listing=make_listing(
            PARTS.get(part, "site"),
            request.args.get("muc", ""),
            [chosen] if chosen else tuple(speech.LANGUAGES),
            signed_in().user_id,
        ),
        languages=speech.LANGUAGES,
        chosen=chosen,
        lufs_of=lufs_of,
    )


def _page(form: ClipForm, key: str, lang: str, status: int = 200) -> Response:
    """The page, with the one microphone of the site."""
    words = hearing.words_now(key, lang)
    text = render_template(
        "content/clip.html",
        form=form,
        spoken=spoken.get_spoken(key, lang),
        lang=lang,
        language=speech.LANGUAGES[lang],
        words=words,
        hash=hash_of(words),
        written="en" if lang == "en" else "vi",
        heard=rules.current_clip(key, lang),
        waits=rules.waiting_clip(key, lang),
        budget=speech.budget_of(key),
        actor=signed_in(),
        may_publish=rules.may_publish,
        loudness_of=loudness_of,
        lufs_of=lufs_of,
        remarks=remarks,
    )
    return make_response(text, status, RECORDS)


@bp.get(PATH)
@requires(Permission.SEE_CONTENT)
def clip(lang: str, page: str) -> Response:
    """The words to read, what was recorded, and a new recording in its place."""
    spoken.get_spoken(page, lang)
    return _page(ClipForm(), page, lang)


def _store(form: ClipForm, key: str, lang: str) -> None:
    """Listen first, which may take a second; only then take the database's lock to write."""
    sound = rules.listen(key, form.content(rules.most_sent(key)))
    words = hearing.words_now(key, lang)
    if form.words.data != hash_of(words):
        raise Stale(rules.OTHER_WORDS)
    rules.keep_clip(key, lang, words, sound, by=signed_in())


@bp.post(PATH)
@requires(Permission.EDIT_CONTENT)
@reads_only  # ``keep_clip`` writes in a transaction of its own
def store_clip(lang: str, page: str) -> Response:
    """Keep a recording until somebody else publishes it; a script that sends gets one sentence."""
    spoken.get_spoken(page, lang)
    form = ClipForm()
    if not form.validate_on_submit():
        return _page(form, page, lang, 422)
    try:
        _store(form, page, lang)
    except (Invalid, Stale) as no:
        if wants_fragment():
            raise
        form.file.errors = (no.message,)
        return _page(form, page, lang, no.status)
    flash(_("The recording is kept. Somebody else listens to it and publishes it."))
    return redirect(url_for(".clip", lang=lang, page=page), 303)


@bp.get("/can-bo/noi-dung/ban-thu/<clip_id>")
@requires(Permission.SEE_CONTENT)
def clip_sound(clip_id: str) -> Response:
    """A recording as staff hear it, also while it waits."""
    return sound_of(rules.get_clip(clip_id))


@bp.post("/can-bo/noi-dung/dang-am-thanh/<clip_id>")
@requires(Permission.PUBLISH_CONTENT)
def publish_clip(clip_id: str) -> Response:
    """Let the public hear what somebody else recorded."""
    found = rules.find_clip(clip_id)
    rules.publish_clip(clip_id, hearing.words_now(found.page, found.lang), by=signed_in())
    flash(_("The recording can be heard."))
    return redirect(url_for(".clip", lang=found.lang, page=found.page), 303)


@bp.post("/can-bo/noi-dung/go-am-thanh/<clip_id>")
@requires(Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT)
def retire_clip(clip_id: str) -> Response:
    """Take a recording away, heard or waiting; doing it twice changes nothing."""
    found = rules.find_clip(clip_id)
    rules.retire_clip(found, by=signed_in())
    flash(_("The recording is taken away."))
    return redirect(url_for(".clip", lang=found.lang, page=found.page), 303)
