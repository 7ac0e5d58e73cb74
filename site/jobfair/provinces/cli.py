"""``flask --app wsgi province …``: load a pack, or only check it."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.provinces.load import load_pack, read_pack
from jobfair.provinces.reading import PACKS, PackError, open_pack

province_cli = AppGroup("province", help="Province packs: load, check.")

_BASE = click.option(
    "--base",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PACKS,
    show_default=False,
    help="Folder the packs lie in; this project's provinces/ if not given.",
)


@province_cli.command("load")
@click.argument("name")
@_BASE
def load_command(name: str, base: Path) -> None:
    """Bring the database in line with the pack NAME. Safe to repeat."""
    try:
        report = load_pack(db.session(), name, base=base, today=today())
    except PackError as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(str(report))


@province_cli.command("check")
@click.argument("name")
@_BASE
def check_command(name: str, base: Path) -> None:
    """Read and check the pack NAME without writing anything."""
    try:
        tables = read_pack(open_pack(name, base))
    except PackError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name}: {sum(len(table.facts) for table in tables)} facts, no errors")
