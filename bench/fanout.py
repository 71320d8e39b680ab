"""One emergency post to every network at once, and a hundred and twenty hospitals at the same minute."""

import itertools
import time
from datetime import datetime, timedelta

from bench import Row
from bench.crowd import Firm, found, mail, media, owned, publish, publishable
from bench.place import Place, await_, place

TOGETHER, HOSPITALS, EACH, LATENCY = 16, 120, 5, 200


def rows() -> list[Row]:
    return [*_emergency(), *_everybody()]


def _emergency() -> list[Row]:
    """The limit nothing could beat: the slowest network's own calls, one after the other, with nothing around them."""
    with place(accounts=0, latency_ms=0) as here, media(here) as origin, mail() as port:
        from bedside.channels.queries import hub_account
        from bedside.kit.times import now
        from bedside.organizations import tenancy

        _at(here, origin)
        names = [network.name for network in publishable()]
        firms = [found(here, 0, names)]
        with tenancy.entered(firms[0].organization.pk):
            firms[0].accounts += owned(firms[0], port)
        kinds = len(firms[0].accounts) + 1  # with the hub
        if kinds < TOGETHER:  # some networks twice, until there are sixteen: not every network takes posts
            firms.append(found(here, 1, names[: TOGETHER - kinds]))
        here.rehearsal.latency_ms = LATENCY
        bare = max(_bare(firm) for firm in firms)
        here.work(1)
        due = now() + timedelta(seconds=3 + len(names) * 0.2)
        asked = 0
        for firm in firms:
            with tenancy.entered(firm.organization.pk):
                hub = hub_account(firm.organization)
                chosen = [*firm.accounts, *([hub] if hub and firm is firms[0] else [])]
                for account in chosen:
                    publish(firm, account, "Emergency: the hospital is open, roads are closed. Call 555-0142.", due)
                    asked += 1
        seconds = _settled(firms, asked, 60, due)
    return [
        Row(f"one emergency post on {asked} accounts of {kinds} networks, accepted by all, "
            f"{LATENCY} ms latency", round(seconds, 2), "s", 5.0,
            "the slowest network's calls alone, bare", round(bare, 2)),
    ]  # fmt: skip


def _bare(firm: Firm) -> float:
    from bedside.channels import registry
    from bedside.channels.actions import wire
    from bedside.kit.times import now
    from bedside.organizations import tenancy

    slowest = 0.0
    with tenancy.entered(firm.organization.pk):
        for account in firm.accounts:
            asked = publish(firm, account, "A first call, bare.", now() + timedelta(days=300))
            connector = registry.connector(account)
            connector.publish(wire.outgoing_of(asked))
            began = time.perf_counter()
            asked = publish(firm, account, "A second call, bare.", now() + timedelta(days=300))
            outgoing = wire.outgoing_of(asked)
            began = time.perf_counter()
            connector.publish(outgoing)
            slowest = max(slowest, time.perf_counter() - began)
    return slowest


def _everybody() -> list[Row]:
    with place(accounts=0, latency_ms=0) as here, media(here) as origin:
        _at(here, origin)
        names = [network.name for network in publishable()]
        firms = [found(here, n, [names[(n + k) % len(names)] for k in range(EACH)]) for n in range(HOSPITALS)]
        here.rehearsal.latency_ms = LATENCY
        from bedside.kit.times import now
        from bedside.organizations import tenancy

        due = now() + timedelta(seconds=45)
        for firm in firms:
            with tenancy.entered(firm.organization.pk):
                for account in firm.accounts:
                    publish(firm, account, f"Flu shots are here, {account.network}.", due)
        assert now() < due, "this machine was too slow to ask for them in time"
        here.work(2)
        seconds = _settled(firms, HOSPITALS * EACH, 300, due)
        turned = _order(firms)
    calls = HOSPITALS * EACH * LATENCY / 1000
    return [
        Row(f"{HOSPITALS} hospitals × {EACH} networks at the same minute, two workers, {LATENCY} ms latency",
            round(seconds, 1), "s", 60.0, "one bare call each, one after the other", round(calls, 1)),
        Row("of them out of their account's order", turned, "posts", 0, "nothing is allowed", None),
    ]  # fmt: skip


def _at(here: Place, origin: str) -> None:
    """Pictures can be fetched there, in this process and in the workers."""
    from django.conf import settings

    settings.ORIGIN = origin
    here.variables["BEDSIDE_ORIGIN"] = origin


def _settled(firms: list[Firm], asked: int, patience: float, due: datetime) -> float:
    """Seconds from due until the last network accepted."""
    from bedside.channels.models import Delivery
    from bedside.organizations import tenancy

    def sent() -> int:
        number = 0
        for firm in firms:
            with tenancy.entered(firm.organization.pk):
                number += Delivery.objects.filter(organization=firm.organization, state="sent").count()
        return number

    await_(lambda: sent() >= asked, patience, f"not all of {asked} posts were sent")
    last = 0.0
    for firm in firms:
        with tenancy.entered(firm.organization.pk):
            for row in Delivery.objects.filter(organization=firm.organization, state="sent"):
                if row.done_at is not None:
                    last = max(last, (row.done_at - due).total_seconds())
    return last


def _order(firms: list[Firm]) -> int:
    """How many posts were accepted before one that was due earlier on the same account."""
    from bedside.channels.models import Delivery
    from bedside.organizations import tenancy

    turned = 0
    for firm in firms:
        with tenancy.entered(firm.organization.pk):
            for account in firm.accounts:
                rows = Delivery.objects.filter(organization=firm.organization, account=account)
                done = list(rows.order_by("due_at", "id").values_list("done_at", flat=True))
                turned += sum(a > b for a, b in itertools.pairwise(done) if a and b)
    return turned
