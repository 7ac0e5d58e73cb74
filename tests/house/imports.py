"""A file of Mường La's office that waits for its officer's yes."""

from __future__ import annotations

import json
from datetime import timedelta

from jobfair.database import db
from jobfair.intake.lines import seal_cells
from jobfair.intake.store import store
from jobfair.lib.clock import now
from jobfair.lib.codes import new_form_key, new_id
from jobfair.models import BatchState, ImportBatch, ImportRow, RowState, UserAccount


def import_values(officer: UserAccount) -> dict[str, str]:
    """One row of somebody new, ticked."""
    batch_id = new_id()
    key, sealed = store.make_key(batch_id)
    batch = ImportBatch(
        id=batch_id,
        act_key=new_form_key(),
        kind="people",
        office_id=officer.grants[0].office_id,
        user_id=officer.id,
        file_name="danh sach mau.xlsx",
        mark=b"mark",
        size=1,
        key_enc=sealed,
        state=BatchState.PREVIEW,
        headings=json.dumps(["Họ và tên", "Năm sinh"]),
        columns=json.dumps({"name": 0, "birth": 1}),
        facts=json.dumps({"what": "xlsx", "formulas": False, "merged": 0, "sheets": []}),
        rows=1,
        expires_at=now() + timedelta(hours=24),
    )
    row = ImportRow(
        batch_id=batch_id,
        number=2,
        cells_enc=seal_cells(key, batch_id, 2, ["Lò Thị Mẫu", "1998"]),
        state=RowState.NEW,
        chosen=True,
    )
    db.session.add_all([batch, row])
    db.session.flush()
    return {"import_id": batch_id, "list_kind": "people"}
