"""What strangers write below the hub's posts: forged, flooding, naming somebody, in danger."""

import re
from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from bedside.channels.models import HubComment
from bedside.hub import forms as hub_forms
from bedside.organizations import tenancy
from tests.databases import run_jobs
from tests.filled import Filled
from tests.nonsense import HOSTILE, shown_in


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """People who write are taken for people although the test does not wait."""
    monkeypatch.setattr(hub_forms, "SOONEST", -1)


def write(client: Client, filled: Filled, text: str, **given: str) -> Any:
    post = filled.hub_post
    sent = {"text": text, "name": "Dana", "ticket": hub_forms.ticket(post.key), "website": ""} | given
    answer = client.post(reverse("hub:comment", args=[filled.slug, post.slug]), sent)
    tenancy.announce(filled.hospital.organization.pk)
    return answer


def page_of(client: Client, filled: Filled, query: str = "") -> str:
    page = client.get(reverse("hub:post", args=[filled.slug, filled.hub_post.slug]) + query).content.decode()
    tenancy.announce(filled.hospital.organization.pk)
    return page


@pytest.mark.usefixtures("quick")
def test_a_comment_stands_on_the_page(filled: Filled, client: Client) -> None:
    answer = write(client, filled, "Thank you for the clear opening hours!")
    assert answer.status_code == 302
    assert "clear opening hours" in page_of(client, filled)
    assert not client.cookies, "the public site sets no cookie"


@pytest.mark.usefixtures("quick")
def test_what_fills_the_hidden_field_is_thanked_and_dropped(filled: Filled, client: Client) -> None:
    before = HubComment.objects.count()
    answer = write(client, filled, "Buy now!", website="https://spam.example.com")
    assert answer.headers["Location"].endswith("?said=waiting#comments")
    assert HubComment.objects.count() == before


def test_what_is_faster_than_a_person_is_thanked_and_dropped(filled: Filled, client: Client) -> None:
    before = HubComment.objects.count()
    answer = write(client, filled, "Is there parking?")
    assert answer.headers["Location"].endswith("?said=waiting#comments")
    assert HubComment.objects.count() == before


@pytest.mark.usefixtures("quick")
def test_a_forged_or_an_old_ticket_is_refused_and_a_fresh_one_is_in_the_form(
    filled: Filled, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = filled.hub_post.key
    before = HubComment.objects.count()
    elsewhere = signing.TimestampSigner(salt="bedside.other").sign(key)
    for forged in ("", "x", f"{key}:abc:def", elsewhere, hub_forms.ticket("another-post")):
        answer = write(client, filled, "Is there parking?", ticket=forged)
        assert answer.status_code == 422, forged
        assert shown_in(answer.content.decode(), "text") == "Is there parking?"
    with monkeypatch.context() as later:
        later.setattr(hub_forms, "LATEST", -1)
        late = write(client, filled, "Is there parking?")
    assert late.status_code == 422
    assert HubComment.objects.count() == before
    fresh = re.search(r'name="ticket" value="([^"]+)"', late.content.decode())
    assert fresh is not None
    again = write(client, filled, "Is there parking?", ticket=fresh.group(1))
    assert again.status_code == 302
    assert HubComment.objects.count() == before + 1


@pytest.mark.usefixtures("quick")
def test_one_visitor_cannot_flood_and_keeps_their_words(filled: Filled, client: Client) -> None:
    seen = [write(client, filled, f"Is there parking on level {n}?").status_code for n in range(7)]
    assert seen == [302] * 6 + [429]
    last = write(client, filled, "And one more question, please?")
    assert shown_in(last.content.decode(), "text") == "And one more question, please?"
    other = Client(headers={"User-Agent": "another browser"})
    assert write(other, filled, "May I ask too?").status_code == 302


DETAILS = "I am Maria Gonzalez, born 03/14/1961, MRN 00482913, call me at (555) 555-0187 about my knee."


@pytest.mark.usefixtures("quick")
def test_details_that_identify_somebody_never_reach_the_page(filled: Filled, client: Client) -> None:
    write(client, filled, DETAILS, name="Maria Gonzalez")
    run_jobs()
    for page in (
        page_of(client, filled),
        client.get(reverse("hub:home", args=[filled.slug])).content.decode(),
        client.get(reverse("hub:rss", args=[filled.slug])).content.decode(),
    ):
        for detail in ("Gonzalez", "00482913", "555-0187", "03/14/1961"):
            assert detail not in page
    tenancy.announce(filled.hospital.organization.pk)
    kept = HubComment.objects.latest("pk")
    assert kept.state == HubComment.WAITING
    assert "00482913" not in kept.text
    assert kept.author_name == "Maria"


@pytest.mark.usefixtures("quick")
def test_even_when_a_person_shows_it_the_details_stay_hidden(filled: Filled, client: Client) -> None:
    write(client, filled, DETAILS)
    HubComment.objects.filter(state=HubComment.WAITING).update(state=HubComment.SHOWN)
    page = page_of(client, filled)
    assert "my knee" in page
    assert "00482913" not in page
    assert "555-0187" not in page


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("I can't go on anymore. I want to kill myself tonight.", "988"),
        ("My father is having crushing chest pain and cannot breathe right now!", "911"),
        ("Ya no quiero vivir, quiero matarme.", "988"),
    ],
)
def test_danger_to_life_shows_help_at_once_and_not_the_comment(
    filled: Filled, client: Client, words: str, line: str
) -> None:
    answer = write(client, filled, words)
    location = answer.headers["Location"]
    page = client.get(location).content.decode()
    card = re.search(r'<section class="banner banner--danger".*?</section>', page, re.S)
    assert card is not None
    assert line in card.group(0)
    assert words[:20] not in page
    run_jobs()
    assert words[:20] not in page_of(client, filled)
    assert [one for one in mail.outbox if "critical" in one.subject]
    assert not [one for one in mail.outbox if words[:12] in str(one.message())]


def test_a_card_in_an_address_is_one_of_ours(filled: Filled, client: Client) -> None:
    for query in ("?card=en-nonsense", f"?card={HOSTILE}", "?card=es-", "?said=hacked", "?card=988"):
        page = page_of(client, filled, query)
        assert "<script>alert(1)" not in page
        assert 'class="banner' not in page


def test_a_withdrawn_post_takes_no_comment(filled: Filled, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.cast import START

    monkeypatch.setattr(hub_forms, "SOONEST", -1)
    filled.hub_post.withdrawn_at = START
    filled.hub_post.save()
    before = HubComment.objects.count()
    assert write(client, filled, "Is there parking?").status_code == 410
    assert HubComment.objects.count() == before
