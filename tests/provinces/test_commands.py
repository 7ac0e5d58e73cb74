from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask


def test_loading_again_on_the_command_line_changes_nothing(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["province", "load", "son_la"])
    assert result.exit_code == 0, result.output
    assert result.output == "son_la: 0 added, 0 changed, 0 ended\n"


def test_another_province_is_refused_on_the_command_line(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["province", "load", "lao_cai"])
    assert result.exit_code == 1
    assert "this database belongs to Tỉnh Sơn La" in result.output


@pytest.mark.parametrize("name", ["son_la", "lao_cai"])
def test_a_pack_is_checked_on_the_command_line(app: Flask, name: str) -> None:
    result = app.test_cli_runner().invoke(args=["province", "check", name])
    assert result.exit_code == 0, result.output
    assert result.output.endswith("facts, no errors\n")


def test_a_wrong_pack_is_named_on_the_command_line(
    app: Flask, packs: Path, change: Callable[[str, str, str], int]
) -> None:
    line = change("mini/communes.csv", "99007,", "9907,")
    for command in ("check", "load"):
        args = ["province", command, "mini", "--base", str(packs)]
        result = app.test_cli_runner().invoke(args=args)
        assert result.exit_code == 1
        assert f"communes.csv, line {line}: a commune's code is five digits" in result.output
