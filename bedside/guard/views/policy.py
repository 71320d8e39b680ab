"""The policy: what holds, its versions, writing one, what it would change, approving it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.guard import actions, queries
from bedside.guard.forms import AllowedForms, PolicyForm, TermForms, WordsForm, kept
from bedside.guard.models import Comparison, PolicyVersion
from bedside.guard.policy import RULES, NotAPolicy, Policy, lowered, parse
from bedside.guard.policy.floor import severity_of
from bedside.guard.policy.steps import STEPS, State
from bedside.guard.policy.words import words_of
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may


@needs("guard.check")
def home(request: Request) -> HttpResponse:
    """To what this person comes here for: requests that wait for them, else the etiquette."""
    waits = request.member.may("guard.override") and queries.waiting_appeals(request.organization)
    return redirect("guard:requests" if waits else "guard:etiquette", org=request.organization.slug)


def in_words(policy: Policy) -> dict[str, Any]:
    """A policy as a page shows it: what differs from the one that comes with Bedside."""
    return {
        "lowered": [{"title": words_of(one.rule).title, "how": one.how, "phrase": one.phrase, "reason": one.reason}
                    for one in lowered(policy)],
        "settings": [
            {
                "title": words_of(one.rule).title,
                "usual": severity_of(one.rule),
                "now": "off" if not one.on else one.severity or "",
                "reason": one.reason,
            }
            for one in policy.settings
        ],
        "terms": policy.terms,
        "allowed": [{"title": words_of(one.rule).title, "phrase": one.phrase, "reason": one.reason}
                    for one in policy.allowed],
        "said": policy,
    }  # fmt: skip


@needs("guard.check")
def policy(request: Request) -> HttpResponse:
    """What holds now, for everybody; the versions, for those who write them."""
    holds = queries.in_force(request.organization)
    proposes = request.member.may("guard.propose")
    context = {
        "holds": holds,
        "words": in_words(queries.said_by(holds)),
        "rules": [words_of(rule).title for rule in RULES],
        "proposes": proposes,
        "versions": queries.versions_of(request.organization)[:50] if proposes else [],
        "at": now(),
    }
    return render(request, "guard/policy.html", context)


@needs("guard.propose")
@require_POST
def draft(request: Request) -> HttpResponse:
    """A new version, begun from what holds now."""
    made = actions.draft(organization=request.organization, by=request.member, at=now())
    return redirect("guard:edit", org=request.organization.slug, pk=made.pk)


@needs("guard.propose")
def version(request: Request, pk: int) -> HttpResponse:
    """One version: what it says, what it would change, and the next step."""
    found = queries.access_version(request.organization, pk)
    if request.htmx:
        return render(request, "guard/version.html#count", _context(request, found))
    return _version(request, found)


def _version(
    request: Request, found: PolicyVersion, *, status: int = 200, words: WordsForm | None = None, step: str = ""
) -> HttpResponse:
    """The page; `words` is a form as it was sent, for the step it belongs to."""
    context = _context(request, found)
    context["reason"] = words if step == "propose" else _reason()
    context["note"] = words if step == "send back" else _note()
    context["step"] = step
    return render(request, "guard/version.html", context, status=status)


def _reason(data: Any = None) -> WordsForm:
    return WordsForm(data, label=_("Why this is better"), least=10, help_text=_("The privacy officer reads it."))


def _note(data: Any = None) -> WordsForm:
    return WordsForm(data, label=_("What should be different"), prefix="note")


def _context(request: Request, found: PolicyVersion) -> dict[str, Any]:
    member, state = request.member, State(found.state)
    own = found.author_id == member.pk
    count = queries.comparison_of(found)
    holds = queries.in_force(request.organization)
    number = holds.number if holds else 0
    approves = member.may("guard.approve")
    officers = members_who_may(request.organization, "guard.approve")
    return {
        "version": found,
        "words": in_words(queries.said_by(found)),
        "count": count,
        "stale": count is not None and count.against != number and state is State.PROPOSED,
        "told": _told(request, count) if count is not None and count.finished_at else None,
        "own": own,
        "alone": own and approves and len(officers) == 1,
        "can": {
            "edit": own and state in STEPS["change"],
            "propose": state in STEPS["propose"],
            "approve": approves and not own and state in STEPS["approve"],
            "send_back": approves and not own and state in STEPS["send back"],
            "withdraw": state in STEPS["withdraw"],
            "compare": state in STEPS["compare"],
        },
        "at": now(),
    }


#: What may become of a text, in the order people care.
OUTCOMES = ("allow>block", "allow>warn", "warn>block", "block>warn", "block>allow", "warn>allow")


def _told(request: Request, count: Comparison) -> dict[str, Any]:
    """The count as a page shows it; titles are asked of whoever keeps the texts, and kept nowhere here."""
    result = count.result
    keys: dict[str, list[int]] = {}
    for one in result["examples"]:
        keys.setdefault(one["subject"], []).append(one["id"])
    sources = queries.texts_of()
    titles = {
        (subject, pk): title
        for subject, wanted in keys.items()
        if subject in sources
        for pk, title in sources[subject].titles(request.organization, wanted).items()
    }
    return {
        "verdicts": [
            {"before": step.partition(">")[0], "after": step.partition(">")[2], "number": result["verdicts"][step]}
            for step in OUTCOMES
            if step in result["verdicts"]
        ],
        "rules": [
            {"title": _title(rule), **numbers} for rule, numbers in sorted(result["rules"].items(), key=_heaviest)
        ],
        "examples": [
            one
            | {
                "title": titles.get((one["subject"], one["id"])) or _("a text that is gone since"),
                "rules": [_title(rule) for rule in one["rules"]],
            }
            for one in result["examples"]
        ],
        "changed": result["changed"],
    }


def _title(rule: str) -> str:
    return words_of(rule).title


def _heaviest(row: tuple[str, dict[str, int]]) -> int:
    return -sum(row[1].values())


@needs("guard.propose")
def edit(request: Request, pk: int) -> HttpResponse:
    """Writing a draft. Kept whole or not at all: a policy with a mistake in it is shown again with every mistake."""
    found = queries.access_version(request.organization, pk)
    if found.author_id != request.member.pk or State(found.state) not in STEPS["change"]:
        return redirect("guard:version", org=request.organization.slug, pk=pk)
    said = queries.said_by(found)
    sent = request.POST if request.method == "POST" else None
    form = PolicyForm(sent, policy=said)
    terms = TermForms(sent, prefix="terms", initial=found.data["terms"])
    allowed = AllowedForms(sent, prefix="allowed", initial=found.data["allowed"])
    problems: list[str] = []
    if sent is not None and all([form.is_valid(), terms.is_valid(), allowed.is_valid()]):
        given = {
            "rules": form.rules(),
            "terms": kept(terms),
            "allowed": kept(allowed),
            "warnings_need_reason": form.cleaned_data["warnings_need_reason"],
            "overrides": form.cleaned_data["overrides"],
        }
        try:
            actions.change(version=found, policy=parse(given), by=request.member, at=now())
        except NotAPolicy as error:
            problems = error.problems
        except (actions.WrongStep, actions.NotYours) as error:
            problems = [str(error)]
        else:
            messages.success(request, _("The draft is kept. Nothing changes until a privacy officer approves it."))
            step = "guard:edit" if sent.get("next") == "more" else "guard:version"
            return redirect(step, org=request.organization.slug, pk=pk)
    elif sent is not None:
        problems = [_("Something in the form does not fit. It is marked below; nothing was kept yet.")]
        problems += [str(one) for rows in (terms, allowed) for one in rows.non_form_errors()]
    context = {"version": found, "form": form, "terms": terms, "allowed": allowed, "problems": problems}
    return render(request, "guard/edit.html", context, status=422 if problems else 200)


@needs("guard.propose")
def data(request: Request, pk: int) -> HttpResponse:
    """The version as a file, for `bedside policy check` and for another hospital."""
    found = queries.access_version(request.organization, pk)
    response = JsonResponse(found.data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="policy-{request.organization.slug}-{found.number}.json"'
    response["Cache-Control"] = "no-store"
    return response


@needs("guard.propose")
@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    found = queries.access_version(request.organization, pk)
    form = _reason(request.POST)
    if not form.is_valid():
        return _version(request, found, status=422, words=form, step="propose")

    def step() -> str:
        actions.propose(version=found, reason=form.cleaned_data["words"], by=request.member, at=now())
        return _("Proposed. Bedside counts what it would change; a privacy officer can approve it then.")

    return _tried(request, found, step)


@needs("guard.propose")
@require_POST
def compare(request: Request, pk: int) -> HttpResponse:
    found = queries.access_version(request.organization, pk)

    def step() -> str:
        actions.compare_again(version=found, by=request.member, at=now())
        return _("The count has begun anew.")

    return _tried(request, found, step)


@needs("guard.approve")
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    found = queries.access_version(request.organization, pk)

    def step() -> str:
        actions.approve(version=found, seen=request.POST.get("digest", ""), by=request.member, at=now())
        return _("It is in force. Everybody is asked to read the etiquette again.")

    return _tried(request, found, step)


@needs("guard.approve")
@require_POST
def send_back(request: Request, pk: int) -> HttpResponse:
    found = queries.access_version(request.organization, pk)
    form = _note(request.POST)
    if not form.is_valid():
        return _version(request, found, status=422, words=form, step="send back")

    def step() -> str:
        actions.send_back(version=found, note=form.cleaned_data["words"], by=request.member, at=now())
        return _("It is a draft again, with your note.")

    return _tried(request, found, step)


@needs("guard.propose")
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    found = queries.access_version(request.organization, pk)

    def step() -> str:
        actions.withdraw(version=found, by=request.member, at=now())
        return _("Withdrawn. It stays here to be read.")

    return _tried(request, found, step)


def _tried(request: Request, found: PolicyVersion, step: Callable[[], str]) -> HttpResponse:
    """Runs one step and says on the version's page what came of it."""
    try:
        messages.success(request, step())
    except (actions.WrongStep, actions.NotYours, actions.ReadAgain, actions.NeedsWords) as error:
        messages.error(request, str(error))
    return redirect("guard:version", org=request.organization.slug, pk=found.pk)
