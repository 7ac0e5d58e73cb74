"""A database that is filled once and put back before each test, on either engine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg

from jobfair.database import db

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
SHAPE = """
SELECT (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
       (SELECT count(*) FROM pg_constraint
         WHERE conname NOT IN ('registration_draft_pkey', 'check_miss_pkey')),
       (SELECT count(*) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
         WHERE relnamespace = 'public'::regnamespace
           AND relname NOT IN ('registration_draft', 'registration_draft_pkey',
                               'check_miss', 'check_miss_pkey', 'ix_check_miss_mark')),
       (SELECT count(*) FROM pg_namespace WHERE nspname = %s)
"""
"""What a test that changes the schema would change; drafts and misses make theirs when needed."""
SWEPT_EVERY = 25
"""Tests between two sweepings of the rows that were put back: nothing else sweeps here."""


class Database:
    """A file that is copied, or tables whose rows are put back from a schema beside them.

    A copy of a whole PostgreSQL database costs some 200 ms a test; its rows cost some 10. The
    copy is taken where a test has changed the schema.
    """

    def __init__(self, name: str, folder: Path, worker: str) -> None:
        self.name, self.folder = name, folder
        self.base = f"jobfair_{worker}"
        self.port = os.environ.get("JOBFAIR_TEST_PG_PORT", "")
        self._filled: dict[str, list[str]] = {}
        self._shapes: dict[str, object] = {}
        self._times = 0
        if name == "postgresql":
            self._admin(f"CREATE DATABASE {self.base}")

    @property
    def url(self) -> str:
        if self.name == "sqlite":
            return f"sqlite:///{self.folder / 'jobfair.sqlite3'}"
        return f"postgresql+psycopg://jobfair@127.0.0.1:{self.port}/{self.base}"

    def _connect(self, database: str) -> psycopg.Connection[tuple[str]]:
        address = f"postgresql://jobfair@127.0.0.1:{self.port}/{database}"
        return psycopg.connect(address, autocommit=True)

    def _admin(self, *statements: str) -> None:
        with self._connect("postgres") as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def save(self, name: str = "template") -> None:
        """Keep what is in the database under a name."""
        db.session.remove()
        db.engine.dispose()
        if self.name == "sqlite":
            shutil.copy(self.folder / "jobfair.sqlite3", self.folder / f"{name}.sqlite3")
            return
        with self._connect(self.base) as connection:
            tables = [row[0] for row in connection.execute(TABLES)]
            connection.execute(f"CREATE SCHEMA {name}".encode())
            self._filled[name] = []
            for table in tables:
                copy = f'CREATE TABLE {name}."{table}" AS TABLE public."{table}"'
                if connection.execute(copy.encode()).rowcount:
                    self._filled[name].append(table)
            self._shapes[name] = connection.execute(SHAPE, (name,)).fetchone()
        self._admin(f"CREATE DATABASE {self.base}_{name} TEMPLATE {self.base}")

    def restore(self, name: str = "template") -> None:
        """Begin a test with what was kept under the name."""
        db.session.remove()
        db.engine.dispose()
        if self.name == "sqlite":
            for ending in ("", "-wal", "-shm"):
                (self.folder / f"jobfair.sqlite3{ending}").unlink(missing_ok=True)
            shutil.copy(self.folder / f"{name}.sqlite3", self.folder / "jobfair.sqlite3")
            return
        with self._connect(self.base) as connection:
            connection.execute(OTHERS)
            same = connection.execute(SHAPE, (name,)).fetchone() == self._shapes[name]
            if same:
                self._put_back(connection, name)
                self._times += 1
                if self._times % SWEPT_EVERY == 0:
                    connection.execute("VACUUM")
        if not same:
            self._admin(
                f"DROP DATABASE {self.base} WITH (FORCE)",
                f"CREATE DATABASE {self.base} TEMPLATE {self.base}_{name}",
            )

    def _put_back(self, connection: psycopg.Connection[tuple[str]], name: str) -> None:
        """Empty every table and fill those that had rows; triggers and references look away."""
        tables = [row[0] for row in connection.execute(TABLES)]
        statements = ["SET LOCAL session_replication_role = replica"]
        statements += [f'DELETE FROM public."{table}"' for table in tables]
        statements += [
            f'INSERT INTO public."{table}" SELECT * FROM {name}."{table}"'
            for table in self._filled[name]
        ]
        with connection.transaction():
            connection.execute("; ".join(statements).encode())
