"""`make run`: database, province pack, demonstration data, then the server and the worker.

Prints the address and the demonstration accounts. Stops both cleanly on SIGINT and SIGTERM.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
FLASK = [str(BIN / "flask"), "--app", "wsgi"]
INSTANCE = Path(os.environ.get("JOBFAIR_INSTANCE") or ROOT / "instance")
PORT = os.environ.get("PORT", "8000")
ACCOUNTS = (
    "admin leader auditor counsellor officer.muongla officer.suoito agency.one agency.two bank"
)


def announce(environ: dict[str, str]) -> None:
    """Say where it is and who may sign in, once the server answers."""
    address = f"http://127.0.0.1:{PORT}"
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{address}/ready", timeout=2):
                break
        except OSError:
            time.sleep(0.1)
    print(f"\n  Lên Đường: {address}/   workplace: {address}/can-bo/", flush=True)
    kept = INSTANCE / "demo.json"
    if kept.exists():
        password = json.loads(kept.read_text(encoding="utf-8"))["password"]
        print(f"  Demonstration accounts: {ACCOUNTS}", flush=True)
        print(f"  Password of all of them: {password}\n", flush=True)


def main() -> int:
    """Run until a signal or until the server ends; give its exit code."""
    environ = dict(
        os.environ, PYTHONUNBUFFERED="1", PYTHONPATH=f"{ROOT / 'site'}{os.pathsep}{ROOT}"
    )
    INSTANCE.mkdir(parents=True, exist_ok=True)
    # In a process of its own, so that its memory is given back before the server starts.
    subprocess.run([sys.executable, "-m", "tools.prepare"], cwd=ROOT, env=environ, check=True)
    children = [
        subprocess.Popen([str(BIN / "gunicorn"), "wsgi:app"], cwd=ROOT, env=environ),
        subprocess.Popen([*FLASK, "worker"], cwd=ROOT, env=environ),
    ]

    def stop(_number: int, _frame: object) -> None:
        for child in children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    announce(environ)
    code = children[0].wait()
    stop(0, None)
    children[1].wait(30)
    return 0 if code in (0, -signal.SIGTERM) else code


if __name__ == "__main__":
    sys.exit(main())
