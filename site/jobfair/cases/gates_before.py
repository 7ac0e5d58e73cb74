"""Gates of the first stages: age, contact, consent, counselling, screening."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.cases.ground import Ground
from jobfair.cases.settings import reopen_months
from jobfair.lib.clock import add_months, local_date
from jobfair.models import Purpose
from jobfair.privacy.rules import consent_in_force

ADULT_MONTHS = 18 * 12


def age18(ground: Ground) -> str | None:
    """The full birth date is known and makes 18 today (Law 69/2020/QH14 Art. 44)."""
    born = ground.person.birth_date
    if born is None:
        return _("The full date of birth is not recorded yet")
    if add_months(born, ADULT_MONTHS) > ground.day:
        return _("The person is not 18 yet")
    return None


def contact(ground: Ground) -> str | None:
    """A phone is known, and whose it is."""
    if any(phone.owner for phone in ground.person.phones):
        return None
    return _("No phone number is recorded, with whose it is")


def consent_seat(ground: Ground) -> str | None:
    """The consent that lets the province keep name and phone is in force."""
    if consent_in_force(ground.case.person_id, Purpose.SEAT):
        return None
    return _("The person's consent to keep their name and phone is not in force")


def counsel_note(ground: Ground) -> str | None:
    """A counselling note: market, cost, rights, loan."""
    return None if ground.records_of("counsel_note") else _("The counselling note is missing")


def screening_record(ground: Ground) -> str | None:
    """A record of the screening, which costs the worker nothing (Art. 18)."""
    if ground.records_of("screening_record"):
        return None
    return _("The screening record is missing")


def within_24_months(ground: Ground) -> str | None:
    """A withdrawn case is opened again only for a time; afterwards the data are gone."""
    closed = ground.case.closed_at
    if closed is None or add_months(local_date(closed), reopen_months()) >= ground.day:
        return None
    return _("The case was closed more than %(months)s months ago", months=reopen_months())
