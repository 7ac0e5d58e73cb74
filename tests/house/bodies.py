"""The first sending body, with a suspension and a contact, for the proofs."""

from __future__ import annotations

from datetime import timedelta

from jobfair.agencies.track import comment_aad
from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_id
from jobfair.models import (
    BodyBranch,
    BodyContact,
    CaseFile,
    LicenceEvent,
    LicenceKind,
    Placement,
    RatingComment,
    SendingBody,
)


def first_body() -> SendingBody:
    return db.session.query(SendingBody).filter(SendingBody.licence_number == "001/MAU-GP").one()


def make_suspension(body: SendingBody) -> LicenceEvent:
    """For one market only, so that the body goes on with Japan."""
    event = LicenceEvent(
        body_id=body.id,
        kind=LicenceKind.SUSPENDED,
        market_code="KR",
        from_day=clock.today() - timedelta(days=3),
        document_no="DC 01/MAU",
        document_on=clock.today() - timedelta(days=3),
        source="mẫu",
        checked_on=clock.today(),
    )
    db.session.add(event)
    db.session.flush()
    return event


def make_contact(body: SendingBody) -> BodyContact:
    contact = BodyContact(
        body_id=body.id,
        kind="phone",
        value_shown="0212 000 0009",
        value_normalised="+842120000009",
        from_day=clock.today(),
        source="mẫu",
    )
    db.session.add(contact)
    db.session.flush()
    return contact


def make_branch(body: SendingBody) -> str:
    """A branch; its id."""
    branch = BodyBranch(
        body_id=body.id,
        name="Chi nhánh mẫu",
        address="Số 2, phố Mẫu",
        decision_no="CN 01/MAU",
        from_day=clock.today() - timedelta(days=30),
        source="mẫu",
    )
    db.session.add(branch)
    db.session.flush()
    return branch.id


def make_comment(case: CaseFile) -> str:
    """What the person of a case wrote about the body of its placement; the id."""
    placement = db.session.query(Placement).filter_by(case_id=case.id).first()
    assert placement is not None
    row_id = new_id()
    comment = RatingComment(
        id=row_id,
        placement_id=placement.id,
        person_id=case.person_id,
        body_id=placement.body_id,
        text_enc=keys().cipher().seal("Lời kể mẫu.", comment_aad(row_id)),
        by="worker",
    )
    db.session.add(comment)
    db.session.flush()
    return row_id
