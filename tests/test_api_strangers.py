"""Every API operation as nobody, as somebody of another hospital, and as somebody who left."""

import json
from typing import Any

import pytest
from django.test import Client

from bedside.channels.models import Account, Delivery
from bedside.organizations import actions as organizations
from bedside.organizations import doorkeeper, rules, tenancy
from bedside.publishing.models import Post
from bedside.web.api import api
from tests.cast import PEOPLE, START
from tests.doors import tried
from tests.filled import TIP, Both, Filled, make_key

CONVERSATION, POST = "conversation_id", "post_id"
WRITE = {"text": TIP, "accounts": []}
#: Operation -> a body it takes; a new operation needs a line here.
BODIES: dict[str, Any] = {
    "POST /check": {"text": TIP},
    "POST /read": {"text": "Is there parking?"},
    "GET /accounts": None,
    "GET /posts": None,
    "POST /posts": WRITE,
    "GET /posts/{post_id}": None,
    "PUT /posts/{post_id}": WRITE,
    "POST /posts/{post_id}/approval-request": {},
    "POST /posts/{post_id}/approval": {"digest": "0" * 64},
    "POST /posts/{post_id}/decline": {"note": "Say when it ends."},
    "POST /posts/{post_id}/correction": {"text": TIP, "note": "The hours were wrong."},
    "POST /posts/{post_id}/withdrawal": {"reason": "It was too early."},
    "GET /conversations": None,
    "GET /conversations/{conversation_id}": None,
    "POST /conversations/{conversation_id}/replies": {"text": "The doors open at 9. Please call us."},
    "POST /conversations/{conversation_id}/close": None,
    "POST /conversations/{conversation_id}/reopen": None,
    "POST /posts/{post_id}/release-request": {"note": "She signed our release."},
    "POST /conversations/{conversation_id}/release-request": {"text": TIP, "note": "She signed our release."},
    "GET /guard/policy": None,
    "POST /guard/policy/versions": {"policy": {}, "reason": "We go back to how it was."},
    "GET /guard/policy/versions/{version_id}": None,
    "POST /guard/policy/versions/{version_id}/approval": {"digest": "0" * 64},
    "GET /guard/requests": None,
    "POST /guard/requests/{request_id}/decision": {"decision": "refuse", "words": "Please write it without the name."},
    "GET /incidents": None,
    "POST /incidents": {"happened": "It said too much.", "place": "Google reviews"},
    "GET /incidents/{incident_id}": None,
    "POST /incidents/{incident_id}/containment": None,
    "GET /conversations/{conversation_id}/suggestions": None,
    "GET /conversations/releases": None,
    "POST /conversations/releases/{release_id}/go": {"digest": "0" * 64},
    "POST /conversations/releases/{release_id}/return": {"reason": "Please say it more warmly."},
    "GET /cases": None,
    "POST /cases": {"category": "access", "source": "phone"},
    "GET /cases/measures": None,
    "GET /cases/{case_id}": None,
    "GET /answers": None,
    "POST /answers": {"title": "Hours", "texts": {"en": "Please call {phone}."}},
    "GET /answers/{answer_id}": None,
    "POST /answers/{answer_id}/proposal": None,
    "POST /answers/{answer_id}/approval": {"digest": "0" * 64},
    "GET /on-call": None,
    "POST /conversations/{conversation_id}/snooze": {"until": None},
    "POST /conversations/{conversation_id}/spam": None,
    "POST /conversations/{conversation_id}/label": {"name": "Flu"},
    "POST /conversations/undo": None,
    "GET /conversations/alarms": None,
    "POST /conversations/{conversation_id}/acknowledge": None,
    "GET /inbox/measures": None,
    "GET /inbox/reviews": None,
    "GET /audit": None,
    "GET /audit/verify": None,
}


def operations() -> dict[str, str]:
    """ "METHOD /path" of every operation -> the scope it needs."""
    found = {}
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        for method in methods:
            found[f"{method.upper()} {path}"] = ""
    for path_prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                function = operation.view_func
                scope = doorkeeper.scopes[f"{function.__module__}.{function.__qualname__}"]
                for method in operation.methods:
                    plain = f"{path_prefix}{path}".replace("{int:", "{")
                    found[f"{method} /{plain.strip('/')}"] = scope
    return found


def call(client: Client, filled: Filled, operation: str, token: str, *, accounts: Filled | None = None) -> int:
    """The status an operation answers about a hospital's things with some token."""
    method, path = operation.split(" ")
    url = "/api/v1" + path.format(
        post_id=filled.waiting.pk,
        conversation_id=filled.conversation.pk,
        version_id=filled.version.pk,
        request_id=filled.request.pk,
        incident_id=filled.incident.pk,
        release_id=filled.release.pk,
        answer_id=filled.proposed.pk,
        case_id=filled.case.pk,
    )
    body = BODIES[operation]
    if body is WRITE:
        body = WRITE | {"accounts": [(accounts or filled).hospital.hub.pk]}
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = json.dumps(body) if body is not None else ""
    client.raise_request_exception = False
    with tried(filled):
        return client.generic(method, url, data, content_type="application/json", headers=headers).status_code


def test_every_operation_has_a_scope_and_a_body_here() -> None:
    assert operations().keys() == BODIES.keys()
    assert all(operations().values())


def test_no_operation_opens_without_a_key_that_holds(both: Both, client: Client) -> None:
    milo = both.ours.hospital.milo
    withdrawn, gone = make_key(both.ours.hospital, milo)
    organizations.withdraw_key(key=withdrawn, by=milo, at=START)
    secret = both.ours.token.partition(".")[2]
    bad = {
        "no key": "",
        "garbage": "garbage",
        "only a name": f"bedside_{both.ours.slug}.",
        "withdrawn": gone,
        "the secret under another hospital's name": f"bedside_{both.theirs.slug}.{secret}",
        "a hospital that is not here": f"bedside_nowhere.{secret}",
        "a long one": f"bedside_{both.ours.slug}.{'x' * 5000}",
        "bytes": "bedside_\x00.\xff",
        "a quote": "bedside_' OR '1'='1.x",
    }
    wrong = {
        f"{operation} with {what}": status
        for operation in operations()
        for what, token in bad.items()
        if (status := call(client, both.ours, operation, token)) != 401
    }
    assert wrong == {}


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_a_key_does_what_its_maker_may_and_nothing_else(filled: Filled, client: Client, who: str) -> None:
    member = filled.hospital.people[who]
    _key, token = make_key(filled.hospital, member)
    wrong = []
    for operation, scope in operations().items():
        status = call(client, filled, operation, token)
        if (status in (401, 403, 404) or status >= 500) if member.may(scope) else status != 403:
            wrong.append(f"{operation} ({scope}): {status}")
    assert wrong == []


def test_a_key_does_only_what_its_scopes_say(filled: Filled, client: Client) -> None:
    """Though its maker may do everything."""
    milo = filled.hospital.milo
    milo.roles = sorted(str(role) for role in rules.Role)
    milo.save()
    for scope in sorted(set(operations().values())):
        _key, token = make_key(filled.hospital, milo, scope)
        wrong = [
            f"{operation}: {status}"
            for operation, needed in operations().items()
            if ((status := call(client, filled, operation, token)) == 403) != (needed != scope)
        ]
        assert wrong == [], scope


def test_a_key_loses_what_its_maker_loses(filled: Filled, client: Client) -> None:
    ben = filled.hospital.ben
    _key, token = make_key(filled.hospital, ben)
    assert call(client, filled, "GET /posts", token) == 200
    organizations.change_roles(member=ben, roles=["clinician"], by=filled.hospital.milo, at=START)
    assert call(client, filled, "POST /posts", token) == 403
    organizations.end_membership(member=ben, by=filled.hospital.milo, at=START)
    assert call(client, filled, "GET /posts", token) == 401


def test_a_key_of_another_hospital_finds_nothing(both: Both, client: Client) -> None:
    """It lists its own things, and what is ours is not there."""
    theirs = both.theirs.hospital
    tenancy.announce(theirs.organization.pk)
    theirs.milo.roles = sorted(str(role) for role in rules.Role)
    theirs.milo.save()
    _key, token = make_key(theirs, theirs.milo)
    tenancy.announce(both.ours.hospital.organization.pk)
    for operation in operations():
        if "{" in operation:
            assert call(client, both.ours, operation, token) == 404, operation
    headers = {"Authorization": f"Bearer {token}"}
    for path, name in (("posts", "posts"), ("conversations?view=all", "conversations"), ("audit", "entries")):
        rows = client.get(f"/api/v1/{path}", headers=headers).json()[name]
        assert rows
        tenancy.announce(theirs.organization.pk)
        if name == "posts":
            assert {row["id"] for row in rows} <= set(Post.objects.values_list("pk", flat=True))
    accounts = {row["id"] for row in client.get("/api/v1/accounts", headers=headers).json()}
    tenancy.announce(theirs.organization.pk)
    assert accounts == set(Account.objects.values_list("pk", flat=True))


def test_an_account_of_another_hospital_is_refused_in_a_body(both: Both, client: Client) -> None:
    milo = both.ours.hospital.milo
    _key, token = make_key(both.ours.hospital, milo)
    for operation in ("POST /posts", "PUT /posts/{post_id}"):
        assert call(client, both.ours, operation, token, accounts=both.theirs) == 422
    tenancy.announce(both.theirs.hospital.organization.pk)
    assert not Delivery.objects.filter(organization=both.theirs.hospital.organization, subject_id=0).exists()
    assert Post.objects.filter(organization=both.theirs.hospital.organization).count() == Post.objects.count()


def test_the_document_is_open_and_says_nothing_of_a_hospital(filled: Filled, client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert filled.slug not in answer.content.decode()


def test_a_session_opens_no_operation(filled: Filled, client: Client) -> None:
    """Only keys do: so no page elsewhere can use a person's cookie there."""
    client.force_login(filled.hospital.milo.user)
    for operation in operations():
        assert call(client, filled, operation, "") == 401, operation
