"""What was done by the comment policy: the log, one act with its evidence, appeals, and how even-handed it was."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404

from bedside.guard import redact
from bedside.guard.queries import facts_of
from bedside.inbox.models import Conversation, Message, ModerationAct, ModerationAppeal
from bedside.inbox.moderation import Balance, Kind, balance, tidy_code
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Organization

_WITH = ("conversation__account", "policy", "by__user", "undone_by__user", "delivery", "message")


def acts(
    organization: Organization,
    *,
    since: datetime | None = None,
    kind: str = "",
    clause: str = "",
    standing: bool = False,
) -> "QuerySet[ModerationAct]":
    """The log, newest first."""
    found = ModerationAct.objects.filter(organization=organization).select_related(*_WITH)
    if since is not None:
        found = found.filter(at__gte=since)
    if kind:
        found = found.filter(kind=kind)
    if clause:
        found = found.filter(clause=clause)
    if standing:
        found = found.filter(undone_at=None)
    return found.order_by("-at", "-pk")


def access_moderation_act(organization: Organization, act_id: int) -> ModerationAct:
    """The act; raises Http404."""
    found = (
        ModerationAct.objects.filter(organization=organization, pk=act_id)
        .select_related(*_WITH, "organization", "message__arrival__account__organization", "correspondent")
        .first()
    )
    if found is None:
        raise Http404("No such act.")
    return found


def acts_on(conversation: Conversation) -> list[ModerationAct]:
    """What was done about a conversation's messages and still stands."""
    found = ModerationAct.objects.filter(organization_id=conversation.organization_id, conversation=conversation)
    return list(found.filter(undone_at=None).select_related("by__user", "delivery").order_by("pk"))


def standing_act(message: Message, kind: Kind) -> ModerationAct | None:
    found = ModerationAct.objects.filter(organization_id=message.organization_id, message=message, kind=kind)
    return found.filter(undone_at=None).first()


def act_by_code(organization: Organization, code: str) -> ModerationAct | None:
    """What the public names by its reference, however it was typed."""
    tidy = tidy_code(code[:40])
    if not tidy:
        return None
    return ModerationAct.objects.filter(organization=organization, code=tidy).first()


def hidden_below(organization: Organization, root_id: str) -> list[ModerationAct]:
    """What is hidden below a post of the hub, oldest first."""
    found = ModerationAct.objects.filter(organization=organization, root_id=root_id, kind=Kind.HIDE, network="hub")
    return list(found.filter(undone_at=None).order_by("pk")[:100])


def evidence_of(act: ModerationAct) -> dict[str, Any]:
    """What was written and by whom, unsealed. Whoever shows it to somebody audits that first."""
    context = seal_context(ModerationAct, "evidence", act.organization_id)
    kept: dict[str, Any] = json.loads(crypto.unseal(bytes(act.evidence), context=context))
    return kept


def is_evidence_whole(act: ModerationAct) -> bool:
    """Whether the copy is still the one that was kept."""
    context = seal_context(ModerationAct, "evidence", act.organization_id)
    opened = crypto.unseal(bytes(act.evidence), context=context)
    return hashlib.sha256(opened).hexdigest() == act.evidence_sha256


# ---- counts ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    """A time's acts: by kind, by clause and mood, and how even-handed hiding was."""

    number: int
    undone: int
    kinds: tuple[tuple[str, int], ...]
    clauses: tuple[tuple[str, int, dict[str, int]], ...]  # name, how often, by mood
    balance: Balance


def counted(organization: Organization, *, since: datetime, until: datetime) -> Counted:
    """Of acts in that time, undone ones with them; moods of everybody who wrote in it stand below as the whole."""
    found = list(
        ModerationAct.objects.filter(organization=organization, at__gte=since, at__lt=until).values_list(
            "kind", "clause_name", "clause", "sentiment", "undone_at"
        )
    )
    wrote = Conversation.objects.filter(organization=organization, last_at__gte=since, last_at__lt=until)
    written = dict(wrote.values_list("sentiment").annotate(n=Count("pk")).order_by())
    hidden = [(clause, mood) for kind, _name, clause, mood, _undone in found if kind == Kind.HIDE]
    by_clause: dict[str, dict[str, int]] = {}
    for kind, name, _clause, mood, _undone in found:
        if kind == Kind.HIDE:
            moods = by_clause.setdefault(name, {})
            moods[mood] = moods.get(mood, 0) + 1
    ranked = sorted(by_clause.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    return Counted(
        number=len(found),
        undone=sum(undone is not None for *_rest, undone in found),
        kinds=tuple((str(kind), sum(one[0] == kind for one in found)) for kind in Kind),
        clauses=tuple((name, sum(moods.values()), moods) for name, moods in ranked),
        balance=balance(hidden, written),
    )


# ---- appeals ---------------------------------------------------------------------------------------------------------


def appeals(organization: Organization) -> list[ModerationAppeal]:
    """What waits, oldest first, then what was decided lately."""
    found = ModerationAppeal.objects.filter(organization=organization).select_related(
        "act__by__user", "act__conversation", "decided_by__user"
    )
    waiting = list(found.filter(decided_at=None).order_by("pk")[:200])
    return waiting + list(found.exclude(decided_at=None).order_by("-decided_at")[:50])


def waiting_moderation_appeals(organization: Organization) -> int:
    return ModerationAppeal.objects.filter(organization=organization, decided_at=None).count()


def access_moderation_appeal(organization: Organization, appeal_id: int) -> ModerationAppeal:
    """The appeal; raises Http404."""
    found = (
        ModerationAppeal.objects.filter(organization=organization, pk=appeal_id)
        .select_related("organization", "act__by__user", "act__conversation__account", "decided_by__user")
        .first()
    )
    if found is None:
        raise Http404("No such appeal.")
    return found


def appeal_of(act: ModerationAct) -> ModerationAppeal | None:
    return ModerationAppeal.objects.filter(organization_id=act.organization_id, act=act).first()


def appeal_by_token(organization: Organization, token: str) -> ModerationAppeal | None:
    """Whose secret this is, if anybody's."""
    digest = hashlib.sha256(token[:200].encode()).hexdigest()
    found = ModerationAppeal.objects.filter(organization=organization, digest=digest)
    return found.select_related("act").first()


def opened_appeal(appeal: ModerationAppeal) -> dict[str, str]:
    """What the person wrote: "where" and "words"."""
    context = seal_context(ModerationAppeal, "sealed", appeal.organization_id)
    kept: dict[str, str] = json.loads(crypto.unseal(bytes(appeal.sealed), context=context))
    return kept


def appeal_words(appeal: ModerationAppeal) -> dict[str, str]:
    """The same for a page: identifiers hidden, an address left as it is."""
    facts = facts_of(appeal.organization)
    kept = opened_appeal(appeal)
    where = kept["where"]
    return {
        "where": where if where.startswith("https://") and " " not in where else redact(where, facts=facts).text,
        "words": redact(kept["words"], facts=facts).text,
    }
