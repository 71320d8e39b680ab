"""Feeds that are read: politely, once, without one holding up another; and followed through their hubs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bedside.channels.networks.feeds import NETWORK, cursors
from bedside.channels.networks.feeds.connector import Feeds
from bedside.channels.networks.feeds.tests.partner import Partner, door, partner
from bedside.channels.rules import PROTOCOLS, Call, CallAnswer, Connection, NetworkError, Trouble
from bedside.kit import http


@pytest.fixture
def there() -> Iterator[Partner]:
    with partner() as made:
        yield made


def feed(
    *entries: tuple[str, str], hub: str = "", topic: str = "", gone: str = "", at: datetime | None = None
) -> bytes:
    stamp = (at or datetime.now(UTC)).isoformat()
    links = (f'<link rel="hub" href="{hub}"/>' if hub else "") + (f'<link rel="self" href="{topic}"/>' if topic else "")
    stone = f'<at:deleted-entry ref="{gone}" when="{stamp}"/>' if gone else ""
    items = "".join(
        f"<entry><id>{name}</id><title>{title}</title><updated>{stamp}</updated></entry>" for name, title in entries
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f"<title>Partner</title>{links}{stone}{items}</feed>"
    ).encode()


def reader(*addresses: str, saved: dict[str, str] | None = None) -> Feeds:
    kept = saved if saved is not None else {}
    given = {"name": "news", "read": " ".join(addresses)}
    return Feeds(Connection(1, 1, "", given, dict(kept), kept.update), http.client(http.Reach(loopback=True, read=5)))


def test_the_connector_answers_to_every_protocol_it_declares() -> None:
    for ability in NETWORK.abilities & set(PROTOCOLS):
        assert isinstance(reader(), PROTOCOLS[ability]), ability


def test_an_article_is_heard_once_and_a_changed_one_anew(there: Partner) -> None:
    there.documents["/news.atom"] = feed(("urn:1", "First"))
    feeds = reader(f"{there.url}/news.atom")
    first = feeds.hear("")
    assert [(one.network_id, one.kind, one.text, one.author_name) for one in first.heard] == [
        ("urn:1", "mention", "First", "Partner")
    ]
    again = feeds.hear(first.cursor)
    assert again.heard == ()
    assert there.asked[-1] == ("/news.atom", 304)
    there.documents["/news.atom"] = feed(("urn:2", "Second"), ("urn:1", "First, corrected"))
    changed = feeds.hear(again.cursor)
    assert {one.text for one in changed.heard} == {"Second", "First, corrected"}
    there.documents["/news.atom"] = feed(("urn:2", "Second"), gone="urn:1")
    taken = feeds.hear(changed.cursor)
    assert (taken.heard, taken.gone) == ((), ("urn:1",))


def test_old_articles_of_a_new_feed_are_no_news(there: Partner) -> None:
    there.documents["/news.atom"] = feed(("urn:1", "Long ago"), at=datetime.now(UTC) - timedelta(days=9))
    feeds = reader(f"{there.url}/news.atom")
    first = feeds.hear("")
    assert first.heard == ()
    assert feeds.hear(first.cursor).heard == ()


def test_what_came_while_a_feed_was_away_is_not_lost(there: Partner) -> None:
    there.documents["/news.atom"] = feed(("urn:1", "First"))
    feeds = reader(f"{there.url}/news.atom")
    cursor = feeds.hear("").cursor
    there.documents["/news.atom"] = feed(("urn:2", "Nine days old"), at=datetime.now(UTC) - timedelta(days=9))
    assert [one.network_id for one in feeds.hear(cursor).heard] == ["urn:2"]


def test_a_moved_feed_is_followed(there: Partner) -> None:
    there.documents["/news.atom"] = feed(("urn:1", "First"))
    assert len(reader(f"{there.url}/moved.xml").hear("").heard) == 1


def test_one_that_fails_rests_and_holds_up_no_other(there: Partner) -> None:
    there.documents |= {"/news.atom": feed(("urn:1", "First")), "/broken.xml": b"<html>"}
    there.statuses["/busy.xml"] = 429
    there.headers["Retry-After"] = "7200"
    addresses = [f"{there.url}/{name}" for name in ("broken.xml", "news.atom", "busy.xml", "gone.xml")]
    feeds = reader(*addresses)
    batch = feeds.hear("")
    assert len(batch.heard) == 1
    asked = len(there.asked)
    feeds.hear(batch.cursor)
    assert len(there.asked) == asked + 1  # the three rest
    state = cursors.read(batch.cursor)
    rest = datetime.fromisoformat(state[addresses[2]].not_before) - datetime.now(UTC)
    assert timedelta(hours=1, minutes=50) < rest <= timedelta(hours=2)


def test_where_all_fail_that_is_said_without_their_words(there: Partner) -> None:
    there.documents["/a.xml"] = b"PATIENT WORDS"
    with pytest.raises(NetworkError) as raised:
        reader(f"{there.url}/a.xml").hear("")
    assert raised.value.trouble is Trouble.UNREACHABLE
    assert "PATIENT" not in str(raised.value)


def test_inner_addresses_are_not_asked() -> None:
    inner = {"read": "http://10.0.0.1/ http://169.254.169.254/latest file:///etc/passwd"}
    with pytest.raises(NetworkError):
        Feeds(Connection(1, 1, "", inner, {})).hear("")


@pytest.mark.parametrize("cursor", ["{", "[]", "7", '{"a":7}', '{"a":{"odd":1}}'])
def test_a_broken_cursor_is_a_first_reading(there: Partner, cursor: str) -> None:
    there.documents["/news.atom"] = feed(("urn:1", "First"))
    assert len(reader(f"{there.url}/news.atom").hear(cursor).heard) == 1


def test_an_account_that_reads_nothing_hears_nothing() -> None:
    assert reader().hear("").heard == ()


@pytest.fixture
def saved() -> dict[str, str]:
    return {}


@pytest.fixture
def arrived() -> list[bytes]:
    return []


@pytest.fixture
def callback(saved: dict[str, str], arrived: list[bytes]) -> Iterator[str]:
    """Our door, as channels' own view opens it."""

    def answer(call: Call) -> CallAnswer:
        if (said := Feeds.challenge(call, saved)) is not None:
            return said
        if not Feeds.verify(call, saved):
            return CallAnswer(403)
        arrived.append(call.body)
        return CallAnswer(200)

    with door(answer) as url:
        yield url


def following(there: Partner, saved: dict[str, str], callback: str) -> Feeds:
    topic = f"{there.url}/news.atom"
    there.documents["/news.atom"] = feed(("urn:1", "First"), hub=f"{there.url}/hub", topic=topic)
    feeds = reader(topic, saved=saved)
    feeds.hear("")
    feeds.subscribe(callback)
    return feeds


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha384", "sha512"])
def test_news_comes_through_the_hub_signed(
    there: Partner, saved: dict[str, str], arrived: list[bytes], callback: str, algorithm: str
) -> None:
    feeds = following(there, saved, callback)
    assert len(there.subscribed) == 1
    there.algorithm = algorithm
    news = feed(("urn:2", "Pushed"))
    assert there.distribute(news) == [200]
    batch = feeds.read_event(arrived[0])
    assert [(one.network_id, one.text) for one in batch.heard] == [("urn:2", "Pushed")]
    # The same article, asked for later, is the same thing in the same version.
    there.documents["/news.atom"] = news
    asked = reader(f"{there.url}/news.atom").hear("").heard
    assert [(one.network_id, one.version) for one in asked] == [(one.network_id, one.version) for one in batch.heard]


def test_what_is_not_signed_by_the_hub_is_turned_away(
    there: Partner, saved: dict[str, str], arrived: list[bytes], callback: str
) -> None:
    following(there, saved, callback)
    assert there.distribute(feed(("urn:2", "Forged")), secret="another") == [403]
    there.algorithm = "md5"
    assert there.distribute(feed(("urn:2", "Forged"))) == [403]
    assert arrived == []


def test_a_subscription_nobody_asked_for_is_not_confirmed(saved: dict[str, str]) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": "https://evil.example.org/", "hub.challenge": "x", "feed": "y"}
    assert Feeds.challenge(Call("GET", query, {}, b""), saved) == CallAnswer(404)
    assert Feeds.challenge(Call("GET", {}, {}, b""), saved) is None
    assert Feeds.challenge(Call("POST", query, {}, b""), saved) is None


def test_an_end_of_what_we_still_want_is_not_confirmed(there: Partner, saved: dict[str, str], callback: str) -> None:
    following(there, saved, callback)
    told = next(iter(there.subscribed.values()))
    mark = told["hub.callback"].rpartition("=")[2]
    query = {"hub.mode": "unsubscribe", "hub.topic": told["hub.topic"], "hub.challenge": "x", "feed": mark}
    assert Feeds.challenge(Call("GET", query, {}, b""), saved) == CallAnswer(404)
    assert Feeds.challenge(Call("GET", query | {"hub.mode": "denied"}, {}, b""), saved) == CallAnswer(200)


def test_subscribing_again_keeps_the_secret(there: Partner, saved: dict[str, str], callback: str) -> None:
    feeds = following(there, saved, callback)
    before = saved["subscriptions"]
    feeds.subscribe(callback)
    assert saved["subscriptions"] == before


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"{}", b"<rss>" * 5_000])
def test_a_malformed_event_is_one_error(body: bytes) -> None:
    with pytest.raises(NetworkError) as raised:
        reader().read_event(body)
    assert raised.value.trouble is Trouble.REFUSED


def test_a_hub_that_is_away_is_said(saved: dict[str, str]) -> None:
    saved["hubs"] = '{"https://a.example.org/":"http://127.0.0.1:9/"}'
    with pytest.raises(NetworkError) as raised:
        reader(saved=saved).subscribe("https://x.example.org/")
    assert raised.value.trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "x" * 60])
def test_a_name_that_is_no_address_is_refused(name: str) -> None:
    with pytest.raises(NetworkError) as raised:
        Feeds(Connection(1, 1, "", {"name": name}, {})).connect()
    assert raised.value.todo
