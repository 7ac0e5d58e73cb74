"""The form of a rating: one question a topic, none of them needed, and room for words."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from jobfair.agencies.fields import at_most, choices_of
from jobfair.agencies.topics import SCORES, TOPICS
from jobfair.forms import Form
from jobfair.ratings.rules import LONGEST, Given

_PREFIX = "topic_"
_NONE = _l("Rather not say")


class RatingForm(Form):
    """The comment; the topics are added below."""

    comment = TextAreaField(_l("In your own words"), [Optional(), at_most(LONGEST)])

    @property
    def topic_fields(self) -> list[RadioField]:
        """The questions, in order."""
        return [self[f"{_PREFIX}{code}"] for code in TOPICS]

    def given(self) -> Given:
        """What was answered."""
        said = {code: str(self[f"{_PREFIX}{code}"].data or "") for code in TOPICS}
        scores = {code: int(text) for code, text in said.items() if text.isdecimal()}
        return Given(scores, str(self.comment.data or ""))


def rating_form(before: dict[str, int] | None = None, comment: str = "") -> RatingForm:
    """The form with what was said before."""
    choices = {str(score): words for score, words in SCORES.items()} | {"": _NONE}
    # Any: WTForms' fields as class attributes.
    fields: dict[str, Any] = {
        f"{_PREFIX}{code}": RadioField(
            cast(str, topic.question),
            choices=choices_of(choices),
            default="",
            validators=[Optional()],
        )
        for code, topic in TOPICS.items()
    }
    made = type("RatingForm", (RatingForm,), fields)
    said = {f"{_PREFIX}{code}": str(score) for code, score in (before or {}).items()}
    return cast(RatingForm, made(data=said | {"comment": comment}))
