"""The measure: a bare Flask that sends the same bytes, or inserts one row and commits.

The POST comes in two kinds: through Flask-SQLAlchemy, which the product is built on, and by
sqlite3 alone. Both commit durably; neither knows a form library, a token or a check.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, redirect, request
from flask_compress import Compress
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

FOLDER = Path(os.environ["BENCH_FOLDER"])
app = Flask(__name__)
app.config.update(
    COMPRESS_ALGORITHM=["br", "gzip"],
    COMPRESS_BR_LEVEL=7,
    COMPRESS_MIMETYPES=["text/html"],
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{FOLDER / 'orm.sqlite3'}",
    SQLALCHEMY_ENGINE_OPTIONS={"connect_args": {"timeout": 10}},
)
Compress(app)
_local = threading.local()


class Base(DeclarativeBase):
    """The one table's base."""


class Answer(Base):
    """The one row of a POST."""

    __tablename__ = "answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.Text)


db = SQLAlchemy(app, metadata=Base.metadata)


# Any: the driver's connection.
def _durable(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


with app.app_context():
    event.listen(db.engine, "connect", _durable)
    event.listen(db.engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    db.create_all()
    db.engine.dispose()


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


@app.post("/driver")
def driver() -> object:
    """One row by sqlite3, one durable commit, one redirect."""
    connection = _database()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO answer (text) VALUES (?)", (request.form.get("name", ""),))
    connection.execute("COMMIT")
    return redirect("/done", 303)


@app.post("/orm")
def orm() -> object:
    """One row by Flask-SQLAlchemy, one durable commit, one redirect."""
    db.session.add(Answer(name=request.form.get("name", "")))
    db.session.commit()
    return redirect("/done", 303)
