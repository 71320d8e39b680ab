from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import outgoing
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import Counts, Measures, RemoteRef


def test_counts_are_what_people_did(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    assert isinstance(bluesky, Measures)
    top = bluesky.publish(outgoing())
    rehearsal.bluesky.direct("react", {"uri": top.network_id, "likes": 12, "reposts": 3})
    rehearsal.bluesky.direct("say", {"to": top.network_id, "text": "one"})
    rehearsal.bluesky.direct("say", {"quote": top.network_id, "text": "two"})
    assert bluesky.measure([top]) == (Counts(top.network_id, {"likes": 12, "replies": 1, "reposts": 3, "quotes": 1}),)


def test_many_posts_are_asked_for_25_at_a_time(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    remotes = [bluesky.publish(outgoing(f"post-{number}")) for number in range(51)]
    rehearsal.bluesky.calls.clear()
    assert len(bluesky.measure(remotes)) == 51
    assert rehearsal.bluesky.calls == {"app.bsky.feed.getPosts": 3}


def test_a_post_that_is_gone_has_no_counts(bluesky: Bluesky) -> None:
    gone = RemoteRef("at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3jui7kd54zh2y")
    assert bluesky.measure([gone]) == ()
    assert bluesky.measure([]) == ()
