"""When something was checked and is to be checked again: what both forms of this room ask."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from jobfair.agencies.fields import DayField
from jobfair.lib.clock import today


class ChecksDays:
    """For a form with ``checked_on`` and ``check_again_on``."""

    checked_on: DayField

    def validate_checked_on(self, field: DayField) -> None:
        """Nobody has checked it on a day to come."""
        if field.data and field.data > today():
            raise ValidationError(_l("This day has not come yet."))

    def validate_check_again_on(self, field: DayField) -> None:
        """The next look comes after this one."""
        if field.data and self.checked_on.data and field.data <= self.checked_on.data:
            raise ValidationError(_l("The next check comes after this one."))
