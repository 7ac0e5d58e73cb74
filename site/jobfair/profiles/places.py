"""Where somebody without a name lives: the commune only where enough others show themselves.

Below ``profile.least_people`` profiles of a commune it is the former district, below that the
province alone. A search finds a profile by the place that is shown, never by the hidden one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.database import db
from jobfair.geography import commune_names, list_communes
from jobfair.models import JobProfile, Person
from jobfair.profiles.settings import least_people

DISTRICT = "h:"
"""Before a former district's name in the address, where a commune has its code."""


@dataclass(frozen=True)
class Places:
    """Which communes and former districts are named today."""

    communes: frozenset[str]
    districts: frozenset[str]
    district_of: Mapping[str, str]

    def shown(self, commune_code: str | None) -> str:
        """The place in words; "in the province" where naming one would point at somebody."""
        if commune_code in self.communes:
            return commune_names().get(str(commune_code), "")
        district = self.district_of.get(commune_code or "", "")
        if district in self.districts:
            return _("Former %(name)s", name=district)
        return _("In the province")

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """What may be asked for: group -> (value, words)."""
        names = commune_names()
        communes = [(code, names[code]) for code in names if code in self.communes]
        districts = [(f"{DISTRICT}{name}", name) for name in sorted(self.districts)]
        groups = {_("Former districts"): districts, _("Communes"): communes}
        return {group: found for group, found in groups.items() if found}

    def where(self, asked: str) -> sa.ColumnElement[bool] | None:
        """The condition for a place that is named; None for any other, which asks for nothing."""
        if asked in self.communes:
            return Person.commune_code == asked
        name = asked.removeprefix(DISTRICT)
        if asked.startswith(DISTRICT) and name in self.districts:
            codes = [code for code, district in self.district_of.items() if district == name]
            return Person.commune_code.in_(codes)
        return None


def read_places() -> Places:
    """Count the profiles that stand open; one read."""
    query = (
        sa.select(Person.commune_code, sa.func.count())
        .join(JobProfile, JobProfile.person_id == Person.id)
        .where(JobProfile.ended_at.is_(None))
        .group_by(Person.commune_code)
    )
    counted = {code: n for code, n in db.session.execute(query) if code}
    district_of = {c.code: c.former_district for c in list_communes() if c.former_district}
    sums: dict[str, int] = {}
    for code, number in counted.items():
        district = district_of.get(code, "")
        sums[district] = sums.get(district, 0) + number
    least = least_people()
    return Places(
        frozenset(code for code, number in counted.items() if number >= least),
        frozenset(name for name, number in sums.items() if name and number >= least),
        district_of,
    )
