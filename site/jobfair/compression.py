"""Pages leave compressed; files are compressed beforehand (assets)."""

from __future__ import annotations

from flask import Flask, Response
from flask_compress import Compress


class CompressAll(Compress):
    """Also what is refused: a form with its errors is as heavy as the form."""

    def after_request(self, response: Response | None) -> Response:
        """As Flask-Compress, which sends answers from 400 on as they are."""
        if response is None or response.status_code < 400:
            return super().after_request(response)
        status, response.status_code = response.status, 200
        compressed = super().after_request(response)
        compressed.status = status
        return compressed


def init_compression(app: Flask) -> None:
    """Brotli, then gzip, for text answers; no other scheme."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=7,
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
    CompressAll(app)
