"""What the house allows in code: sizes, where the session may stand, what a route declares."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from jobfair.config import ROOT

SITE = ROOT / "site" / "jobfair"
CODE = sorted(SITE.rglob("*.py"))
TEMPLATES = ROOT / "templates"
OWN_FILES = [
    path
    for pattern in (
        *("site/**/*.py", "tests/**/*.py", "bench/**/*.py", "tools/**/*.py"),
        *("templates/**/*.html", "static/js/*.js", "static/css/**/*.css"),
    )
    for path in sorted(ROOT.glob(pattern))
    if not path.name.endswith(".min.css")
]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", OWN_FILES, ids=_name)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            start = first.end_lineno if ast.get_docstring(node) else node.lineno
            length = (node.end_lineno or 0) - (start or 0)
            assert length <= 40, f"{node.name} has {length} lines"


ROUTES = [path for path in CODE if "routes" in path.name]


@pytest.mark.parametrize("path", ROUTES, ids=_name)
def test_routes_know_no_database_session(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "db.session" not in text
    assert "jobfair.database" not in text


@pytest.mark.parametrize("path", [p for p in CODE if p.name == "rules.py"], ids=_name)
def test_rules_know_no_request(path: Path) -> None:
    names = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
    }
    assert not names & {"request", "flash", "session", "g"}
    assert "current_user" not in path.read_text(encoding="utf-8")


def test_only_one_module_knows_the_htmx_library() -> None:
    users = [p for p in CODE if "htmx_flask" in p.read_text(encoding="utf-8")]
    assert users == [SITE / "htmx.py"]


def test_create_app_reads_like_a_table_of_contents() -> None:
    assert len((SITE / "__init__.py").read_text(encoding="utf-8").splitlines()) <= 60


def test_the_source_root_is_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize("path", [*CODE, *sorted(TEMPLATES.rglob("*.html"))], ids=_name)
def test_nothing_is_left_for_later(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    words = ("TO" + "DO", "FIX" + "ME", "X" * 3, "coming" + " soon", "NotImplemented" + "Error")
    assert not [word for word in words if word in text]
