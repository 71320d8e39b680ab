"""Makes the demo hospital once: people by invitation, the rehearsal's Bluesky, and a year of posts and comments.

The past cannot be lived through one job at a time in a few seconds, so its rows are written in bulk, in the shape the
actions give them: the same readings, the same redaction, sealed originals. What is scheduled for the days to come goes
through the actions themselves.
"""

import json
import random
import secrets
import urllib.request
import uuid
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Account, Arrival, Delivery, HubComment, HubPost, Remote
from bedside.channels.states import State as Sent
from bedside.environment import environment
from bedside.guard import redact
from bedside.guard.models import Clearance
from bedside.guard.queries import facts_of
from bedside.guard.shapes import Parcel
from bedside.inbox.actions.hearing import PREVIEW, reasons_of
from bedside.inbox.models import Conversation, Message, Reply
from bedside.inbox.rules import LADDER, URGENCIES
from bedside.kit import crypto, http
from bedside.kit.fields import seal_context
from bedside.kit.times import now
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Member, Organization, User
from bedside.publishing import actions as publishing
from bedside.publishing.models import Approval, Post, Target
from bedside.triage import read
from bedside.web.demo import answers, incidents, ladder, moderation, privacy, recovery, reviews, texts

POSTS, CONVERSATIONS = 320, 2400


def run() -> int:
    """Fills once; a second call only sees that it is there. Prints what it made."""
    if Organization.objects.filter(slug=texts.HOSPITAL["slug"]).exists():
        if (environment().home / "demo.json").exists():
            return 0
        print(f"Filling the demo hospital was interrupted. Remove {environment().home} and start again.")
        return 1
    print("Filling the demo hospital: a year of posts, comments and answers …", flush=True)
    at = now()
    dice = random.Random(20260101)  # noqa: S311  # the same hospital every time
    password = "-".join(secrets.token_hex(2) for _ in range(3))
    with transaction.atomic():
        organization, people = _found(at, password)
    with tenancy.entered(organization.pk):
        accounts = _connect(organization, people, at)
        with transaction.atomic():
            posts = _past_posts(organization, people, accounts, at, dice)
            number = _past_conversations(organization, people, accounts, posts, at, dice)
        _coming(organization, people, accounts, at)
        privacy.fill(organization, people, at)
        answers.fill(organization, people, at)
        ladder.fill(organization, people, at)
        recovery.fill(organization, people, at)
        reviews.fill(organization, people, at, ask=_ask)
        moderation.fill(organization, people, accounts["hub"], at)
        with transaction.atomic():
            incidents.fill(organization, people, _told_too_much(organization, people, accounts["hub"], at), at=at)
    _tell(organization, password)
    print(f"Made {organization.name}: {len(posts)} posts and {number} conversations.", flush=True)
    return 0


def _found(at: datetime, password: str) -> tuple[Organization, dict[str, Member]]:
    facts = dict(texts.HOSPITAL)
    admin = User.objects.create_user(_email("administrator"), password, name="Milo Grant")
    organization = organizations.found(
        name=str(facts.pop("name")),
        slug=str(facts.pop("slug")),
        timezone=str(facts.pop("timezone")),
        phone=str(facts.pop("phone")),
        administrator=admin,
        is_rehearsal=True,
        roles=["administrator"],
        at=at - timedelta(days=370),
    )
    with tenancy.entered(organization.pk):
        first = Member.objects.select_related("user", "organization").get(organization=organization, user=admin)
        organization = organizations.change_facts(organization=organization, by=first, at=at, **facts)
        people = {"administrator": first}
        for role, name, roles, specialty in texts.PEOPLE:
            if role == "administrator":
                continue
            invitation, _secret = organizations.invite(
                organization=organization, email=_email(role), roles=roles, by=first, at=at
            )
            organizations.accept_as_new(invitation=invitation, name=name, password=password, at=at)
            member = Member.objects.select_related("user", "organization").get(
                organization=organization, user__email=_email(role)
            )
            if specialty:
                member = organizations.change_roles(member=member, roles=roles, specialty=specialty, by=first, at=at)
            people[role] = member
    return organization, people


def _email(role: str) -> str:
    return f"{role.partition(',')[0].replace(' ', '.')}@larkspur.example.org"


def _connect(organization: Organization, people: dict[str, Member], at: datetime) -> dict[str, Account]:
    """The hub, and the rehearsal's Bluesky where the rehearsal runs."""
    by = people["administrator"]
    with suppress(channels.CannotConnect):  # the worker, which hears of every new hospital, may be faster
        channels.connect_account(
            organization=organization, network="hub", handle=organization.slug, credentials={}, by=by, at=at
        )
    hub = channel_queries.hub_account(organization)
    assert hub is not None
    accounts = {"hub": hub}
    channels.sign_in(account=accounts["hub"], at=at)
    port = environment().rehearsal_port
    if port:
        url = f"http://127.0.0.1:{port}"
        password = stage(url, "accounts", handle="larkspur.rehearsal.test", name="Larkspur Valley Hospital")["password"]
        accounts["bluesky"] = channels.connect_account(
            organization=organization,
            network="bluesky",
            handle="larkspur.rehearsal.test",
            name="Larkspur Valley Hospital",
            base_url=url,
            credentials={"identifier": "larkspur.rehearsal.test", "password": str(password)},
            by=by,
            at=at,
        )
        channels.sign_in(account=accounts["bluesky"], at=at)
        for name in channel_queries.networks():
            with suppress(channels.CannotRehearse, http.NetworkFailure):
                made = channels.rehearse(organization=organization, network=name, at=at)
                if made is not None:
                    channels.sign_in(account=made, at=at)
    for account in accounts.values():
        account.refresh_from_db()
    return accounts


def stage(url: str, act: str, **told: object) -> dict[str, Any]:
    """A stage direction to the rehearsal on this machine."""
    request = urllib.request.Request(  # noqa: S310  # the rehearsal's own loopback address
        f"{url}/rehearsal/{act}",
        data=json.dumps({"network": "bluesky", **told}).encode(),
        headers={"Content-Type": "application/json", "X-Rehearsal-Token": settings.REHEARSAL_TOKEN},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=10) as said:  # noqa: S310
        answer: dict[str, Any] = json.loads(said.read())
    return answer


def _ask(**told: object) -> None:
    """Somebody of the rehearsal writes a review."""
    stage(f"http://127.0.0.1:{environment().rehearsal_port}", "crowd", **told)


def _past_posts(
    organization: Organization,
    people: dict[str, Member],
    accounts: dict[str, Account],
    at: datetime,
    dice: random.Random,
) -> list[HubPost]:
    """A year of posts on the hub, approved and sent."""
    author, approver, hub = people["author"], people["approver"], accounts["hub"]
    templates = cycle(dice.sample(texts.POSTS, len(texts.POSTS)))
    posts, shown = [], []
    for number in range(POSTS):
        topic, purpose, headline, body = next(templates)
        day = at - timedelta(days=365 * (POSTS - number) / POSTS, hours=-dice.randint(0, 5))
        said = f"{day + timedelta(days=4):%A, %B %-d}"
        text = f"{headline}\n\n{body}".replace("{day}", said)
        when = datetime.combine(day.date(), time(dice.randint(14, 23)), UTC)
        if when > at:
            when = at - timedelta(hours=2)
        language = "es" if topic == "Español" else "en"
        posts.append(Post(
            organization=organization, author=author, text=text, topic=topic, purpose=purpose, language=language,
            state="sent", zone=organization.timezone, created_at=when - timedelta(days=2), changed_at=when,
            sent_at=when, due_at=when,
        ))  # fmt: skip
        slug = f"{slugify(headline)[:60]}-{number}"
        shown.append(HubPost(
            organization=organization, account=hub, key=str(uuid.uuid4()), slug=slug, topic=topic,
            topic_slug=slugify(topic), text=text, language=language, published_at=when,
        ))  # fmt: skip
    Post.objects.bulk_create(posts)
    HubPost.objects.bulk_create(shown)
    _deliver(organization, approver, hub, posts, shown)
    audit.record("publishing.imported", organization=organization, subject=None, by=author, at=at, posts=len(posts))
    return shown


def _deliver(
    organization: Organization, approver: Member, hub: Account, posts: list[Post], shown: list[HubPost]
) -> None:
    targets = [Target(organization=organization, post=post, account=hub) for post in posts]
    digests = []
    for post in posts:
        parcel = Parcel(kind="post", text=post.text, audience=f"public:hub:{hub.pk}")
        digests.append(parcel.digest())
    clearances = Clearance.objects.bulk_create(
        Clearance(
            organization=organization, digest=digest, kind="post", verdict="allow", by=approver, at=post.created_at
        )
        for post, digest in zip(posts, digests, strict=True)
    )
    remotes = Remote.objects.bulk_create(
        Remote(
            organization=organization, account=hub, kind="post", network_id=f"hub/post/{page.key}", version="1",
            url=f"/h/{organization.slug}/posts/{page.slug}/", root_id=f"hub/post/{page.key}", made_at=page.published_at,
        )
        for page in shown
    )  # fmt: skip
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            organization=organization, account=hub, verb=Delivery.PUBLISH, key=uuid.UUID(page.key), clearance=clearance,
            parcel={"parcel": None, "topic": page.topic, "language": page.language}, subject_type="publishing.post",
            subject_id=post.pk, by=approver, asked_at=post.created_at, due_at=page.published_at, state=Sent.SENT,
            not_before=page.published_at, tries=1, done_at=page.published_at, remote=remote,
        )
        for post, page, clearance, remote in zip(posts, shown, clearances, remotes, strict=True)
    )  # fmt: skip
    for target, clearance, delivery in zip(targets, clearances, deliveries, strict=True):
        target.clearance, target.delivery = clearance, delivery
    Target.objects.bulk_create(targets)
    Approval.objects.bulk_create(
        Approval(organization=organization, post=post, by=approver, at=post.created_at, digest="") for post in posts
    )


def _told_too_much(organization: Organization, people: dict[str, Member], hub: Account, at: datetime) -> Delivery:
    """The post that the open incident is about."""
    when = at - timedelta(days=2)
    post = Post.objects.create(
        organization=organization, author=people["author"], text=incidents.TOLD, topic="Community", purpose="news",
        state="sent", zone=organization.timezone, created_at=when, changed_at=when, sent_at=when, due_at=when,
    )  # fmt: skip
    page = HubPost.objects.create(
        organization=organization, account=hub, key=str(uuid.uuid4()), slug=slugify(incidents.HEADLINE),
        topic="Community", topic_slug="community", text=incidents.TOLD, published_at=when,
    )  # fmt: skip
    _deliver(organization, people["approver"], hub, [post], [page])
    return Delivery.objects.get(organization=organization, subject_type="publishing.post", subject_id=post.pk)


def _past_conversations(
    organization: Organization,
    people: dict[str, Member],
    accounts: dict[str, Account],
    posts: list[HubPost],
    at: datetime,
    dice: random.Random,
) -> int:
    """What the public wrote below them, and what was answered; the newest still wait."""
    facts, hub, responder = facts_of(organization), accounts["hub"], people["responder"]
    readings = {text: (read(text, channel="hub"), redact(text, facts=facts)) for _kind, text in texts.COMMENTS}
    rows: list[tuple[Conversation, Arrival, Message, HubComment, str]] = []
    for number in range(CONVERSATIONS):
        # More of them lately than a year ago, as a growing audience has.
        post = posts[min(int(len(posts) * dice.random() ** 0.6), len(posts) - 1)]
        kind, text = dice.choice(texts.COMMENTS)
        when = min(post.published_at + timedelta(minutes=dice.randint(3, 3000)), at - timedelta(minutes=number % 90))
        reading, redacted = readings[text]
        done = when < at - timedelta(hours=20) or dice.random() < 0.5
        answered = done and kind in texts.ANSWERS
        state = "closed" if answered else "spam" if done else "open"
        key, name = str(uuid.uuid4()), dice.choice(texts.NAMES)
        arrival = Arrival(
            organization=organization, account=hub, network_id=f"hub/comment/{key}", kind="reply",
            parent_id=f"hub/post/{post.key}", root_id=f"hub/post/{post.key}", version="1",
            url=f"/h/{organization.slug}/posts/{post.slug}/", author_id=f"visitor-{number}", author_name=name,
            sealed=crypto.seal(json.dumps({"text": text, "raw": ""}),
                               context=seal_context(Arrival, "sealed", organization.pk)),
            posted_at=when, received_at=when,
        )  # fmt: skip
        conversation = Conversation(
            organization=organization, account=hub, root_id=arrival.root_id, author_id=arrival.author_id,
            author_name=name, url=arrival.url, state=state,
            rank=URGENCIES.index(reading.urgency), level=reading.level, intent=reading.intent,
            sentiment=reading.sentiment, specialty=reading.specialty or "", language=reading.language,
            card=reading.card or "", reasons=reasons_of(reading, redacted.text),
            preview=" ".join(redacted.text.split())[:PREVIEW], hidden=len(redacted.spans), started_at=when,
            last_at=when, target_at=when + LADDER[reading.level][0], waiting_since_at=None if done else when,
            assigned_to=responder if answered else None,
        )  # fmt: skip
        if answered:
            soon = when + timedelta(minutes=dice.randint(4, 600))
            conversation.answered_at = min(soon, max(when, at - timedelta(minutes=1)))
            conversation.closed_at, conversation.closed_by = conversation.answered_at, responder
            conversation.last_at = conversation.answered_at
        message = Message(
            organization=organization, text=redacted.text, hidden=len(redacted.spans), urgency=reading.urgency, at=when
        )
        shown = not redacted.spans and reading.intent not in ("spam", "misinformation")
        comment = HubComment(
            organization=organization, post=post, key=key, author_name=name.split()[0], text=redacted.text,
            state="shown" if shown else "waiting", at=when,
        )  # fmt: skip
        rows.append((conversation, arrival, message, comment, dice.choice(texts.ANSWERS[kind]) if answered else ""))
    _keep(organization, responder, rows)
    return len(rows)


def _keep(
    organization: Organization,
    responder: Member,
    rows: list[tuple[Conversation, Arrival, Message, HubComment, str]],
) -> None:
    Arrival.objects.bulk_create((row[1] for row in rows), batch_size=500)
    Conversation.objects.bulk_create((row[0] for row in rows), batch_size=500)
    HubComment.objects.bulk_create((row[3] for row in rows), batch_size=500)
    answers = []
    for conversation, arrival, message, comment, text in rows:
        message.conversation, message.arrival = conversation, arrival
        if text and conversation.answered_at:
            answers.append((conversation, message, comment, text, conversation.answered_at))
    Message.objects.bulk_create((row[2] for row in rows), batch_size=500)
    ours = Message.objects.bulk_create(
        (
            Message(organization=organization, conversation=conversation, text=text, at=when, by=responder)
            for conversation, _message, _comment, text, when in answers
        ),
        batch_size=500,
    )
    clearance = Clearance.objects.create(
        organization=organization, digest="0" * 64, kind="reply", verdict="allow", by=responder, at=rows[0][1].posted_at
    )
    Reply.objects.bulk_create(
        (
            Reply(
                organization=organization, conversation=conversation, answers=message, message=mine, text=text,
                clearance=clearance, by=responder, at=when, sent_at=when,
            )
            for (conversation, message, _comment, text, when), mine in zip(answers, ours, strict=True)
        ),
        batch_size=500,
    )  # fmt: skip
    HubComment.objects.bulk_create(
        (
            HubComment(
                organization=organization, post=comment.post, parent=comment, key=str(uuid.uuid4()),
                author_name=organization.name[:60], from_hospital=True, text=text, state="shown",
                at=when,
            )
            for _conversation, _message, comment, text, when in answers
        ),
        batch_size=500,
    )  # fmt: skip


def _coming(organization: Organization, people: dict[str, Member], accounts: dict[str, Account], at: datetime) -> None:
    """A few posts on their way, one waiting for approval, one draft: through the actions."""
    author, approver = people["author"], people["approver"]
    chosen = list(accounts.values())
    for number, (topic, purpose, headline, body) in enumerate(texts.POSTS[:6]):
        day = at + timedelta(days=number + 1)
        short = f"{headline}\n\n{body}".replace("{day}", f"{day + timedelta(days=3):%A, %B %-d}")
        fitting = chosen if len(short) <= 300 else [accounts["hub"]]
        post = publishing.write(
            organization=organization, text=short, accounts=fitting, topic=topic, purpose=purpose, by=author, at=at,
            due_at=day.replace(hour=16, minute=0, second=0, microsecond=0),
        )  # fmt: skip
        if number == 5:
            continue
        publishing.ask_approval(post=post, by=author, at=at, reason="General information, checked by our clinicians.")
        if number < 4:
            post.refresh_from_db()
            publishing.approve(post=post, by=approver, at=at, digest=post.digest)


def _tell(organization: Organization, password: str) -> None:
    """Where the start page of `bin/up --demo` reads who can sign in; readable by this user alone."""
    path = environment().home / "demo.json"
    path.touch(mode=0o600)
    path.write_text(
        json.dumps(
            {
                "password": password,
                "hub": f"/h/{organization.slug}/",
                "people": [{"email": _email(role), "role": role} for role, _name, _roles, _specialty in texts.PEOPLE],
            }
        )
    )
