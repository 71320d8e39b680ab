"""Everything else one does with a conversation: take it, close it, note, hide, look at the original."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.inbox import actions, queries
from bedside.inbox.forms import AssignForm, NoteForm, RevealForm
from bedside.inbox.views.conversation import back_to, message_of, page
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may


@needs("inbox.assign")
@require_POST
def assign(request: Request, pk: int) -> HttpResponse:
    """Into somebody's hands or nobody's; `take=yes` into one's own."""
    found = queries.access_conversation(request.organization, pk)
    form = AssignForm(request.POST, people=members_who_may(request.organization, "inbox.read"))
    if request.POST.get("take"):
        actions.assign(conversation=found, to=request.member, by=request.member, at=now())
    elif form.is_valid():
        actions.assign(conversation=found, to=form.member(), by=request.member, at=now())
    else:
        messages.error(request, _("That person cannot read the inbox. Nothing was changed; choose somebody else."))
    return back_to(request, found)


@needs("inbox.reply")
@require_POST
def acknowledge(request: Request, pk: int) -> HttpResponse:
    found = queries.access_conversation(request.organization, pk)
    actions.acknowledge(conversation=found, by=request.member, at=now())
    return back_to(request, found)


@needs("inbox.reply")
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    found = queries.access_conversation(request.organization, pk)
    actions.close(conversation=found, by=request.member, at=now())
    return back_to(request, found)


@needs("inbox.reply")
@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    found = queries.access_conversation(request.organization, pk)
    actions.reopen(conversation=found, by=request.member, at=now())
    return back_to(request, found)


@needs("inbox.read")
@require_POST
def note(request: Request, pk: int) -> HttpResponse:
    found = queries.access_conversation(request.organization, pk)
    form = NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return page(request, found, status=422, note=form)
    actions.note(conversation=found, text=form.cleaned_data["text"], by=request.member, at=now())
    return back_to(request, found, part="latest")


@needs("inbox.reveal")
@require_POST
def reveal(request: Request, pk: int, message: int) -> HttpResponse:
    """The words as they were written, once, in an answer that no cache and no history keeps."""
    found = queries.access_conversation(request.organization, pk)
    asked = message_of(request, found, message)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return page(request, found, status=422, panel={"kind": "reveal", "message": asked, "form": form})
    words = actions.reveal(message=asked, reason=form.cleaned_data["reason"], by=request.member, at=now())
    return page(request, found, panel={"kind": "original", "message": asked, "words": words})
