"""Adding up what became of conversations: every minute what changed, and everything once where its basis changed.
Harmless to repeat, and to be cut off anywhere."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from bedside.inbox import queries
from bedside.inbox.measuring import Sums, sums_of, total
from bedside.inbox.models import Counted, Served, ServedSum
from bedside.inbox.queries import counting
from bedside.organizations.models import Organization

#: Entries of the record, and conversations, of one transaction.
ENTRIES, TALKS = 5_000, 2_000


@transaction.atomic
def count_up(*, organization: Organization, at: datetime) -> bool:
    """One step: conversations that the record named since the last one, or while everything is counted anew some more
    of all. Whether there is more to do."""
    basis = counting.basis_of(organization)
    stamp = basis.stamp()
    Counted.objects.bulk_create(
        [Counted(organization=organization, number=0, walked=0, stamp="", at=at)], ignore_conflicts=True
    )
    counted = Counted.objects.select_for_update().get(organization=organization)
    if counted.stamp != stamp:
        Served.objects.filter(organization=organization).delete()
        ServedSum.objects.filter(organization=organization).delete()
        # What happens from here on is named by the record, whether the walk has been there or not.
        counted.number, counted.walked, counted.stamp = queries.last_heard(organization), 0, stamp
    if counted.walked is not None:
        keys = counting.next_conversations(organization, counted.walked, most=TALKS)
        counted.walked = keys[-1] if len(keys) == TALKS else None
        more = True
    else:
        found, newest = counting.changed_since(organization, counted.number, most=ENTRIES)
        keys, more = sorted(found), newest - counted.number >= ENTRIES
        counted.number = newest
    if keys:
        _take(basis, keys)
    counted.at = at
    counted.save()
    return more


def _take(basis: counting.Basis, keys: Sequence[int]) -> None:
    """These conversations counted as they stand, and the days and months they were and are in added up anew."""
    organization = basis.organization
    before, after = counting.kept_facts(organization, keys), counting.facts_for(basis, keys)
    changed = [key for key in keys if before.get(key) != after.get(key)]
    if not changed:
        return
    Served.objects.filter(organization=organization, conversation_id__in=changed).delete()
    Served.objects.bulk_create(
        (
            Served(organization=organization, conversation_id=key, **counting.as_columns(after[key]))
            for key in changed
            if key in after
        ),
        batch_size=1_000,
    )
    days = {facts[key].on_date for facts in (before, after) for key in changed if key in facts}
    _add_days(organization, days)
    _add_months(organization, {day.replace(day=1) for day in days})


def _add_days(organization: Organization, days: Collection[date]) -> None:
    kept = ServedSum.objects.filter(organization=organization, span=ServedSum.DAY, on_date__in=days)
    kept.delete()
    for day in sorted(days):
        _keep(organization, ServedSum.DAY, day, sums_of(counting.facts_of_day(organization, day)))


def _add_months(organization: Organization, months: Collection[date]) -> None:
    """A month is the sum of its days."""
    kept = ServedSum.objects.filter(organization=organization, span=ServedSum.MONTH, on_date__in=months)
    kept.delete()
    for month in sorted(months):
        end = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        days = ServedSum.objects.filter(
            organization=organization, span=ServedSum.DAY, on_date__gte=month, on_date__lt=end
        ).exclude(facet="all")
        parts: dict[tuple[str, str], list[Sums]] = {}
        for facet, value, sums in days.values_list("facet", "value", "sums"):
            parts.setdefault((facet, value), []).append(Sums.from_bytes(sums))
        _keep(organization, ServedSum.MONTH, month, {facet: total(found) for facet, found in parts.items()})


def _keep(organization: Organization, span: str, day: date, sums: dict[tuple[str, str], Sums]) -> None:
    ServedSum.objects.bulk_create(
        ServedSum(
            organization=organization, span=span, on_date=day, facet=facet, value=value, sums=found.to_bytes()
        )
        for (facet, value), found in sums.items()
    )  # fmt: skip
