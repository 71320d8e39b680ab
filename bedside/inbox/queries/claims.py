"""Corrections of what is not true: the list, those that answer a message, and claims that many repeat."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.http import Http404

from bedside.guard.queries import examine
from bedside.guard.shapes import Verdict
from bedside.inbox.claims import LANGUAGES, WIDE, WIDE_WITHIN, ClaimState, Near, nearest
from bedside.inbox.models import Claim, Conversation, Message
from bedside.organizations.models import Organization

#: The conversations of one week that are looked through for claims many repeat.
MOST_LOOKED = 400


def claims(organization: Organization, *, retired: bool = False) -> "QuerySet[Claim]":
    """All that are not retired (or those that are), with how often each was used."""
    found = Claim.objects.filter(organization=organization).select_related("written_by__user", "approved_by__user")
    found = found.filter(state=ClaimState.RETIRED) if retired else found.exclude(state=ClaimState.RETIRED)
    return found.annotate(used=Count("uses")).order_by("myth", "pk")


def claims_in_use(organization: Organization, *, today: date) -> "QuerySet[Claim]":
    """What may be offered: approved, and its review not due."""
    return Claim.objects.filter(organization=organization, state=ClaimState.APPROVED, review_date__gt=today)


def access_claim(organization: Organization, claim_id: int) -> Claim:
    """The claim; raises Http404."""
    found = (
        Claim.objects.filter(organization=organization, pk=claim_id)
        .select_related("organization", "written_by__user", "approved_by__user")
        .first()
    )
    if found is None:
        raise Http404("No such correction.")
    return found


def ways_of(claim: Claim) -> list[str]:
    return [claim.myth, *(line for line in claim.ways.splitlines() if line.strip())]


@dataclass(frozen=True)
class Offered:
    """A correction as it would stand in the answer box, and why it is offered."""

    claim: Claim
    language: str
    text: str
    shared: tuple[str, ...]


def worded(claim: Claim, language: str) -> tuple[str, str]:
    """The correction with its source, and the language it is in: the one asked for where there is one."""
    spoken = language if language in claim.texts else next((one for one in LANGUAGES if one in claim.texts), "en")
    return f"{claim.texts.get(spoken, '')} ({claim.source_name}, {claim.source_url})", spoken


def corrections_for(conversation: Conversation, latest: Message | None, *, at: datetime) -> list[Offered]:
    """The approved corrections nearest to the latest message, where it was read as misinformation."""
    if latest is None or conversation.intent != "misinformation":
        return []
    organization = conversation.organization
    today = at.astimezone(organization.zone).date()
    usable = {one.pk: one for one in claims_in_use(organization, today=today)[:500]}
    found = []
    for near in nearest(latest.text, {key: ways_of(one) for key, one in usable.items()}):
        claim = usable[near.key]
        text, language = worded(claim, conversation.language)
        found.append(Offered(claim, language, text, near.shared))
    return found


def offered_claim(conversation: Conversation, claim_id: int, *, at: datetime) -> Offered | None:
    """One that may be used today, as it would stand in this conversation's box."""
    organization = conversation.organization
    today = at.astimezone(organization.zone).date()
    claim = claims_in_use(organization, today=today).filter(pk=claim_id).first()
    if claim is None:
        return None
    text, language = worded(claim, conversation.language)
    return Offered(claim, language, text, ())


def widespread(organization: Organization, *, at: datetime) -> dict[int, int]:
    """Claim -> conversations of the last seven days that repeat it, where they are many."""
    today = at.astimezone(organization.zone).date()
    usable = {one.pk: ways_of(one) for one in claims_in_use(organization, today=today)[:500]}
    if not usable:
        return {}
    lately = Conversation.objects.filter(
        organization=organization, intent="misinformation", last_at__gt=at - WIDE_WITHIN
    )
    counts: dict[int, int] = {}
    for preview in lately.order_by("-last_at").values_list("preview", flat=True)[:MOST_LOOKED]:
        found: list[Near] = nearest(preview, usable)
        if found:
            counts[found[0].key] = counts.get(found[0].key, 0) + 1
    return {key: number for key, number in counts.items() if number >= WIDE}


def claim_verdicts(claim: Claim, organization: Organization) -> dict[str, Verdict]:
    """What the guard says of each language's words as they would leave."""
    return {
        language: examine(organization=organization, text=worded(claim, language)[0], kind="reply")
        for language in claim.texts
    }
