"""Commands of ``flask --app wsgi``; each room brings its own group."""

from __future__ import annotations

from flask import Flask

from jobfair.accounts.cli import user_cli
from jobfair.cases.cli import cases_cli
from jobfair.demo.cli import demo_cli
from jobfair.messages.cli import audit_cli, worker_command
from jobfair.provinces.cli import province_cli
from jobfair.static_copy import daily as daily  # hangs its work on the worker
from jobfair.static_copy.cli import static_cli


def init_cli(app: Flask) -> None:
    """Register every command of docs/commands.md."""
    for group in (province_cli, demo_cli, user_cli, cases_cli, audit_cli, static_cli):
        app.cli.add_command(group)
    app.cli.add_command(worker_command)
