from typing import Any

import pytest

from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import outgoing, value
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import NetworkError, RemoteRef, Replies, Trouble


def said(rehearsal: Rehearsal, to: RemoteRef, text: str = "What are the hours?") -> RemoteRef:
    made: Any = rehearsal.bluesky.direct("say", {"to": to.network_id, "text": text})
    return RemoteRef(made["uri"], made["cid"])


def test_a_reply_hangs_below_what_it_answers(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    assert isinstance(bluesky, Replies)
    top = bluesky.publish(outgoing())
    comment = said(rehearsal, top)
    record: Any = value(rehearsal, bluesky.reply(outgoing("reply-1", "Eight to four.", parent=comment, root=top)))
    assert record["reply"] == {
        "root": {"uri": top.network_id, "cid": top.version},
        "parent": {"uri": comment.network_id, "cid": comment.version},
    }


def test_without_a_root_the_parent_is_the_root(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    record: Any = value(rehearsal, bluesky.reply(outgoing("correction", "Saturday, not Sunday.", parent=top)))
    assert record["reply"]["root"] == record["reply"]["parent"] == {"uri": top.network_id, "cid": top.version}


def test_versions_that_are_missing_are_looked_up_in_one_call(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    comment = said(rehearsal, top)
    rehearsal.bluesky.calls.clear()
    sent = outgoing("reply-1", "Eight.", parent=RemoteRef(comment.network_id), root=RemoteRef(top.network_id))
    record: Any = value(rehearsal, bluesky.reply(sent))
    assert record["reply"]["parent"]["cid"] == comment.version
    assert rehearsal.bluesky.calls == {"app.bsky.feed.getPosts": 1, "com.atproto.repo.putRecord": 1}


def test_a_reply_with_its_versions_costs_one_round_trip(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    comment = said(rehearsal, top)
    rehearsal.bluesky.calls.clear()
    bluesky.reply(outgoing("reply-1", "Eight.", parent=comment, root=top))
    assert rehearsal.bluesky.calls == {"com.atproto.repo.putRecord": 1}


def test_it_refuses_to_answer_a_post_that_is_gone(bluesky: Bluesky) -> None:
    gone = RemoteRef("at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3jui7kd54zh2y")
    with pytest.raises(NetworkError) as refused:
        bluesky.reply(outgoing(parent=gone))
    assert refused.value.trouble is Trouble.REFUSED


def test_it_refuses_a_reply_to_nothing(bluesky: Bluesky) -> None:
    with pytest.raises(NetworkError) as refused:
        bluesky.reply(outgoing())
    assert refused.value.trouble is Trouble.REFUSED
