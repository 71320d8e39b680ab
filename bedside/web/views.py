"""Where a person is led first, Today, the live line, the heart beat, and the page for a form that came too late."""

from datetime import timedelta
from zoneinfo import available_timezones

from asgiref.sync import sync_to_async
from django import forms
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from bedside.channels import queries as channels
from bedside.guard.queries import reminder_of
from bedside.inbox import queries as inbox
from bedside.incidents import queries as incidents
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import actions as organizations
from bedside.organizations import queries as organization_queries
from bedside.organizations.access import Request, doors, needs, public, signed_in
from bedside.organizations.models import User
from bedside.organizations.queries import access, memberships_of
from bedside.publishing import queries as publishing
from bedside.recovery import queries as recovery
from bedside.web import live as lines

COMMON_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """To the one hospital a person works at, or to the choice, or to founding the first one."""
    assert isinstance(request.user, User)
    mine = memberships_of(request.user)
    if len(mine) == 1:
        return redirect("today", org=mine[0].organization.slug)
    if mine:
        return render(request, "web/choose.html", {"memberships": mine})
    return redirect("welcome")


class WelcomeForm(forms.Form):
    name = forms.CharField(label=_("Name of the hospital"), max_length=160)
    timezone = forms.ChoiceField(label=_("Time zone"), help_text=_("Posts go out by this clock."))
    phone = forms.CharField(
        label=_("Phone line to give patients"),
        max_length=40,
        required=False,
        help_text=_("Answers offer this number, so that details never have to be written in public."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in COMMON_ZONES)
        zones = self.fields["timezone"]
        assert isinstance(zones, forms.ChoiceField)
        zones.choices = [
            (_("United States"), [(zone, zone.replace("_", " ")) for zone in COMMON_ZONES]),
            (_("Elsewhere"), [(zone, zone.replace("_", " ")) for zone in others if not zone.startswith("Etc/")]),
        ]


@signed_in
def welcome(request: HttpRequest) -> HttpResponse:
    """The first run: three facts, and the hospital is there. Only while this person has none."""
    assert isinstance(request.user, User)
    if memberships_of(request.user):
        return redirect("home")
    if not organizations.may_found(request.user):
        return render(request, "web/nowhere.html", status=403)
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = organizations.found(**form.cleaned_data, administrator=request.user, at=now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("today", org=made.slug)
    return render(request, "web/welcome.html", {"form": form})


@needs("today.read")
def today(request: Request) -> HttpResponse:
    """What needs somebody now, what goes out, what waits, what is broken."""
    organization, member, at = request.organization, request.member, now()
    reads_inbox = member.may("inbox.read")
    counts = inbox.counts(organization, member) if reads_inbox else {}
    approves = member.may("publishing.approve")
    waiting = list(publishing.waiting_for(organization)[:6])
    context = {
        "at": at,
        "writes": member.may("publishing.write"),
        "reads_inbox": reads_inbox,
        "urgent": list(inbox.most_urgent(organization, 6)) if reads_inbox else [],
        "counts": counts,
        "overdue": inbox.overdue(organization, at=at) if reads_inbox else 0,
        "approves": approves,
        "releases": list(inbox.releases_for(member)[:4]) if member.may("inbox.release") else [],
        "waiting": waiting if approves else [post for post in waiting if post.author_id == member.pk],
        "upcoming": list(publishing.upcoming(organization, at + timedelta(hours=24))[:8]),
        "failed": list(publishing.troubled(organization)[:4]),
        "incident_clocks": incidents.open_clocks(organization, at=at)[:6] if member.may("incidents.manage") else [],
        "alarms": list(inbox.unanswered_alarms(organization)[:5]) if reads_inbox else [],
        "gaps": organization_queries.gaps(organization, at=at) if reads_inbox else [],
        "overdue_cases": list(recovery.overdue_for(member, today=at.astimezone(organization.zone).date())[:5])
        if member.may("recovery.read")
        else [],
        "late": list(channels.deliveries_late(organization, at=at)[:5]),
        "mood": inbox.mood(organization, at=at) if reads_inbox else None,
        "accounts": channels.accounts_of(organization).count(),
        "unread": None if request.htmx else reminder_of(member),
    }
    template = "web/today.html#now" if request.htmx else "web/today.html"
    return render(request, template, context)


async def live(request: HttpRequest, org: str) -> HttpResponseBase:
    """The live line of one organization's pages; ends by itself, so that rights are looked at again."""
    organization = request.organization  # type: ignore[attr-defined]
    user = await request.auser()
    if not isinstance(user, User):
        return HttpResponse(status=401)
    await sync_to_async(access)(user, organization, "today.read")
    response = StreamingHttpResponse(lines.stream(organization.pk), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"
    return response


doors["bedside.web.views.live"] = "today.read"


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers and a worker's heart beats; 503 says which does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        alive = queue.workers_alive()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "up", "workers": alive}, status=200 if alive else 503)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"reason": "form"}, status=403)
