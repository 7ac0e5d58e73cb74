"""What the house allows in a template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from jobfair.config import ROOT

FOLDER = ROOT / "templates"
ALL = sorted(FOLDER.rglob("*.html"))
PAGES = [path for path in ALL if path.parent.name != "macros"]


def _name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


ALONE = "door/file.html"
"""Opened from disk: it carries its style and scripts, under a policy of its own."""


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_template_compiles(app: Flask, path: Path) -> None:
    app.jinja_env.get_template(_name(path))


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if _name(path) == ALONE:
        assert "default-src 'none'" in text
        return
    assert not re.search(r"\sstyle=|<style\b", text)
    assert not re.search(r"\son[a-z]+=", text)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.S):
        assert "json" in attributes or not body.strip()  # data, which no browser runs


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_page_draws_its_controls_by_macros(path: Path) -> None:
    assert not re.search(r"<(input|select|textarea)\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_htmx_attributes_are_valid_html(path: Path) -> None:
    assert not re.search(r"[\s\"']hx-[a-z-]+=", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_template_uses_what_it_imports(app: Flask, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = app.jinja_env.parse(text)
    names = {n.target for n in tree.find_all(nodes.Import)}
    used = {n.name for n in tree.find_all(nodes.Name)}
    assert names <= used, f"imported, not used: {sorted(names - used)}"
    assert meta.find_referenced_templates(tree) is not None


@pytest.mark.parametrize("path", ALL, ids=_name)
def test_template_knows_no_database_session(path: Path) -> None:
    assert "db.session" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_every_word_of_a_template_is_translated(path: Path) -> None:
    """Vietnamese letters stand in catalogues and data, never in a template's own text."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    if path.name == "plain.html":  # drawn without the database and without a catalogue
        return
    found = re.findall(r"[^\x00-\x7f]+", text)
    allowed = set("·–—…•→←↑↓×≤≥≈“”‘’«»✓✗ ")
    assert not [word for word in found if set(word) - allowed]
