"""Logs: one JSON line an answer, without a person: endpoint and rule, never address or form."""

from __future__ import annotations

import logging
import time

import structlog
from flask import Flask, Response, g, request

from jobfair.config import Settings

QUIET = "jobfair.quiet"
"""In the environment of a request that this process makes of itself, page by page."""


def init_logs(app: Flask, settings: Settings) -> None:
    """Configure structlog and log each answer: method, endpoint, status, milliseconds."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.ERROR if settings.testing else logging.INFO
        ),
    )
    log = structlog.get_logger("jobfair")

    @app.before_request
    def start() -> None:
        g.log_started = time.perf_counter()

    @app.after_request
    def line(response: Response) -> Response:
        started = g.get("log_started")
        spent = round((time.perf_counter() - started) * 1000, 1) if started else None
        if QUIET not in request.environ:
            log.info(
                "answer",
                method=request.method,
                endpoint=request.endpoint,
                status=response.status_code,
                ms=spent,
            )
        return response

    def broken(error: BaseException) -> None:
        """The kind and place of an unhandled error; its text may hold a person's data."""
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
        log.error("broken", endpoint=request.endpoint, kind=type(error).__name__, place=place)

    app.log_exception = lambda exc_info: broken(exc_info[1])  # type: ignore[method-assign,arg-type]
