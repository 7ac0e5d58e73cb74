"""What an import leaves on a case: which line of which file it came from."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.cases.hooks import TIMELINE, Happening
from jobfair.cases.sight import Sight
from jobfair.database import db
from jobfair.models import CaseFile, ImportBatch, ImportRow


def import_happenings(case: CaseFile, sight: Sight) -> list[Happening]:
    """Each line that made or changed the case; a sending body reads only its own files."""
    query = (
        sa.select(ImportBatch, ImportRow.number)
        .join(ImportRow, ImportRow.batch_id == ImportBatch.id)
        .where(ImportRow.case_id == case.id, ImportRow.outcome.in_(("new", "updated")))
        .order_by(ImportBatch.started_at, ImportRow.number)
    )
    if sight.body_id is not None:
        return []
    return [
        Happening(
            batch.started_at or batch.created_at,
            _("From a list: line %(number)s of %(file)s", number=number, file=batch.file_name),
        )
        for batch, number in db.session.execute(query)
    ]


TIMELINE.append(import_happenings)
