"""Somebody of the public asks that another person looks again, and what that person decides."""

import hashlib
import json
import secrets
from datetime import datetime

from django.db import transaction

from bedside.audit import actions as audit
from bedside.guard.queries import examine
from bedside.inbox import queries
from bedside.inbox.actions.moderating import locked_act, undo_moderation
from bedside.inbox.models import ModerationAct, ModerationAppeal
from bedside.inbox.moderation import LONGEST_APPEAL, NotYours, Refused, ensure_why
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization

#: Appeals that wait at once; more than this is a flood, which nobody can answer.
MOST_WAITING = 500


class Flooded(Refused):
    """Too many wait already."""


class AskedAlready(Refused):
    """Somebody asked about this before; it is looked at once."""


@transaction.atomic
def ask_moderation_appeal(
    *, organization: Organization, act: ModerationAct | None, where: str, words: str, language: str, at: datetime
) -> tuple[ModerationAppeal, str]:
    """The appeal, and the secret by which its writer reads the decision. Without an act, a person finds which is meant
    by `where`. Raises moderation.Refused, AskedAlready, Flooded."""
    said = words.replace("\x00", "").strip()[:LONGEST_APPEAL]
    place = " ".join(where.replace("\x00", "").split())[:500]
    if len(said) < 5:
        raise Refused("Say why it should stand again. Nothing was sent yet.")
    if act is None and len(place) < 5:
        raise Refused("Say where your comment stood. Nothing was sent yet.")
    if queries.waiting_moderation_appeals(organization) >= MOST_WAITING:
        raise Flooded("Many people asked us just now. Please try again tomorrow, or call us.")
    if act is not None:
        act = locked_act(act)
        if act.undone_at is not None:
            raise AskedAlready("We have shown it again already.")
        if queries.appeal_of(act) is not None:
            raise AskedAlready("Somebody has asked us about this one already. It is looked at once.")
    token = secrets.token_urlsafe(24)
    sealed = json.dumps({"where": place, "words": said}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    made = ModerationAppeal.objects.create(
        organization=organization,
        act=act,
        digest=hashlib.sha256(token.encode()).hexdigest(),
        language="es" if language == "es" else "en",
        sealed=crypto.seal(sealed, context=seal_context(ModerationAppeal, "sealed", organization.pk)),
        at=at,
    )
    audit.record(
        "inbox.appealed", organization=organization, subject=made, by=None, at=at, as_name="a visitor",
        act=act.pk if act is not None else 0,
    )  # fmt: skip
    return made, token


def _locked(appeal: ModerationAppeal) -> ModerationAppeal:
    ModerationAppeal.objects.select_for_update(no_key=True).get(organization_id=appeal.organization_id, pk=appeal.pk)
    return queries.access_moderation_appeal(appeal.organization, appeal.pk)


@transaction.atomic
def match_appeal(*, appeal: ModerationAppeal, code: str, by: Member, at: datetime) -> ModerationAppeal:
    """Says which act is meant. Raises moderation.Refused."""
    appeal = _locked(appeal)
    if appeal.act is not None or appeal.decided_at is not None:
        raise Refused("This appeal has its act already. Nothing was changed.")
    act = queries.act_by_code(appeal.organization, code)
    if act is None:
        raise Refused("There is no act with this reference. Look it up in the log; nothing was changed.")
    if queries.appeal_of(act) is not None:
        raise Refused("Another appeal is about that act already. Nothing was changed.")
    appeal.act = act
    appeal.save(update_fields=["act"])
    audit.record("inbox.appeal_matched", organization=appeal.organization, subject=appeal, by=by, at=at, act=act.pk)
    return appeal


@transaction.atomic
def decide_appeal(*, appeal: ModerationAppeal, stands: bool, reason: str, by: Member, at: datetime) -> ModerationAppeal:
    """Whether the act stands, with words that the person reads; where it does not, it is undone. An appeal of which
    nobody can tell what it is about can only be turned down. Raises moderation.NotYours for whoever did the act,
    moderation.Refused, channels.NotOffered."""
    appeal = _locked(appeal)
    if appeal.decided_at is not None:
        raise Refused("Somebody has decided this already. Nothing was changed.")
    if appeal.act is not None and appeal.act.by_id == by.pk:
        raise NotYours("You did this, so another person decides. Nothing was changed.")
    if appeal.act is None and not stands:
        raise Refused("Say first which act is meant. Nothing was changed.")
    said = ensure_why(reason, what="Say why: the person reads it")
    verdict = examine(organization=appeal.organization, text=said, kind="message")
    if verdict.verdict == "block":
        which = ", ".join(sorted({one.rule.replace("_", " ") for one in verdict.findings}))
        raise Refused(f"The guard would block these words ({which}). Write them in general; nothing was changed.")
    if appeal.act is not None and not stands:
        undo_moderation(act=appeal.act, why=f"On appeal: {said}", by=by, at=at)
    appeal.outcome = ModerationAppeal.UPHELD if stands else ModerationAppeal.REVERSED
    appeal.reason, appeal.decided_by, appeal.decided_at = said, by, at
    appeal.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])
    audit.record(
        "inbox.appeal_decided", organization=appeal.organization, subject=appeal, by=by, at=at, outcome=appeal.outcome,
        act=appeal.act_id or 0,
    )  # fmt: skip
    return appeal
