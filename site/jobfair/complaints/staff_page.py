"""The page of one complaint, with its forms as they were opened or came back."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from jobfair.access import Permission, may, signed_in
from jobfair.complaints.acts import may_erase
from jobfair.complaints.pictures import list_pictures
from jobfair.complaints.queries import overdue
from jobfair.complaints.sealing import Sealed, open_text
from jobfair.complaints.showing import staff_lines
from jobfair.complaints.staff_forms import ActForm, CompanyForm, EscalateForm, SayForm
from jobfair.complaints.words import ABOUTS, STATES
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key, show_slip_code
from jobfair.lib.phones import mask_phone
from jobfair.models import Complaint

TYPED: Final[tuple[Sealed, ...]] = ("body_name", "numbers", "text", "name")


def draw(found: Complaint, **forms: ActForm) -> str:
    """The page with its forms; ``forms``: those that came back with errors."""
    handles = may(Permission.HANDLE_COMPLAINT)
    phone = open_text(found, "phone")
    shown = forms | {
        name: kind(formdata=None)
        for name, kind in (("say", SayForm), ("up", EscalateForm), ("company", CompanyForm))
        if name not in forms
    }
    for form in shown.values():
        form.version.data = str(found.version)
        form.act_key.data = form.act_key.data or new_form_key()
    return render_template(
        "complaints/staff_show.html",
        complaint=found,
        number=show_slip_code(found.number),
        about=ABOUTS[found.about],
        state=STATES[found.state],
        words={name: open_text(found, name) for name in TYPED},
        phone=phone if handles or not phone else "",
        masked=mask_phone(phone) if phone else "",
        pictures=list_pictures(found),
        lines=staff_lines(found),
        handles=handles and found.erased_at is None,
        erases=may_erase(found, signed_in()),
        act_key=new_form_key(),
        late=overdue(found, today()),
        **shown,
    )


def shown_again(complaint: Complaint, said: str) -> Response:
    """Back to the page with a sentence."""
    flash(said)
    return redirect(url_for("complaints_staff.show", complaint_id=complaint.id), 303)
