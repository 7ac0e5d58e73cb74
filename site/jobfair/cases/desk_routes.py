"""The desk: Today, people search and the list of cases."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit, geography
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases import desk_acts as desk_acts  # hangs its pages on the same blueprint
from jobfair.cases import desk_side, duplicates, roles_today, search
from jobfair.cases import desk_words as desk_words  # gives the audit log its words
from jobfair.cases import list_routes as list_routes
from jobfair.cases import today as desk
from jobfair.cases.blueprint import bp
from jobfair.cases.call_rows import PHONE_OWNERS, get_call_row
from jobfair.cases.calls import (
    CHOOSE_A_DAY,
    CONTACT_LABELS,
    OUTCOME_LABELS,
    CallOutcome,
    record_call,
)
from jobfair.cases.climbed import ClimbedPage, list_climbed
from jobfair.cases.desk_forms import OutcomeForm, TaskForm, read_page
from jobfair.cases.doubts import DOUBTS
from jobfair.cases.hooks import today_panels
from jobfair.cases.list_steps import first_steps
from jobfair.cases.next_steps import step_label
from jobfair.cases.queries import get_case
from jobfair.cases.stages import short_names, stage_names
from jobfair.cases.tasks import DATED_TASKS
from jobfair.conferences.queries import market_names
from jobfair.conferences.steps import list_behind
from jobfair.errors import BadRequest, Forbidden, Invalid
from jobfair.htmx import wants_fragment
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.lib.text import clean
from jobfair.menu import MENU
from jobfair.models import Role

CLIMBED_SHOWN = 8
SHOWN = ("name", "birth_year", "village", "commune", "phone_tail", "stage", "next_step")


def landing(actor: Actor) -> str:
    """The endpoint where the actor's day begins: the first page of the menu that is open."""
    for _label, endpoint, permission in MENU:
        if actor.can(permission):
            return endpoint
    raise Forbidden()


@bp.get("/can-bo/")
@requires(Permission.SEE_TODAY, Permission.OWN_ACCOUNT)
def today() -> str | Response:
    """Today, fitting the role; who has no Today goes to the first page that is hers."""
    actor = signed_in()
    if not actor.can(Permission.SEE_TODAY):
        return redirect(url_for(landing(actor)), 303)
    if actor.roles & {Role.OFFICER, Role.COUNSELLOR}:
        return _today_desk(actor)
    if Role.LEADER in actor.roles:
        return _today_leader(actor)
    if Role.AGENCY in actor.roles:
        return _today_agency(actor)
    return _today_auditor()


def row_words() -> dict[str, Any]:
    """Names that rows of the desk are written with; Any: a template's context."""
    lang = current_language()
    return {
        "step_label": step_label,
        "stage_names": stage_names(lang),
        "markets": market_names(lang),
        "doubts": DOUBTS,
        "contact_labels": CONTACT_LABELS,
        "owners": PHONE_OWNERS,
        "task_form": TaskForm(formdata=None),
        "dated_tasks": DATED_TASKS,
        "outcomes": [(str(code), label) for code, label in OUTCOME_LABELS.items()],
    }


def _today_desk(actor: Actor) -> str:
    work = desk.get_today(actor)
    tasks = desk_side.list_tasks(actor)
    panels = today_panels(actor, clock.today())
    climbed, sent_up = _climbed(actor)
    shown = [*work.person_ids, *(t.person.id for t in tasks if t.person)]
    shown += [person_id for panel in panels for person_id in panel.person_ids]
    shown += [*climbed.person_ids, *sent_up.person_ids]
    audit.record_view(actor, "view.today", "today", person_ids=shown, fields=(*SHOWN, "phone"))
    codes = sorted(actor.scope.communes)
    return render_template(
        "cases/today.html",
        work=work,
        tasks=tasks,
        panels=panels,
        climbed=climbed,
        sent_up=sent_up,
        new_key=new_form_key,
        task_labels=desk_side.TASK_WORDS,
        **_likenesses(actor, tasks),
        conferences=desk_side.list_conferences_ahead(actor),
        behind=list_behind(actor),
        targets=[t for c in codes if (t := desk_side.get_commune_target(c, clock.today()))],
        by_stage=desk_side.count_stages(actor.scope),
        form=OutcomeForm(formdata=None),
        **row_words(),
    )


# Any: a template's context.
def _likenesses(actor: Actor, tasks: list[desk_side.OpenTask]) -> dict[str, Any]:
    """Whom the people of duplicate tasks may be the same as."""
    found = duplicates.list_likenesses([open_.task for open_ in tasks], actor.scope)
    return {"likenesses": found, "why": duplicates.WHY}


def _climbed(actor: Actor) -> tuple[ClimbedPage, ClimbedPage]:
    """The first cases past their limit that came to my office, and that went up from it."""
    came = list_climbed(actor, up=False, size=CLIMBED_SHOWN)
    return came, list_climbed(actor, up=True, size=CLIMBED_SHOWN)


def _today_leader(actor: Actor) -> str:
    waiting = roles_today.list_waiting_for_leader(actor)
    tasks = desk_side.list_tasks(actor)
    climbed, sent_up = _climbed(actor)
    panels = today_panels(actor, clock.today())
    shown = [w.case.person_id for w in waiting] + [t.person.id for t in tasks if t.person]
    shown += [*climbed.person_ids, *sent_up.person_ids]
    shown += [person_id for panel in panels for person_id in panel.person_ids]
    audit.record_view(actor, "view.today", "today", person_ids=shown, fields=("name", "stage"))
    return render_template(
        "cases/today_leader.html",
        waiting=waiting,
        climbed=climbed,
        sent_up=sent_up,
        new_key=new_form_key,
        tasks=tasks,
        panels=panels,
        task_labels=desk_side.TASK_WORDS,
        **_likenesses(actor, tasks),
        delays=roles_today.list_office_delays(),
        overdue=roles_today.count_overdue(),
        departed=desk_side.count_departed(clock.today().year),
        by_stage=desk_side.count_stages(actor.scope),
        **row_words(),
    )


def _today_agency(actor: Actor) -> str:
    people, tasks = roles_today.list_of_body(actor), desk_side.list_tasks(actor)
    panels = today_panels(actor, clock.today())
    shown = [p.case.person_id for placed in people.values() for p in placed]
    shown += [t.person.id for t in tasks if t.person]
    shown += [person_id for panel in panels for person_id in panel.person_ids]
    audit.record_view(actor, "view.today", "today", person_ids=shown, fields=("name", "stage"))
    return render_template(
        "cases/today_agency.html",
        people=people,
        panels=panels,
        communes=geography.commune_names(),
        tasks=tasks,
        task_labels=desk_side.TASK_WORDS,
        **_likenesses(actor, tasks),
        **row_words(),
    )


def _today_auditor() -> str:
    return render_template(
        "cases/today_auditor.html",
        views=roles_today.count_views(7),
        acts=roles_today.count_acts(7),
        departed=desk_side.count_departed(clock.today().year),
        overdue=roles_today.count_overdue(),
        tasks=roles_today.count_open_tasks(),
    )


@bp.post("/can-bo/hom-nay/<case_id>")
@requires(Permission.NOTE_CASE)
def outcome(case_id: str) -> str | Response:
    """How a call ended: one tap; the row comes back, or the page at the row's place."""
    actor, form = signed_in(), OutcomeForm()
    case = get_case(case_id, actor.scope)
    if not form.validate():
        if set(form.errors) == {"on"}:
            raise Invalid(CHOOSE_A_DAY)
        raise BadRequest(next(iter(form.errors.values()))[0])
    ended = CallOutcome(form.outcome.data)
    record_call(case, ended, act_key=form.act_key.data, by=actor, on=form.on.data)
    if wants_fragment():
        row = get_call_row(case)
        return render_template("cases/_today_row.html", row=row, form=form, **row_words())
    flash(_("The call is recorded."))
    return redirect(url_for("cases.today", _anchor=f"c-{case.id}"), 303)


@bp.post("/can-bo/viec/<task_id>")
@requires(Permission.NOTE_CASE, Permission.CORRECT_CASE)
def task_done(task_id: str) -> Response:
    """A task of one's own office is done."""
    actor, form = signed_in(), TaskForm()
    desk_side.get_task(task_id, actor)
    if not form.validate():
        raise Invalid(next(iter(form.errors.values()))[0])
    desk_side.finish_task(task_id, actor, form.on.data)
    flash(_("The task is done."))
    return redirect(url_for("cases.today", _anchor="tasks"), 303)


@bp.get("/can-bo/nguoi-lao-dong")
@requires(Permission.SEARCH_PEOPLE)
def people() -> str:
    """People by name, phone or slip code; the list alone for htmx."""
    actor, page = signed_in(), read_page(request)
    q = clean(request.args.get("q", ""), search.LONGEST)
    found = search.PeoplePage([], False)
    if not search.read_query(q).nothing:
        found = search.search_people(
            q,
            actor.scope,
            offset=(page - 1) * search.PAGE_SIZE,
            by_national_id=search.may_identify(actor),
        )
        shown = [row.person_id for row in found.rows]
        audit.record_view(actor, "view.search", "search", person_ids=shown, fields=SHOWN)
    template = "cases/_people_results.html" if wants_fragment() else "cases/people.html"
    return render_template(
        template,
        q=q,
        enough=not search.read_query(q).nothing,
        found=found,
        page=page,
        steps=first_steps(search.list_cases_of(found.rows, actor.scope), actor),
        short=short_names(current_language()),
        sees_home=search.sees_home(actor.scope),
        communes=geography.commune_names(),
        **row_words(),
    )
