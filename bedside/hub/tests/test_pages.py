"""The public site: posts and topics, feeds that parse, corrections and withdrawals, comments and pictures."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from bedside.channels import queries as channels
from bedside.channels.models import HubComment, HubPost
from bedside.hub import forms, rules
from bedside.organizations import tenancy
from bedside.publishing import actions as publishing
from bedside.publishing import queries
from bedside.publishing.models import Post
from tests.cast import START, Hospital
from tests.filled import QUESTION, TIP, draft, photo, said, sent

Jobs = Callable[..., int]


@pytest.fixture
def post(riverbend: Hospital, jobs: Jobs) -> Post:
    """A tip of two paragraphs under a topic."""
    return sent(riverbend, jobs, f"Flu shots on Saturday\n\n{TIP}", topic="Flu & colds", link="https://example.org/flu")


def shown(hospital: Hospital) -> HubPost:
    return channels.hub_posts(hospital.organization).get()


def to(name: str, *parts: str) -> str:
    return reverse(f"hub:{name}", args=["riverbend", *parts])


def test_a_post_stands_with_its_headline_topic_and_link(riverbend: Hospital, post: Post, client: Client) -> None:
    page = client.get(to("post", shown(riverbend).slug)).content.decode()
    assert "<h1" in page
    assert page.count("Flu shots on Saturday") >= 1
    assert "No appointment needed." in page
    assert "Flu &amp; colds" in page
    assert 'href="https://example.org/flu"' in page
    assert not client.cookies


def test_a_topic_gathers_its_posts(riverbend: Hospital, post: Post, jobs: Jobs, client: Client) -> None:
    sent(riverbend, jobs, "Walking is good for hearts.", topic="Hearts")
    page = client.get(to("topic", "flu-colds")).content.decode()
    assert "Flu shots on Saturday" in page
    assert "Walking is good" not in page
    assert client.get(to("topic", "nothing")).status_code == 404


def test_the_newest_stands_first_and_one_can_leaf(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    for n in range(13):
        HubPost.objects.create(
            organization=riverbend.organization, account=riverbend.hub, key=f"k{n}", slug=f"s{n}",
            text=f"Tip number {n}.", published_at=START,
        )  # fmt: skip
    first = client.get(to("home")).content.decode()
    second = client.get(to("home"), {"page": "2"}).content.decode()
    assert "Tip number 12." in first
    assert "Tip number 0." not in first
    assert "Tip number 0." in second
    for odd in ("0", "-1", "x", "99999999", "²"):
        assert client.get(to("home"), {"page": odd}).status_code == 200


@pytest.mark.parametrize("feed", ["rss", "atom"])
def test_a_feed_is_xml_and_says_what_the_page_says(
    riverbend: Hospital, post: Post, jobs: Jobs, client: Client, feed: str
) -> None:
    odd = "Signs & <wonders> ]]> ünïcode"
    sent(riverbend, jobs, odd)
    answer = client.get(to(feed))
    assert "xml" in answer.headers["Content-Type"]
    tree = ElementTree.fromstring(answer.content)  # made by ourselves
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [one.text for one in tree.iter("title" if feed == "rss" else f"{atom}title")]
    assert titles == ["Riverbend Community Hospital", odd, "Flu shots on Saturday"]
    ids = [one.text or "" for one in tree.iter("guid" if feed == "rss" else f"{atom}id")]
    assert sum(one.startswith("urn:uuid:") for one in ids) == 2


def test_a_corrected_post_says_so(riverbend: Hospital, post: Post, jobs: Jobs, client: Client) -> None:
    publishing.correct(post=post, text="Flu shots on Sunday", note="The day was wrong.", by=riverbend.ben, at=START)
    jobs()
    slug = shown(riverbend).slug
    page = client.get(to("post", slug)).content.decode()
    assert "Flu shots on Sunday" in page
    assert "Corrected" in page
    assert "Flu shots on Saturday" not in page


def test_a_withdrawn_post_is_gone_and_says_so(riverbend: Hospital, post: Post, jobs: Jobs, client: Client) -> None:
    slug = shown(riverbend).slug
    publishing.withdraw(post=post, reason="It was wrong.", by=riverbend.ben, at=START)
    jobs()
    answer = client.get(to("post", slug))
    assert answer.status_code == 410
    assert "withdrawn" in answer.content.decode()
    assert "Flu shots" not in answer.content.decode()
    for url in (to("home"), to("rss"), to("atom")):
        assert "Flu shots" not in client.get(url).content.decode()
    assert client.get(to("topic", "flu-colds")).status_code == 404


def test_two_posts_of_one_headline_have_addresses_of_their_own(riverbend: Hospital, jobs: Jobs) -> None:
    sent(riverbend, jobs)
    sent(riverbend, jobs)
    slugs = {one.slug for one in channels.hub_posts(riverbend.organization)}
    assert len(slugs) == 2


def test_a_picture_is_public_only_while_its_post_is(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    made = draft(riverbend)
    picture = publishing.add_picture(post=made, content=photo(), alt='A "door"', by=riverbend.ada, at=START)
    url = to("picture", picture.sha256)
    assert client.get(url).status_code == 404, "a draft's picture is nobody's yet"
    tenancy.announce(riverbend.organization.pk)
    publishing.ask_approval(post=made, by=riverbend.ada, at=START)
    found = queries.access_post(riverbend.organization, made.pk)
    publishing.approve(post=found, by=riverbend.ben, at=START, digest=found.digest)
    jobs()
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    tenancy.announce(riverbend.organization.pk)
    assert "A &quot;door&quot;" in client.get(to("post", shown(riverbend).slug)).content.decode()
    tenancy.announce(riverbend.organization.pk)
    publishing.withdraw(post=found, reason="It was wrong.", by=riverbend.ben, at=START)
    jobs()
    assert client.get(url).status_code == 404


def test_a_comment_is_sent_and_led_back_to_the_page(
    riverbend: Hospital, post: Post, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "SOONEST", -1)
    on_hub = shown(riverbend)
    sent_ = {"text": QUESTION, "name": "Dana Fields", "ticket": forms.ticket(on_hub.key)}
    answer = client.post(to("comment", on_hub.slug), sent_)
    assert answer.status_code == 302
    assert answer.headers["Location"] == to("post", on_hub.slug) + "?said=shown#comments"
    page = client.get(answer.headers["Location"]).content.decode()
    assert QUESTION in page
    assert "Dana" in page
    assert "Fields" not in page, "a full name under a health topic says too much"
    assert client.get(to("comment", on_hub.slug)).status_code == 405


def test_an_answer_of_the_hospital_stands_below_its_comment(
    riverbend: Hospital, post: Post, jobs: Jobs, client: Client
) -> None:
    from bedside.inbox import actions as inbox
    from bedside.inbox.queries import conversations
    from tests.filled import ANSWER

    on_hub = shown(riverbend)
    said(riverbend, jobs, on_hub, QUESTION)
    conversation = conversations(riverbend.organization).get()
    inbox.reply(conversation=conversation, text=ANSWER, by=riverbend.rosa, at=START)
    jobs()
    page = client.get(to("post", on_hub.slug)).content.decode()
    assert page.index(QUESTION) < page.index(ANSWER)
    assert "message--out" in page
    assert "Rosa" not in page


def test_a_hidden_comment_is_not_on_the_page(riverbend: Hospital, post: Post, jobs: Jobs, client: Client) -> None:
    on_hub = shown(riverbend)
    made = said(riverbend, jobs, on_hub, QUESTION)
    HubComment.objects.filter(pk=made.pk).update(state=HubComment.HIDDEN)
    assert QUESTION not in client.get(to("post", on_hub.slug)).content.decode()


@pytest.mark.parametrize(
    ("given", "show"),
    [
        ({"intent": "praise"}, True),
        ({"intent": "complaint"}, True),
        ({"intent": "complaint", "text": "The worst hospital in the country."}, True),
        ({"urgency": "critical"}, False),
        ({"hidden": 1}, False),
        ({"intent": "spam"}, False),
        ({"intent": "misinformation"}, False),
        ({"text": "See https://example.com"}, False),
        ({"text": "see WWW.example.com"}, False),
        ({"text": "cheap at pills.shop"}, False),
        ({"text": "I came at 9.30 and left at 10.15."}, True),
    ],
)
def test_what_stands_at_once_is_decided_without_regard_to_opinion(given: dict[str, object], show: bool) -> None:
    facts: dict[str, object] = {"urgency": "normal", "intent": "question", "hidden": 0, "text": "Hello"}
    decision = rules.decide(**(facts | given))  # type: ignore[arg-type]
    assert decision.show is show
    assert bool(decision.why) is not show


def test_the_hub_of_another_hospital_shows_its_own(riverbend: Hospital, hillcrest: Hospital, post: Post) -> None:
    client = Client()
    page = client.get(reverse("hub:home", args=["hillcrest"])).content.decode()
    assert "Flu shots" not in page
    tenancy.announce(riverbend.organization.pk)
    slug = shown(riverbend).slug
    assert client.get(reverse("hub:post", args=["hillcrest", slug])).status_code == 404


def test_the_hub_loads_nothing_from_elsewhere(riverbend: Hospital, post: Post, client: Client) -> None:
    answer = client.get(to("home"))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
