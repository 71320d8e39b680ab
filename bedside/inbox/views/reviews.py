"""Reviews: all of them with their stars, how they changed, what became of our answer, and what they say in all.

Nobody is asked for a review here or anywhere, with few stars or with many; see docs/how-to/reviews.md.
"""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from bedside.channels import queries as channels
from bedside.channels.rules import Ability
from bedside.inbox import actions, queries
from bedside.inbox.models import Review
from bedside.inbox.queries import Sought
from bedside.inbox.spans import day
from bedside.inbox.tables import table
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs

SIZE = 30
#: The most reviews of one table.
MOST = 50_000
ANSWERS = {
    "unanswered": _("without our answer"),
    "answered": _("answered"),
    "changed": _("changed after our answer"),
    "gone": _("taken away by their writer"),
}


def sought_of(request: Request) -> Sought:
    """What the address asks for; what cannot be is left out."""
    said = {name: str(value)[:40] for name, value in request.GET.items()}
    site = said.get("site", "")
    return Sought(
        stars=said.get("stars", "") if said.get("stars", "") in ("1", "2", "3", "4", "5", "none") else "",
        answer=said.get("answer", "") if said.get("answer", "") in queries.ANSWERS else "",
        network=said.get("network", "") if said.get("network", "") in channels.networks() else "",
        site=int(site) if site.isascii() and site.isdecimal() and len(site) < 16 else None,
        since=day(said.get("since", "")),
        until=day(said.get("until", "")),
    )


@needs("inbox.read")
def reviews(request: Request) -> HttpResponse:
    """`?stars=`, `?answer=`, `?network=`, `?site=`, `?since=` and `?until=` as days, `?page=`."""
    organization, sought = request.organization, sought_of(request)
    page = numbered(queries.reviews(organization, sought), number=request.GET.get("page", "1"), size=SIZE)
    places = queries.sites(organization)
    known = channels.networks()
    kept = request.GET.copy()
    kept.pop("page", None)
    standings = queries.standings(organization, sought)
    context = {
        "rows": queries.shown(organization, page.rows),
        "shown": page,
        "sought": sought,
        "standings": standings,
        "by_stars": list(enumerate(standings.whole.numbers, 1))[::-1],
        "most": max(standings.whole.numbers),
        "places": places.items(),
        "networks": [(name, network.label) for name, network in known.items() if Ability.REVIEWS in network.abilities],
        "answers": ANSWERS.items(),
        "any": bool(places),
        "query": kept.urlencode(),
        "exports": request.member.may("inbox.export"),
        "at": now(),
    }
    response = render(request, "inbox/reviews.html", context)
    response["Cache-Control"] = "no-store"
    return response


HEAD = (
    "number", "network", "site", "posted", "stars", "words", "versions", "changed", "taken_away", "from_before",
    "answer", "answered", "hours_to_answer",
)  # fmt: skip


@needs("inbox.export")
def reviews_csv(request: Request) -> HttpResponse:
    """The reviews that fit, without who wrote them or where they stand: days instead of instants, words with
    identifiers hidden. Recorded."""
    organization = request.organization
    found = list(queries.reviews(organization, sought_of(request))[:MOST])
    rows = list(_rows(request, found))
    actions.note_reviews_exported(organization=organization, number=len(rows), by=request.member, at=now())
    return table("reviews.csv", HEAD, rows)


def _rows(request: Request, found: list[Review]) -> Iterator[tuple[object, ...]]:
    zone, number = request.organization.zone, 0
    for begin in range(0, len(found), 500):
        for one in queries.shown(request.organization, found[begin : begin + 500]):
            review, message, answer = one.review, one.review.message, one.answer
            number += 1
            sent = answer.at if answer.state in ("sent", "changed") else None
            hours = (sent - review.posted_at).total_seconds() / 3600 if sent else None
            yield (
                number,
                one.network,
                one.site,
                review.posted_at.astimezone(zone).date(),
                review.stars or "",
                message.text,
                max(1, len(one.versions)),
                message.changed_at.astimezone(zone).date() if message.changed_at else "",
                "yes" if message.gone_at else "",
                "yes" if review.past else "",
                answer.state,
                sent.astimezone(zone).date() if sent else "",
                round(max(0.0, hours), 1) if hours is not None else "",
            )
