"""Entries of our own feed: kept once, corrected, withdrawn, and told to the hub."""

from collections.abc import Iterator
from typing import Any

import pytest

from bedside.channels.models import Account, FeedEntry
from bedside.channels.networks.feeds.connector import Feeds
from bedside.channels.networks.feeds.tests.partner import Partner, partner
from bedside.channels.rules import Connection, NetworkError, Outgoing, Picture, Sought, Trouble
from bedside.kit import http
from tests.cast import START, Hospital


@pytest.fixture
def there() -> Iterator[Partner]:
    with partner() as made:
        yield made


@pytest.fixture
def feeds(riverbend: Hospital, there: Partner) -> Feeds:
    account = Account.objects.create(
        organization=riverbend.organization, network="feeds", handle="News", network_account_id="news",
        credentials=b"", state=Account.CONNECTED, connected_at=START,
    )  # fmt: skip
    given = {"name": "news", "websub": f"{there.url}/hub"}
    connection = Connection(account.pk, riverbend.organization.pk, "", given, {})
    return Feeds(connection, http.client(http.Reach(loopback=True)))


def outgoing(key: str = "post-1", text: str = "Flu shots\n\nOn Saturday.", **more: Any) -> Outgoing:
    return Outgoing(key=key, text=text, created_at=START, **more)


def sought(key: str = "post-1") -> Sought:
    return Sought(key, outgoing(key), START)


def test_connecting_says_whose_feed_it_is(feeds: Feeds) -> None:
    profile = feeds.connect()
    assert (profile.account_id, profile.handle) == ("news", "news")


def test_an_entry_is_kept_once_and_the_hub_is_told(feeds: Feeds, there: Partner) -> None:
    picture = Picture(b"picture", "image/png", "A wall", "a.png", 40, 30)
    assert feeds.find(sought()) is None
    remote = feeds.publish(outgoing(pictures=(picture,), link="https://example.org/"))
    assert feeds.publish(outgoing()) == remote == feeds.find(sought())
    entry = FeedEntry.objects.get()
    assert (entry.title, entry.link, entry.pictures[0]["alt"]) == ("Flu shots", "https://example.org/", "A wall")
    assert [one.rpartition("/")[2] for one in there.pinged] == ["news.rss", "news.atom", "news.json"]


def test_a_correction_keeps_the_entry(feeds: Feeds) -> None:
    remote = feeds.publish(outgoing())
    changed = feeds.edit(remote, outgoing("edit-1", "On Sunday."))
    assert (changed.network_id, changed.version) == (remote.network_id, "2")
    assert FeedEntry.objects.get().text == "On Sunday."


def test_a_withdrawn_entry_is_gone_and_may_be_withdrawn_again(feeds: Feeds) -> None:
    remote = feeds.publish(outgoing())
    feeds.withdraw(remote)
    feeds.withdraw(remote)
    assert feeds.find(sought()) is None
    with pytest.raises(NetworkError) as gone:
        feeds.edit(remote, outgoing("edit-1", "Too late."))
    assert gone.value.trouble is Trouble.REFUSED


def test_a_hub_that_is_away_costs_nobody_the_post(feeds: Feeds) -> None:
    object.__setattr__(feeds.connection, "credentials", {"name": "news", "websub": "http://127.0.0.1:9/"})
    assert feeds.publish(outgoing()).network_id == "feeds/post-1"


def test_nothing_is_published_without_words(feeds: Feeds) -> None:
    with pytest.raises(NetworkError):
        feeds.publish(outgoing(text=" "))
