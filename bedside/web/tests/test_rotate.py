"""A new key: everything is sealed anew under it, older ones go only then, and an interruption costs nothing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bedside import environment as environments
from bedside.channels import queries as channels
from bedside.channels.models import Arrival
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations import tenancy
from bedside.web import rotation
from tests.cast import Hospital
from tests.filled import QUESTION, fill

Jobs = Callable[..., int]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own, with a key of its own."""
    env = replace(environments.environment(), home=tmp_path, keys="")
    monkeypatch.setattr(environments, "environment", lambda: env)
    monkeypatch.setattr(rotation, "environment", lambda: env)
    monkeypatch.setattr(crypto, "_ring", None)
    return tmp_path


def keys(home: Path) -> list[bytes]:
    return crypto.load_keys(home / "keys.json")


def sealed() -> list[bytes]:
    return [bytes(row) for row in Arrival.objects.values_list("sealed", flat=True)]


def test_everything_is_sealed_anew_and_reads_the_same(home: Path, riverbend: Hospital, jobs: Jobs) -> None:
    fill(riverbend, jobs)
    (before,) = keys(home)
    assert rotation.rotate() == 0
    after, kept = keys(home)
    assert after != before
    assert kept == before, "what was on its way meanwhile must still open"
    tenancy.announce(riverbend.organization.pk)
    assert all(crypto.Keyring([after]).is_current(value) for value in sealed())
    assert [channels.words_of(one) for one in Arrival.objects.order_by("pk")] == [QUESTION, "The food was fine."]
    account = channels.accounts_of(riverbend.organization).get(network="bluesky")
    context = seal_context(type(account), "credentials", riverbend.organization.pk)
    assert b"fictional" in crypto.Keyring([after]).open(bytes(account.credentials), context=context)


def test_the_rows_of_every_hospital_are_sealed_anew(
    home: Path, riverbend: Hospital, hillcrest: Hospital, jobs: Jobs
) -> None:
    for hospital in (riverbend, hillcrest):
        tenancy.announce(hospital.organization.pk)
        fill(hospital, jobs)
    rotation.rotate()
    ring = crypto.Keyring(keys(home)[:1])
    for hospital in (riverbend, hillcrest):
        tenancy.announce(hospital.organization.pk)
        assert sealed()
        assert all(ring.is_current(value) for value in sealed())


def test_an_interrupted_rotation_is_run_again(
    home: Path, riverbend: Hospital, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine stops in the middle: the old keys are still there, everything opens, and a second run ends it."""
    fill(riverbend, jobs)
    with monkeypatch.context() as broken:

        def stop(*given: object) -> int:
            raise KeyboardInterrupt

        broken.setattr(rotation, "_reseal", stop)
        with pytest.raises(KeyboardInterrupt):
            rotation.rotate()
    assert len(keys(home)) == 2
    tenancy.announce(riverbend.organization.pk)
    assert [channels.words_of(one) for one in Arrival.objects.order_by("pk")] == [QUESTION, "The food was fine."]
    first, second = keys(home)
    rotation.rotate()
    last, kept = keys(home)
    assert kept == first
    assert second not in (last, kept), "the oldest key was not dropped"
    tenancy.announce(riverbend.organization.pk)
    assert all(crypto.Keyring([last]).is_current(value) for value in sealed())
    assert [channels.words_of(one) for one in Arrival.objects.order_by("pk")] == [QUESTION, "The food was fine."]


def test_an_empty_value_stays_empty(home: Path, riverbend: Hospital, jobs: Jobs) -> None:
    """A closed account's secrets were forgotten; rotation does not bring them back."""
    from bedside.channels import actions
    from tests.cast import START
    from tests.filled import elsewhere

    account = elsewhere(riverbend)
    actions.close_account(account=account, by=riverbend.milo, at=START)
    assert rotation.rotate() == 0
    tenancy.announce(riverbend.organization.pk)
    account.refresh_from_db()
    assert (bytes(account.credentials), bytes(account.tokens)) == (b"", b"")
