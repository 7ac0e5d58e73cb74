"""Staff: every public text and fact in one list, what is due, and one fact with its history."""

from __future__ import annotations

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.attempts import attempt, status_of
from jobfair.agencies.paging import page_of
from jobfair.cases.attempts import form_key
from jobfair.content import items, values
from jobfair.content.blueprint import bp
from jobfair.content.fact_page import fact_page
from jobfair.content.items import KEPT, Item
from jobfair.content.queries import find_version, find_waiting, get_text, waiting_keys
from jobfair.content.rules import KIND
from jobfair.content.value_fields import value_form
from jobfair.content.words import STATES, State
from jobfair.errors import NotFound
from jobfair.guide.facts import TABLES
from jobfair.htmx import wants_fragment
from jobfair.lib.clock import today
from jobfair.lib.text import clean

A_PAGE = 50
Answer = str | Response | tuple[str, int]
BOTH = ["GET", "POST"]


def _asked_items(kind: str) -> list[Item]:
    day = today()
    if kind not in KEPT:
        return items.waiting_items(day) + items.text_items(day)
    waiting = waiting_keys(kind)
    return [items.fact_item(kind, row, waiting, day) for row in items.list_facts(kind, day)]


@bp.get("/can-bo/noi-dung")
@requires(Permission.SEE_CONTENT)
def index() -> str:
    """Texts, or the facts of one table: how each stands, found without accents."""
    kind, q = request.args.get("loai", ""), clean(request.args.get("q", ""), 100)
    state = request.args.get("tinh-trang", "")
    found = [item for item in _asked_items(kind) if items.matches(item, q)]
    counts = Counter(str(State.DRAFT) if item.draft else str(item.state) for item in found)
    counts.update(str(item.state) for item in found if item.draft and item.state != State.DRAFT)
    shown = [i for i in found if state in ("", i.state) or (i.draft and state == State.DRAFT)]
    page = page_of(len(shown), A_PAGE)
    template = "content/_items.html" if wants_fragment() else "content/index.html"
    return render_template(
        template,
        items=shown[page.offset : page.offset + A_PAGE],
        page=page,
        counts=counts,
        total=len(found),
        state=state,
        states=STATES,
        kind=kind if kind in KEPT else "",
        kinds=[(name, str(TABLES[name][0])) for name in KEPT],
        q=q,
    )


@bp.get("/can-bo/noi-dung/den-han")
@requires(Permission.SEE_CONTENT)
def due() -> str:
    """What somebody has to look at within a month, by the office whose it is."""
    found = list(items.due_items(today()))
    groups = [
        (office, [item for item in found if item.office is office])
        for office in dict.fromkeys(KEPT.values())
    ]
    return render_template("content/due.html", groups=groups, states=STATES, total=len(found))


@bp.get("/can-bo/noi-dung/du-kien/<table>/<path:key>")
@requires(Permission.SEE_CONTENT)
def fact(table: str, key: str) -> str:
    """One fact: what it says, since when, who looked at it."""
    row = values.get_row(table, key)
    return render_template(
        "content/fact.html", page=fact_page(table, row, signed_in()), states=STATES
    )


def _to_fact(table: str, key: str) -> Response:
    return redirect(url_for(".fact", table=table, key=key), 303)


@bp.post("/can-bo/noi-dung/con-dung/<table>/<path:key>")
@requires(Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT)
def confirm_fact(table: str, key: str) -> Response:
    """Looked at today, still right."""
    values.confirm(table, key, values.get_row(table, key), by=signed_in())
    flash(_("Noted: looked at today, still right."))
    if request.form.get("back") == "due":
        return redirect(url_for(".due"), 303)
    return _to_fact(table, key)


@bp.post("/can-bo/noi-dung/bai/<slot>/con-dung")
@requires(Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT)
def confirm_text(slot: str) -> Response:
    """A public text was looked at today and is still right."""
    text = get_text(slot)
    shown = find_version(text, text.shown)
    if shown is None:
        raise NotFound()
    values.confirm(KIND, text.id, shown, by=signed_in())
    flash(_("Noted: looked at today, still right."))
    return redirect(url_for(".show", slot=slot), 303)


@bp.route("/can-bo/noi-dung/gia-tri-moi/<table>/<path:key>", methods=BOTH)
@requires(Permission.EDIT_CONTENT)
def new_value(table: str, key: str) -> Answer:
    """A new value from a day on; somebody else publishes it."""
    row, act_key, actor = values.get_row(table, key), form_key(), signed_in()
    form = value_form(table, row)
    if form.validate_on_submit() and attempt(
        form, lambda: values.propose(table, row, form.entry(), act_key, by=actor)
    ):
        flash(_("Saved. It holds once somebody else has published it."))
        return _to_fact(table, key)
    page = fact_page(table, row, actor)
    text = render_template("content/value.html", form=form, page=page, key=act_key)
    return text, status_of(form)


@bp.post("/can-bo/noi-dung/cong-bo/<table>/<path:key>")
@requires(Permission.PUBLISH_CONTENT)
def publish_fact(table: str, key: str) -> Response:
    """Let the value that waits hold from its day on."""
    values.get_row(table, key)
    waiting = find_waiting(table, key)
    if waiting is not None:  # else it was published a moment ago
        values.publish_value(waiting, by=signed_in())
    flash(_("The new value is published."))
    return _to_fact(table, key)


@bp.post("/can-bo/noi-dung/bo/<table>/<path:key>")
@requires(Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT)
def drop_fact(table: str, key: str) -> Response:
    """Take back the value that waits."""
    values.get_row(table, key)
    waiting = find_waiting(table, key)
    if waiting is not None:
        values.drop_value(waiting, by=signed_in())
        flash(_("The new value is dropped."))
    return _to_fact(table, key)
