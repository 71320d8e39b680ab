"""Feeds of every kind, as their specifications show them, and documents made to do harm."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from bedside.channels.networks.feeds import reading

RSS = b"""<?xml version="1.0" encoding="windows-1252"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Caf\xe9 News</title><link>https://news.example.org/</link><description>Local</description>
<atom:link rel="hub" href="https://hub.example.org/"/><atom:link rel="self" href="https://news.example.org/feed"/>
<item><title>Hospital &amp; friends</title><link>/a</link><guid isPermaLink="false">7</guid><dc:creator>Ana</dc:creator>
<pubDate>Fri, 20 Nov 2026 09:00:00 -0500</pubDate><description>Short</description>
<content:encoded><![CDATA[<p>The <b>new</b> wing&nbsp;opens.</p><script>alert(1)</script><p>Soon.</p>]]>
</content:encoded></item>
<item><description>No title, &nbsp;but words</description><guid>https://news.example.org/b</guid></item>
<item><link>https://news.example.org/nothing</link></item>
</channel></rss>"""

RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://x.example.org/"><title>Old</title></channel>
<item rdf:about="https://x.example.org/1"><title>One</title><link>https://x.example.org/1</link>
<dc:date>2026-11-20T09:00:00Z</dc:date></item></rdf:RDF>"""

ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
 xml:base="https://p.example.org/">
<title type="html">Partner &lt;b&gt;blog&lt;/b&gt;</title><id>urn:p</id><updated>2026-11-20T10:00:00Z</updated>
<link rel="self" href="feed.atom"/><link rel="hub" href="https://hub.example.org/"/>
<at:deleted-entry ref="urn:gone" when="2026-11-20T10:00:00Z"/>
<entry><id>urn:1</id><title>We met Riverbend</title><updated>2026-11-20T10:00:00Z</updated>
<link href="/one"/><author><name>Gus</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Good people.</p></div></content></entry>
<entry><id>urn:2</id><title>Plain &lt;3</title><updated>2026-11-20T11:00:00+01:00</updated>
<link rel="alternate" href="javascript:alert(1)"/><summary>One &lt; two</summary></entry></feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "feed_url": "https://j.example.org/feed.json",
        "hubs": [{"type": "WebSub", "url": "https://hub.example.org/"}],
        "items": [
            {
                "id": "https://j.example.org/1",
                "url": "https://j.example.org/1",
                "content_html": "<p>Hi</p>",
                "title": "T",
                "date_published": "2026-11-20T09:00:00Z",
                "authors": [{"name": "Dana"}],
            },
            7,
            {},
        ],
    }
).encode()


def test_rss_is_read_with_its_encoding_and_its_markup_undone() -> None:
    feed = reading.read(RSS, "https://news.example.org/feed")
    first, second = feed.entries
    assert feed.title == "Café News"
    assert (feed.hub, feed.topic) == ("https://hub.example.org/", "https://news.example.org/feed")
    assert (first.id, first.title) == ("news.example.org#7", "Hospital & friends")
    assert (first.link, first.author) == ("https://news.example.org/a", "Ana")
    assert first.text == "The new wing\u00a0opens.\n\nSoon."
    assert first.at == datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
    assert (second.id, second.text) == ("https://news.example.org/b", "No title, \u00a0but words")


def test_rss_1_is_read() -> None:
    feed = reading.read(RDF)
    assert [(one.id, one.title) for one in feed.entries] == [("https://x.example.org/1", "One")]


def test_atom_is_read_with_its_bases_and_tombstones() -> None:
    feed = reading.read(ATOM, "https://elsewhere.example.org/")
    assert (feed.title, feed.topic, feed.gone) == ("Partner blog", "https://p.example.org/feed.atom", ("urn:gone",))
    first, second = feed.entries
    assert (first.link, first.text, first.author) == ("https://p.example.org/one", "Good people.", "Gus")
    assert (second.link, second.title, second.text) == ("", "Plain <3", "One < two")
    assert first.version != second.version


def test_json_feed_is_read() -> None:
    feed = reading.read(JSON)
    assert [(one.id, one.text, one.author) for one in feed.entries] == [("https://j.example.org/1", "Hi", "Dana")]
    assert feed.hub == "https://hub.example.org/"


@pytest.mark.parametrize("body", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_a_library_that_reads_feeds_agrees(body: bytes) -> None:
    feedparser: Any = pytest.importorskip("feedparser", reason="feedparser is not installed")
    theirs, ours = feedparser.parse(body), reading.read(body, "https://news.example.org/feed")
    titled = [one for one in theirs.entries if one.get("title")]
    assert [one.title for one in ours.entries if one.title] == [reading.plain(one.title) for one in titled]


SMILES = b"".join(b'<!ENTITY %c "%s">' % (one, b"&%c;" % (one - 1) * 10) for one in range(ord("b"), ord("k")))
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">' + SMILES + b"]><rss><channel><title>&j;</title></channel></rss>"
HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "words": b"hello",
    "html": b"<!doctype html><html><body>x</body></html>",
    "laughs": LAUGHS,
    "a file": b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&f;</title></channel></rss>',
    "a parameter": b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><rss><channel/></rss>',
    "depth": b"<rss>" + b"<a>" * 100_000,
    "no end": b"<rss><channel><item>",
    "nul": b"<rss>\x00</rss>",
    "odd encoding": b'<?xml version="1.0" encoding="rot13"?><rss/>',
    "no such encoding": b'<?xml version="1.0" encoding="x-y"?><rss/>',
    "no channel": b"<rss/>",
    "json of none": b"{}",
    "deep json": b'{"a":' + b"[" * 100_000,
    "json list": b"[]",
    "utf-16": '<?xml version="1.0"?><other/>'.encode("utf-16"),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_feed_is_unreadable_and_nothing_worse(body: bytes) -> None:
    with pytest.raises(reading.Unreadable) as unreadable:
        reading.read(body)
    assert str(unreadable.value) == "That is no feed that can be read."


def test_a_huge_feed_is_read_in_part_and_in_time() -> None:
    item = "<item><guid>%d</guid><title>T</title><description>" + "word " * 500 + "</description></item>"
    body = ("<rss><channel>" + "".join(item % n for n in range(1_000)) + "</channel></rss>").encode()
    began = time.monotonic()
    assert len(reading.read(body).entries) == reading.MOST_ENTRIES
    assert time.monotonic() - began < 5


def test_long_names_stay_apart() -> None:
    one, other = reading.short("x" * 400 + "a"), reading.short("x" * 400 + "b")
    assert one != other
    assert max(len(one), len(other)) <= 300
