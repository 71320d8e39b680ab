"""The list: order, chips, views, filters, search, its weight and its queries."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from bedside.channels import actions as channels
from bedside.inbox import actions
from bedside.inbox.models import Conversation
from bedside.inbox.tests.pages import all_of, by_id, read, words
from bedside.inbox.tests.people import Jobs, elsewhere, heard, say
from bedside.inbox.tests.people import comment as write
from bedside.inbox.views.listing import listed
from tests.cast import START, Hospital

HOSTILE = "<script>alert(1)</script>"


def look(client: Client, hospital: Hospital, **query: str) -> Any:
    return client.get(reverse("inbox:list", args=[hospital.organization.slug]), query)


@pytest.fixture
def rosa(client: Client, riverbend: Hospital) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


def authors(response: Any) -> list[str]:
    return [words(link) for link in all_of(read(response), "a", "row__link")]


def crowd(hospital: Hospital, jobs: Jobs, number: int) -> None:
    said = [
        heard(
            f"My name is Anna Kowalski and I waited {hour} hours in cardiology, this is a long and sad story of it",
            author_name=f"Person number {hour}",
        )
        for hour in range(number)
    ]
    channels.take(account=elsewhere(hospital), heard=said, at=START)
    jobs("inbox.take_in")


def test_critical_is_first_in_red_and_identifiers_are_hidden(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    write(riverbend, jobs, "Please call me back, my number is 555-0177, MRN 88321. Where do I park?", name="Quentin")
    write(riverbend, jobs, "I want to kill myself tonight", name="Dana")
    page = read(look(rosa, riverbend))
    first, second = all_of(page, "li", "row")
    assert "row--danger" in first.get("class", "")
    assert "row--danger" not in second.get("class", "")
    assert "Dana" in words(first)
    assert "critical" in words(first)
    assert "hub" in words(first).lower()
    assert "555-0177" not in words(second)
    assert "phone number" in words(second)
    assert "2 details hidden" in words(second)
    assert "left" in words(all_of(first, "time", "clock")[0])


def test_who_has_it_is_said(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "Where do I park?")
    actions.assign(conversation=made, to=riverbend.chen, by=riverbend.rosa, at=START)
    assert "Dr. Chen Park" in words(all_of(read(look(rosa, riverbend)), "li", "row")[0])
    assert authors(look(rosa, riverbend, view="unassigned")) == []
    assert authors(look(rosa, riverbend, view="mine")) == []


def test_each_view_holds_what_it_says(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    waiting = write(riverbend, jobs, "Where do I park?", name="Waiting")
    closed = write(riverbend, jobs, "Nice lobby.", name="Closed")
    danger = write(riverbend, jobs, "I want to kill myself tonight", name="Danger")
    actions.close(conversation=closed, by=riverbend.rosa, at=START)
    actions.assign(conversation=waiting, to=riverbend.rosa, by=riverbend.rosa, at=START)
    assert authors(look(rosa, riverbend)) == ["Danger", "Waiting"]
    assert authors(look(rosa, riverbend, view="mine")) == ["Waiting"]
    assert authors(look(rosa, riverbend, view="unassigned")) == ["Danger"]
    assert authors(look(rosa, riverbend, view="critical")) == ["Danger"]
    assert authors(look(rosa, riverbend, view="closed")) == ["Closed"]
    assert set(authors(look(rosa, riverbend, view="all"))) == {"Danger", "Waiting", "Closed"}
    Conversation.objects.filter(organization=riverbend.organization, pk=danger.pk).update(waiting_since_at=None)
    assert authors(look(rosa, riverbend, view="answered")) == ["Danger"]
    views = {words(link) for link in all_of(read(look(rosa, riverbend)), "a", "views__link")}
    assert {"Waiting 1", "Mine 1", "Critical 1", "Answered 1", "Closed"} <= views


def test_filters_narrow_and_an_impossible_one_is_ignored(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    write(riverbend, jobs, "Where do I park?", name="Onhub")
    say(riverbend, jobs, "Is it safe to take my heart medicine before the stress test?", author_name="Elsewhere")
    assert authors(look(rosa, riverbend, network="hub")) == ["Onhub"]
    assert authors(look(rosa, riverbend, network="bluesky")) == ["Elsewhere"]
    assert authors(look(rosa, riverbend, specialty="cardiology")) == ["Elsewhere"]
    assert authors(look(rosa, riverbend, intent="clinical_question")) == ["Elsewhere"]
    everybody = {"Onhub", "Elsewhere"}
    odd = {"network": "' or 1=1", "intent": "x", "specialty": "\x00", "page": "-3", "view": "no"}
    assert set(authors(look(rosa, riverbend, **odd))) == everybody


def test_search_finds_words_and_authors_but_nothing_hidden(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    write(riverbend, jobs, "The parking garage is closed. My name is Anna Kowalski.", name="Quentin")
    write(riverbend, jobs, "Lovely flowers.", name="Dana")
    assert authors(look(rosa, riverbend, q="parking garages")) == ["Quentin"]
    assert authors(look(rosa, riverbend, q="dan")) == ["Dana"]
    assert authors(look(rosa, riverbend, q="Kowalski")) == []
    assert "Nothing fits" in words(read(look(rosa, riverbend, q="zebra")))
    assert look(rosa, riverbend, q='"unbalanced & (').status_code == 200


@pytest.mark.parametrize("view", ["open", "mine", "unassigned", "critical", "answered", "closed", "all"])
def test_an_empty_view_says_what_belongs_there(riverbend: Hospital, rosa: Client, view: str) -> None:
    page = read(look(rosa, riverbend, view=view))
    empty = all_of(by_id(page, "list"), "div", "empty")  # type: ignore[arg-type]
    assert len(words(empty[0])) > 30


def test_a_hostile_author_and_text_stay_words(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    made = write(riverbend, jobs, f"{HOSTILE} [name] \u202e Where do I park?", name=f"{HOSTILE}'\"")
    for response in (
        look(rosa, riverbend),
        look(rosa, riverbend, q=HOSTILE),
        rosa.get(reverse("inbox:conversation", args=["riverbend", made.pk])),
    ):
        assert HOSTILE not in response.content.decode()
        assert "&lt;script&gt;" in response.content.decode()


def test_the_list_refreshes_alone_and_says_what_is_new(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    write(riverbend, jobs, "Where do I park?", name="Quentin")
    fresh = by_id(read(look(rosa, riverbend)), "list")
    assert fresh is not None
    assert "inbox.arrived" in fresh.get("data-live-on", "")
    made = write(riverbend, jobs, "I want to kill myself tonight", name="Dana")
    fragment = {"HX-Request": "true", "HX-Target": "list"}
    address = f"{fresh.get('hx-get')}&selected={made.pk}"
    page = read(rosa.get(address, headers=fragment))
    assert words(by_id(page, "news")) == "1 new message, 1 of them critical"
    assert by_id(page, "main") is None
    rows = all_of(page, "li", "row")
    assert [row.get("aria-current") for row in rows] == ["true", None]
    again = by_id(page, "list")
    assert again is not None
    quiet = read(rosa.get(str(again.get("hx-get")), headers=fragment))
    assert by_id(quiet, "news") is None


def test_sixty_conversations_cost_few_queries_and_little_weight(
    riverbend: Hospital, rosa: Client, jobs: Jobs, django_assert_max_num_queries: Any
) -> None:
    crowd(riverbend, jobs, 60)
    request = RequestFactory().get("/")
    request.organization, request.member = riverbend.organization, riverbend.rosa  # type: ignore[attr-defined]
    request.htmx = SimpleNamespace(target=None)  # type: ignore[attr-defined]
    with django_assert_max_num_queries(2):
        context = listed(request)  # type: ignore[arg-type]
    assert len(context["shown"].rows) == 50
    look(rosa, riverbend)  # the first look of a minute also notes in the session that somebody is here
    with django_assert_max_num_queries(8 + 1):  # one is the test client's own, which opens its hospital again
        response = look(rosa, riverbend)
    assert len(authors(response)) == 50
    assert len(response.content) <= 60_000, len(response.content)
    (older,) = [link.get("href") for link in read(response).iter("a") if link.get("rel") == "next"]
    assert len(authors(rosa.get(str(older)))) == 10
    with django_assert_max_num_queries(12):
        rosa.get(
            reverse("inbox:list", args=["riverbend"]) + "?seen=1", headers={"HX-Request": "true", "HX-Target": "list"}
        )


def test_pages_lead_on_and_back_with_the_filters_kept(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    crowd(riverbend, jobs, 55)
    first = look(rosa, riverbend, network="bluesky")
    links = {link.get("rel"): link.get("href") for link in read(first).iter("a")}
    assert str(links["next"]).startswith("/w/riverbend/inbox/?network=bluesky&after=")
    second = rosa.get(str(links["next"]))
    assert not set(authors(first)) & set(authors(second))
    assert len(authors(first)) + len(authors(second)) == 55
    assert "51–55" in words(read(second))
    links = {link.get("rel"): link.get("href") for link in read(second).iter("a")}
    assert str(links["prev"]).startswith("/w/riverbend/inbox/?network=bluesky&before=")
    assert authors(rosa.get(str(links["prev"]))) == authors(first)


def test_a_clock_that_ran_out_says_so(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "Where do I park?")
    Conversation.objects.filter(organization=riverbend.organization, pk=made.pk).update(
        target_at=START - timedelta(hours=3)
    )
    page = read(look(rosa, riverbend))
    assert "3 h over" in words(all_of(page, "time", "clock--late")[0])
