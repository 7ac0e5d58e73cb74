"""``flask --app wsgi static export DIR``: the public site as files that any server can show."""

from __future__ import annotations

import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from jobfair.config import Settings
from jobfair.lib.clock import now
from jobfair.static_copy.export import MARK, Broken, Copy, NotOurs, finish

static_cli = AppGroup("static", help="A copy of the public site: export.")


@static_cli.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--address", default=None, help="The living site's https://…; default JOBFAIR_ADDRESS."
)
def export_command(folder: Path, address: str | None) -> None:
    """Write the whole public site into FOLDER, which is empty or an earlier copy."""
    settings: Settings = current_app.config["SETTINGS"]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    known = (settings.address if address is None else address).rstrip("/")
    if known and not known.startswith(("http://", "https://")):
        raise click.ClickException("--address begins with https:// or http://")
    started = time.monotonic()
    try:
        copy = Copy(app, folder.absolute(), known, now())
        finish(copy)
    except (NotOurs, Broken) as error:
        raise click.ClickException(str(error)) from error
    spent = round(time.monotonic() - started)
    click.echo(f"{len(copy.pages)} pages, {copy.files} files in {spent} s: {folder} ({MARK})")
