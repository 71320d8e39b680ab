"""Answers to reviews, in crises and to stories wait for a second person; a crisis card's own words never do."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels import actions as channels
from bedside.channels.models import Delivery
from bedside.guard.actions import NeedsWords, NotYours
from bedside.inbox import actions, queries, second_person
from bedside.inbox.models import Conversation, Release, Reply
from bedside.inbox.second_person import Kind, MovedOn, NotWaiting, Rules, kinds, tells_a_story
from bedside.inbox.tests.pages import all_of, read, words
from bedside.inbox.tests.people import comment, heard, hub_post, say
from bedside.triage.cards import CARDS
from tests.cast import START, Hospital

Jobs = Callable[..., int]
SAFE = "Thank you for writing. Please call us at (555) 555-0142."
STORY = (
    "Two years ago I was rushed to the emergency room with chest pain, and my family thought they would lose me. "
    "I spent nine days in the unit and I am alive today."
)


def told(**given: Any) -> tuple[Kind, ...]:
    asked: dict[str, Any] = {"arrival_kind": "reply", "stars": None, "is_critical": False, "said": "Where do I park?"}
    asked |= {"rules": Rules(), "answer": SAFE, "cards": []} | given
    return kinds(asked.pop("rules"), **asked)


def test_which_answers_wait() -> None:
    assert told() == ()
    assert told(arrival_kind="review") == told(stars=5) == (Kind.REVIEW,)
    assert told(is_critical=True) == (Kind.CRISIS,)
    assert told(said=STORY) == (Kind.STORY,)
    assert told(said=STORY, stars=1, is_critical=True) == (Kind.CRISIS, Kind.REVIEW, Kind.STORY)


def test_what_a_hospital_switched_off_does_not_wait() -> None:
    off = Rules(reviews=False, crisis=False, stories=False)
    assert told(rules=off, said=STORY, stars=1, is_critical=True) == ()


def test_a_cards_own_words_leave_at_once_and_only_in_a_crisis() -> None:
    card = CARDS["988"]["en"].text
    assert told(is_critical=True, answer=f"  {card}\n", cards=[card]) == ()
    assert told(is_critical=True, answer=f"{card} We care.", cards=[card]) == (Kind.CRISIS,)
    assert told(stars=1, answer=card, cards=[card]) == (Kind.REVIEW,)


@pytest.mark.parametrize(
    ("text", "is_story"),
    [
        (STORY, True),
        ("Mi mamá estuvo tres semanas hospitalizada después de la cirugía y mi familia nunca va a olvidar cómo nos "
         "trataron a nosotros en esos días tan largos.", True),
        ("I had surgery.", False),
        ("What are the visiting hours for the maternity unit on weekends, and can children under twelve come along if "
         "they are with an adult? Thank you so much in advance.", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_story_is_told_at_length_by_somebody_whose_it_is(text: str, is_story: bool) -> None:
    assert tells_a_story(text) is is_story


# ---- the second person -----------------------------------------------------------------------------------------------


@pytest.fixture
def review(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return say(riverbend, jobs, "The food was fine.", stars=4)


def reply(hospital: Hospital, found: Conversation, text: str = SAFE, **given: Any) -> Reply:
    told: dict[str, Any] = {"conversation": found, "text": text, "by": hospital.rosa, "at": START}
    return actions.reply(**(told | given))


def waiting(hospital: Hospital) -> Release:
    return queries.releases_waiting(hospital.organization).get()


def test_it_leaves_when_somebody_else_has_read_it(riverbend: Hospital, review: Conversation, jobs: Jobs) -> None:
    answer = reply(riverbend, review)
    assert answer.delivery is None
    assert not Delivery.objects.filter(organization=riverbend.organization).exists()
    release = waiting(riverbend)
    assert release.kinds == ["review"]
    jobs("inbox.tell_releasers")
    assert sorted(mail.outbox[0].to) == [f"{who}@riverbend.example.org" for who in ("ben", "chen", "petra")]
    assert SAFE not in mail.outbox[0].body
    with pytest.raises(NotYours):
        actions.release(release=release, seen=release.digest, by=riverbend.rosa, at=START)
    sent = actions.release(release=release, seen=release.digest, by=riverbend.petra, at=START)
    assert sent.delivery is not None
    release.refresh_from_db()
    assert (release.state, release.decided_by, release.alone) == ("released", riverbend.petra, False)
    entry = audit.entries(riverbend.organization, kind="inbox.released").get()
    assert SAFE not in str(entry.details)
    with pytest.raises(NotWaiting):
        actions.release(release=release, seen=release.digest, by=riverbend.ben, at=START)


def test_the_writer_alone_may_release_where_nobody_else_could_and_that_is_marked(
    riverbend: Hospital, review: Conversation
) -> None:
    from bedside.organizations import actions as organizations

    for who in ("chen", "petra"):
        organizations.end_membership(member=riverbend.people[who], by=riverbend.milo, at=START)
    reply(riverbend, review, by=riverbend.ben)
    release = waiting(riverbend)
    actions.release(release=release, seen=release.digest, by=riverbend.ben, at=START)
    release.refresh_from_db()
    assert release.alone


def test_other_words_are_another_answer_and_the_first_is_void(riverbend: Hospital, review: Conversation) -> None:
    reply(riverbend, review)
    first = waiting(riverbend)
    assert reply(riverbend, review).pk == first.reply_id, "the same words wait once"
    reply(riverbend, review, "Thank you for the stars.")
    second = waiting(riverbend)
    assert second.digest != first.digest
    with pytest.raises(NotWaiting, match="superseded"):
        actions.release(release=first, seen=first.digest, by=riverbend.ben, at=START)
    with pytest.raises(NotWaiting, match="not the answer you read"):
        actions.release(release=second, seen=first.digest, by=riverbend.ben, at=START)


def test_when_they_wrote_again_or_changed_it_nothing_is_released(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, "The food was fine.", stars=4, network_id="review/1", author_id="pat")
    reply(riverbend, made)
    release = waiting(riverbend)
    changed = heard("It made me ill.", network_id="review/1", version="2", stars=1, author_id="pat")
    channels.take(account=made.account, heard=[changed], at=START)
    jobs("inbox.take_in")
    with pytest.raises(MovedOn):
        actions.release(release=release, seen=release.digest, by=riverbend.ben, at=START)
    assert not Delivery.objects.filter(organization=riverbend.organization).exists()


def test_a_newer_message_says_so_on_the_list(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    post = hub_post(riverbend)
    made = comment(riverbend, jobs, STORY, visitor="v-1", post=post)
    reply(riverbend, made)
    release = waiting(riverbend)
    assert not queries.moved_on(release)
    comment(riverbend, jobs, "One more thing.", visitor="v-1", post=post)
    assert queries.moved_on(waiting(riverbend))
    with pytest.raises(MovedOn):
        actions.release(release=release, seen=release.digest, by=riverbend.ben, at=START)
    client.force_login(riverbend.ben.user)
    assert "they wrote again" in words(read(client.get(reverse("inbox:releases", args=["riverbend"]))))
    page = client.get(reverse("inbox:release", args=["riverbend", release.pk]))
    assert "cannot be released" in words(read(page))


def test_it_comes_back_with_a_reason_and_its_words_can_be_taken_up(
    riverbend: Hospital, review: Conversation, jobs: Jobs, client: Client
) -> None:
    answer = reply(riverbend, review)
    release = waiting(riverbend)
    with pytest.raises(NeedsWords):
        actions.return_answer(release=release, reason=" no ", by=riverbend.ben, at=START)
    actions.return_answer(release=release, reason="Warmer, please.", by=riverbend.ben, at=START)
    jobs("inbox.tell_writer")
    assert mail.outbox[-1].to == ["rosa@riverbend.example.org"]
    assert "Warmer" not in mail.outbox[-1].body
    client.force_login(riverbend.rosa.user)
    page = read(client.get(reverse("inbox:conversation", args=["riverbend", review.pk])))
    assert words(all_of(page, "span", "state")[0]) == "came back"
    assert "Warmer, please." in words(page)
    again = reply(riverbend, review)
    assert again.pk != answer.pk, "the same words may be tried again"
    page = read(client.get(reverse("inbox:conversation", args=["riverbend", review.pk])))
    assert [words(one) for one in all_of(page, "span", "state")] == ["waits for a second person"]


def test_its_writer_takes_it_back_and_nobody_else(riverbend: Hospital, review: Conversation) -> None:
    reply(riverbend, review)
    release = waiting(riverbend)
    with pytest.raises(NotWaiting):
        actions.take_back(release=release, by=riverbend.ben, at=START)
    assert actions.take_back(release=release, by=riverbend.rosa, at=START).state == "taken_back"
    assert queries.unsent_of(review) == []


def test_a_crisis_card_leaves_at_once_and_other_words_wait(riverbend: Hospital, jobs: Jobs) -> None:
    made = comment(riverbend, jobs, "I want to kill myself tonight")
    card = queries.crisis_card(made)
    assert card is not None
    assert reply(riverbend, made, card.text).delivery is not None
    assert reply(riverbend, made, SAFE).delivery is None
    assert waiting(riverbend).kinds == ["crisis"]


def test_a_hospital_says_which_kinds_wait(riverbend: Hospital, review: Conversation, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    address = reverse("inbox:releasing", args=["riverbend"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"crisis": "on", "stories": "on"}).status_code == 302
    assert queries.release_rules(riverbend.organization) == Rules(reviews=False)
    assert reply(riverbend, review).delivery is not None


def test_the_guard_reads_it_once_more_when_it_is_released(
    riverbend: Hospital, review: Conversation, client: Client, jobs: Jobs
) -> None:
    from tests.filled import in_force

    reply(riverbend, review, "Thank you for writing, dear neighbor.")
    release = waiting(riverbend)
    in_force(riverbend, jobs, "dear neighbor")
    client.force_login(riverbend.ben.user)
    held = client.post(reverse("inbox:let-go", args=["riverbend", release.pk]), {"seen": release.digest})
    assert held.status_code == 409
    assert "dear neighbor" in words(read(held))
    assert second_person.Standing(waiting(riverbend).state) == "waiting"


def test_the_desk_in_pages_from_writing_to_sending(
    riverbend: Hospital, review: Conversation, client: Client, jobs: Jobs
) -> None:
    client.force_login(riverbend.rosa.user)
    assert client.post(reverse("inbox:reply", args=["riverbend", review.pk]), {"text": SAFE}).status_code == 302
    release = waiting(riverbend)
    mine = client.get(reverse("inbox:release", args=["riverbend", release.pk]))
    assert "somebody else reads it" in words(read(mine))
    assert (
        client.post(reverse("inbox:let-go", args=["riverbend", release.pk]), {"seen": release.digest}).status_code
        == 403
    )
    client.force_login(riverbend.petra.user)
    assert "Waits for your release" in words(read(client.get(reverse("today", args=["riverbend"]))))
    page = client.get(reverse("inbox:release", args=["riverbend", release.pk]))
    assert SAFE in words(read(page))
    assert page["Cache-Control"] == "no-store"
    gone = client.post(reverse("inbox:let-go", args=["riverbend", release.pk]), {"seen": release.digest}, follow=True)
    assert "Released" in words(read(gone))
    assert Reply.objects.get(organization=riverbend.organization).delivery is not None
