"""What staff write at a complaint: shape only, the rules check the world."""

from __future__ import annotations

from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, MultipleFileField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from jobfair.agencies.attempts import VersionedForm
from jobfair.agencies.fields import DayField, LineField, at_most, choices_of, needed
from jobfair.complaints.forms import LONGEST_TEXT, NO_CHOICE, PicturesForm, written
from jobfair.complaints.words import OUTCOMES
from jobfair.lib.codes import new_form_key


class ActForm(VersionedForm):
    """A button of a complaint's page: at which version it was opened, and its once-only key."""

    act_key = HiddenField()

    @property
    def key(self) -> str:
        """The once-only key that was sent; a new one for what is none."""
        sent = str(self.act_key.data or "")
        return sent if 16 <= len(sent) <= 40 and sent.isalnum() else new_form_key()


class SayForm(ActForm):
    """An answer, a question, a note."""

    kind = RadioField(
        _l("What is it?"),
        choices=choices_of(
            {
                "answer": _l("An answer: the writer reads it"),
                "ask": _l("A question: the writer reads it"),
                "note": _l("A note: only staff read it"),
            }
        ),
        validators=[InputRequired(NO_CHOICE)],
        invalid_choice_message=cast("str", NO_CHOICE),
    )
    text = TextAreaField(_l("Words"), [written(), at_most(LONGEST_TEXT)])


class EscalateForm(ActForm):
    """Why the leader should decide."""

    reason = TextAreaField(_l("Reason"), [written(_l("Say why.")), at_most(600)])


class HandOverForm(ActForm):
    """To whom, by which document."""

    to = LineField(_l("Handed over to"), 160, required=True)
    number = LineField(_l("Document number"), 60, required=True)
    on = DayField(_l("Document of"), [needed()])


class CloseForm(ActForm):
    """How it ended, and what the writer reads."""

    outcome = SelectField(
        _l("How did it end?"), choices=choices_of(OUTCOMES), invalid_choice_message=NO_CHOICE
    )
    text = TextAreaField(_l("Answer to the writer"), [written(), at_most(LONGEST_TEXT)])


class CompanyForm(ActForm):
    """Which company of the register it is about."""

    company = LineField(_l("Company of the register"), 200)


class WarningPictureForm(PicturesForm):
    """A picture that everybody will see, and its words."""

    pictures = MultipleFileField(_l("Picture"))
    alt = LineField(_l("What the picture shows"), 160)
