"""Hidden answers: a list beside the post, which keeps what else it says and loses nobody's change."""

from typing import Any

import pytest

from bedside.channels.networks.bluesky import gates, names
from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, RemoteRef, Trouble
from bedside.kit import times

PUT = "com.atproto.repo.putRecord"


def say(rehearsal: Rehearsal, text: str, to: str) -> RemoteRef:
    done: Any = rehearsal.bluesky.direct("say", {"text": text, "to": to})
    return RemoteRef(done["uri"], done["cid"])


def gate(rehearsal: Rehearsal, top: RemoteRef) -> dict[str, Any] | None:
    did, _, key = names.parts(top.network_id) or ("", "", "")
    record = rehearsal.bluesky.repos.records.get(f"at://{did}/{gates.GATE}/{key}")
    return record.value if record else None


def hidden(rehearsal: Rehearsal) -> list[str]:
    return [one.text for one in rehearsal.bluesky.shown() if one.hidden]


def test_answers_at_any_depth_are_hidden_and_shown_again(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    rude = say(rehearsal, "a rude word", top.network_id)
    deeper = say(rehearsal, "a ruder one", rude.network_id)
    bluesky.hide(rude)
    bluesky.hide(deeper)
    assert sorted(hidden(rehearsal)) == ["a rude word", "a ruder one"]
    writes = rehearsal.bluesky.calls[PUT]
    bluesky.hide(rude)
    assert rehearsal.bluesky.calls[PUT] == writes
    bluesky.show(rude)
    assert hidden(rehearsal) == ["a ruder one"]
    bluesky.show(rude)


def test_who_may_answer_stays_as_it_was_set(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    top = bluesky.publish(outgoing())
    rude = say(rehearsal, "a rude word", top.network_id)
    did, _, key = names.parts(top.network_id) or ("", "", "")
    allow = [{"$type": f"{gates.GATE}#mentionRule"}]
    value = {"$type": gates.GATE, "post": top.network_id, "createdAt": "2026-01-02T03:04:05.000Z", "allow": allow,
             "hiddenReplies": []}  # fmt: skip
    rehearsal.bluesky.repos.put(did, gates.GATE, key, value, times.now())
    bluesky.hide(rude)
    kept = gate(rehearsal, top)
    assert kept is not None
    assert (kept["allow"], kept["createdAt"]) == (allow, value["createdAt"])
    assert kept["hiddenReplies"] == [rude.network_id]


@pytest.mark.parametrize("kind", [Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.EXPIRED])
def test_hiding_that_broke_off_is_done_by_the_next_try(bluesky: Bluesky, rehearsal: Rehearsal, kind: Kind) -> None:
    top = bluesky.publish(outgoing())
    rude = say(rehearsal, "a rude word", top.network_id)
    rehearsal.faults.add(Fault(kind, call=PUT, times=1))
    if kind is Kind.EXPIRED:
        bluesky.hide(rude)
    else:
        with pytest.raises(NetworkError) as lost:
            bluesky.hide(rude)
        assert lost.value.trouble is Trouble.UNKNOWN
        bluesky.hide(rude)
    assert hidden(rehearsal) == ["a rude word"]


def test_only_answers_below_our_own_posts_can_be_hidden(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    other: Any = rehearsal.bluesky.direct("say", {"text": "@stmary.rehearsal.test hello"})
    elsewhere = say(rehearsal, "below somebody else's", other["uri"])
    for remote in (RemoteRef(other["uri"]), elsewhere, RemoteRef("at://did:plc:x/app.bsky.feed.post/3kdgeujwlq32y")):
        with pytest.raises(NetworkError) as refused:
            bluesky.hide(remote)
        assert refused.value.trouble is Trouble.REFUSED
    assert hidden(rehearsal) == []


def test_a_full_list_is_told() -> None:
    full = {"hiddenReplies": [f"at://did:plc:x/app.bsky.feed.post/{number}" for number in range(gates.MOST)]}
    with pytest.raises(NetworkError) as refused:
        gates.changed(full, "at://root", "at://new", hidden=True, at=times.now())
    assert refused.value.trouble is Trouble.REFUSED


@pytest.mark.parametrize("known", [None, 3, "secret", {"hiddenReplies": "secret"}, {"hiddenReplies": [3, None]}])
def test_a_malformed_list_is_begun_anew(known: object) -> None:
    made = gates.changed(known, "at://root", "at://reply", hidden=True, at=times.now())
    assert made is not None
    assert made["hiddenReplies"] == ["at://reply"]
