"""What people say of the findings: "this is wrong", counted for the privacy officer, loosened by nobody but them."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.guard import actions, queries
from bedside.guard.policy import HARD, RULES, NotAPolicy, lowered
from bedside.guard.policy.floor import ENOUGH, FLOOR
from bedside.guard.policy.steps import KINDS
from bedside.guard.policy.words import words_of
from bedside.kit.times import now
from bedside.organizations.access import Request, needs


@needs("guard.check")
@require_POST
def dispute(request: Request) -> HttpResponse:
    """`wrong` is a rule, a kind and the quoted words, with bars between. Answers a script with a word, a browser
    without one with a page in a tab of its own."""
    rule, _bar, rest = request.POST.get("wrong", "").partition("|")
    kind, _bar, quote = rest.partition("|")
    try:
        actions.dispute(
            organization=request.organization, rule=rule, kind=kind, quote=quote, by=request.member, at=now()
        )
    except (actions.UnknownRule, actions.NeedsWords) as error:
        return render(request, "guard/kept.html", {"trouble": str(error)}, status=422)
    said = _("Kept. The privacy officer sees it. Nothing is loosened by itself, and your text stays as it is.")
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Trigger"] = json.dumps({"toast": {"text": str(said)}})
        return response
    return render(request, "guard/kept.html", {"said": said})


@needs("guard.approve")
def feedback(request: Request) -> HttpResponse:
    """Each rule over 90 days: held, sent all the same, released, called wrong."""
    at = now()
    holds = queries.in_force(request.organization)
    context = {
        "rows": [(one, _title(one.rule)) for one in queries.tallies(request.organization, since=at - queries.WINDOW)],
        "days": queries.WINDOW.days,
        "lowered": [{"title": _title(one.rule), "how": one.how, "phrase": one.phrase, "reason": one.reason}
                    for one in lowered(queries.said_by(holds))],
        "holds": holds,
        "at": at,
    }  # fmt: skip
    return render(request, "guard/feedback.html", context)


def _title(rule: str) -> str:
    return words_of(rule).title


@needs("guard.approve")
def quotes(request: Request, rule: str) -> HttpResponse:
    """The words that one rule's complaints are about; looking at them is an entry."""
    if rule not in queries.rules_known():
        raise Http404("There is no such rule.")
    return _quotes(request, rule)


def _quotes(
    request: Request, rule: str, *, status: int = 200, problems: tuple[str, ...] = (), pk: int = 0
) -> HttpResponse:
    at = now()
    rows = list(queries.feedback_of(request.organization, since=at - queries.WINDOW, rule=rule)[:200])
    if rows:
        actions.note_read_quotes(organization=request.organization, rule=rule, by=request.member, at=at)
    context = {
        "rule": rule,
        "title": _title(rule),
        "rows": [(row, queries.quote_of(row), KINDS[row.kind]) for row in rows],  # type: ignore[index]
        "may_allow": rule in RULES and rule not in HARD and request.member.may("guard.propose"),
        "least": ENOUGH if rule in FLOOR else 3,
        "problems": problems,
        "problem_at": pk,
        "reason": request.POST.get("reason", "")[:300],
        "at": at,
    }
    response = render(request, "guard/quotes.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@needs("guard.approve")
@require_POST
def allow(request: Request, pk: int) -> HttpResponse:
    """A draft of the policy in which the disputed words are allowed; another privacy officer approves it, or nobody."""
    found = queries.access_feedback(request.organization, pk)
    reason = request.POST.get("reason", "").replace("\x00", "")[:300]
    try:
        made = actions.propose_allowed(feedback=found, reason=reason, by=request.member, at=now())
    except NotAPolicy as error:
        return _quotes(request, found.rule, status=422, problems=tuple(error.problems), pk=pk)
    except actions.WrongStep as error:
        messages.error(request, str(error))
        return redirect("guard:quotes", org=request.organization.slug, rule=found.rule)
    messages.success(
        request, _("A draft is begun in which these words are allowed. Nothing changes until it is approved.")
    )
    return redirect("guard:version", org=request.organization.slug, pk=made.pk)


@needs("guard.approve")
def export(request: Request) -> HttpResponse:
    """The complaints of 90 days as JSON lines, without a word of any text; taking them out is an entry."""
    at = now()
    rows = list(queries.feedback_of(request.organization, since=at - queries.WINDOW).order_by("at", "pk"))
    lines = [
        json.dumps(
            {"rule": row.rule, "kind": row.kind, "digest": row.digest, "by": row.by.name, "at": row.at.isoformat()}
        )
        for row in rows
    ]
    actions.note_feedback_export(organization=request.organization, by=request.member, at=at, rows=len(rows))
    response = HttpResponse("".join(f"{line}\n" for line in lines), content_type="application/x-ndjson")
    response["Content-Disposition"] = f'attachment; filename="findings-{request.organization.slug}.jsonl"'
    response["Cache-Control"] = "no-store"
    return response
