"""Sealed pages of papers, outside the database."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.vaults import Vault

vault: Final = Vault(
    "papers",
    "paper_file",
    _l("The photo could not be saved: no room on the disk. Nothing else is lost."),
)
"""The pages and pieces of one instance."""
