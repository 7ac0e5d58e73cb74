"""Commands: the worker and the audit's proof."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup, with_appcontext

from jobfair.messages import worker
from jobfair.messages.audit_proof import verify

audit_cli = AppGroup("audit", help="The audit log.")


@click.command("worker")
@click.option("--once", is_flag=True, help="One turn, then end.")
@with_appcontext
def worker_command(once: bool) -> None:
    """Empty the outbox, seal the audit, erase what has had its time; until told to stop."""
    if once:
        worker.run_once()
        return
    with worker.stopped_by_signals() as stop:
        click.echo("worker: ready")
        worker.run_until(stop)
    click.echo("worker: stopped")


@audit_cli.command("verify")
def verify_command() -> None:
    """Walk the chain; exit status 1 names the first row that was changed."""
    proof = verify()
    click.echo(f"sealed and right: {proof.sealed}")
    click.echo(f"not sealed yet: {proof.unsealed}")
    if proof.fault is not None:
        row = f" ({proof.fault.row_id})" if proof.fault.row_id else ""
        click.echo(f"first bad row: {proof.fault.seq}{row}: {proof.fault.what}")
        sys.exit(1)
