"""Between the form and the plan: choices, what stands in it at first, what was meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import cast

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from jobfair.access import Actor
from jobfair.agencies.queries import list_open_orders, list_public_bodies
from jobfair.agencies.rules import licence_status
from jobfair.conferences.forms import PlanForm
from jobfair.conferences.plan import GuestPlan, Plan
from jobfair.conferences.queries import market_names
from jobfair.conferences.rules import BelowTaken, WrongTimes
from jobfair.conferences.showing import Communes
from jobfair.conferences.staff_queries import planning_scope
from jobfair.conferences.writing import GuestWanted
from jobfair.errors import Stale
from jobfair.filters import in_language
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.phones import show_phone
from jobfair.models import Conference, ConferenceKind, JobOrder, SendingBody

Choices = list[SelectChoice]
_PLAIN = (
    *("title_vi", "title_en", "place", "landmark", "map_url", "online_url", "capacity"),
    *("contact_name", "agenda", "bring"),
)


def offer_choices(form: PlanForm, actor: Actor, conference: Conference | None) -> PlanForm:
    """Fill the lists of the form: own communes, markets, open orders, introduced companies.

    What the conference has already stays in the lists, although it would not be offered anew.
    """
    form.commune.choices = commune_choices(actor)
    form.communes.choices = [
        SelectChoice(*pair) for group in Communes().choices().values() for pair in group
    ]
    form.markets.choices = [
        SelectChoice(*pair) for pair in market_names(current_language()).items()
    ]
    form.orders.choices = _order_choices(conference)
    form.bodies.choices = _body_choices(conference)
    return form


def commune_choices(actor: Actor) -> Choices:
    """The communes that the actor may plan for; those of the province by district."""
    communes, scope = Communes(), planning_scope(actor)
    if not scope.province:
        return [SelectChoice(c, communes.name(c)) for c in sorted(scope.communes)]
    groups = communes.choices()
    return [
        SelectChoice("", _("Choose")),
        *(SelectChoice(c, n, optgroup=g) for g, pairs in groups.items() for c, n in pairs),
    ]


def _order_choices(conference: Conference | None) -> Choices:
    orders: dict[str, JobOrder] = {order.id: order for order in list_open_orders()}
    for guest in conference.guests if conference else []:
        if guest.order is not None:
            orders.setdefault(guest.order.id, guest.order)
    return [
        SelectChoice(order.id, f"{order.body.name}: {in_language(order, 'title')} ({order.code})")
        for order in orders.values()
    ]


def _body_choices(conference: Conference | None) -> Choices:
    """Companies that the province introduces and that may work today."""
    today = clock.today()
    bodies: dict[str, SendingBody] = {
        body.id: body
        for body in list_public_bodies()
        if any(i.from_day <= today <= (i.until_day or today) for i in body.introductions)
        and licence_status(body, today).in_force
    }
    for guest in conference.guests if conference else []:
        if guest.body is not None and guest.order_id is None:
            bodies.setdefault(guest.body.id, guest.body)
    return [SelectChoice(body.id, body.name) for body in bodies.values()]


def start_form(actor: Actor, source: Conference | None) -> PlanForm:
    """An empty form, or the copy of a conference without its day."""
    values = {**(_values(source) if source else _defaults(actor)), "day": None, "version": ""}
    values |= {"try_day": None, "try_hour": None}
    own = sorted(planning_scope(actor).communes)
    if own and values.get("commune") not in own:
        values["commune"] = own[0]
    return offer_choices(PlanForm(**values), actor, source)


def _defaults(actor: Actor) -> dict[str, object]:
    """What most conferences have: a morning, and the one who plans answers the phone."""
    return {
        "title_vi": "Hội nghị tư vấn, tuyển dụng",
        "title_en": "Recruitment conference",
        "kind": ConferenceKind.HALL.value,
        "starts": time(8, 0),
        "ends": time(11, 0),
        "contact_name": actor.shown,
    }


def edit_form(actor: Actor, conference: Conference) -> PlanForm:
    """The form of a conference as it stands."""
    return offer_choices(PlanForm(**_values(conference)), actor, conference)


def _values(conference: Conference) -> dict[str, object]:
    start, end = clock.to_local(conference.starts_at), clock.to_local(conference.ends_at)
    trial = clock.to_local(conference.try_at) if conference.try_at else None
    texts = [g for g in conference.guests if g.body_id is None]
    return {
        **{name: getattr(conference, name) for name in _PLAIN},
        "version": str(conference.version),
        "kind": conference.kind.value,
        "commune": conference.commune_code,
        "day": start.date(),
        "try_day": trial.date() if trial else None,
        "try_hour": trial.time() if trial else None,
        "starts": start.time(),
        "ends": end.time(),
        "contact_phone": show_phone(conference.contact_phone),
        "markets": [m.market_code for m in conference.markets],
        "communes": [c.commune_code for c in conference.communes],
        "orders": [g.order_id for g in conference.guests if g.order_id],
        "bodies": [g.body_id for g in conference.guests if g.body_id and not g.order_id],
        "guest_texts": "\n".join(" | ".join(filter(None, (g.text_vi, g.text_en))) for g in texts),
    }


def plan_of(form: PlanForm, conference: Conference | None = None) -> Plan:
    """What a valid form says. Lines of the guests: orders, companies, then the others."""
    day, starts = cast("date", form.day.data), cast("time", form.starts.data)
    ends = cast("time", form.ends.data)
    return Plan(
        title_vi=form.title_vi.data,
        title_en=form.title_en.data or "",
        kind=ConferenceKind(form.kind.data),
        commune_code=form.commune.data,
        starts_at=clock.from_local(day, starts),
        ends_at=clock.from_local(day, ends),
        place=form.place.data or "Trực tuyến",
        landmark=form.landmark.data or "",
        map_url="" if form.online else form.map_url.data or "",
        online_url=form.online_url.data or "",
        try_at=_try_at(form),
        capacity=int(form.capacity.data or 0),
        contact_name=form.contact_name.data,
        contact_phone=form.contact_phone.data,
        agenda=form.agenda.data or "",
        bring=form.bring.data or "",
        markets=tuple(form.markets.data),
        communes=tuple(form.communes.data),
        guests=_guests(form, conference),
    )


def _try_at(form: PlanForm) -> datetime | None:
    """When the link is tried with people; only of what is over the network."""
    day, hour = form.try_day.data, form.try_hour.data
    if not form.online or day is None or hour is None:
        return None
    return clock.from_local(day, hour)


def _guests(form: PlanForm, conference: Conference | None) -> tuple[GuestPlan, ...]:
    of_order = {order.id: order.body_id for order in list_open_orders()}
    for guest in conference.guests if conference else []:
        if guest.order is not None:
            of_order.setdefault(guest.order.id, guest.order.body_id)
    orders = [GuestPlan(of_order[order_id], order_id) for order_id in form.orders.data]
    bodies = [GuestPlan(body_id) for body_id in form.bodies.data]
    texts = [GuestPlan(text_vi=vi, text_en=en) for vi, en in form.texts()]
    return tuple(dict.fromkeys((*orders, *bodies, *texts)))


def attempt(form: PlanForm, act: Callable[[], Conference]) -> tuple[Conference | None, int]:
    """Run the rule; give its conference, or None with the status the filled form answers with.

    Errors that no field explains go on to their one handler.
    """
    try:
        return act(), 303
    except WrongTimes as no:
        field = form[no.field]
        field.errors = (*field.errors, no.message)
    except BelowTaken as no:
        form.capacity.errors = (*form.capacity.errors, no.message)
    except GuestWanted as no:
        field = form.orders if form.orders.choices else form.guest_texts
        field.errors = (*field.errors, no.message)
    except Stale:
        return None, 409
    return None, 422
