"""The entry form of the contact log: one screen, everything known kept. Shape only."""

from __future__ import annotations

from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from jobfair.agencies.fields import DayField, LineField, NumberField, choices_of, needed
from jobfair.counselling.rules import MOST_MINUTES, Talk
from jobfair.counselling.words import CHANNELS, REFERRALS, SEXES, TOPICS
from jobfair.forms import Form
from jobfair.geography import commune_names
from jobfair.lib.clock import today
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.models import AdviceContact, CaseFile

NOT_SAID = "x"
_CHOOSE = _l("Choose one of the list.")


class TalkForm(Form):
    """One talk."""

    topic = RadioField(
        _l("What was it about?"),
        choices=choices_of(TOPICS),
        validators=[InputRequired(_CHOOSE)],
        invalid_choice_message=cast("str", _CHOOSE),
    )
    channel = RadioField(
        _l("How?"),
        choices=choices_of(CHANNELS),
        validators=[InputRequired(_CHOOSE)],
        invalid_choice_message=cast("str", _CHOOSE),
    )
    minutes = NumberField(_l("Minutes"), [needed()], most=MOST_MINUTES)
    on_date = DayField(_l("Day"), [needed()])
    commune = SelectField(
        _l("Commune of permanent residence"),
        [Optional()],
        invalid_choice_message=cast("str", _CHOOSE),
    )
    referral = SelectField(
        _l("Sent on to"), [Optional()], invalid_choice_message=cast("str", _CHOOSE)
    )
    sex = RadioField(
        _l("Sex"),
        choices=choices_of({code or NOT_SAID: words for code, words in SEXES.items()}),
        validators=[Optional()],
        default=NOT_SAID,
        invalid_choice_message=cast("str", _CHOOSE),
    )
    name = LineField(_l("Name"), 100)
    phone = StringField(_l("Phone number"), [Optional(), Length(max=60)])
    agreed = BooleanField(_l("Asked: we may keep the name and number"))
    note = LineField(_l("Note"), 300)
    case_id = HiddenField(validators=[Length(max=24)])

    e164: str = ""

    def validate_phone(self, field: StringField) -> None:
        """A number that can be called, where one was given."""
        if not field.data:
            return
        try:
            self.e164 = parse_phone(field.data).e164
        except PhoneError:
            raise ValidationError(_("This is no phone number. An example: 095 0000 123.")) from None

    def talk(self) -> Talk:
        """What was typed, once the form was found right."""
        return Talk(
            on_date=self.on_date.data or today(),
            topic=str(self.topic.data),
            channel=str(self.channel.data),
            minutes=int(self.minutes.data or 0),
            referral=self.referral.data or "",
            commune_code=self.commune.data or None,
            sex="" if self.sex.data in (None, NOT_SAID) else self.sex.data,
            note=self.note.data or "",
            name=self.name.data or "",
            e164=self.e164,
            agreed=bool(self.agreed.data),
            case_id=self.case_id.data or "",
        )


def talk_form(last: AdviceContact | None, home: str, case: CaseFile | None) -> TalkForm:
    """A form that begins with the channel and commune of the talk before, else the own commune."""
    form = TalkForm()
    names = commune_names()
    elsewhere = SelectChoice("", cast("str", _l("Another province, or not known")))
    form.commune.choices = [elsewhere, *(SelectChoice(c, n) for c, n in names.items())]
    nowhere = SelectChoice("", cast("str", _l("Nowhere")))
    form.referral.choices = [nowhere, *choices_of(REFERRALS)]
    if not form.is_submitted():
        form.on_date.data = today()
        form.minutes.data = 10
        form.channel.data = last.channel if last else "phone"
        form.commune.data = (last.commune_code if last else home) or ""
        if case is not None:
            form.case_id.data, form.commune.data = case.id, case.person.commune_code or ""
    return form
