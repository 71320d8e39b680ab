"""Subscribers brought in, found, let go, forgotten and taken out; and the pages for it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bedside.audit.models import Entry
from bedside.channels import registry
from bedside.channels.actions import newsletter as actions
from bedside.channels.models import Account, Issue, IssueLetter, Subscriber
from bedside.channels.queries import newsletter as queries
from bedside.channels.tests.staying import Staying
from bedside.organizations.models import Member
from tests.cast import START, Hospital

CONSENT = "Signed the list at the open house"
ANA, GUS = "ana@example.org", "gus@example.net"


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


def bring(account: Account, by: Member, content: bytes | str, consent: str = CONSENT) -> actions.Brought:
    raw = content.encode() if isinstance(content, str) else content
    return actions.bring_in(account=account, content=raw, consent=consent, by=by, at=START)


@pytest.mark.parametrize(
    "content",
    [
        f"email\n{ANA}\n{GUS}\n",
        f"Name;E-Mail\nAna;{ANA}\nGus;{GUS}\n",
        f"{ANA}\n{GUS}\n",
        f"name,x\nAna,{ANA}\nGus,{GUS}\n",
        f"\ufeffEmail Address\tname\n{ANA}\tAna\n{GUS}\tGus\n",
    ],
)
def test_a_file_is_brought_in(riverbend: Hospital, account: Account, content: str) -> None:
    assert bring(account, riverbend.milo, content).added == 2
    found = {queries.address_of(one): (one.state, one.consent) for one in Subscriber.objects.all()}
    assert found == {ANA: (Subscriber.CONFIRMED, CONSENT), GUS: (Subscriber.CONFIRMED, CONSENT)}


def test_nobody_comes_in_twice_or_after_having_left(riverbend: Hospital, account: Account) -> None:
    bring(account, riverbend.milo, f"email\n{ANA}\n{GUS}\n")
    actions.leave(subscriber=queries.people(account, sought=ANA).get(), how="link", at=START)
    done = bring(account, riverbend.milo, f"email\n{ANA.upper()}\n{GUS}\n{GUS}\nnobody\nnew@example.org\n")
    assert (done.added, done.known, done.kept_out, done.unreadable) == (1, 2, 1, 1)
    assert queries.people(account, sought=ANA).get().state == Subscriber.LEFT


def test_without_consent_or_addresses_nothing_comes_in(riverbend: Hospital, account: Account) -> None:
    with pytest.raises(actions.NoConsent):
        bring(account, riverbend.milo, f"email\n{ANA}\n", consent=" yes ")
    for content in (b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x81", b"email\n" * 0):
        with pytest.raises(actions.NoAddresses):
            bring(account, riverbend.milo, content)
    assert not Subscriber.objects.exists()


def test_addresses_are_sealed_and_in_no_entry(riverbend: Hospital, account: Account) -> None:
    bring(account, riverbend.milo, f"email\n{ANA}\n")
    person = Subscriber.objects.get()
    assert ANA.encode() not in bytes(person.address)
    actions.leave(subscriber=person, how="staff", at=START, by=riverbend.milo)
    actions.forget(subscriber=person, by=riverbend.milo, at=START)
    assert ANA not in str(list(Entry.objects.values()))
    assert not Subscriber.objects.exists()


def test_forgetting_keeps_the_numbers_of_past_issues(riverbend: Hospital, account: Account) -> None:
    bring(account, riverbend.milo, f"email\n{ANA}\n")
    person = Subscriber.objects.get()
    issue = Issue.objects.create(
        organization=riverbend.organization, account=account, key="i1", subject="x", text="x", made_at=START
    )
    IssueLetter.objects.create(
        organization=riverbend.organization, issue=issue, subscriber=person, not_before=START, state=IssueLetter.SENT
    )
    actions.forget(subscriber=person, by=riverbend.milo, at=START)
    assert queries.progress(issue).sent == 1


def test_the_list_is_taken_out_without_formulas(riverbend: Hospital, account: Account) -> None:
    bring(account, riverbend.milo, f"email\n{ANA}\n", consent="=HYPERLINK(1) is what they signed")
    told = actions.export(account=account, by=riverbend.milo, at=START)
    assert f"{ANA},confirmed,import,'=HYPERLINK(1)" in told


Sign = Callable[[Member], Client]


def at(name: str, pk: int) -> str:
    return reverse(f"channels:{name}", args=["riverbend", pk])


@pytest.fixture
def milo(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.milo.user)
    return client


def test_the_page_shows_people_without_their_addresses(riverbend: Hospital, account: Account, milo: Client) -> None:
    assert "Nobody here yet" in milo.get(at("subscribers", account.pk)).content.decode()
    bring(account, riverbend.milo, f"email\n{ANA}\n{GUS}\n")
    page = milo.get(at("subscribers", account.pk)).content.decode()
    assert "a…@example.org" in page
    assert ANA not in page
    found = milo.get(at("subscribers", account.pk), {"address": ANA}).content.decode()
    assert "g…@example.net" not in found
    assert "a…@example.org" in found
    for odd in ({"state": "odd"}, {"page": "x"}, {"page": "999999"}, {"address": "\x00" * 400}):
        assert milo.get(at("subscribers", account.pk), odd).status_code == 200


def test_a_file_comes_in_by_the_page(riverbend: Hospital, account: Account, milo: Client) -> None:
    file = SimpleUploadedFile("people.csv", f"email\n{ANA}\n".encode())
    answer = milo.post(at("subscribers-import", account.pk), {"file": file, "consent": CONSENT}, follow=True)
    assert "Taken in: 1." in answer.content.decode()
    for told in ({"file": SimpleUploadedFile("x.csv", b"a\nb\n"), "consent": CONSENT}, {"consent": CONSENT}):
        wrong = milo.post(at("subscribers-import", account.pk), told)
        assert wrong.status_code == 422
    assert Subscriber.objects.count() == 1


def test_one_is_let_go_and_deleted_by_the_page(riverbend: Hospital, account: Account, milo: Client) -> None:
    bring(account, riverbend.milo, f"email\n{ANA}\n")
    person = Subscriber.objects.get()
    milo.post(at("subscriber-end", person.pk))
    assert Subscriber.objects.get().state == Subscriber.LEFT
    milo.post(at("subscriber-forget", person.pk))
    assert not Subscriber.objects.exists()
    csv = milo.post(at("subscribers-export", account.pk))
    assert csv["Content-Disposition"].startswith("attachment")


def test_the_page_of_an_issue_says_how_far_it_is(riverbend: Hospital, account: Account, milo: Client) -> None:
    bring(account, riverbend.milo, f"email\n{ANA}\n{GUS}\n")
    issue = Issue.objects.create(
        organization=riverbend.organization, account=account, key="i1", subject="Flu shots", text="x", made_at=START
    )
    for number, person in enumerate(Subscriber.objects.all()):
        IssueLetter.objects.create(
            organization=riverbend.organization, issue=issue, subscriber=person, not_before=START,
            state=[IssueLetter.DUE, IssueLetter.UNKNOWN][number],
        )  # fmt: skip
    page = milo.get(at("issue", issue.pk)).content.decode()
    assert "It is going out" in page
    assert "Send again; some may get it twice" in page
    milo.post(at("issue-again", issue.pk))
    milo.post(at("issue-stop", issue.pk))
    assert queries.progress(issue).canceled == 2
    assert "Stopped" in milo.get(at("issue", issue.pk)).content.decode()
