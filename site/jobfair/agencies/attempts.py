"""Trying a rule with a form: a refusal goes to its field, a late change keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField

from jobfair.agencies.refusal import Refused, Versioned
from jobfair.database import db
from jobfair.errors import Stale
from jobfair.filters import show_day
from jobfair.forms import Form


class VersionedForm(Form):
    """A form that knows at which version of its row it was opened."""

    version = HiddenField()
    late: object = None  # the sentence, when somebody else was faster
    differences: tuple[tuple[str, str], ...] = ()  # label, what stands now

    @property
    def opened_at(self) -> int:
        """The version the page was opened at; 0 when it is no number."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0

    def take_late(self, sentence: object, row: Versioned) -> None:
        """Keep what was typed, say what stands now, and take the present version.

        Sending the form again is then a decision and no accident.
        """
        self.late = sentence
        shown = []
        for field in self:
            now = getattr(row, field.name, None)
            if field.name != "version" and hasattr(row, field.name) and now != field.data:
                shown.append((str(field.label.text), _shown(now)))
        self.differences = tuple(shown)
        self.version.data = str(row.version)


def _shown(value: object) -> str:
    if isinstance(value, date):
        return show_day(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if value not in (None, "") else _("(empty)")


def refuse(form: Form, refusal: Refused) -> None:
    """Show a refusal at its field, or above the form when the field is not there."""
    if refusal.field in form:
        field = form[refusal.field]
        field.errors = (*field.errors, refusal.message)
    else:
        form.form_errors.append(refusal.message)


def attempt(form: Form, act: Callable[[], object], row: Versioned | None = None) -> bool:
    """Run the rule. False when it refused or came too late: the form then says why.

    ``row`` is what the form changes. Errors of other kinds go on to their one handler.
    """
    try:
        act()
    except Refused as no:
        refuse(form, no)
        return False
    except Stale as late:
        if row is None or not isinstance(form, VersionedForm):
            raise
        form.take_late(late.message, row)
        return False
    except StaleDataError:
        if row is None or not isinstance(form, VersionedForm):
            raise
        db.session.rollback()
        form.take_late(_("Somebody changed this a moment ago. What you typed is kept."), row)
        return False
    return True


def status_of(form: Form) -> int:
    """200 for a form that was opened, 409 for one that came too late, 422 for one with errors."""
    if isinstance(form, VersionedForm) and form.late:
        return 409
    return 422 if form.errors or form.is_submitted() else 200
