"""What there is to be permitted, and which role is: the table of trust.md."""

from __future__ import annotations

from enum import StrEnum

from jobfair.models.staff import Role


class Permission(StrEnum):
    """One thing a member of staff may do. The routes name it, the table below grants it."""

    SEE_TODAY = "see_today"
    SEE_CONFERENCES = "see_conferences"
    PLAN_CONFERENCE = "plan_conference"
    ANSWER_INVITATION = "answer_invitation"  # to a conference, of the own sending body
    SEE_ROSTER = "see_roster"
    SIT_AT_TABLE = "sit_at_table"  # of the own sending body, on the day of the conference
    MARK_ATTENDANCE = "mark_attendance"
    RUN_DOOR = "run_door"  # another number of somebody there, the end of the attendance
    PRINT_OFFICER_LIST = "print_officer_list"  # with year of birth and end of the number
    NAME_HELPERS = "name_helpers"  # who opens the door of one conference on its day
    OPEN_OWN_DOOR = "open_own_door"  # of the conference one was named for
    REGISTER_PERSON = "register_person"  # at the desk or from paper, for who is there
    SEARCH_PEOPLE = "search_people"
    SEE_CASE = "see_case"
    MOVE_CASE = "move_case"  # which move: cases.moves, by owner letter
    NOTE_CASE = "note_case"  # call outcomes, next step
    RECORD_FACT = "record_fact"  # records that gates ask for
    CORRECT_CASE = "correct_case"
    TAKE_OVER = "take_over"  # a case that climbed to one's own office
    UNMASK = "unmask"  # national id, flags; with a reason
    DECIDE_DUPLICATE = "decide_duplicate"
    ISSUE_CODE = "issue_code"  # a new slip code at the desk
    SEE_ABROAD = "see_abroad"  # check-ins and incidents of people in scope
    RECORD_ABROAD = "record_abroad"
    RECORD_RETURN = "record_return"  # plans, work at home, work across the border
    SET_LIMITS = "set_limits"  # of the overstay radar
    SEE_BODIES = "see_bodies"
    ENTER_BODY = "enter_body"
    MODERATE_RATINGS = "moderate_ratings"  # comments on bodies, before they are shown
    RATE_FOR_PERSON = "rate_for_person"  # what somebody abroad says on the phone
    ENTER_ORDER = "enter_order"
    APPROVE_ORDER = "approve_order"
    SEE_WARNINGS = "see_warnings"
    DRAFT_WARNING = "draft_warning"
    CHECK_WARNING = "check_warning"  # the second check, publishing, taking back
    SEE_MISSES = "see_misses"  # what is asked and not found: counts only
    SEE_COMPLAINTS = "see_complaints"  # which ones: complaints.queries
    HANDLE_COMPLAINT = "handle_complaint"
    SEE_PROFILES = "see_profiles"  # without a name; a licensed body asks through the centre
    SEE_CLASSES = "see_classes"
    RUN_CLASS = "run_class"  # a sending body its own, see training.scoping
    SEE_BODY_REPORTS = "see_body_reports"  # who left without a certificate
    DECIDE_BODY_REPORT = "decide_body_report"
    WORK_ON_LOANS = "work_on_loans"  # of the officer's own branch of the bank
    SEE_ADVICE = "see_advice"
    LOG_ADVICE = "log_advice"
    EXPORT_LISTS = "export_lists"  # of cases and people, masked; see intake.export_rules
    EXPORT_ROSTER = "export_roster"
    EXPORT_LOANS = "export_loans"
    EXPORT_UNMASKED = "export_unmasked"  # asks for it, or decides on another's
    IMPORT_LISTS = "import_lists"  # which kinds of lists: intake.kinds
    SEE_BOARD = "see_board"
    SEE_AUDIT = "see_audit"
    SEE_OWN_AUDIT = "see_own_audit"
    SEE_FACTS = "see_facts"  # facts marked "to be checked"
    SEE_CONTENT = "see_content"  # the province's texts with their drafts, facts that are due
    EDIT_CONTENT = "edit_content"
    PUBLISH_CONTENT = "publish_content"  # what somebody else wrote
    MANAGE_USERS = "manage_users"
    OWN_ACCOUNT = "own_account"


P = Permission
_EVERYONE = {P.OWN_ACCOUNT, P.SEE_OWN_AUDIT, P.SEE_TODAY}
_PERSONAL = {P.SEARCH_PEOPLE, P.SEE_CASE}
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.PLAN_CONFERENCE, P.SEE_ROSTER, P.MARK_ATTENDANCE}
        | {P.RUN_DOOR, P.PRINT_OFFICER_LIST, P.NAME_HELPERS}
        | {P.MOVE_CASE, P.NOTE_CASE, P.RECORD_FACT, P.CORRECT_CASE, P.UNMASK, P.REGISTER_PERSON}
        | {P.DECIDE_DUPLICATE, P.ISSUE_CODE, P.SEE_BODIES, P.SEE_BOARD, P.SEE_FACTS}
        | {P.SEE_ABROAD, P.RECORD_ABROAD, P.RECORD_RETURN, P.RATE_FOR_PERSON}
        | {P.SEE_CLASSES, P.SEE_ADVICE, P.LOG_ADVICE, P.IMPORT_LISTS}
        | {P.EXPORT_LISTS, P.EXPORT_ROSTER, P.SEE_WARNINGS, P.DRAFT_WARNING}
    ),
    Role.COUNSELLOR: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.PLAN_CONFERENCE, P.SEE_ROSTER, P.MARK_ATTENDANCE}
        | {P.RUN_DOOR, P.PRINT_OFFICER_LIST, P.NAME_HELPERS}
        | {P.MOVE_CASE, P.NOTE_CASE, P.RECORD_FACT, P.CORRECT_CASE, P.UNMASK, P.REGISTER_PERSON}
        | {P.DECIDE_DUPLICATE, P.SEE_BODIES, P.ENTER_BODY, P.ENTER_ORDER, P.SEE_BOARD}
        | {P.SEE_FACTS, P.SEE_ABROAD, P.RECORD_ABROAD, P.RECORD_RETURN, P.TAKE_OVER}
        | {P.MODERATE_RATINGS, P.RATE_FOR_PERSON}
        | {P.SEE_CLASSES, P.RUN_CLASS, P.SEE_BODY_REPORTS, P.DECIDE_BODY_REPORT}
        | {P.SEE_ADVICE, P.LOG_ADVICE, P.IMPORT_LISTS}
        | {P.SEE_WARNINGS, P.DRAFT_WARNING, P.CHECK_WARNING, P.SEE_MISSES}
        | {P.SEE_COMPLAINTS, P.HANDLE_COMPLAINT}
        | {P.SEE_CONTENT, P.EDIT_CONTENT, P.PUBLISH_CONTENT}
    ),
    Role.LEADER: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.PLAN_CONFERENCE, P.SEE_ROSTER, P.MOVE_CASE, P.CORRECT_CASE}
        | {P.UNMASK, P.SEE_BODIES, P.ENTER_BODY, P.APPROVE_ORDER, P.SEE_BOARD, P.SEE_FACTS}
        | {P.RECORD_FACT, P.REGISTER_PERSON, P.SEE_ABROAD, P.SET_LIMITS, P.TAKE_OVER}
        | {P.SEE_CLASSES, P.SEE_BODY_REPORTS, P.DECIDE_BODY_REPORT, P.SEE_ADVICE}
        | {P.EXPORT_LISTS, P.EXPORT_ROSTER, P.EXPORT_UNMASKED, P.IMPORT_LISTS}
        | {P.SEE_WARNINGS, P.DRAFT_WARNING, P.CHECK_WARNING, P.SEE_MISSES}
        | {P.SEE_COMPLAINTS, P.HANDLE_COMPLAINT}
        | {P.SEE_CONTENT, P.PUBLISH_CONTENT, P.PRINT_OFFICER_LIST}
    ),
    Role.AGENCY: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.ANSWER_INVITATION, P.SIT_AT_TABLE}
        | {P.MOVE_CASE, P.RECORD_FACT, P.CORRECT_CASE}
        | {P.SEE_BODIES, P.ENTER_ORDER, P.SEE_ABROAD, P.RECORD_ABROAD}
        | {P.SEE_PROFILES, P.SEE_CLASSES, P.RUN_CLASS, P.EXPORT_LISTS, P.IMPORT_LISTS}
    ),
    Role.BANK: frozenset(
        (_EVERYONE - {P.SEE_TODAY})
        | {P.WORK_ON_LOANS, P.SEE_CONFERENCES, P.SEE_BODIES, P.EXPORT_LOANS, P.IMPORT_LISTS}
    ),
    Role.AUDITOR: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.SEE_ROSTER, P.SEE_BODIES, P.SEE_BOARD, P.SEE_AUDIT, P.SEE_FACTS}
        | {P.SEE_ABROAD, P.SEE_CLASSES, P.SEE_BODY_REPORTS, P.SEE_ADVICE}
        | {P.SEE_WARNINGS, P.SEE_MISSES, P.SEE_COMPLAINTS, P.SEE_CONTENT, P.PRINT_OFFICER_LIST}
    ),
    Role.ADMIN: frozenset({P.OWN_ACCOUNT, P.SEE_OWN_AUDIT, P.SEE_AUDIT, P.MANAGE_USERS}),
    Role.DOOR: frozenset(
        {P.OWN_ACCOUNT, P.SEE_OWN_AUDIT, P.OPEN_OWN_DOOR, P.SEE_ROSTER, P.MARK_ATTENDANCE}
    ),
}
"""The table of trust.md. The admin sees no personal data; the auditor writes nothing, the bank
writes loans of its own branch. Its day begins on their list, which is its Today. A helper at the
door has no scope at all: one conference on its day (conferences/door_days.py, ADR 033)."""
