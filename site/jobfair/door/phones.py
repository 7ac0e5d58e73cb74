"""At the door: "is this your phone?" Another number brings a new slip code."""

from __future__ import annotations

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import db
from jobfair.door.rules import lock
from jobfair.lib.codes import new_slip_code
from jobfair.models import Conference, PersonPhone, Registration


def change_phone(
    conference: Conference, registration_id: str, e164: str, owner: str, *, by: Actor
) -> Registration:
    """Put the number first, issue a new slip code and end the old one (model.md, slip).

    ``e164`` is the number as stored; ``owner`` self, relative or village. The number that
    stands first already changes nothing, so the code stays. Raises NotFound off this list.
    """
    registration = lock(conference, registration_id)
    phones = list(registration.person.phones)
    if phones and phones[0].e164 == e164:
        return registration
    first = next((phone for phone in phones if phone.e164 == e164), None)
    if first is None:
        first = PersonPhone(person_id=registration.person_id, e164=e164, tail=e164[-3:])
        db.session.add(first)
    first.owner, first.position = owner, 0
    for place, phone in enumerate((p for p in phones if p is not first), start=1):
        phone.position = place
    registration.slip_code = new_slip_code()
    audit.record(
        by,
        "door.phone",
        "registration",
        registration.id,
        person_ids=[registration.person_id],
        fields=("phone", "slip_code"),
    )
    db.session.flush()
    return registration
