import json
from datetime import UTC, datetime
from typing import Any

from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import HANDLE, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Hears


def say(rehearsal: Rehearsal, text: str, **more: object) -> str:
    made: Any = rehearsal.bluesky.direct("say", {"text": text} | more)
    return str(made["uri"])


def test_replies_mentions_and_quotes_are_heard_oldest_first(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    assert isinstance(bluesky, Hears)
    top = bluesky.publish(outgoing())
    reply = say(rehearsal, "What are the hours?", to=top.network_id, **{"as": "gus.rehearsal.test"})
    say(rehearsal, "do you take walk-ins?", mention=HANDLE)
    say(rehearsal, "worth reading", quote=top.network_id)
    heard = bluesky.hear("").heard
    assert [(one.kind, one.text) for one in heard] == [
        ("reply", "What are the hours?"),
        ("mention", f"@{HANDLE} do you take walk-ins?"),
        ("quote", "worth reading"),
    ]
    first = heard[0]
    assert (first.network_id, first.author_handle, first.author_name) == (reply, "gus.rehearsal.test", "Gus Tester")
    assert (first.parent_id, first.root_id) == (top.network_id, top.network_id)
    assert first.version.startswith("bafyrei")
    assert json.loads(first.raw)["record"]["text"] == "What are the hours?"


def test_a_reply_that_mentions_us_is_a_reply(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    say(rehearsal, "when?", to=top.network_id, mention=HANDLE)
    assert [one.kind for one in bluesky.hear("", [top]).heard] == ["reply"]


def test_nothing_is_heard_twice(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    say(rehearsal, "one", to=top.network_id)
    first = bluesky.hear("", [top])
    assert bluesky.hear(first.cursor, [top]).heard == ()
    say(rehearsal, "two", to=top.network_id)
    second = bluesky.hear(first.cursor, [top])
    assert [one.text for one in second.heard] == ["two"]
    assert bluesky.hear(second.cursor, [top]).heard == ()


def test_duplicated_and_shuffled_notifications_are_heard_once_and_in_order(
    bluesky: Bluesky, rehearsal: Rehearsal
) -> None:
    top = bluesky.publish(outgoing())
    for number in range(6):
        say(rehearsal, f"comment {number}", to=top.network_id)
    rehearsal.faults.add(Fault(Kind.DUPLICATED))
    rehearsal.faults.add(Fault(Kind.SHUFFLED))
    first = bluesky.hear("")
    assert [one.text for one in first.heard] == [f"comment {number}" for number in range(6)]
    assert bluesky.hear(first.cursor).heard == ()


def test_a_reply_nobody_announced_is_found_in_a_watched_thread(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    above = say(rehearsal, "announced to nobody", to=top.network_id, quiet=True)
    say(rehearsal, "deeper", to=above, quiet=True)
    assert bluesky.hear("").heard == ()
    assert [one.text for one in bluesky.hear("", [top]).heard] == ["announced to nobody", "deeper"]


def test_a_comment_dated_back_by_its_author_is_heard(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    say(rehearsal, "now", to=top.network_id)
    cursor = bluesky.hear("").cursor
    say(rehearsal, "clock two days behind", to=top.network_id, at="2020-01-01T00:00:00.000Z")
    assert [one.text for one in bluesky.hear(cursor).heard] == ["clock two days behind"]


def test_a_comment_dated_ahead_counts_from_when_the_network_had_it(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    say(rehearsal, "from the future", to=top.network_id, at="2093-01-01T00:00:00.000Z")
    first = bluesky.hear("")
    assert first.heard[0].posted_at < datetime(2093, 1, 1, tzinfo=UTC)
    say(rehearsal, "after it", to=top.network_id)
    assert [one.text for one in bluesky.hear(first.cursor).heard] == ["after it"]


def test_many_pages_are_read_down_to_the_cursor(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    cursor = bluesky.hear("").cursor
    for number in range(250):
        say(rehearsal, f"comment {number}", to=top.network_id)
    rehearsal.bluesky.calls.clear()
    heard = bluesky.hear(cursor).heard
    assert [one.text for one in heard] == [f"comment {number}" for number in range(250)]
    assert rehearsal.bluesky.calls == {"app.bsky.notification.listNotifications": 3}


def test_our_own_replies_are_not_heard(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    bluesky.reply(outgoing("reply-1", "More below.", parent=top))
    assert bluesky.hear("", [top]).heard == ()


def test_a_watched_post_that_is_gone_is_passed_over(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top, gone = bluesky.publish(outgoing()), bluesky.publish(outgoing("post-2"))
    bluesky.withdraw(gone)
    say(rehearsal, "still here", to=top.network_id, quiet=True)
    assert [one.text for one in bluesky.hear("", [gone, top]).heard] == ["still here"]


def test_a_cursor_that_cannot_be_read_starts_anew(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    say(rehearsal, "one", to=top.network_id)
    assert [one.text for one in bluesky.hear('{"at": 5}').heard] == ["one"]


def test_a_comments_text_stays_out_of_its_representation(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    say(rehearsal, "my chart number is 00-TEST-1", to=top.network_id)
    assert "00-TEST-1" not in repr(bluesky.hear(""))
