"""A body asks the centre to ask somebody; the centre calls and writes down the answer.

A yes is the consent for this named body, recorded as every other is; from then on the usual
way goes: the body sees the case and a counsellor introduces the person.
"""

from __future__ import annotations

from datetime import date, time, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.order_queries import list_open_orders, places_left
from jobfair.agencies.refusal import Refused
from jobfair.cases.consents import WAYS, record_consent
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import centre_office
from jobfair.cases.opening import find_open_case
from jobfair.cases.owners import must_hold
from jobfair.cases.tasks import open_task
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.filters import show_day
from jobfair.lib.clock import from_local, now, to_local, today
from jobfair.lib.codes import derived_key
from jobfair.models import (
    AskState,
    CaseFile,
    JobOrder,
    JobProfile,
    ProfileAsk,
    Purpose,
    SendingBody,
)
from jobfair.profiles.queries import get_ask, get_seen
from jobfair.profiles.rules import close_task, may_show, task_key
from jobfair.profiles.settings import answer_days, ask_again_days, asks_a_day
from jobfair.profiles.words import TASK
from jobfair.working_days import working_day


def orders_to_name(body_id: str) -> list[JobOrder]:
    """The body's orders somebody can be asked for: approved, open today, with a place left."""
    orders = [order for order in list_open_orders(body_id=body_id) if order.approval_no]
    left = places_left(orders)
    return [order for order in orders if left[order.id] > 0]


def count_today(body_id: str) -> int:
    """How often the body has asked today."""
    query = sa.select(sa.func.count(ProfileAsk.id))
    query = query.where(ProfileAsk.body_id == body_id, ProfileAsk.asked_on == today())
    return db.session.scalar(query) or 0


def may_ask_from(profile: JobProfile, body_id: str) -> date | None:
    """The day from which the body may ask for this profile again; None when it may now."""
    since = from_local(today() - timedelta(days=ask_again_days()), time())
    query = sa.select(sa.func.max(ProfileAsk.answered_at)).where(
        ProfileAsk.profile_id == profile.id,
        ProfileAsk.body_id == body_id,
        ProfileAsk.state == AskState.NO,
        ProfileAsk.answered_at >= since,
    )
    answered = db.session.scalar(query)
    if answered is None:
        return None
    return to_local(answered).date() + timedelta(days=ask_again_days())


def ask(profile_id: str, order_id: str, *, by: Actor, act_key: str) -> ProfileAsk:
    """Ask the centre to ask this person for one order of the body's own.

    The same key again gives the same ask. Raises NotFound for a profile the body does not see,
    Refused for an order it may not name, Conflict when it has asked already, too often today,
    or too soon after a no.
    """
    body_id = by.scope.body_id
    done = db.session.scalars(
        sa.select(ProfileAsk).where(ProfileAsk.act_key == act_key)
    ).one_or_none()
    if done is not None and done.body_id == body_id:
        return done
    if not body_id or done is not None:
        raise NotFound()
    case = find_open_case(get_seen(profile_id, body_id).person_id)
    if case is None:
        raise NotFound()
    # The case first, as whoever ends a profile holds it; then the body: of two recruiters at
    # once the limits are counted by one at a time. What was read before is looked at again.
    hold_case(case)
    body = db.session.get_one(SendingBody, body_id, with_for_update=True)
    profile = get_seen(profile_id, body_id)
    order = next((one for one in orders_to_name(body_id) if one.id == order_id), None)
    if order is None:
        raise Refused("order_id", _("Choose one of your orders that is open and has a place left."))
    if not may_show(case):
        raise NotFound()
    _refuse_too_often(profile, body_id)
    return _write(profile, case, body, order, by, act_key)


def _refuse_too_often(profile: JobProfile, body_id: str) -> None:
    """Raise Conflict, saying when: nobody fishes, nobody is asked twice."""
    open_ask = sa.select(ProfileAsk.id).where(
        ProfileAsk.profile_id == profile.id,
        ProfileAsk.body_id == body_id,
        ProfileAsk.state == AskState.OPEN,
    )
    if db.session.scalars(open_ask).first() is not None:
        raise Conflict(_("You have asked already. The centre is asking the person."))
    again = may_ask_from(profile, body_id)
    if again is not None:
        day = show_day(again)
        raise Conflict(_("This person does not want to yet. Ask again from %(day)s.", day=day))
    most = asks_a_day()
    if count_today(body_id) >= most:
        raise Conflict(
            ngettext(
                "You may ask for %(num)s person a day. Go on tomorrow.",
                "You may ask for %(num)s people a day. Go on tomorrow.",
                most,
            )
        )


def _write(
    profile: JobProfile, case: CaseFile, body: SendingBody, order: JobOrder, by: Actor, key: str
) -> ProfileAsk:
    row = ProfileAsk(
        profile_id=profile.id,
        case_id=case.id,
        body_id=body.id,
        order_id=order.id,
        act_key=key,
        state=AskState.OPEN,
        asked_by=by.user_id,
        asked_on=today(),
        due_on=working_day(today(), answer_days()),
    )
    db.session.add(row)
    db.session.flush()
    note = f"{body.name}: {order.code}, {order.title_vi}"
    open_task(TASK, task_key(row), centre_office().id, case, note=note, due=row.due_on)
    people = [profile.person_id]
    audit.record(by, "profile.ask", "job_profile", profile.id, person_ids=people)
    return row


def answer(
    case: CaseFile, ask_id: str, *, yes: bool, how: str, by: Actor, act_key: str, note: str = ""
) -> ProfileAsk:
    """Write what the person said: a yes is the consent for the body, a no says nothing more.

    The same answer again changes nothing. Raises NotFound for another case's ask, Forbidden,
    Invalid for an unknown way, Conflict when it was answered otherwise or has ended.
    """
    hold_case(case)
    must_hold(by, case, frozenset("OC"))
    row = get_ask(ask_id, case)
    said = AskState.YES if yes else AskState.NO
    if row.state is said:
        return row
    if row.state is not AskState.OPEN:
        raise Conflict(_("This was answered, or the profile has ended. Open the case again."))
    if how not in WAYS:
        raise Invalid(_("Choose how the person said it."))
    if yes:
        key = derived_key(act_key, row.id)
        body_id = row.body_id
        record_consent(
            case, Purpose.BODY, given=True, how=how, by=by, act_key=key, body_id=body_id, note=note
        )
    row.state, row.answered_at, row.answered_by = said, now(), by.user_id
    close_task(row, by)
    db.session.flush()
    people = [case.person_id]
    audit.record(by, "profile.answer", "job_profile", row.profile_id, person_ids=people, reason=how)
    return row
