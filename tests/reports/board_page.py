"""The board's address, and how a row of its table is read."""

from __future__ import annotations

from tests.checked_client import CheckedClient
from tests.world import MUONG_LA

BOARD = "/can-bo/bao-cao"


def row_of(client: CheckedClient, code: str = MUONG_LA, address: str = BOARD) -> list[str]:
    """The cells of a commune's row."""
    row = client.page(address).one(f"tr#x{code}")
    return [" ".join(cell.text_content().split()) for cell in row.cssselect("th, td")]
