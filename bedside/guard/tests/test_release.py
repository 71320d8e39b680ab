"""Releasing what is blocked: asked by one, decided by another, for a day, for exactly these words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from bedside.audit import queries as audit
from bedside.guard import actions as guard
from bedside.guard import queries
from bedside.guard.models import Appeal, Clearance, Override
from bedside.guard.policy import Policy
from bedside.guard.policy.steps import LAPSES, RELEASE_LASTS, SHREDDED
from bedside.guard.tasks import tidy
from bedside.inbox import actions as inbox
from bedside.inbox.models import Conversation
from bedside.inbox.queries import conversations
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.publishing import actions as publishing
from bedside.publishing.models import Post
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, THANKS_A_PATIENT, TIP, draft, elsewhere, said, sent

Jobs = Callable[..., int]
PLEA = "She wrote this herself and signed our release."
HARD = f"{NAMES_A_PATIENT} MRN 448812"
WHY = "The signed release is in the files."


def ask(hospital: Hospital, post: Post, **given: Any) -> Appeal:
    said = dict[str, Any](note=PLEA, where="/x", by=hospital.ada, at=START) | given
    return publishing.ask_release(post=post, **said)


def release(hospital: Hospital, appeal: Appeal, **given: Any) -> list[Override]:
    said = dict[str, Any](ground="wrong", reason=WHY, by=hospital.petra, at=START) | given
    return guard.release(appeal=appeal, **said)


def send(hospital: Hospital, post: Post, **given: Any) -> Post:
    return publishing.ask_approval(post=post, by=hospital.ada, **({"at": START} | given))


def talk(hospital: Hospital, jobs: Jobs) -> Conversation:
    from bedside.channels import queries as channels

    sent(hospital, jobs)
    said(hospital, jobs, channels.hub_posts(hospital.organization)[0], "The nurses on the third floor were lovely")
    return conversations(hospital.organization, view="all").get()


def test_a_released_post_goes_on_and_its_clearance_says_by_whom(riverbend: Hospital) -> None:
    post = draft(riverbend, NAMES_A_PATIENT)
    with pytest.raises(guard.Held):
        send(riverbend, post)
    appeal = ask(riverbend, post)
    with pytest.raises(guard.Held):
        send(riverbend, post, reason="It is fine.")
    (override,) = release(riverbend, appeal)
    send(riverbend, post)
    clearance = Clearance.objects.get()
    assert (clearance.override, clearance.verdict, clearance.digest) == (override, "block", override.digest)
    kinds = [entry.kind for entry in audit.entries(riverbend.organization, kind="guard").order_by("number")]
    assert kinds == ["guard.held", "guard.release_asked", "guard.held", "guard.released", "guard.cleared"]
    assert "Maria" not in str(list(audit.entries(riverbend.organization).values_list("details", flat=True)))


@pytest.mark.parametrize("change", ["text", "link", "picture", "account"])
def test_any_change_makes_it_void(riverbend: Hospital, change: str) -> None:
    from tests.filled import photo

    post = draft(riverbend, NAMES_A_PATIENT)
    release(riverbend, ask(riverbend, post))
    given: dict[str, Any] = {"text": NAMES_A_PATIENT, "accounts": [riverbend.hub]}
    if change == "picture":
        publishing.add_picture(post=post, content=photo(), alt="The door", by=riverbend.ada, at=START)
    else:
        changes: dict[str, dict[str, Any]] = {
            "text": {"text": f"{NAMES_A_PATIENT} Hooray!"},
            "link": {"link": "https://riverbend.example.org/x"},
            "account": {"accounts": [riverbend.hub, elsewhere(riverbend)]},
        }
        given |= changes[change]
        publishing.change(post=post, by=riverbend.ada, at=START, **given)
    with pytest.raises(guard.Held):
        send(riverbend, post)


def test_it_holds_for_a_day_and_not_before(riverbend: Hospital) -> None:
    post = draft(riverbend, NAMES_A_PATIENT)
    release(riverbend, ask(riverbend, post))
    for at in (START - timedelta(seconds=1), START + RELEASE_LASTS):
        with pytest.raises(guard.Held):
            send(riverbend, post, at=at)
    send(riverbend, post, at=START + RELEASE_LASTS - timedelta(seconds=1))


def test_the_same_words_in_another_post_are_another_thing(riverbend: Hospital) -> None:
    release(riverbend, ask(riverbend, draft(riverbend, NAMES_A_PATIENT)))
    with pytest.raises(guard.Held):
        send(riverbend, draft(riverbend, NAMES_A_PATIENT))


def test_a_rule_found_later_is_not_covered(riverbend: Hospital, jobs: Jobs) -> None:
    """A policy that came into force meanwhile finds what the officer did not see."""
    from tests.filled import in_force

    post = draft(riverbend, NAMES_A_PATIENT)
    release(riverbend, ask(riverbend, post))
    in_force(riverbend, jobs, "so glad")
    with pytest.raises(guard.Held):
        send(riverbend, post)


def test_a_number_that_names_a_person_is_never_released(riverbend: Hospital) -> None:
    post = draft(riverbend, HARD)
    with pytest.raises(guard.NeverReleased):
        ask(riverbend, post)
    parcel_rules = ["mrn", "name", "patient_relationship", "story_without_release", "health_detail"]
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    Appeal.objects.filter(pk=appeal.pk).update(rules=parcel_rules)
    appeal.refresh_from_db()
    with pytest.raises(guard.NeverReleased):
        release(riverbend, appeal)


def test_where_nobody_releases_nobody_is_asked(riverbend: Hospital, jobs: Jobs) -> None:
    version = guard.draft(
        organization=riverbend.organization, policy=Policy(overrides="nobody"), by=riverbend.milo, at=START
    )
    guard.propose(version=version, reason="We never do.", by=riverbend.milo, at=START)
    jobs("guard.compare")
    guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)
    with pytest.raises(guard.NeverReleased):
        ask(riverbend, draft(riverbend, NAMES_A_PATIENT))


def test_what_is_not_held_is_not_asked_for(riverbend: Hospital) -> None:
    with pytest.raises(guard.NothingHeld):
        ask(riverbend, draft(riverbend, TIP))
    post = draft(riverbend, NAMES_A_PATIENT)
    with pytest.raises(guard.NeedsWords):
        ask(riverbend, post, note="  please ")
    release(riverbend, ask(riverbend, post))
    with pytest.raises(guard.NothingHeld, match="released already"):
        ask(riverbend, post)


def test_asking_twice_is_one_request(riverbend: Hospital) -> None:
    post = draft(riverbend, NAMES_A_PATIENT)
    assert ask(riverbend, post) == ask(riverbend, post)
    assert Appeal.objects.count() == 1


def test_one_request_covers_every_network_of_a_post(riverbend: Hospital) -> None:
    post = draft(riverbend, NAMES_A_PATIENT, accounts=[riverbend.hub, elsewhere(riverbend)])
    assert len(release(riverbend, ask(riverbend, post))) == 2
    send(riverbend, post)


# ---- two people ------------------------------------------------------------------------------------------------------


def test_an_officer_decides_not_about_their_own_where_there_is_another(riverbend: Hospital) -> None:
    organizations.change_roles(member=riverbend.ben, roles=["approver", "privacy_officer"], by=riverbend.milo, at=START)
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT), by=riverbend.petra)
    with pytest.raises(guard.NotYours):
        release(riverbend, appeal)
    riverbend.ben.refresh_from_db()
    (override,) = release(riverbend, appeal, by=riverbend.ben)
    assert override.alone is False


def test_the_only_officer_decides_alone_and_that_is_marked(riverbend: Hospital) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT), by=riverbend.petra)
    (override,) = release(riverbend, appeal)
    assert override.alone is True
    assert audit.entries(riverbend.organization, kind="guard.released").get().details["alone"] is True


@pytest.mark.parametrize("reason", ["", "ok", " " * 40, "fourteen chars"])
def test_a_release_needs_a_reason(riverbend: Hospital, reason: str) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    with pytest.raises(guard.NeedsWords):
        release(riverbend, appeal, reason=reason)
    assert not Override.objects.exists()


def test_consent_names_the_signed_release(riverbend: Hospital) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    with pytest.raises(guard.NeedsWords, match="signed release"):
        release(riverbend, appeal, ground="consent")
    (override,) = release(riverbend, appeal, ground="consent", release="Form 12, cabinet B")
    assert (override.ground, override.release) == ("consent", "Form 12, cabinet B")


def test_a_refusal_says_what_to_do_instead(riverbend: Hospital) -> None:
    post = draft(riverbend, NAMES_A_PATIENT)
    appeal = ask(riverbend, post)
    with pytest.raises(guard.NeedsWords):
        guard.refuse(appeal=appeal, answer="No.", by=riverbend.petra, at=START)
    refused = guard.refuse(appeal=appeal, answer="Please leave the name out.", by=riverbend.petra, at=START)
    assert (refused.state, refused.answer) == ("refused", "Please leave the name out.")
    with pytest.raises(guard.Held):
        send(riverbend, post)


def test_what_is_decided_is_decided(riverbend: Hospital) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    release(riverbend, appeal)
    with pytest.raises(guard.WrongStep):
        release(riverbend, appeal)
    with pytest.raises(guard.WrongStep):
        guard.refuse(appeal=appeal, answer="Please leave the name out.", by=riverbend.petra, at=START)
    with pytest.raises(guard.WrongStep):
        guard.take_back(appeal=appeal, by=riverbend.ada, at=START)


def test_only_the_asker_takes_it_back(riverbend: Hospital) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    with pytest.raises(guard.WrongStep):
        guard.take_back(appeal=appeal, by=riverbend.ben, at=START)
    assert guard.take_back(appeal=appeal, by=riverbend.ada, at=START).state == "taken_back"


# ---- answers and corrections -----------------------------------------------------------------------------------------


def test_a_released_answer_leaves_once_and_shows_the_thread_redacted(riverbend: Hospital, jobs: Jobs) -> None:
    conversation = talk(riverbend, jobs)
    given: dict[str, Any] = {"conversation": conversation, "text": THANKS_A_PATIENT, "by": riverbend.rosa, "at": START}
    with pytest.raises(guard.Held):
        inbox.reply(**given)
    appeal = inbox.ask_release(note=PLEA, where="/x", **given)
    opened = queries.open_appeal(appeal)
    assert opened is not None
    assert opened.parcels[0]["text"] == THANKS_A_PATIENT
    assert [line["text"] for line in opened.thread] == ["The nurses on the third floor were lovely"]
    release(riverbend, appeal)
    answer = inbox.reply(**given)
    assert answer.clearance.override is not None
    with pytest.raises(guard.Held):
        inbox.reply(**given | {"text": f"{THANKS_A_PATIENT} Thank you for choosing us again!"})


def test_a_new_message_in_the_thread_makes_it_void(riverbend: Hospital, jobs: Jobs) -> None:
    from bedside.channels import queries as channels

    conversation = talk(riverbend, jobs)
    given: dict[str, Any] = {"conversation": conversation, "text": THANKS_A_PATIENT, "by": riverbend.rosa, "at": START}
    release(riverbend, inbox.ask_release(note=PLEA, where="/x", **given))
    from bedside.hub import actions as hub

    post = channels.hub_posts(riverbend.organization)[0]
    hub.comment(post=post, name="Dana", visitor="visitor-41", text="And the food!", at=START + timedelta(seconds=5))
    jobs("inbox.take_in")
    with pytest.raises(guard.Held):
        inbox.reply(**given)


def test_a_correction_is_released_too(riverbend: Hospital, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    given: dict[str, Any] = {"post": post, "text": NAMES_A_PATIENT, "by": riverbend.ben, "at": START}
    with pytest.raises(guard.Held):
        publishing.correct(note="The name was missing.", **given)
    appeal = publishing.ask_release_of_correction(correction="The name was missing.", note=PLEA, where="/x", **given)
    post.refresh_from_db()
    assert post.text == TIP, "asking changes nothing"
    release(riverbend, appeal)
    publishing.correct(note="The name was missing.", **given)


# ---- what is kept ----------------------------------------------------------------------------------------------------


def test_the_words_are_sealed_and_reading_them_is_on_record_once(riverbend: Hospital) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    raw = bytes(appeal.sealed) + bytes(appeal.note)
    assert b"Maria" not in raw
    assert b"herself" not in raw
    for reader in (riverbend.ada, riverbend.petra, riverbend.petra):
        guard.note_read(appeal=appeal, by=reader, at=START)
    assert [one.by for one in audit.entries(riverbend.organization, kind="guard.request_read")] == [riverbend.petra]


def test_words_are_shredded_a_month_after_the_decision(riverbend: Hospital) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    release(riverbend, appeal)
    organization = riverbend.organization
    assert guard.tidy_appeals(organization=organization, at=START + SHREDDED) == 0
    later = START + SHREDDED + timedelta(seconds=1)
    assert guard.tidy_appeals(organization=organization, at=later) == 1
    assert guard.tidy_appeals(organization=organization, at=later) == 0
    appeal.refresh_from_db()
    assert (bytes(appeal.sealed), bytes(appeal.note), appeal.shredded_at) == (b"", b"", later)
    assert queries.open_appeal(appeal) is None
    assert appeal.digests
    assert appeal.rules
    assert Override.objects.get().reason == WHY


def test_what_nobody_decides_ends_by_itself(riverbend: Hospital) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    guard.tidy_appeals(organization=riverbend.organization, at=START + LAPSES + timedelta(seconds=1))
    appeal.refresh_from_db()
    assert appeal.state == "lapsed"
    with pytest.raises(guard.WrongStep):
        release(riverbend, appeal)


def test_the_nightly_job_looks_after_every_hospital(riverbend: Hospital, hillcrest: Hospital) -> None:
    long_ago = START - LAPSES - timedelta(days=1)
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT), at=long_ago)
    tenancy.announce(None)
    tidy()
    tenancy.announce(riverbend.organization.pk)
    appeal.refresh_from_db()
    assert appeal.state == "lapsed"


def test_people_are_told_by_mail_without_a_word_of_the_text(riverbend: Hospital, jobs: Jobs) -> None:
    appeal = ask(riverbend, draft(riverbend, NAMES_A_PATIENT))
    jobs("guard.tell_officers")
    release(riverbend, appeal)
    jobs("guard.tell_asker")
    assert [message.to for message in mail.outbox] == [["petra@riverbend.example.org"], ["ada@riverbend.example.org"]]
    assert not any("Maria" in message.body or PLEA in message.body for message in mail.outbox)


# ---- warnings --------------------------------------------------------------------------------------------------------


def test_warnings_need_a_reason_unless_the_policy_says_otherwise(riverbend: Hospital, jobs: Jobs) -> None:
    from bedside.guard.policy import Setting, Term

    claim = "Our team is world-class."
    version = guard.draft(
        organization=riverbend.organization, by=riverbend.milo, at=START,
        policy=Policy(
            settings=(Setting("name", severity="warn", reason="Our volunteers are named."),),
            terms=(Term("world-class", "warn", "Nobody can measure it."),),
            warnings_need_reason=False,
        ),
    )  # fmt: skip
    guard.propose(version=version, reason="Our editors asked for it.", by=riverbend.milo, at=START)
    jobs("guard.compare")
    guard.approve(version=version, seen=version.digest, by=riverbend.petra, at=START)
    send(riverbend, draft(riverbend, claim))
    assert Clearance.objects.get().verdict == "warn"
    conversation = talk(riverbend, jobs)
    named = "Thank you, Mrs. Whitlow, for your kind words."
    with pytest.raises(guard.Held):  # it protects people, and so is never a mere warning without a word
        inbox.reply(conversation=conversation, text=named, by=riverbend.rosa, at=START)
    inbox.reply(conversation=conversation, text=named, by=riverbend.rosa, at=START, reason="She is our volunteer.")
