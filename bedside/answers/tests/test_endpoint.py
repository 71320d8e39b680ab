"""One call to a model: what is sent, every way it can fail, and no way into the hospital unless somebody said so."""

from datetime import timedelta

import pytest

from bedside.answers import actions, endpoint, queries
from bedside.answers.endpoint import Line, Trouble, complete, why_no_address
from bedside.answers.models import Drafter
from bedside.answers.rules import Unfit
from bedside.answers.tests.models import Act, completion, model
from bedside.audit import queries as audit
from tests.cast import START, Hospital

ASKED = [{"role": "user", "content": "hello"}]


def line(url: str, *, inside: bool = True, patience: float = 5.0) -> Line:
    return Line(url, "small", key="secret-key", is_inside=inside, most_tokens=77, patience=patience)


def test_it_speaks_the_protocol_and_never_streams() -> None:
    with model(completion("Thank you.", 9)) as here:
        said = complete(line(here.url), ASKED, at=START)
    assert (said.text, said.tokens) == ("Thank you.", 9)
    asked = here.heard[0]
    assert (asked["path"], asked["key"]) == ("/v1/chat/completions", "Bearer secret-key")
    assert (asked["body"]["max_tokens"], asked["body"]["stream"], asked["body"]["messages"]) == (77, False, ASKED)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ((401, b'{"error": "secret-key is wrong"}', {}, 0.0), "refused the key"),
        ((403, b"", {}, 0.0), "refused the key"),
        ((404, b"", {}, 0.0), "no such model"),
        ((429, b"", {"Retry-After": "20"}, 0.0), "no more drafts"),
        ((500, b"hello", {}, 0.0), "status 500"),
        ((302, b"", {"Location": "http://127.0.0.1:1/"}, 0.0), "status 302"),
        ((200, b"<html>", {}, 0.0), "no chat completion"),
        ((200, b'{"choices": []}', {}, 0.0), "no chat completion"),
        ((200, b"[" * 50_000, {}, 0.0), "no chat completion"),
        ((200, b'{"choices": [{"message": {"content": null}}]}', {}, 0.0), "wrote nothing"),
        ((200, b" " * (endpoint.MOST_BYTES + 1), {}, 0.0), "far more"),
        ((200, b"{}", {}, 1.5), "within 1 seconds"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_every_trouble_is_a_sentence_that_tells_nothing_of_what_was_said(act: Act, said: str) -> None:
    with model(act) as here, pytest.raises(Trouble, match=said) as trouble:
        complete(line(here.url, patience=1.0), ASKED, at=START)
    assert len(here.heard) == 1, "one try, and no redirect followed"
    assert "hello" not in str(trouble.value)
    assert "secret" not in str(trouble.value)
    expected = START + timedelta(seconds=20) if act[0] == 429 else None
    assert trouble.value.retry_at == expected


def test_nobody_there_is_a_trouble_too() -> None:
    with pytest.raises(Trouble, match="could not be reached"):
        complete(line("http://127.0.0.1:1/v1"), ASKED, at=START)


def test_inside_the_hospital_it_calls_only_where_the_administrator_said() -> None:
    with model(completion("Hi.")) as here:
        with pytest.raises(Trouble, match="may not call"):
            complete(line(here.url, inside=False), ASKED, at=START)
        with pytest.raises(Trouble, match="may not call"):
            complete(line(here.url.replace("http:", "https:"), inside=False), ASKED, at=START)
    assert here.heard == []


@pytest.mark.parametrize(
    ("address", "inside", "fine"),
    [
        ("https://models.example.org/v1", False, True),
        ("http://models.example.org/v1", False, False),
        ("http://ollama.hospital.lan:11434/v1", True, True),
        ("http://10.1.2.3/v1", True, True),
        ("https://10.1.2.3/v1", False, False),
        ("https://localhost/v1", False, False),
        ("https://[::1]/v1", False, False),
        ("https://intranet/v1", False, False),
        ("http://169.254.169.254/latest", True, False),
        ("http://metadata.google.internal/v1", True, False),
        ("https://user:pass@models.example.org/v1", False, False),
        ("ftp://models.example.org", True, False),
        ("https://models.example.org/v1?key=1", False, False),
        ("https://[bad", False, False),
        ("", True, False),
    ],
)
def test_which_addresses_can_be_a_models(address: str, inside: bool, fine: bool) -> None:
    assert (why_no_address(address, is_inside=inside) == "") is fine


def keep(hospital: Hospital, **given: object) -> Drafter:
    told: dict[str, object] = {
        "is_on": True, "base_url": "https://models.example.org/v1/", "model": "small", "key": "k-1", "is_inside": False,
        "instruction": "", "most_tokens": 100, "most_a_month": 5, "patience": 5,
    }  # fmt: skip
    return actions.keep_drafter(organization=hospital.organization, by=hospital.milo, at=START, **(told | given))  # type: ignore[arg-type]


def test_the_key_is_sealed_kept_and_never_sent_elsewhere(riverbend: Hospital) -> None:
    drafter = keep(riverbend)
    assert b"k-1" not in bytes(drafter.key)
    assert queries.key_of(drafter) == "k-1"
    assert queries.key_of(keep(riverbend, key=None, model="large")) == "k-1"
    with pytest.raises(Unfit, match="given again"):
        keep(riverbend, key=None, base_url="https://elsewhere.example.org/v1")
    assert queries.key_of(keep(riverbend, key="k-2", base_url="https://elsewhere.example.org/v1")) == "k-2"
    entry = audit.entries(riverbend.organization, kind="answers.drafter_kept").order_by("-number").first()
    assert entry is not None
    assert entry.details["host"] == "elsewhere.example.org"
    assert "k-2" not in str(entry.details)
    actions.switch_off(organization=riverbend.organization, by=riverbend.milo, at=START)
    off = queries.drafter_of(riverbend.organization)
    assert off is not None
    assert (off.is_on, queries.key_of(off)) == (False, "")
