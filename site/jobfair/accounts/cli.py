"""Accounts from the command line: the first administrator comes into being here."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from jobfair.accounts import queries, users
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.models import Role

user_cli = AppGroup("user", help="Accounts of staff.")


@user_cli.command("create")
@click.argument("username")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in Role]))
@click.option("--office", required=True, help="commune:CODE, a kind such as department, or a name.")
def create(username: str, name: str, role: str, office: str) -> None:
    """Make an account and print its first password once.

    The person chooses an own password and links a phone at the first sign-in. Exit status 1
    with a sentence when the name is taken or the office does not have this role.
    """
    with force_locale("en"):  # a command speaks one language, whatever the pages speak
        try:
            found = queries.find_office(office)
            user, first = users.create_user(username, name, Role(role), found, by="system")
            db.session.commit()
        except AppError as error:
            raise click.ClickException(str(error.message)) from error
    click.echo(f"{user.username} · {role} · {found.name}")
    click.echo(f"first password: {first}")
