"""Every macro draws valid, labelled, unstyled HTML from the plainest of arguments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
VOID = {"area", "br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line"}
DAY = date(2026, 11, 25)
IMPORTS = (
    '{% import "macros/ui.html" as ui %}{% import "macros/form.html" as forms %}'
    '{% import "macros/filter.html" as filter %}{% import "macros/icon.html" as icons %}'
    '{% import "macros/journey.html" as journey %}{% import "macros/figures.html" as figures %}'
)


class Sheet(Form):
    phone = StringField("Phone", [Length(max=20)])
    note = TextAreaField("Note", [Optional()])
    commune = SelectField("Commune", choices={"03808": "Mường La"})
    signed_on = DateField("Signed on")
    months = IntegerField("Months")
    secret = PasswordField("Password")
    who = RadioField("Who", choices={"me": "Me", "child": "My child"})
    markets = SelectMultipleField("Markets", choices={"jp": "Japan", "tw": "Taiwan"})
    seat = BooleanField("Hold a seat")


class Tree(HTMLParser):
    """Elements in order, with their text, and a complaint when tags do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.wrong += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> repeats an attribute: {names}")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def all(self, *tags: str) -> Iterator[dict[str, str | None]]:
        return (attrs for tag, attrs in self.elements if tag in tags)

    def one(self, element_id: str) -> dict[str, str | None]:
        found = [attrs for _tag, attrs in self.elements if attrs.get("id") == element_id]
        assert len(found) == 1, f"{len(found)} elements with id {element_id}"
        return found[0]


@pytest.fixture(scope="module")
def env() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    made.globals["csrf_token"] = lambda: "token"
    made.globals["kept_html"] = lambda *_key, caller, **_more: caller()
    made.globals["clips_for"] = lambda _page, _said: []
    made.filters["weekday_tile"] = lambda day: day.strftime("%A")
    made.filters["month_tile"] = lambda day: day.strftime("%B")
    made.filters["day"] = lambda day: day.strftime("%d/%m/%Y")
    return made


def draw(env: Environment, source: str, **values: Any) -> Tree:
    tree = Tree(env.from_string(IMPORTS + source).render(day=DAY, **values))
    assert tree.wrong == []
    return tree


def filled(*wrong: str) -> Sheet:
    form = Sheet(MultiDict({"phone": "095 0000 012", "markets": "tw"}))
    form.validate()
    for field in form:
        field.errors = [f"{field.name} is wrong"] if field.name in wrong else []
    return form


CONTROLS = ["phone", "note", "commune", "signed_on", "months", "secret"]


@pytest.mark.parametrize("name", CONTROLS)
def test_a_field_ties_label_hint_and_error_to_its_control(env: Environment, name: str) -> None:
    form = filled(name)
    tree = draw(env, "{{ forms.field(f, hint='Look here') }}", f=form[name])
    control = tree.one(name)
    assert [label["for"] for label in tree.all("label")] == [name]
    assert control["aria-describedby"] == f"{name}-hint {name}-error"
    assert control["aria-invalid"] == "true"
    tree.one(f"{name}-hint")
    tree.one(f"{name}-error")


@pytest.mark.parametrize("name", CONTROLS)
def test_a_field_without_hint_and_error_points_nowhere(env: Environment, name: str) -> None:
    control = draw(env, "{{ forms.field(f) }}", f=filled()[name]).one(name)
    assert "aria-describedby" not in control
    assert "aria-invalid" not in control


def test_a_field_takes_kind_keyboard_and_htmx(env: Environment) -> None:
    source = "{{ forms.field(f, type='tel', inputmode='numeric', short=true, hx={'get': '/x'}) }}"
    control = draw(env, source, f=filled()["phone"]).one("phone")
    wanted = {"type": "tel", "inputmode": "numeric", "class": "short", "data-hx-get": "/x"}
    assert wanted.items() <= control.items()


def test_the_only_question_of_a_page_is_its_heading(env: Environment) -> None:
    for source in ("{{ forms.field(f, h1=true) }}", "{{ forms.choice(g, h1=true) }}"):
        form = filled()
        assert len(list(draw(env, source, f=form["phone"], g=form["who"]).all("h1"))) == 1


@pytest.mark.parametrize("name", ["who", "markets"])
def test_choices_are_one_set_under_a_legend(env: Environment, name: str) -> None:
    tree = draw(env, "{{ forms.choice(f, hint='One') }}", f=filled(name)[name])
    (fieldset,) = tree.all("fieldset")
    assert fieldset["aria-describedby"] == f"{name}-hint {name}-error"
    assert len(list(tree.all("legend"))) == 1
    boxes = list(tree.all("input"))
    assert [box["id"] for box in boxes] == [f"{name}-0", f"{name}-1"]
    assert {box["type"] for box in boxes} == {"radio" if name == "who" else "checkbox"}
    assert sum("checked" in box for box in boxes) == (1 if name == "markets" else 0)


def test_a_single_box_is_not_ticked_by_itself(env: Environment) -> None:
    tree = draw(env, "{{ forms.choice(f, hint='Needed') }}", f=filled("seat")["seat"])
    box = tree.one("seat")
    assert box["aria-describedby"] == "seat-error"
    assert "checked" not in box


def test_the_summary_links_to_each_wrong_field(env: Environment) -> None:
    source = (
        "{% call forms.form('/save', form, key='k1', submit='Save') %}"
        "{{ forms.field(form.phone) }}{{ forms.choice(form.who) }}{% endcall %}"
    )
    tree = draw(env, source, form=filled("phone", "who"))
    links = [str(link["href"]) for link in tree.all("a")]
    assert links == ["#phone", "#who-0"]
    for link in links:
        tree.one(link[1:])
    sent = {box["name"]: box["value"] for box in tree.all("input") if box["type"] == "hidden"}
    assert sent == {"csrf_token": "token", "form_key": "k1"}


def test_one_button_posts_a_token_and_what_is_hidden(env: Environment) -> None:
    source = (
        "{{ forms.post_button('/a', 'Lan', look='tap', pressed=true, hidden={'r': '1'},"
        " hx={'target': '#r'}) }}"
    )
    tree = draw(env, source)
    (form,) = tree.all("form")
    assert (form["method"], form["data-hx-post"], form["data-hx-target"]) == ("post", "/a", "#r")
    assert [box["name"] for box in tree.all("input")] == ["csrf_token", "r"]
    assert next(tree.all("button"))["aria-pressed"] == "true"


def test_forms_that_only_look_carry_no_token(env: Environment) -> None:
    source = (
        "{% call filter.filters('/l', label='Filter') %}"
        "{{ filter.select_filter('xa', 'Commune', [('1', 'A')], '1', all='All') }}"
        "{{ filter.text_filter('tu', 'From', type='date') }}"
        "{{ filter.check_filter('w', 'Waiting') }}{% endcall %}"
        "{{ filter.search('/s', 'q', 'a', label='Name', hint='No accents') }}"
        "{{ filter.choose('/c', 'x', 'Where', {'Mường La': [('2', 'B')]}) }}"
    )
    tree = draw(env, source)
    assert {form["method"] for form in tree.all("form")} == {"get"}
    named = {label["for"] for label in tree.all("label") if "for" in label}
    controls = [c for c in tree.all("input", "select") if c.get("type") != "checkbox"]
    assert {control["id"] for control in controls} == named
    assert sum("selected" in option for option in tree.all("option")) == 1


SAMPLES = {
    "boxes": "{{ forms.boxes('Born', [f.phone, f.months], hint='7 3') }}",
    "group": "{% call forms.group('A', hint='b', h=2) %}{{ forms.hidden(f.phone) }}{% endcall %}",
    "actions": "{% call forms.actions('Go', ('Back', '/')) %}{{ forms.press('x') }}{% endcall %}",
    "answers": "{{ forms.post_buttons('/o', 'o', [('a', 'A'), ('b', 'B', true)], label='How') }}",
    "pick": "{{ forms.pick('p', '1', 'Pick Lan') }}{{ forms.hidden_value('a', 1) }}",
    "chips": "{{ filter.chips([('All', '/', true, 3), ('Some', '/', false)], 'Stage') }}",
    "badges": "{% for k in ['', 'good', 'mind', 'bad', 'plain'] %}"
    "{{ ui.badge(k, 'x') }}{% endfor %}",
    "rows": "{% call ui.rows(two=true) %}{{ ui.row('A', '/', ['b', 'c'], on=day) }}"
    "{% call ui.row('B', text='t', icon_name='phone') %}x{% endcall %}{% endcall %}",
    "next": "{% call ui.next(day, '8:00') %}Hall{% endcall %}",
    "notice": "{{ ui.notice('danger', 'T', 'x') }}{% call ui.notice('') %}y{% endcall %}",
    "verdict": "{{ ui.verdict('good', 'T', 'x') }}",
    "panel": "{% call ui.panel('T', 'p') %}x{% endcall %}{% call ui.box('T', 'b') %}x{% endcall %}",
    "facts": "{{ ui.facts([('A', 1, 's'), ('B', none)]) }}"
    "{{ ui.facts_check([('A', 1, none, '/')]) }}",
    "ticks": "{{ ui.ticks(['a'], ['b']) }}{{ ui.empty('None', 'x') }}"
    "{{ ui.pager(2, 3, '/', '/') }}",
    "table": "{% call ui.scroll('T') %}{% call ui.table(['A', ('B', 'n')], caption='C') %}"
    "<tr>{{ ui.th('a', '/', 's') }}{{ ui.td('B', 1, n=true) }}</tr>{% endcall %}{% endcall %}",
    "source": "{{ ui.source_line('Law', day, day) }}",
    "slip": "{{ ui.slip('K7MR 4TQX', qr) }}{{ ui.print_button() }}",
    "links": "{{ ui.back('/') }}{{ ui.more('/', 'x') }}{{ ui.tel('1', '2', true) }}"
    "{{ ui.link_button('/', 'x', 'first', 'plus') }}{% call ui.page_head('T') %}b{% endcall %}",
    "flashes": "{{ ui.flashes([('success', 'Saved'), ('error', 'No')]) }}",
    "jsonld": "{{ ui.jsonld({'a': '</script>'}) }}",
    "trail": "{% for n in range(7) %}{{ journey.trail(n, n + 1 if n < 6 else none) }}{% endfor %}",
    "steps": "{{ journey.steps(2, 3, {1: 'x'}) }}{{ journey.stage_line(9) }}",
    "timeline": "{{ journey.timeline([{'when': 'a', 'text': 'b', 'kind': 'bad', 'small': 'c'}]) }}",
    "bars": "{{ figures.bar(9, 0, 'none') }}{{ figures.bar(1, 2, 'x', cap=1, thin=true) }}"
    "{{ figures.stacked([(1, 'good', 'a'), (2, 'soft', 'b')], 'x') }}",
    "sums": "{{ figures.money([('a', '1', 'đ')]) }}{{ figures.bill([('a', 1)], ('all', 1)) }}",
    "stats": "{% call figures.stats() %}{{ figures.stat('A', 1, 2, '/', 'n', [1, 1, 1]) }}"
    "{{ figures.stat('B', 0) }}{% endcall %}",
    "map": "{{ figures.hexmap([{'q': 1, 'r': 2, 'name': 'Mường La', 'figure': '5', 'step': none,"
    " 'url': '/', 'label': 'x'}], 'Map') }}{{ figures.hex_legend([('hx', 'Not given')]) }}",
    "mark": "{{ icons.mark() }}",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_macro_draws_whole_tags_without_style_or_script(env: Environment, name: str) -> None:
    tree = draw(env, SAMPLES[name], f=filled(), qr=Markup('<svg class="x"></svg>'))
    assert tree.elements
    for tag, attrs in tree.elements:
        assert tag != "style"
        assert tag != "script" or attrs["type"] == "application/ld+json"
        assert not [a for a in attrs if a == "style" or a.startswith("on")]


LAYOUT: dict[str, Any] = {
    "lang": "vi",
    "other_lang_url": "/en/",
    "canonical_url": "https://example.test/",
    "current_path": "/hoi-nghi",
    "demo_mode": True,
    "province": dict.fromkeys(("name", "short_name", "hotline", "hotline_tel", "hours"), "1"),
    "staff_menu": [("Today", "/", True)],
    "staff_user": {"full_name": "Lan", "office_name": "Mường La"},
    "request": {"cookies": {"a": "b"}, "host_url": "https://example.test/"},
    "url_for": lambda endpoint: "/" + endpoint,
    "asset": lambda path: "/static/" + path,
    "get_flashed_messages": lambda with_categories: [("success", "Saved")],
    "back_url": "/",
    "spoken_page": lambda: "",
    "step": 2,
    "steps": 5,
}
PAGES = ["layouts/public.html", "layouts/question.html", "layouts/staff.html", "layouts/print.html"]
PAGES += ["errors/page.html", "errors/plain.html", "errors/_message.html"]


@pytest.mark.parametrize("name", PAGES)
def test_a_layout_draws_whole_tags_and_one_main(env: Environment, name: str) -> None:
    words = {"status": 409, "title": "T", "message": "M", "suggestions": [("A", "/a")]}
    tree = Tree(env.get_template(name).render(LAYOUT, form=filled("phone"), **words))
    assert tree.wrong == []
    assert len(list(tree.all("main"))) == (0 if name.endswith("_message.html") else 1)
    assert all("src" in script and "defer" in script for script in tree.all("script"))


def test_every_named_icon_has_a_drawing(env: Environment) -> None:
    paths: dict[str, str] = env.get_template("macros/icon.html").module.paths  # type: ignore[attr-defined]
    for name in paths:
        tree = draw(env, "{{ icons.icon(n) }}", n=name)
        assert next(tree.all("svg"))["aria-hidden"] == "true"
