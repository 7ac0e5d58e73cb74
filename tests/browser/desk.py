"""A member of staff at a browser: the pages and presses of a case, by their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import BrowserContext, Page, Response

from tests.browser.conftest import DESK, Open, sign_in

Typed = dict[str, str]


@dataclass
class Desk:
    """One signed-in browser; ``case`` is the address of the case once it was found."""

    page: Page
    case: str = ""

    @classmethod
    def of(cls, open_browser: Open, username: str, *, js: bool = False) -> Desk:
        """Sign in by the form."""
        context: BrowserContext = open_browser(js=js, size=DESK)
        return cls(sign_in(context, username))

    def go(self, path: str) -> int:
        """Open an address; give the status."""
        answer = self.page.goto(path)
        assert answer is not None
        return answer.status

    def fill(self, typed: Typed) -> None:
        """Fill fields of the page's form by their names: text, choice, box or list."""
        for name, value in typed.items():
            found = self.page.locator(f"main [name={name}]")
            kind = found.first.get_attribute("type")
            if found.first.evaluate("e => e.tagName") == "SELECT":
                found.select_option(value)
            elif kind == "radio":
                self.page.check(f"main [name={name}][value='{value}']")
            elif kind == "checkbox":
                found.first.check()
            else:
                found.first.fill(value)

    def send(self, typed: Typed | None = None) -> int:
        """Fill the page's form and press its first button; give the status of the answer."""
        self.fill(typed or {})
        with self.page.expect_response(_is_page) as answered:
            self.page.click("main form[method=post] button >> nth=0")
        status = answered.value.status
        self.page.wait_for_load_state()
        return status

    def form(self, ending: str, typed: Typed) -> int:
        """Open a form of the case and send it; 303 is success."""
        assert self.go(f"{self.case}/{ending}") == 200, ending
        return self.send(typed)

    def step(self, to: str, **typed: str) -> int:
        """Make a step on its own page; give the status of the answer."""
        assert self.go(f"{self.case}/chuyen/{to}") == 200, to
        return self.send(typed)

    def record(self, kind: str, text: str) -> None:
        """A dated record that a gate asks for."""
        assert self.form(f"ghi/{kind}", {"text": text}) == 303

    def paper(self, kind: str, issued: date, until: date | None = None) -> None:
        """A paper that was checked."""
        typed = {"state": "checked", "issued_on": shown(issued)}
        if until is not None:
            typed["valid_to"] = shown(until)
        assert self.form(f"giay-to/{kind}", typed) == 303

    def may_step(self, to: str) -> int:
        """What opening the page of a step answers."""
        return self.go(f"{self.case}/chuyen/{to}")

    @property
    def text(self) -> str:
        return " ".join(self.page.inner_text("main").split())


def shown(day: date) -> str:
    """A day as the date fields take it."""
    return day.isoformat()


def _is_page(answer: Response) -> bool:
    return answer.request.method == "POST"
