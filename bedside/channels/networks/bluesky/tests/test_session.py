import base64
import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bedside.channels.networks.bluesky.connector import Bluesky
from bedside.channels.networks.bluesky.tests.conftest import HANDLE, PASSWORD, Connect, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import Connection, Connects, NetworkError, Profile, Trouble
from bedside.kit import http

SERVER = "com.atproto.server."


def test_connecting_says_whose_account_it_is(bluesky: Bluesky) -> None:
    assert isinstance(bluesky, Connects)
    profile = bluesky.connect()
    assert profile == Profile(profile.account_id, HANDLE, "St. Mary")
    assert profile.account_id.startswith("did:plc:")


def test_a_wrong_password_is_revoked_with_a_sentence(connect: Connect) -> None:
    with pytest.raises(NetworkError) as refused:
        connect(password="zzzz-zzzz-zzzz-zzzz").connect()
    assert refused.value.trouble is Trouble.REVOKED
    assert refused.value.said == "Bluesky does not accept this handle and app password."


def test_the_session_is_kept_between_jobs(connect: Connect, rehearsal: Rehearsal, saved: dict[str, str]) -> None:
    connect().publish(outgoing("one"))
    assert set(saved) == {"access", "refresh", "did", "handle", "pds"}
    connect().publish(outgoing("two"))
    assert rehearsal.bluesky.calls[f"{SERVER}createSession"] == 1


@pytest.fixture
def short() -> Iterator[Rehearsal]:
    """A server whose access tokens last a minute: inside the time by which they are renewed ahead."""
    with Rehearsal(access_lasts=timedelta(minutes=1)) as running:
        running.bluesky.direct("accounts", {"handle": HANDLE, "password": PASSWORD})
        yield running


def test_a_token_near_its_end_is_renewed_before_it_is_used(short: Rehearsal, connect: Connect) -> None:
    bluesky = connect(base_url=short.url)
    bluesky.session.begin()
    bluesky.publish(outgoing())
    calls = short.bluesky.calls
    assert (calls[f"{SERVER}createSession"], calls["com.atproto.repo.putRecord"]) == (1, 1)
    assert calls[f"{SERVER}refreshSession"] >= 1


def test_a_token_said_to_be_expired_is_renewed_and_the_call_made_once_more(
    bluesky: Bluesky, rehearsal: Rehearsal, saved: dict[str, str]
) -> None:
    bluesky.publish(outgoing("one"))
    before = dict(saved)
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="putRecord", times=1))
    bluesky.publish(outgoing("two"))
    assert rehearsal.bluesky.calls[f"{SERVER}refreshSession"] == 1
    assert saved["refresh"] != before["refresh"]
    assert len(rehearsal.bluesky.posts()) == 2


def test_a_refresh_token_that_no_longer_works_falls_back_to_the_password(
    bluesky: Bluesky, rehearsal: Rehearsal, saved: dict[str, str]
) -> None:
    bluesky.publish(outgoing("one"))
    rehearsal.bluesky.tokens.secret = "another"  # every token issued so far is void now
    bluesky.publish(outgoing("two"))
    calls = rehearsal.bluesky.calls
    assert (calls[f"{SERVER}createSession"], calls[f"{SERVER}refreshSession"]) == (2, 1)


def test_a_revoked_account_is_revoked(bluesky: Bluesky, rehearsal: Rehearsal, saved: dict[str, str]) -> None:
    bluesky.publish(outgoing("one"))
    kept = dict(saved)
    rehearsal.faults.add(Fault(Kind.REVOKED))
    with pytest.raises(NetworkError) as revoked:
        bluesky.publish(outgoing("two"))
    assert revoked.value.trouble is Trouble.REVOKED
    assert saved == kept


def test_good_tokens_are_never_saved_over_with_empty_ones(
    bluesky: Bluesky, rehearsal: Rehearsal, saved: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bluesky.publish(outgoing("one"))
    kept = dict(saved)
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="putRecord", times=1))
    renew = rehearsal.bluesky.tokens.renew
    monkeypatch.setattr(rehearsal.bluesky.tokens, "renew", lambda *given: (renew(*given)[0], {"accessJwt": ""}))
    with pytest.raises(NetworkError) as failed:
        bluesky.publish(outgoing("two"))
    assert failed.value.trouble is Trouble.UNREACHABLE
    assert saved == kept


def test_many_jobs_at_once_renew_the_session_once(
    rehearsal: Rehearsal, connect: Connect, saved: dict[str, str]
) -> None:
    connect().publish(outgoing("first"))
    rehearsal.bluesky.tokens.stale.add(saved["access"])
    jobs = [connect() for _ in range(8)]
    ready = threading.Barrier(8)
    failed: list[NetworkError] = []

    def work(number: int) -> None:
        ready.wait()
        try:
            jobs[number].publish(outgoing(f"post-{number}"))
        except NetworkError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(rehearsal.bluesky.posts()) == 9
    assert rehearsal.bluesky.calls[f"{SERVER}refreshSession"] == 1
    assert rehearsal.bluesky.calls[f"{SERVER}createSession"] == 1


def test_calls_go_to_the_accounts_own_server_and_sign_in_to_the_entry(saved: dict[str, str]) -> None:
    with Rehearsal() as entry, Rehearsal() as own:
        for server in (entry, own):
            server.bluesky.direct("accounts", {"handle": HANDLE, "password": PASSWORD})
        own.bluesky.tokens = entry.bluesky.tokens
        entry.bluesky.url = lambda: own.url
        credentials = {"identifier": HANDLE, "password": PASSWORD}
        connection = Connection(1, 1, entry.url, credentials, {}, saved.update)
        Bluesky(connection, http.client(http.Reach(loopback=True))).publish(outgoing())
        assert entry.bluesky.calls == {f"{SERVER}createSession": 1}
        assert own.bluesky.calls == {"com.atproto.repo.putRecord": 1}


def test_secrets_stay_out_of_representations(bluesky: Bluesky, saved: dict[str, str]) -> None:
    tokens = bluesky.session.tokens()
    shown = repr(tokens) + repr(bluesky.connection)
    assert PASSWORD not in shown
    assert tokens.access not in shown
    assert tokens.refresh not in shown
    claims = tokens.access.split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"] == tokens.did
