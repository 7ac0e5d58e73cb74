"""The form that is filled without a network: one page with every question, the same for all.

It asks what the questions of ``routes`` ask and changes nothing itself: its script keeps the
answers on the phone and sends them, when there is a network, to those very questions, under one
once-only key. So every rule is judged there, and a repeat is harmless (docs/adr/016).
"""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from jobfair import page_cache
from jobfair.access import public
from jobfair.conferences.queries import get_public_conference
from jobfair.forms import Form
from jobfair.lib.clock import to_local
from jobfair.registration.answers import COUNT, Step
from jobfair.registration.blueprint import bp
from jobfair.registration.check import consent_words
from jobfair.registration.fields import CommuneField
from jobfair.registration.forms import (
    VILLAGE_RULES,
    BirthdayForm,
    BorrowedPhoneForm,
    ConsentForm,
    NameForm,
    PhoneForm,
    WhomForm,
    YearForm,
)
from jobfair.registration.showing import about_line, commune_choices


class EveryPlaceForm(Form):
    """The commune out of all: without a network none can be looked for."""

    commune = CommuneField(_l("Commune or ward"))  # type: ignore[no-untyped-call]
    village = StringField(_l("Village, hamlet or street group"), VILLAGE_RULES)


_FORMS: dict[Step, type[Form]] = {
    Step.WHOM: WhomForm,
    Step.NAME: NameForm,
    Step.YEAR: YearForm,
    Step.BIRTHDAY: BirthdayForm,
    Step.PHONE: PhoneForm,
    Step.BORROWED: BorrowedPhoneForm,
    Step.PLACE: EveryPlaceForm,
    Step.CHECK: ConsentForm,
}


@bp.route("/hoi-nghi/<slug>/dang-ky/ngoai-tuyen", methods=["GET"])
@public
def offline(slug: str) -> str:
    """The questions of one conference, without a key, a token or anybody's answer."""
    page_cache.keep("conferences", "guide", seconds=60)
    conference = get_public_conference(slug)
    # Without a token: it would make the page one person's, and could not be kept.
    asked = {step: form(formdata=None, meta={"csrf": False}) for step, form in _FORMS.items()}
    asked[Step.PLACE]["commune"].offer(commune_choices(conference.commune_code), _("Choose"))
    return render_template(
        "registration/offline.html",
        asked={str(step): form for step, form in asked.items()},
        steps=COUNT,
        conference=conference,
        day=to_local(conference.starts_at).date(),
        about=about_line(conference),
        words=consent_words(),
        base=url_for("registration.start", slug=slug),
    )
