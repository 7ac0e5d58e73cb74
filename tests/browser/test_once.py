"""One person, one seat, one slip: whatever a browser does with the form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import TakePhone
from tests.browser.phones import START, fill, found, press, step_on
from tests.live import Live

pytestmark = pytest.mark.browser

TEN_TIMES = """async () => {
  const form = document.querySelector('main form');
  const body = new URLSearchParams(new FormData(form));
  const send = () => fetch(location.href, { method: 'POST', body }).then(answer => answer.url);
  return Promise.all(Array.from({ length: 10 }, send));
}"""


def receipt(page: Page) -> str:
    page.wait_for_url("**/phieu/nhan/*")
    return page.url


def slip_code(page: Page) -> str:
    assert page.locator(".code").count() == 1
    return page.inner_text(".code").replace(" ", "")


@pytest.mark.parametrize("js", [False, True])
def test_the_form_with_and_without_a_script(phone: TakePhone, live: Live, js: bool) -> None:
    page, name = phone(js=js), f"Thào Thị Một {'Có' if js else 'Không'}"
    page.goto(START)
    step_on(page, name, 6)
    receipt(page)
    assert [row.slip_code for row in found(live, name)] == [slip_code(page)]


@pytest.mark.parametrize("js", [False, True])
def test_back_from_done_leads_to_done(phone: TakePhone, live: Live, js: bool) -> None:
    page, name = phone(js=js), f"Thào Thị Lui {'Có' if js else 'Không'}"
    page.goto(START)
    step_on(page, name, 6)
    done = receipt(page)
    page.go_back()
    if page.url != done:  # the page of before, as the browser had it: sent once more
        fill(page, name)
        press(page)
    assert receipt(page) == done
    page.reload()
    assert page.url == done
    assert len(found(live, name)) == 1


def test_two_tabs_with_one_form_are_one_registration(phone: TakePhone, live: Live) -> None:
    page, name = phone(), "Thào Thị Hai Trang"
    page.goto(START)
    step_on(page, name, 5)
    other = page.context.new_page()
    other.goto(page.url)
    step_on(page, name, 1)
    step_on(other, name, 1)
    assert receipt(page) == receipt(other)
    assert slip_code(page) == slip_code(other)
    assert len(found(live, name)) == 1


def test_ten_sendings_at_once_are_one_registration(phone: TakePhone, live: Live) -> None:
    page, name = phone(), "Thào Thị Mười Lần"
    page.goto(START)
    step_on(page, name, 5)
    fill(page, name)
    came = page.evaluate(TEN_TIMES)
    assert len(came) == 10
    assert len(set(came)) == 1
    page.goto(came[0])
    assert [row.slip_code for row in found(live, name)] == [slip_code(page)]


def test_two_forms_are_two_people(phone: TakePhone, live: Live) -> None:
    """One phone serves a family: nothing of the first stands in the form of the second."""
    page = phone()
    names = ("Thào Thị Mẹ Mẫu", "Thào Thị Con Mẫu")
    came = []
    for name in names:
        page.goto(START)
        step_on(page, name, 1)
        assert page.input_value("input[name=name]") == ""
        step_on(page, name, 5)
        came.append(receipt(page))
    assert came[0] != came[1]
    assert [len(found(live, name)) for name in names] == [1, 1]
