"""Acts from the list and from a conversation: many at once, snooze, label, spam, merge, split, follow-up, undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bedside.inbox import actions, queries, rules
from bedside.inbox.actions.sorting import NoName
from bedside.inbox.asking import of_query
from bedside.inbox.forms import AssignForm, FollowUpForm, LabelForm, SnoozeForm, ViewForm
from bedside.inbox.models import Label
from bedside.inbox.views.conversation import back_to, message_of
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may

#: What may be done to many at once, and the permission beyond reading the inbox that it needs.
MANY = {
    "close": "inbox.reply",
    "reopen": "inbox.reply",
    "spam": "inbox.reply",
    "snooze": "inbox.reply",
    "label": "inbox.reply",
    "unlabel": "inbox.reply",
    "assign": "inbox.assign",
    "take": "inbox.assign",
}


def _list(request: Request, query: str) -> HttpResponse:
    here = reverse("inbox:list", args=[request.organization.slug])
    query = of_query(query).query()
    return redirect(f"{here}?{query}" if query else here)


@needs("inbox.read")
@require_POST
def bulk(request: Request) -> HttpResponse:
    """One act on the chosen conversations, or on all that fit the filters (`all=yes`) up to actions.MOST. What an act
    needs and was not said is asked for on a page of its own."""
    act, query = request.POST.get("act", ""), request.POST.get("query", "")[:1000]
    if act not in MANY:
        messages.info(request, _("Nothing was asked for, and nothing was changed."))
        return _list(request, query)
    if not request.member.may(MANY[act]):
        messages.error(request, _("Your role cannot do that. Nothing was changed."))
        return _list(request, query)
    keys = _keys(request, query)
    if not keys:
        messages.info(request, _("Nothing was chosen, and nothing was changed."))
        return _list(request, query)
    at, given = now(), dict[str, Any]()
    form = _asked(request, act)
    if form is not None and not (request.POST.get("sure") and form.is_valid()):
        return _ask(request, act, query, keys, form)
    try:
        if isinstance(form, SnoozeForm):
            given["until"] = form.instant(at=at, zone=request.organization.zone)
        elif isinstance(form, LabelForm):
            given["label"] = _label(request, form.cleaned_data["label"])
        elif isinstance(form, AssignForm):
            given["to"] = form.member()
    except (ValueError, NoName):
        assert form is not None
        form.add_error(None, _("That cannot be: choose a time that is still to come, or another name."))
        return _ask(request, act, query, keys, form)
    if act == "take":
        act, given["to"] = "assign", request.member
    done = actions.do_many(
        organization=request.organization, kind=act, keys=keys, by=request.member, at=at, **given
    )  # fmt: skip
    if done.kept:
        said = ngettext("%(n)d was left as it is.", "%(n)d were left as they are.", done.kept) % {"n": done.kept}
        messages.info(request, f"{said} {_('Critical messages that wait stay in sight.')}")
    return _list(request, query)


def _keys(request: Request, query: str) -> list[int]:
    """The chosen conversations, or the first that fit the filters; one of another hospital is none of ours."""
    if request.POST.get("all") == "yes":
        filters = of_query(query)
        if filters.words:
            found = queries.search(request.organization, filters, member=request.member, at=now(), size=actions.MOST)
            return [row.pk for row in found.page.rows]
        rows = queries.matching(request.organization, filters, member=request.member, at=now())
        return list(rows.order_by("-last_at", "-pk").values_list("pk", flat=True)[: actions.MOST])
    said = request.POST.getlist("chosen")[: actions.MOST]
    return [int(key) for key in said if key.isdecimal() and len(key) < 16]


def _asked(request: Request, act: str) -> SnoozeForm | LabelForm | AssignForm | None:
    """The form for what the act needs to know, filled with what was said."""
    said = request.POST if request.POST.get("sure") else None
    if act == "snooze":
        return SnoozeForm(said)
    if act in ("label", "unlabel"):
        return LabelForm(said)
    if act == "assign":
        return AssignForm(said, people=members_who_may(request.organization, "inbox.read"))
    return None


def _ask(
    request: Request, act: str, query: str, keys: list[int], form: SnoozeForm | LabelForm | AssignForm
) -> HttpResponse:
    next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    context = {
        "form": form,
        "act": act,
        "number": len(keys),
        "keys": keys if request.POST.get("all") != "yes" else [],
        "all": request.POST.get("all") == "yes",
        "query": query,
        "labels": queries.labels(request.organization),
        "here": reverse("inbox:list", args=[request.organization.slug]),
    }
    return render(request, "inbox/bulk.html", context, status=422 if form.errors else 200)


def _label(request: Request, name: str) -> Label:
    return actions.label_named(organization=request.organization, name=name, by=request.member, at=now())


@needs("inbox.read")
@require_POST
def undo(request: Request) -> HttpResponse:
    """Takes an act of one's own back: the one named, or the last."""
    said = request.POST.get("act", "")
    if said.isdecimal() and len(said) < 16:
        act = queries.access_act(request.organization, request.member, int(said))
    else:
        last = queries.last_act(request.organization, request.member, at=now())
        if last is None:
            messages.info(request, _("There is nothing of the last ten minutes to undo."))
            return _list(request, request.POST.get("query", "")[:1000])
        act = last
    try:
        undone = actions.undo(act=act, by=request.member, at=now())
    except rules.TooLate:
        messages.info(request, _("That was more than ten minutes ago, or is undone already. Nothing was changed."))
    else:
        _say(request, undone, act.kind)
    back = request.POST.get("at", "")
    if back.isdecimal() and len(back) < 16:
        return back_to(request, queries.access_conversation(request.organization, int(back)))
    return _list(request, request.POST.get("query", "")[:1000])


def _say(request: Request, undone: actions.Undone, kind: str) -> None:
    if undone.restored:
        words = ngettext(
            "Undone: %(n)d conversation is as it was.", "Undone: %(n)d conversations are as they were.", undone.restored
        )
        messages.success(request, words % {"n": undone.restored})
    if undone.kept:
        words = ngettext(
            "%(n)d was kept as it is now: something changed there since.",
            "%(n)d were kept as they are now: something changed there since.",
            undone.kept,
        )
        messages.warning(request, words % {"n": undone.kept})


@needs("inbox.reply")
@require_POST
def snooze(request: Request, pk: int) -> HttpResponse:
    found = queries.access_conversation(request.organization, pk)
    form, at = SnoozeForm(request.POST), now()
    try:
        if not form.is_valid():
            raise ValueError
        until = form.instant(at=at, zone=request.organization.zone)
        actions.snooze(conversation=found, until=until, by=request.member, at=at)
    except ValueError:
        messages.error(request, _("Nothing was snoozed: choose a time that is still to come."))
    except rules.StillCritical:
        messages.error(request, _("It is critical and waits for an answer: it stays in sight. Answer or close it."))
    except rules.Closed:
        messages.error(request, _("It is closed. Open it again to snooze it."))
    return back_to(request, found)


@needs("inbox.reply")
@require_POST
def spam(request: Request, pk: int) -> HttpResponse:
    found = queries.access_conversation(request.organization, pk)
    actions.mark_spam(conversation=found, by=request.member, at=now())
    return back_to(request, found)


@needs("inbox.reply")
@require_POST
def label(request: Request, pk: int) -> HttpResponse:
    """A label put on, made where there is none of that name; `off=<id>` takes one off."""
    found = queries.access_conversation(request.organization, pk)
    off = request.POST.get("off", "")
    if off.isdecimal() and len(off) < 16:
        gone = queries.access_label(request.organization, int(off))
        actions.put_label(conversation=found, label=gone, on=False, by=request.member, at=now())
        return back_to(request, found)
    form = LabelForm(request.POST)
    try:
        if not form.is_valid():
            raise NoName
        made = _label(request, form.cleaned_data["label"])
    except NoName:
        messages.error(request, _("A label needs a name of at most 40 characters. Nothing was changed."))
    else:
        actions.put_label(conversation=found, label=made, on=True, by=request.member, at=now())
    return back_to(request, found)


@needs("inbox.reply")
@require_POST
def merge(request: Request, pk: int) -> HttpResponse:
    """This conversation into another of the same person (`into=<id>`)."""
    found = queries.access_conversation(request.organization, pk)
    said = request.POST.get("into", "")
    if not said.isdecimal() or len(said) > 15:
        messages.error(request, _("Say which conversation it becomes part of. Nothing was changed."))
        return back_to(request, found)
    into = queries.access_conversation(request.organization, int(said))
    try:
        found = actions.merge(source=found, into=into, by=request.member, at=now())
    except (rules.NotOnePerson, rules.Closed):
        messages.error(
            request, _("Only two conversations of one person on one account can become one. Nothing was changed.")
        )
    return back_to(request, found)


@needs("inbox.reply")
@require_POST
def split(request: Request, pk: int, message: int) -> HttpResponse:
    """A new conversation from this message on."""
    found = queries.access_conversation(request.organization, pk)
    first = message_of(request, found, message)
    try:
        found = actions.split(conversation=found, first=first, by=request.member, at=now())
    except (rules.NothingLeft, rules.Closed):
        messages.error(request, _("Splitting there would leave nothing behind. Nothing was changed."))
    return back_to(request, found)


@needs("inbox.read")
@require_POST
def follow_up(request: Request, pk: int) -> HttpResponse:
    """On one's own list for a day; `done=yes` takes it off."""
    found = queries.access_conversation(request.organization, pk)
    kept = queries.follow_up_of(found, request.member)
    if request.POST.get("done"):
        if kept is not None:
            actions.end_follow_up(follow_up=kept, by=request.member, at=now())
        return redirect("inbox:follow_ups", request.organization.slug)
    form = FollowUpForm(request.POST)
    if form.is_valid():
        actions.follow_up(
            conversation=found, on_date=form.cleaned_data["on_date"], note=form.cleaned_data["why"],
            by=request.member, at=now(),
        )  # fmt: skip
    else:
        messages.error(request, _("Choose a day to look at it again. Nothing was changed."))
    return back_to(request, found)


@needs("inbox.read")
def follow_ups(request: Request) -> HttpResponse:
    """What one wanted to look at again, soonest first."""
    context = {
        "rows": queries.follow_ups(request.organization, request.member)[:200],
        "today": now().astimezone(request.organization.zone).date(),
        "here": reverse("inbox:list", args=[request.organization.slug]),
    }
    return render(request, "inbox/follow_ups.html", context)


@needs("inbox.read")
@require_POST
def save_view(request: Request) -> HttpResponse:
    """Keeps the filters of the address under a name; `forget=<id>` forgets one of one's own."""
    gone = request.POST.get("forget", "")
    if gone.isdecimal() and len(gone) < 16:
        view = queries.access_view(request.organization, request.member, int(gone))
        if view.by_id == request.member.pk:
            actions.forget_view(view=view, by=request.member, at=now())
        return redirect("inbox:list", request.organization.slug)
    form, query = ViewForm(request.POST), request.POST.get("query", "")[:1000]
    try:
        if not form.is_valid():
            raise NoName
        actions.save_view(
            organization=request.organization, name=form.cleaned_data["name"], filters=of_query(query),
            shared=form.cleaned_data["shared"], by=request.member, at=now(),
        )  # fmt: skip
    except NoName:
        messages.error(request, _("A view needs a name of at most 60 characters. Nothing was kept."))
    return _list(request, query)
