"""One conversation beside the list: the thread as the public sees it, why it stands where it stands, the answer."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bedside.channels import queries as channels
from bedside.channels.rules import Ability, Answering
from bedside.guard import queries as guard
from bedside.guard.shapes import Verdict
from bedside.inbox import labels, queries, reports, rules
from bedside.inbox.forms import (
    NOTICED,
    AnswerForm,
    AssignForm,
    FollowUpForm,
    LabelForm,
    NoteForm,
    RevealForm,
    SnoozeForm,
)
from bedside.inbox.models import Conversation, Label, Message
from bedside.inbox.rules import State
from bedside.inbox.views.approved import offered
from bedside.inbox.views.listing import listed
from bedside.inbox.views.moderating import around as moderated
from bedside.inbox.views.moderating import form_for, panel_for
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.organizations.queries import members_who_may

SUBJECT = "inbox.conversation"
EARLIER = 5  # of the person's other conversations, how many the page names


@needs("inbox.read")
def conversation(request: Request, pk: int) -> HttpResponse:
    """The page, or the part of it that refreshes itself. `?reveal=` and `?hide=` name a message and open the form
    that asks why; `?draft=` names a refused answer whose words go back into the box."""
    found = queries.access_conversation(request.organization, pk)
    if found.state == State.MERGED and found.continues_in is not None:
        return back_to(request, found.continues_in)
    target = request.htmx.target if request.htmx else None
    if target in ("thread", "case") and not any(name in request.GET for name in ("reveal", "hide")):
        return _part(request, found, str(target))
    return page(request, found, panel=_panel(request, found), answer=_begun(request, found))


def _part(request: Request, found: Conversation, name: str) -> HttpResponse:
    context = _frame(request, found) | {"refreshed": True, "at": now(), "query": _query(request)}
    if name == "thread":
        thread = queries.thread_of(found)
        context |= {"thread": thread, "changed": thread.mark != request.GET.get("mark", "")}
        return render(request, "inbox/_thread.html", context)
    return render(request, "inbox/_case.html", context)


def page(
    request: Request,
    found: Conversation,
    *,
    status: int = 200,
    answer: AnswerForm | None = None,
    verdict: Verdict | None = None,
    note: NoteForm | None = None,
    panel: dict[str, Any] | None = None,
    plea: str = "",
) -> HttpResponse:
    """The whole page; `answer` and `note` are forms as they were sent, `verdict` what holds the answer, `panel` what
    stands between thread and answer (a reason asked for, or the words as written), `plea` what was said to the privacy
    officer."""
    thread = queries.thread_of(found)
    if thread.latest is not None:
        found._latest = thread.latest  # type: ignore[attr-defined]  # it need not be asked for again
    context = listed(request, selected=found.pk) | _frame(request, found)
    context["thread"] = thread
    context["panel"] = panel
    context |= _around(request, found)
    if context["can"]["moderate"]:
        context |= moderated(found, latest_of(found))
    context["note_form"] = note or NoteForm(prefix="note")
    if context["can"]["reply"]:
        context["latest"] = latest_of(found)
        draft = "" if answer is not None else context["drafted"]
        context["answer"] = answer or answer_form(found, text=draft, latest=context["latest"])
        context["kept_draft"] = bool(draft)
        context["verdict"] = verdict
        context |= _release(found, verdict, plea)
        context["starters"] = queries.starters_of(found)
        context["limit"] = _counted(found)
        context |= offered(request, found, context["latest"])
        context["corrections"] = queries.corrections_for(found, context["latest"], at=now())
    if context["can"]["assign"]:
        people = members_who_may(request.organization, "inbox.read")
        context["assign_form"] = AssignForm(people=people, initial={"to": found.assigned_to_id or ""})
    response = render(request, "inbox/conversation.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def latest_of(found: Conversation) -> Message | None:
    """What an answer would answer, read once for one page."""
    if not hasattr(found, "_latest"):
        found._latest = queries.latest_of_public(found)  # type: ignore[attr-defined]
    latest: Message | None = found._latest  # type: ignore[attr-defined]
    return latest


def _around(request: Request, found: Conversation) -> dict[str, Any]:
    """What stands around a thread: who is there, the person's earlier conversations, and the forms of acts."""
    can = request.member.may("inbox.reply")
    earlier = queries.earlier(found)
    there = queries.beside(found, request.member)
    return {
        "present": queries.present(found, at=now(), but=request.member) if "present" in there else [],
        "answering": queries.answering(found, at=now(), but=request.member) if "lock" in there else None,
        "earlier": earlier[:EARLIER],
        "snooze_form": SnoozeForm(auto_id="snooze_%s") if can else None,
        "label_form": LabelForm(auto_id="label_%s") if can else None,
        "mergeable": queries.mergeable(found, earlier) if can else [],
        "follow_up": queries.follow_up_of(found, request.member) if "follow" in there else None,
        "drafted": queries.draft_of(found, request.member) if "draft" in there else "",
        "follow_form": FollowUpForm(auto_id="follow_%s"),
    }


def _frame(request: Request, found: Conversation) -> dict[str, Any]:
    """What every part of the page needs to know of the conversation."""
    member = request.member
    level = queries.level_of(found.organization, found.level if found.level in rules.LADDER else "P4")
    rings = found.rank == 0 or found.level == "P1"
    alarm = queries.alarm_of(found) if rings else None
    hides = channels.can(found.account, Ability.HIDE)
    latest = latest_of(found)
    why_not = channels.why_no_answer(latest.arrival, at=now()) if latest and latest.arrival else ""
    answers = channels.can(found.account, Ability.REPLY) and not why_not
    return {
        "conversation": found,
        "card": queries.crisis_card(found),
        "card_title": labels.CARDS.get(found.card, ""),
        "network": channels.network_of(found.account).label,
        "its_labels": _labels(found),
        "self_url": reverse("inbox:conversation", args=[found.organization.slug, found.pk]),
        "ladder": {"target": level.target, "owner": level.owner, "first": level.first},
        "alarm": alarm,
        "pages": queries.pages_of(alarm) if alarm is not None else [],
        "report": reports.report_of(found.account.network),
        "can": {
            "reply": member.may("inbox.reply") and answers,
            "handle": member.may("inbox.reply"),
            "assign": member.may("inbox.assign"),
            "reveal": member.may("inbox.reveal"),
            "moderate": member.may("inbox.moderate"),
            "hide": member.may("inbox.moderate") and hides,
            "log": member.may("moderation.read"),
        },
        "answers": answers,
        "why_not": why_not,
    }


def _labels(found: Conversation) -> list[Label]:
    return [one for one in queries.labels(found.organization) if one.pk in found.label_ids] if found.label_ids else []


def _release(found: Conversation, verdict: Verdict | None, plea: str) -> dict[str, Any]:
    """What the page says of a privacy officer's release of an answer."""
    appeal = guard.latest_appeal(found.organization, SUBJECT, found.pk)
    if found.waiting_since_at is None:
        appeal = None  # it was answered meanwhile
    return {
        "appeal": appeal,
        "standing": guard.standing(appeal, at=now()),
        "askable": verdict is not None and guard.askable(verdict, guard.policy_of(found.organization)),
        "plea": plea,
    }


def _counted(found: Conversation) -> int | None:
    """The network's limit where one comes near it; counting down from twenty thousand only disturbs."""
    latest = latest_of(found)
    limit = channels.answering(latest.arrival).text if latest and latest.arrival else None
    return limit if limit and limit <= NOTICED else None


def answer_form(found: Conversation, *, text: str = "", latest: Message | None = None, data: Any = None) -> AnswerForm:
    """The reply box: with words to begin with, or as it was sent."""
    latest = latest or latest_of(found)
    arrival = latest.arrival if latest else None
    label = channels.network_of(found.account).label
    limits = channels.answering(arrival) if arrival else Answering()
    if data is not None:
        return AnswerForm(data, label=label, limits=limits)
    initial = {"text": text, "answers": latest.pk if latest else ""}
    return AnswerForm(initial=initial, label=label, limits=limits)


def _begun(request: Request, found: Conversation) -> AnswerForm | None:
    asked = request.GET.get("asked", "")
    if asked.isdecimal() and len(asked) < 16:
        return _asked(request, found, int(asked))
    draft = request.GET.get("draft", "")
    if draft.isdecimal() and len(draft) < 16:
        return answer_form(found, text=queries.access_reply(found, int(draft)).text)
    return None


def _asked(request: Request, found: Conversation, appeal_id: int) -> AnswerForm | None:
    """The words one asked the privacy officer about, back in the box; only one's own, and while they are kept."""
    appeal = guard.access_appeal(request.organization, appeal_id)
    is_own = appeal.asked_by_id == request.member.pk and appeal.subject_id == found.pk
    opened = guard.open_appeal(appeal) if is_own and appeal.subject_type == SUBJECT else None
    return answer_form(found, text=opened.parcels[0]["text"]) if opened is not None else None


def _panel(request: Request, found: Conversation) -> dict[str, Any] | None:
    """The form that asks why, for a message of this conversation and a person who may."""
    for name, permission in (("reveal", "inbox.reveal"), ("hide", "inbox.moderate")):
        said = request.GET.get(name, "")
        if said.isdecimal() and len(said) < 16 and request.member.may(permission):
            message = message_of(request, found, int(said))
            if name == "hide":
                return panel_for(found, message, form_for(found, clause=request.GET.get("clause", "")))
            return {"kind": name, "message": message, "form": RevealForm()}
    return None


def message_of(request: Request, found: Conversation, message_id: int) -> Message:
    """A message of this very conversation; raises Http404."""
    message = queries.access_message(request.organization, message_id)
    if message.conversation_id != found.pk:
        raise Http404("No such message.")
    return message


def _query(request: Request) -> str:
    kept = request.GET.copy()
    for name in ("reveal", "hide", "clause", "draft", "asked", "mark", "seen", "selected"):
        kept.pop(name, None)
    return kept.urlencode()


def back_to(request: Request, found: Conversation, *, part: str = "") -> HttpResponse:
    """The conversation's page, with the list as it was."""
    address = reverse("inbox:conversation", args=[request.organization.slug, found.pk])
    query = _query(request)
    response = redirect(f"{address}?{query}" if query else address)
    if part:
        response["Location"] += f"#{part}"
    return response
