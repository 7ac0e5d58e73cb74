"""``flask --app wsgi demo load``: an invented province, for trying out and for teaching."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from jobfair.accounts.passwords import new_initial_password
from jobfair.config import Settings
from jobfair.database import db
from jobfair.demo.guard import LOADED, PASSWORD_FILE, is_loopback
from jobfair.demo.life_setting import NAME
from jobfair.demo.load import Loaded, load_demo
from jobfair.demo.staff import PEOPLE
from jobfair.keys import keys
from jobfair.lib.clock import today
from jobfair.messages.statistics import refresh_statistics
from jobfair.models import Person, Setting, UserAccount

demo_cli = AppGroup("demo", help="Demonstration data: load.")

SWITCHED_OFF = "JOBFAIR_DEMO=0 is set: no demonstration data are loaded."
NOT_SQLITE = (
    "Demonstration data are loaded into an empty SQLite database only. "
    "Set JOBFAIR_DEMO=0 to start without them."
)
NOT_EMPTY = "This database holds people or accounts already: no demonstration data are loaded."
NOT_HERE = (
    "Demonstration data are loaded only where the server listens on 127.0.0.1, not on %s. "
    "Set JOBFAIR_DEMO=1 by hand if that is what you want."
)
NO_PACK = "Load a province pack first: flask --app wsgi province load %s"


@demo_cli.command("load")
@click.option("--people", type=click.IntRange(1, 1_000_000), default=200, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same people.")
@click.option("--once", is_flag=True, help="Do nothing where it has been done.")
def load_command(people: int, seed: int, once: bool) -> None:
    """Fill an empty SQLite database with an invented province at work."""
    settings: Settings = current_app.config["SETTINGS"]
    if not _may_load(settings, once):
        return
    password = os.environ.get("JOBFAIR_DEMO_PASSWORD") or new_initial_password()
    try:
        loaded = load_demo(
            db.session(),
            settings.province,
            keys(),
            people=people,
            seed=seed,
            password=password,
            day=today(),
        )
    except LookupError as error:
        raise click.ClickException(NO_PACK % settings.province) from error
    _keep(settings.instance, password)
    refresh_statistics()
    db.session.commit()
    _tell(loaded)


def _may_load(settings: Settings, once: bool) -> bool:
    """Whether to go on; False for nothing to do. Raises ClickException with a sentence."""
    if not settings.demo:
        if once:
            return False
        raise click.ClickException(SWITCHED_OFF)
    if db.session.get(Setting, LOADED) is not None and once:
        return False
    if not settings.is_sqlite:
        raise click.ClickException(NOT_SQLITE)
    bind = os.environ.get("JOBFAIR_BIND", "127.0.0.1:8000")
    if not (settings.demo_bind_anywhere or is_loopback(bind)):
        raise click.ClickException(NOT_HERE % bind)
    if any(db.session.scalar(sa.select(sa.exists(sa.select(t.id)))) for t in (Person, UserAccount)):
        if once:
            click.echo(NOT_EMPTY)
            return False
        raise click.ClickException(NOT_EMPTY)
    return True


def _keep(instance: Path, password: str) -> None:
    """Keep the password beside the database, for nobody but the owner of the instance."""
    path = instance / PASSWORD_FILE
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"password": password}, file)


def _tell(loaded: Loaded) -> None:
    """Say what there is now, and who can sign in where."""
    click.echo(
        f"Demonstration data: {loaded.people} people, {loaded.conferences} conferences, "
        f"{loaded.orders} job orders, {loaded.rows} rows."
    )
    click.echo(f"Accounts: {' '.join(username for username, _name, _role in PEOPLE)}")
    click.echo("officer.muongla: {}; officer.suoito: {}".format(*loaded.offices))
    if loaded.people > 1:
        click.echo(f"One whole life, from the poster to the job after return: {NAME}")
    click.echo(f"Their password is kept in {PASSWORD_FILE} in the instance folder.")
