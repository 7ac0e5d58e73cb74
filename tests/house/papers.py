"""A photographed page, an upload on its way and a member of the household, for the proofs."""

from __future__ import annotations

from jobfair.database import db
from jobfair.lib.codes import new_form_key, new_id
from jobfair.models import CaseFile, HouseholdMember, Paper, PaperFile, PaperUpload, UserAccount
from jobfair.papers.vault import vault


def make_papers(case: CaseFile) -> dict[str, str]:
    """A page of the passport, added by the officer, and one that is on its way."""
    officer = db.session.query(UserAccount).filter_by(username_folded="officer.muongla").one()
    paper = Paper(person_id=case.person_id, kind="passport", state="have", recorded_by=officer.id)
    db.session.add(paper)
    db.session.flush()
    file_id, upload_id = new_id(), new_id()
    key, sealed = vault.make_key(file_id)
    vault.put(file_id, b"\xff\xd8\xff page", key)
    about = {"case_id": case.id, "kind": "passport"}
    db.session.add(
        PaperFile(
            id=file_id,
            paper_id=paper.id,
            act_key=new_form_key(),
            key_enc=sealed,
            media_type="image/jpeg",
            size=8,
            uploaded_by=officer.id,
            **about,
        )
    )
    db.session.add(
        PaperUpload(
            id=upload_id,
            act_key=new_form_key(),
            key_enc=vault.make_key(upload_id)[1],
            size=1000,
            started_by=officer.id,
            **about,
        )
    )
    member = HouseholdMember(
        id=new_id(),
        person_id=case.person_id,
        name="Quàng Văn Mẫu",
        folded="quang van mau",
        relation="father",
        act_key=new_form_key(),
        recorded_by=officer.id,
    )
    db.session.add(member)
    return {"file_id": file_id, "upload_id": upload_id, "member_id": member.id}
