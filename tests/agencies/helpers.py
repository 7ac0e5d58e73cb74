"""What the tests of this room share: bodies, orders and what a form sends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Flask

from jobfair.access import Actor
from jobfair.accounts.sessions import actor_of
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import (
    AuditEvent,
    BodyKind,
    JobOrder,
    LicenceEvent,
    LicenceKind,
    OrderState,
    SendingBody,
    UserAccount,
)
from tests.checked_client import CheckedClient

DAY = date(2026, 6, 15)


def event(
    kind: str, since: int, until: int | None = None, market: str | None = None
) -> LicenceEvent:
    """A document whose days are counted from DAY: -10 is ten days before."""
    return LicenceEvent(
        id=f"{kind}{since}{market}",
        kind=LicenceKind(kind),
        market_code=market,
        from_day=DAY + timedelta(days=since),
        until_day=None if until is None else DAY + timedelta(days=until),
        document_no=f"{kind} {since}",
        document_on=DAY + timedelta(days=since),
    )


def made_body(*events: LicenceEvent, kind: BodyKind = BodyKind.ENTERPRISE) -> SendingBody:
    """A body that is not in the database."""
    body = SendingBody(slug="mau", kind=kind, name="Công ty mẫu", folded="cong ty mau")
    body.licence_events = list(events)
    return body


def actor(username: str) -> Actor:
    """A member of the cast."""
    return actor_of(db.session.query(UserAccount).filter_by(username_folded=username).one())


def body(number: int = 1) -> SendingBody:
    """The world's first or second body."""
    return db.session.query(SendingBody).filter_by(licence_number=f"00{number}/MAU-GP").one()


def body_id(app: Flask, number: int = 1) -> str:
    with app.app_context():
        return body(number).id


def order(code: str = "MAU-JP-01") -> JobOrder:
    return db.session.query(JobOrder).filter_by(code=code).one()


def order_id(app: Flask, code: str = "MAU-JP-01") -> str:
    with app.app_context():
        return order(code).id


def set_state(app: Flask, code: str, state: OrderState) -> str:
    """Put an order into a state behind the rules' back; gives its id."""
    with app.app_context():
        found = order(code)
        found.state = state
        db.session.commit()
        return found.id


def acts(app: Flask, object_id: str) -> list[str]:
    """What the audit says was done with an object, oldest first."""
    with app.app_context():
        rows = db.session.query(AuditEvent).filter_by(object_id=object_id)
        return [row.action for row in rows.order_by(AuditEvent.written)]


def order_form(**changes: Any) -> dict[str, Any]:
    """What the form of an order sends when everything is right."""
    return {
        "code": "MAU-JP-77",
        "title_vi": "Cơ khí",
        "employer": "Xí nghiệp mẫu",
        "quantity": "12",
        "deadline": (today() + timedelta(days=40)).isoformat(),
        "contract_months": "36",
        "wage": "180.000",
        "currency": "JPY",
        "rate": "170",
        "service_fee": "60.000.000",
        "deposit": "0",
    } | changes


NEW = "/can-bo/don-hang/moi"
LIST = "/can-bo/don-hang"


def enter(client: CheckedClient, programme: str = "JP-TITP", **changes: Any) -> Any:
    return client.send(f"{NEW}?chuong-trinh={programme}", order_form(**changes))


def press(client: CheckedClient, address: str, ending: str) -> Any:
    """Press the button of the page whose form goes to <address>/<ending>."""
    form = client.page(address).one(f"form[action$='/{ending}']")
    data = {k: v for k, v in dict(form.fields).items() if v is not None}
    return client.post(form.get("action"), data=data)


def state_of(app: Flask, code: str) -> OrderState:
    with app.app_context():
        return order(code).state


def revoke(app: Flask, number: int) -> None:
    with app.app_context():
        db.session.add(
            LicenceEvent(
                body_id=body(number).id,
                kind=LicenceKind.REVOKED,
                from_day=today(),
                document_no="MAU-31",
                document_on=today(),
            )
        )
        db.session.commit()
