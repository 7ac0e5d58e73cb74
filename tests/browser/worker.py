"""A worker at a phone, 360 x 640, without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page, Response


@dataclass
class Worker:
    """One phone; it remembers each page that it was shown, by its heading."""

    page: Page
    shown: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, page: Page) -> Worker:
        worker = cls(page)
        page.on("response", worker._note)
        return worker

    def _note(self, answer: Response) -> None:
        if answer.request.resource_type == "document" and answer.status == 200:
            self.shown.append(answer.url)

    def press(self) -> None:
        """The first button of the page's form goes on."""
        self.page.click("main form button >> nth=0")
        self.page.wait_for_load_state()

    @property
    def progress(self) -> str:
        return self.page.inner_text("p.progress")

    @property
    def headings(self) -> int:
        return self.page.locator("h1").count()
