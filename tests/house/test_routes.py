"""Every route is listed by hand, and what the list says is what the code declares."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from jobfair.access import ROLE_PERMISSIONS
from jobfair.models import Role
from tests.house.route import LETTERS, PUBLIC, Route
from tests.house.routes import ROUTES


def _name(route: Route) -> str:
    return route.endpoint


def test_every_rule_is_listed_and_every_listed_one_exists(app: Flask) -> None:
    real = {rule.endpoint for rule in app.url_map.iter_rules()}
    listed = [route.endpoint for route in ROUTES]
    assert sorted(real - set(listed)) == [], "list these in tests/house/routes*.py"
    assert sorted(set(listed) - real) == [], "these are gone"
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("route", ROUTES, ids=_name)
def test_methods_are_those_of_the_list(app: Flask, route: Route) -> None:
    real = set().union(*(rule.methods or () for rule in app.url_map.iter_rules(route.endpoint)))
    assert real - {"HEAD", "OPTIONS"} == set(route.methods.split())


@pytest.mark.parametrize("route", ROUTES, ids=_name)
def test_access_is_that_of_the_list(app: Flask, route: Route) -> None:
    declared = app.view_functions[route.endpoint].access  # type: ignore[attr-defined]
    if route.access == PUBLIC:
        assert declared == PUBLIC
        return
    assert declared != PUBLIC, "a staff route is open to everyone"
    granted = {role for role in Role if ROLE_PERMISSIONS[role] & declared}
    assert granted == {LETTERS[letter] for letter in route.access}


def test_only_signing_in_is_public_in_the_workplace(app: Flask) -> None:
    open_doors = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/can-bo") and app.view_functions[rule.endpoint].access == PUBLIC  # type: ignore[attr-defined]
    }
    signing_in = {"accounts.sign_in", "accounts.confirm", "accounts.language"}
    assert open_doors == signing_in | {"door.shell"}  # the lock of a phone without signal


def test_ids_in_addresses_are_never_numbers(app: Flask) -> None:
    assert not [
        rule.rule for rule in app.url_map.iter_rules() if re.search(r"<(int|float):", rule.rule)
    ]
