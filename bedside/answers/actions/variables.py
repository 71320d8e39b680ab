"""Setting variables. A phone or a site among them becomes a fact of the hospital, so that the guard knows it."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from bedside.answers import rules
from bedside.answers.models import AnswerVariable
from bedside.answers.rules import BUILT_IN, WELL_KNOWN, Unfit
from bedside.audit import actions as audit
from bedside.guard.queries import examine
from bedside.organizations import actions as organizations
from bedside.organizations.models import Member, Organization

MOST = 60
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{5,24}\d(?:\s?(?:ext\.?|x)\s?\d{1,6})?")
_SITE = re.compile(r"(?:https?://)?(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?:/[^\s]{0,120})?", re.IGNORECASE)


@transaction.atomic
def keep_variables(*, organization: Organization, values: Mapping[str, str], by: Member, at: datetime) -> Organization:
    """The variables as they are now; an empty value, or a missing name, takes one away. Raises Unfit: for a name that
    stands for a person, and for a value that the guard would block in a reply."""
    kept = {name.strip().casefold(): " ".join(value.split()) for name, value in values.items() if value.strip()}
    for name, value in kept.items():
        if why := rules.why_no_name(name) if name not in WELL_KNOWN else "":
            raise Unfit(why)
        if len(value) > 200 or "{" in value or "}" in value:
            raise Unfit(f"The value of {{{name}}} has at most 200 characters and no braces. Nothing was kept.")
    if len(kept) > MOST:
        raise Unfit(f"There can be {MOST} variables. Nothing was kept.")
    organization = _facts(organization, kept, by, at)
    for name, value in kept.items():
        verdict = examine(organization=organization, text=f"Please use this: {value}", kind="reply")
        if verdict.verdict == "block":
            which = ", ".join(sorted({one.rule.replace("_", " ") for one in verdict.findings}))
            raise Unfit(f"The guard would block the value of {{{name}}} in a reply ({which}). Nothing was kept.")
    here = AnswerVariable.objects.filter(organization=organization)
    before = dict(here.values_list("name", "value"))
    here.exclude(name__in=kept).delete()
    changed = sorted(set(before) ^ set(kept) | {name for name in kept if before.get(name) != kept[name]})
    for name in kept:
        if before.get(name) != kept[name]:
            AnswerVariable.objects.update_or_create(
                organization=organization,
                name=name,
                defaults={"value": kept[name], "changed_at": at, "changed_by": by},
            )
    if changed:
        audit.record(
            "answers.variables_kept", organization=organization, subject=organization, by=by, at=at, names=changed
        )
    return organization


def _facts(organization: Organization, kept: Mapping[str, str], by: Member, at: datetime) -> Organization:
    """Phones and sites among the values, added to the hospital's own."""
    phones, urls = list(organization.phones), list(organization.urls)
    for name, value in kept.items():
        known = WELL_KNOWN.get(name) or BUILT_IN.get(name)
        if (known is not None and known.what == "phone") or _PHONE.fullmatch(value):
            phones += [] if value in (*phones, organization.phone) or len(value) > 40 else [value]
        elif (known is not None and known.what == "site") or _SITE.fullmatch(value):
            urls += [] if value in (*urls, organization.website) else [value]
    if phones == organization.phones and urls == organization.urls:
        return organization
    return organizations.change_facts(organization=organization, by=by, at=at, phones=phones[:60], urls=urls[:60])
