"""A program may repeat a request with the same name: it is done once, and answered the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from bedside.kit.times import now
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Answered, Key
from bedside.publishing.models import Post
from tests.calling import draft, post
from tests.cast import Hospital
from tests.filled import TIP, make_key

Jobs = Callable[..., int]


def test_a_repeated_request_is_done_once_and_answered_the_same(riverbend: Hospital, token: str, client: Client) -> None:
    first = post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    again = post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first.headers
    tenancy.announce(riverbend.organization.pk)
    assert Post.objects.count() == 1


def test_an_error_of_the_programs_is_repeated_too(riverbend: Hospital, token: str, client: Client) -> None:
    wrong = {"text": "", "accounts": []}
    first = post(client, "posts", wrong, token, Idempotency_Key="one")
    again = post(client, "posts", wrong, token, Idempotency_Key="one")
    assert (first.status_code, first.content) == (again.status_code, again.content) == (422, again.content)


def test_the_same_name_for_another_request_is_refused(riverbend: Hospital, token: str, client: Client) -> None:
    post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    other = post(client, "posts", draft(riverbend, f"{TIP} Bring a friend."), token, Idempotency_Key="one")
    elsewhere = post(client, "check", draft(riverbend), token, Idempotency_Key="one")
    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert other.json() == {"detail": "This Idempotency-Key was used for another request."}
    tenancy.announce(riverbend.organization.pk)
    assert Post.objects.count() == 1


def test_a_request_that_still_runs_is_not_run_a_second_time(riverbend: Hospital, token: str, client: Client) -> None:
    post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    tenancy.announce(riverbend.organization.pk)
    Answered.objects.update(status=0, body="", at=now())  # as it stands while the first one is under way
    again = post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    assert (again.status_code, again.json()) == (409, {"detail": "The same request is still running."})
    tenancy.announce(riverbend.organization.pk)
    assert Post.objects.count() == 1


def test_two_requests_at_the_same_moment_run_once(riverbend: Hospital, token: str) -> None:
    """The second finds the first's row, whatever the order of their steps."""
    tenancy.announce(riverbend.organization.pk)
    key = Key.objects.get()
    assert organizations.begin_once(key=key, name="one", request_digest="a", at=now()) is None
    with pytest.raises(organizations.StillRunning):
        organizations.begin_once(key=key, name="one", request_digest="a", at=now())
    organizations.end_once(key=key, name="one", status=201, body="{}")
    kept = organizations.begin_once(key=key, name="one", request_digest="a", at=now())
    assert kept is not None
    assert (kept.status, kept.body) == (201, "{}")


def test_a_request_whose_worker_died_may_be_sent_again(riverbend: Hospital, token: str, client: Client) -> None:
    post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    tenancy.announce(riverbend.organization.pk)
    Answered.objects.update(status=0, body="", at=now() - timedelta(minutes=3))
    again = post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    assert again.status_code == 201
    replay = post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    assert replay.json() == again.json()


def test_a_failure_of_ours_is_not_kept(
    riverbend: Hospital, token: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.publishing import actions

    def fail(**given: object) -> None:
        raise RuntimeError("the disk is gone")

    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(actions, "write", fail)
        assert post(client, "posts", draft(riverbend), token, Idempotency_Key="one").status_code == 500
    tenancy.announce(riverbend.organization.pk)
    assert not Answered.objects.exists()
    assert post(client, "posts", draft(riverbend), token, Idempotency_Key="one").status_code == 201


@pytest.mark.parametrize("name", ["x" * 121, "café", "a\x00b"])
def test_a_name_that_cannot_be_kept_is_refused(riverbend: Hospital, token: str, client: Client, name: str) -> None:
    answer = post(client, "posts", draft(riverbend), token, Idempotency_Key=name)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]
    tenancy.announce(riverbend.organization.pk)
    assert not Post.objects.exists()


def test_names_of_two_keys_do_not_meet(riverbend: Hospital, token: str, client: Client) -> None:
    _key, second = make_key(riverbend, riverbend.milo)
    post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    assert post(client, "posts", draft(riverbend), second, Idempotency_Key="one").status_code == 201
    tenancy.announce(riverbend.organization.pk)
    assert Post.objects.count() == 2


def test_an_answer_is_forgotten_after_a_day(riverbend: Hospital, token: str, client: Client) -> None:
    post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    tenancy.announce(riverbend.organization.pk)
    Answered.objects.update(at=now() - timedelta(days=1, minutes=1))
    post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    tenancy.announce(riverbend.organization.pk)
    assert Post.objects.count() == 2
