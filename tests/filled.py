"""A hospital with a row in every table, made by the actions a person would call: for tests that walk everything."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from bedside.answers.models import Answer
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.actions import newsletter as newsletter_actions
from bedside.channels.models import (
    Account,
    AccountCount,
    Backfill,
    Delivery,
    FeedEntry,
    HubComment,
    HubPost,
    Issue,
    IssueLetter,
    Knock,
    Mail,
    RateLimit,
    Subscriber,
)
from bedside.guard import actions as guard
from bedside.guard import queries as guard_queries
from bedside.guard.actions import Held
from bedside.guard.models import Appeal, Attestation, Feedback, PolicyVersion
from bedside.guard.policy import Policy, Term
from bedside.hub import actions as hub
from bedside.inbox import actions as inbox
from bedside.inbox import queries as inbox_queries
from bedside.inbox.models import (
    Claim,
    Conversation,
    Message,
    ModerationAct,
    ModerationAppeal,
    Release,
    Reply,
    Route,
)
from bedside.incidents import actions as incidents
from bedside.incidents import queries as incident_queries
from bedside.incidents.models import Assessment, Deadline, Exhibit, Incident, Removal
from bedside.incidents.rules import Draft as Judgment
from bedside.organizations import actions as organizations
from bedside.organizations import rules, tenancy
from bedside.organizations.models import Cover, Device, Invitation, Key, Member, Rota, Team
from bedside.publishing import actions as publishing
from bedside.publishing import queries as publishing_queries
from bedside.publishing.models import Picture, Post
from bedside.recovery.models import Case, Change, Handoff
from tests.cast import START, Hospital
from tests.filled_inbox import answered, in_danger, moderated, on_duty, recovered, sorted_in

TIP = "Flu shots are open to everybody at our walk-in clinic on Saturday from 9 to noon. No appointment needed."
NAMES_A_PATIENT = "We are so glad that our patient Maria Gonzalez went home today after her knee surgery!"
THANKS_A_PATIENT = "Thank you for choosing us for your surgery!"
QUESTION = "Do I need an appointment for the flu shot on Saturday?"
ANSWER = "Thank you for asking. No appointment is needed on Saturday, the doors open at 9."


@dataclass
class Filled:
    """One hospital and one of each thing in it."""

    hospital: Hospital
    account: Account
    draft: Post
    waiting: Post
    sent: Post
    picture: Picture
    hub_post: HubPost
    comment: HubComment
    conversation: Conversation
    message: Message
    answer: Reply
    delivery: Delivery
    invitation: Invitation
    secret: str
    key: Key
    token: str
    version: PolicyVersion
    request: Appeal
    attestation: Attestation
    incident: Incident
    removal: Removal
    exhibit: Exhibit
    assessment: Assessment
    deadline: Deadline
    complaint: Feedback
    newsletter: Account
    subscriber: Subscriber
    issue: Issue
    approved: Answer
    proposed: Answer
    release: Release
    team: Team
    rota: Rota
    cover: Cover
    device: Device
    route: Route
    case: Case
    handoff: Handoff
    change: Change
    survey_token: str
    moderation: ModerationAct
    plea: ModerationAppeal
    plea_token: str
    claim: Claim

    @property
    def slug(self) -> str:
        return self.hospital.organization.slug


def photo(kind: str = "JPEG", size: tuple[int, int] = (24, 16), **saved: Any) -> bytes:
    """The bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (40, 120, 160)).save(out, kind, **saved)
    return out.getvalue()


def draft(hospital: Hospital, text: str = TIP, **given: Any) -> Post:
    """A draft of Ada's for the hub, unless `by` or `accounts` say otherwise."""
    given = dict[str, Any](accounts=[hospital.hub], by=hospital.ada) | given
    return publishing.write(organization=hospital.organization, text=text, at=START, **given)


def waiting(hospital: Hospital, text: str = TIP, **given: Any) -> Post:
    """A post that waits for its approval."""
    post = draft(hospital, text, **given)
    publishing.ask_approval(post=post, by=hospital.ada, at=START)
    return publishing_queries.access_post(hospital.organization, post.pk)


def approved(hospital: Hospital, text: str = TIP, **given: Any) -> Post:
    """A post that Ben approved; the jobs send it."""
    post = waiting(hospital, text, **given)
    publishing.approve(post=post, by=hospital.ben, at=START, digest=post.digest)
    return publishing_queries.access_post(hospital.organization, post.pk)


def sent(hospital: Hospital, jobs: Callable[..., int], text: str = TIP, **given: Any) -> Post:
    """A post that stands on the networks."""
    post = approved(hospital, text, **given)
    jobs()
    return publishing_queries.access_post(hospital.organization, post.pk)


def elsewhere(hospital: Hospital) -> Account:
    """An account on another network, which nothing here calls: the job that would sign in is taken away."""
    account = channels.connect_account(
        organization=hospital.organization,
        network="bluesky",
        handle=f"{hospital.organization.slug}.example.org",
        credentials={field.name: "fictional" for field in channel_queries.networks()["bluesky"].credentials},
        by=hospital.milo,
        at=START,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where task_name = 'channels.sign_in' and args->>'account_id' = %s",
            [str(account.pk)],
        )
    return account


def owned(hospital: Hospital) -> dict[str, Any]:
    """A feed with an entry; a newsletter with a subscriber, an issue, its letter, and a mail."""
    organization = hospital.organization
    given: dict[str, Any] = {"organization": organization, "credentials": b"", "connected_at": START}
    given["state"] = Account.CONNECTED
    feed = Account.objects.create(network="feeds", handle="News", network_account_id="news", **given)
    FeedEntry.objects.create(
        organization=organization, account=feed, key=f"{organization.slug}-entry", title="Flu", text=TIP,
        published_at=START,
    )  # fmt: skip
    letters = Account.objects.create(network="newsletter", handle=f"news@{organization.slug}.example.org", **given)
    newsletter_actions.bring_in(
        account=letters, content=b"email\nreader@example.org\n", consent="Signed the list in May", by=hospital.milo,
        at=START,
    )  # fmt: skip
    subscriber = Subscriber.objects.get(organization=organization)
    issue = Issue.objects.create(
        organization=organization, account=letters, key=f"{organization.slug}-issue", subject="Flu", text=TIP,
        made_at=START,
    )  # fmt: skip
    IssueLetter.objects.create(
        organization=organization, issue=issue, subscriber=subscriber, not_before=START, state=IssueLetter.SENT
    )
    Mail.objects.create(organization=organization, account=letters, network_id="mail/1", state=Mail.IN, at=START)
    return {"newsletter": letters, "subscriber": subscriber, "issue": issue}


def heard_of(account: Account) -> None:
    """What an account collects beside posts and arrivals: app keys, limits, numbers, an event, a back-fill."""
    organization, at = account.organization, START
    given: dict[str, Any] = {"organization": organization, "account": account}
    keys = {"client_id": "fictional", "client_secret": "fictional"}
    channels.keep_app_keys(organization=organization, network="facebook", keys=keys, by=None, at=at)
    RateLimit.objects.create(**given, bucket="posts", most=300, remaining=299, resets_at=at, said_at=at)
    AccountCount.objects.create(**given, on_date=at.date(), numbers={"followers": 7})
    Knock.objects.create(**given, digest="0" * 64, sealed=b"", received_at=at, read_at=at)
    Backfill.objects.create(**given, since=at, started_at=at, done_at=at, state=Backfill.DONE)


#: A browser's keys as it would state them (RFC 8291, appendix A).
BROWSER = {
    "endpoint": "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}


def said(hospital: Hospital, jobs: Callable[..., int], post: HubPost, text: str, *, at: datetime = START) -> HubComment:
    """A visitor's comment below a post, taken into the inbox."""
    made = hub.comment(post=post, name="Dana", visitor=f"visitor-{len(text)}", text=text, at=at)
    jobs("inbox.take_in", "inbox.page_people")
    return made.comment


def fill(hospital: Hospital, jobs: Callable[..., int]) -> Filled:
    """The hospital with a row in every table; call it while the hospital is entered."""
    organization = hospital.organization
    corrected, withdrawn = sent(hospital, jobs), sent(hospital, jobs, f"{TIP} Bring a friend.")
    publishing.correct(
        post=corrected, text=TIP.replace("noon", "one"), note="The hours were wrong.", by=hospital.ben, at=START
    )
    publishing.withdraw(post=withdrawn, reason="It was too early for it.", by=hospital.ben, at=START)
    jobs()
    held = draft(hospital, NAMES_A_PATIENT)
    with pytest.raises(Held):
        publishing.ask_approval(post=held, by=hospital.ada, at=START)
    plea = "She wrote this herself and signed our release."
    asked = publishing.ask_release(post=held, note=plea, where="/", by=hospital.ada, at=START)
    guard.release(appeal=asked, ground="other", reason="The release is on file.", by=hospital.petra, at=START)
    declined = waiting(hospital)
    publishing.decline(post=declined, by=hospital.ben, at=START, note="Say when it ends.")
    picture = publishing.add_picture(
        post=draft(hospital, topic="Flu"), content=photo(), alt="The clinic's door", by=hospital.ada, at=START
    )
    on_hub = channel_queries.hub_posts(organization).get()
    comment = said(hospital, jobs, on_hub, QUESTION)
    conversation = inbox_queries.conversations(organization, view="all").get()
    message = inbox_queries.messages_of(conversation)[0]
    inbox.note(conversation=conversation, text="I look after this one.", by=hospital.rosa, at=START)
    inbox.reveal(message=message, reason="To call the person back.", by=hospital.rosa, at=START)
    sorted_in(hospital, conversation)
    request = inbox.ask_release(
        conversation=conversation, text=THANKS_A_PATIENT, note=plea, where="/", by=hospital.rosa, at=START
    )
    in_danger(conversation, hospital)
    duty = on_duty(hospital)
    device = organizations.add_device(member=hospital.chen, name="A browser", at=START, **BROWSER)
    answer = inbox.reply(conversation=conversation, text=ANSWER, by=hospital.rosa, at=START)
    jobs()
    account = elsewhere(hospital)
    heard_of(account)
    invitation, secret = organizations.invite(
        organization=organization, email="new@example.org", roles=["author"], by=hospital.milo, at=START
    )
    key, token = make_key(hospital, hospital.milo)
    organizations.begin_once(key=key, name="first", request_digest="0" * 64, at=START)
    in_force(hospital, jobs, "world-class")
    sheet = guard_queries.sheet_of(organization)
    attestation = guard.attest(
        member=hospital.rosa, number=sheet.number, sha256=sheet.sha256, typed_name="Rosa Reyes", at=START
    )
    complaint = guard.dispute(
        organization=organization, rule="name", kind="own_fact", quote="Maria Gonzalez", by=hospital.ada, at=START
    )
    delivery = channel_queries.deliveries_about(organization, publishing_queries.SUBJECT, corrected.pk).get()
    return Filled(
        hospital=hospital,
        account=account,
        draft=picture.post,
        waiting=waiting(hospital, f"{TIP} Parking is free."),
        sent=publishing_queries.access_post(organization, corrected.pk),
        picture=picture,
        hub_post=on_hub,
        comment=comment,
        conversation=conversation,
        message=message,
        answer=answer,
        delivery=delivery,
        invitation=invitation,
        secret=secret,
        key=key,
        token=token,
        version=proposed(hospital, jobs, "state-of-the-art"),
        request=request,
        attestation=attestation,
        complaint=complaint,
        device=device,
        **duty,
        **owned(hospital),
        **reported(hospital, jobs, withdrawn),
        **answered(hospital, conversation, message),
        **recovered(hospital, conversation),
        **moderated(hospital, conversation, message),
    )


REASON = "Nobody could tell from it who was meant, and it was gone at once."
FACTORS = ("nature", "recipient", "acquired", "mitigation")


def reported(hospital: Hospital, jobs: Callable[..., int], post: Post) -> dict[str, Any]:
    """An incident about a post that was withdrawn, with a row of everything, waiting for a second person."""
    organization, petra = hospital.organization, hospital.petra
    delivery = channel_queries.deliveries_about(organization, publishing_queries.SUBJECT, post.pk).get()
    incident = incidents.report(
        organization=organization, happened="It said more than it should.", discovered_at=START, by=hospital.ada,
        at=START, delivery=delivery,
    )  # fmt: skip
    jobs()
    removal = incidents.contain(incident=incident, by=petra, at=START)[0]
    incidents.count(incident=incident, total=2, residents={"TX": 2}, unreachable=None, by=petra, at=START)
    incidents.add_person(
        incident=incident, name="Dana Doe", address="1 Main Street", contact="", state="TX", by=petra, at=START
    )
    judged = Judgment("low", dict.fromkeys(FACTORS, ("low", REASON)), reason=REASON)
    assessment = incidents.assess(incident=incident, draft=judged, by=petra, at=START)
    incidents.write_letter(incident=incident, kind="individual", text="Dear friend: we are sorry.", by=petra, at=START)
    incidents.note_sent(
        incident=incident, key="reviewer", method="phone", sent_date=START.astimezone(organization.zone).date(),
        count=1, partial=False, note="", by=petra, at=START,
    )  # fmt: skip
    deadline = incidents.set_deadline(
        organization=organization, title="Tell the state", days=30, source="The law of the state", state="TX", least=1,
        by=petra, at=START,
    )  # fmt: skip
    incidents.remind(organization=organization, at=START + timedelta(days=20))
    jobs()
    return {
        "incident": incident_queries.access_incident(organization, incident.pk),
        "removal": removal,
        "exhibit": incident_queries.exhibits(incident)[0],
        "assessment": assessment,
        "deadline": deadline,
    }


def proposed(hospital: Hospital, jobs: Callable[..., int], phrase: str) -> PolicyVersion:
    """A version of Milo's with one more word that is not used, counted and waiting for the privacy officer."""
    policy = Policy(terms=(Term(phrase, "warn", "Nobody can measure it."),))
    version = guard.draft(organization=hospital.organization, policy=policy, by=hospital.milo, at=START)
    guard.propose(version=version, reason="Our editors asked for it.", by=hospital.milo, at=START)
    jobs("guard.compare")
    return guard_queries.access_version(hospital.organization, version.pk)


def in_force(hospital: Hospital, jobs: Callable[..., int], phrase: str) -> PolicyVersion:
    """The same, approved by Petra."""
    version = proposed(hospital, jobs, phrase)
    guard.approve(version=version, seen=version.digest, by=hospital.petra, at=START)
    return guard_queries.access_version(hospital.organization, version.pk)


def make_key(hospital: Hospital, member: Member, *scopes: str, at: datetime = START) -> tuple[Key, str]:
    """A program's key with these scopes, or all that its maker holds."""
    return organizations.make_key(
        organization=hospital.organization,
        name="A program",
        scopes=scopes or rules.held(member.role_set),
        member=member,
        at=at - timedelta(seconds=1),
    )


@dataclass
class Both:
    """Riverbend, whose rows this work may see, and Hillcrest, whose rows are closed to it."""

    ours: Filled
    theirs: Filled


def fill_both(ours: Hospital, theirs: Hospital, jobs: Callable[..., int]) -> Both:
    """Both hospitals with a row in every table; the first stays entered."""
    tenancy.announce(theirs.organization.pk)
    strangers = fill(theirs, jobs)
    tenancy.announce(ours.organization.pk)
    return Both(fill(ours, jobs), strangers)
