"""Corrections of what is not true: approved by somebody who answers for them, offered where they fit, and counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.inbox import actions, claims, queries
from bedside.inbox.models import Claim, ClaimUse, Conversation
from bedside.inbox.moderation import NotYours, Refused
from bedside.inbox.tests.people import Jobs, say
from tests.cast import START, Hospital

EN = "The flu shot cannot give you the flu. It holds no living virus."
ES = "La vacuna contra la gripe no puede darle gripe. No tiene virus vivos."
SAID = "Do not get the flu shot, it gives you the flu, they are lying to all of you."


def given(**other: Any) -> dict[str, Any]:
    return {
        "myth": "The flu shot gives you the flu",
        "ways": "you get the flu from the flu vaccine\nla vacuna da gripe",
        "texts": {"en": EN, "es": ES},
        "source_name": "CDC",
        "source_url": "https://www.cdc.gov/flu/vaccines/index.html",
        "source_date": date(2026, 9, 1),
    } | other


def written(hospital: Hospital, **other: Any) -> Claim:
    told: dict[str, Any] = {"by": hospital.rosa, "at": START} | given(**other)
    return actions.write_claim(organization=hospital.organization, **told)


def approved(hospital: Hospital, **other: Any) -> Claim:
    made = written(hospital, **other)
    return actions.approve_claim(claim=made, seen=made.digest, by=hospital.chen, at=START)


def false_claim(hospital: Hospital, jobs: Jobs, text: str = SAID, **facts: Any) -> Conversation:
    """A message as misinformation, whatever triage thinks of these words."""
    made = say(hospital, jobs, text, **facts)
    Conversation.objects.filter(organization=hospital.organization, pk=made.pk).update(intent="misinformation")
    return queries.access_conversation(hospital.organization, made.pk)


def offered(conversation: Conversation) -> list[queries.Offered]:
    return queries.corrections_for(conversation, queries.latest_of_public(conversation), at=START)


@pytest.mark.parametrize(
    ("said", "nearest"),
    [
        (SAID, 1),
        ("La vacuna da gripe, no se la pongan", 1),
        ("everyone knows VACCINES cause autism", 2),
        ("vaccine autism link is real, do your research", 2),
        ("Where do I park?", 0),
        ("", 0),
        ("🦠" * 40, 0),
    ],
)
def test_the_nearest_claim_by_words(said: str, nearest: int) -> None:
    known = {1: ["The flu shot gives you the flu", "la vacuna da gripe"], 2: ["Vaccines cause autism"]}
    found = claims.nearest(said, known)
    assert (found[0].key if found else 0) == nearest


def test_a_clinician_approves_and_nobody_their_own(riverbend: Hospital) -> None:
    made = written(riverbend, by=riverbend.chen)
    with pytest.raises(NotYours):
        actions.approve_claim(claim=made, seen=made.digest, by=riverbend.chen, at=START)
    with pytest.raises(Refused, match="changed since"):
        actions.approve_claim(claim=made, seen="0" * 64, by=riverbend.petra, at=START)
    done = actions.approve_claim(claim=made, seen=made.digest, by=riverbend.petra, at=START)
    assert (done.state, done.approved_by) == ("approved", riverbend.petra)
    with pytest.raises(Refused, match="does not wait"):
        actions.approve_claim(claim=made, seen=made.digest, by=riverbend.petra, at=START)


def test_other_words_need_another_approval(riverbend: Hospital) -> None:
    made = approved(riverbend)
    same = written(riverbend, claim=made, ways="another way of saying it", by=riverbend.ben)
    assert same.state == "approved", "how it is found is not what is said"
    changed = written(riverbend, claim=made, texts={"en": f"{EN} Ask us."}, by=riverbend.ben)
    assert (changed.state, changed.written_by, changed.approved_by) == ("draft", riverbend.ben, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"texts": {"en": " "}},
        {"texts": {"fr": "Non."}},
        {"myth": " a "},
        {"source_url": "http://www.cdc.gov/"},
        {"source_url": "javascript:alert(1)"},
        {"source_url": "https://with space.example.org"},
        {"source_name": "\x00"},
        {"source_date": date(2999, 1, 1)},
        {"review_date": date(2020, 1, 1)},
    ],
)
def test_what_is_not_whole_is_not_kept(riverbend: Hospital, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        written(riverbend, **wrong)
    assert not Claim.objects.filter(organization=riverbend.organization).exists()


def test_the_guard_stands_before_the_approval(riverbend: Hospital) -> None:
    made = written(riverbend, texts={"en": "Our patient Maria Gonzalez took the shot and did not get the flu."})
    with pytest.raises(Refused, match="guard"):
        actions.approve_claim(claim=made, seen=made.digest, by=riverbend.chen, at=START)


def test_it_is_offered_with_its_source_where_the_claim_is_made(riverbend: Hospital, jobs: Jobs) -> None:
    approved(riverbend)
    written(riverbend, myth="The flu shot gives you the flu and worse")  # a draft is not offered
    found = offered(false_claim(riverbend, jobs))
    assert [one.text for one in found] == [f"{EN} (CDC, https://www.cdc.gov/flu/vaccines/index.html)"]
    assert "flu" in found[0].shared
    assert offered(false_claim(riverbend, jobs, "The parking garage is a hoax.", author_id="did:plc:p")) == []
    assert offered(say(riverbend, jobs, "I got my flu shot today.", author_id="did:plc:q")) == []


def test_it_speaks_the_language_of_the_message(riverbend: Hospital, jobs: Jobs) -> None:
    approved(riverbend)
    made = false_claim(riverbend, jobs)
    Conversation.objects.filter(organization=riverbend.organization, pk=made.pk).update(language="es")
    (found,) = offered(queries.access_conversation(riverbend.organization, made.pk))
    assert found.text.startswith(ES)
    assert "(CDC, https" in found.text


def test_what_is_due_or_retired_is_not_offered(riverbend: Hospital, jobs: Jobs) -> None:
    made = approved(riverbend)
    talk = false_claim(riverbend, jobs)
    soon = START + claims.REVIEW_AFTER + timedelta(days=2)
    assert queries.corrections_for(talk, queries.latest_of_public(talk), at=soon) == []
    again = actions.approve_claim(claim=made, seen=made.digest, by=riverbend.petra, at=soon)
    assert again.review_date > soon.date()
    assert queries.corrections_for(talk, queries.latest_of_public(talk), at=soon)
    actions.retire_claim(claim=made, by=riverbend.petra, at=soon)
    actions.retire_claim(claim=made, by=riverbend.petra, at=soon)
    assert queries.corrections_for(talk, queries.latest_of_public(talk), at=soon) == []


def test_it_is_put_into_the_box_and_counted_once_a_conversation(
    riverbend: Hospital, jobs: Jobs, client: Client
) -> None:
    made, talk = approved(riverbend), false_claim(riverbend, jobs)
    client.force_login(riverbend.rosa.user)
    page = client.get(reverse("inbox:conversation", args=["riverbend", talk.pk])).content.decode()
    assert f'value="correction-{made.pk}"' in page
    for _time in range(2):
        box = client.post(
            reverse("inbox:reply", args=["riverbend", talk.pk]), {"text": "Hello.", "use": f"correction-{made.pk}"}
        ).content.decode()
        assert "It holds no living virus." in box
    assert ClaimUse.objects.filter(organization=riverbend.organization).count() == 1
    assert queries.claims(riverbend.organization).get(pk=made.pk).used == 1  # type: ignore[attr-defined]
    gone = client.post(reverse("inbox:reply", args=["riverbend", talk.pk]), {"text": "Kept.", "use": "correction-999"})
    assert "Kept." in gone.content.decode()


def test_many_with_one_claim_are_answered_by_one_post(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    made = approved(riverbend)
    for number in range(4):
        false_claim(riverbend, jobs, author_id=f"did:plc:many{number}")
    assert queries.widespread(riverbend.organization, at=START) == {}
    false_claim(riverbend, jobs, author_id="did:plc:fifth")
    assert queries.widespread(riverbend.organization, at=START) == {made.pk: 5}
    assert queries.widespread(riverbend.organization, at=START + timedelta(days=8)) == {}
    client.force_login(riverbend.ben.user)
    page = client.get(reverse("moderation:claims", args=["riverbend"])).content.decode()
    assert "5 people wrote this within seven days." in page
    composer = client.get(reverse("publishing:write", args=["riverbend"]), {"text": EN}).content.decode()
    assert "It holds no living virus." in composer
