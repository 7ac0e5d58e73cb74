"""Lists on their way out, for the routes that name one."""

from __future__ import annotations

from datetime import timedelta

from werkzeug.datastructures import MultiDict

from jobfair.accounts.sessions import actor_of
from jobfair.database import db
from jobfair.intake import export_rules
from jobfair.lib.clock import now
from jobfair.lib.codes import new_form_key
from jobfair.models import ExportState, UserAccount


def make_export(user: UserAccount, *, masked: bool = True) -> str:
    """The user's own case list; with whole numbers it waits for a second leader."""
    wish = export_rules.Wish("cases", MultiDict(), "", "xlsx", True, "Mời dự lớp học mẫu")
    export = export_rules.ask(wish, by=actor_of(user), act_key=new_form_key())
    if not masked:
        export.masked, export.state = False, ExportState.ASKED
        export.ends_at = now() + timedelta(days=1)
    db.session.flush()
    return export.id
