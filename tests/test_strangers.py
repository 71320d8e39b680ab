"""Every address as nobody, as somebody of another hospital, and as somebody who left."""

import pytest
from django.test import Client
from django.urls import reverse

from bedside.organizations import actions as organizations
from bedside.organizations import rules, tenancy
from bedside.organizations.models import Member
from bedside.publishing.models import Post, Target
from tests.cast import START
from tests.databases import run_jobs
from tests.doors import address, every_door, inside, knock, parts, tried
from tests.filled import TIP, Both, Filled

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
