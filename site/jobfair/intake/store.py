"""Files of lists that came in, sealed in the instance folder for a day."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.vaults import Vault

store: Final = Vault(
    "imports",
    "import_batch",
    _l("The file could not be kept: no room on the disk. Nothing else is lost."),
)
"""The files of one instance; their keys open the rows' cells as well."""
