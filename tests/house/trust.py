"""A draft warning with a picture, a published one, and a complaint with a picture."""

from __future__ import annotations

from jobfair.agencies import warnings
from jobfair.agencies.warning_names import read_marks
from jobfair.agencies.warnings import WarningEntry
from jobfair.complaints.filing import Said, file_complaint
from jobfair.complaints.pictures import vault
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key, new_id
from jobfair.models import Complaint, ComplaintAbout, ComplaintFile, ScamWarning
from tests.agencies.helpers import actor


def entry(title: str = "Tuyển dụng giả, bắt đặt cọc", phone: str = "0950 000 901") -> WarningEntry:
    return WarningEntry(
        title=title,
        text="Họ hứa đi Nhật trong một tháng. Họ đòi đặt cọc trước.",
        marks={"phone": read_marks("phones", "phone", phone)},
        source="Phản ánh của người dân",
        checked_on=today(),
        check_again_on=today(),
    )


def publish(made: WarningEntry) -> ScamWarning:
    """Written by a commune officer, checked and published by a counsellor."""
    officer, counsellor = actor("officer.muongla"), actor("counsellor")
    warning = warnings.draft_warning(made, by=officer, act_key=new_form_key())
    warnings.send_warning(warning, warning.version, by=officer)
    warnings.check_warning(warning, warning.version, by=counsellor)
    warnings.publish_warning(warning, warning.version, by=counsellor)
    return warning


def _draft() -> ScamWarning:
    draft = warnings.draft_warning(
        entry("Bản nháp mẫu"), by=actor("officer.muongla"), act_key=new_form_key()
    )
    draft.picture_id, draft.picture_alt = new_id(), "Tin nhắn mẫu"
    key, draft.picture_key_enc = vault.make_key(draft.picture_id)
    vault.put(draft.picture_id, b"\xff\xd8\xff picture", key)
    return draft


def _published() -> ScamWarning:
    made = publish(entry())
    made.picture_id, made.picture_alt = new_id(), "Tin nhắn mẫu"
    key, made.picture_key_enc = vault.make_key(made.picture_id)
    vault.put(made.picture_id, b"\xff\xd8\xff picture", key)
    return made


def _complaint() -> Complaint:
    said = Said(ComplaintAbout.SCAM, "Họ gọi và đòi tiền.", numbers="0950 000 902")
    return file_complaint(new_form_key(), said)


def trust_values() -> dict[str, str]:
    """The values that stand in addresses; ``warning slug`` and ``complaint file`` apart."""
    complaint, file_id = _complaint(), new_id()
    key, sealed = vault.make_key(file_id)
    vault.put(file_id, b"\xff\xd8\xff picture", key)
    picture = ComplaintFile(
        id=file_id, complaint_id=complaint.id, act_key=new_form_key(), key_enc=sealed, size=10
    )
    db.session.add(picture)
    db.session.flush()
    return {
        "warning_id": _draft().id,
        "warning_slug": _published().slug,
        "complaint_id": complaint.id,
        "complaint_file": file_id,
        "complaint_receipt": complaint.receipt,
        "number": complaint.number,
    }
