"""Taking in what the public said: once, however often and in whatever order the network tells it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bedside.channels import actions, queries
from bedside.channels.actions import hearing
from bedside.channels.models import Account, Arrival
from bedside.channels.rehearsal import Kind
from bedside.channels.rules import Heard
from bedside.channels.tests.conftest import HANDLE, Desk

LISTEN = "listNotifications"


def heard(desk: Desk, number: int = 1, **more: object) -> Heard:
    base = Heard(
        network_id=f"at://did:plc:somebody/app.bsky.feed.post/{number}",
        kind="reply",
        text=f"Comment {number}",
        author_id="did:plc:somebody",
        author_handle="gus.rehearsal.test",
        author_name="Gus Tester",
        posted_at=desk.clock.at,
        version="v1",
        raw=b'{"text": "as it came"}',
    )
    return replace(base, **more)  # type: ignore[arg-type]


def take(desk: Desk, *things: Heard) -> int:
    return actions.take(account=desk.account, heard=things, at=desk.clock.at)


def test_a_comment_is_kept_sealed_and_recorded(desk: Desk) -> None:
    arrival = desk.arrived("Is it open on Sunday too?")
    assert queries.words_of(arrival) == "Is it open on Sunday too?"
    assert b"Sunday" not in bytes(arrival.sealed)
    assert desk.recorded("channels.arrived") == 1
    desk.account.refresh_from_db()
    assert desk.account.last_heard_at == desk.clock.at
    assert desk.account.next_hearing_at is not None
    assert desk.account.next_hearing_at > desk.clock.at


def test_it_is_kept_once_however_often_it_is_told(desk: Desk) -> None:
    desk.arrived()
    for _ in range(3):
        assert desk.hear() == 0
    Account.objects.filter(organization=desk.hospital.organization, pk=desk.account.pk).update(cursor="")
    assert desk.hear() == 0, "heard from the beginning again"
    assert desk.arrivals.count() == 1
    assert desk.recorded("channels.arrived") == 1


@pytest.mark.parametrize("kinds", [[Kind.DUPLICATED], [Kind.SHUFFLED], [Kind.DUPLICATED, Kind.SHUFFLED]])
def test_duplicates_and_disorder_change_nothing(desk: Desk, kinds: Sequence[Kind]) -> None:
    post = desk.sent().network_id
    for kind in kinds:
        desk.fault(kind, LISTEN, times=None)
    said = []
    for round_ in range(3):
        said += [desk.say(f"Comment {round_}.{number}", to=post)["uri"] for number in range(7)]
        desk.hear()
    assert sorted(desk.arrivals.values_list("network_id", flat=True)) == sorted(said)
    assert desk.recorded("channels.arrived") == len(said)


def test_a_changed_one_is_kept_anew_and_said_to_have_changed(desk: Desk) -> None:
    assert take(desk, heard(desk)) == 1
    desk.clock.move(minutes=1)
    assert take(desk, heard(desk, text="Changed my mind.", version="v2")) == 0
    arrival = desk.arrivals.get()
    assert queries.words_of(arrival) == "Changed my mind."
    assert (arrival.version, arrival.changed_at) == ("v2", desk.clock.at)
    assert arrival.received_at < desk.clock.at
    assert take(desk, heard(desk, text="Changed my mind.", version="v2")) == 0
    assert (desk.recorded("channels.arrived"), desk.recorded("channels.arrival_changed")) == (1, 1)


def test_without_a_version_nothing_counts_as_changed(desk: Desk) -> None:
    take(desk, heard(desk), heard(desk, version="", text="Another wording"))
    assert queries.words_of(desk.arrivals.get()) == "Comment 1"


def test_our_own_posts_and_answers_are_not_taken_in(desk: Desk) -> None:
    arrival = desk.arrived()
    desk.reply(arrival)
    desk.send()
    desk.clock.move(seconds=10)
    assert desk.hear() == 0
    ours = desk.sent("Another post of ours.")
    assert take(desk, heard(desk, network_id=ours.network_id)) == 0
    assert list(desk.arrivals) == [arrival]


def test_a_reply_the_network_told_nobody_of_is_found_in_the_thread(desk: Desk) -> None:
    post = desk.sent().network_id
    made = desk.say("Nobody was told of this.", to=post, quiet=True)
    assert desk.hear() == 1
    assert desk.arrivals.get().network_id == made["uri"]


def test_mentions_and_quotes_arrive_too(desk: Desk) -> None:
    desk.say("Thank you, good people!", mention=HANDLE)
    desk.say("Look at this.", quote=desk.sent().network_id)
    assert desk.hear() == 2
    assert sorted(desk.arrivals.values_list("kind", flat=True)) == ["mention", "quote"]


def test_the_cursor_moves_only_after_everything_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    post = desk.sent().network_id
    for number in range(3):
        desk.say(f"Comment {number}", to=post)
    kept, taken = hearing._take_one, 0

    def dies(account: Account, one: Heard, at: object, past: bool) -> int:
        nonlocal taken
        taken += 1
        if taken == 2:
            raise MemoryError("the machine died")
        return kept(account, one, at)  # type: ignore[arg-type]

    monkeypatch.setattr(hearing, "_take_one", dies)
    with pytest.raises(MemoryError):
        desk.hear()
    desk.account.refresh_from_db()
    assert (desk.account.cursor, desk.arrivals.count()) == ("", 1)
    monkeypatch.undo()
    assert desk.hear() == 2
    assert desk.arrivals.count() == 3
    desk.account.refresh_from_db()
    assert desk.account.cursor


@pytest.mark.parametrize("kind", [Kind.DROP_BEFORE, Kind.ERROR_BEFORE, Kind.LIMITED, Kind.DROP_AFTER])
def test_what_is_said_while_the_network_stumbles_arrives_later(desk: Desk, kind: Kind) -> None:
    post = desk.sent().network_id
    desk.say("Are you open?", to=post)
    desk.fault(kind, LISTEN, seconds=30)
    assert desk.hear() == 0
    desk.account.refresh_from_db()
    assert desk.account.cursor == ""
    assert desk.account.state == Account.CONNECTED
    assert queries.accounts_to_hear(desk.hospital.organization, at=desk.clock.at) == []
    desk.clock.move(seconds=32)
    assert queries.accounts_to_hear(desk.hospital.organization, at=desk.clock.at) == [desk.account.pk]
    assert desk.hear() == 1


def test_revoked_credentials_stop_the_account(desk: Desk) -> None:
    desk.fault(Kind.REVOKED, times=None)
    desk.hear()
    desk.account.refresh_from_db()
    assert desk.account.state == Account.STOPPED
    calls = desk.calls(f"app.bsky.notification.{LISTEN}")
    desk.hear()
    assert desk.calls(f"app.bsky.notification.{LISTEN}") == calls


def test_one_worker_listens_to_an_account_at_a_time(desk: Desk) -> None:
    import psycopg
    from django.db import connection

    desk.say("Good morning!", mention=HANDLE)
    parameters = connection.get_connection_params()
    with psycopg.connect(**{k: parameters[k] for k in ("host", "port", "user", "password", "dbname")}) as other:
        other.execute("select pg_advisory_lock(%s, %s)", [hearing.LOCKS, desk.account.pk])
        assert desk.hear() == 0
        # Given back by hand: the server notices the end of a session only a moment later.
        other.execute("select pg_advisory_unlock(%s, %s)", [hearing.LOCKS, desk.account.pk])
    assert desk.hear() == 1


@pytest.mark.parametrize(
    "poison",
    [
        {"author_name": "Gus\0Tester", "text": "NUL\0here"},
        {"parent_id": f"at://did:plc:x/app.bsky.feed.post/{'x' * 900}", "root_id": "r" * 900},
        {"author_handle": "h" * 900, "author_name": "n" * 900, "author_id": "a" * 900, "url": "u" * 900},
        {"network_id": f"at://did:plc:x/app.bsky.feed.post/{'x' * 900}", "version": "v" * 900},
        {"raw": b"\xff\xfe\0"},
    ],
    ids=["nul", "places", "author", "names", "raw"],
)
def test_what_a_stranger_chose_cannot_make_the_account_deaf(desk: Desk, poison: dict[str, object]) -> None:
    odd = heard(desk, 1, **poison)
    assert take(desk, odd, heard(desk, 2)) == 2
    assert take(desk, odd) == 0, "and it is still known when it comes again"
    assert {queries.words_of(one).replace("NULhere", "Comment 1") for one in desk.arrivals} == {
        "Comment 1",
        "Comment 2",
    }


def test_two_long_names_that_begin_alike_stay_two(desk: Desk) -> None:
    assert take(desk, heard(desk, network_id="a" * 600), heard(desk, network_id=f"{'a' * 600}b")) == 2


def test_counts_of_our_posts_are_fetched(desk: Desk) -> None:
    remote = desk.sent()
    desk.rehearsal.bluesky.direct("react", {"uri": remote.network_id, "likes": 12, "reposts": 3})
    actions.measure(account=desk.account, at=desk.clock.at)
    remote.refresh_from_db()
    assert remote.counts == {"likes": 12, "reposts": 3, "replies": 0, "quotes": 0}
    assert remote.counted_at == desk.clock.at


def test_old_posts_are_not_watched_for_ever(desk: Desk) -> None:
    desk.sent()
    desk.clock.move(days=4)
    before = desk.calls("app.bsky.feed.getPostThread")
    desk.hear()
    assert desk.calls("app.bsky.feed.getPostThread") == before


def test_an_arrival_of_the_past_keeps_both_instants(desk: Desk) -> None:
    take(desk, heard(desk, posted_at=desk.clock.at - timedelta(days=2)))
    arrival = Arrival.objects.get(organization=desk.hospital.organization)
    assert (arrival.received_at - arrival.posted_at).days == 2
