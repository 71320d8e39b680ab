"""Answering: held, reworded, sent, refused, and what the page says of each."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels.models import Delivery, HubComment
from bedside.inbox import actions, rules
from bedside.inbox.models import Conversation, Reply
from bedside.inbox.tests.pages import all_of, by_id, read, words
from bedside.inbox.tests.people import Jobs, hub_post, say
from bedside.inbox.tests.people import comment as write
from tests.cast import START, Hospital

SAFE = "Thank you for asking. Please call us at (555) 555-0142."
CONFIRMS = "We are so sorry about your surgery last week."
WARNS = "Thank you for asking. Our emergency room is the best in the country, guaranteed."


@pytest.fixture
def rosa(client: Client, riverbend: Hospital) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


@pytest.fixture
def asked(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return write(riverbend, jobs, "Where do I park for the clinic?", name="Quentin")


def at(name: str, found: Conversation, *more: int) -> str:
    return reverse(f"inbox:{name}", args=["riverbend", found.pk, *more])


def box(response: Any) -> str:
    return "".join(next(read(response).iter("textarea")).itertext()).strip()


def test_it_is_sent_when_the_network_said_so(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    response = rosa.post(at("reply", asked), {"text": SAFE})
    assert response.status_code == 302
    assert response["Location"] == f"{at('conversation', asked)}#latest"
    page = read(rosa.get(at("conversation", asked)))
    assert words(all_of(page, "span", "state")[0]) == "on its way"
    asked.refresh_from_db()
    assert asked.needs_answer
    jobs()
    page = read(rosa.get(at("conversation", asked)))
    assert words(all_of(page, "span", "state")[0]) == "sent"
    ours = all_of(page, "li", "message--out")
    assert SAFE in words(ours[0])
    assert "by Rosa Reyes" in words(ours[0])
    asked.refresh_from_db()
    assert not asked.needs_answer
    assert asked.assigned_to == riverbend.rosa
    answer = HubComment.objects.get(organization=riverbend.organization, from_hospital=True)
    assert answer.text == SAFE
    assert answer.parent is not None


def test_what_confirms_a_patient_is_held_with_the_words_kept(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    response = rosa.post(at("reply", asked), {"text": CONFIRMS})
    assert response.status_code == 409
    page = read(response)
    assert box(response) == CONFIRMS
    found = all_of(page, "ul", "findings__list")
    assert "your surgery" in words(found[0])
    assert by_id(page, "id_reason") is None
    assert next(one for one in page.iter("button") if one.get("value") == "safe").get("name") == "use"
    jobs()
    assert not Reply.objects.filter(organization=riverbend.organization).exists()
    entry = audit.entries(riverbend.organization, kind="guard.held").get()
    assert "surgery" not in str(entry.details)


def test_the_safe_wording_takes_one_press_without_scripts(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    held = read(rosa.post(at("reply", asked), {"text": CONFIRMS}))
    safe = words(next(one for one in held.iter("blockquote") if one.get("data-safe") is not None))
    taken = rosa.post(at("reply", asked), {"text": CONFIRMS, "use": "safe"})
    assert taken.status_code == 200
    assert box(taken) == safe
    assert not Reply.objects.filter(organization=riverbend.organization).exists()
    assert rosa.post(at("reply", asked), {"text": box(taken)}).status_code == 302


def test_a_warning_asks_for_a_reason_and_takes_it(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    response = rosa.post(at("reply", asked), {"text": WARNS})
    assert response.status_code == 409
    assert by_id(read(response), "id_reason") is not None
    assert rosa.post(at("reply", asked), {"text": WARNS, "reason": "Ranked so by the state"}).status_code == 302
    sent = Reply.objects.select_related("clearance").get(organization=riverbend.organization)
    assert sent.clearance.reason == "Ranked so by the state"


def test_the_check_reads_the_answer_against_this_thread(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    asked = say(riverbend, jobs, "My knee surgery went badly", author_name="Anna K.")
    held = rosa.post(at("check", asked), {"text": "Hi Anna, thank you for writing."})
    assert 'data-verdict="warn"' in held.content.decode()
    assert "id_reason" in held.content.decode()
    assert by_id(read(held), "main") is None
    fine = rosa.post(at("check", asked), {"text": SAFE})
    assert 'data-verdict="allow"' in fine.content.decode()
    assert rosa.post(at("check", asked), {"text": " "}).content == b""
    assert not audit.entries(riverbend.organization, kind="guard.held").exists()


def test_starters_begin_an_answer_and_keep_what_was_typed(rosa: Client, asked: Conversation) -> None:
    page = read(rosa.get(at("conversation", asked)))
    offered = [one for one in page.iter("button") if one.get("name") == "use"]
    assert [one.get("value") for one in offered] == ["starter-0", "starter-1", "starter-2"]
    begun = box(rosa.post(at("reply", asked), {"text": "", "use": "starter-1"}))
    assert begun in words(page)
    both = box(rosa.post(at("reply", asked), {"text": "Park on deck B.", "use": "starter-1"}))
    assert both == f"Park on deck B.\n\n{begun}"
    assert box(rosa.post(at("reply", asked), {"text": "Mine.", "use": "starter-99"})) == "Mine."


def test_an_empty_answer_is_not_sent(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    response = rosa.post(at("reply", asked), {"text": "   "})
    assert response.status_code == 422
    assert "There is no text yet." in words(read(response))


def test_an_answer_too_long_for_its_network_is_kept_in_the_box(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    asked = say(riverbend, jobs, "Where do I park?")
    long = "Deck B. " * 60
    response = rosa.post(at("reply", asked), {"text": long})
    assert response.status_code == 422
    assert "Bluesky takes 300 characters; this is 179 too long." in words(read(response))
    assert box(response) == long.strip()


def test_pressing_twice_sends_once(riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs) -> None:
    for _press in range(3):
        assert rosa.post(at("reply", asked), {"text": SAFE}).status_code == 302
    jobs()
    rosa.post(at("reply", asked), {"text": SAFE})
    jobs()
    assert HubComment.objects.filter(organization=riverbend.organization, from_hospital=True).count() == 1


def test_a_newer_message_is_read_before_the_answer_goes(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    made = write(riverbend, jobs, "Where do I park?", visitor="v-1", post=post)
    seen = next(
        str(one.get("value")) for one in read(rosa.get(at("conversation", made))).iter("input")
        if one.get("name") == "answers"
    )  # fmt: skip
    write(riverbend, jobs, "Never mind. I cannot breathe!", visitor="v-1", post=post)
    response = rosa.post(at("reply", made), {"text": SAFE, "answers": seen})
    assert response.status_code == 409
    assert "They wrote again" in words(read(response))
    assert "I cannot breathe" in words(read(response))
    assert box(response) == SAFE
    again = next(str(one.get("value")) for one in read(response).iter("input") if one.get("name") == "answers")
    assert rosa.post(at("reply", made), {"text": SAFE, "answers": again}).status_code == 302


def test_a_closed_conversation_keeps_the_words_and_says_what_to_do(
    riverbend: Hospital, rosa: Client, asked: Conversation
) -> None:
    actions.close(conversation=asked, by=riverbend.ben, at=START)
    response = rosa.post(at("reply", asked), {"text": SAFE})
    assert response.status_code == 409
    assert box(response) == SAFE
    assert "Open it again" in words(read(response))
    with pytest.raises(rules.Closed):
        actions.reply(conversation=asked, text=SAFE, by=riverbend.rosa, at=START)


def test_a_refused_answer_says_why_and_can_be_tried_again(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    HubComment.objects.filter(organization=riverbend.organization).update(withdrawn_at=START)
    rosa.post(at("reply", asked), {"text": SAFE})
    jobs()
    page = read(rosa.get(at("conversation", asked)))
    assert words(all_of(page, "span", "state")[0]) == "not sent"
    assert "no longer on the hub" in words(page)
    answer = Reply.objects.get(organization=riverbend.organization)
    draft = rosa.get(at("conversation", asked), {"draft": str(answer.pk)})
    assert box(draft) == SAFE
    HubComment.objects.filter(organization=riverbend.organization).update(withdrawn_at=None)
    assert rosa.post(at("try_again", asked, answer.pk)).status_code == 302
    jobs()
    answer.refresh_from_db()
    assert answer.sent_at is not None
    again = rosa.post(at("try_again", asked, answer.pk), follow=True)
    assert "was sent meanwhile" in words(read(again))


def test_an_uncertain_answer_can_be_looked_for_at_once(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    rosa.post(at("reply", asked), {"text": SAFE})
    later = START + timedelta(days=300)
    Delivery.objects.filter(organization=riverbend.organization).update(state="unknown", not_before=later)
    page = read(rosa.get(at("conversation", asked)))
    assert words(all_of(page, "span", "state")[0]) == "not certain yet"
    answer = Reply.objects.get(organization=riverbend.organization)
    rosa.post(at("check_now", asked, answer.pk))
    assert Delivery.objects.get(organization=riverbend.organization).not_before < later
    assert audit.entries(riverbend.organization, kind="channels.check_asked").exists()


def test_a_refused_answer_is_out_of_the_way_once_another_was_sent(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    HubComment.objects.filter(organization=riverbend.organization).update(withdrawn_at=START)
    rosa.post(at("reply", asked), {"text": SAFE})
    jobs()
    HubComment.objects.filter(organization=riverbend.organization).update(withdrawn_at=None)
    rosa.post(at("reply", asked), {"text": "Thank you for asking. Please see riverbend.example.org."})
    jobs()
    page = read(rosa.get(at("conversation", asked)))
    assert [words(one) for one in all_of(page, "span", "state")] == ["sent"]


def test_the_thread_refreshes_alone_and_tells_what_became_of_the_answer(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    thread = by_id(read(rosa.get(at("conversation", asked))), "thread")
    assert thread is not None
    fragment = {"HX-Request": "true", "HX-Target": "thread"}
    quiet = read(rosa.get(str(thread.get("hx-get")), headers=fragment))
    assert by_id(quiet, "thread-news") is None
    assert next(quiet.iter("textarea"), None) is None
    rosa.post(at("reply", asked), {"text": SAFE})
    going = read(rosa.get(str(thread.get("hx-get")), headers=fragment))
    assert words(by_id(going, "thread-news")) == "An answer is on its way."
    jobs()
    done = read(rosa.get(str(thread.get("hx-get")), headers=fragment))
    assert "every answer in it was sent" in words(by_id(done, "thread-news"))


def test_another_conversations_answer_is_not_found(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    rosa.post(at("reply", asked), {"text": SAFE})
    answer = Reply.objects.get(organization=riverbend.organization)
    other = write(riverbend, jobs, "Lovely flowers.")
    assert rosa.post(at("try_again", other, answer.pk)).status_code == 404
    assert rosa.get(at("conversation", other), {"draft": str(answer.pk)}).status_code == 404
