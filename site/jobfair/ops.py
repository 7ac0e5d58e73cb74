"""Is it alive, is it ready, what does it count."""

from __future__ import annotations

import os
import time

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

from jobfair.access import public
from jobfair.errors import NotFound, Unavailable
from jobfair.language import one_address
from jobfair.migration_state import schema_is_current

bp = Blueprint("ops", __name__)

REQUESTS = Counter("jobfair_requests", "Answers", ["endpoint", "status"])
SECONDS = Histogram("jobfair_request_seconds", "Seconds in the application", ["endpoint"])


@bp.get("/health")
@public
@one_address
def health() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/ready")
@public
@one_address
def ready() -> Response:
    """The database answers and its schema is this code's. Raises Unavailable otherwise."""
    if not schema_is_current():
        raise Unavailable(retry_after=5)
    return Response("ready\n", mimetype="text/plain")


@bp.get("/metrics")
@public
@one_address
def metrics() -> Response:
    """Counters for a collector on this machine. Raises NotFound for anyone else."""
    if request.remote_addr not in ("127.0.0.1", "::1"):
        raise NotFound()
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def init_ops(app: Flask) -> None:
    """Count and time every request by endpoint; never by address, which may name a person."""
    app.register_blueprint(bp)

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        REQUESTS.labels(endpoint, str(response.status_code)).inc()
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.get("started", 0.0))
        return response
