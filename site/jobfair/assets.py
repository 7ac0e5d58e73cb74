"""Static files under names that carry their content's hash, precompressed, kept for a year."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from jobfair.config import ROOT, Settings

STATIC = ROOT / "static"
COMPRESSED = {".css", ".js", ".svg", ".webmanifest", ".json", ".txt"}


# Comments that begin a line, and what a line is indented by. No script of ours has a text that
# goes over several lines.
_COMMENT = re.compile(r"^\s*/\*.*?\*/\s*$", re.M | re.S)
_INDENT = re.compile(r"^[ \t]+|\n+(?=\n)", re.M)


def squeezed(script: str) -> str:
    """A script of static/js/ without its comments and indents: a fifth less on the line."""
    return _INDENT.sub("", _COMMENT.sub("", script)).lstrip("\n")


def _publish(path: Path, target: Path) -> str:
    """Copy one file under its hashed name with .br and .gz beside it; give the name."""
    data = path.read_bytes()
    if path.parent == STATIC / "js":
        data = squeezed(data.decode("utf-8")).encode("utf-8")
    digest = hashlib.sha256(data).hexdigest()[:10]
    relative = path.relative_to(STATIC)
    hashed = relative.with_name(f"{relative.stem}.{digest}{relative.suffix}")
    copy = target / hashed
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in COMPRESSED:
            copy.with_name(copy.name + ".br").write_bytes(brotli.compress(data, quality=11))
            copy.with_name(copy.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))
        copy.write_bytes(data)
    return hashed.as_posix()


def init_assets(app: Flask, settings: Settings) -> None:
    """Serve static/ by WhiteNoise in front of the app; ``asset(path)`` gives the address."""
    target = settings.instance / "static"
    names: dict[str, str] = {}
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            names[path.relative_to(STATIC).as_posix()] = _publish(path, target)
    files = WhiteNoise(
        app.wsgi_app,
        root=str(target),
        prefix="static/",
        immutable_file_test=lambda _path, _url: True,
        max_age=31536000,
    )
    app.wsgi_app = files  # type: ignore[method-assign]

    def asset(path: str) -> str:
        """The address of a file of static/. Raises KeyError for one that is not there."""
        return "/static/" + names[path]

    app.jinja_env.globals["asset"] = asset
    app.extensions["jobfair_asset"] = asset
