"""Acts by the comment policy: hide, report, block, each with its clause and a sealed copy; and undoing them."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from bedside.audit import actions as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Arrival, Delivery
from bedside.inbox import queries, reporting, rules
from bedside.inbox.actions.answering import locked
from bedside.inbox.models import Message, ModerationAct
from bedside.inbox.moderation import CODE_SIGNS, LONGEST_WORDS, Kind, Refused, Way, ensure_clause, ensure_why
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization
from bedside.triage import read


def moderate(
    *, message: Message, kind: Kind, clause: str, words: str = "", by: Member, at: datetime
) -> ModerationAct | None:
    """The act, by a clause of the policy in force; `words` are for colleagues. What stands already is not done twice.

    Hiding is asked of the network, or done at once on the hub; reporting and blocking a person does on the network's
    own pages, and this is the record of it. None for an answer of ours. Raises moderation.NoClause, moderation.Refused,
    channels.NotOffered.
    """
    with transaction.atomic():
        locked(message.conversation)  # two people at once: the second finds what the first did
        message = queries.access_message(message.organization, message.pk)
        if message.arrival is None:
            return None
        if (standing := queries.standing_act(message, kind)) is not None:
            return standing
        policy, allowed = queries.enforced_now(message.organization)
        name = ensure_clause(clause, allowed)
        way, delivery = _carry_out(message, message.arrival, kind, name, by, at)
        evidence = _evidence(message, message.arrival)
        act = ModerationAct.objects.create(
            organization_id=message.organization_id,
            conversation=message.conversation,
            message=message,
            correspondent=message.conversation.correspondent,
            kind=kind,
            way=way,
            code=_free_code(message.organization),
            policy=policy,
            clause=clause,
            clause_name=name[:200],
            words=" ".join(words.replace("\x00", "").split())[:LONGEST_WORDS],
            network=message.arrival.account.network,
            root_id=message.arrival.root_id,
            intent=message.conversation.intent,
            sentiment=_mood(message.arrival),
            evidence=crypto.seal(evidence, context=seal_context(ModerationAct, "evidence", message.organization_id)),
            evidence_sha256=hashlib.sha256(evidence).hexdigest(),
            delivery=delivery,
            by=by,
            at=at,
        )
        record("inbox.moderated", act, by, at, act_kind=str(kind), clause=clause, show=False, message=message.pk)
        return act


def _carry_out(
    message: Message, arrival: Arrival, kind: Kind, name: str, by: Member, at: datetime
) -> tuple[Way, Delivery | None]:
    network = arrival.account.network
    if kind == Kind.HIDE:
        delivery = channels.moderate(arrival=arrival, show=False, reason=name, by=by, at=at)
        return (Way.HERE if network == "hub" else Way.NETWORK), delivery
    if not reporting.can_report(network):
        raise Refused(
            "It stands on the hospital's own site: there is nobody to report it to, and nobody there has an account. "
            "Hide it instead. Nothing was changed."
        )
    return Way.HAND, None


def _mood(arrival: Arrival) -> str:
    """The mood of these very words: a thread's own may come from another message."""
    return read(channel_queries.words_of(arrival), channel=arrival.account.network, stars=arrival.stars).sentiment


def _evidence(message: Message, arrival: Arrival) -> bytes:
    """What was written and by whom, as it stands now."""
    kept: dict[str, Any] = {
        "text": channel_queries.words_of(arrival),
        "author_name": arrival.author_name,
        "author_handle": arrival.author_handle,
        "author_id": arrival.author_id,
        "network": arrival.account.network,
        "network_id": arrival.network_id,
        "version": arrival.version,
        "url": arrival.url,
        "stars": arrival.stars,
        "posted_at": arrival.posted_at.isoformat(),
        "changed_at": arrival.changed_at.isoformat() if arrival.changed_at else None,
        "message": message.pk,
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _free_code(organization: Organization) -> str:
    while True:
        signs = "".join(secrets.choice(CODE_SIGNS) for _sign in range(8))
        code = f"{signs[:4]}-{signs[4:]}"
        if queries.act_by_code(organization, code) is None:
            return code


def record(kind: str, act: ModerationAct, by: Member | None, at: datetime, **details: Any) -> None:
    audit.record(kind, organization=act.organization, subject=act.conversation, by=by, at=at, act=act.pk, **details)


@transaction.atomic
def show_held(*, message: Message, by: Member, at: datetime) -> None:
    """Shows a comment that the hub had held until somebody looked; no act, as nobody had hidden it. Raises
    moderation.Refused where somebody did, channels.NotOffered."""
    locked(message.conversation)
    message = queries.access_message(message.organization, message.pk)
    if message.arrival is None:
        return
    if queries.standing_act(message, Kind.HIDE) is not None:
        raise Refused("Somebody hid it by the comment policy. Say why it should stand again; nothing was changed.")
    channels.moderate(arrival=message.arrival, show=True, reason="", by=by, at=at)
    audit.record(
        "inbox.moderated", organization=message.organization, subject=message.conversation, by=by, at=at, show=True,
        message=message.pk,
    )  # fmt: skip


@transaction.atomic
def undo_moderation(*, act: ModerationAct, why: str, by: Member, at: datetime) -> ModerationAct:
    """What was hidden is shown again; a report or a block is noted as taken back, which a person does on the network.
    Undone once, however often it is asked. Raises moderation.Refused, channels.NotOffered."""
    act = locked_act(act)
    if act.undone_at is not None:
        return act
    said = ensure_why(why, what="Say why it is undone")
    if act.kind == Kind.HIDE and act.message.arrival is not None:
        channels.moderate(arrival=act.message.arrival, show=True, reason=said, by=by, at=at)
    act.undone_at, act.undone_by, act.undone_why = at, by, said
    act.save(update_fields=["undone_at", "undone_by", "undone_why"])
    record("inbox.moderation_undone", act, by, at, act_kind=act.kind, message=act.message_id)
    return act


def locked_act(act: ModerationAct) -> ModerationAct:
    ModerationAct.objects.select_for_update(no_key=True).get(organization_id=act.organization_id, pk=act.pk)
    return queries.access_moderation_act(act.organization, act.pk)


@transaction.atomic
def see_evidence(*, act: ModerationAct, reason: str, by: Member, at: datetime) -> dict[str, Any]:
    """The copy as it was kept; who looked and why is in the record. Raises rules.NeedsReason."""
    if len(reason.strip()) < 5:
        raise rules.NeedsReason
    record("inbox.evidence_seen", act, by, at, reason=reason.strip()[:200])
    return queries.evidence_of(act)


@transaction.atomic
def note_export(*, organization: Organization, number: int, by: Member, at: datetime) -> None:
    """Somebody took the log away with them."""
    audit.record("inbox.moderation_exported", organization=organization, subject=None, by=by, at=at, number=number)
