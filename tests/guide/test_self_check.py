"""The self-check: six coarse answers, reasons, never a refusal, nothing kept."""

from __future__ import annotations

from datetime import date
from itertools import product
from urllib.parse import urlencode

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.guide import queries
from jobfair.guide.self_check import AGES, QUESTIONS, SKIP, Fit, matches, read_answers
from jobfair.lib.clock import today
from jobfair.models import Programme, ProgrammeNeed
from tests.checked_client import CheckedClient, Page

LOOKING = {
    "tuoi": "21-24",
    "hoc": "lower",
    "tieng": "none",
    "viec": "factory",
    "thoi-gian": "long",
    "tien": "loan",
}


def ask(visitor: CheckedClient, prefix: str = "", **answers: str) -> Page:
    return visitor.page(f"{prefix}/phu-hop?{urlencode(answers)}")


def suggested(page: Page, section: str) -> list[str]:
    return [
        a.get("href").rpartition("/")[2] for a in page.css(f"[aria-labelledby='{section}'] h3 a")
    ]


def test_six_questions_one_after_the_other(visitor: CheckedClient) -> None:
    address, seen = "/phu-hop", []
    for _question in QUESTIONS:
        page = visitor.page(address)
        seen.append(page.text("main h1"))
        form = page.one("main form")
        assert form.get("method") == "get"
        button = page.css("main form button")[1]
        sent = page.form() | {button.get("name"): button.get("value")}
        address = f"/phu-hop?{urlencode(sent)}"
    assert len(set(seen)) == 6
    assert visitor.page(address).text("main h1") == "Có thể hợp với bạn"


def test_what_fits_comes_with_its_reasons(visitor: CheckedClient) -> None:
    page = ask(visitor, **LOOKING)
    assert suggested(page, "hop")[:2] == ["JP-TITP", "TW-FACTORY"]
    why = page.text("section[aria-labelledby='ct-jp-titp'] .ticks")
    assert "Tuổi: 18–35 tuổi" in why
    assert "Học vấn: Tốt nghiệp THCS" in why
    assert "JP-IM" in suggested(page, "gan")  # upper secondary school is missing
    assert "giáo dục thường xuyên" in page.text("section[aria-labelledby='ct-jp-im']")


def test_no_combination_of_answers_is_refused(app: Flask) -> None:
    """Skipped or the first answer of each question, at three ages: always some programme."""
    with app.app_context():
        programmes, day = queries.list_programmes(), today()
        rest = [["bo-qua", *question.answers] for question in QUESTIONS[1:]]
        keys = [question.key for question in QUESTIONS]
        for age in ("17", "25-30", "51"):
            for others in product(*(answers[:2] for answers in rest)):
                found = matches(programmes, dict(zip(keys, (age, *others), strict=True)), day)
                assert found


def test_an_empty_result_says_what_to_do_and_whom_to_call(visitor: CheckedClient) -> None:
    answers = {"tuoi": "51", "hoc": "primary", "tieng": "none"}
    page = ask(visitor, **answers, viec="sea", **{"thoi-gian": "mid"}, tien="none")
    assert page.css(".notice.mind")
    assert "không phải là từ chối" in page.text(".notice.mind")
    assert suggested(page, "gan")
    assert page.css("a.btn[href^='tel:']")


def test_below_eighteen_hears_when_and_what_until_then(visitor: CheckedClient) -> None:
    page = ask(visitor, **(LOOKING | {"tuoi": "17"}))
    assert "Từ 18 tuổi" in page.text(".notice.mind")
    assert not suggested(page, "hop")


def test_an_age_partly_inside_is_unknown_not_refused(app: Flask) -> None:
    with app.app_context():
        found = matches(queries.list_programmes(), {"age": "36-40"}, today())
        eps = next(match for match in found if match.programme.code == "KR-E9")
        assert eps.programme.age_max == 39
        assert eps.reasons[0].fit is Fit.UNKNOWN


def test_a_need_without_answers_is_said_to_be_unknown(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        db.session.query(ProgrammeNeed).filter_by(
            programme_code="JP-TITP", question="schooling"
        ).update({"fits": ""})
        db.session.commit()
    page = ask(visitor, **LOOKING)
    assert "Chưa rõ: Học vấn" in page.text("section[aria-labelledby='ct-jp-titp']")


def test_a_programme_that_takes_nobody_any_more_is_not_suggested(app: Flask) -> None:
    with app.app_context():
        db.session.query(Programme).filter_by(code="JP-TITP").update(
            {"accepts_until": date(2020, 1, 1)}
        )
        codes = [match.programme.code for match in matches(queries.list_programmes(), {}, today())]
        assert "JP-TITP" not in codes
        db.session.rollback()


@pytest.mark.parametrize("wrong", ["", "30", "x" * 500, "\x00", "=HYPERLINK(1)", "21-24 "])
def test_what_is_no_answer_is_asked_again(visitor: CheckedClient, wrong: str) -> None:
    page = ask(visitor, tuoi=wrong)
    assert page.status == 200
    assert page.text("main h1") == "Bạn bao nhiêu tuổi?"


def test_nothing_personal_is_asked_and_nothing_is_kept(visitor: CheckedClient) -> None:
    answer = visitor.get(f"/phu-hop?{urlencode(LOOKING)}")
    assert "Set-Cookie" not in answer.headers
    page = visitor.page("/phu-hop")
    assert not page.css("main input:not([type=hidden])")
    assert "không hỏi bệnh" in page.text("main")


def test_answers_are_few_and_coarse() -> None:
    assert read_answers({"tuoi": "23", "hoc": SKIP}) == {"schooling": SKIP}
    assert all(oldest - youngest >= 2 for youngest, oldest in AGES.values())


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_answer_has_both_languages_and_leads_on(visitor: CheckedClient, prefix: str) -> None:
    page = ask(visitor, prefix, **LOOKING)
    links = {a.get("href") for a in page.css("main a")}
    assert f"{prefix}/chi-phi?programme=JP-TITP" in links
    assert f"{prefix}/hoi-nghi?thi-truong=JP" in links
