"""Reviews: kept with every form they had, found by what they are, answered, taken out without people."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels import actions as channels
from bedside.channels.models import Account, Arrival
from bedside.guard.models import Clearance
from bedside.inbox import actions, queries
from bedside.inbox.models import Message, Reply, Review, ReviewVersion
from bedside.inbox.queries import Sought
from bedside.inbox.tests.pages import all_of, read, words
from bedside.inbox.tests.people import heard, say
from bedside.organizations import tenancy
from tests.cast import START, Hospital

Jobs = Callable[..., int]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def place(hospital: Hospital, network: str = "google", handle: str = "Riverbend Main") -> Account:
    made, _new = Account.objects.get_or_create(
        organization=hospital.organization, network=network, handle=handle,
        defaults={"connected_at": START, "state": Account.CONNECTED, "credentials": b""},
    )  # fmt: skip
    return made


def review(
    hospital: Hospital, jobs: Jobs, stars: int | None, text: str = "The food was fine.", *, key: str = "",
    account: Account | None = None, at: datetime = START, version: str = "1", past: bool = False, **facts: Any,
) -> Review:  # fmt: skip
    key = key or f"reviews/{Arrival.objects.filter(organization=hospital.organization).count()}"
    said = heard(text, network_id=key, kind="review", stars=stars, version=version, posted_at=at, **facts)
    channels.take(account=account or place(hospital), heard=[said], at=at, past=past)
    jobs("inbox.take_in")
    return Review.objects.get(organization=hospital.organization, message__arrival__network_id=key)


def answered(hospital: Hospital, found: Review, *, after: timedelta) -> Reply:
    """Our answer as the network has it."""
    message = found.message
    clearance = Clearance.objects.create(
        organization=hospital.organization, digest="0" * 64, kind="reply", verdict="allow", by=hospital.rosa, at=START
    )
    given: dict[str, Any] = {"organization": hospital.organization, "conversation": message.conversation}
    at = found.posted_at + after
    ours = Message.objects.create(text="Thank you.", at=at, by=hospital.rosa, **given)
    return Reply.objects.create(
        answers=message, message=ours, text="Thank you.", clearance=clearance, by=hospital.rosa, at=at, sent_at=at,
        **given,
    )  # fmt: skip


def found(hospital: Hospital, **sought: Any) -> list[Review]:
    return list(queries.reviews(hospital.organization, Sought(**sought)))


def test_a_review_is_kept_with_its_stars_and_nothing_else_is_one(riverbend: Hospital, jobs: Jobs) -> None:
    kept = review(riverbend, jobs, 4, "Ask for Maria Gonzalez at 555-867-5309, the food was fine.")
    say(riverbend, jobs, "Where do I park?")
    assert found(riverbend) == [kept]
    (version,) = ReviewVersion.objects.filter(organization=riverbend.organization)
    assert (kept.stars, version.stars, version.number) == (4, 4, 1)
    assert "555-867" not in version.text


def test_changed_stars_and_words_are_kept_beside_what_was_there_before(riverbend: Hospital, jobs: Jobs) -> None:
    review(riverbend, jobs, 1, "Nobody listened.", key="r", at=START - 2 * DAY)
    review(riverbend, jobs, 4, "Nobody listened.", key="r", at=START - DAY, version="2")
    kept = review(riverbend, jobs, 4, "They called back.", key="r", at=START, version="3")
    versions = list(kept.versions.order_by("number").values_list("stars", "text", "at"))
    assert versions == [
        (1, "Nobody listened.", START - 2 * DAY),
        (4, "Nobody listened.", START - DAY),
        (4, "They called back.", START),
    ]
    assert (kept.stars, kept.message.text, kept.message.conversation.stars) == (4, "They called back.", 4)
    assert kept.posted_at == START - 2 * DAY


def test_the_same_told_twice_or_without_a_change_is_no_version(riverbend: Hospital, jobs: Jobs) -> None:
    for version in ("1", "1", "2", "2"):
        review(riverbend, jobs, 3, key="r", version=version)
    assert ReviewVersion.objects.filter(organization=riverbend.organization).count() == 1
    assert Review.objects.filter(organization=riverbend.organization).count() == 1


def test_filters_find_what_they_say(riverbend: Hospital, jobs: Jobs) -> None:
    other = place(riverbend, "yelp", "Riverbend Clinic")
    five = review(riverbend, jobs, 5, key="five")
    one = review(riverbend, jobs, 1, key="one", account=other, at=START - 40 * DAY)
    none = review(riverbend, jobs, None, key="none")
    gone = review(riverbend, jobs, 2, key="gone")
    channels.forget(account=place(riverbend), gone=["gone"], at=START)
    jobs("inbox.note_gone")
    before = review(riverbend, jobs, 3, key="before", past=True, at=START - 300 * DAY)
    answered(riverbend, five, after=HOUR)
    answered(riverbend, one, after=HOUR)
    review(riverbend, jobs, 1, "I changed it.", key="one", account=other, at=START, version="2")
    assert {row.pk for row in found(riverbend)} == {five.pk, one.pk, none.pk, gone.pk, before.pk}
    assert found(riverbend, stars="5") == [five]
    assert found(riverbend, stars="none") == [none]
    assert found(riverbend, answer="unanswered") == [none]
    assert {row.pk for row in found(riverbend, answer="answered")} == {five.pk, one.pk}
    assert found(riverbend, answer="changed") == [one]
    assert found(riverbend, answer="gone") == [gone]
    assert found(riverbend, network="yelp") == found(riverbend, site=other.pk) == [one]
    assert found(riverbend, until=(START - 30 * DAY).date(), since=(START - 50 * DAY).date()) == [one]
    states = {one.review.pk: one.answer.state for one in queries.shown(riverbend.organization, found(riverbend))}
    assert states == {five.pk: "sent", one.pk: "changed", none.pk: "none", gone.pk: "none", before.pk: "before"}


def test_days_are_the_hospitals_own(riverbend: Hospital, jobs: Jobs) -> None:
    late = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)  # half past ten in the evening of March 1 in Chicago
    kept = review(riverbend, jobs, 4, at=late)
    assert found(riverbend, since=date(2026, 3, 1), until=date(2026, 3, 1)) == [kept]
    assert found(riverbend, since=date(2026, 3, 2)) == []
    (month,) = queries.standings(riverbend.organization, Sought()).months
    assert month.month == date(2026, 3, 1)


def test_stars_are_counted_by_site_and_month_with_how_sure_they_are(riverbend: Hospital, jobs: Jobs) -> None:
    other = place(riverbend, "yelp", "Riverbend Clinic")
    for number, stars in enumerate((5, 5, 4, 1)):
        row = review(riverbend, jobs, stars, at=START - number * HOUR)
        if stars > 3:
            answered(riverbend, row, after=(number + 1) * HOUR)
    review(riverbend, jobs, 2, account=other, at=START - 70 * DAY)
    review(riverbend, jobs, None, account=other, at=START - 70 * DAY)
    review(riverbend, jobs, 1, past=True, at=START - 300 * DAY)
    told = queries.standings(riverbend.organization, Sought())
    assert told.whole.numbers == (2, 1, 0, 1, 2)
    assert told.without == 1
    assert [(row.name, row.stars.count, row.without) for row in told.sites] == [
        ("Google Business Profile · Riverbend Main", 5, 0), ("Yelp · Riverbend Clinic", 1, 1),
    ]  # fmt: skip
    assert [row.stars.count for row in told.months] in ([4, 1, 1], [3, 1, 1, 1], [2, 2, 1, 1], [1, 3, 1, 1])
    assert told.answered is not None
    assert (told.answered.count, told.answered.of) == (3, 6)  # not of what was there before
    assert told.median == 2 * 3600


# ---- the page --------------------------------------------------------------------------------------------------------


def url(hospital: Hospital, name: str = "reviews") -> str:
    return reverse(f"inbox:{name}", args=[hospital.organization.slug])


@pytest.fixture
def rosa(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


def test_the_page_shows_them_and_leads_to_the_answer(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    kept = review(riverbend, jobs, 2, "Nobody picks up. Call me at 555-867-5309.", key="r")
    review(riverbend, jobs, 4, "They called back.", key="r", version="2")
    page = read(rosa.get(url(riverbend)))
    (card,) = all_of(page, "li", "card")
    shown = words(card)
    assert "They called back." in shown
    assert "Nobody picks up." in shown  # as it read before
    assert "555-867" not in shown
    assert "not answered" in shown
    links = [one.get("href") for one in card.iter("a")]
    assert links == [reverse("inbox:conversation", args=[riverbend.organization.slug, kept.message.conversation_id])]


def test_an_empty_page_says_what_belongs_there(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    assert "No reviews yet" in words(read(rosa.get(url(riverbend))))
    review(riverbend, jobs, 5)
    assert "No review fits" in words(read(rosa.get(url(riverbend) + "?stars=1")))


ODD = (
    "?stars=9", "?stars=%00", "?answer=x", "?network=%27%3B--", "?site=-1", "?site=99999999999999999999", "?site=٣",
    "?since=0001-01-01&until=9999-12-31", "?since=x", "?page=-1", "?page=99999", "?page=%00",
)  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_odd_addresses_break_nothing(riverbend: Hospital, rosa: Client, jobs: Jobs, query: str) -> None:
    review(riverbend, jobs, 5)
    assert rosa.get(url(riverbend) + query).status_code == 200


def test_hostile_words_and_names_stay_words(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    review(riverbend, jobs, 1, "<script>alert(1)</script> " + "w" * 9_000, author_name="<b>x</b>")
    page = rosa.get(url(riverbend)).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_many_reviews_cost_the_page_no_query_each(
    riverbend: Hospital, rosa: Client, jobs: Jobs, django_assert_max_num_queries: Any
) -> None:
    for number in range(35):
        review(riverbend, jobs, 1 + number % 5, f"Fine {number}", at=START - number * HOUR)
    rosa.get(url(riverbend))
    with django_assert_max_num_queries(24):
        page = read(rosa.get(url(riverbend)))
    assert len(all_of(page, "li", "card")) == 30
    assert len(all_of(read(rosa.get(url(riverbend) + "?page=2")), "li", "card")) == 5


def test_the_table_holds_no_person_and_no_formula(riverbend: Hospital, client: Client, jobs: Jobs) -> None:
    kept = review(
        riverbend, jobs, 1, "=HYPERLINK() said Maria Gonzalez, 555-867-5309", author_name="Pat Pattern",
        author_handle="pat.pattern", author_id="did:pat",
    )  # fmt: skip
    answered(riverbend, kept, after=3 * HOUR)
    client.force_login(riverbend.milo.user)
    table = client.get(url(riverbend, "reviews-csv")).content.decode("utf-8-sig")
    for said in ("Pat", "pat.pattern", "did:pat", "555-867", "https://", "social.example"):
        assert said not in table, said
    (_head, row) = csv.reader(io.StringIO(table))
    assert row[5].startswith("'=")
    assert row[10:] == ["sent", kept.posted_at.astimezone(riverbend.organization.zone).date().isoformat(), "3.0"] or (
        row[12] == "3.0"
    )
    assert audit.entries(riverbend.organization, kind="inbox.reviews_exported").get().details["number"] == 1


def test_taking_it_out_is_not_everybodys(riverbend: Hospital, client: Client) -> None:
    for who, status in (("rosa", 403), ("chen", 403), ("ada", 403), ("petra", 200), ("milo", 200), ("ben", 200)):
        client.force_login(riverbend.people[who].user)
        assert client.get(url(riverbend, "reviews-csv")).status_code == status, who


def test_a_hospital_sees_its_own_reviews_alone(
    riverbend: Hospital, hillcrest: Hospital, client: Client, jobs: Jobs
) -> None:
    review(riverbend, jobs, 5)
    client.force_login(hillcrest.rosa.user)
    assert client.get(url(riverbend)).status_code == 404
    assert "No reviews yet" in words(read(client.get(url(hillcrest))))
    with tenancy.entered(hillcrest.organization.pk):
        assert not Review.objects.filter(organization=hillcrest.organization).exists()
        assert queries.sites(hillcrest.organization) == {}


def test_a_merged_review_leads_to_where_it_stands(riverbend: Hospital, jobs: Jobs) -> None:
    same: dict[str, Any] = {"author_id": "did:same"}
    first = review(riverbend, jobs, 2, "Too loud.", key="a", root_id="a", **same)
    second = review(riverbend, jobs, 3, "Still loud.", key="b", root_id="b", **same)
    actions.merge(into=first.message.conversation, source=second.message.conversation, by=riverbend.rosa, at=START)
    shown = queries.shown(riverbend.organization, found(riverbend))
    assert {one.review.message.conversation_id for one in shown} == {first.message.conversation_id}
