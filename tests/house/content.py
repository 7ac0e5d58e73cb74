"""A published text with a newer draft, and a fact with a value that waits, for the proofs."""

from __future__ import annotations

from datetime import timedelta

from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import FactValue, PublicText, PublicTextVersion

SLOT = "market.JP.note"


def make_content() -> dict[str, str]:
    """A part of the page of Japan in two versions, and a wage that somebody entered."""
    day = clock.today()
    text = PublicText(slot=SLOT, last=2, shown=1)
    db.session.add(text)
    db.session.flush()
    about = {
        "text_id": text.id,
        "title_vi": "Thời tiết và công việc",
        "source": "Trung tâm mẫu",
        "checked_on": day,
        "check_again_on": day + timedelta(days=90),
        "made_by": "somebody",
    }
    db.session.add_all(
        [
            PublicTextVersion(
                number=1,
                body_vi="Mùa đông lạnh.",
                act_key=new_form_key(),
                published_by="another",
                published_at=clock.now(),
                **about,
            ),
            PublicTextVersion(
                number=2, body_vi="Mùa đông rất lạnh.", act_key=new_form_key(), **about
            ),
            FactValue(
                table_name="programme",
                row_key="JP-TITP",
                words={"income_vi": "30 triệu"},
                valid_from=day,
                source="Trung tâm mẫu",
                checked_on=day,
                check_again_on=day + timedelta(days=90),
                act_key=new_form_key(),
                made_by="somebody",
            ),
        ]
    )
    db.session.flush()
    return {
        "slot": SLOT,
        "table": "programme",
        "key": "JP-TITP",
        "lang": "vi",
        "page": "guide/home",
    }
