"""Every unique rule of the database: where a form meets its sentence, or why none can."""

from __future__ import annotations

import ast
from functools import cache

import pytest
import sqlalchemy as sa

from jobfair.config import ROOT
from jobfair.models import Base

TWICE = "tests/house/test_twice.py::"
CASES, AGENCIES, DOOR = "tests/cases/", "tests/agencies/", "tests/door/"
PROFILES = "tests/profiles/"
PAPERS = "tests/papers/"
COMPLAINTS = "tests/complaints/"
ABROAD = "tests/abroad/"
MONEY = "tests/money/"
REGISTER = "tests/registration/"
TRAINING = "tests/training/"
CONTENT = "tests/content/"
ACCOUNTS = "tests/accounts/test_administration.py::"
PACK = "internal: rows of a province pack, which is checked before it is loaded"
RANDOM = "internal: made at random by the product, at least 96 bits"

TESTED = {
    # what a worker's form can meet
    "uq_registration_form_key": REGISTER
    + "test_send_once.py::test_a_double_click_is_one_registration",
    "uq_registration_receipt": "internal: an HMAC of the registration's own random id",
    "uq_registration_slip_code": "internal: drawn at random, again when taken once (writing)",
    "uq_registration_person_conference": "internal: each sending makes a person of its own",
    "uq_registration_waiting_no": "internal: no form takes a place in line yet",
    "uq_paper_row_conference_id_sheet_row": REGISTER
    + "test_paper_sheet.py::test_two_officers_at_once_have_sheets_of_their_own",
    "uq_conference_cost_act_key": "tests/conferences/test_costs.py::"
    "test_an_amount_sent_twice_is_entered_once",
    "uq_sheet_photo_act_key": REGISTER
    + "test_sheet_photos.py::test_a_photo_sent_twice_is_kept_once",
    "uq_paper_row_slip_code": "internal: drawn at random, again when taken (CODE_TRIES)",
    "uq_sms_inbound_message_id": REGISTER
    + "test_sms.py::test_a_delivery_twice_is_one_message_with_one_reply",
    "uq_audio_clip_current": "tests/guide/test_speech.py::"
    "test_other_words_are_not_offered_and_the_new_recording_retires_the_old",
    "uq_audio_clip_waiting": CONTENT
    + "test_recordings.py::test_two_who_record_at_once_are_told_of_one_another",
    # the person and the case
    "uq_person_national_id_hmac": CASES + "test_sight.py::test_two_people_with_one_number",
    "uq_person_phone_person_id_e164": TWICE + "test_one_number_twice_is_one_phone",
    "uq_person_flag_person_id_flag_year": TWICE + "test_one_household_twice_is_one_flag",
    "uq_duplicate_pair_person_a_person_b": CASES + "test_sight.py::test_two_people_with_one_number",
    "uq_case_file_open": CASES + "test_reopen.py::test_not_beside_another_open_case_of_the_person",
    "uq_case_event_act_key": CASES
    + "test_two_at_once.py::test_the_same_form_sent_twice_is_one_move",
    "uq_case_event_case_id_seq": CASES
    + "test_two_at_once.py::test_the_slower_officer_is_told_who_changed_what",
    "uq_case_record_act_key": CASES
    + "test_records.py::test_each_kind_is_written_by_its_owners_only",
    "uq_payment_act_key": TWICE + "test_one_payment_sent_twice_is_one",
    # life abroad and after
    "uq_stay_abroad_placement_id": "internal: derived from the case's steps, never from a form",
    "uq_check_in_placement_id_day": ABROAD + "test_check_ins.py::"
    "test_a_correction_takes_the_check_ins_back_and_a_new_exit_plans_them_again",
    "uq_check_in_answer_act_key": ABROAD
    + "test_check_ins.py::test_one_answer_counts_once_and_the_next_hears_who_was_faster",
    "uq_incident_act_key": ABROAD
    + "test_check_ins.py::test_the_worker_answers_what_is_due_and_help_is_an_incident",
    "uq_incident_step_act_key": ABROAD
    + "test_check_ins.py::test_the_worker_answers_what_is_due_and_help_is_an_incident",
    "uq_return_plan_act_key": ABROAD
    + "test_returns.py::test_six_months_before_the_end_the_plan_is_asked_once",
    "uq_return_plan_placement_id": ABROAD
    + "test_returns.py::test_six_months_before_the_end_the_plan_is_asked_once",
    "uq_job_check_act_key": ABROAD
    + "test_returns.py::test_work_needs_a_proof_and_a_day_that_has_come",
    "uq_job_check_placement_id_months": ABROAD
    + "test_returns.py::test_a_corrected_return_takes_its_checks_back",
    "uq_radar_limit_market_code_programme_code": ABROAD
    + "test_pages.py::test_the_leader_sets_a_limit_with_its_source",
    "uq_border_work_act_key": ABROAD + "test_border.py::test_the_same_form_twice_is_one_group",
    # money of a case
    "uq_contract_terms_placement_id": MONEY
    + "test_payment.py::test_the_terms_of_the_contract_change_the_cap",
    "uq_promise_act_key": MONEY + "test_promises.py::test_a_promise_sent_twice_is_one",
    "uq_day30_answer_placement_id": MONEY
    + "test_promises.py::test_day_30_is_answered_once_a_placement",
    "uq_day30_answer_act_key": MONEY + "test_promises.py::test_day_30_is_answered_once_a_placement",
    "uq_promise_check_placement_id_against": MONEY
    + "test_promises.py::test_a_worse_contract_opens_one_task",
    "uq_loan_act_act_key": MONEY + "test_loans.py::test_the_same_tap_sent_twice_is_one_act",
    "uq_support_item_act_key": MONEY + "test_support.py::test_an_item_sent_twice_is_one",
    "uq_paper_person_placement_kind": CASES
    + "test_records.py::test_a_paper_is_one_row_that_is_kept_up",
    "uq_placement_open": CASES
    + "test_gates.py::test_a_closed_gate_refuses_and_says_what_is_missing",
    "uq_departure_placement_id": CASES
    + "test_correct.py::test_a_departure_is_undone_and_can_be_counted_again",
    "uq_saved_filter_user_id_name": CASES
    + "test_filters.py::test_a_name_that_is_taken_takes_the_new_address",
    "uq_handover_open": CASES
    + "test_handover.py::test_a_case_is_offered_once_however_often_it_is_sent",
    "uq_handover_act_key": CASES
    + "test_handover.py::test_a_case_is_offered_once_however_often_it_is_sent",
    "uq_person_merge_gone": CASES
    + "test_merge.py::test_a_double_click_and_a_second_form_join_once",
    "uq_person_merge_act_key": CASES
    + "test_merge.py::test_a_double_click_and_a_second_form_join_once",
    "uq_export_file_act_key": "tests/intake/test_export_rules.py::test_one_press_twice_is_one_list",
    "uq_bulk_move_act_key": CASES
    + "test_bulk.py::test_a_double_click_and_a_lost_answer_repeat_nothing",
    "uq_task_key": CASES + "test_two_at_once.py::test_the_refund_is_asked_for_once",
    "uq_escalation_case_id_stage_since_rung": CASES
    + "test_escalation.py::test_the_database_itself_refuses_a_second_time",
    "uq_holiday_day": CASES + "test_holidays.py::test_a_day_stands_once",
    # the door
    "uq_attendance_registration_id": DOOR
    + "test_attendance.py::test_two_officers_who_tap_the_same_person_leave_her_present",
    "uq_conference_guest_booth": "tests/conferences/test_booths.py::"
    "test_one_number_twice_is_refused_and_what_was_typed_stays",
    "uq_interest_registration_id_guest_id": DOOR
    + "test_interest.py::test_acts_in_any_order_and_twice_end_alike",
    "uq_interview_slot_guest_id_starts_at": DOOR
    + "test_slots.py::test_two_officers_who_make_hours_at_one_table_make_none_twice",
    "uq_attendance_act_id": DOOR + "test_attendance.py::test_the_same_tap_sent_five_times_is_one",
    # classes
    "uq_training_class_act_key": TRAINING
    + "test_classes.py::test_the_same_form_sent_twice_is_one_class",
    "uq_class_day_class_id_on_date": TRAINING
    + "test_classes.py::test_a_change_keeps_marked_days_and_people_in_it",
    "uq_enrolment_class_id_case_id": TRAINING
    + "test_classes.py::test_who_is_put_in_waits_no_more_and_stands_once",
    "uq_class_attendance_enrolment_id_day_id": TRAINING
    + "test_classes.py::test_a_tap_says_the_state_that_is_wanted",
    "uq_body_report_departure_id": TRAINING
    + "test_body_report.py::test_a_fact_without_the_certificate_opens_exactly_one_report",
    "uq_advice_contact_act_key": "tests/counselling/test_log.py::"
    "test_the_same_form_sent_twice_is_one_talk",
    "uq_advice_contact_case_key": RANDOM,
    # the ministry's list, ratings
    "uq_licence_list_batch_id": "tests/intake/test_licence_list.py::"
    "test_two_presses_and_two_officers_write_once",
    "uq_licence_list_change_list_id_number": "tests/intake/test_licence_list.py::"
    "test_two_presses_and_two_officers_write_once",
    "uq_body_rating_placement_id_topic": "tests/ratings/test_rate.py::"
    "test_answers_are_given_changed_and_withdrawn",
    "uq_rating_comment_placement_id": "tests/ratings/test_rate.py::"
    "test_a_comment_is_seen_only_after_a_counsellor",
    # profiles without a name
    "uq_job_profile_act_key": PROFILES + "test_show_a_profile.py::test_the_same_key_shows_it_once",
    "uq_job_profile_open": PROFILES
    + "test_show_a_profile.py::test_a_renewed_profile_has_another_id",
    "uq_profile_ask_act_key": PROFILES
    + "test_ask_through_the_centre.py::test_asking_twice_is_one_ask",
    "uq_profile_ask_open": PROFILES
    + "test_ask_through_the_centre.py::test_asking_twice_is_one_ask",
    # papers and households
    "uq_paper_rule_paper_programme_code_market_code_valid_from": PACK,
    "uq_paper_file_act_key": PAPERS + "test_files.py::test_several_pages_are_kept_all_or_none",
    "uq_paper_upload_act_key": PAPERS + "test_uploads.py::test_lost_answers_cost_nothing",
    "uq_household_member_act_key": PAPERS + "test_household.py::test_a_member_is_added_once",
    # conferences
    "uq_conference_slug": "tests/conferences/test_plan.py::"
    "test_the_second_on_one_day_takes_a_suffix",
    "uq_conference_guest_body_order": TWICE + "test_one_guest_chosen_twice_comes_once",
    # bodies and orders
    "uq_sending_body_slug": AGENCIES
    + "test_enter_body.py::test_two_bodies_of_one_name_have_two_addresses",
    "uq_sending_body_licence_number": AGENCIES
    + "test_enter_body.py::test_a_licence_number_belongs_to_one_body",
    "uq_licence_event_document": AGENCIES
    + "test_licence_documents.py::test_a_document_stands_once",
    "uq_body_contact_value": AGENCIES
    + "test_licence_documents.py::test_a_contact_of_another_body_is_named",
    "uq_introduction_body_id_decision_no": AGENCIES
    + "test_licence_documents.py::test_an_introduction_stands_once_and_ends",
    "uq_job_order_code": TWICE + "test_an_order_code_that_is_taken_is_said",
    # complaints and warnings
    "uq_complaint_number": "internal: drawn at random, again when it is taken",
    "uq_complaint_form_key": COMPLAINTS + "test_send.py::test_a_double_click_is_one_complaint",
    "uq_complaint_receipt": "internal: an HMAC of the complaint's own random id",
    "uq_complaint_event_act_key": COMPLAINTS
    + "test_handle.py::test_two_officers_at_once_and_a_double_click",
    "uq_complaint_file_act_key": COMPLAINTS
    + "test_follow.py::test_pictures_are_drawn_anew_sealed_and_at_most_five",
    "uq_scam_warning_slug": AGENCIES
    + "test_warnings.py::test_two_titles_alike_have_two_addresses_and_a_number_stands_once",
    "uq_scam_warning_act_key": AGENCIES + "test_warnings.py::test_a_draft_sent_twice_is_one",
    "uq_scam_mark_warning_id_kind_value_normalised": AGENCIES
    + "test_warnings.py::test_two_titles_alike_have_two_addresses_and_a_number_stands_once",
    # lists that come in
    "uq_import_batch_act_key": "tests/intake/test_people.py::test_a_double_click_sends_one_file",
    "uq_import_columns_office_id_kind": "tests/intake/test_people.py::"
    "test_the_offices_next_file_knows_its_headings",
    "uq_import_row_batch_id_number": "internal: lines of one file, numbered by the reader",
    # staff
    "uq_user_account_username_folded": ACCOUNTS
    + "test_a_wrong_account_is_refused_and_nothing_typed_is_lost",
    "uq_role_grant_open": ACCOUNTS + "test_a_role_is_given_and_ended",
    "uq_office_kind_name": TWICE + "test_an_office_that_is_there_is_said",
    "uq_login_session_token_hash": RANDOM,
    # the machine room
    "uq_outbox_message_key": "tests/messages/test_outbox.py::test_the_same_key_is_written_once",
    "uq_audit_event_seq": "tests/messages/test_audit_chain.py::test_a_seal_is_put_on_once",
    # reference data
    "uq_commune_code_valid_from": PACK,
    "uq_commune_tile": "tests/provinces/test_load_pack.py::"
    "test_two_communes_change_places_on_the_map",
    "uq_commune_successor_old_code_new_code_from_day": PACK,
    "uq_conference_step_code_valid_from": PACK,
    "uq_consent_text_purpose_version_lang": PACK,
    "uq_fee_rule_rule_id_kind_market_code_scope_en_valid_from": PACK,
    "uq_programme_rule_programme_code_kind_condition_valid_from": PACK,
    "uq_reason_code_stage_code": PACK,
    "uq_statistic_area_period_indicator_market_code": PACK,
    "uq_support_amount_item_valid_from": PACK,
    "uq_target_unit_year_market_code_basis_indicator": PACK,
    # the province's own texts and facts as they change; a day that is taken is refused before
    "uq_guide_text_page_subject_topic_position_valid_from": CONTENT
    + "test_facts.py::test_what_the_guide_says_changes_from_a_day_on",
    "uq_programme_need_programme_code_question_valid_from": CONTENT
    + "test_facts.py::test_where_the_table_knows_days_the_old_row_ends_and_a_new_one_begins",
    "uq_public_text_slot": CONTENT + "test_write.py::test_two_begin_the_same_text",
    "uq_public_text_version_text_id_number": CONTENT + "test_write.py::"
    "test_two_at_once_the_slower_one_sees_what_differs_and_loses_nothing",
    "uq_public_text_version_act_key": CONTENT
    + "test_write.py::test_the_same_sending_twice_is_one_version",
    "uq_fact_value_act_key": CONTENT
    + "test_facts.py::test_a_new_wage_holds_once_another_has_published_it",
    "uq_fact_value_waiting": CONTENT
    + "test_facts.py::test_a_new_wage_holds_once_another_has_published_it",
    "uq_fact_check_table_name_row_key_checked_on": CONTENT
    + "test_facts.py::test_still_right_in_one_tap_and_twice_is_once",
}
"""Name of the constraint -> the test of its sentence, or 'internal: ' and the reason."""


def unique_rules() -> set[str]:
    """The names of every unique constraint and unique index of the models."""
    found = set()
    for table in Base.metadata.sorted_tables:
        found |= {str(c.name) for c in table.constraints if isinstance(c, sa.UniqueConstraint)}
        found |= {str(index.name) for index in table.indexes if index.unique}
    return found


def test_every_unique_rule_is_answered_for() -> None:
    assert sorted(unique_rules() - set(TESTED)) == [], "say where its sentence is tested"
    assert sorted(set(TESTED) - unique_rules()) == [], "these are gone"


@cache
def _functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", sorted(TESTED))
def test_the_named_test_is_there(name: str) -> None:
    where = TESTED[name]
    if where.startswith("internal: "):
        assert len(where.split()) >= 5, "say why no form can reach it"
        return
    path, _colons, function = where.partition("::")
    assert function in _functions(path), where
