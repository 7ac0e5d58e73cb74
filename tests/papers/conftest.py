"""Each test begins with an empty vault."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair.papers.vault import vault


@pytest.fixture(autouse=True)
def empty_vault(app: Flask) -> None:
    with app.app_context():
        for name, _at in list(vault.names()):
            vault.drop_any(name)
