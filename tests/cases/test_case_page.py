"""The case page: what each role sees, and steps made on it with and without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.models import Stage
from tests.cases import journey
from tests.checked_client import CheckedClient

S = Stage
Enter = Callable[[str], CheckedClient]
pytestmark = pytest.mark.both


def made(app: Flask, until: Stage = S.INTEREST) -> str:
    """The id of a committed case at the stage."""
    with app.app_context():
        case_id = journey.bring(journey.new_case(), until).id
        db.session.commit()
        return case_id


def address(case_id: str, *more: str) -> str:
    return "/".join(("/can-bo/ho-so", case_id, *more))


def test_every_stage_of_the_path_is_drawn_for_every_role(app: Flask, signed_in: Enter) -> None:
    case_id = made(app, S.DEPARTED)
    for name in ("officer.muongla", "counsellor", "agency.one", "leader", "auditor"):
        page = signed_in(name).page(address(case_id))
        assert page.status == 200
        assert page.text("h1") == "Lò Thị Xuân"


@pytest.mark.parametrize("stage", [S.INTEREST, S.REGISTERED, S.SCREENED, S.TRAINING])
def test_every_early_stage_is_drawn_for_the_officer(
    app: Flask, officer_muongla: CheckedClient, stage: Stage
) -> None:
    page = officer_muongla.page(address(made(app, stage)))
    assert page.status == 200
