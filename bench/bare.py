"""The measure: a bare Flask that sends the same bytes, or inserts one row and commits."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

from flask import Flask, Response, redirect, request
from flask_compress import Compress

FOLDER = Path(os.environ["BENCH_FOLDER"])
app = Flask(__name__)
app.config.update(
    COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_BR_LEVEL=5, COMPRESS_MIMETYPES=["text/html"]
)
Compress(app)
_local = threading.local()


PAGES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.html")}
SMALL = {path.stem: path.read_bytes() for path in FOLDER.glob("*.br")}


@app.get("/cold/<name>")
def cold(name: str) -> Response:
    """The page as text, compressed for each answer."""
    return Response(PAGES[name], mimetype="text/html")


@app.get("/repeated/<name>")
def repeated(name: str) -> Response:
    """The page as bytes that were compressed before."""
    return Response(SMALL[name], mimetype="text/html", headers={"Content-Encoding": "br"})


def _database() -> sqlite3.Connection:
    connection: sqlite3.Connection | None = getattr(_local, "connection", None)
    if connection is None:
        connection = sqlite3.connect(FOLDER / "bare.sqlite3", timeout=10, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, text TEXT)")
        _local.connection = connection
    return connection


@app.post("/post")
def post() -> object:
    """One row, one durable commit, one redirect."""
    connection = _database()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO answer (text) VALUES (?)", (request.form.get("name", ""),))
    connection.execute("COMMIT")
    return redirect("/done", 303)
