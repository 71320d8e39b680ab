"""A hospital with a row in every table, made by the actions a person would call: for tests that walk everything."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from PIL import Image

from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Account, Delivery, HubComment, HubPost
from bedside.guard.actions import Held
from bedside.hub import actions as hub
from bedside.inbox import actions as inbox
from bedside.inbox import queries as inbox_queries
from bedside.inbox.models import Conversation, Message, Reply
from bedside.organizations import actions as organizations
from bedside.organizations import rules, tenancy
from bedside.organizations.models import Invitation, Key, Member
from bedside.publishing import actions as publishing
from bedside.publishing import queries as publishing_queries
from bedside.publishing.models import Picture, Post
from tests.cast import START, Hospital

TIP = "Flu shots are open to everybody at our walk-in clinic on Saturday from 9 to noon. No appointment needed."
NAMES_A_PATIENT = "We are so glad that our patient Maria Gonzalez went home today after her knee surgery!"
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
        credentials={name: "fictional" for name, _label in channel_queries.networks()["bluesky"].credentials},
        by=hospital.milo,
        at=START,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where task_name = 'channels.sign_in' and args->>'account_id' = %s",
            [str(account.pk)],
        )
    return account


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
    answer = inbox.reply(conversation=conversation, text=ANSWER, by=hospital.rosa, at=START)
    jobs()
    account = elsewhere(hospital)
    invitation, secret = organizations.invite(
        organization=organization, email="new@example.org", roles=["author"], by=hospital.milo, at=START
    )
    key, token = make_key(hospital, hospital.milo)
    organizations.begin_once(key=key, name="first", request_digest="0" * 64, at=START)
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
    )


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
