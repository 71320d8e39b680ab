"""Connecting an account, keeping its secrets, and saying what is wrong with it."""

import logging
from datetime import timedelta

import pytest

from bedside.channels import actions, queries, registry
from bedside.channels.models import Account
from bedside.channels.rehearsal import Kind, Rehearsal
from bedside.channels.rules import NetworkError
from bedside.channels.tests.conftest import HANDLE, PASSWORD, Desk, connect
from bedside.kit import crypto
from tests.cast import START, Hospital


def add(hospital: Hospital, **given: object) -> Account:
    told: dict[str, object] = {"handle": HANDLE, "credentials": {"identifier": HANDLE, "password": PASSWORD}} | given
    return actions.connect_account(
        organization=hospital.organization,
        network="bluesky",
        by=hospital.milo,
        at=START,
        **told,  # type: ignore[arg-type]
    )


def test_it_is_connected_once_the_network_says_whose_it_is(riverbend: Hospital, rehearsal: Rehearsal) -> None:
    account = connect(riverbend, rehearsal)
    assert (account.state, account.name, account.trouble) == (Account.CONNECTED, "Riverbend", "")
    assert account.network_account_id.startswith("did:plc:")


def test_the_job_signs_in_and_sends_what_waits(desk: Desk) -> None:
    from tests.databases import run_jobs

    account = add(desk.hospital, handle="@clinic.rehearsal.test", base_url=f"{desk.rehearsal.url}/")
    assert (account.handle, account.base_url) == ("clinic.rehearsal.test", desk.rehearsal.url)
    run_jobs("channels.sign_in")
    account.refresh_from_db()
    assert account.state == Account.CONNECTED


def test_credentials_the_network_refuses_stop_it_with_a_plain_sentence(
    riverbend: Hospital, rehearsal: Rehearsal
) -> None:
    account = connect(riverbend, rehearsal, password="zzzz-zzzz-zzzz-zzzz")
    assert account.state == Account.STOPPED
    assert account.trouble == "Bluesky does not accept this handle and app password."
    problems = [one.problem for one in queries.health(riverbend.organization, at=START) if one.problem]
    assert problems == [account.trouble]


def test_administrators_are_told_once_that_it_stopped(desk: Desk, mailoutbox: list[object]) -> None:
    from tests.databases import run_jobs

    run_jobs("channels.tell_administrators")
    assert not mailoutbox
    for _ in range(2):
        actions.accounts.stop_account(desk.account, said="The password was changed.", at=desk.clock.at)
    run_jobs("channels.tell_administrators")
    assert len(mailoutbox) == 1
    assert mailoutbox[0].to == [desk.hospital.milo.user.email]  # type: ignore[attr-defined]
    assert "The password was changed." in mailoutbox[0].body  # type: ignore[attr-defined]


def test_a_network_that_is_down_is_asked_again_by_the_job(desk: Desk) -> None:
    desk.fault(Kind.ERROR_BEFORE, "createSession")
    with pytest.raises(NetworkError):
        actions.sign_in(account=desk.account, at=desk.clock.at)
    desk.account.refresh_from_db()
    assert desk.account.state == Account.CONNECTED, "nothing is known to be wrong with it"


def test_missing_fields_are_named(riverbend: Hospital) -> None:
    with pytest.raises(actions.CannotConnect, match="Bluesky also needs: App password"):
        add(riverbend, credentials={"identifier": HANDLE, "password": "  "})


def test_the_same_account_is_connected_only_once(desk: Desk) -> None:
    with pytest.raises(actions.CannotConnect, match="connected already"):
        add(desk.hospital)
    actions.close_account(account=desk.account, by=desk.hospital.milo, at=desk.clock.at)
    assert add(desk.hospital).pk != desk.account.pk


def test_an_empty_field_never_overwrites_a_secret(desk: Desk) -> None:
    account = actions.reconnect_account(
        account=desk.account,
        credentials={"identifier": " ", "password": ""},
        by=desk.hospital.milo,
        at=desk.clock.at,
    )
    assert registry.unseal(account, "credentials") == {"identifier": HANDLE, "password": PASSWORD}
    account = actions.reconnect_account(
        account=account, credentials={"password": "new-new"}, by=desk.hospital.milo, at=desk.clock.at
    )
    assert registry.unseal(account, "credentials") == {"identifier": HANDLE, "password": "new-new"}
    assert registry.unseal(account, "tokens") == {}
    assert desk.recorded("channels.account_reconnected") == 2


def test_secrets_lie_encrypted_and_open_for_this_organization_alone(desk: Desk) -> None:
    account = desk.account
    kept = bytes(account.credentials)
    assert PASSWORD.encode() not in kept
    assert b"eyJ" not in bytes(account.tokens), "the session's tokens are sealed as well"
    assert registry.unseal(account, "credentials")["password"] == PASSWORD
    account.organization_id += 1
    with pytest.raises(crypto.Unopenable):
        registry.unseal(account, "credentials")


def test_secrets_show_in_no_log_and_no_description(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    connector = registry.connector(desk.account)
    secrets = [PASSWORD, *(registry.unseal(desk.account, "tokens")[name] for name in ("access", "refresh"))]
    desk.rehearsal.bluesky.tokens.secret = "nobody's session is good any more"
    desk.publish()
    desk.send()
    desk.fault(Kind.DROP_AFTER, "createSession")
    with pytest.raises(NetworkError) as refused:
        actions.sign_in(account=desk.account, at=desk.clock.at)
    shown = caplog.text + repr(desk.account) + repr(connector.connection) + repr(connector.session.tokens())
    shown += repr(refused.value) + repr(refused.value.__cause__)
    for secret in secrets:
        assert secret not in shown


def test_closing_forgets_the_secrets_and_keeps_the_history(desk: Desk) -> None:
    remote = desk.sent()
    actions.close_account(account=desk.account, by=desk.hospital.milo, at=desk.clock.at)
    desk.account.refresh_from_db()
    assert (bytes(desk.account.credentials), bytes(desk.account.tokens)) == (b"", b"")
    remote.refresh_from_db()
    assert remote.url
    assert desk.hear() == 0
    assert [one.account.network for one in queries.health(desk.hospital.organization, at=desk.clock.at)] == ["hub"]
    actions.close_account(account=desk.account, by=desk.hospital.milo, at=desk.clock.at)
    assert desk.recorded("channels.account_closed") == 1


def test_a_closed_account_is_not_signed_in(desk: Desk) -> None:
    actions.close_account(account=desk.account, by=desk.hospital.milo, at=desk.clock.at)
    desk.account.refresh_from_db()
    before = desk.calls("com.atproto.server.createSession")
    actions.sign_in(account=desk.account, at=desk.clock.at)
    assert desk.calls("com.atproto.server.createSession") == before


def test_silence_and_lateness_are_said(desk: Desk) -> None:
    def problem(at: object) -> str:
        found = queries.health(desk.hospital.organization, at=at)  # type: ignore[arg-type]
        return next(one.problem for one in found if one.account == desk.account)

    desk.hear()
    assert problem(desk.clock.at) == ""
    assert "not heard anything" in problem(desk.clock.at + timedelta(minutes=16))
    desk.publish()
    assert problem(desk.clock.at + timedelta(minutes=3)) == "Something is late. Bedside keeps trying."


def test_every_hospital_has_its_hub_from_the_first_minute(desk: Desk) -> None:
    from bedside.channels import tasks

    Account.objects.filter(organization=desk.hospital.organization, network="hub").update(state=Account.CLOSED)
    for _ in range(2):
        tasks.open_hub(organization_id=desk.hospital.organization.pk, entry_id=0)
    assert queries.accounts_of(desk.hospital.organization).filter(network="hub").count() == 1
