"""What the passing of a day takes away: files of lists, their rows' cells, strays."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from jobfair import audit
from jobfair.database import db
from jobfair.intake.batches import shred
from jobfair.intake.store import store
from jobfair.lib.clock import now
from jobfair.messages.worker import PERIODIC
from jobfair.models import BatchState, ImportBatch

STRAY_SECONDS: Final = 60 * 60


def shred_old(moment: datetime | None = None) -> int:
    """Destroy what has had its 24 hours; what nobody answered is given up. Gives how many."""
    query = sa.select(ImportBatch).where(
        ImportBatch.key_enc.is_not(None), ImportBatch.expires_at <= (moment or now())
    )
    old = list(db.session.scalars(query.limit(100)))
    for batch in old:
        if batch.state is not BatchState.DONE:
            batch.state = BatchState.DROPPED
        shred(batch)
        audit.record("system", "import.shred", "import_batch", batch.id)
    return len(old)


def sweep_strays(*, older_than: float = STRAY_SECONDS) -> int:
    """Take away files without a row that knows them. Gives how many."""
    edge = time.time() - older_than
    old = [name for name, at in store.names() if at <= edge]
    query = sa.select(ImportBatch.id).where(
        ImportBatch.id.in_(old), ImportBatch.key_enc.is_not(None)
    )
    known = set(db.session.scalars(query)) if old else set()
    strays = [name for name in old if name not in known]
    for name in strays:
        store.drop_any(name)
    return len(strays)


PERIODIC.extend([shred_old, sweep_strays])
