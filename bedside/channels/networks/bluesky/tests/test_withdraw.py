import pytest

from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import outgoing, sought
from bedside.channels.rehearsal import Rehearsal
from bedside.channels.rules import NetworkError, RemoteRef, Trouble, Withdraws


def test_a_withdrawn_post_is_gone(bluesky: Bluesky, rehearsal: Rehearsal) -> None:
    assert isinstance(bluesky, Withdraws)
    bluesky.withdraw(bluesky.publish(outgoing()))
    assert rehearsal.bluesky.posts() == []
    assert bluesky.find(sought()) is None


def test_withdrawing_twice_succeeds(bluesky: Bluesky) -> None:
    remote = bluesky.publish(outgoing())
    bluesky.withdraw(remote)
    bluesky.withdraw(remote)


@pytest.mark.parametrize("uri", ["https://example.org", "at://did:plc:someoneelse/app.bsky.feed.post/3jui7kd54zh2y"])
def test_it_refuses_what_is_not_ours_without_a_call(bluesky: Bluesky, rehearsal: Rehearsal, uri: str) -> None:
    bluesky.publish(outgoing())
    rehearsal.bluesky.calls.clear()
    with pytest.raises(NetworkError) as refused:
        bluesky.withdraw(RemoteRef(uri))
    assert refused.value.trouble is Trouble.REFUSED
    assert rehearsal.bluesky.calls == {}
