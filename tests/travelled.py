"""The product under a clock that a test sets: the moment stands in a file, read at each request."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from jobfair.lib import clock
from wsgi import app as product

FILE = "JOBFAIR_TEST_CLOCK"
"""The variable that names the file; while there is none, the machine's time holds."""


# Any: the gateway's own signature.
def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request as at that moment."""
    kept = Path(os.environ[FILE])
    if not kept.exists():
        return product(environ, start_response)
    with clock.at(datetime.fromisoformat(kept.read_text(encoding="utf-8"))):
        return product(environ, start_response)
