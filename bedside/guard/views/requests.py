"""Requests for release: the queue of the privacy officer, and what became of one's own."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.guard import actions, queries
from bedside.guard.forms import ReleaseForm, WordsForm
from bedside.guard.models import Appeal
from bedside.guard.policy.steps import ENOUGH, GROUNDS, RELEASE_LASTS, Asked, Ground
from bedside.guard.policy.words import words_of
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs

VIEWS: dict[str, list[Asked]] = {
    "waiting": [Asked.WAITING],
    "decided": [one for one in Asked if one is not Asked.WAITING],
}


@needs("guard.check")
def appeals(request: Request) -> HttpResponse:
    """`?view=waiting|decided`. A privacy officer sees all of them, everybody else their own."""
    decides = request.member.may("guard.override")
    view = request.GET.get("view", "waiting")
    view = view if view in VIEWS else "waiting"
    found = queries.appeals_of(request.organization).filter(state__in=VIEWS[view])
    if not decides:
        found = found.filter(asked_by=request.member)
    order = "asked_at" if view == "waiting" else "-decided_at"
    shown = numbered(found.order_by(order, "pk"), number=request.GET.get("page", "1"), size=30)
    context = {
        "view": view,
        "decides": decides,
        "shown": shown,
        "rows": [(one, [_title(rule) for rule in one.rules]) for one in shown.rows],
        "older": f"?view={view}&page={shown.number + 1}" if shown.has_next else "",
        "newer": f"?view={view}&page={shown.previous}" if shown.number > 1 else "",
        "at": now(),
    }
    return render(request, "guard/requests.html", context)


def _title(rule: str) -> str:
    return words_of(rule).title


def _access(request: Request, pk: int) -> Appeal | None:
    """The request, for its asker and for privacy officers; None, with a word, for anybody else."""
    found = queries.access_appeal(request.organization, pk)
    if found.asked_by_id == request.member.pk or request.member.may("guard.override"):
        return found
    messages.error(request, _("Only who asked and the privacy officer see this."))
    return None


@needs("guard.check")
def appeal(request: Request, pk: int) -> HttpResponse:
    """One request: the words with the findings marked, the thread, and the decision."""
    found = _access(request, pk)
    if found is None:
        return redirect("guard:requests", org=request.organization.slug)
    return _appeal(request, found)


def _appeal(
    request: Request,
    found: Appeal,
    *,
    status: int = 200,
    release_form: ReleaseForm | None = None,
    refusal: WordsForm | None = None,
) -> HttpResponse:
    member, at = request.member, now()
    actions.note_read(appeal=found, by=member, at=at)
    opened = queries.open_appeal(found)
    is_asker = found.asked_by_id == member.pk
    others = queries.others_who_may_release(member) if is_asker else 1
    decides = member.may("guard.override") and found.state == Asked.WAITING and (not is_asker or others == 0)
    context = {
        "appeal": found,
        "opened": opened,
        "parcels": _parcels(opened) if opened else [],
        "releases": queries.releases_of(found),
        "grounds": {ground.value: words for ground, words in GROUNDS.items()},
        "until": found.decided_at + RELEASE_LASTS if found.decided_at else None,
        "standing": queries.standing(found, at=at),
        "titles": [_title(rule) for rule in found.rules],
        "is_asker": is_asker,
        "decides": decides,
        "alone": decides and is_asker,
        "waits_for_another": member.may("guard.override") and is_asker and others > 0,
        "release_form": release_form or ReleaseForm(),
        "refusal": refusal or _refusal(),
        "refusing": refusal is not None,
        "at": at,
    }
    response = render(request, "guard/request.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _refusal(data: Any = None) -> WordsForm:
    return WordsForm(
        data,
        prefix="refusal",
        label=_("What to do instead"),
        least=10,
        help_text=_("The asker reads these words. Leave out what must not be said."),
    )


def _parcels(opened: queries.Opened) -> list[dict[str, Any]]:
    """The same words to several networks are shown once."""
    shown: list[dict[str, Any]] = []
    for parcel in opened.parcels:
        same = next((one for one in shown if one["text"] == parcel["text"] and one["alts"] == parcel["alts"]), None)
        where = parcel["audience"].removeprefix("public:").partition(":")[0]
        if same is not None:
            same["where"].append(where)
            continue
        shown.append(
            parcel
            | {
                "where": [where],
                "pieces": list(marked(parcel["text"], parcel["findings"])),
                "findings": [one | {"title": _title(one["rule"])} for one in parcel["findings"]],
            }
        )
    return shown


def marked(text: str, findings: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the severity of what was found there, or ""; where two overlap, the heavier."""
    weights = [""] * len(text)
    for severity in ("warn", "block"):
        for one in findings:
            if one["severity"] == severity and text[one["start"] : one["end"]] == one["quote"]:
                weights[one["start"] : one["end"]] = [severity] * (one["end"] - one["start"])
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or weights[index] != weights[start]:
            yield text[start:index], weights[start]
            start = index


@needs("guard.override")
@require_POST
def release(request: Request, pk: int) -> HttpResponse:
    found = queries.access_appeal(request.organization, pk)
    form = ReleaseForm(request.POST)
    if form.is_valid() and form.cleaned_data["ground"] == Ground.CONSENT and not form.cleaned_data["release"].strip():
        form.add_error("release", _("Name the signed release: its number, or where it is kept."))
    if form.is_valid() and len(" ".join(form.cleaned_data["reason"].split())) < ENOUGH:
        form.add_error("reason", _("Say why it may leave in at least 15 characters; it is kept."))
    if not form.is_valid():
        return _appeal(request, found, status=422, release_form=form)

    def step() -> str:
        actions.release(appeal=found, by=request.member, at=now(), **form.cleaned_data)
        return _("Released for 24 hours, exactly as it stands. Whoever asked is told, and sends it.")

    return _tried(request, found, step)


@needs("guard.override")
@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    found = queries.access_appeal(request.organization, pk)
    form = _refusal(request.POST)
    if not form.is_valid():
        return _appeal(request, found, status=422, refusal=form)

    def step() -> str:
        actions.refuse(appeal=found, answer=form.cleaned_data["words"], by=request.member, at=now())
        return _("Not released. Whoever asked reads your words.")

    return _tried(request, found, step)


@needs("guard.check")
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    found = _access(request, pk)
    if found is None:
        return redirect("guard:requests", org=request.organization.slug)

    def step() -> str:
        actions.take_back(appeal=found, by=request.member, at=now())
        return _("Taken back. Nobody decides it any more.")

    return _tried(request, found, step)


def _tried(request: Request, found: Appeal, step: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, step())
    except (actions.WrongStep, actions.NotYours, actions.NeedsWords, actions.NeverReleased) as error:
        messages.error(request, str(error))
    return redirect("guard:request", org=request.organization.slug, pk=found.pk)
