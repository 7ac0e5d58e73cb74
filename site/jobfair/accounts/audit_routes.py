"""The audit log: who did or saw what, for the auditor with names, for the administrator without."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import render_template, request, url_for

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.accounts import audit_queries
from jobfair.accounts.audit_queries import AuditFilter, AuditPage
from jobfair.accounts.audit_words import action_choices
from jobfair.accounts.blueprint import bp
from jobfair.lib.clock import parse_date
from jobfair.lib.text import clean

FIELDS = {"actor": "ai", "person": "ve", "action": "viec", "object_id": "muc"}
"""Names of the filter in the address: who, about whom, what, which object."""


def _day(name: str) -> date | None:
    try:
        return parse_date(request.args.get(name, ""))
    except ValueError:
        return None


def _asked() -> AuditFilter:
    words = {k: clean(request.args.get(v, ""), 100) for k, v in FIELDS.items()}
    return AuditFilter(since=_day("tu"), until=_day("den"), **words)


@bp.route("/can-bo/nhat-ky", methods=["GET"])
@requires(Permission.SEE_AUDIT)
def audit_log() -> str:
    """Rows in words, newest first. Opening the log is a row of its own."""
    actor, asked = signed_in(), _asked()
    names = actor.can(Permission.SEE_CASE)
    page = audit_queries.list_events(
        asked,
        names=names,
        before=request.args.get("truoc", ""),
        after=request.args.get("sau", ""),
        oldest=request.args.get("dau") == "1",
    )
    people = audit_queries.list_names(page.rows) if names else {}
    audit.record_view(actor, "view.audit", "audit", person_ids=sorted(people))
    return render_template(
        "accounts/audit_log.html",
        page=page,
        asked=asked,
        people=people,
        names=names,
        users=audit_queries.list_usernames(page.rows),
        actions=action_choices(),
        links=_links(page, asked),
    )


def _links(page: AuditPage, asked: AuditFilter) -> dict[str, str | None]:
    """Addresses of the newest, newer, older and oldest rows under the same filter."""
    kept = {v: getattr(asked, k) for k, v in FIELDS.items() if getattr(asked, k)}
    kept |= {"tu": asked.since.isoformat()} if asked.since else {}
    kept |= {"den": asked.until.isoformat()} if asked.until else {}

    def to(**more: str) -> str:
        query = urlencode(kept | more)
        return url_for("accounts.audit_log") + (f"?{query}" if query else "")

    return {
        "newest": to() if page.newer else None,
        "newer": to(sau=page.rows[0].id) if page.newer and page.rows else None,
        "older": to(truoc=page.rows[-1].id) if page.older and page.rows else None,
        "oldest": to(dau="1") if page.older else None,
    }
