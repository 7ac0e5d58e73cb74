"""Lists that come in: one batch a file, one row a line of it, the columns an office uses."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type


class BatchState(StrEnum):
    """Where a file stands. Read, check and run are the worker's, the questions the officer's."""

    READ = "read"
    LETTERS = "letters"  # which old font it was typed for is asked
    COLUMNS = "columns"  # which column is what is asked
    CHECK = "check"
    PREVIEW = "preview"
    RUN = "run"
    DONE = "done"
    REFUSED = "refused"  # the file cannot be read
    DROPPED = "dropped"  # given up, or its day is over


class RowState(StrEnum):
    """What a row is found to be before anything is written."""

    UNSEEN = "unseen"
    NEW = "new"
    KNOWN = "known"  # nothing would change
    DOUBT = "doubt"  # perhaps somebody who is here already
    ERROR = "error"


class ImportBatch(Base):
    """One file of one kind of list. The file and its rows lie sealed under a key of its own."""

    __tablename__ = "import_batch"
    __table_args__ = (
        sa.Index("ix_import_batch_office", "office_id", "created_at"),
        sa.Index("ix_import_batch_state", "state", "created_at"),
        sa.Index("ix_import_batch_mark", "mark"),
    )

    id: Mapped[Id]
    act_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    user_id: Mapped[Ref] = mapped_column(sa.ForeignKey("user_account.id"))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    mark: Mapped[bytes] = mapped_column(sa.LargeBinary)  # HMAC of the content
    size: Mapped[int]  # bytes
    key_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # gone: nothing opens any more
    state: Mapped[BatchState] = mapped_column(enum_type(BatchState, "state"))
    problem: Mapped[str] = mapped_column(sa.String(40), default="")
    facts: Mapped[str] = mapped_column(sa.Text, default="{}")  # JSON: what the reader found
    reading: Mapped[str] = mapped_column(sa.String(12), default="unicode")
    sheet: Mapped[int] = mapped_column(default=-1)
    headings: Mapped[str] = mapped_column(sa.Text, default="[]")  # JSON list of texts
    columns: Mapped[str] = mapped_column(sa.Text, default="{}")  # JSON: field -> column from 0
    options: Mapped[str] = mapped_column(sa.Text, default="{}")  # JSON: what serves all rows
    rows: Mapped[int] = mapped_column(default=0)
    at: Mapped[int] = mapped_column(default=0)  # last line of the running step that is done
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Moment]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ImportRow(Base):
    """One line of a file: what it was found to be and what became of it."""

    __tablename__ = "import_row"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "number"),
        sa.Index("ix_import_row_state", "batch_id", "state", "number"),
    )

    id: Mapped[Id]
    batch_id: Mapped[Ref] = mapped_column(sa.ForeignKey("import_batch.id"))
    number: Mapped[int]  # the line as the file's own program counts it, from 1
    cells_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    state: Mapped[RowState] = mapped_column(enum_type(RowState, "state"), default=RowState.UNSEEN)
    chosen: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(sa.String(10), default="")  # new|updated|skipped|refused
    problem: Mapped[str] = mapped_column(sa.String(400), default="")
    cell: Mapped[str] = mapped_column(sa.String(8), default="")  # C14
    row_key: Mapped[str] = mapped_column(sa.String(32), default="", index=True)
    person_id: Mapped[str | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(sa.ForeignKey("case_file.id"), index=True)


class ImportColumns(Base):
    """Which heading an office uses for which field, remembered from its last file of a kind."""

    __tablename__ = "import_columns"
    __table_args__ = (sa.UniqueConstraint("office_id", "kind"),)

    id: Mapped[Id]
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(sa.String(16))
    headings: Mapped[str] = mapped_column(sa.Text)  # JSON: field -> folded heading
    saved_at: Mapped[Moment]
