"""Every message has Vietnamese: `python tools/messages.py` exits 1 and names those that do not.

Looks for messages in site/ and templates/, compares them with translations/vi/*.po: missing,
empty, fuzzy, unused, defined twice with different words, placeholders that differ.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
METHODS = [("site/**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.do"}}
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "_n": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")

Key = str | tuple[str, ...]


def wanted() -> dict[Key, str]:
    """Every message in the code, with one place where it stands."""
    found: dict[Key, str] = {}
    for name in ("site", "templates"):
        rows = extract_from_dir(
            ROOT / name,
            method_map=[(pattern.removeprefix(f"{name}/"), how) for pattern, how in METHODS],
            options_map={k.removeprefix(f"{name}/"): v for k, v in OPTIONS.items()},
            keywords=KEYWORDS,
        )
        for filename, line, message, _comments, _context in rows:
            key = tuple(message) if isinstance(message, list | tuple) else message
            if key:
                found.setdefault(key, f"{name}/{filename}:{line}")
    return found


def translated(problems: list[str]) -> dict[Key, str]:
    """Every message of the Vietnamese catalogues, with its file."""
    have: dict[Key, tuple[str, object]] = {}
    for path in sorted((ROOT / "translations" / "vi").glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="vi")
        for message in catalogue:
            if not message.id:
                continue
            key: Key = tuple(message.id) if isinstance(message.id, list | tuple) else message.id
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.fuzzy or not all(texts):
                problems.append(f"{path.name}: no Vietnamese for {key!r}")
            if key in have and have[key][1] != message.string:
                problems.append(f"{path.name} and {have[key][0]} differ on {key!r}")
            singular = key if isinstance(key, str) else key[-1]
            for text in texts:
                if text and sorted(PLACEHOLDER.findall(singular)) != sorted(
                    PLACEHOLDER.findall(text)
                ):
                    problems.append(f"{path.name}: placeholders differ in {key!r}")
            have[key] = (path.name, message.string)
    return {key: name for key, (name, _text) in have.items()}


def main() -> int:
    """Print each problem; 0 when there is none."""
    problems: list[str] = []
    have, want = translated(problems), wanted()
    singles = {key[0] if isinstance(key, tuple) else key for key in have}
    for key, place in sorted(want.items(), key=lambda item: item[1]):
        if key not in have and not (isinstance(key, str) and key in singles):
            problems.append(f"{place}: no Vietnamese for {key!r}")
    wanted_singles = {key[0] if isinstance(key, tuple) else key for key in want}
    for key, name in have.items():
        if (key[0] if isinstance(key, tuple) else key) not in wanted_singles:
            problems.append(f"{name}: nobody uses {key!r}")
    print(*problems, f"{len(want)} messages, {len(problems)} problems", sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
