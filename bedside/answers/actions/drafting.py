"""Setting up the machine that may draft, and noting what its calls met."""

from datetime import datetime, timedelta

from django.db import transaction

from bedside.answers import endpoint
from bedside.answers.models import Drafter
from bedside.answers.rules import Unfit
from bedside.audit import actions as audit
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Member, Organization


@transaction.atomic
def keep_drafter(
    *,
    organization: Organization,
    is_on: bool,
    base_url: str,
    model: str,
    key: str | None,
    is_inside: bool,
    instruction: str,
    most_tokens: int,
    most_a_month: int,
    patience: int,
    by: Member,
    at: datetime,
) -> Drafter:
    """The drafter as it is from now on; `key` None keeps the one there is. A key is never sent to another address than
    the one it was given for: with a new address it has to be given anew. Raises Unfit."""
    address = base_url.strip().rstrip("/")
    if why := endpoint.why_no_address(address, is_inside=is_inside):
        raise Unfit(why)
    if not model.strip():
        raise Unfit("Say which model drafts, by the name the endpoint knows it by.")
    found = Drafter.objects.select_for_update().filter(organization=organization).first()
    drafter = found or Drafter(organization=organization)
    if found is not None and key is None and found.key and found.base_url != address:
        raise Unfit("The address changed, so the key has to be given again: it was meant for the old one.")
    if key is not None:
        context = seal_context(Drafter, "key", organization.pk)
        drafter.key = crypto.seal(key.strip(), context=context) if key.strip() else b""
    drafter.is_on, drafter.base_url, drafter.model, drafter.is_inside = is_on, address, model.strip()[:120], is_inside
    drafter.instruction = instruction.strip()[:1000]
    drafter.most_tokens, drafter.most_a_month, drafter.patience = most_tokens, most_a_month, patience
    drafter.changed_at, drafter.changed_by = at, by
    drafter.trouble, drafter.trouble_at = "", None
    drafter.save()
    audit.record(
        "answers.drafter_kept",
        organization=organization,
        subject=drafter,
        by=by,
        at=at,
        on=is_on,
        inside=is_inside,
        host=endpoint.host_of(address),
        model=drafter.model,
        month=most_a_month,
    )
    return drafter


@transaction.atomic
def switch_off(*, organization: Organization, by: Member, at: datetime) -> None:
    """Nothing is sent to it any more, at once; what was set stays, without the key."""
    drafter = Drafter.objects.select_for_update().filter(organization=organization).first()
    if drafter is None:
        return
    drafter.is_on, drafter.key, drafter.changed_at, drafter.changed_by = False, b"", at, by
    drafter.save(update_fields=["is_on", "key", "changed_at", "changed_by"])
    audit.record("answers.drafter_off", organization=organization, subject=drafter, by=by, at=at)


@transaction.atomic
def note_call(*, drafter: Drafter, trouble: str, at: datetime) -> None:
    """What a call met, for the settings page; "" where it went well. The same trouble again within the hour is not
    written anew."""
    if drafter.trouble == trouble and (
        not trouble or (drafter.trouble_at is not None and at - drafter.trouble_at < timedelta(hours=1))
    ):
        return
    drafter.trouble, drafter.trouble_at = trouble[:300], at if trouble else None
    drafter.save(update_fields=["trouble", "trouble_at"])
