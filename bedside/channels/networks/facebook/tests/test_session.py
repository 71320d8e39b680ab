from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from bedside.channels.calls import signatures
from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.stage import FacebookStage
from bedside.channels.networks.facebook.tests.conftest import HANDLE, Connect, outgoing
from bedside.channels.rehearsal import Fault, Kind, Rehearsal
from bedside.channels.rules import NetworkError, Profile, Trouble
from bedside.kit import times

BACK = "https://bedside.example/accounts/back"


def code(facebook: Facebook) -> str:
    """What a person does: opens the page, presses Allow, comes back."""
    page = httpx.get(facebook.authorize_url(redirect_uri=BACK, state="st", challenge="ch"))
    assert "<script" not in page.text
    link = page.text.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    answered = parse_qs(urlsplit(link).query)
    assert link.startswith(BACK)
    assert answered["state"] == ["st"]
    return answered["code"][0]


def test_connecting_says_whose_page_it_is(facebook: Facebook, account: dict[str, Any]) -> None:
    assert facebook.connect() == Profile(account["id"], HANDLE, "St. Mary")


def test_a_person_signs_in_and_the_page_token_is_kept(
    connect: Connect, saved: dict[str, str], account: dict[str, Any]
) -> None:
    facebook = connect(credentials={})
    facebook.exchange(code=code(facebook), verifier="v", redirect_uri=BACK)
    assert facebook.connect().account_id == account["id"]
    ends = datetime.fromisoformat(saved["expires_at"]) - times.now()
    assert timedelta(days=89) < ends < timedelta(days=91)
    assert saved["page_token"] != saved["access_token"]
    connect(credentials={}).publish(outgoing())


def test_a_code_works_once_and_a_wrong_one_not_at_all(connect: Connect) -> None:
    facebook = connect(credentials={})
    given = code(facebook)
    facebook.exchange(code=given, verifier="v", redirect_uri=BACK)
    for used in (given, "nonsense"):
        with pytest.raises(NetworkError, match="Facebook did not take this sign-in") as refused:
            facebook.exchange(code=used, verifier="v", redirect_uri=BACK)
        assert refused.value.trouble is Trouble.REVOKED


def test_with_several_pages_a_person_chooses(connect: Connect, stage: FacebookStage, account: dict[str, Any]) -> None:
    other: Any = stage.direct("accounts", {"handle": "clinic.rehearsal.test", "name": "Cedar Clinic"})
    facebook = connect(credentials={})
    facebook.exchange(code=code(facebook), verifier="v", redirect_uri=BACK)
    profile = facebook.connect()
    assert (profile.account_id, {one.account_id for one in profile.choices}) == ("", {account["id"], other["id"]})
    with pytest.raises(NetworkError, match="several Pages"):
        facebook.publish(outgoing())
    chosen = connect(credentials={"choice": other["id"]})
    assert chosen.connect().name == "Cedar Clinic"
    chosen.publish(outgoing())
    assert stage.shown()[0].handle == "clinic.rehearsal.test"


def test_a_withheld_permission_is_named(connect: Connect, stage: FacebookStage, account: dict[str, Any]) -> None:
    stage.grants[account["credentials"]["access_token"]].more["withheld"] = ["pages_manage_posts"]
    with pytest.raises(NetworkError, match="pages_manage_posts") as refused:
        connect().connect()
    assert refused.value.trouble is Trouble.REFUSED


def test_somebody_who_may_not_post_is_told_so(connect: Connect, stage: FacebookStage, account: dict[str, Any]) -> None:
    stage.town.accounts[account["id"]].more["tasks"] = ["ANALYZE"]
    with pytest.raises(NetworkError, match="does not let this person post"):
        connect().connect()


def test_every_call_is_signed_with_the_apps_secret(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, account: dict[str, Any]
) -> None:
    facebook = connect()
    seen: list[dict[str, Any]] = []
    send = facebook.client.send

    def watching(method: str, url: str, **sent: Any) -> Any:
        seen.append(sent)
        return send(method, url, **sent)

    monkeypatch.setattr(facebook.client, "send", watching)
    facebook.publish(outgoing())
    for sent in seen:
        token = sent["headers"]["Authorization"].removeprefix("Bearer ")
        assert sent["params"]["appsecret_proof"] == signatures.hexed(token.encode(), account["app"]["client_secret"])
        assert "access_token" not in sent["params"]


def test_an_expired_page_token_is_fetched_anew_and_the_call_made_once(
    connect: Connect, rehearsal: Rehearsal, stage: FacebookStage
) -> None:
    facebook = connect()
    facebook.connect()
    rehearsal.faults.add(Fault(Kind.EXPIRED, call="facebook.publish", times=1))
    facebook.publish(outgoing())
    assert len(stage.shown()) == 1


def test_taken_away_access_is_revoked(connect: Connect, stage: FacebookStage, account: dict[str, Any]) -> None:
    facebook = connect()
    facebook.connect()
    stage.revoke(account["id"])
    for act in (facebook.connect, lambda: facebook.publish(outgoing()), lambda: facebook.hear("")):
        with pytest.raises(NetworkError) as refused:
            act()
        assert refused.value.trouble is Trouble.REVOKED
        assert refused.value.todo == "Connect the account again."


def test_without_any_token_a_person_is_asked(connect: Connect) -> None:
    with pytest.raises(NetworkError) as refused:
        connect(credentials={}).connect()
    assert refused.value.trouble is Trouble.REVOKED
