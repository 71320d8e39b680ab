"""Feeds of the public site: three forms that say the same, corrections, tombstones, validators, hostile words."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from bedside.channels import registry
from bedside.channels.models import Account, FeedEntry, HubPost
from bedside.channels.networks.feeds.connector import Feeds
from bedside.channels.networks.feeds.reading import read
from bedside.channels.rules import Outgoing, Picture
from bedside.channels.tests.staying import Staying
from bedside.hub.feeds import ATOM, TOMB
from tests.cast import START, Hospital
from tests.filled import sent

Jobs = Callable[..., int]
HUB = "https://hub.example.org/"


@pytest.fixture
def client(riverbend: Hospital) -> Staying:
    return Staying(riverbend)


@pytest.fixture
def feed(riverbend: Hospital) -> Feeds:
    account = Account(
        organization=riverbend.organization, network="feeds", handle="News", network_account_id="news",
        state=Account.CONNECTED, connected_at=START,
    )  # fmt: skip
    account.credentials = registry.seal(account, "credentials", {"name": "news", "websub": HUB})
    account.save()
    made = Feeds(registry.connection(account))
    made._ping = lambda: None  # type: ignore[method-assign]
    return made


def outgoing(
    key: str = "a1", text: str = "Flu shots & 5 < 7\n\nOn Saturday. https://example.org/flu", **more: Any
) -> Outgoing:
    return Outgoing(key=key, text=text, created_at=START, **more)


def own(form: str) -> str:
    return reverse("hub:feed", args=["riverbend", "news", form])


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_every_form_says_the_same(feed: Feeds, client: Client, form: str) -> None:
    picture = Picture(b"picture", "image/png", 'A "wall"', "a.png", 40, 30)
    feed.publish(outgoing(pictures=(picture, picture), link="https://example.org/"))
    answer = client.get(own(form))
    assert answer["Content-Type"].startswith({"json": "application/feed+json"}.get(form, f"application/{form}+xml"))
    found = read(answer.content)
    (entry,) = found.entries
    assert (entry.id, entry.title, entry.link) == ("urn:uuid:a1", "Flu shots & 5 < 7", "https://example.org/")
    assert "On Saturday. https://example.org/flu" in entry.text
    assert (found.hub, found.topic.endswith(own(form))) == (HUB, True)
    assert f'<{HUB}>; rel="hub"' in answer["Link"]
    assert 'rel="self"' in answer["Link"]
    assert b"image/png" in answer.content
    assert b"wall" in answer.content
    assert not client.cookies


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_library_that_reads_feeds_finds_nothing_wrong(feed: Feeds, client: Client, form: str) -> None:
    feedparser: Any = pytest.importorskip("feedparser", reason="feedparser is not installed")
    picture = Picture(b"picture", "image/png", "A wall", "a.png", 40, 30)
    feed.publish(outgoing(text="Ünïcode \x0b ]]> & <b>", pictures=(picture,)))
    found = feedparser.parse(client.get(own(form)).content)
    assert not found.bozo, found.get("bozo_exception")
    (entry,) = found.entries
    assert entry.id == "urn:uuid:a1"
    assert entry.enclosures[0].length == "7"


def test_json_feed_is_as_its_specification_says(feed: Feeds, client: Client) -> None:
    feed.publish(outgoing(pictures=(Picture(b"picture", "image/png", "A wall", "a.png", 40, 30),)))
    told = json.loads(client.get(own("json")).content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    item = told["items"][0]
    assert isinstance(item["id"], str)
    assert item["attachments"][0] | {"url": ""} == {
        "url": "", "mime_type": "image/png", "size_in_bytes": 7, "title": "A wall",
    }  # fmt: skip
    path = "/" + item["attachments"][0]["url"].partition("://")[2].partition("/")[2]
    assert client.get(path).status_code == 200


def test_a_correction_keeps_the_id_and_moves_the_instant(feed: Feeds, client: Client) -> None:
    remote = feed.publish(outgoing())
    first = client.get(own("atom"))
    feed.edit(remote, Outgoing("e1", "On Sunday.", START + timedelta(hours=1)))
    second = client.get(own("atom"), headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    entry = ElementTree.fromstring(second.content).find(f"{{{ATOM}}}entry")
    assert entry is not None
    assert entry.findtext(f"{{{ATOM}}}id") == "urn:uuid:a1"
    assert entry.findtext(f"{{{ATOM}}}updated") > entry.findtext(f"{{{ATOM}}}published")  # type: ignore[operator]


def test_what_was_withdrawn_is_told_and_then_dropped(feed: Feeds, client: Client) -> None:
    feed.withdraw(feed.publish(outgoing()))
    tree = ElementTree.fromstring(client.get(own("atom")).content)
    stone = tree.find(f"{{{TOMB}}}deleted-entry")
    assert stone is not None
    assert stone.get("ref") == "urn:uuid:a1"
    assert tree.find(f"{{{ATOM}}}entry") is None
    for form in ("rss", "json"):
        assert b"Flu shots" not in client.get(own(form)).content
    FeedEntry.objects.update(withdrawn_at=START - timedelta(days=40))
    assert ElementTree.fromstring(client.get(own("atom")).content).find(f"{{{TOMB}}}deleted-entry") is None


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_who_has_it_already_is_told_so(feed: Feeds, client: Client, form: str) -> None:
    feed.publish(outgoing())
    first = client.get(own(form))
    same = client.get(own(form), headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert client.get(own(form), headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert client.head(own(form)).status_code == 200


def test_a_feed_that_is_not_there(riverbend: Hospital, feed: Feeds, client: Client) -> None:
    assert client.get(own("xml")).status_code == 404
    assert client.get(reverse("hub:feed", args=["riverbend", "none", "rss"])).status_code == 404
    Account.objects.filter(network="feeds").update(state=Account.CLOSED)
    assert client.get(own("rss")).status_code == 404


def test_a_picture_of_a_withdrawn_entry_is_closed(feed: Feeds, client: Client) -> None:
    remote = feed.publish(outgoing(pictures=(Picture(b"picture", "image/png", "A wall", "a.png", 40, 30),)))
    sha256 = FeedEntry.objects.get().pictures[0]["sha256"]
    url = reverse("hub:picture", args=["riverbend", sha256])
    assert client.get(url).content == b"picture"
    feed.withdraw(remote)
    assert client.get(url).status_code == 404


def test_the_hubs_own_feeds_tell_what_was_withdrawn(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    sent(riverbend, jobs, "Flu shots on Saturday")
    for form in ("rss", "atom", "json"):
        answer = client.get(reverse(f"hub:{form}", args=["riverbend"]))
        (entry,) = read(answer.content).entries
        assert entry.title == "Flu shots on Saturday"
    HubPost.objects.update(withdrawn_at=START + timedelta(minutes=1))
    feed = read(client.get(reverse("hub:atom", args=["riverbend"])).content)
    assert (feed.entries, len(feed.gone)) == ((), 1)
