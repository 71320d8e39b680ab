"""Who is there, who answers, what was typed: one answer at a time, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.inbox import actions, queries, rules
from bedside.inbox.models import AnswerDraft, AnswerLock, Conversation, Presence
from bedside.inbox.tests.pages import by_id, read, words
from bedside.inbox.tests.people import Jobs
from bedside.inbox.tests.people import comment as write
from bedside.kit.times import now
from tests.cast import START, Hospital

TYPED = "Parking is on deck B."


@pytest.fixture
def asked(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return write(riverbend, jobs, "Where do I park?")


def test_others_are_seen_until_they_leave(riverbend: Hospital, asked: Conversation) -> None:
    actions.arrive(conversation=asked, by=riverbend.rosa, at=START)
    actions.arrive(conversation=asked, by=riverbend.chen, at=START)
    assert queries.present(asked, at=START, but=riverbend.rosa) == [riverbend.chen]
    later = START + rules.GONE_AFTER + timedelta(seconds=1)
    assert queries.present(asked, at=later, but=riverbend.rosa) == []
    actions.sweep(organization=riverbend.organization, at=START + timedelta(hours=1))
    assert Presence.objects.filter(organization=riverbend.organization).count() == 0


def test_looking_is_no_entry_of_the_record(riverbend: Hospital, asked: Conversation) -> None:
    before = audit.entries(riverbend.organization).count()
    actions.arrive(conversation=asked, by=riverbend.rosa, at=START)
    actions.keep_draft(conversation=asked, text=TYPED, by=riverbend.rosa, at=START)
    assert audit.entries(riverbend.organization).count() == before


def test_a_second_answer_is_refused_unless_it_is_taken_over(riverbend: Hospital, asked: Conversation) -> None:
    assert actions.keep_draft(conversation=asked, text=TYPED, by=riverbend.rosa, at=START) is None
    held = actions.keep_draft(conversation=asked, text="Deck C", by=riverbend.chen, at=START)
    assert held is not None
    assert held.member == riverbend.rosa
    with pytest.raises(rules.Answering) as refused:
        actions.reply(conversation=asked, text="Deck C is free.", by=riverbend.chen, at=START)
    assert refused.value.name == "Rosa Reyes"
    actions.take_over(conversation=asked, by=riverbend.chen, at=START)
    with pytest.raises(rules.Answering):
        actions.reply(conversation=asked, text=TYPED, by=riverbend.rosa, at=START)
    actions.reply(conversation=asked, text="Deck C is free.", by=riverbend.chen, at=START)
    assert queries.draft_of(asked, riverbend.rosa) == TYPED, "what the other typed stays theirs"
    assert queries.draft_of(asked, riverbend.chen) == ""
    assert AnswerLock.objects.filter(organization=riverbend.organization).count() == 0


def test_after_two_minutes_of_silence_the_answer_is_free(riverbend: Hospital, asked: Conversation) -> None:
    actions.keep_draft(conversation=asked, text=TYPED, by=riverbend.rosa, at=START)
    almost = START + rules.HELD_FOR - timedelta(seconds=1)
    assert queries.answering(asked, at=almost, but=riverbend.chen) is not None
    after = START + rules.HELD_FOR
    assert queries.answering(asked, at=after, but=riverbend.chen) is None
    assert actions.keep_draft(conversation=asked, text="Deck C", by=riverbend.chen, at=after) is None
    held = queries.answering(asked, at=after)
    assert held is not None
    assert held.member == riverbend.chen


def test_deleting_what_was_typed_lets_go(riverbend: Hospital, asked: Conversation) -> None:
    actions.keep_draft(conversation=asked, text=TYPED, by=riverbend.rosa, at=START)
    actions.keep_draft(conversation=asked, text="  ", by=riverbend.rosa, at=START)
    assert queries.answering(asked, at=START) is None
    assert not AnswerDraft.objects.filter(organization=riverbend.organization).exists()


def test_a_draft_survives_a_reload_and_is_its_writers_alone(
    riverbend: Hospital, asked: Conversation, client: Client
) -> None:
    here = reverse("inbox:presence", args=["riverbend", asked.pk])
    page = reverse("inbox:conversation", args=["riverbend", asked.pk])
    client.force_login(riverbend.rosa.user)
    client.post(here, {"text": TYPED})
    assert TYPED in client.get(page).content.decode()
    kept = AnswerDraft.objects.get(organization=riverbend.organization)
    assert TYPED.encode() not in bytes(kept.sealed)
    client.force_login(riverbend.chen.user)
    shown = client.get(page)
    assert TYPED not in shown.content.decode()
    assert "Rosa Reyes is answering" in words(by_id(read(shown), "presence"))
    answer = client.post(reverse("inbox:reply", args=["riverbend", asked.pk]), {"text": "Deck C is free."})
    assert answer.status_code == 409
    assert "Rosa Reyes is answering this now" in answer.content.decode()
    assert "Deck C is free." in answer.content.decode()
    client.post(reverse("inbox:take_over", args=["riverbend", asked.pk]))
    assert client.post(
        reverse("inbox:reply", args=["riverbend", asked.pk]), {"text": "Deck C is free."}
    ).status_code == 302  # fmt: skip


def test_whoever_only_reads_is_seen_and_holds_nothing(riverbend: Hospital, asked: Conversation, client: Client) -> None:
    client.force_login(riverbend.petra.user)
    client.post(reverse("inbox:presence", args=["riverbend", asked.pk]), {"text": TYPED})
    assert queries.present(asked, at=now(), but=riverbend.rosa) == [riverbend.petra]
    assert queries.answering(asked, at=now()) is None
