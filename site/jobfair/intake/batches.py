"""A file that came in, from its sending to the officer's yes: rules and reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import after_commit, db
from jobfair.errors import Conflict, Invalid, NotFound, TooMany
from jobfair.intake.kinds import KINDS, Kind, kinds_of
from jobfair.intake.store import store
from jobfair.keys import keys
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.lib.crypto import blind_index
from jobfair.lib.oldtext import READINGS
from jobfair.lib.text import clean, fold
from jobfair.models import BatchState, ImportBatch, ImportColumns, ImportRow, RowState

KEPT: Final = timedelta(hours=24)
MOST_BYTES: Final = 5 * 1024 * 1024
MOST_OPEN: Final = 20
"""Files of one office that wait for somebody."""

OPEN: Final = (BatchState.LETTERS, BatchState.COLUMNS, BatchState.PREVIEW)
AT_WORK: Final = (BatchState.READ, BatchState.CHECK, BatchState.RUN)
_S = BatchState


def offices_of(actor: Actor, kind: Kind) -> list[str]:
    """The offices for which the actor may send this kind of list."""
    return [grant.office_id for grant in actor.grants if grant.role in kind.roles]


def _of_actor(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL: a file of the actor's office, of a kind that the actor may send.

    Of the register, which is the whole province's, every office's.
    """
    ways = [
        ImportBatch.kind == code
        if kind.register
        else sa.and_(ImportBatch.kind == code, ImportBatch.office_id.in_(offices_of(actor, kind)))
        for code, kind in kinds_of(actor).items()
    ]
    return sa.or_(*ways) if ways else sa.false()


def get_kind(code: str, actor: Actor) -> Kind:
    """A kind that the actor may send. Raises NotFound for any other."""
    found = kinds_of(actor).get(code)
    if found is None:
        raise NotFound()
    return found


def get_batch(batch_id: str, actor: Actor, *, hold: bool = False) -> ImportBatch:
    """A file of the actor's office. Raises NotFound alike for absent and foreign ones."""
    query = sa.select(ImportBatch).where(ImportBatch.id == batch_id, _of_actor(actor))
    found = db.session.scalars(query.with_for_update() if hold else query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def count_batches(actor: Actor) -> int:
    """Files of the actor's offices."""
    query = sa.select(sa.func.count(ImportBatch.id)).where(_of_actor(actor))
    return db.session.scalar(query) or 0


def list_batches(actor: Actor, *, limit: int, offset: int) -> list[ImportBatch]:
    """Files of the actor's offices, the latest first."""
    query = sa.select(ImportBatch).where(_of_actor(actor))
    query = query.order_by(ImportBatch.created_at.desc(), ImportBatch.id)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def send_file(kind: str, name: str, content: bytes, *, by: Actor, act_key: str) -> ImportBatch:
    """Seal and keep a file; the worker reads it. The same ``act_key`` gives the first one.

    Raises NotFound for a kind that is not the actor's, Invalid for nothing or more than 5 MB,
    TooMany (429) while twenty files of the office wait, Unavailable when the disk is full.
    """
    offices = offices_of(by, get_kind(kind, by))
    done = db.session.scalars(sa.select(ImportBatch).where(ImportBatch.act_key == act_key)).first()
    if done is not None:
        if done.user_id != by.user_id or done.kind != kind:
            raise Conflict()
        return done
    _check(content, offices[0])
    batch_id = new_id()
    key, sealed = store.make_key(batch_id)
    store.put(batch_id, content, key)
    batch = ImportBatch(
        id=batch_id,
        act_key=act_key,
        kind=kind,
        office_id=offices[0],
        user_id=by.user_id,
        file_name=clean(name.replace("\\", "/").rsplit("/", 1)[-1], 120) or "?",
        mark=mark_of(content),
        size=len(content),
        key_enc=sealed,
        state=_S.READ,
        created_at=now(),
        expires_at=now() + KEPT,
    )
    db.session.add(batch)
    audit.record(by, "import.send", "import_batch", batch.id, reason=kind)
    db.session.flush()
    return batch


def _check(content: bytes, office_id: str) -> None:
    if not content:
        raise Invalid(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Invalid(_("The file is larger than 5 MB. Copy the list alone into a new file."))
    waiting = sa.select(sa.func.count(ImportBatch.id)).where(
        ImportBatch.office_id == office_id, ImportBatch.state.in_((*OPEN, *AT_WORK))
    )
    if (db.session.scalar(waiting) or 0) >= MOST_OPEN:
        raise TooMany(_("Twenty files wait already. Finish or give up some first."))


def mark_of(content: bytes) -> bytes:
    """By which the same file is known again."""
    return blind_index(keys().hmac_key, "import_file", hashlib.sha256(content).hexdigest())


def find_same(batch: ImportBatch) -> ImportBatch | None:
    """An earlier file of this office with the same content, or None."""
    query = sa.select(ImportBatch).where(
        ImportBatch.mark == batch.mark,
        ImportBatch.office_id == batch.office_id,
        ImportBatch.kind == batch.kind,
        ImportBatch.id != batch.id,
        ImportBatch.created_at < batch.created_at,
        ImportBatch.state == _S.DONE,
    )
    return db.session.scalars(query.order_by(ImportBatch.created_at.desc()).limit(1)).first()


def must_be(batch: ImportBatch, *states: BatchState) -> None:
    """Raises Conflict (409) when the file has gone on meanwhile."""
    if batch.state not in states:
        raise Conflict(_("This file has gone on meanwhile. Look where it stands now."))


def answer_letters(batch: ImportBatch, reading: str) -> None:
    """Keep how the texts are read. Raises Conflict, Invalid for an unknown reading."""
    must_be(batch, _S.LETTERS)
    if reading not in READINGS:
        raise Invalid(_("Choose one of the lines."))
    batch.reading = reading
    batch.state = _S.COLUMNS
    db.session.flush()


# Any: what json holds.
def facts_of(batch: ImportBatch) -> dict[str, Any]:
    """What the reader found out about the file."""
    found: dict[str, Any] = json.loads(batch.facts)
    return found


def headings_of(batch: ImportBatch) -> list[str]:
    """The headings as they stand in the file."""
    found: list[str] = json.loads(batch.headings)
    return found


def columns_of(batch: ImportBatch) -> dict[str, int]:
    """Field -> column from 0."""
    found: dict[str, int] = json.loads(batch.columns)
    return found


@dataclass(frozen=True, slots=True)
class Options:
    """What serves every row of a file.

    ``commune``: of rows without one; ``paper_list``: number or place of the signed list;
    ``document_ref``: of the body's document; ``purposes``: what everybody on the list signed;
    ``list_no``, ``list_on`` (yyyy-mm-dd), ``whole``: the ministry's list itself, and whether it
    names everybody.
    """

    commune: str = ""
    paper_list: str = ""
    document_ref: str = ""
    purposes: tuple[str, ...] = ()
    list_no: str = ""
    list_on: str = ""
    whole: bool = False


def options_of(batch: ImportBatch) -> Options:
    """What serves every row."""
    kept = json.loads(batch.options)
    return Options(**{**kept, "purposes": tuple(kept.get("purposes", ()))})


def answer_columns(
    batch: ImportBatch, columns: Mapping[str, int], options: Options, *, by: Actor
) -> None:
    """Keep which column is what and let every row be checked; the office's next file knows.

    Raises Conflict, Invalid where a column that is needed is missing or named twice.
    """
    must_be(batch, _S.COLUMNS, _S.PREVIEW)
    kind, headings = KINDS[batch.kind], headings_of(batch)
    check_columns(kind, columns)
    batch.columns = json.dumps(dict(columns))
    batch.options = json.dumps(asdict(options))
    batch.state, batch.at, batch.user_id, batch.tries = _S.CHECK, 0, by.user_id, 0
    said = {field: fold(headings[at]) for field, at in columns.items() if at < len(headings)}
    _remember(batch, said)
    db.session.execute(
        sa.update(ImportRow)
        .where(ImportRow.batch_id == batch.id)
        .values(state=RowState.UNSEEN, chosen=False, problem="", cell="", row_key="")
    )
    db.session.flush()


def check_columns(kind: Kind, columns: Mapping[str, int]) -> None:
    """Raises Invalid where a column that is needed is missing or one serves twice."""
    if len(set(columns.values())) < len(columns):
        raise Invalid(_("One column stands for two things. Choose each column once."))
    for field, spec in kind.fields.items():
        by_sex = field == "birth" and {"men", "women"} & set(columns)
        if spec.needed and field not in columns and not by_sex:
            raise Invalid(_("Say which column holds: %(what)s.", what=spec.label))


def _remember(batch: ImportBatch, said: dict[str, str]) -> None:
    query = sa.select(ImportColumns).where(
        ImportColumns.office_id == batch.office_id, ImportColumns.kind == batch.kind
    )
    kept = db.session.scalars(query).one_or_none()
    if kept is None:
        kept = ImportColumns(office_id=batch.office_id, kind=batch.kind)
        db.session.add(kept)
    kept.headings, kept.saved_at = json.dumps(said), now()


def remembered(office_id: str, kind: str) -> dict[str, str]:
    """Field -> folded heading, of the office's last file of this kind."""
    query = sa.select(ImportColumns.headings).where(
        ImportColumns.office_id == office_id, ImportColumns.kind == kind
    )
    text = db.session.scalars(query).first()
    found: dict[str, str] = json.loads(text) if text else {}
    return found


def drop_batch(batch: ImportBatch, *, by: Actor) -> None:
    """Give a file up before anything of it is written. Raises Conflict afterwards."""
    must_be(batch, _S.READ, _S.LETTERS, _S.COLUMNS, _S.CHECK, _S.PREVIEW)
    batch.state = _S.DROPPED
    audit.record(by, "import.drop", "import_batch", batch.id)
    shred(batch)


def shred(batch: ImportBatch) -> None:
    """Destroy the key and the cells: nothing of the list can be read again. The file follows."""
    batch.key_enc = None
    db.session.execute(
        sa.update(ImportRow).where(ImportRow.batch_id == batch.id).values(cells_enc=None)
    )
    db.session.flush()
    batch_id = batch.id
    after_commit(lambda: store.drop(batch_id))
