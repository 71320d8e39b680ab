"""One post: how it will look, what the guard says, who approved it, what each network answered, and mending it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.audit.queries import story_of
from bedside.channels import actions as channels
from bedside.channels import states
from bedside.guard import actions as guard
from bedside.guard import queries as guard_queries
from bedside.guard.actions import Held
from bedside.guard.shapes import Verdict
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.publishing import actions, queries, rules
from bedside.publishing.forms import CorrectionForm, ReasonForm, ShownForm
from bedside.publishing.models import Post
from bedside.publishing.rules import State


@needs("publishing.read")
def post(request: Request, pk: int) -> HttpResponse:
    found = queries.access_post(request.organization, pk)
    if request.htmx:
        return render(request, "publishing/post.html#state", _context(request, found))
    return page(request, found)


def page(
    request: Request,
    found: Post,
    *,
    status: int = 200,
    held: Verdict | None = None,
    correction: CorrectionForm | None = None,
    decline_form: ReasonForm | None = None,
    reason: str = "",
    plea: str = "",
    shown: Mapping[int, ShownForm] | None = None,
) -> HttpResponse:
    """The whole page; `held` are the findings that stopped the last step, `correction` a form as it was sent, `plea`
    what was said to the privacy officer."""
    context = _context(request, found)
    if held is not None:
        context["verdict"], context["was_held"] = held, True
    context |= _release(found, context["verdict"], plea)
    context["correction"] = correction or CorrectionForm(initial={"text": found.text})
    context["correcting"] = correction is not None
    context["decline_form"] = decline_form or ReasonForm(prefix="decline")
    context["reason"] = reason
    pictures = queries.seen(found)
    context["pictures"] = [(one, (shown or {}).get(one.picture.pk) or _shown_form(one)) for one in pictures]
    context["missing"] = list(dict.fromkeys(said for one in pictures for said in one.missing))
    context["advice"] = queries.advice(found, pictures) if found.state == State.DRAFT else ()
    return render(request, "publishing/post.html", context, status=status)


def _shown_form(one: queries.Seen) -> ShownForm:
    return ShownForm(
        initial={"shown": one.picture.shown, "release": one.picture.release}, auto_id=f"id_{one.picture.pk}_%s"
    )


def _context(request: Request, found: Post) -> dict[str, Any]:
    member, state = request.member, State(found.state)
    is_author = member.pk == found.author_id
    may_approve = member.may("publishing.approve") and rules.may_approve(
        is_author=is_author, others=queries.others_who_may_approve(found)
    )
    open_to = {step: state in froms for step, froms in rules.STEPS.items()}
    writes, deliveries = member.may("publishing.write"), queries.deliveries_of(found)
    return {
        "post": found,
        "previews": queries.previews(found),
        "verdict": queries.verdict(found) if state is State.DRAFT else None,
        "deliveries": deliveries,
        "reportable": next(
            (one for one in deliveries if one.verb == one.PUBLISH and one.state in ("sent", "unknown")), None
        ),
        "by_hand": queries.by_hand(found),
        "counted": [remote for remote in queries.standing(found) if remote.counts],
        "story": story_of(found.organization, queries.SUBJECT, found.pk),
        "last_decline": found.declines.select_related("by__user").order_by("-at").first(),
        "corrections": found.corrections.select_related("by__user").order_by("at"),
        "can": {
            "change": writes and open_to["change"],
            "ask": writes and open_to["ask"],
            "approve": may_approve and open_to["approve"],
            "decline": member.may("publishing.approve") and open_to["decline"],
            "take_back": writes and open_to["take back"],
            "correct": member.may("publishing.correct") and open_to["correct"],
            "withdraw": member.may("publishing.correct") and open_to["withdraw"],
            "retry": writes or member.may("publishing.approve"),
        },
        "names": get_text_list([preview.fit.label for preview in queries.previews(found)], _("and")),
        "own": is_author and member.may("publishing.approve") and not may_approve,
        "at": now(),
    }


def _release(found: Post, verdict: Verdict | None, plea: str) -> dict[str, Any]:
    """What the page says of a release: whether one can be asked for, and where the last request stands."""
    appeal = guard_queries.latest_appeal(found.organization, queries.SUBJECT, found.pk)
    digests = None
    if appeal is not None and found.state == State.DRAFT:
        digests = [queries.parcel(found, target).digest() for target in found.targets.all()]
    blocked = verdict is not None and verdict.verdict == "block"
    return {
        "appeal": appeal,
        "standing": guard_queries.standing(appeal, digests, at=now()) if blocked or found.state != State.DRAFT else "",
        "askable": verdict is not None and guard_queries.askable(verdict, guard_queries.policy_of(found.organization)),
        "plea": plea,
    }


def reason_of(request: Request) -> str:
    """What answers the guard's warnings; without NUL, which PostgreSQL cannot keep."""
    return request.POST.get("reason", "").replace("\x00", "")[:300]


def asked(request: Request, found: Post) -> HttpResponse:
    """Asks for approval and answers with the post's page, or with what stopped it."""
    reason = reason_of(request)
    try:
        actions.ask_approval(post=found, by=request.member, at=now(), reason=reason)
    except Held as held:
        fresh = queries.access_post(request.organization, found.pk)
        return page(request, fresh, status=409, held=held.verdict, reason=reason)
    except (rules.NotFitting, rules.WrongState, rules.Impossible) as error:
        messages.error(request, str(error))
    except actions.NoAccount:
        messages.error(request, _("Choose where it goes first."))
    else:
        messages.success(request, _("Somebody who approves sees it now."))
    return redirect("publishing:post", org=request.organization.slug, pk=found.pk)


@needs("publishing.write")
@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    return asked(request, queries.access_post(request.organization, pk))


@needs("publishing.write")
@require_POST
def appeal(request: Request, pk: int) -> HttpResponse:
    """Asks the privacy officer to release a blocked draft."""
    found = queries.access_post(request.organization, pk)
    return _asked_officer(request, found, None, lambda **said: actions.ask_release(post=found, **said))


@needs("publishing.correct")
@require_POST
def appeal_correction(request: Request, pk: int) -> HttpResponse:
    """Asks the privacy officer to release a blocked correction, which is sent again from its form."""
    found = queries.access_post(request.organization, pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return page(request, found, status=422, correction=form)
    given = form.cleaned_data
    return _asked_officer(
        request,
        found,
        form,
        lambda **said: actions.ask_release_of_correction(
            post=queries.access_post(request.organization, pk), text=given["text"], correction=given["note"], **said
        ),
    )


def _asked_officer(
    request: Request, found: Post, form: CorrectionForm | None, step: Callable[..., object]
) -> HttpResponse:
    """Asks, and answers with the post's page; what was typed stays where it is refused."""
    plea = request.POST.get("plea", "").replace("\x00", "")[:1000]
    where = reverse("publishing:post", args=[request.organization.slug, found.pk])
    try:
        step(note=plea, where=where, by=request.member, at=now())
    except (guard.NeedsWords, guard.NothingHeld, guard.NeverReleased, rules.WrongState) as error:
        messages.error(request, str(error))
        status = 422 if isinstance(error, guard.NeedsWords) else 409
        return page(
            request, queries.access_post(request.organization, found.pk), status=status, correction=form, plea=plea
        )
    messages.success(request, _("The privacy officer is told. Nothing leaves until they decide."))
    if form is not None:
        return page(request, queries.access_post(request.organization, found.pk), correction=form)
    return redirect("publishing:post", org=request.organization.slug, pk=found.pk)


@needs("publishing.approve")
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    found = queries.access_post(request.organization, pk)
    digest = request.POST.get("digest", "")

    def step() -> str:
        actions.approve(post=found, by=request.member, at=now(), digest=digest)
        return _("Approved. It goes out at its time.") if found.due_at else _("Approved. It is on its way.")

    return _tried(request, found, step)


@needs("publishing.approve")
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    found = queries.access_post(request.organization, pk)
    form = ReasonForm(request.POST, prefix="decline")
    if not form.is_valid():
        return page(request, found, status=422, decline_form=form)

    def step() -> str:
        actions.decline(post=found, by=request.member, at=now(), note=form.cleaned_data["reason"])
        return _("It is back with its author, with your note.")

    return _tried(request, found, step)


@needs("publishing.write")
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    found = queries.access_post(request.organization, pk)

    def step() -> str:
        actions.take_back(post=found, by=request.member, at=now())
        return _("It is a draft again; nothing was sent.")

    return _tried(request, found, step)


@needs("publishing.correct")
@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    found = queries.access_post(request.organization, pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return page(request, found, status=422, correction=form)
    reason = reason_of(request)
    try:
        actions.correct(post=found, by=request.member, at=now(), reason=reason, **form.cleaned_data)
    except Held as held:
        return page(request, found, status=409, held=held.verdict, correction=form, reason=reason)
    except (rules.NotFitting, rules.WrongState) as error:
        form.add_error(None, str(error))
        return page(request, found, status=422, correction=form)
    messages.success(request, _("The correction is on its way to every network."))
    return redirect("publishing:post", org=request.organization.slug, pk=pk)


@needs("publishing.correct")
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    found = queries.access_post(request.organization, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it is withdrawn; the reason is kept."))
        return redirect("publishing:post", org=request.organization.slug, pk=pk)

    def step() -> str:
        actions.withdraw(post=found, by=request.member, at=now(), reason=form.cleaned_data["reason"])
        return _("It is being taken off every network. What it said is kept here.")

    return _tried(request, found, step)


@needs("publishing.read")
@require_POST
def delivery(request: Request, pk: int, delivery: int, act: str) -> HttpResponse:
    """Another try of what a network refused, or a look at whether it arrived."""
    found = queries.access_post(request.organization, pk)
    wanted = next((one for one in queries.deliveries_of(found) if one.pk == delivery), None)
    if wanted is None or act not in ("again", "check"):
        raise Http404("No such delivery.")
    if not (request.member.may("publishing.write") or request.member.may("publishing.approve")):
        raise PermissionDenied("publishing.write")

    def step() -> str:
        if act == "again":
            channels.try_again(delivery=wanted, by=request.member, at=now())
            return _("It is tried again.")
        channels.check_now(delivery=wanted, by=request.member, at=now())
        return _("The network is asked now.")

    return _tried(request, found, step)


def _tried(request: Request, found: Post, step: Callable[[], str]) -> HttpResponse:
    """Runs one step and says what came of it on the post's page."""
    try:
        messages.success(request, step())
    except actions.NotYours:
        messages.error(request, _("Somebody else has to approve your own post: four eyes see more than two."))
    except actions.NotApproved:
        messages.error(request, _("The post changed since you read it. Nothing was approved; please read it again."))
    except (rules.WrongState, rules.Impossible, states.WrongState) as error:
        messages.error(request, str(error))
    return redirect("publishing:post", org=request.organization.slug, pk=found.pk)
