"""Subscribing in two steps, and leaving in one: by link, by a mail program's one click, never by opening a link."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from bedside.channels import registry
from bedside.channels.actions import newsletter as actions
from bedside.channels.models import Account, Subscriber
from bedside.channels.networks.newsletter import tokens
from bedside.channels.queries import newsletter as queries
from bedside.channels.tests.staying import Staying
from bedside.hub.views import newsletter
from bedside.organizations import tenancy
from tests.cast import START, Hospital

ANA = "ana@example.org"


@pytest.fixture
def client(riverbend: Hospital) -> Staying:
    return Staying(riverbend)


@pytest.fixture
def account(riverbend: Hospital) -> Account:
    made = Account(
        organization=riverbend.organization, network="newsletter", handle="news@riverbend.example.org",
        state=Account.CONNECTED, connected_at=START,
    )  # fmt: skip
    made.credentials = registry.seal(made, "credentials", {"from_address": "news@riverbend.example.org"})
    made.save()
    return made


def ticket(seconds: int = 60, slug: str = "riverbend") -> str:
    """A ticket of a page opened so long ago."""
    signer = signing.TimestampSigner(salt=newsletter.SALT)
    real = signer.timestamp
    try:
        import time

        signer.timestamp = lambda: signing.b62_encode(int(time.time()) - seconds)  # type: ignore[method-assign]
        return signer.sign(slug)
    finally:
        signer.timestamp = real  # type: ignore[method-assign]


def to(name: str, *parts: str) -> str:
    return reverse(f"hub:{name}", args=["riverbend", *parts])


def ask(client: Client, email: str = ANA, **more: str) -> str:
    answer = client.post(to("newsletter"), {"email": email, "ticket": ticket(), **more})
    return answer.content.decode()


def token(kind: str, subscriber: Subscriber) -> str:
    return tokens.make(kind, subscriber.organization_id, subscriber.pk)


def test_somebody_subscribes_and_confirms(account: Account, client: Client) -> None:
    assert "Subscribe" in client.get(to("newsletter")).content.decode()
    assert "Look into your mailbox" in ask(client)
    person = Subscriber.objects.get()
    assert (person.state, person.source) == (Subscriber.PENDING, "form")
    assert queries.address_of(person) == ANA
    link = to("confirm", token("confirm", person))
    assert "Yes, subscribe me" in client.get(link).content.decode()
    assert Subscriber.objects.get().state == Subscriber.PENDING  # opening a link changes nothing
    assert "You are subscribed" in client.post(link).content.decode()
    assert Subscriber.objects.get().state == Subscriber.CONFIRMED
    assert "You are subscribed" in client.post(link).content.decode()
    assert not client.cookies


def test_nobody_learns_who_is_known(account: Account, client: Client) -> None:
    first = ask(client)
    person = Subscriber.objects.get()
    actions.confirm(subscriber=person, at=START)
    assert ask(client) == first
    assert Subscriber.objects.get().state == Subscriber.CONFIRMED


def test_opening_the_link_in_a_letter_ends_nothing(account: Account, client: Client) -> None:
    ask(client)
    person = Subscriber.objects.get()
    actions.confirm(subscriber=person, at=START)
    link = to("leave", token("leave", person))
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert Subscriber.objects.get().state == Subscriber.CONFIRMED
    assert "You are not subscribed" in client.post(link).content.decode()
    left = Subscriber.objects.get()
    assert (left.state, left.reason) == (Subscriber.LEFT, "link")


def test_a_mail_program_ends_it_with_one_click(riverbend: Hospital, account: Account) -> None:
    """RFC 8058: a POST without cookies, answered without a redirect; also twice."""
    strict = Staying(riverbend, enforce_csrf_checks=True)
    actions.subscribe(account=account, address=ANA, consent="x", at=START)
    person = Subscriber.objects.get()
    actions.confirm(subscriber=person, at=START)
    for _ in range(2):
        answer = strict.post(to("leave", token("leave", person)), {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content) == (200, b"")
    left = Subscriber.objects.get()
    assert (left.state, left.reason) == (Subscriber.LEFT, "one click")


def test_who_left_may_come_back_and_is_asked_again(account: Account, client: Client) -> None:
    ask(client)
    person = Subscriber.objects.get()
    actions.confirm(subscriber=person, at=START)
    actions.leave(subscriber=person, how="link", at=START)
    ask(client)
    again = Subscriber.objects.get()
    assert (again.state, again.asked_mail_at) == (Subscriber.PENDING, None)


def test_one_address_is_not_flooded_with_questions(account: Account, client: Client) -> None:
    ask(client)
    asked = Subscriber.objects.get().asked_at
    Subscriber.objects.update(asked_mail_at=asked)
    ask(client)
    assert Subscriber.objects.get().asked_mail_at == asked


@pytest.mark.parametrize("kind", ["confirm", "leave"])
@pytest.mark.parametrize("odd", ["x", "1x" + "0" * 32, "zzzzzzzzzzzzzx" + "0" * 32, "1x00", "-"])
def test_a_link_that_is_not_ours_opens_nothing(account: Account, client: Client, kind: str, odd: str) -> None:
    for answer in (client.get(to(kind, odd)), client.post(to(kind, odd))):
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()


def test_a_link_of_one_kind_opens_nothing_of_another(account: Account, client: Client) -> None:
    ask(client)
    person = Subscriber.objects.get()
    assert client.post(to("confirm", token("leave", person))).status_code == 404
    assert client.post(to("leave", token("confirm", person))).status_code == 404


def test_another_hospitals_link_opens_nothing(account: Account, hillcrest: Hospital, client: Client) -> None:
    tenancy.announce(account.organization_id)
    actions.subscribe(account=account, address=ANA, consent="x", at=START)
    link = token("leave", Subscriber.objects.get())
    assert client.post(reverse("hub:leave", args=["hillcrest", link])).status_code == 404


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "@example.org", "a b@example.org", "ana@example.org\nBcc: x@y.z", "x" * 300]
)
def test_what_is_no_address_is_said_and_kept_nowhere(account: Account, client: Client, email: str) -> None:
    answer = client.post(to("newsletter"), {"email": email, "ticket": ticket()})
    assert answer.status_code == 422
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("told", [{"website": "x"}, {"ticket": "x"}, {"ticket": ""}])
def test_a_machine_is_thanked_and_forgotten(account: Account, client: Client, told: dict[str, str]) -> None:
    assert "Look into your mailbox" in ask(client, **told)
    assert not Subscriber.objects.exists()


def test_a_flood_is_held_back(account: Account, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_AN_HOUR", 2)
    for number in range(3):
        answer = client.post(to("newsletter"), {"email": f"reader{number}@example.org", "ticket": ticket()})
    assert answer.status_code == 429
    assert Subscriber.objects.count() == 2


def test_a_hospital_without_a_newsletter_has_no_page(riverbend: Hospital, client: Client) -> None:
    assert client.get(to("newsletter")).status_code == 404
    assert "newsletter" not in client.get(to("home")).content.decode()


def test_nobody_between_keeps_a_persons_page(account: Account, client: Client) -> None:
    ask(client)
    answer = client.get(to("leave", token("leave", Subscriber.objects.get())))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"


def test_what_nobody_confirmed_is_forgotten(account: Account, riverbend: Hospital) -> None:
    actions.subscribe(account=account, address=ANA, consent="x", at=START)
    assert actions.forget_unconfirmed(organization=riverbend.organization, at=START + timedelta(days=6)) == 0
    assert actions.forget_unconfirmed(organization=riverbend.organization, at=START + timedelta(days=8)) == 1
