"""Every macro draws valid, labelled, unstyled HTML from the plainest of arguments."""

from __future__ import annotations

import pytest
from jinja2 import Environment
from markupsafe import Markup

from tests.house.drawing import draw, filled
from tests.house.drawing import env as env

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


def test_every_named_icon_has_a_drawing(env: Environment) -> None:
    paths: dict[str, str] = env.get_template("macros/icon.html").module.paths  # type: ignore[attr-defined]
    for name in paths:
        tree = draw(env, "{{ icons.icon(n) }}", n=name)
        assert next(tree.all("svg"))["aria-hidden"] == "true"
