"""Texts of the province, put straight into the database."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from jobfair.database import db, mode
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import PublicText, PublicTextVersion, RoleGrant, UserAccount
from jobfair.public_version import raise_version
from tests.world import SUOI_TO, add_conference


def publish(app: Flask, slot: str, body: str = "Mùa đông **lạnh**.", **values: object) -> None:
    """A published text of one version."""
    with app.app_context(), mode("write"):
        text = PublicText(slot=slot, last=1, shown=1)
        db.session.add(text)
        db.session.flush()
        given = {
            "title_vi": "Thời tiết và công việc",
            "body_vi": body,
            "source": "Trung tâm mẫu",
            "checked_on": clock.today(),
            "check_again_on": clock.today() + timedelta(days=180),
            "made_by": "one",
            "published_by": "another",
            "published_at": clock.now(),
        } | values
        db.session.add(
            PublicTextVersion(text_id=text.id, number=1, act_key=new_form_key(), **given)
        )
        raise_version("guide")
        db.session.commit()


def change(app: Flask, statement: sa.Executable) -> None:
    """Change rows behind the application's back; every page is drawn anew after it."""
    with app.app_context(), mode("write"):
        db.session.execute(statement)
        raise_version("guide")
        db.session.commit()


def second_counsellor(app: Flask) -> str:
    """A second counsellor of the centre; the user name."""
    with app.app_context(), mode("write"):
        first = db.session.query(UserAccount).filter_by(username_folded="counsellor").one()
        user = UserAccount(
            username="hai",
            username_folded="hai",
            full_name="Cà Thị Hai (tên bịa)",
            password_hash=first.password_hash,
            is_demo=True,
            grants=[
                RoleGrant(role=grant.role, office_id=grant.office_id, since=grant.since)
                for grant in first.grants
            ],
        )
        db.session.add(user)
        db.session.commit()
    return "hai"


def add_conferences(app: Flask, number: int, first: date) -> None:
    """So many published conferences, one a day from this day on."""
    with app.app_context(), mode("write"):
        for one in range(number):
            add_conference(f"them-{one}", SUOI_TO, first + timedelta(days=one), 50)
        raise_version("conferences")
        db.session.commit()
