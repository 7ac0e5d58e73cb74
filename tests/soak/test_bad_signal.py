"""The line breaks at each tenth of a request and of its answer: always one registration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
import sqlalchemy as sa

from jobfair.database import db
from jobfair.models import CaseFile, Conference, Consent, Person, Registration
from tests.live import Live, new_postgresql, serve
from tests.slow_line import Cut, Line, Part, bad_line
from tests.soak.sender import STEPS, Phone, answers_of, new_key

pytestmark = pytest.mark.both_in_soak

SLUG = "muong-la-1"
START = f"/hoi-nghi/{SLUG}/dang-ky"
CASES = [(part, tenths) for part in get_args(Part) for tenths in range(10)]


@pytest.fixture(scope="module")
def server(
    engine_name: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Live]:
    url = new_postgresql(f"signal_{worker_id}") if engine_name == "postgresql" else ""
    with serve(tmp_path_factory.mktemp("signal"), database_url=url) as running:
        yield running


@pytest.fixture
def line(server: Live) -> Iterator[Line]:
    with bad_line(server.url) as between:
        yield between


def counted(live: Live) -> dict[str, int]:
    """How many there are of everything that one registration makes."""
    tables = (Person, Registration, CaseFile, Consent)
    with live.app.app_context():
        found = {
            table.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(table))
            or 0
            for table in tables
        }
        seats = sa.select(Conference.seats_taken).where(Conference.slug == SLUG)
        found["seats"] = db.session.scalars(seats).one()
        db.session.remove()
        db.engine.dispose()
    return found


def added(live: Live, before: dict[str, int]) -> set[int]:
    after = counted(live)
    return {after[name] - before[name] for name in after}


@pytest.mark.parametrize(("part", "tenths"), CASES)
def test_every_step_cut_once_is_one_registration(
    server: Live, line: Line, part: Part, tenths: int
) -> None:
    """Each POST of the form is cut there once, and pressed again as a person would."""
    before = counted(server)
    line.cuts = [Cut(part, tenths, path=step) for step in STEPS[1:]]
    line.cuts.append(Cut(part, tenths, path="/dang-ky"))
    phone = Phone(line.url)
    check = phone.walk(START, answers_of(f"Sùng A Đứt {part} {tenths}", "0950000701"))
    receipt = phone.send(check)
    assert (len(line.made), line.cuts) == (len(STEPS), [])
    assert phone.lost == len(STEPS)
    assert phone.ask("GET", receipt).status == 200
    assert phone.ask("GET", check).location == receipt
    assert added(server, before) == {1}


@pytest.mark.parametrize(("part", "tenths"), CASES[::3])
def test_a_form_sent_by_the_script_is_cut_and_sent_anew(
    server: Live, line: Line, part: Part, tenths: int
) -> None:
    before = counted(server)
    line.cuts = [Cut(part, tenths, path=f"/{step}") for step in STEPS]
    phone, key = Phone(line.url), new_key()
    answers = answers_of(f"Sùng A Gửi {part} {tenths}", "0950000702")
    receipt = phone.deliver(START, key, answers)
    assert phone.deliver(START, key, answers) == receipt
    assert phone.lost == len(STEPS)
    assert added(server, before) == {1}
