"""Every layout and every page of an error draws whole tags around one main."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment

from jobfair.errors import SignedOut
from tests.house.drawing import Tree, filled
from tests.house.drawing import env as env

LAYOUT: dict[str, Any] = {
    "lang": "vi",
    "other_lang_url": "/en/",
    "canonical_url": "https://example.test/",
    "current_path": "/hoi-nghi",
    "demo_mode": True,
    "province": dict.fromkeys(("name", "short_name", "hotline", "hotline_tel", "hours"), "1"),
    "staff_menu": [("Today", "/", True)],
    "public_menu": (("This site", (("Privacy", "privacy"),)),),
    "short_menu": (("This site", (("Privacy", "privacy"),)),),
    "staff_user": {"full_name": "Lan", "office_name": "Mường La"},
    "request": {"cookies": {"a": "b"}, "host_url": "https://example.test/", "files": {"a": 1}},
    "url_for": lambda endpoint: "/" + endpoint,
    "asset": lambda path: "/static/" + path,
    "get_flashed_messages": lambda with_categories: [("success", "Saved")],
    "back_url": "/",
    "spoken_page": lambda: "",
    "step": 2,
    "steps": 5,
}
PAGES = ["layouts/public.html", "layouts/question.html", "layouts/staff.html", "layouts/print.html"]
PAGES += ["errors/page.html", "errors/plain.html", "errors/_message.html"]
PAGES += ["errors/signed_out.html"]


@pytest.mark.parametrize("name", PAGES)
def test_a_layout_draws_whole_tags_and_one_main(env: Environment, name: str) -> None:
    words = {"status": 409, "title": "T", "message": "M", "suggestions": [("A", "/a")]}
    words["error"] = SignedOut("/a", "/b", [("a", "1")])
    tree = Tree(env.get_template(name).render(LAYOUT, form=filled("phone"), **words))
    assert tree.wrong == []
    assert len(list(tree.all("main"))) == (0 if name.endswith("_message.html") else 1)
    assert all("src" in script and "defer" in script for script in tree.all("script"))
