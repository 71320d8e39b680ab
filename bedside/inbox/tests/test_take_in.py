"""From what the public says to its place in the list."""

from datetime import timedelta

from bedside.audit import queries as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Arrival
from bedside.inbox import actions
from bedside.inbox.models import Conversation, Message
from bedside.inbox.queries import conversations
from bedside.inbox.tests.people import Jobs, elsewhere, heard, hub_post, say
from bedside.inbox.tests.people import comment as write
from tests.cast import START, Hospital

BILL = "My mother Anna Kowalski, MRN 88321, was billed twice. Call me at 555-0177!"


def test_identifiers_are_hidden_and_the_original_stays_sealed(riverbend: Hospital, jobs: Jobs) -> None:
    made = write(riverbend, jobs, BILL)
    message = Message.objects.get(organization=riverbend.organization, conversation=made)
    for hidden in ("Kowalski", "88321", "555-0177"):
        assert hidden not in message.text
        assert hidden not in made.preview
        assert hidden not in str(made.reasons)
    assert message.hidden == made.hidden >= 3
    assert message.arrival is not None
    assert channel_queries.words_of(message.arrival) == BILL
    assert "Kowalski" not in str([entry.details for entry in audit.entries(riverbend.organization)])


def test_critical_comes_first_and_then_the_clock_decides(riverbend: Hospital, jobs: Jobs) -> None:
    praise = write(riverbend, jobs, "Thank you all, the nurses are wonderful!")
    question = write(riverbend, jobs, "What time does the pharmacy open on Sunday?")
    danger = write(riverbend, jobs, "I want to kill myself tonight")
    order = list(conversations(riverbend.organization))
    assert order[0] == danger
    assert order.index(question) < order.index(praise)
    assert danger.urgency == "critical"
    assert danger.card == "988"
    assert danger.target_at - danger.waiting_since_at <= timedelta(minutes=15)  # type: ignore[operator]


def test_hearing_it_twice_changes_nothing(riverbend: Hospital, jobs: Jobs) -> None:
    made = write(riverbend, jobs, "Where do I park?")
    arrival = Arrival.objects.select_related("account", "organization").get(organization=riverbend.organization)
    before = audit.entries(riverbend.organization).count()
    actions.take_in(arrival=arrival, at=START + timedelta(hours=1))
    assert Message.objects.filter(organization=riverbend.organization).count() == 1
    assert audit.entries(riverbend.organization).count() == before
    fresh = Conversation.objects.get(organization=riverbend.organization, pk=made.pk)
    assert fresh.target_at == made.target_at


def test_a_changed_message_is_read_anew(riverbend: Hospital, jobs: Jobs) -> None:
    first = heard("Where do I park?", network_id="at://x/1")
    account = elsewhere(riverbend)
    channels.take(account=account, heard=[first], at=START)
    jobs("inbox.take_in")
    changed = heard("I cannot breathe and my chest hurts now", network_id="at://x/1", version="2",
                    author_id=first.author_id)  # fmt: skip
    channels.take(account=account, heard=[changed], at=START + timedelta(minutes=1))
    jobs("inbox.take_in")
    made = Conversation.objects.get(organization=riverbend.organization)
    message = Message.objects.get(organization=riverbend.organization)
    assert made.urgency == "critical"
    assert "breathe" in message.text
    assert message.changed_at is not None


def test_one_person_below_one_post_is_one_conversation(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    write(riverbend, jobs, "Where do I park?", visitor="v-1", post=post)
    again = write(riverbend, jobs, "I have waited 6 hours, this is unacceptable!", visitor="v-1", post=post)
    other = write(riverbend, jobs, "Same question here", visitor="v-2", post=post)
    assert Message.objects.filter(organization=riverbend.organization, conversation=again).count() == 2
    assert other.pk != again.pk


def test_a_calmer_second_message_does_not_lower_a_critical_one(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    write(riverbend, jobs, "I want to kill myself tonight", visitor="v-1", post=post)
    made = write(riverbend, jobs, "Thank you, nice pictures.", visitor="v-1", post=post)
    assert made.urgency == "critical"
    assert made.card == "988"


def test_a_new_message_opens_a_closed_conversation(riverbend: Hospital, jobs: Jobs) -> None:
    post = hub_post(riverbend)
    made = write(riverbend, jobs, "Where do I park?", visitor="v-1", post=post)
    actions.close(conversation=made, by=riverbend.rosa, at=START)
    made = write(riverbend, jobs, "Hello? Where do I park?", visitor="v-1", post=post)
    assert made.needs_answer


def test_people_are_paged_without_a_word_of_the_message(
    riverbend: Hospital, jobs: Jobs, mailoutbox: list[object]
) -> None:
    made = say(riverbend, jobs, "I want to kill myself tonight")
    jobs("inbox.page_people", "inbox.send_page")
    assert {to for mail in mailoutbox for to in mail.to} == {  # type: ignore[attr-defined]
        f"{name}@riverbend.example.org" for name in ("ben", "chen", "milo", "rosa")
    }
    for mail in mailoutbox:
        assert f"/inbox/{made.pk}/" in mail.body  # type: ignore[attr-defined]
        assert "kill" not in mail.body + mail.subject  # type: ignore[attr-defined]
