"""The JSON API against its own document, and what a program may rely on: repeating, limits, errors without echo."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.test import Client
from schemathesis import checks as checks_of
from schemathesis.specs.openapi import checks

from bedside.kit.times import now
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Key
from bedside.publishing.models import Post
from bedside.web import api as root
from tests import openapi
from tests.calling import draft, post
from tests.cast import START, Hospital
from tests.doors import tried
from tests.filled import Filled, fill, make_key

Jobs = Callable[..., int]


@pytest.fixture
def filled(riverbend: Hospital, jobs: Jobs) -> Filled:
    return fill(riverbend, jobs)


# ---- the document ----------------------------------------------------------------------------------------------------


def test_the_committed_document_is_what_the_code_says() -> None:
    assert openapi.PATH.read_text() == openapi.current(), "Run: python -m tests.openapi"


def test_every_operation_says_what_it_may_answer() -> None:
    document = json.loads(openapi.current())
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403", "429"} <= set(operation["responses"]), f"{method} {path}"
            assert operation["summary"], f"{method} {path}"
            assert operation["security"], f"{method} {path}"
    assert set(document["components"]["securitySchemes"]) == {"ByKey"}


def test_no_two_shapes_share_a_name() -> None:
    """In the document the second would silently stand for both."""
    from ninja import Schema

    made = [kind for kind in _heirs(Schema) if kind.__module__.startswith("bedside.") and kind.__name__ != "Filters"]
    names = [kind.__name__ for kind in made]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def _heirs(kind: type) -> list[type]:
    children: list[type] = kind.__subclasses__()
    return [heir for child in children for heir in (child, *_heirs(child))]


CHECKS = (
    checks_of.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
)
DOCUMENT = schemathesis.openapi.from_dict(json.loads(openapi.current()))
OPERATIONS: list[Any] = [found.ok() for found in DOCUMENT.get_all_operations()]  # type: ignore[union-attr]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_whatever_is_sent_the_answer_fits_the_document(
    filled: Filled, token: str, monkeypatch: pytest.MonkeyPatch, mode: schemathesis.GenerationMode
) -> None:
    """Requests made from the document, fitting and not fitting, about things that are there and things that are not."""
    monkeypatch.setattr(organizations, "CALLS_A_MINUTE", 1_000_000)
    for signal in (request_started, request_finished):
        monkeypatch.setattr(signal, "receivers", [])  # a request's end would close the test's own connection
    sent = {operation.label: send(operation, mode, filled, token) for operation in OPERATIONS}
    # What takes nothing at all cannot be given anything that does not fit.
    assert {label for label, number in sent.items() if not number} <= {
        "GET /api/v1/accounts",
        "GET /api/v1/audit/verify",
    }
    assert sum(sent.values()) > 60


def send(operation: Any, mode: schemathesis.GenerationMode, filled: Filled, token: str) -> int:
    """Sends requests to one operation and checks every answer; how many there were."""
    posts = [filled.draft.pk, filled.waiting.pk, filled.sent.pk]
    there = {"post_id": posts, "conversation_id": [filled.conversation.pk]}
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    operation.app = WSGIHandler()
    number = 0

    @hypothesis.settings(
        max_examples=8,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(data=hypothesis.strategies.data())
    def each(data: Any) -> None:
        nonlocal number
        case = data.draw(operation.as_strategy(generation_mode=mode))
        for name, known in there.items():
            if name in case.path_parameters and data.draw(hypothesis.strategies.booleans()):
                case.path_parameters[name] = data.draw(hypothesis.strategies.sampled_from(known))
        number += 1
        with tried(filled):
            case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        each()
    except hypothesis.errors.Unsatisfiable:
        assert mode is schemathesis.GenerationMode.NEGATIVE, f"nothing fits {operation.label}"
    return number


# ---- limits ----------------------------------------------------------------------------------------------------------


def test_a_key_that_calls_too_often_is_told_to_wait(
    riverbend: Hospital, token: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organizations, "CALLS_A_MINUTE", 3)
    headers = {"Authorization": f"Bearer {token}"}
    seen = [client.get("/api/v1/posts", headers=headers).status_code for _ in range(4)]
    assert seen == [200, 200, 200, 429]
    late = post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    assert late.status_code == 429
    assert "Wait a minute" in late.json()["detail"]
    tenancy.announce(riverbend.organization.pk)
    assert not Post.objects.exists()
    Key.objects.update(window_at=now() - timedelta(seconds=61))
    assert client.get("/api/v1/posts", headers=headers).status_code == 200
    again = post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    assert again.status_code == 201, "a request that was turned away was kept as if it had been done"


def test_a_call_with_a_name_counts_once(riverbend: Hospital, token: str, client: Client) -> None:
    post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    tenancy.announce(riverbend.organization.pk)
    assert Key.objects.get().window_count == 1


def test_a_repetition_counts_too(riverbend: Hospital, token: str, client: Client) -> None:
    """Else a program could ask for its old answer without end."""
    for _ in range(3):
        post(client, "posts", draft(riverbend), token, Idempotency_Key="one")
    tenancy.announce(riverbend.organization.pk)
    assert Key.objects.get().window_count == 3


def test_one_keys_calls_do_not_hold_up_another(
    riverbend: Hospital, token: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organizations, "CALLS_A_MINUTE", 1)
    _key, second = make_key(riverbend, riverbend.ada)
    for one in (token, second):
        assert client.get("/api/v1/posts", headers={"Authorization": f"Bearer {one}"}).status_code == 200
    assert client.get("/api/v1/posts", headers={"Authorization": f"Bearer {token}"}).status_code == 429


def test_a_huge_body_is_refused_with_a_sentence(riverbend: Hospital, token: str, client: Client) -> None:
    for headers in ({}, {"Idempotency_Key": "one"}):
        answer = post(client, "posts", draft(riverbend, "x" * 3_000_000), token, **headers)
        assert answer.status_code in (413, 422)
        assert answer.headers["Content-Type"].startswith("application/json")
        assert "large" in answer.json()["detail"]


# ---- errors ----------------------------------------------------------------------------------------------------------

PATIENT = "Maria Gonzalez, MRN 00482913"
REFUSED = {
    "a field too long": {"text": PATIENT * 2000, "accounts": [1]},
    "a wrong type": {"text": {"said": PATIENT}, "accounts": PATIENT},
    "a choice that is none": {"text": "x", "accounts": [1], "purpose": PATIENT},
    "a field nobody knows": {"text": "", "accounts": [], PATIENT: PATIENT},
    "no object": [PATIENT],
    "a bare text": PATIENT,
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_an_error_never_repeats_what_was_sent(riverbend: Hospital, token: str, client: Client, body: object) -> None:
    answer = post(client, "posts", json.dumps(body), token)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert "Gonzalez" not in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe\x00", b'{"text": "\xff"}', b"[" * 100_000, b'{"text": NaN}', b"null", b'{"text": 1e999}'],
    ids=["empty", "half", "bytes", "invalid UTF-8", "deep", "NaN", "null", "infinite"],
)
def test_what_is_no_json_is_refused_with_a_sentence(
    riverbend: Hospital, token: str, client: Client, body: bytes
) -> None:
    client.raise_request_exception = False
    answer = post(client, "posts", body, token)
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.json()["detail"]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 20_001], ids=["NUL", "lone surrogate", "too long"])
@pytest.mark.parametrize("path", ["posts", "check", "read"])
def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence(
    riverbend: Hospital, token: str, client: Client, path: str, text: str
) -> None:
    client.raise_request_exception = False
    answer = post(client, path, draft(riverbend, text), token)
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_a_search_with_odd_signs_finds_nothing(riverbend: Hospital, token: str, client: Client) -> None:
    client.raise_request_exception = False
    for words in ("%00", "%ED%A0%80", "%FF", "'; drop table x; --", "a" * 200, "\\", "%25", "&amp;", '"', "(", "!!!"):
        url = f"/api/v1/conversations?words={words}"
        answer = client.get(url, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code in (200, 422), words


def test_an_action_that_is_refused_says_why(filled: Filled, token: str, client: Client) -> None:
    sent = post(client, f"posts/{filled.sent.pk}/approval-request", {}, token)
    assert (sent.status_code, sent.json()) == (409, {"detail": "A post that is sent cannot be made to ask."})
    held = post(client, "posts", draft(filled.hospital, "Our patient Maria Gonzalez went home today!"), token)
    asked = post(client, f"posts/{held.json()['id']}/approval-request", {}, token)
    assert asked.status_code == 409
    assert {"detail", "verdict", "findings", "safe"} <= set(asked.json())


def test_every_refusal_of_an_action_is_known_to_the_root() -> None:
    """An exception of an action that an operation may meet becomes a status, never a 500."""
    known = {kind for kind, _status, _sentence in root.REFUSALS}
    assert len(known) == len(root.REFUSALS)
    assert {status for _kind, status, _sentence in root.REFUSALS} <= {403, 404, 409, 422}


def test_no_answer_is_kept_by_a_cache(riverbend: Hospital, token: str, client: Client) -> None:
    for answer in (
        client.get("/api/v1/posts", headers={"Authorization": f"Bearer {token}"}),
        client.get("/api/v1/posts"),
        post(client, "posts", draft(riverbend), token, Idempotency_Key="one"),
        post(client, "posts", draft(riverbend), token, Idempotency_Key="one"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_program_needs_no_forms_token(riverbend: Hospital, token: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert post(client, "posts", draft(riverbend), token).status_code == 201
    assert client.cookies == {}


def test_what_a_program_does_is_recorded_as_its_makers(riverbend: Hospital, token: str, client: Client) -> None:
    from bedside.audit import queries as audit

    post(client, "posts", draft(riverbend), token)
    tenancy.announce(riverbend.organization.pk)
    entry = audit.entries(riverbend.organization, kind="publishing.written").get()
    assert entry.by == riverbend.milo
    assert entry.at > START


def test_an_address_with_a_line_end_in_it_is_answered_in_the_shape_of_the_api(token: str, client: Client) -> None:
    answer = client.post("/api/v1/conversations/releases/1%0AX/return", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/json")
