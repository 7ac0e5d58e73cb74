"""Entry point: puts the source root on the path and builds the application."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

from jobfair import create_app

app = create_app()
