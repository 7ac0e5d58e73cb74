"""A family on one phone: who is meant by a press, and the slips that one sending made."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from wtforms import IntegerField
from wtforms.validators import InputRequired

from jobfair.database import db
from jobfair.forms import Form
from jobfair.models import Registration
from jobfair.registration.answers import MOST_PEOPLE, Answers
from jobfair.registration.rows import key_of


class MemberForm(Form):
    """One of the rest of the family: ``who`` from 1, ``of`` as many as the page showed."""

    who = IntegerField(validators=[InputRequired()])
    of = IntegerField(validators=[InputRequired()])

    @property
    def place(self) -> int:
        """The place among the members, from 0."""
        return int(self.who.data) - 1

    def fits(self, answers: Answers) -> bool:
        """Whether the list is still the one that the page showed."""
        count = len(answers.members)
        return bool(self.of.data == count) and 0 <= self.place < count


def list_family(sent: Registration) -> list[Registration]:
    """The registrations of one sending at one conference, the sender's own first.

    Who has moved to another conference since is left out. Seen from a slip that is not the
    sender's it is that one alone: a receipt that was passed on shows nobody else.
    """
    if not sent.family_key:
        return [sent]
    keys = [key_of(sent.form_key, number) for number in range(MOST_PEOPLE)]
    rows = db.session.scalars(
        sa.select(Registration)
        .where(Registration.form_key.in_(keys), Registration.family_key == sent.family_key)
        .options(joinedload(Registration.person))
    )
    together = [one for one in rows if one.conference_id == sent.conference_id]
    return sorted(together, key=lambda one: keys.index(one.form_key))
