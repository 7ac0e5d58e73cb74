"""Markdown of the province's texts: only known tags come out, whatever is typed."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.lib.markdown import TAGS, draw

HREFS = ("http://", "https://", "tel:", "mailto:", "/", "#")
PIECES = st.sampled_from(
    [
        *("# ", "## ", "- ", "1. ", "**", "*", "[a](", "](", ")", "<", ">", "\n", "\n\n", "`"),
        *("![", "]", "javascript:", "data:", "//evil.example", "\\", "&#106;", "http://"),
        *("&lt;script&gt;", "<script>", "</p>", "<b onclick=x>", '"', "'", "\x00", "đường"),
        *("Vì Thị Ón", "H'Mông", "=HYPERLINK("),
    ]
)


def tree(text: str):
    return html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(draw(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=24).map("".join))
def test_nothing_but_known_tags_and_links_comes_out(text: str) -> None:
    for element in tree(text).iter():
        if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in TAGS
        assert set(element.attrib) <= ({"href", "rel"} if element.tag == "a" else set())
        if element.tag == "a":
            address = element.get("href").lower()
            assert address.startswith(HREFS)
            assert not address.startswith("//")
            outside = address.startswith("http")
            assert (element.get("rel") == "nofollow noopener") is outside


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Một\n## Hai\n###### Sáu", "<h3>Một</h3>\n<h4>Hai</h4>\n<h4>Sáu</h4>"),
        ("## Hai\n# Một\n### Ba", "<h3>Hai</h3>\n<h3>Một</h3>\n<h4>Ba</h4>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("- a\n- **b**", "<ul>\n<li>a</li>\n<li><strong>b</strong></li>\n</ul>"),
        ("[đi](/chi-phi)", '<p><a href="/chi-phi">đi</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x]() y", "<p>x y</p>"),
        ("[HTTP](HTTPS://a.vn)", '<p><a href="HTTPS://a.vn" rel="nofollow noopener">HTTP</a></p>'),
        ("<h1>to</h1>", "<p>&lt;h1&gt;to&lt;/h1&gt;</p>"),
        ("", ""),
    ],
)
def test_what_is_written_is_drawn(text: str, html: str) -> None:
    assert draw(text) == html
