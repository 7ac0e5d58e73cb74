"""Every message is there in Vietnamese, once, with its placeholders."""

from __future__ import annotations

import pytest

from tools import messages


def test_every_message_has_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main() == 0, capsys.readouterr().out
