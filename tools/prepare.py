"""What stands before the server starts: database, province pack, demonstration data.

One process for all of it: most of each command's time is the start of the application.
"""

from __future__ import annotations

import os

from flask.cli import ScriptInfo

from wsgi import app

PROVINCE = os.environ.get("PROVINCE", "son_la")


def main() -> None:
    """Bring the database up to the code, load the pack, and the demonstration data once."""
    steps = [["db", "upgrade"], ["province", "load", PROVINCE]]
    if os.environ.get("JOBFAIR_DEMO") != "0":
        steps.append(["demo", "load", "--once"])
    for step in steps:
        app.cli.main(step, obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)


if __name__ == "__main__":
    main()
