"""Forms of the inbox: what to show, an answer, a note, a reason, who takes it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.channels import queries as channels
from bedside.channels.rules import Answering, overrun
from bedside.channels.rules.lengths import pictorial
from bedside.inbox import asking, labels
from bedside.inbox.asking import Filters
from bedside.inbox.rules import snoozed_until
from bedside.kit.text import clusters
from bedside.organizations.models import Member

#: Longer than any network takes; it only keeps a paste from choking the page.
LONGEST_ANSWER = 10_000
#: A limit beyond this is not counted down before the writer's eyes.
NOTICED = 1_000


#: Filters whose values are known: an impossible one is left out rather than refused.
KNOWN: dict[str, Iterable[str]] = {
    "view": asking.VIEWS,
    "sort": asking.SORTS,
    "intent": labels.INTENTS,
    "urgency": labels.URGENCIES,
    "level": [f"P{number}" for number in range(7)],
    "specialty": labels.SPECIALTIES,
    "sentiment": labels.SENTIMENTS,
    "language": labels.LANGUAGES,
    "stars": "12345",
    "hidden": ["yes"],
    "late": ["yes"],
}


def chosen(said: QueryDict) -> Filters:
    """What an address asks the list for."""
    asked = asking.of_query(said.urlencode())
    odd = {name: "" for name, known in KNOWN.items() if name != "view" and getattr(asked, name) not in known}
    if asked.network not in channels.networks():
        odd["network"] = ""
    for name in ("since", "until"):
        if not asking.day(getattr(asked, name)):
            odd[name] = ""
    if not asked.account.isdecimal() or len(asked.account) > 15:
        odd["account"] = ""
    return replace(asked, words=" ".join(asked.words.split()), **odd)


class AnswerForm(forms.Form):
    """An answer; `answers` is the message its writer saw last."""

    text = forms.CharField(
        max_length=LONGEST_ANSWER,
        error_messages={"required": gettext_lazy("There is no text yet.")},
        widget=forms.Textarea(attrs={"rows": 5, "data-check-text": "", "data-key": "r"}),
    )
    reason = forms.CharField(required=False, max_length=300)
    answers = forms.IntegerField(required=False, widget=forms.HiddenInput)
    #: What stopped it, said above the box.
    trouble = ""

    def __init__(self, *args: Any, label: str, limits: Answering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.limits = label, limits
        attrs = self.fields["text"].widget.attrs
        attrs["aria-label"] = attrs["data-key-label"] = _("Answer")
        if limits.text and limits.text <= NOTICED:
            attrs["data-counter"] = limits.text

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if over := overrun(text, self.limits):
            raise forms.ValidationError(f"{self.network} {over}")
        if not self.limits.emoji and any(map(pictorial, clusters(text))):
            raise forms.ValidationError(_("%(network)s takes no emoji in answers.") % {"network": self.network})
        return text


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note to colleagues"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RevealForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "panel_%s"} | kwargs)

    reason = forms.CharField(
        label=gettext_lazy("Why do you need the words as they were written?"),
        min_length=5,
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text=gettext_lazy("Your name and this reason go into the audit record."),
        error_messages={"required": gettext_lazy("Say why: the reason is kept with your name.")},
    )


class AssignForm(forms.Form):
    """Who takes it: a member, or nobody."""

    to = forms.ChoiceField(label=gettext_lazy("Who has it"), required=False)

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(member.pk): member for member in people}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("nobody")), *((key, member.name) for key, member in self.people.items())]

    def member(self) -> Member | None:
        return self.people.get(self.cleaned_data["to"])


class SnoozeForm(forms.Form):
    """Until when: one of a few words, or a day and time of one's own."""

    until = forms.ChoiceField(
        label=gettext_lazy("Bring it back"),
        choices=[
            ("hours", gettext_lazy("in three hours")),
            ("tomorrow", gettext_lazy("tomorrow at 8")),
            ("monday", gettext_lazy("on Monday at 8")),
            ("week", gettext_lazy("in a week at 8")),
            ("reply", gettext_lazy("when they write again")),
            ("then", gettext_lazy("at the time below")),
        ],
        initial="tomorrow",
    )
    then = forms.CharField(
        label=gettext_lazy("Day and time"),
        required=False,
        max_length=16,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def instant(self, *, at: datetime, zone: tzinfo) -> datetime | None:
        """When it comes back; None for when they write. Raises ValueError for no time or one that is over."""
        choice = self.cleaned_data["until"]
        return snoozed_until(self.cleaned_data["then"] if choice == "then" else choice, at=at, zone=zone)


class LabelForm(forms.Form):
    """A label by its name; one that is not there yet is made."""

    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=40,
        widget=forms.TextInput(attrs={"list": "labels", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type a label's name.")},
    )


class FollowUpForm(forms.Form):
    on_date = forms.DateField(label=gettext_lazy("Look again on"), widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


class PersonForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note about this person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For colleagues only; it never leaves the hospital."),
    )


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Everybody here sees it"), required=False)
