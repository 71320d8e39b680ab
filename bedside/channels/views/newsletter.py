"""The newsletter for those who run it: its people, brought in and taken out, and how far each issue is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from bedside.channels.actions import newsletter as actions
from bedside.channels.forms import BringInForm
from bedside.channels.models import Subscriber
from bedside.channels.queries import newsletter as queries
from bedside.kit.pages import numbered
from bedside.kit.times import now
from bedside.organizations.access import Request, needs

STATES = {
    Subscriber.CONFIRMED: gettext_lazy("Subscribed"),
    Subscriber.PENDING: gettext_lazy("Not confirmed yet"),
    Subscriber.LEFT: gettext_lazy("Left"),
    Subscriber.SUPPRESSED: gettext_lazy("Not written to"),
}


@needs("channels.subscribers")
def subscribers(request: Request, pk: int) -> HttpResponse:
    return _page(request, pk, BringInForm())


def _page(request: Request, pk: int, form: BringInForm, *, status: int = 200) -> HttpResponse:
    found = queries.access_newsletter(request.organization, pk)
    state, sought = request.GET.get("state", ""), request.GET.get("address", "").strip()[:254]
    state = state if state in STATES else ""
    rows = numbered(queries.people(found, state=state, sought=sought), number=request.GET.get("page", "1"), size=20)
    counts = queries.people_by_state(found)
    context = {
        "account": found,
        "form": form,
        "shown": rows,
        "people": [queries.shown(one) for one in rows.rows],
        "states": [(key, label, counts[key], key == state) for key, label in STATES.items()],
        "state": state,
        "sought": sought,
        "issues": queries.issues(found),
        "at": now(),
    }
    return render(request, "channels/subscribers.html", context, status=status)


@needs("channels.subscribers")
@require_POST
def bring_in(request: Request, pk: int) -> HttpResponse:
    """People of a file; whatever is wrong with it, nothing is half taken."""
    account = queries.access_newsletter(request.organization, pk)
    form = BringInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, pk, form, status=422)
    try:
        done = actions.bring_in(
            account=account,
            content=form.cleaned_data["file"].read(),
            consent=form.cleaned_data["consent"],
            by=request.member,
            at=now(),
        )
    except actions.NoConsent:
        form.add_error("consent", _("Say in a sentence how these people agreed. Nothing was taken in."))
        return _page(request, pk, form, status=422)
    except actions.NoAddresses:
        form.add_error("file", _("No column of mail addresses was found in this file. Nothing was taken in."))
        return _page(request, pk, form, status=422)
    messages.success(
        request,
        _(
            "Taken in: %(added)d. Known already: %(known)d. Left out because they had left or their address does not "
            "work: %(kept_out)d. No mail address: %(unreadable)d."
        )
        % vars(done),
    )
    return redirect("channels:subscribers", org=request.organization.slug, pk=pk)


@needs("channels.subscribers")
@require_POST
def export(request: Request, pk: int) -> HttpResponse:
    account = queries.access_newsletter(request.organization, pk)
    content = actions.export(account=account, by=request.member, at=now())
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="subscribers.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@needs("channels.subscribers")
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """Somebody asked on the phone to hear no more."""
    found = queries.access_subscriber(request.organization, pk)
    actions.leave(subscriber=found, how="staff", at=now(), by=request.member)
    messages.success(request, _("The subscription has ended. Nothing more is written to them."))
    return redirect("channels:subscribers", org=request.organization.slug, pk=found.account_id)


@needs("channels.subscribers")
@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    found = queries.access_subscriber(request.organization, pk)
    account_id = found.account_id
    actions.forget(subscriber=found, by=request.member, at=now())
    messages.success(request, _("The address and everything known of that person are deleted."))
    return redirect("channels:subscribers", org=request.organization.slug, pk=account_id)


@needs("channels.read")
def issue(request: Request, pk: int) -> HttpResponse:
    """How far an issue is; no address is shown."""
    found = queries.access_issue(request.organization, pk)
    context = {
        "progress": queries.progress(found),
        "issue": found,
        "manages": request.member.may("channels.subscribers"),
    }
    return render(request, "channels/issue.html#state" if request.htmx else "channels/issue.html", context)


@needs("channels.subscribers")
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    found = queries.access_issue(request.organization, pk)
    number = actions.stop_issue(issue=found, by=request.member, at=now())
    said = ngettext("Stopped: one letter did not leave.", "Stopped: %(number)d letters did not leave.", number)
    messages.success(request, said % {"number": number})
    return redirect("channels:issue", org=request.organization.slug, pk=pk)


@needs("channels.subscribers")
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    found = queries.access_issue(request.organization, pk)
    number = actions.send_unknown_again(issue=found, by=request.member, at=now())
    said = ngettext("One letter leaves again.", "%(number)d letters leave again.", number)
    messages.success(request, said % {"number": number})
    return redirect("channels:issue", org=request.organization.slug, pk=pk)
