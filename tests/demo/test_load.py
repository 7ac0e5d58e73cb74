"""The command `demo load`: once, into an empty SQLite database, the same for the same seed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from jobfair.accounts.passwords import verify
from jobfair.config import ROOT, Settings
from jobfair.database import db
from jobfair.demo.dice import Dice
from jobfair.demo.guard import demo_is_loaded
from jobfair.models import AuditEvent, Base, Office, Person, UserAccount
from tests.demo.conftest import Fill

SEALED = {
    *("national_id_enc", "national_id_hmac", "value_enc", "number_enc", "password_hash"),
    *("receipt", "phone_enc", "phone_hmac", "asked_enc"),  # the instance's own keys
    *("text_enc", "numbers_enc", "follow_hmac"),
}
FROM_THE_PACK = {
    *("province", "market", "programme", "fee_rule", "programme_rule", "support_amount"),
    *("legal_document", "ethnic_group", "statistic", "stage_definition", "milestone"),
    *("reason_code", "consent_text", "commune", "commune_successor", "public_version"),
    *("audit_event", "setting", "office"),
}


def _load(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["demo", "load", *words])


def _content(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Every row that the demonstration wrote, without what this instance's keys sealed.

    Offices come with the pack under ids of their own, so they stand by their names.
    """
    with app.app_context():
        offices = {o.id: o.name for o in db.session.scalars(sa.select(Office))}
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name in FROM_THE_PACK:
                continue
            columns = [c for c in table.columns if c.name not in SEALED]
            query = sa.select(*columns).order_by(*table.primary_key.columns)
            if table.name == "target":
                query = query.where(table.c.basis == "demo")
            rows = db.session.execute(query).all()
            found[table.name] = [
                tuple(offices.get(v, v) if isinstance(v, str) else v for v in row) for row in rows
            ]
    return found


def test_the_same_seed_gives_the_same_people_and_another_does_not(
    fill: Fill, loaded: tuple[Flask, object]
) -> None:
    first, second = _content(loaded[0]), _content(fill()[0])
    assert {name: len(rows) for name, rows in first.items()} == {
        name: len(rows) for name, rows in second.items()
    }
    for name, rows in first.items():
        assert rows == second[name], name
    other = _content(fill(seed=2)[0])
    assert other["person"] != first["person"]
    assert other["registration"] != first["registration"]


def test_the_command_keeps_a_password_that_nobody_else_can_read(
    fresh: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JOBFAIR_DEMO_PASSWORD", raising=False)
    app = fresh()
    result = _load(app, "--people", "20")
    assert result.exit_code == 0, result.output
    assert "20 people" in result.output
    settings: Settings = app.config["SETTINGS"]
    kept = settings.instance / "demo.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    password = json.loads(kept.read_text(encoding="utf-8"))["password"]
    assert password not in result.output
    with app.app_context():
        user = db.session.scalars(sa.select(UserAccount).limit(1)).one()
        assert verify(user.password_hash, password)
        assert demo_is_loaded()
        acts = db.session.scalars(sa.select(AuditEvent.action)).all()
        assert "demo.load" in acts


def test_a_password_can_be_set_from_outside(
    fresh: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBFAIR_DEMO_PASSWORD", "mật khẩu cho buổi tập huấn")
    app = fresh()
    assert _load(app, "--people", "5").exit_code == 0
    with app.app_context():
        user = db.session.scalars(sa.select(UserAccount).limit(1)).one()
        assert verify(user.password_hash, "mật khẩu cho buổi tập huấn")


def test_a_second_load_is_refused_and_with_once_it_is_quiet(
    fresh: Callable[..., Flask],
) -> None:
    app = fresh()
    assert _load(app, "--people", "5").exit_code == 0
    again = _load(app)
    assert again.exit_code == 1
    assert "holds people or accounts already" in again.output
    once = _load(app, "--once")
    assert (once.exit_code, once.output) == (0, "")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 5


@pytest.mark.both
def test_only_an_empty_sqlite_is_filled(app: Flask, engine_name: str) -> None:
    result = _load(app)
    assert result.exit_code == 1
    said = "SQLite database only" if engine_name == "postgresql" else "people or accounts already"
    assert said in result.output
    with app.app_context():
        assert not demo_is_loaded()


def test_a_database_with_people_of_its_own_still_starts(app: Flask) -> None:
    result = _load(app, "--once")
    assert result.exit_code == 0
    assert "no demonstration data" in result.output


def test_switched_off_means_none(fresh: Callable[..., Flask]) -> None:
    app = fresh(demo=False)
    assert _load(app).exit_code == 1
    once = _load(app, "--once")
    assert (once.exit_code, once.output) == (0, "")
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0


def test_none_are_loaded_where_others_can_reach_the_server(
    fresh: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBFAIR_BIND", "0.0.0.0:8000")
    result = _load(fresh())
    assert result.exit_code == 1
    assert "127.0.0.1" in result.output


def test_without_a_pack_it_says_what_to_do_first(
    fresh: Callable[..., Flask],
) -> None:
    app = fresh()
    with app.app_context():
        db.session.execute(sa.text("DELETE FROM office"))
        db.session.commit()
    result = _load(app)
    assert result.exit_code == 1
    assert "province load son_la" in result.output


@pytest.mark.soak
def test_a_hundred_thousand_people_in_five_minutes_and_a_gigabyte(
    fresh: Callable[..., Flask],
) -> None:
    """The command as it is typed, in a process of its own: nobody else's memory is counted."""
    app = fresh()
    settings: Settings = app.config["SETTINGS"]
    environ = {"PATH": os.environ["PATH"], "JOBFAIR_INSTANCE": str(settings.instance)}
    words = ["demo", "load", "--people", "100000"]
    child = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    sys.stdout.write(f"\n100,000 people: {seconds:.0f} s of work, {megabytes:.0f} MB\n")
    assert child.returncode == 0
    assert seconds < 300  # of one core: others may be at work on the machine
    assert megabytes < 1024
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 100_000


def test_the_day_is_part_of_the_seed() -> None:
    one, other = Dice(f"1 {date(2026, 11, 22)} 200"), Dice(f"1 {date(2026, 11, 23)} 200")
    assert one.id() != other.id()
