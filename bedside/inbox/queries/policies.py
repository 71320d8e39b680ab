"""The comment policy: its versions, what may be enforced by it now, and what it would say today."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from bedside.guard.plain import reading
from bedside.guard.queries import examine
from bedside.guard.shapes import Verdict
from bedside.inbox import clauses
from bedside.inbox.clauses import Own, Section, Settings, Times
from bedside.inbox.models import CommentPolicy, ModerationRule
from bedside.inbox.moderation import PolicyState
from bedside.organizations.models import Organization
from bedside.organizations.queries.hours import office_of

#: Days of the hospital's own without hours that the policy names; more would be a calendar.
MOST_CLOSED = 6


def policies(organization: Organization) -> list[CommentPolicy]:
    """All versions, newest first."""
    found = CommentPolicy.objects.filter(organization=organization).order_by("-number")
    return list(found.select_related("made_by__user", "proposed_by__user", "approved_by__user"))


def policy_in_force(organization: Organization) -> CommentPolicy | None:
    return CommentPolicy.objects.filter(organization=organization, state=PolicyState.IN_FORCE).first()


def policy_draft(organization: Organization) -> CommentPolicy | None:
    """The version one works on, or that waits for a second person."""
    states = [PolicyState.DRAFT, PolicyState.PROPOSED]
    return CommentPolicy.objects.filter(organization=organization, state__in=states).first()


def access_policy(organization: Organization, number: int) -> CommentPolicy:
    """The version of that number; raises Http404."""
    found = (
        CommentPolicy.objects.filter(organization=organization, number=number)
        .select_related("organization", "made_by__user", "proposed_by__user", "approved_by__user")
        .first()
    )
    if found is None:
        raise Http404("No such comment policy.")
    return found


def own_of(policy: CommentPolicy | None) -> tuple[Own, ...]:
    return tuple(Own(**one) for one in policy.own) if policy is not None else ()


def enforced_now(organization: Organization) -> tuple[CommentPolicy | None, dict[str, str]]:
    """The policy in force and what may be enforced by it; without one, only what protects people from exposure."""
    found = policy_in_force(organization)
    if found is None:
        return None, {key: clauses.label_of(key) for key in clauses.FLOOR}
    return found, found.enforced


def settings_of(
    organization: Organization, *, ownership: str, on: list[str], own: tuple[Own, ...], at: datetime
) -> Settings:
    """What a policy would be made of today: the hospital's facts, hours and days without any."""
    return Settings(
        name=organization.name,
        phone=organization.phone,
        email=organization.email,
        ownership=ownership,
        clauses=clauses.chosen(on),
        own=own,
        times=_times(organization, at=at),
    )


def _times(organization: Organization, *, at: datetime) -> Times:
    office = office_of(organization)
    if office is None:
        return Times()
    by_span: dict[tuple[str, str], list[int]] = {}
    for weekday, opens, closes in office.openings:
        by_span.setdefault((str(opens), str(closes)), []).append(int(weekday))
    spans = tuple((tuple(sorted(days)), opens, closes) for (opens, closes), days in by_span.items())
    today = at.astimezone(organization.zone).date().isoformat()
    own = sorted((str(day), str(name)) for day, name in office.closed if str(day) >= today)
    return Times(bool(office.always), tuple(sorted(spans)), bool(office.federal), tuple(own[:MOST_CLOSED]))


def composed(settings: Settings) -> dict[str, list[Section]]:
    """The text in every language."""
    return {language: clauses.compose(settings, language) for language in clauses.LANGUAGES}


def is_stale(policy: CommentPolicy, organization: Organization, *, at: datetime) -> bool:
    """Whether the hospital's name, phone, mail or hours have changed since, so that the page says what is not so."""
    settings = settings_of(organization, ownership=policy.ownership, on=policy.clauses, own=own_of(policy), at=at)
    fresh = composed(settings)
    return any(_told(fresh[one]) != _told(policy.texts.get(one, [])) for one in clauses.LANGUAGES)


def _told(sections: list[Section]) -> list[Section]:
    """What comes from the hospital's facts. Days that are over do not make a policy old."""
    return [
        one | {"lines": lines[:1] if one["key"] == "hours" else lines}
        for one in sections
        if one["key"] in ("intro", "hours", "contact") and isinstance(lines := one["lines"], list)
    ]


@dataclass(frozen=True)
class Read:
    """A policy's words in one language as a reader and the guard see them: a school grade in English, in Spanish the
    ease of Fernández Huerta (0 to 100, more is easier)."""

    language: str
    grade: float | None
    ease: float | None
    band: str
    verdict: Verdict


def read_policy(organization: Organization, texts: dict[str, list[Section]]) -> list[Read]:
    found = []
    for language in clauses.LANGUAGES:
        text = clauses.plain(texts.get(language, []))
        graded = reading(text, language)
        verdict = examine(organization=organization, text=text, kind="post")
        found.append(Read(language, graded.grade, graded.ease, graded.band, verdict))
    return found


@dataclass(frozen=True)
class Holding:
    """What the hub's comment boxes hold until somebody looked."""

    spam: bool = True
    misinformation: bool = True
    #: A public hospital holds no opinion back, so not what only reads as wrong either.
    is_public: bool = False


def holding(organization: Organization) -> Holding:
    kept = ModerationRule.objects.filter(organization=organization).first()
    policy = policy_in_force(organization)
    is_public = policy is not None and policy.ownership == "public"
    if kept is None:
        return Holding(misinformation=not is_public, is_public=is_public)
    return Holding(kept.hold_spam, kept.hold_misinformation and not is_public, is_public)
