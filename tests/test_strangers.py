"""Every address and every API operation as nobody, as somebody of another hospital, and as somebody who left."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.channels.models import Account, Delivery
from bedside.organizations import actions as organizations
from bedside.organizations import doorkeeper, rules, tenancy
from bedside.organizations.models import Member
from bedside.publishing.models import Post, Target
from bedside.web.api import api
from tests.cast import PEOPLE, START
from tests.databases import run_jobs
from tests.doors import address, every_door, inside, knock, parts, tried
from tests.filled import TIP, Both, Filled, make_key

# ---- pages -----------------------------------------------------------------------------------------------------------


def test_nobody_is_led_to_sign_in(filled: Filled, client: Client) -> None:
    wrong = []
    for door in inside():
        for method in ("GET", "POST"):
            answer = knock(client, filled, method, address(filled, door))
            to = answer.headers.get("Location", "")
            live = door.name == "live" and answer.status_code == 401  # a line of events has nowhere to be led to
            if not live and not (answer.status_code == 302 and to.startswith("/accounts/login/?next=")):
                wrong.append(f"{method} {door.name}: {answer.status_code} {to}")
    assert wrong == []


def test_what_is_public_opens_for_nobody_and_breaks_for_nobody(filled: Filled, client: Client) -> None:
    wrong = []
    for door in every_door():
        if door.needs == "public" and not set(door.asks) & {"digest", "kind"}:
            for method in ("GET", "POST"):
                status = knock(client, filled, method, address(filled, door)).status_code
                # 503: no worker runs in this test; 404: the topic and the picture are not on the hub yet.
                if status not in (200, 302, 404, 405, 422) and (door.name, status) != ("healthz", 503):
                    wrong.append(f"{method} {door.name}: {status}")
    assert wrong == []


def test_pages_for_whoever_signed_in_send_nobody_to_sign_in(filled: Filled, client: Client) -> None:
    named = [door for door in every_door() if door.needs == "signed in"]
    assert {door.name for door in named} == {"home", "welcome", "channels-callback"}
    for door in named:
        assert knock(client, filled, "GET", address(filled, door)).headers["Location"].startswith("/accounts/login/")


def closed(client: Client, filled: Filled) -> list[str]:
    """The doors of a hospital that answer anything but "there is nothing here"."""
    return [
        f"{method} {door.name}: {status}"
        for door in inside()
        for method in ("GET", "POST")
        if (status := knock(client, filled, method, address(filled, door)).status_code) != 404
    ]


@pytest.mark.parametrize("who", ["milo", "rosa"])
def test_somebody_of_another_hospital_finds_nothing(both: Both, client: Client, who: str) -> None:
    client.force_login(both.theirs.hospital.people[who].user)
    assert closed(client, both.ours) == []


def test_somebody_who_left_finds_nothing(filled: Filled, client: Client) -> None:
    rosa = filled.hospital.rosa
    client.force_login(rosa.user)
    organizations.end_membership(member=rosa, by=filled.hospital.milo, at=START)
    assert closed(client, filled) == []


def test_somebody_whose_account_was_closed_is_signed_out(filled: Filled, client: Client) -> None:
    rosa = filled.hospital.rosa
    client.force_login(rosa.user)
    rosa.user.is_active = False
    rosa.user.save()
    for door in inside():
        assert knock(client, filled, "GET", address(filled, door)).status_code in (302, 401, 404), door.name


def test_a_hospital_that_is_not_here_is_not_found(filled: Filled, client: Client) -> None:
    client.force_login(filled.hospital.milo.user)
    for door in inside():
        url = reverse(door.name, kwargs=parts(filled, door) | {"org": "nowhere"})
        assert knock(client, filled, "GET", url).status_code == 404, door.name


#: What in an address names a thing of a hospital.
NAMES = ("pk", "message", "answer", "delivery", "picture", "slug", "sha256", "secret", "cover")


def test_a_thing_of_another_hospital_is_not_found_in_ones_own_addresses(both: Both, client: Client) -> None:
    """Each number of the other hospital in turn, with everything else one's own."""
    milo = both.ours.hospital.milo
    milo.roles = sorted(str(role) for role in rules.Role)
    milo.save()
    client.force_login(milo.user)
    wrong, tried_ = [], 0
    for door in every_door():
        own = parts(both.ours, door) if "org" in door.asks else {}
        for name in NAMES:
            if name not in own:
                continue
            other = parts(both.theirs, door)[name]
            if name in ("slug", "sha256") and other == own[name]:
                continue  # both hospitals wrote the same words
            url = reverse(door.name, kwargs=own | {name: other})
            for method in ("GET", "POST"):
                status = knock(client, both.ours, method, url).status_code
                tried_ += 1
                # Removing a picture that is not there is done already; a GET of a button is refused by its method.
                fine = (404, 405) if method == "GET" else (404,)
                if status not in fine and not (door.name == "publishing:picture-remove" and name == "picture"):
                    wrong.append(f"{method} {door.name} {name}: {status}")
    assert wrong == []
    assert tried_ > 60
    tenancy.announce(both.theirs.hospital.organization.pk)
    assert both.theirs.picture.post.pictures.count() == 1


def test_a_part_of_another_conversation_is_not_found_in_this_one(filled: Filled, client: Client) -> None:
    """Also inside one hospital, an address must hold together."""
    from bedside.hub import actions as hub
    from bedside.inbox.queries import conversations

    hub.comment(post=filled.hub_post, name="Lee", visitor="visitor-lee", text="Is there parking?", at=START)
    run_jobs("inbox.take_in")
    other = conversations(filled.hospital.organization, view="all").get(author_id__startswith="visitor-lee.")
    client.force_login(filled.hospital.rosa.user)
    for name, part in (
        ("reveal", "message"),
        ("moderate", "message"),
        ("try_again", "answer"),
        ("check_now", "answer"),
    ):
        thing = filled.message.pk if part == "message" else filled.answer.pk
        url = reverse(f"inbox:{name}", args=[filled.slug, other.pk, thing])
        said = {"reason": "To call the person back."}
        with tried(filled):
            assert client.post(url, said).status_code == 404, name


# ---- forms that carry ids --------------------------------------------------------------------------------------------


def test_an_account_of_another_hospital_is_refused_in_a_form(both: Both, client: Client) -> None:
    client.force_login(both.ours.hospital.ada.user)
    url = reverse("publishing:write", args=[both.ours.slug])
    before = Post.objects.count()
    for accounts in ([both.theirs.hospital.hub.pk], [both.ours.hospital.hub.pk, both.theirs.hospital.hub.pk]):
        answer = client.post(
            url, {"text": TIP, "accounts": accounts, "purpose": "news", "language": "en", "next": "ask"}
        )
        assert answer.status_code == 422
        assert TIP in answer.content.decode(), "what was typed is lost"
    tenancy.announce(both.ours.hospital.organization.pk)
    assert Post.objects.count() == before
    assert not Target.objects.filter(account_id=both.theirs.hospital.hub.pk).exists()


def test_a_person_of_another_hospital_cannot_be_given_a_conversation(both: Both, client: Client) -> None:
    client.force_login(both.ours.hospital.rosa.user)
    url = reverse("inbox:assign", args=[both.ours.slug, both.ours.conversation.pk])
    client.post(url, {"to": both.theirs.hospital.rosa.pk})
    tenancy.announce(both.ours.hospital.organization.pk)
    both.ours.conversation.refresh_from_db()
    assert both.ours.conversation.assigned_to_id != both.theirs.hospital.rosa.pk


def test_a_filter_by_a_person_of_another_hospital_shows_nothing_of_theirs(both: Both, client: Client) -> None:
    client.force_login(both.ours.hospital.milo.user)
    url = reverse("audit:record", args=[both.ours.slug])
    page = client.get(url, {"by": both.theirs.hospital.milo.pk}).content.decode()
    assert "hillcrest" not in page.casefold()


def test_two_hospitals_of_one_person_stay_apart(both: Both, client: Client) -> None:
    """Somebody who works at both sees each by itself, and chooses first."""
    user = both.ours.hospital.ada.user
    tenancy.announce(both.theirs.hospital.organization.pk)
    Member.objects.create(
        organization=both.theirs.hospital.organization, user=user, roles=["responder"], since_at=START
    )
    client.force_login(user)
    page = client.get("/").content.decode()
    assert "Riverbend" in page
    assert "Hillcrest" in page
    assert client.get(reverse("inbox:list", args=[both.theirs.slug])).status_code == 200
    assert client.get(reverse("inbox:list", args=[both.ours.slug])).status_code == 403


# ---- the API ---------------------------------------------------------------------------------------------------------

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
