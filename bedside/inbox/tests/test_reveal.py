"""The words as they were written: for whom, with which reason, and what is kept of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.inbox import actions, rules
from bedside.inbox.models import Conversation, Message, Reveal
from bedside.inbox.tests.pages import by_id, read, words
from bedside.inbox.tests.people import Jobs
from bedside.inbox.tests.people import comment as write
from tests.cast import START, Hospital

TEXT = "My name is Anna Kowalski, MRN 88321. Please call me back <b>today</b>."
WHY = "Calling her back on the nurse line"


@pytest.fixture
def asked(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return write(riverbend, jobs, TEXT)


def message_of(found: Conversation) -> Message:
    return Message.objects.select_related("arrival__account", "conversation", "organization").get(
        organization_id=found.organization_id, conversation=found
    )


def at(name: str, found: Conversation, *more: int) -> str:
    return reverse(f"inbox:{name}", args=["riverbend", found.pk, *more])


def test_it_shows_the_words_once_and_nothing_keeps_them(
    riverbend: Hospital, client: Client, asked: Conversation
) -> None:
    client.force_login(riverbend.rosa.user)
    message = message_of(asked)
    form = read(client.get(at("conversation", asked), {"reveal": str(message.pk)}))
    panel = by_id(form, "panel")
    assert panel is not None
    assert panel.get("hx-history") == "false"
    response = client.post(at("reveal", asked, message.pk), {"reason": WHY})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert words(by_id(read(response), "original")) == TEXT
    assert "<b>today" not in response.content.decode()
    assert "Kowalski" not in client.get(at("conversation", asked)).content.decode()


def test_who_looked_and_why_is_kept_but_not_the_words(riverbend: Hospital, asked: Conversation) -> None:
    assert actions.reveal(message=message_of(asked), reason=WHY, by=riverbend.rosa, at=START) == TEXT
    kept = Reveal.objects.get(organization=riverbend.organization)
    assert (kept.by, kept.reason) == (riverbend.rosa, WHY)
    entry = audit.entries(riverbend.organization, kind="inbox.revealed").get()
    assert entry.by == riverbend.rosa
    assert "Kowalski" not in str(entry.details)


@pytest.mark.parametrize("reason", ["", "  ", "why", "\x00\x00\x00\x00\x00"])
def test_it_refuses_without_a_reason(riverbend: Hospital, client: Client, asked: Conversation, reason: str) -> None:
    client.force_login(riverbend.rosa.user)
    response = client.post(at("reveal", asked, message_of(asked).pk), {"reason": reason})
    assert response.status_code == 422
    assert "Kowalski" not in response.content.decode()
    assert by_id(read(response), "panel_reason") is not None
    assert not Reveal.objects.filter(organization=riverbend.organization).exists()
    assert not audit.entries(riverbend.organization, kind="inbox.revealed").exists()


def test_the_action_itself_refuses_without_a_reason(riverbend: Hospital, asked: Conversation) -> None:
    with pytest.raises(rules.NeedsReason):
        actions.reveal(message=message_of(asked), reason=" no  ", by=riverbend.rosa, at=START)


@pytest.mark.parametrize("who", ["ada", "ben", "milo"])
def test_those_whose_work_does_not_need_it_are_refused(
    riverbend: Hospital, client: Client, asked: Conversation, who: str
) -> None:
    client.force_login(riverbend.people[who].user)
    message = message_of(asked)
    assert client.post(at("reveal", asked, message.pk), {"reason": WHY}).status_code == 403
    page: Any = client.get(at("conversation", asked), {"reveal": str(message.pk)})
    assert "Reveal original" not in page.content.decode()
    assert not Reveal.objects.filter(organization=riverbend.organization).exists()


@pytest.mark.parametrize("who", ["rosa", "chen", "petra"])
def test_those_whose_work_needs_it_may(riverbend: Hospital, client: Client, asked: Conversation, who: str) -> None:
    client.force_login(riverbend.people[who].user)
    response = client.post(at("reveal", asked, message_of(asked).pk), {"reason": WHY})
    assert "Anna Kowalski" in response.content.decode()


def test_a_message_of_another_conversation_is_not_found(
    riverbend: Hospital, client: Client, asked: Conversation, jobs: Jobs
) -> None:
    other = write(riverbend, jobs, "Lovely flowers.")
    client.force_login(riverbend.rosa.user)
    assert client.post(at("reveal", other, message_of(asked).pk), {"reason": WHY}).status_code == 404
    assert client.get(at("conversation", other), {"reveal": str(message_of(asked).pk)}).status_code == 404
