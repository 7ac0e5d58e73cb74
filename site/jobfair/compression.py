"""Pages leave compressed; files are compressed beforehand (assets)."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress


def init_compression(app: Flask) -> None:
    """Brotli, then gzip, for text answers; no other scheme."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=400,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/plain",
            "text/csv",
            "text/javascript",
            "text/calendar",
            "application/json",
            "application/xml",
            "application/atom+xml",
            "application/manifest+json",
        ],
    )
    Compress(app)
