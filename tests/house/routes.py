"""Every address of the product, listed by hand: how, for whom, with whose object.

A route that is not here fails the build; so does a line whose route is gone.
"""

from __future__ import annotations

from tests.house.route import EVERYBODY, Route
from tests.house.routes_public import OPEN_TO_ALL
from tests.house.routes_trust import TRUST, TRUST_PUBLIC

_ACCOUNT = [
    Route("accounts.sign_out", "POST", EVERYBODY),
    Route("accounts.account", "GET POST", EVERYBODY),
    Route("accounts.new_codes", "POST", EVERYBODY, answers=(404,)),  # no second factor, no codes
    Route("accounts.end_session", "POST", EVERYBODY, "session", answers=(404,)),  # ended before
    Route("accounts.set_up", "GET POST", EVERYBODY, "", (200, 303)),  # 303: nothing to set up
    Route("accounts.new_key", "POST", EVERYBODY, answers=(404,)),
    Route("accounts.step_up", "GET POST", EVERYBODY, "", (200, 303)),  # 303: fresh enough
    Route("accounts.audit_log", "GET", "UM"),
    Route("accounts.admin", "GET", "M"),
    Route("accounts.offices", "GET", "M"),
    Route("accounts.office_new", "GET POST", "M"),
    Route("accounts.user_new", "GET POST", "M"),
    Route("accounts.user_page", "GET POST", "M", "user"),
    Route("accounts.user_change", "GET POST", "M", "user"),
    Route("accounts.role_end", "POST", "M", "user"),
]
_REGISTER = [
    Route("agencies_staff.index", "GET", "OCLABU"),
    Route("agencies_staff.create_body", "GET POST", "CL"),
    Route("agencies_staff.show_body", "GET", "OCLABU", "body"),
    Route("agencies_staff.edit_body", "GET POST", "CL", "body"),
    Route("agencies_staff.add_licence_event", "GET POST", "CL", "body"),
    Route("agencies_staff.end_suspension", "GET POST", "CL", "body"),
    Route("agencies_staff.add_contact", "GET POST", "CL", "body"),
    Route("agencies_staff.end_contact", "POST", "CL", "body"),
    Route("agencies_staff.add_branch", "GET POST", "CL", "body"),
    Route("agencies_staff.end_branch", "POST", "CL", "body"),
    Route("agencies_staff.add_introduction", "GET POST", "CL", "body"),
    Route("agencies_staff.end_introduction", "POST", "CL", "body"),
    Route("agencies_staff.orders", "GET", "OCLABU"),
    Route("agencies_staff.create_order", "GET POST", "CA"),
    Route("agencies_staff.show_order", "GET", "OCLABU", "order"),
    Route("agencies_staff.edit_order", "GET POST", "CA", "order"),
    Route("agencies_staff.submit_order", "POST", "CA", "order"),
    Route("agencies_staff.approve_order", "GET POST", "L", "order"),
    Route("agencies_staff.hand_back_order", "GET POST", "L", "order"),
    Route("agencies_staff.close_order", "POST", "CLA", "order"),
    Route("agencies_staff.cancel_order", "GET POST", "CLA", "order"),
]
_CONFERENCES = [
    Route("conferences_staff.index", "GET", "OCLABU"),
    Route("conferences_staff.create", "GET POST", "OCL"),
    Route("conferences_staff.show", "GET", "OCLABU", "conference"),
    Route("conferences_staff.edit", "GET POST", "OCL", "plan"),
    Route("conferences_staff.series", "GET POST", "OCL", "conference"),
    Route("conferences_staff.booths", "GET POST", "OCL", "plan"),
    Route("conferences_staff.costs", "GET POST", "OCL", "plan"),
    Route("conferences_staff.cost_back", "POST", "OCL", "plan"),
    Route("conferences_staff.reply", "POST", "OCL", "plan"),
    Route("conferences_staff.helper_list", "GET POST", "OC", "plan"),
    Route("conferences_staff.helper_again", "POST", "OC", "plan", answers=(404,)),  # nobody named
    Route("conferences_staff.helper_end", "POST", "OC", "plan"),
    Route("conferences_staff.helper_password", "POST", "OC", "plan", answers=(200,)),
    Route("conferences_staff.my_door", "GET", "D", "", (200, 303)),  # 303: to today's roster
    Route("conferences_staff.invitations", "GET", "A"),
    Route("conferences_staff.answer", "POST", "A", "invited"),
    Route("conferences_staff.publish", "POST", "OCL", "plan"),
    Route("conferences_staff.cancel", "GET POST", "OCL", "plan"),
    *(Route(f"kit.{what}", "GET", "OCLABU", "conference") for what in ("show", "leaflet")),
    *(Route(f"kit.{what}", "GET", "OCLABU", "conference") for what in ("poster", "card")),
    Route("registration.desk", "GET POST", "OCL", "plan"),
    Route("registration.desk_call_back", "GET POST", "OCL"),
    Route("registration.paper", "GET POST", "OCL", "plan"),
    Route("registration.paper_print", "GET", "OCL", "plan"),
    Route("registration.key_sheet", "GET POST", "OCL", "plan"),
    Route("registration.sheet_photos", "GET POST", "OCL", "plan"),
    Route("registration.sheet_photo", "GET", "OCL", "plan"),
    Route("registration.destroy_sheet_photo", "POST", "OCL", "plan", answers=(404,)),  # gone
    Route("door.roster", "GET", "OCLUD", "door"),
    Route("door.print_roster", "GET", "OCLUD", "door"),
    Route("door.mark", "POST", "OCD", "door"),
    Route("door.outcome", "POST", "OCD", "door"),
    Route("door.consent", "POST", "OCD", "door"),
    Route("door.phone", "GET POST", "OC", "door"),
    Route("door.walk_in", "GET POST", "OCD", "door"),
    Route("booth.show", "GET", "OCLUAD", "door"),
    Route("booth.add", "POST", "OCAD", "door"),
    Route("booth.take_back", "POST", "OCD", "door"),
    Route("booth.hours", "GET POST", "OC", "door"),
    Route("booth.give", "POST", "OCD", "door"),
    Route("booth.step", "POST", "OCD", "door"),
    Route("booth.print_hours", "GET", "OCLUD", "door"),
    Route("door.close", "POST", "OC", "door"),
]
_CASES = [
    Route("cases.today", "GET", EVERYBODY, "", (200, 303)),  # 303: the admin has no Today
    Route("cases.outcome", "POST", "OC", "case"),
    Route("cases.task_done", "POST", "OCLA", "task"),
    Route("cases.compare_people", "GET POST", "OC", "pair"),
    Route("cases.merged", "GET POST", "OCLA", "merge", answers=(403,)),
    Route("cases.slip_code", "GET POST", "O", "case"),
    Route("cases.people", "GET", "OCLAU"),
    Route("cases.case_list", "GET", "OCLAU"),
    Route("cases.save_filter", "POST", "OCLA"),
    Route("cases.drop_filter", "POST", "OCLA", "saved", answers=(404,)),
    Route("cases.bulk_move", "GET", "OCLA"),
    Route("cases.bulk_move_now", "POST", "OCLA", "", (200,), "", (404,)),
    Route("cases.bulk_result", "GET", "OCLA", "batch"),
    Route("cases.climbed", "GET", "OCL"),
    Route("cases.take_case_over", "POST", "CL", "case"),
    Route("cases.handover_offer", "GET", "OC"),
    Route("cases.handover_send", "POST", "OC"),
    Route("cases.handover", "GET", "OC", "handover"),
    Route("cases.handover_answer", "POST", "OC", "handover"),
    Route("cases.case_page", "GET", "OCLAU", "case"),
    Route("cases.move_page", "GET", "OCLA", "case", only="CA"),  # C on behalf of the body
    Route("cases.move", "POST", "OCLA", "case", only="CA"),
    Route("cases.fact", "GET POST", "OCLA", "case", only="L"),
    Route("cases.correct", "GET POST", "OCLA", "case", only="L"),
    Route("cases.record", "GET POST", "OCLA", "case", only="CA"),
    Route("cases.paper", "GET POST", "OCLA", "case", only="OCA"),
    Route("cases.identity_page", "GET POST", "OCLA", "case", only="OC"),
    Route("cases.phone", "GET POST", "OCLA", "case", only="OC"),
    Route("cases.consent", "GET POST", "OCLA", "case", only="OC"),
    Route("cases.note", "GET POST", "OC", "case"),
    Route("cases.reveal", "GET POST", "OCL", "case", only="OL"),
    Route("reports.board", "GET", "OCLU"),
    Route("reports.people", "GET", "OCLU"),
    Route("reports.conferences", "GET", "OCLU"),
    Route("guide.facts", "GET", "OCLU"),
]
_PAPERS = [
    Route("papers.ending", "GET", "OCLAU"),
    Route("papers.mark", "POST", "OCLA", "case", only="OCA"),
    Route("papers.paper", "GET", "OCLAU", "case"),
    Route("papers.add", "POST", "OCLA", "case", only="OCA"),
    Route("papers.page_file", "GET", "OCLAU", "case", only="OCL"),  # A from the selection on
    Route("papers.remove", "GET POST", "OCLA", "case", only="OC", answers=(404,)),  # gone
    Route("papers.member_new", "GET POST", "OCLA", "case", only="OC"),
    Route("papers.member", "GET POST", "OCLA", "case", only="OC"),
    Route("papers.member_link", "POST", "OCLA", "case", only="OC"),
    Route("papers.member_remove", "POST", "OCLA", "case", only="OC", answers=(404,)),  # gone
    Route("papers.upload_start", "POST", "OCLA", "case", only="OCA"),
    Route("papers.upload", "GET POST", "OCLA", "upload", only="O"),
]
_ABROAD = [
    Route("abroad.index", "GET", "OCLAU"),
    Route("abroad.check_ins", "GET", "OCLAU"),
    Route("abroad.check_in", "GET POST", "OCA", "check"),
    Route("abroad.answer", "POST", "OCA", "check"),
    Route("abroad.incidents", "GET", "OCLAU"),
    Route("abroad.new_incident", "GET POST", "OCA", "case"),
    Route("abroad.incident", "GET", "OCLAU", "incident"),
    Route("abroad.incident_step", "POST", "OCA", "incident"),
    Route("abroad.incident_close", "GET POST", "OCA", "incident"),
    Route("abroad.endings", "GET", "OCLAU"),
    Route("abroad.people", "GET", "OCLAU"),
    Route("abroad.return_plan", "GET POST", "OC", "case"),
    Route("abroad.returns", "GET", "OCLU"),
    Route("abroad.job_check", "GET POST", "OC", "job check"),
    Route("abroad.radar", "GET", "OCLU"),
    Route("abroad.limits", "GET POST", "L"),
    Route("abroad.border_list", "GET", "OCLU"),
    Route("abroad.border_new", "GET POST", "OC"),
    Route("abroad.border_edit", "GET POST", "OC", "border"),
]
_MONEY = [
    Route("money.payment", "GET POST", "OCLA", "case", only="OCA"),
    Route("money.ask_loan", "GET POST", "OCLA", "case", only="OC"),
    Route("money.loan_list", "GET", "B"),
    Route("money.loan", "GET", "B", "loan"),
    Route("money.approve_loan", "POST", "B", "loan"),
    Route("money.refuse_loan", "POST", "B", "loan"),
    Route("money.disburse_loan", "POST", "B", "loan"),
    Route("money.repay_loan", "POST", "B", "loan"),
    Route("money.reveal_loan", "GET POST", "B", "loan"),
    Route("money.loan_figures", "GET", "OCLU"),
    Route("money.promise", "GET POST", "OCLA", "case", only="OC"),
    Route("money.day30", "GET POST", "OCLA", "case", only="OC"),
    Route("money.promise_shares", "GET", "OCLU"),
    Route("money.plan_support", "GET POST", "OCLA", "case", only="OC"),
    Route("money.settle_support", "GET POST", "OCLA", "case", only="OC"),
    Route("money.check_support", "GET POST", "OCL", "case", only="OL"),
    Route("money.contract_terms", "GET POST", "OCLA", "case", gives=(200, 409), only="OCA"),
]
_TRAINING = [
    Route("training.classes", "GET", "OCLAU"),
    Route("training.create", "GET POST", "CA"),
    Route("training.show", "GET", "OCLAU", "class"),
    Route("training.edit", "GET POST", "CA", "class"),
    Route("training.close", "POST", "CA", "class"),
    Route("training.cancel", "POST", "CA", "class"),
    Route("training.add", "GET POST", "CA", "class"),
    Route("training.attendance", "GET", "OCLAU", "class"),
    Route("training.mark", "POST", "CA", "class", answers=(404,)),  # another class's day
    Route("training.result", "POST", "CA", "class"),
    Route("training.take_off", "POST", "CA", "class", answers=(404,)),  # off already
    Route("training.certificates", "GET POST", "CA", "class"),
    Route("training.place", "GET POST", "CA", "case"),
    Route("training.no_certificate", "GET", "CLU"),
    Route("training.report", "GET", "CLU", "report"),
    Route("training.report_answer", "POST", "CL", "report"),
    Route("training.report_decision", "POST", "CL", "report"),
]
_COUNSELLING = [
    Route("intake.index", "GET", "OCLAB"),
    Route("intake.send", "GET POST", "OCLAB", "list"),
    Route("intake.batch", "GET", "OCLAB", "import"),
    Route("intake.columns_again", "GET", "OCLAB", "import"),
    *(
        Route(f"intake.{what}", "POST", "OCLAB", "import")
        for what in ("letters", "columns", "choose", "drop")
    ),
    Route("counselling.log", "GET", "OCLU"),
    Route("counselling.enter", "POST", "OC"),
    Route("counselling.month", "GET", "OCLU"),
    Route("counselling.month_csv", "GET", "OCLU"),
]
_RATINGS = [
    Route("ratings.comments", "GET", "C"),
    Route("ratings.decide", "POST", "C", "rating comment"),
    Route("ratings.rate_for", "GET POST", "OC", "case", (303,)),  # nobody to rate before the exit
]
_INTAKE = [
    Route("intake.licence_lists", "GET POST", "CL"),
    Route("intake.accept_licences", "POST", "CL", "ministry list"),
    Route("intake.undo_licences", "POST", "CL", "accepted list"),
    Route("intake.export_cases", "GET POST", "OLA"),
    Route("intake.export_people", "GET POST", "OLA"),
    Route("intake.export_roster", "GET POST", "OL", "door"),
    Route("intake.export_loans", "GET POST", "B"),
    Route("intake.exports", "GET", "OLAB"),
    Route("intake.export", "GET", "OLAB", "export"),
    Route("intake.export_file", "GET", "OLAB", "export"),
    Route("intake.decide_export", "POST", "L", "whole export"),
]
_CONTENT = [
    Route("content.index", "GET", "CLU"),
    Route("content.due", "GET", "CLU"),
    Route("content.show", "GET", "CLU"),
    Route("content.edit", "GET POST", "C"),
    Route("content.new_notice", "GET POST", "C"),
    Route("content.compare", "GET", "CLU"),
    Route("content.preview", "GET", "CLU"),
    Route("content.publish_text", "POST", "CL"),
    Route("content.take_text_down", "POST", "CL"),
    Route("content.restore_text", "POST", "C"),
    Route("content.confirm_text", "POST", "CL"),
    Route("content.fact", "GET", "CLU"),
    Route("content.confirm_fact", "POST", "CL"),
    Route("content.new_value", "GET POST", "C"),
    Route("content.publish_fact", "POST", "CL"),
    Route("content.drop_fact", "POST", "CL"),
    Route("content.clips", "GET", "CLU"),
    Route("content.clip", "GET", "CLU"),
    Route("content.store_clip", "POST", "C"),
    Route("content.clip_sound", "GET", "CLU"),
    Route("content.publish_clip", "POST", "CL"),
    Route("content.retire_clip", "POST", "CL"),
]
_PROFILES = [
    Route("profiles.index", "GET", "A"),
    Route("profiles.show", "GET POST", "A", "profile"),
    Route("profiles.asked", "GET", "A"),
    Route("profiles.desk", "GET POST", "OC", "case"),
    Route("profiles.desk_take_back", "POST", "OC", "case"),
    Route("profiles.reply", "GET POST", "OC", "case"),
]
ROUTES = [
    *OPEN_TO_ALL,
    *_ACCOUNT,
    *_REGISTER,
    *_CONFERENCES,
    *_CASES,
    *_PAPERS,
    *_ABROAD,
    *_MONEY,
    *_TRAINING,
    *_COUNSELLING,
    *_PROFILES,
    *_RATINGS,
    *_INTAKE,
    *TRUST,
    *TRUST_PUBLIC,
    *_CONTENT,
]
