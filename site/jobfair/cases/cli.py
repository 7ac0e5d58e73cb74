"""Commands of this room."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from jobfair.cases.consistency import check_cases, count_cases
from jobfair.database import mode

cases_cli = AppGroup("cases", help="Case files.")


@cases_cli.command("check")
def check() -> None:
    """Compare every case with its history; exit 1 and name the first bad ids if one is wrong."""
    with mode("read"):
        total, findings = count_cases(), check_cases()
    click.echo(f"{total} cases")
    for finding in findings:
        click.echo(f"{'ok ' if not finding.bad else 'BAD'} {finding.sentence}: {finding.bad} wrong")
        for case_id in finding.first:
            click.echo(f"      {case_id}")
    if any(finding.bad for finding in findings):
        sys.exit(1)
