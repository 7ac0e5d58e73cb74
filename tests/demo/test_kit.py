"""The kit of every conference of the demonstration: one segment, one minute."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from jobfair.conferences.kit import kit_of
from jobfair.conferences.kit_texts import texts_of
from jobfair.database import db
from jobfair.models import Conference
from tests.conferences.test_kit_texts import check_texts


def test_every_conference_has_a_message_of_one_segment_and_a_minute_to_read(demo: Flask) -> None:
    with demo.test_request_context():
        conferences = list(db.session.scalars(sa.select(Conference)))
        assert len(conferences) >= 50
        for conference in conferences:
            kit = kit_of(conference)
            check_texts(kit, texts_of(kit))
