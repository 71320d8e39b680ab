"""One conversation's page: what it shows, who may do what, and everything one does with it but answering."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels.models import Account, Arrival, HubComment
from bedside.inbox import actions
from bedside.inbox.models import Conversation, Message, Note
from bedside.inbox.tests.pages import all_of, by_id, read, words
from bedside.inbox.tests.people import Jobs, hub_post, say
from bedside.inbox.tests.people import comment as write
from bedside.organizations.rules import PERMISSIONS
from tests.cast import PEOPLE, START, Hospital

#: Address -> (permission, method); each is tried by everybody.
DOORS = {
    "list": ("inbox.read", "get"),
    "conversation": ("inbox.read", "get"),
    "check": ("inbox.reply", "post"),
    "reply": ("inbox.reply", "post"),
    "assign": ("inbox.assign", "post"),
    "acknowledge": ("inbox.reply", "post"),
    "close": ("inbox.reply", "post"),
    "reopen": ("inbox.reply", "post"),
    "note": ("inbox.read", "post"),
    "reveal": ("inbox.reveal", "post"),
    "moderate": ("inbox.moderate", "post"),
    "try_again": ("inbox.reply", "post"),
    "check_now": ("inbox.reply", "post"),
}


@pytest.fixture
def rosa(client: Client, riverbend: Hospital) -> Client:
    client.force_login(riverbend.rosa.user)
    return client


@pytest.fixture
def asked(riverbend: Hospital, jobs: Jobs) -> Conversation:
    return write(riverbend, jobs, "Where do I park for the clinic? My MRN is 88321.", name="Quentin")


def at(name: str, found: Conversation | None = None, *more: int, org: str = "riverbend") -> str:
    return reverse(f"inbox:{name}", args=[org, *([found.pk] if found else []), *more])


def message_of(found: Conversation) -> Message:
    first = Message.objects.filter(organization_id=found.organization_id, conversation=found).order_by("pk").first()
    assert first is not None
    return first


def page_of(client: Client, found: Conversation, **query: str) -> Any:
    return read(client.get(at("conversation", found), query))


def address_of(name: str, found: Conversation, org: str = "riverbend") -> str:
    if name == "list":
        return at(name, org=org)
    more = [message_of(found).pk] if name in ("reveal", "moderate", "try_again", "check_now") else []
    return at(name, found, *more, org=org)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_every_door_opens_to_those_who_may(riverbend: Hospital, client: Client, asked: Conversation, who: str) -> None:
    person = riverbend.people[who]
    client.force_login(person.user)
    for name, (permission, method) in DOORS.items():
        status = getattr(client, method)(address_of(name, asked)).status_code
        may = bool(PERMISSIONS[permission] & person.role_set)
        assert (status != 403) == may, (who, name, status)


def test_strangers_learn_nothing_and_nobody_is_led_to_sign_in(
    riverbend: Hospital, hillcrest: Hospital, client: Client, asked: Conversation
) -> None:
    addresses = [(method, address_of(name, asked)) for name, (_permission, method) in DOORS.items()]
    others = [(method, address_of(name, asked, org="hillcrest")) for name, (_p, method) in DOORS.items()]
    for method, address in addresses:
        assert "/accounts/login/" in getattr(client, method)(address)["Location"]
    client.force_login(hillcrest.rosa.user)
    for method, address in addresses:
        assert getattr(client, method)(address).status_code == 404
    for method, address in others[1:]:
        assert getattr(client, method)(address).status_code == 404


def test_changes_need_a_post(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    for name, (_permission, method) in DOORS.items():
        if method == "post" and name not in ("assign", "moderate"):
            assert rosa.get(address_of(name, asked)).status_code == 405, name


def test_it_shows_the_thread_the_reasons_and_the_way_back(
    riverbend: Hospital, rosa: Client, asked: Conversation
) -> None:
    page = page_of(rosa, asked, view="all", network="hub")
    assert words(by_id(page, "who")) == "Quentin"
    said = words(all_of(page, "li", "message--in")[0])
    assert "88321" not in said
    assert "record number (hidden)" in said
    assert "shown on the hub" in said
    why = next(one for one in all_of(page, "details", "more") if "Why it stands here" in words(one))
    assert len(words(why)) > 80
    assert "Urgency:" in words(why)
    back = next(one for one in page.iter("a") if one.get("title") == "Back to the list")
    assert back.get("href") == "/w/riverbend/inbox/?view=all&network=hub"
    row = next(one for one in all_of(page, "li", "row") if one.get("aria-current") == "true")
    assert "Quentin" in words(row)
    assert any(str(one.get("href")).startswith("/h/riverbend/posts/") for one in page.iter("a"))
    assert len([one for one in page.iter() if one.tag == "h1"]) == 1


def test_a_link_that_is_no_web_address_is_not_followed(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    made = say(riverbend, jobs, "Where do I park?", url="javascript:alert(1)")
    assert "javascript:" not in rosa.get(at("conversation", made)).content.decode()


def test_the_crisis_card_speaks_the_writers_language_and_is_acknowledged(
    riverbend: Hospital, rosa: Client, jobs: Jobs
) -> None:
    made = write(riverbend, jobs, "Ya no quiero vivir, me quiero matar esta noche")
    card = all_of(page_of(rosa, made), "section", "card--danger")
    assert "988" in words(card[0])
    assert "Puede llamar al 988" in words(card[0])
    assert "I am acting on it" in words(card[0])
    rosa.post(at("acknowledge", made))
    card = all_of(page_of(rosa, made), "section", "card--danger")
    assert "Rosa Reyes is acting on it" in words(card[0])
    made.refresh_from_db()
    assert made.acknowledged_by == made.assigned_to == riverbend.rosa


def test_an_ordinary_question_has_no_card(rosa: Client, asked: Conversation) -> None:
    assert not all_of(page_of(rosa, asked), "section", "card--danger")


def test_it_is_given_and_taken(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    assert "Nobody has it yet" in words(by_id(page_of(rosa, asked), "case"))
    assert rosa.post(at("assign", asked), {"to": str(riverbend.chen.pk)}).status_code == 302
    assert "Dr. Chen Park has it" in words(by_id(page_of(rosa, asked), "case"))
    rosa.post(at("assign", asked), {"take": "yes"})
    assert "Rosa Reyes has it" in words(by_id(page_of(rosa, asked), "case"))
    rosa.post(at("assign", asked), {"to": ""})
    assert "Nobody has it yet" in words(by_id(page_of(rosa, asked), "case"))
    kinds = [entry.kind for entry in audit.entries(riverbend.organization, kind="inbox.assigned")]
    assert len(kinds) == 3


def test_it_is_not_given_to_somebody_who_cannot_read_it(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    options = [one.get("value") for one in page_of(rosa, asked).iter("option")]
    assert str(riverbend.ada.pk) not in options
    response = rosa.post(at("assign", asked), {"to": str(riverbend.ada.pk)}, follow=True)
    assert "cannot read the inbox" in words(read(response))
    asked.refresh_from_db()
    assert asked.assigned_to is None
    with pytest.raises(actions.NotAble):
        actions.assign(conversation=asked, to=riverbend.ada, by=riverbend.rosa, at=START)


def test_closing_can_be_undone_and_the_clock_runs_on(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    before = Conversation.objects.get(organization=riverbend.organization, pk=asked.pk)
    rosa.post(at("close", asked))
    page = page_of(rosa, asked)
    assert "Closed by Rosa Reyes" in words(by_id(page, "case"))
    assert next(one for one in page.iter("button") if one.get("data-key") == "u") is not None
    assert next(page.iter("textarea")).get("name") == "note-text"
    rosa.post(at("reopen", asked))
    after = Conversation.objects.get(organization=riverbend.organization, pk=asked.pk)
    assert after.is_open
    assert after.needs_answer
    assert after.waiting_since_at <= before.waiting_since_at  # type: ignore[operator]
    assert after.target_at == before.target_at


def test_who_wrote_again_after_an_answer_still_waits_when_closing_is_undone(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    made = write(riverbend, jobs, "Where do I park?", visitor="v-1", post=post)
    actions.reply(conversation=made, text="Please call us at (555) 555-0142.", by=riverbend.rosa, at=START)
    jobs()
    made.refresh_from_db()
    actions.close(conversation=made, by=riverbend.rosa, at=START)
    assert not actions.reopen(conversation=made, by=riverbend.rosa, at=START).needs_answer
    later = START + timedelta(minutes=2)
    made = write(riverbend, jobs, "Nobody picks up!", visitor="v-1", post=post, at=later)
    actions.close(conversation=made, by=riverbend.rosa, at=later)
    again = actions.reopen(conversation=made, by=riverbend.rosa, at=later + timedelta(days=1))
    assert again.waiting_since_at == later


def test_a_note_stands_in_the_thread_and_never_leaves(
    riverbend: Hospital, rosa: Client, asked: Conversation, jobs: Jobs
) -> None:
    said = "Called her, <b>she</b> parks on deck B now."
    assert rosa.post(at("note", asked), {"note-text": said}).status_code == 302
    page = page_of(rosa, asked)
    assert said in words(all_of(page, "li", "message--note")[0])
    jobs()
    assert not HubComment.objects.filter(organization=riverbend.organization, from_hospital=True).exists()
    assert rosa.post(at("note", asked), {"note-text": " "}).status_code == 422
    assert Note.objects.filter(organization=riverbend.organization).count() == 1


def test_it_hides_by_a_clause_and_shows_again(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    message = message_of(asked)
    form = words(by_id(page_of(rosa, asked, hide=str(message.pk)), "panel"))
    assert "Which clause of the comment policy" in form
    refused = rosa.post(at("moderate", asked, message.pk), {"kind": "hide", "clause": ""})
    assert refused.status_code == 422
    comment = HubComment.objects.get(organization=riverbend.organization)
    assert comment.state == HubComment.SHOWN
    rosa.post(at("moderate", asked, message.pk), {"kind": "hide", "clause": "others_health"})
    comment.refresh_from_db()
    assert comment.state == HubComment.HIDDEN
    assert "hidden from the public" in words(all_of(page_of(rosa, asked), "li", "message--in")[0])
    said = audit.entries(riverbend.organization, kind="channels.hidden").get().details["reason"]
    assert said == "Health or private details of somebody else"
    led = rosa.post(at("moderate", asked, message.pk), {"show": "yes"})
    assert "/moderation/acts/" in led.headers["Location"]  # where one says why
    comment.refresh_from_db()
    assert comment.state == HubComment.HIDDEN
    rosa.post(led.headers["Location"] + "undo/", {"why": "It names nobody."})
    comment.refresh_from_db()
    assert comment.state == HubComment.SHOWN


def test_a_comment_that_waits_can_be_shown(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "Where do I park?", show=False)
    page = page_of(rosa, made)
    assert "not shown on the hub yet" in words(page)
    rosa.post(at("moderate", made, message_of(made).pk), {"show": "yes"})
    assert HubComment.objects.get(organization=riverbend.organization).state == HubComment.SHOWN


def test_where_a_network_hides_nothing_it_is_not_offered(riverbend: Hospital, rosa: Client, jobs: Jobs) -> None:
    made = say(riverbend, jobs, "Where do I park?")
    Account.objects.filter(organization=riverbend.organization, pk=made.account_id).update(network="mastodon")
    message = message_of(made)
    form = words(by_id(page_of(rosa, made, hide=str(message.pk)), "panel"))
    assert "Hide it on" not in form
    assert "I have reported it to Mastodon" in form
    refused = rosa.post(at("moderate", made, message.pk), {"kind": "hide", "clause": "others_health"})
    assert refused.status_code == 422


def test_the_privacy_officer_reads_but_is_not_offered_to_answer(
    riverbend: Hospital, client: Client, asked: Conversation
) -> None:
    client.force_login(riverbend.petra.user)
    page = page_of(client, asked)
    assert by_id(page, "answer-form") is None
    assert "Your role reads conversations" in words(page)
    assert "Reveal original" in words(page)


def test_a_very_long_thread_shows_its_newest_messages(riverbend: Hospital, rosa: Client, asked: Conversation) -> None:
    Message.objects.bulk_create(
        Message(
            organization=riverbend.organization,
            conversation=asked,
            text=f"Line {number}",
            at=START + timedelta(seconds=number),
            by=riverbend.rosa,
        )
        for number in range(300)
    )
    lines = all_of(page_of(rosa, asked), "li", "message")
    assert len(lines) == 200
    assert "Line 299" in words(lines[-1])


def test_the_case_refreshes_alone(rosa: Client, asked: Conversation) -> None:
    case = by_id(page_of(rosa, asked), "case")
    assert case is not None
    part = read(rosa.get(str(case.get("hx-get")), headers={"HX-Request": "true", "HX-Target": "case"}))
    assert by_id(part, "case") is not None
    assert by_id(part, "main") is None


def test_every_key_has_its_button(rosa: Client, asked: Conversation) -> None:
    page = page_of(rosa, asked)
    keys = {one.get("data-key") for one in page.iter() if one.get("data-key")}
    assert {"r", "a", "e", "/"} <= keys
    assert next(one for one in page.iter("ul") if one.get("data-key-rows") is not None) is not None


def test_a_page_of_one_conversation_asks_few_questions(
    riverbend: Hospital, rosa: Client, asked: Conversation, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(32):
        rosa.get(at("conversation", asked))


def test_nothing_of_a_page_is_kept_by_the_browser(rosa: Client, asked: Conversation) -> None:
    assert rosa.get(at("conversation", asked))["Cache-Control"] == "no-store"


def test_a_message_without_an_arrival_is_ours(riverbend: Hospital, asked: Conversation) -> None:
    arrival = Arrival.objects.get(organization=riverbend.organization)
    assert message_of(asked).arrival == arrival
    assert not message_of(asked).is_ours
