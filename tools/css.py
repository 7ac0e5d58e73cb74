"""Builds the style sheets: static/css/public.min.css, staff.min.css and hall.min.css.

`python tools/css.py` writes them, `python tools/css.py --check` exits 1 when they are stale.
Input: static/vendor/pico-2.1.1/pico.css (MIT), static/css/tokens.css and one file a component.
Pico is purged by structure: a selector stays when each tag, class and attribute it names
occurs in templates/ (or is drawn by WTForms). Its two colour schemes and its font steps go:
tokens.css replaces them. The output depends on nothing but these files.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import lightningcss

ROOT = Path(__file__).resolve().parent.parent
CSS = ROOT / "static" / "css"
PICO = ROOT / "static" / "vendor" / "pico-2.1.1" / "pico.css"
NOTICE = "/*! Pico CSS 2.1.1, MIT, picocss.com */\n"

SHARED = ["page", "header", "button", "row", "badge", "field", "panel", "notice", "facts"]
SHARED += ["bar", "chips", "empty", "pager", "sum", "table", "timeline"]
STAFF = ["staff", "ways", "sign", "tools", "line", "today", "door", "desk", "stat", "hexmap"]
STAFF += ["diff", "recorder", "print"]
# The roster on a phone without signal and in a saved file (docs/adr/032).
HALL = ["page", "header", "button", "badge", "field", "panel", "notice", "bar", "chips", "staff"]
SHEETS = {
    "public": [*SHARED, "footer", "journey", "listen", "money", "verdict"],
    "staff": [*SHARED, *STAFF],
    "hall": [*HALL, "door"],
}

# The layouts whose pages load a sheet; what they and their pages draw in is read for it.
LAYOUTS = {"public": {"public", "question"}, "staff": {"base", "staff", "print"}, "hall": {"hall"}}

# Old Android browsers are read here too: the minifier must not write newer syntax for them.
# Older ones than these read the page without part of its looks; rewriting for them costs 3 KB.
BROWSERS = ["chrome >= 88", "firefox >= 84", "safari >= 14.1", "opera >= 74", "samsung >= 15"]

# Drawn by WTForms, so no template spells them out.
WTFORMS_TAGS = {"input", "select", "option", "optgroup", "textarea"}
WTFORMS_ATTRIBUTES = {
    *("type", "name", "value", "required", "rows", "aria-invalid", "aria-describedby"),
    *("selected", "checked"),
}
KNOWN_VALUES = {("aria-invalid", "true"), ("aria-current", "page"), ("aria-current", "true")}
WTFORMS_TYPES = {
    "public": {"text", "search", "tel", "date", "hidden", "checkbox", "radio"},
    "staff": {
        *("text", "search", "tel", "number", "password", "email", "hidden", "checkbox", "radio"),
        *("date", "time", "datetime-local", "month", "file"),
    },
    "hall": {"text", "search", "tel", "password", "hidden"},
}
# What goes although it could match: colour schemes (tokens.css has ours), shadow roots, prefixes
# of dead browsers, the looks of search boxes, [role=search] and [role=group], which glue buttons
# and boxes together, names for buttons (ours are all <button>), places where we put no control,
# lists of an aside (they are no navigation here).
UNWANTED = re.compile(
    r"\[data-theme|:host|::-(ms|moz)-|:-moz-|breadcrumb|:not\(:hover\)$"
    r"|\+ small|~ label|^aside|:indeterminate|^nav li (button|input|select)|:checked:(active|focus)"
)
UNWANTED_BARE = re.compile(r"\[role=.?(search|group)|\[type=.?(search|submit|button|reset)")
# Movement that a cheap phone pays for, and prefixed twins of what every target understands.
DECLARATIONS = re.compile(
    r"(?<![\w-])(?:transition|-webkit-text-decoration|-webkit-user-select|-moz-user-select|-moz-tab-size"
    r"|-o-tab-size|-moz-text-size-adjust|-ms-touch-action)\s*:[^;}]*;?"
)


@dataclass
class Inventory:
    """Which tags, classes, attributes and values of `type` and `role` the templates use."""

    tags: set[str] = field(
        default_factory=lambda: {"html", "body", "h1", "h2", "h3", *WTFORMS_TAGS}
    )
    classes: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=lambda: set(WTFORMS_ATTRIBUTES))
    values: set[tuple[str, str]] = field(default_factory=lambda: set(KNOWN_VALUES))

    def holds(self, selector: str) -> bool:
        """True when everything that `selector` asks for occurs in the templates."""
        bare = without_functions(selector)
        for name, _, value in re.findall(r"\[([\w-]+)(?:([~|^$*]?=)\"?([^\]\"]*)\"?)?\]", bare):
            if name not in self.attributes:
                return False
            if value and (name, value) not in self.values:
                return False
        bare = re.sub(r"\[[^\]]*\]", "", bare)
        if any(name not in self.classes for name in re.findall(r"\.([\w-]+)", bare)):
            return False
        bare = re.sub(r"::?[\w-]+|\.[\w-]+|#[\w-]+", " ", bare)
        return all(tag.lower() in self.tags for tag in re.findall(r"[a-zA-Z][\w-]*", bare))

    def narrow(self, selector: str) -> str:
        """Leaves out the members of :is(…), :where(…) and :not(…) that match nothing.

        Gives '' when the selector itself can match nothing.
        """
        for whole, name, inner in re.findall(r"(:(is|where|not)\(([^()]*)\))", selector):
            members = [m for m in split_selectors(inner) if self.holds(m)]
            if not members and name != "not":
                return ""
            narrow = f":{name}({','.join(members)})" if members else ""
            selector = selector.replace(whole, narrow)
        return selector if self.holds(selector) else ""


def without_functions(selector: str) -> str:
    """The selector without what stands inside :not(…), :is(…), :where(…) and the like."""
    while True:
        shorter = re.sub(r":[\w-]+\([^()]*\)", "", selector)
        if shorter == selector:
            return selector
        selector = shorter


def read_inventory(templates: Iterable[Path], types: Iterable[str]) -> Inventory:
    """Scans templates for real tags with their classes and attributes; `types` of controls."""
    found = Inventory()
    found.values.update(("type", name) for name in types)
    for path in templates:
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        flat = re.sub(r"\{\{(.*?)\}\}", _words_of_expression, text, flags=re.S)
        flat = re.sub(r"\{%.*?%\}", " ", flat, flags=re.S)
        for tag, rest in re.findall(r"<([a-z][a-z0-9]*)\b((?:[^<>\"]|\"[^\"]*\")*)>", flat):
            found.tags.add(tag)
            for name, value in re.findall(r"([a-z][\w-]*)(?:=\"([^\"]*)\")?", rest):
                found.attributes.add(name)
                found.values.add((name, value))
                if name == "class":
                    found.classes.update(value.split())
    return found


def _words_of_expression(match: re.Match[str]) -> str:
    """An expression is worth the words of its string literals: `{{ 'good' if … }}`."""
    return " ".join(re.findall(r"'([\w \-]*)'", match.group(1)))


@dataclass
class Rule:
    """One rule: a selector list with declarations, or an at-rule with rules inside."""

    head: str
    body: str
    inner: list["Rule"] = field(default_factory=list)


def parse(css: str) -> list[Rule]:
    """Splits a plain style sheet (no nesting of style rules) into rules."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"@(charset|import)[^;]*;", "", css)
    rules = []
    for head, body in _blocks(css):
        nested = head.startswith(("@media", "@supports"))
        rules.append(Rule(head, "" if nested else body, parse(body) if nested else []))
    return rules


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    depth = start = opened = 0
    for at, char in enumerate(css):
        if char == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif char == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at].strip()
                start = at + 1


def split_selectors(head: str) -> list[str]:
    """The members of a selector list; commas inside brackets do not separate."""
    return [part.strip() for part in re.split(r",(?![^(]*\))", head) if part.strip()]


def purge(rules: list[Rule], found: Inventory) -> list[Rule]:
    """Keeps the rules whose selectors can match something in the templates."""
    kept = []
    for rule in rules:
        if rule.head.startswith("@media") or rule.head.startswith("@supports"):
            inner = [] if _is_scheme(rule) else purge(rule.inner, found)
            if inner:
                kept.append(Rule(rule.head, "", inner))
        elif rule.head.startswith("@keyframes"):
            kept.append(rule)
        else:
            heads = [narrow for s in split_selectors(rule.head) if (narrow := _wanted(s, found))]
            if heads:
                kept.append(Rule(",".join(heads), DECLARATIONS.sub("", rule.body)))
    return kept


def _is_scheme(rule: Rule) -> bool:
    """A dark scheme, a step of the font, care for movement that we dropped."""
    if "prefers-" in rule.head:
        return True
    return "min-width" in rule.head and all(":root" in inner.head for inner in rule.inner)


def _wanted(selector: str, found: Inventory) -> str:
    if UNWANTED.search(selector) or UNWANTED_BARE.search(without_functions(selector)):
        return ""
    return found.narrow(selector)


def write(rules: list[Rule]) -> str:
    """The style sheet as text."""
    return "".join(f"{r.head}{{{write(r.inner) if r.inner else r.body}}}\n" for r in rules)


def drop_unread(css: str, keep: str) -> str:
    """Takes out custom properties of Pico that neither `css` nor `keep` reads, until none is left,
    and @keyframes that nothing plays."""
    while True:
        read = set(re.findall(r"var\(\s*(--[\w-]+)", css + keep))
        shorter = css
        for whole, name in re.findall(r"((--pico-[\w-]+)\s*:(?:\"[^\"]*\"|[^;{}\"])*;?)", css):
            if name not in read:
                shorter = shorter.replace(whole, "", 1)
        if shorter == css:
            break
        css = shorter
    for name in re.findall(r"@keyframes ([\w-]+)", css):
        if not re.search(rf"animation[^;}}]*\b{re.escape(name)}\b", css):
            css = re.sub(
                rf"@keyframes {re.escape(name)}\{{(?:[^{{}}]*\{{[^}}]*\}})*\s*\}}", "", css
            )
    return css


def drawn_with(layouts: set[str]) -> list[Path]:
    """The templates of the pages on these layouts: pages, what they extend, include, import."""
    folder = ROOT / "templates"
    names = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*.html"))}
    asks = {
        name: set(re.findall(r"\"([\w/.-]+\.html)\"", path.read_text(encoding="utf-8")))
        for name, path in names.items()
    }
    bases = {
        name: re.search(r"extends \"([\w/.-]+)\"", path.read_text(encoding="utf-8"))
        for name, path in names.items()
    }
    pages = {f"layouts/{name}.html" for name in layouts}
    while more := {n for n, base in bases.items() if base and base[1] in pages} - pages:
        pages |= more
    while more := {asked for name in pages for asked in asks[name] if asked in names} - pages:
        pages |= more
    return [names[name] for name in sorted(pages)]


def build(name: str) -> str:
    """The finished text of one sheet, ending in a newline."""
    templates = drawn_with(LAYOUTS[name])
    own = (CSS / "tokens.css").read_text(encoding="utf-8")
    for component in SHEETS[name]:
        own += (CSS / "components" / f"{component}.css").read_text(encoding="utf-8")
    found = read_inventory(templates, WTFORMS_TYPES[name])
    pico = drop_unread(write(purge(parse(PICO.read_text(encoding="utf-8")), found)), own)
    small = lightningcss.process_stylesheet(pico + own, browsers_list=BROWSERS, minify=True)
    return NOTICE + small.strip() + "\n"


def main(arguments: list[str]) -> int:
    """Writes the sheets, or compares them when `--check` is given."""
    stale = []
    for name in SHEETS:
        path = CSS / f"{name}.min.css"
        text = build(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT))
    for stale_path in stale:
        print(f"{stale_path} is stale: run make css", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
