"""A conference tomorrow and a row of its paper form, for the proofs."""

from __future__ import annotations

from datetime import time, timedelta

from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key, new_id, new_paper_code
from jobfair.models import (
    Conference,
    ConferenceCost,
    ConferenceGuest,
    ConferenceKind,
    ConferenceState,
    CostKind,
    CostPayer,
    InterviewSlot,
    PaperRow,
    Role,
    RoleGrant,
    SheetPhoto,
    UserAccount,
)
from jobfair.registration.sheet_photos import vault
from tests.house.bodies import first_body
from tests.house.people import commune_office
from tests.world import MUONG_LA


def make_sheet(conference: Conference, user: UserAccount) -> str:
    """A paper form with one row, which is not keyed yet."""
    row = PaperRow(
        conference_id=conference.id,
        sheet=1,
        row=1,
        slip_code=new_paper_code(),
        made_by=user.id,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def make_sheet_photo(sheet_id: str, user: UserAccount) -> str:
    """A photo of the sheet; what it shows is not looked at here."""
    photo_id = new_id()
    key, sealed = vault.make_key(photo_id)
    vault.put(photo_id, b"\xff\xd8\xff sheet", key)
    row = SheetPhoto(
        id=photo_id,
        sheet_id=sheet_id,
        act_key=new_form_key(),
        key_enc=sealed,
        size=8,
        uploaded_by=user.id,
    )
    db.session.add(row)
    return photo_id


def make_helper(conference: Conference) -> str:
    """Somebody else's grant to this door; gives its id."""
    name = f"cua.{new_id()}"
    grant = RoleGrant(
        role=Role.DOOR,
        office_id=conference.host_office_id,
        conference_id=conference.id,
        since=clock.today(),
    )
    user = UserAccount(
        username=name,
        username_folded=name,
        full_name="Cà Thị Ngân",
        password_hash="",
        grants=[grant],
    )
    db.session.add(user)
    db.session.flush()
    return grant.id


def make_cost(conference: Conference) -> str:
    """An amount that the conference cost."""
    row = ConferenceCost(
        conference_id=conference.id,
        act_key=new_form_key(),
        kind=CostKind.HALL,
        amount=500_000,
        payer=CostPayer.COMMUNE,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def make_conference(slug: str = "muong-la-mai") -> Conference:
    """In Mường La, tomorrow: its door is open already, and it can still be planned."""
    start = clock.from_local(clock.today() + timedelta(days=1), time(8, 0))
    conference = Conference(
        slug=slug,
        kind=ConferenceKind.HALL,
        title_vi="Hội nghị tư vấn, tuyển dụng",
        commune_code=MUONG_LA,
        host_office_id=commune_office().id,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        place="Nhà văn hóa xã",
        capacity=30,
        seats_taken=1,
        state=ConferenceState.OPEN,
        contact_name="Lò Thị Duyên (tên bịa)",
        contact_phone="+842120000001",
        source="mẫu",
        checked_on=clock.today(),
    )
    conference.guests = [ConferenceGuest(body_id=first_body().id, booth=1)]
    db.session.add(conference)
    db.session.flush()
    return conference


def make_slot(conference: Conference) -> str:
    """A free hour at its one table."""
    ends = conference.starts_at + timedelta(minutes=20)
    slot = InterviewSlot(
        guest_id=conference.guests[0].id, starts_at=conference.starts_at, ends_at=ends
    )
    db.session.add(slot)
    db.session.flush()
    return slot.id
