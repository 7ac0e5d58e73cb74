"""The profile without a name on the slip: agreed to, renewed, taken back by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.agencies.attempts import attempt
from jobfair.agencies.shown import name_of
from jobfair.agencies.words import Badge
from jobfair.cases.attempts import form_key
from jobfair.cases.history import WORKER
from jobfair.filters import in_language, show_day
from jobfair.forms import ButtonForm
from jobfair.language import current_language
from jobfair.models import JobProfile, ProfileAsk, Purpose, Registration
from jobfair.privacy.notice import split_lines
from jobfair.privacy.queries import find_texts
from jobfair.profiles.forms import ProfileForm, values_of
from jobfair.profiles.queries import find_open_profile, list_asks_of_person
from jobfair.profiles.rules import may_show, show_profile, take_back
from jobfair.profiles.settings import shown_days
from jobfair.profiles.words import FOR_WORKER, badge_for
from jobfair.registration.blueprint import bp
from jobfair.registration.opened import opened_slip
from jobfair.registration.queries import get_case_of

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class OnSlip:
    """What the slip says of it: until when it is shown, whether it may be, who asked."""

    until: date | None
    may_show: bool
    asks: Sequence[tuple[str, str, Badge]]


def profile_on(found: Registration) -> OnSlip | None:
    """The part of the slip; None for who neither shows one nor may."""
    case = get_case_of(found)
    if case.merged_into_id is not None:  # another slip tells the shared journey
        return None
    profile, allowed = find_open_profile(case.person_id), may_show(case)
    asks = [_line(row) for row in list_asks_of_person(case.person_id)]
    if profile is None and not allowed and not asks:
        return None
    return OnSlip(profile.expires_on if profile else None, allowed, asks)


def _line(row: ProfileAsk) -> tuple[str, str, Badge]:
    order = f"{in_language(row.order, 'title')}, {show_day(row.asked_on)}"
    return name_of(row.body), order, badge_for(row.state, FOR_WORKER)


@bp.route("/phieu/<code>/ho-so", methods=["GET", "POST"])
@public
def slip_profile(code: str) -> Answer:
    """What companies will see, in the words of the consent; sending it is the consent."""
    found = opened_slip(code)
    case, key = get_case_of(found), form_key()
    if not may_show(case):
        return redirect(url_for("registration.slip", code=code), 303)
    form = ProfileForm(data=values_of(find_open_profile(case.person_id)))

    def show() -> JobProfile:
        lang = current_language()
        return show_profile(case, form.entry(), by=WORKER, how="web", lang=lang, act_key=key)

    if form.validate_on_submit() and attempt(form, show):
        flash(_("Licensed companies see your profile without a name."), "success")
        return redirect(url_for("registration.slip", code=code, _anchor="ho-so"), 303)
    text = find_texts(current_language(), (Purpose.PROFILE,)).get(Purpose.PROFILE)
    page = render_template(
        "registration/profile.html",
        form=form,
        key=key,
        code=code,
        lines=split_lines(text.text) if text else [],
        days=shown_days(),
    )
    return page, 422 if request.method == "POST" else 200


@bp.post("/phieu/<code>/ho-so/thu-lai")
@public
def slip_profile_back(code: str) -> Answer:
    """Take it back at once; pressing twice changes nothing."""
    found = opened_slip(code)
    if ButtonForm().validate():
        take_back(get_case_of(found), by=WORKER, how="web", lang=current_language())
        flash(_("Taken back. No company sees it any more."), "success")
    return redirect(url_for("registration.slip", code=code, _anchor="ho-so"), 303)
