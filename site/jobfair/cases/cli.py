"""Commands of this room."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from jobfair.cases.consistency import check_cases, count_cases
from jobfair.cases.holidays import add_holiday, list_holidays, remove_holiday
from jobfair.database import db, mode
from jobfair.errors import AppError
from jobfair.lib.clock import parse_date, show_date

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


@cases_cli.group("holidays")
def holidays() -> None:
    """Days on which offices rest: they move limits and the moment at which a case climbs."""


@holidays.command("list")
def list_days() -> None:
    """Every day with the notice it comes from."""
    with mode("read"):
        for row in list_holidays():
            click.echo(f"{show_date(row.day)}  {row.name}  ({row.source})")


@holidays.command("add")
@click.argument("day")
@click.option("--name", required=True)
@click.option("--source", required=True, help="Number and date of the official notice.")
def add_day(day: str, name: str, source: str) -> None:
    """Add DAY (dd/mm/yyyy or yyyy-mm-dd)."""
    try:
        add_holiday(parse_date(day), name, source, by="system")
    except (AppError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()


@holidays.command("remove")
@click.argument("day")
def remove_day(day: str) -> None:
    """Take DAY out of the list."""
    try:
        remove_holiday(parse_date(day), by="system")
    except (AppError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
