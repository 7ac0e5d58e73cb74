"""Two workers of eight threads: a slow phone holds a thread, never a worker."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

_port = os.environ.get("PORT", "8000")
bind = [os.environ.get("JOBFAIR_BIND", f"127.0.0.1:{_port}")]
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
keepalive = 5
timeout = 60
graceful_timeout = 20
max_requests = 200_000
max_requests_jitter = 20_000
accesslog = None  # answers are logged by the app, without addresses
preload_app = True
control_socket_disable = True

_metrics = tempfile.mkdtemp(prefix="jobfair-metrics-")
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", _metrics)


def on_starting(server: object) -> None:
    """Demonstration data are shown on this machine only."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    from jobfair.demo.guard import refuse_public_demo

    refuse_public_demo(server.cfg.bind)  # type: ignore[attr-defined]


def when_ready(server: object) -> None:
    """What the application is made of stays for good: no need to look through it for garbage."""
    gc.collect()
    gc.freeze()


def post_fork(server: object, worker: object) -> None:
    """A forked worker opens its own connections, and looks for garbage now and then."""
    gc.set_threshold(20_000, 20, 20)
    if "wsgi" not in sys.modules:  # the benchmark's bare application runs under this file too
        return
    from jobfair.database import db
    from wsgi import app

    with app.app_context():
        db.engine.dispose(close=False)


def child_exit(server: object, worker: object) -> None:
    """Forget a dead worker's live gauges."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[attr-defined]


def on_exit(server: object) -> None:
    """Remove this start's counters."""
    shutil.rmtree(_metrics, ignore_errors=True)
