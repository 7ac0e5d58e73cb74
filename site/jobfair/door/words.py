"""What the audit log calls the views and acts at the door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import learn
from jobfair.accounts.audit_words import ACTIONS, GROUPS

ACTIONS.update(
    {
        "view.roster": _l("read a roster"),
        "view.print_treo": _l("printed a list for the wall"),
        "view.print_can-bo": _l("printed the officer's copy of a list"),
        "view.deck": _l("kept a roster on a phone"),
        "door.file": _l("saved a conference to a file"),
        "door.present": _l("marked somebody as present"),
        "door.taken_back": _l("took a mark of presence back"),
        "door.outcome": _l("noted what somebody wants"),
        "door.interest": _l("noted which guest interests somebody"),
        "door.walk_in": _l("wrote down somebody not registered"),
        "view.table": _l("looked at a table"),
        "view.print_table": _l("printed the hours of a table"),
        "slot.open": _l("opened hours of interviews"),
        "slot.remove": _l("took an hour of interviews away"),
        "slot.give": _l("gave an hour of an interview"),
        "slot.move": _l("moved an interview to another hour"),
        "slot.give_back": _l("took an hour of an interview back"),
        "slot.start": _l("noted that an interview began"),
        "slot.finish": _l("noted that an interview is over"),
        "slot.miss": _l("noted that somebody missed an interview"),
        "door.phone": _l("changed a number and issued a new slip code"),
        "door.from_paper": _l("marked people as present by the codes on paper"),
        "door.close": _l("finished the attendance"),
    }
)
GROUPS["slot"] = _l("Interviews")
GROUPS["door"] = _l("At the door")
learn({"interest": _l("Interest in a table"), "slots": _l("Hours of interviews")}.items())
