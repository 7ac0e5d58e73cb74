"""A file of Mường La's office that waits for its officer's yes; lists of licensed enterprises."""

from __future__ import annotations

import json
from datetime import timedelta

from jobfair.database import db
from jobfair.intake.lines import seal_cells
from jobfair.intake.store import store
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_form_key, new_id
from jobfair.models import (
    BatchState,
    ImportBatch,
    ImportRow,
    LicenceList,
    RowState,
    UserAccount,
)


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


def ministry_list(officer: UserAccount, state: BatchState = BatchState.PREVIEW) -> ImportBatch:
    """A list of licensed enterprises without a row."""
    batch_id = new_id()
    _key, sealed = store.make_key(batch_id)
    batch = ImportBatch(
        id=batch_id,
        act_key=new_form_key(),
        kind="licences",
        office_id=officer.grants[0].office_id,
        user_id=officer.id,
        file_name="danh sach cua bo.xlsx",
        mark=b"ministry",
        size=1,
        key_enc=sealed,
        state=state,
        headings=json.dumps(["Tên doanh nghiệp", "Số giấy phép"]),
        columns=json.dumps({"name": 0, "licence_number": 1}),
        options=json.dumps({"list_no": "1/MAU", "list_on": today().isoformat(), "whole": False}),
        facts=json.dumps({"what": "xlsx", "formulas": False, "merged": 0, "sheets": []}),
        expires_at=now() + timedelta(hours=24),
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def accepted_list(officer: UserAccount) -> str:
    """A list that was accepted and changed nothing; its id."""
    kept = LicenceList(
        batch_id=ministry_list(officer, BatchState.DONE).id,
        document_no="1/MAU",
        document_on=today(),
        checked_on=today(),
        whole=False,
        accepted_by="Người mẫu",
    )
    db.session.add(kept)
    db.session.flush()
    return kept.id
