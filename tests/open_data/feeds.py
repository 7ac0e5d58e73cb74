"""What RFC 4287 asks of an Atom feed."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

SPACE = {"a": "http://www.w3.org/2005/Atom"}


def check_atom(data: bytes, address: str) -> list[str]:
    """Fail a test at the first broken rule; give the addresses of the entries."""
    feed = etree.fromstring(data)
    assert feed.tag == f"{{{SPACE['a']}}}feed"
    for name in ("id", "title", "updated"):  # 4.1.1: exactly one each
        assert len(feed.findall(f"a:{name}", SPACE)) == 1, name
    [own] = feed.xpath("a:link[@rel='self']/@href", namespaces=SPACE)
    assert own == address
    assert feed.findtext("a:id", namespaces=SPACE) == address
    assert feed.xpath("a:author/a:name/text()", namespaces=SPACE)
    entries = feed.findall("a:entry", SPACE)
    ids, links = [], []
    for entry in entries:
        for name in ("id", "title", "updated"):  # 4.1.2
            assert len(entry.findall(f"a:{name}", SPACE)) == 1, name
        assert entry.findtext("a:title", namespaces=SPACE)
        ids.append(str(entry.findtext("a:id", namespaces=SPACE)))
        [link] = entry.xpath("a:link[@rel='alternate']/@href", namespaces=SPACE)
        links.append(str(link))
    assert len(set(ids)) == len(ids)
    assert all(urlsplit(one).scheme for one in [own, *ids, *links])
    for moment in feed.xpath("//a:updated/text()", namespaces=SPACE):  # 3.3: RFC 3339 with offset
        assert datetime.fromisoformat(str(moment)).tzinfo is not None
    return links
