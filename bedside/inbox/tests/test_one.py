"""One question on a phone: told with a link, opened, answered or given back; and the page behind a page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from bedside.inbox import actions, queries, tasks
from bedside.inbox.models import Conversation, Reply, SafetyStep, Telling
from bedside.inbox.tests.people import say
from bedside.inbox.tests.posts import Browser, Post, post
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from tests.cast import START, Hospital

Jobs = Callable[..., int]
QUESTION = "Does a colonoscopy hurt? Call me at 555-555-0171, I am Dana Whitfield."
CRISIS = "I can't do this anymore. I want to die and I have the pills right here."


@pytest.fixture
def service() -> Iterator[Post]:
    with post() as made:
        yield made


@pytest.fixture
def chen(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.chen.user)
    return client


def given(hospital: Hospital, jobs: Jobs, text: str = QUESTION, **facts: Any) -> Conversation:
    made = say(hospital, jobs, text, **facts)
    return actions.assign(conversation=made, to=hospital.chen, by=hospital.rosa, at=START)


def url(hospital: Hospital, name: str, made: Conversation) -> str:
    return reverse(f"inbox:{name}", args=[hospital.organization.slug, made.pk])


# ---- told ------------------------------------------------------------------------------------------------------------


def test_who_is_given_one_is_told_once_with_a_link_and_no_word_of_it(
    riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any], service: Post
) -> None:
    browser = Browser()
    organizations.add_device(member=riverbend.chen, at=START, **browser.subscription(f"{service.url}/1"))
    made = given(riverbend, jobs)
    notice = Telling.objects.get()
    for _again in range(3):
        tasks.tell_given(organization_id=riverbend.organization.pk, member_id=riverbend.chen.pk, notices=[notice.pk])
        tenancy.announce(riverbend.organization.pk)
    jobs("inbox.tell_given")
    (mail,) = mailoutbox
    assert url(riverbend, "one", made) in mail.body
    assert "colonoscopy" not in mail.body
    assert browser.open(service.heard[0][2])["url"] == url(riverbend, "one", made)
    assert len(service.heard) == 1


def test_once_an_hour_brings_them_together(riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]) -> None:
    organizations.choose_notices(member=riverbend.chen, notices="hourly", at=START)
    made = [given(riverbend, jobs, f"Question {number}: does it hurt?") for number in range(3)]
    jobs("inbox.tell_given")
    assert mailoutbox == []
    tasks.digest()
    tenancy.announce(riverbend.organization.pk)
    jobs("inbox.tell_given")
    tasks.digest()
    tenancy.announce(riverbend.organization.pk)
    jobs("inbox.tell_given")
    (mail,) = mailoutbox
    assert all(url(riverbend, "one", one) in mail.body for one in made)


def test_never_is_never(riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]) -> None:
    organizations.choose_notices(member=riverbend.chen, notices="never", at=START)
    given(riverbend, jobs)
    jobs("inbox.tell_given")
    tasks.digest()
    tenancy.announce(riverbend.organization.pk)
    assert (mailoutbox, Telling.objects.count()) == ([], 0)
    with pytest.raises(organizations.NoSuchChoice):
        organizations.choose_notices(member=riverbend.chen, notices="weekly", at=START)


def test_what_was_answered_meanwhile_is_not_told(riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]) -> None:
    made = given(riverbend, jobs)
    Conversation.objects.filter(pk=made.pk).update(waiting_since_at=None)
    jobs("inbox.tell_given")
    assert mailoutbox == []
    assert Telling.objects.get().sent_at is not None


def test_a_mail_server_that_is_down_loses_no_notice(
    riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    given(riverbend, jobs)
    notice = Telling.objects.get()

    def down(self: EmailMessage, fail_silently: bool = False) -> int:
        raise OSError

    told = {"organization_id": riverbend.organization.pk, "member_id": riverbend.chen.pk, "notices": [notice.pk]}
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", down)
        with pytest.raises(tasks.NotTold):
            tasks.tell_given(**told)
    tenancy.announce(riverbend.organization.pk)
    tasks.tell_given(**told)
    assert len(mailoutbox) == 1


# ---- the page --------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_question_with_identifiers_hidden(riverbend: Hospital, jobs: Jobs, chen: Client) -> None:
    made = given(riverbend, jobs)
    answer = chen.get(url(riverbend, "one", made))
    page = answer.content.decode()
    assert "colonoscopy" in page
    assert "0171" not in page
    assert "Whitfield" not in page
    assert answer["Cache-Control"] == "no-store"
    assert "Not mine" in page


def test_an_answer_is_sent_and_a_bad_one_is_held_with_its_words(riverbend: Hospital, jobs: Jobs, chen: Client) -> None:
    made = given(riverbend, jobs)
    held = chen.post(url(riverbend, "one", made), {"text": "Dana, we saw in your chart that your visit went well."})
    assert held.status_code == 409
    assert "chart" in held.content.decode()
    tenancy.announce(riverbend.organization.pk)
    assert not Reply.objects.exists()
    fine = "Most people feel little, because medicine is given first. Please call us with your own questions."
    sent = chen.post(url(riverbend, "one", made), {"text": fine, "reason": "General words, checked by me."})
    assert sent.status_code == 302
    tenancy.announce(riverbend.organization.pk)
    assert Reply.objects.get().by == riverbend.chen


def test_they_wrote_again_meanwhile_and_the_words_are_kept(riverbend: Hospital, jobs: Jobs, chen: Client) -> None:
    made = given(riverbend, jobs)
    refused = chen.post(url(riverbend, "one", made), {"text": "Please call us.", "answers": "1"})
    assert refused.status_code == 409
    assert "Please call us." in refused.content.decode()


def test_not_mine_goes_back_with_a_reason(riverbend: Hospital, jobs: Jobs, chen: Client) -> None:
    made = given(riverbend, jobs)
    assert chen.post(url(riverbend, "not_mine", made), {}).status_code == 422
    assert chen.post(url(riverbend, "not_mine", made), {"back-reason": "Ask stomach and bowel."}).status_code == 302
    tenancy.announce(riverbend.organization.pk)
    made.refresh_from_db()
    assert made.assigned_to is None
    assert queries.notes_of(made)[0].text == "Ask stomach and bowel."
    chen.post(url(riverbend, "not_mine", made), {"back-reason": "Again."})
    tenancy.announce(riverbend.organization.pk)
    assert len(queries.notes_of(made)) == 1


# ---- the page behind a page ------------------------------------------------------------------------------------------


def test_one_button_stops_the_paging_and_what_was_done_is_kept(riverbend: Hospital, jobs: Jobs, chen: Client) -> None:
    made = say(riverbend, jobs, CRISIS)
    jobs("inbox.page_people")
    page = chen.get(url(riverbend, "paged", made)).content.decode()
    for words in ("I am acting on it", "988", "no medical advice", "Who was called"):
        assert words in page
    chen.post(url(riverbend, "take_page", made))
    after = chen.get(url(riverbend, "paged", made)).content.decode()
    assert "Dr. Chen Park is acting on it" in after
    for _again in range(2):
        chen.post(url(riverbend, "safety_step", made), {"kind": "emergency"})
    chen.post(url(riverbend, "safety_step", made), {"kind": "x" * 400})
    tenancy.announce(riverbend.organization.pk)
    assert [step.kind for step in SafetyStep.objects.all()] == ["emergency"]
    assert "I have called emergency services" in chen.get(url(riverbend, "paged", made)).content.decode()


def test_who_may_not_answer_sees_whom_to_reach_and_no_button(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    made = say(riverbend, jobs, CRISIS)
    client.force_login(riverbend.milo.user)
    page = client.get(url(riverbend, "paged", made)).content.decode()
    assert "I am acting on it" not in page
    assert "your role does not answer" in page


def test_a_program_can_see_alarms_and_acknowledge(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    from tests.filled import make_key

    made = say(riverbend, jobs, CRISIS)
    jobs("inbox.page_people")
    _key, token = make_key(riverbend, riverbend.rosa)
    headers = {"Authorization": f"Bearer {token}"}
    (standing,) = client.get("/api/v1/conversations/alarms?standing=true", headers=headers).json()
    assert (standing["conversation_id"], standing["level"]) == (made.pk, "P0")
    assert standing["seconds_to_page"] is not None
    assert client.post(f"/api/v1/conversations/{made.pk}/acknowledge", headers=headers).status_code == 200
    assert client.get("/api/v1/conversations/alarms?standing=true", headers=headers).json() == []


# ---- how I am reached ------------------------------------------------------------------------------------------------


def test_a_browser_is_added_tried_and_ended_by_its_owner_alone(
    riverbend: Hospital, jobs: Jobs, chen: Client, service: Post
) -> None:
    slug = riverbend.organization.slug
    browser = Browser()
    add = reverse("organizations:add-device", args=[slug])
    assert chen.post(add, {"endpoint": "javascript:x", "p256dh": "x", "auth": "y"}).status_code == 422
    assert chen.post(add, browser.subscription(f"{service.url}/1")).status_code == 302
    assert chen.post(add, browser.subscription(f"{service.url}/1")).status_code == 302
    page = chen.get(reverse("organizations:reach", args=[slug])).content.decode()
    assert page.count("No more notices there") == 1
    chen.post(reverse("organizations:try-notice", args=[slug]))
    tenancy.announce(riverbend.organization.pk)
    jobs("organizations.tell_trial")
    assert browser.open(service.heard[0][2])["title"] == "This is a trial"
    from bedside.organizations.queries import devices_of

    device = devices_of(riverbend.chen).get()
    end = reverse("organizations:end-device", args=[slug, device.pk])
    rosa = type(chen)()
    rosa.force_login(riverbend.rosa.user)
    assert rosa.post(end).status_code == 404
    assert chen.post(end).status_code == 302
    tenancy.announce(riverbend.organization.pk)
    assert not devices_of(riverbend.chen).exists()


def test_the_worker_is_served_for_the_whole_site(db: None, client: Client) -> None:
    answer = client.get("/ui/worker.js")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"].startswith("text/javascript")
