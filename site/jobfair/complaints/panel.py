"""Complaints on Today: how many wait for the actor's office, and how many too long."""

from __future__ import annotations

from datetime import date

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import TODAY, Panel
from jobfair.complaints.queries import Group, count_groups


def today_panel(actor: Actor, day: date) -> Panel | None:
    """For who handles complaints, where there is one to handle."""
    if not actor.can(Permission.HANDLE_COMPLAINT):
        return None
    counts = count_groups(actor, day)
    if not counts[Group.OPEN]:
        return None
    shown = {group.name.lower(): counts[group] for group in Group}
    return Panel("complaints/_today.html", shown, place="side", order=25)


TODAY.append(today_panel)
