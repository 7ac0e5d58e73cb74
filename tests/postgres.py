"""A PostgreSQL server for the tests: own data folder, free port, unprivileged, ended with them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).parent if on_path else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """One server; ``url(name)`` gives the address of a database on it."""

    def __init__(self) -> None:
        binaries = _binaries()
        if binaries is None:
            raise RuntimeError("PostgreSQL is not installed: run `make test`, which installs it")
        self.home = Path(tempfile.mkdtemp(prefix="jobfair-pg-"))
        self.port = free_port()
        run_as: dict[str, object] = {}
        if os.geteuid() == 0:  # initdb refuses root
            user = pwd.getpwnam("postgres")
            shutil.chown(self.home, user.pw_uid, user.pw_gid)
            run_as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = self.home / "data"
        subprocess.run(
            [
                *(binaries / "initdb", "-D", data, "-U", "jobfair", "-A", "trust"),
                *("-E", "UTF8", "--locale=C.UTF-8", "-N"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.home,
            **run_as,  # type: ignore[call-overload]
        )
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.home),
            "fsync": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "autovacuum": "off",
            "max_connections": "200",
            "shared_buffers": "128MB",
        }
        arguments = [part for k, v in options.items() for part in ("-c", f"{k}={v}")]
        self.process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=(self.home / "log").open("wb"),
            cwd=self.home,
            **run_as,  # type: ignore[call-overload]
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.home / "log").read_text())

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://jobfair@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)  # fast: does not wait for who is still connected
        self.process.wait(20)
        shutil.rmtree(self.home, ignore_errors=True)
