"""A draft by the model that the hospital configured: asked for by a person, made in a job, read by the guard."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bedside.answers import actions as answers
from bedside.answers import endpoint
from bedside.answers import queries as answer_queries
from bedside.answers.models import Drafter
from bedside.audit import actions as audit
from bedside.channels import queries as channel_queries
from bedside.guard import redact
from bedside.guard.queries import examine, facts_of
from bedside.inbox import prompting, queries, rules
from bedside.inbox.actions.answering import locked
from bedside.inbox.models import Conversation, Draft
from bedside.inbox.prompting import Said
from bedside.kit import queue
from bedside.kit.crypto import Unopenable
from bedside.organizations.models import Member, Organization

#: A busy endpoint is asked once more, if it says that this is soon.
SOON = timedelta(seconds=90)
TRIES = 2
USUAL_LIMIT = 600


class NoDrafter(Exception):
    """No model is switched on here."""


class MonthFull(Exception):
    """The month's drafts are used up."""


@dataclass(frozen=True)
class Prepared:
    """One call: where to, and what is said."""

    draft: Draft
    drafter: Drafter
    line: endpoint.Line
    messages: list[dict[str, str]]


@transaction.atomic
def ask_draft(*, conversation: Conversation, by: Member, at: datetime) -> Draft:
    """A draft, to be made in a job; the one under way again where there is one. Raises NoDrafter, MonthFull,
    rules.Closed, rules.NothingToAnswer."""
    conversation = locked(conversation)
    rules.ensure_open(conversation.state)
    latest = queries.latest_of_public(conversation)
    if latest is None:
        raise rules.NothingToAnswer
    drafter = queries.drafting_of(conversation.organization)
    if drafter is None:
        raise NoDrafter
    going = queries.latest_draft(conversation, by)
    if going is not None and going.state in (Draft.ASKED, Draft.CALLING) and not queries.is_given_up(going, at=at):
        return going
    Drafter.objects.select_for_update(no_key=True).get(organization_id=drafter.organization_id, pk=drafter.pk)
    if queries.drafts_this_month(conversation.organization, at=at) >= drafter.most_a_month:
        raise MonthFull
    draft = Draft.objects.create(
        organization=conversation.organization, conversation=conversation, answers=latest, by=by, asked_at=at
    )
    audit.record(
        "inbox.draft_asked", organization=conversation.organization, subject=conversation, by=by, at=at, draft=draft.pk
    )
    queue.defer("inbox.draft", organization_id=draft.organization_id, draft_id=draft.pk)
    return draft


@transaction.atomic
def begin_draft(*, organization: Organization, draft_id: int, at: datetime) -> Prepared | None:
    """The call to make, claimed; None where it was made already, or the model was switched off meanwhile."""
    mine = Draft.objects.filter(organization=organization, pk=draft_id, state=Draft.ASKED)
    draft = mine.select_for_update(of=("self",), no_key=True).select_related("conversation__organization").first()
    if draft is None:
        return None
    drafter = queries.drafting_of(organization)
    if drafter is None:
        _end(draft, Draft.FAILED, at, said="The model was switched off meanwhile.")
        return None
    try:
        key = answer_queries.key_of(drafter)
    except Unopenable:
        _end(draft, Draft.FAILED, at, said="The key cannot be opened any more. An administrator gives a new one.")
        return None
    messages = _messages(draft, drafter, at)
    draft.state, draft.tries, draft.model = Draft.CALLING, draft.tries + 1, drafter.model
    draft.digest = hashlib.sha256(json.dumps(messages, ensure_ascii=False).encode()).hexdigest()
    draft.save(update_fields=["state", "tries", "model", "digest"])
    line = endpoint.Line(
        base_url=drafter.base_url,
        model=drafter.model,
        key=key,
        is_inside=drafter.is_inside,
        most_tokens=drafter.most_tokens,
        patience=float(drafter.patience),
    )
    return Prepared(draft, drafter, line, messages)


def _messages(draft: Draft, drafter: Drafter, at: datetime) -> list[dict[str, str]]:
    """What is sent: words with identifiers hidden, hidden once more by today's rules, and approved answers."""
    conversation = draft.conversation
    facts = facts_of(conversation.organization)
    thread = [
        Said(message.is_ours, redact(message.text, facts=facts).text) for message in queries.messages_of(conversation)
    ]
    latest = queries.latest_of_public(conversation)
    approved = [one.filled.text for one in queries.suggestions_for(conversation, latest, at=at) if one.is_ready]
    limit = channel_queries.answering(latest.arrival).text if latest is not None and latest.arrival else None
    return prompting.messages(
        hospital=conversation.organization.name,
        language=conversation.language,
        limit=min(limit or USUAL_LIMIT, USUAL_LIMIT),
        thread=thread,
        approved=approved,
        instruction=drafter.instruction,
    )


@transaction.atomic
def end_draft(*, draft: Draft, drafter: Drafter, completion: endpoint.Completion, at: datetime) -> Draft:
    """The draft, if the guard lets it pass; what it would block is dropped, and only the rules are kept."""
    answers.note_call(drafter=drafter, trouble="", at=at)
    text = prompting.tidied(completion.text)
    draft.tokens = completion.tokens
    if not text:
        return _end(draft, Draft.FAILED, at, said="The model wrote nothing that can be used.")
    conversation, arrival = draft.conversation, draft.answers.arrival
    verdict = examine(
        organization=conversation.organization,
        text=text,
        kind=rules.kind_of_answer(arrival.kind if arrival is not None else ""),
        inbound=channel_queries.words_of(arrival) if arrival is not None else None,
        author=conversation.author_name or conversation.author_handle,
    )
    found = sorted({finding.rule for finding in verdict.findings})
    if verdict.verdict == "block":
        return _end(draft, Draft.DROPPED, at, rules=found)
    return _end(draft, Draft.MADE, at, text=text, rules=found)


@transaction.atomic
def fail_draft(*, draft: Draft, drafter: Drafter, trouble: endpoint.Trouble, at: datetime) -> Draft:
    """No draft, with the reason; a busy endpoint that is free again soon is asked once more."""
    answers.note_call(drafter=drafter, trouble=trouble.said, at=at)
    if trouble.retry_at is not None and draft.tries < TRIES and trouble.retry_at - at <= SOON:
        draft.state = Draft.ASKED
        draft.save(update_fields=["state"])
        queue.defer("inbox.draft", after=trouble.retry_at, organization_id=draft.organization_id, draft_id=draft.pk)
        return draft
    return _end(draft, Draft.FAILED, at, said=trouble.said)


def _end(
    draft: Draft, state: str, at: datetime, *, text: str = "", said: str = "", rules: list[str] | None = None
) -> Draft:
    draft.state, draft.text, draft.said, draft.rules, draft.done_at = state, text, said[:300], rules or [], at
    draft.save()
    kind = "inbox.drafted" if state in (Draft.MADE, Draft.DROPPED) else "inbox.draft_failed"
    audit.record(
        kind,
        organization=draft.conversation.organization,
        subject=draft.conversation,
        by=None,
        at=at,
        as_name="the model",
        draft=draft.pk,
        state=state,
        digest=draft.digest,
        tokens=draft.tokens,
        rules=draft.rules,
    )
    return draft


@transaction.atomic
def put_draft(*, draft: Draft, at: datetime) -> str:
    """The draft's words, for the box of whoever asked."""
    draft.state = Draft.PUT
    draft.save(update_fields=["state"])
    return draft.text
