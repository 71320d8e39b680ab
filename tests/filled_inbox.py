"""What stands in and around a filled hospital's inbox: teams, answers, labels, cases."""

from datetime import time, timedelta
from typing import Any

from django.db import connection

from bedside.answers import actions as answers
from bedside.answers import queries as answer_queries
from bedside.channels import actions as channels
from bedside.channels.models import (
    Account,
)
from bedside.channels.rules import Heard
from bedside.inbox import actions as inbox
from bedside.inbox import queries as inbox_queries
from bedside.inbox.asking import Filters
from bedside.inbox.models import Conversation, Draft, Message, Sighting, Suspicion
from bedside.inbox.moderation import Kind
from bedside.inbox.routing import Rule
from bedside.organizations import actions as organizations
from bedside.organizations import queries as organization_queries
from bedside.recovery import actions as recovery
from tests.cast import START, Hospital
from tests.databases import run_jobs


def on_duty(hospital: Hospital) -> dict[str, Any]:
    """A team, a rota with a cover and a hand-over, hours, an absence, a browser, a rule, a level, a pager."""
    organization, milo, chen, rosa = hospital.organization, hospital.milo, hospital.chen, hospital.rosa
    given: dict[str, Any] = {"organization": organization, "by": milo, "at": START}
    team = organizations.keep_team(name="Hearts", members=[chen, rosa], specialties=["cardiology"], **given)
    rota = organizations.keep_rota(
        name="Safety", people=[chen, rosa], every=7, since_date=START.date() - timedelta(days=3), handover=time(8),
        **given,
    )  # fmt: skip
    ends_at = START + timedelta(hours=1)
    cover = organizations.cover(rota=rota, member=rosa, starts_at=START, ends_at=ends_at, by=chen, at=START)
    organizations.hand_over(rota=rota, watch=organization_queries.watch_at(rota, START), at=START)
    organizations.keep_hours(always=True, openings=(), federal=True, closed={}, **given)
    until_at = START + timedelta(days=2)
    organizations.go_away(member=hospital.ben, until_at=until_at, stand_in=None, at=START)
    route = inbox.keep_route(rule=Rule("Hearts", specialties=["cardiology"], team=team.pk), **given)
    inbox.keep_level(level="P1", minutes=30, business=False, rota=rota, **given)
    inbox.keep_pager(minutes=5, kind="generic", url="", inside=False, secret="fictional", **given)
    with connection.cursor() as cursor:  # the hand-over's mail is not what these tests are about
        cursor.execute("delete from procrastinate_jobs where task_name = 'organizations.tell_handover'")
    return {"team": team, "rota": rota, "cover": cover, "route": route}


def in_danger(conversation: Conversation, hospital: Hospital) -> None:
    """An alarm with a page, a step that was done, and a conversation that was given, told and given back."""
    inbox.begin_paging(conversation=conversation, level="P0", at=START)
    inbox.note_step(conversation=conversation, kind="reported", by=hospital.rosa, at=START)
    inbox.assign(conversation=conversation, to=hospital.rosa, by=hospital.milo, at=START)
    inbox.hand_back(conversation=conversation, reason="Not about my field.", by=hospital.rosa, at=START)
    inbox.acknowledge(conversation=conversation, by=hospital.rosa, at=START)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name in ('inbox.send_page', 'inbox.page_on')")


def recovered(hospital: Hospital, conversation: Conversation) -> dict[str, Any]:
    """A case with a row of everything: a step, a note, a grievance with its letter, a private page that was opened and
    written in from both sides, a link to one question, a change whose words wait for a second person."""
    organization, rosa = hospital.organization, hospital.rosa
    given: dict[str, Any] = {"by": rosa, "at": START}
    case = recovery.open_case(
        organization=organization, category="access", severity="normal", conversation=conversation,
        note="Called back at noon.", **given,
    )  # fmt: skip
    recovery.take_step(case=case, step="hear", outcome="She waited for long.", **given)
    today = START.astimezone(organization.zone).date()
    recovery.decide(case=case, is_grievance=True, reason="It came in writing.", received_date=today, **given)
    recovery.write_letter(case=case, text="Dear friend: we are sorry.", **given)
    made = recovery.hand_off(case=case, kind="link", language="en", **given)
    bound = recovery.open_by_token(organization=organization, token=made.token, at=START)
    assert bound is not None
    recovery.write(handoff=bound.handoff, text="I waited for three hours.", at=START, contact={"name": "Dana"})
    recovery.answer(handoff=bound.handoff, text="Thank you for telling us.", **given)
    _survey, token = recovery.ask(case=case, language="en", **given)
    change = recovery.add_change(
        case=case, category="access", action="process", what="A second desk at noon.", owner=rosa, due_date=today,
        **given,
    )  # fmt: skip
    recovery.propose_public(
        change=change, you_said="Waiting took too long.", we_did="We opened a second desk.", **given
    )
    run_jobs("recovery.tell_owner")
    return {"case": case, "handoff": made.handoff, "change": change, "survey_token": token}


def answered(hospital: Hospital, conversation: Conversation, message: Message) -> dict[str, Any]:
    """An approved answer that was used, one that waits for approval, variables, a reply that waits for a second person,
    and a draft of a model that is switched off."""
    organization = hospital.organization
    given: dict[str, Any] = {"organization": organization, "at": START}
    answers.keep_variables(values={"parking": "deck B, free for two hours"}, by=hospital.milo, **given)
    approved = answers.adopt(keys=["parking"], approving=True, by=hospital.ben, **given).made[0]
    proposed = answers.adopt(keys=["directions"], approving=False, by=hospital.rosa, **given).made[0]
    version = answer_queries.newest(approved)
    answers.insert(version=version, language="en", subject=conversation, by=hospital.rosa, at=START)
    endpoint: dict[str, Any] = {"base_url": "https://models.example.org/v1", "model": "small", "key": "fictional"}
    endpoint |= {"is_inside": False, "instruction": "", "most_tokens": 100, "most_a_month": 10, "patience": 5}
    answers.keep_drafter(is_on=False, by=hospital.milo, **endpoint, **given)
    inbox.keep_release_rules(reviews=True, crisis=True, stories=True, by=hospital.milo, **given)
    account = elsewhere_heard(hospital)
    said = Heard(
        network_id=f"at://{organization.slug}/review", kind="review", text="The food was fine.",
        author_id="did:plc:review",
        author_handle="pat.example.org", author_name="Pat", posted_at=START, stars=4, version="1",
    )  # fmt: skip
    channels.take(account=account, heard=[said], at=START)
    run_jobs("inbox.take_in")
    review = inbox_queries.conversations(organization, view="all").get(author_id="did:plc:review")
    inbox.reply(conversation=review, text="Thank you for writing.", by=hospital.rosa, at=START)
    Draft.objects.create(
        organization=organization, conversation=conversation, answers=message, by=hospital.rosa, asked_at=START,
        state=Draft.MADE, text="Thank you for asking.",
    )  # fmt: skip
    inbox.count_up(organization=organization, at=START)
    return {
        "approved": approved,
        "proposed": proposed,
        "release": inbox_queries.releases_waiting(organization).get(),
    }


def elsewhere_heard(hospital: Hospital) -> Account:
    """A place with reviews, which nothing here calls."""
    return Account.objects.create(
        organization=hospital.organization, network="google", handle="Riverbend", network_account_id="place",
        credentials=b"", connected_at=START, state=Account.CONNECTED,
    )  # fmt: skip


def sorted_in(hospital: Hospital, conversation: Conversation) -> None:
    """What sorts an inbox and who is in it: a label, a view, an act, a follow-up, and somebody answering."""
    organization, rosa = hospital.organization, hospital.rosa
    label = inbox.label_named(organization=organization, name="Flu", by=rosa, at=START)
    inbox.put_label(conversation=conversation, label=label, on=True, by=rosa, at=START)
    inbox.save_view(organization=organization, name="Flu", filters=Filters(label="Flu"), shared=True, by=rosa, at=START)
    inbox.follow_up(conversation=conversation, on_date=START.date(), note="Ask again", by=rosa, at=START)
    inbox.arrive(conversation=conversation, by=rosa, at=START)
    # Petra's, who answers nobody: it must stand in nobody's way, and outlive Rosa's own answer.
    inbox.keep_draft(conversation=conversation, text="Thank you", by=hospital.petra, at=START - timedelta(hours=1))


def moderated(hospital: Hospital, conversation: Conversation, message: Message) -> dict[str, Any]:
    """A comment policy in force and the next as a draft, an act with an appeal, what may be spam, a correction that was
    used, and what the hub holds. The act is undone again, so that the comment stands."""
    organization, rosa, milo, ben = hospital.organization, hospital.rosa, hospital.milo, hospital.ben
    given: dict[str, Any] = {"organization": organization, "by": milo, "at": START}
    policy = inbox.keep_policy(ownership="private", on=["ads", "spam", "hours", "contact"], own=(), **given)
    policy = inbox.propose_policy(policy=policy, by=milo, at=START)
    policy = inbox.approve_policy(policy=policy, seen=policy.digest, by=ben, at=START)
    inbox.keep_policy(ownership="public", on=["ads"], own=(), **given)
    inbox.keep_holding(spam=True, misinformation=True, **given)
    act = inbox.moderate(message=message, kind=Kind.HIDE, clause="ads", by=rosa, at=START)
    assert act is not None
    appeal, token = inbox.ask_moderation_appeal(
        organization=organization, act=act, where="", words="I sell nothing.", language="en", at=START
    )
    inbox.undo_moderation(act=act, why="It was a question.", by=ben, at=START)
    Suspicion.objects.create(organization=organization, conversation=conversation, kinds=["read"], at=START)
    Sighting.objects.update_or_create(
        organization=organization, message=message, defaults={"conversation": conversation, "digest": "0", "at": START}
    )
    claim = inbox.write_claim(
        organization=organization, myth="The flu shot gives you the flu",
        texts={"en": "The flu shot cannot give you the flu."}, source_name="CDC", source_url="https://www.cdc.gov/flu/",
        source_date=(START - timedelta(days=2)).date(), by=rosa, at=START,
    )  # fmt: skip
    inbox.approve_claim(claim=claim, seen=claim.digest, by=hospital.chen, at=START)
    offered = inbox_queries.offered_claim(conversation, claim.pk, at=START)
    assert offered is not None
    inbox.use_claim(offered=offered, conversation=conversation, by=rosa, at=START)
    return {"moderation": act, "plea": appeal, "plea_token": token, "claim": claim}
