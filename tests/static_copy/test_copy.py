"""The public site as plain files: whole, without a form, refused where it would harm."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from flask import Flask
from lxml import html

from jobfair.lib.clock import now
from jobfair.static_copy import daily, export
from jobfair.static_copy.export import MARK, Broken, Copy, NotOurs, finish, swap
from jobfair.static_copy.places import Address, Places, file_of, way
from jobfair.static_copy.rewriting import rewrite
from tests.checked_client import check_html
from tests.static_copy.conftest import ADDRESS

KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".csv": "text/csv",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".ics": "text/calendar",
    ".atom": "application/atom+xml",
    ".pdf": "application/pdf",
}
KNOWN_TO_FEW = {".ics", ".atom"}  # a server without these in its list sends bytes


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_every_public_page_is_there_in_both_languages(copied: Path) -> None:
    for place in (
        *("", "hoi-nghi/muong-la-1/", "doanh-nghiep/cong-ty-mau-canh-chim-nui/"),
        *("doanh-nghiep/", "don-hang/MAU-JP-01/", "don-hang/MAU-TW-01/", "thi-truong/JP-TITP/"),
        *("kiem-tra/", "chi-phi/", "so-lieu/", "du-lieu/", "tim/", "ban-sao/", "quyen-rieng-tu/"),
    ):
        assert (copied / f"{place}index.html").is_file(), place
        assert (copied / f"en/{place}index.html").is_file(), place
    for name in ("hoi-nghi.ics", "hoi-nghi.atom", "hoi-nghi.json", "doanh-nghiep.csv"):
        assert (copied / name).is_file()
    assert (copied / "hoi-nghi/muong-la-1.ics").is_file()


def test_every_link_leads_to_a_file_with_its_kind(copied: Path, served: str) -> None:
    connection = HTTPConnection(urlsplit(served).netloc)
    kinds: dict[str, str] = {}
    for path in pages(copied):
        at = f"{served}/{path.relative_to(copied).as_posix()}"
        for _element, _name, link, _place in html.parse(path).getroot().iterlinks():
            target = urldefrag(urljoin(at, link)).url
            if target.startswith(served) and target not in kinds:
                connection.request("GET", target.removeprefix(served))
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 200, (link, path)
                kinds[target] = str(answer.getheader("Content-Type"))
            assert target.startswith(
                (served, ADDRESS, "tel:", "sms:", "mailto:", "https://", "http://schema")
            )
    assert len(kinds) > 60
    for target, kind in kinds.items():
        ending = os.path.splitext(urlsplit(target).path)[1]
        allowed = [KINDS[ending]]
        if ending in KNOWN_TO_FEW:
            allowed.append("application/octet-stream")
        assert kind.partition(";")[0] in allowed, target


def test_nothing_can_be_sent_and_no_staff_page_is_named(copied: Path) -> None:
    for path in pages(copied):
        text = path.read_text(encoding="utf-8")
        check_html(text)
        page = html.fromstring(text)
        assert not page.cssselect("form, input, select, textarea, script[src]"), path
        assert "/can-bo" not in text, path
        assert len(page.cssselect("h1")) == 1, path
        assert page.cssselect("main .notice a[href^='tel:']"), path
    for path in copied.rglob("*"):
        assert "can-bo" not in path.name
        assert "phieu" not in path.name
        assert not path.name.endswith(("dang-ky", "goi-lai"))


def test_a_form_became_a_panel_and_a_slip_a_page_to_call(copied: Path) -> None:
    check = html.parse(copied / "kiem-tra/index.html").getroot()
    assert "Việc này làm qua điện thoại" in check.cssselect("main")[0].text_content()
    show = html.parse(copied / "hoi-nghi/muong-la-1/index.html").getroot()
    links = [a.get("href") for a in show.cssselect("main a")]
    assert "../../ban-sao/index.html" in links
    assert "Bản sao lúc" in show.cssselect("main .notice")[0].text_content()
    english = html.parse(copied / "en/hoi-nghi/muong-la-1/index.html").getroot()
    assert "A copy of" in english.cssselect("main .notice")[0].text_content()
    assert "../../ban-sao/index.html" in [a.get("href") for a in english.cssselect("main a")]


def test_the_living_site_stays_named(copied: Path) -> None:
    page = html.parse(copied / "doanh-nghiep/index.html").getroot()
    assert page.cssselect("link[rel=canonical]")[0].get("href") == f"{ADDRESS}/doanh-nghiep"
    [row, *_more] = json.loads((copied / "doanh-nghiep.json").read_text("utf-8"))["agencies"]
    assert row["page"].startswith(f"{ADDRESS}/doanh-nghiep/")
    assert json.loads((copied / MARK).read_text("utf-8"))["of"] == ADDRESS


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy that begins and ends with one page."""
    monkeypatch.setattr(export, "FIRST", ("/quyen-rieng-tu",))
    monkeypatch.setattr(export, "links_of", lambda _page: [])


@pytest.mark.usefixtures("first")
def test_a_foreign_folder_is_refused_and_left_alone(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("của tôi", encoding="utf-8")
    with pytest.raises(NotOurs):
        Copy(app, tmp_path, "", now())
    link = tmp_path / "lien-ket"
    link.symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(NotOurs):
        Copy(app, link, "", now())
    with pytest.raises(NotOurs):
        Copy(app, tmp_path / "thu.txt", "", now())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lien-ket", "thu.txt"]


@pytest.mark.usefixtures("first")
def test_an_earlier_copy_gives_way_only_to_a_whole_one(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    finish(Copy(app, folder, "", now()))
    old = folder / "cu.html"
    old.write_text("cũ", encoding="utf-8")
    answer = app.response_class(status=503)
    app.extensions["jobfair_page_cache"].clear()
    with monkeypatch.context() as broken:
        broken.setitem(app.view_functions, "privacy.notice", _public(lambda: answer))
        with pytest.raises(Broken):
            finish(Copy(app, folder, "", now()))
    assert old.exists()
    finish(Copy(app, folder, "", now()))
    assert not old.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _public(view):  # type: ignore[no-untyped-def]
    view.access = "public"
    return view


def test_what_a_killed_run_left_goes_after_a_day(tmp_path: Path) -> None:
    old, young = tmp_path / ".site.1.new", tmp_path / ".site.2.new"
    for folder in (old, young, tmp_path / ".khac.1.new"):
        folder.mkdir()
    os.utime(old, (0, 0))
    os.utime(tmp_path / ".khac.1.new", (0, 0))
    export.tidy(tmp_path / "site")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".khac.1.new", ".site.2.new"]


def test_a_folder_filled_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    new, target = tmp_path / "new", tmp_path / "site"
    new.mkdir()
    target.mkdir()
    (target / "thu.txt").touch()
    with pytest.raises(NotOurs):
        swap(new, target)
    assert (target / "thu.txt").exists()


@pytest.mark.usefixtures("first")
def test_the_command_says_what_it_wrote_and_what_it_refuses(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner()
    said = run.invoke(args=["static", "export", str(tmp_path / "site")])
    assert said.exit_code == 0
    assert "1 pages" in said.output
    page = (tmp_path / "site/quyen-rieng-tu/index.html").read_text("utf-8")
    assert "canonical" not in page  # nobody said where the living site is
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac/thu.txt").touch()
    said = run.invoke(args=["static", "export", str(tmp_path / "khac")])
    assert said.exit_code == 1
    assert MARK in said.output
    said = run.invoke(args=["static", "export", str(tmp_path / "a"), "--address", "example.com"])
    assert said.exit_code == 1


@pytest.mark.usefixtures("first")
def test_the_worker_copies_once_a_night(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = app.config["SETTINGS"]
    with app.app_context():
        assert daily.copy_site(lambda: False) is False  # no folder is named
    folder = tmp_path / "site"
    changed = {**vars(settings), "copy_folder": str(folder)}
    monkeypatch.setitem(app.config, "SETTINGS", type(settings)(**changed))
    monkeypatch.setattr(daily, "_failed", [])
    with app.app_context():
        while daily.copy_site(lambda: False):
            pass
    assert (folder / MARK).is_file()
    assert not daily.is_due(folder, now())
    assert daily.is_due(folder, now() + timedelta(days=1))


def test_addresses_and_files(app: Flask) -> None:
    assert file_of(Address("/"), page=True) == "index.html"
    assert file_of(Address("/doanh-nghiep", "trang=2"), page=True) == (
        "doanh-nghiep/trang-2/index.html"
    )
    assert file_of(Address("/so-lieu.csv", "nam=2025"), page=False) == "so-lieu-nam-2025.csv"
    for path in ("/a/../b", "/a/./b", "/a\0b", "/" + "x" * 200):
        with pytest.raises(ValueError):
            file_of(Address(path), page=True)
    assert way("en/a/index.html", "index.html") == "../../index.html"
    assert way("a/index.html", "a/b c/index.html", "x") == "b%20c/index.html#x"
    places = Places(app, ADDRESS)
    at = Address("/en/hoi-nghi")
    assert places.read("?trang=3", at) == (Address("/en/hoi-nghi", "trang=3"), "")
    assert places.read("/hoi-nghi?xa=03808&trang=2#a", at) == (Address("/hoi-nghi"), "a")
    assert places.read("https://elsewhere.example/", at) is None
    assert places.read("tel:113", at) is None
    for path in ("/can-bo/", "/phieu", "/hoi-nghi/x/dang-ky", "/health", "/sw.js", "/en/health"):
        assert not places.holds(Address(path)), path
    assert places.holds(Address("/en/hoi-nghi/x"))
    assert not places.holds(Address("/en/hoi-nghi.json"))


def test_a_page_is_rewritten_and_nothing_else_of_it() -> None:
    page = (
        '<!doctype html><html lang="vi"><head><meta name="htmx-config" content="{}">'
        '<script defer src="/a.js"></script><script type="application/ld+json">{"a":"<&"}</script>'
        '</head><body><main class="wrap"><a href="/x?a=1&amp;b=2" data-hx-get="/x">'
        'Giá &lt; &#39;5</a><form action="/y"><input name="q"></form></main>'
        '<svg viewBox="0 0 1 1"><path d="M0"/></svg>'
        "</body></html>"
    )
    found = rewrite(page, str.upper, band="<p>B</p>", panel="<p>F</p>", live=True)
    assert found == (
        '<!doctype html><html lang="vi"><head>'
        '<script type="application/ld+json">{"a":"<&"}</script>'
        '</head><body><main class="wrap"><p>B</p><a href="/X?A=1&amp;B=2">Giá &lt; &#39;5</a>'
        '<p>F</p></main><svg viewbox="0 0 1 1"><path d="M0"/></svg></body></html>'
    )
