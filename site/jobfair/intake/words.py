"""Words of imports: why a file is refused, states, outcomes; and what the audit calls them."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import FIELDS
from jobfair.accounts.audit_words import ACTIONS, GROUPS
from jobfair.models import BatchState, RowState

PROBLEMS: Final[dict[str, object]] = {
    "empty": _l("The file is empty."),
    "headers_only": _l("The file has headings but no rows below them."),
    "password": _l("The file has a password. Save it without one, then send it again."),
    "macro": _l("The file holds macros. Save it as .xlsx (without macros), then send it again."),
    "half": _l("The file is damaged or did not arrive whole. Save it again, then send it."),
    "not_a_sheet": _l("This is neither an Excel file nor CSV. Save the list as .xlsx."),
    "bomb": _l("Unpacked, this file is far too large. Copy the list alone into a new file."),
    "columns": _l("The sheet has more than 100 columns. Copy the list alone into a new file."),
    "rows": _l("The sheet has more than 10,000 rows. Divide it into several files."),
    "long": _l("This list may have 2,000 rows. Send the part of the enterprises alone."),
    "time": _l("Reading took too long. Copy the list alone into a new file."),
    "failed": _l("Something went wrong here, not with you. Try again, or call the hotline."),
    "account": _l("The account that sent this may not do it any more."),
}
"""Code of a file's problem -> what to do."""

BATCH_STATES: Final[dict[BatchState, tuple[str, object]]] = {
    BatchState.READ: ("", _l("Being read")),
    BatchState.LETTERS: ("mind", _l("A question waits")),
    BatchState.COLUMNS: ("mind", _l("A question waits")),
    BatchState.CHECK: ("", _l("Being checked")),
    BatchState.PREVIEW: ("mind", _l("Waits for your yes")),
    BatchState.RUN: ("", _l("Being written")),
    BatchState.DONE: ("good", _l("Done")),
    BatchState.REFUSED: ("bad", _l("Not readable")),
    BatchState.DROPPED: ("plain", _l("Given up")),
}
"""State of a file -> badge and words."""

ROW_STATES: Final[dict[RowState, tuple[str, object]]] = {
    RowState.UNSEEN: ("", _l("Not looked at yet")),
    RowState.NEW: ("good", _l("Good")),
    RowState.KNOWN: ("plain", _l("Here already")),
    RowState.DOUBT: ("mind", _l("Perhaps here already")),
    RowState.ERROR: ("bad", _l("Not possible")),
}
"""State of a row -> badge and words."""

OUTCOMES: Final[dict[str, tuple[str, object]]] = {
    "new": ("good", _l("New")),
    "updated": ("good", _l("Brought up to date")),
    "skipped": ("plain", _l("Left out")),
    "refused": ("bad", _l("Refused")),
}
"""What became of a row -> badge and words."""

READING_NAMES: Final[dict[str, object]] = {
    "unicode": _l("As it stands in the file"),
    "tcvn3": _l("Old font TCVN3 (.VnTime, ABC)"),
    "vni": _l("Old font VNI (VNI-Times)"),
    "cp1258": _l("Windows Vietnamese (code page 1258)"),
}

ACTIONS.update(
    {
        "import.send": _l("sent a list as a file"),
        "import.run": _l("let the rows of a list be written"),
        "import.drop": _l("gave up a list"),
        "import.done": _l("wrote the rows of a list"),
        "import.shred": _l("destroyed the file of a list"),
        "view.import": _l("looked over the rows of a list"),
        "licence_list.accept": _l("accepted a list of licensed enterprises"),
        "licence_list.undo": _l("took back a list of licensed enterprises"),
    }
)
GROUPS["import"] = _l("Lists that came in")
FIELDS.update({"import_row": _l("rows of the list")})
