"""What the pages of an import show: samples of readings, columns, rows, progress."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, request

from jobfair.access import Actor
from jobfair.agencies.paging import page_of
from jobfair.errors import NotFound
from jobfair.forms import ButtonForm
from jobfair.intake.batches import facts_of, find_same
from jobfair.intake.forms import PURPOSES, ColumnsForm, LettersForm, columns_form
from jobfair.intake.kinds import KINDS
from jobfair.intake.licence_pages import page_of_register
from jobfair.intake.lines import (
    A_PAGE,
    CHOOSABLE,
    count_rows,
    list_rows,
    list_samples,
    open_cells,
    open_lines,
    read_sums,
)
from jobfair.intake.store import store
from jobfair.intake.words import BATCH_STATES, OUTCOMES, PROBLEMS, READING_NAMES, ROW_STATES
from jobfair.lib.oldtext import READINGS, UNICODE
from jobfair.models import BatchState, ImportBatch, ImportRow, RowState
from jobfair.registration.check import consent_words

SHOWN: Final = ("name", "birth_year", "phone", "commune")
SAMPLES: Final = 40
SAMPLE_LINES: Final = 3
_S = BatchState


# Any: a template's context.
def words() -> dict[str, Any]:
    """Words that every page of an import needs."""
    return {
        "kind_names": {code: kind.title for code, kind in KINDS.items()},
        "batch_states": BATCH_STATES,
        "row_states": ROW_STATES,
        "outcomes": OUTCOMES,
        "problems": PROBLEMS,
    }


def page_of_state(batch: ImportBatch, actor: Actor) -> tuple[str, dict[str, Any], list[str] | None]:
    """Template, its values, and the people whom it names (None: it shows nobody)."""
    if KINDS[batch.kind].register and (found := page_of_register(batch)) is not None:
        return (*found, None)
    if batch.state in (_S.READ, _S.CHECK, _S.RUN):
        return "progress", progress_of(batch), None
    if batch.state is _S.LETTERS:
        return "letters", _letters(batch), []
    if batch.state is _S.COLUMNS:
        form = columns_form_of(batch, actor)
        return "columns", _columns(batch, form), []
    if batch.state is _S.PREVIEW:
        values = _rows(batch, "loai", ROW_STATES)
        return (
            "preview",
            values | {"same": find_same(batch), "choosable": CHOOSABLE, "form": ButtonForm()},
            values["ids"],
        )
    if batch.state is _S.DONE:
        values = _rows(batch, "ket-qua", OUTCOMES)
        return "done", values, values["ids"]
    return "ended", {"batch": batch}, None


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """How many rows of the running step are done, of how many."""
    sums = read_sums(batch)
    if batch.state is _S.RUN:
        done = sum(n for outcome, n in sums.outcomes.items() if outcome)
        total = sums.chosen
    else:
        total = batch.rows
        done = total - sums.states.get(RowState.UNSEEN, 0)
    return {"batch": batch, "sums": sums, "at": done, "total": total, "outcomes": OUTCOMES}


def _opened(batch: ImportBatch, rows: list[ImportRow], reading: str) -> list[list[str]]:
    try:
        key = store.open_key(batch.id, batch.key_enc)
    except NotFound:
        return []
    return [open_cells(key, row, reading) for row in rows]


def readings_of(batch: ImportBatch) -> list[str]:
    """Readings that differ on the first rows, the guessed one first."""
    others = [r for r in READINGS if r != batch.reading]
    if not facts_of(batch).get("bytes"):
        others = [r for r in others if r != "cp1258"]
    return [batch.reading, *others]


def _letters(batch: ImportBatch) -> dict[str, Any]:
    """The same lines in each reading, the guessed one first."""
    rows = list_samples(batch, SAMPLES)
    plain = _opened(batch, rows, UNICODE)
    telling = [n for n, cells in enumerate(plain) if any(not c.isascii() for c in cells)]
    smalls = {}
    for reading in readings_of(batch):
        cells = _opened(batch, [rows[n] for n in telling[:SAMPLE_LINES]], reading)
        smalls[reading] = " · ".join(
            ", ".join(cell for cell in line if cell.strip() and not cell.isascii())[:60]
            for line in cells
        )
    form = LettersForm()
    form.offer(list(smalls), batch.reading)
    return {"batch": batch, "form": form, "smalls": smalls, "names": READING_NAMES}


def columns_form_of(batch: ImportBatch, actor: Actor) -> ColumnsForm:
    """The question which column is what."""
    return columns_form(batch, actor, _opened(batch, list_samples(batch, SAMPLES), batch.reading))


def _columns(batch: ImportBatch, form: ColumnsForm) -> dict[str, Any]:
    facts = facts_of(batch)
    kind = KINDS[batch.kind]
    missing = [
        spec.label
        for code, spec in kind.fields.items()
        if spec.needed and not form[f"cot_{code}"].data
    ]
    named_csv = batch.file_name.lower().endswith(".csv")
    return {
        "batch": batch,
        "form": form,
        "facts": facts,
        "missing": missing,
        "other_name": named_csv != (facts.get("what") == "csv"),
        "consents": consent_words() if kind.consent else {},
        "purposes": PURPOSES,
    }


def draw_columns(batch: ImportBatch, form: ColumnsForm) -> str:
    """The page of that question."""
    return render_template("intake/columns.html", **_columns(batch, form), **words())


def _rows(batch: ImportBatch, parameter: str, codes: dict[Any, Any]) -> dict[str, Any]:
    """A page of rows, narrowed to a state or outcome by the address."""
    asked = request.args.get(parameter, "")
    wanted = asked if asked in {str(code) for code in codes} else ""
    narrowed = {"state": wanted} if parameter == "loai" else {"outcome": wanted}
    page = page_of(count_rows(batch, **narrowed), A_PAGE)
    rows = list_rows(batch, **narrowed, limit=A_PAGE, offset=page.offset)
    return {
        "batch": batch,
        "lines": open_lines(batch, rows),
        "page": page,
        "sums": read_sums(batch),
        "wanted": wanted,
        "ids": [row.person_id for row in rows if row.person_id],
    }
