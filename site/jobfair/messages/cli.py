"""Commands: the worker and the audit's proof."""

from __future__ import annotations

import click
from flask.cli import AppGroup

audit_cli = AppGroup("audit", help="The audit log.")


@click.command("worker")
def worker_command() -> None:
    """Drain the outbox and seal the audit."""
