"""Addresses of warnings, complaints and the radar, listed by hand."""

from __future__ import annotations

from tests.house.route import PUBLIC, Route

TRUST_PUBLIC = [
    Route("warnings.index", "GET", PUBLIC),
    Route("warnings.feed", "GET", PUBLIC),
    Route("warnings.show", "GET", PUBLIC, "warning slug"),
    Route("complaints.warning_picture", "GET", PUBLIC, "warning slug"),
    Route("complaints.new", "GET POST", PUBLIC),
    Route("complaints.receipt", "GET", PUBLIC, "complaint receipt"),
    Route("complaints.follow", "GET POST", PUBLIC),
    # 303, 404: not opened in this browser
    Route("complaints.status", "GET", PUBLIC, "slip", (303,)),
    *(
        Route(f"complaints.{what}", "POST", PUBLIC, "slip", answers=(404,))
        for what in ("answer", "add_pictures")
    ),
    Route("complaints.close", "POST", PUBLIC),
]
TRUST = [
    Route("warnings_staff.index", "GET", "OCLU"),
    Route("warnings_staff.create", "GET POST", "OCL"),
    Route("warnings_staff.show", "GET", "OCLU", "warning"),
    Route("warnings_staff.edit", "GET POST", "OCL", "warning"),
    Route("warnings_staff.send", "POST", "OCL", "warning"),
    Route("warnings_staff.check", "POST", "CL", "warning"),
    Route("warnings_staff.publish", "POST", "CL", "warning"),
    Route("warnings_staff.drop", "POST", "OCL", "warning"),
    Route("warnings_staff.withdraw", "POST", "CL", "warning"),
    Route("warnings_staff.radar", "GET POST", "CLU"),
    Route("complaints_staff.index", "GET", "CLU"),
    Route("complaints_staff.show", "GET", "CLU", "complaint"),
    Route("complaints_staff.picture", "GET", "CLU", "complaint"),
    *(
        Route(f"complaints_staff.{what}", "POST", "CL", "complaint")
        for what in ("take", "say", "escalate", "company", "to_warning")
    ),
    Route("complaints_staff.hand_over", "GET POST", "CL", "complaint"),
    Route("complaints_staff.close", "GET POST", "CL", "complaint"),
    Route("complaints_staff.erase", "POST", "CL", "complaint", only="L"),
    Route("complaints_staff.warning_picture", "GET POST", "OCL", "warning"),
    Route("complaints_staff.see_picture", "GET", "OCLU", "warning"),
    Route("complaints_staff.drop_picture", "POST", "OCL", "warning"),
]
