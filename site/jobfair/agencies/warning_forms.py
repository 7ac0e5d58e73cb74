"""What staff write of a warning: shape only, the rules check the world."""

from __future__ import annotations

from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Optional

from jobfair.agencies.attempts import VersionedForm
from jobfair.agencies.contacts import CONTACT_KINDS, ContactKind
from jobfair.agencies.fields import DayField, LineField, at_most, needed
from jobfair.agencies.warning_names import read_marks
from jobfair.agencies.warnings import WarningEntry
from jobfair.forms import Form
from jobfair.lib.clock import add_months, today
from jobfair.lib.codes import new_form_key
from jobfair.models import ScamWarning

FIELDS_OF: dict[ContactKind, str] = {"phone": "phones", "account": "accounts", "web": "sites"}
CHECK_MONTHS = 6


class WarningForm(VersionedForm):
    """A warning; numbers one a line."""

    act_key = HiddenField()
    title = LineField(_l("In one line"), 120, required=True)
    text = TextAreaField(_l("What happened"), validators=[Optional(), at_most(2000)])
    phones = TextAreaField(_l("Phones"), validators=[Optional(), at_most(800)])
    accounts = TextAreaField(_l("Bank accounts"), validators=[Optional(), at_most(800)])
    sites = TextAreaField(_l("Web addresses"), validators=[Optional(), at_most(1600)])
    name_used = LineField(_l("Name of the company or page they use"), 160)
    borrowed = BooleanField(_l("This is a real company's name that they misuse"))
    source = LineField(_l("Source"), 300)
    checked_on = DayField(_l("Checked on"), [Optional()])
    check_again_on = DayField(_l("Check again on"), [Optional()])

    def entry(self) -> WarningEntry:
        """What was written. Raises Refused for a line that is no number or address."""
        marks = {
            kind: read_marks(name, kind, str(self[name].data or ""))
            for kind, name in FIELDS_OF.items()
        }
        return WarningEntry(
            title=self.title.data,
            text=str(self.text.data or ""),
            name_used=self.name_used.data or "",
            borrowed=bool(self.borrowed.data),
            marks=marks,
            source=self.source.data or "",
            checked_on=self.checked_on.data,
            check_again_on=self.check_again_on.data,
        )


class SeenForm(VersionedForm):
    """A button of a warning's page, which knows at which version the page was opened."""


class WithdrawForm(SeenForm):
    """Why a warning is taken back."""

    reason = TextAreaField(_l("Reason"), [needed(_l("Say why.")), at_most(300)])


class AskedForm(Form):
    """How often was this asked? Sent by POST: a number stands in no address."""

    q = LineField(_l("Phone, account or web address"), 100, required=True)


def new_warning_form() -> WarningForm:
    """The form of a new warning with today's dates and its once-only key."""
    return WarningForm(
        act_key=new_form_key(),
        checked_on=today(),
        check_again_on=add_months(today(), CHECK_MONTHS),
    )


def warning_form(warning: ScamWarning) -> WarningForm:
    """The form filled with what stands in a warning."""
    lines = {
        FIELDS_OF[kind]: "\n".join(m.value_shown for m in warning.marks if m.kind == kind)
        for kind in CONTACT_KINDS
    }
    return WarningForm(obj=warning, **lines)


def key_of(form: WarningForm) -> str:
    """The form's once-only key, cut to what the table takes."""
    return cast(str, form.act_key.data or new_form_key())[:40]
