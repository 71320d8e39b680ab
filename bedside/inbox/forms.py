"""Forms of the inbox: what to show, an answer, a note, a reason, who takes it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.channels.rules import Answering, Network, overrun
from bedside.channels.rules.lengths import pictorial
from bedside.inbox import labels
from bedside.inbox.queries import VIEWS
from bedside.kit.text import clusters
from bedside.organizations.models import Member

#: Longer than any network takes; it only keeps a paste from choking the page.
LONGEST_ANSWER = 10_000
#: A limit beyond this is not counted down before the writer's eyes.
NOTICED = 1_000


@dataclass(frozen=True)
class Chosen:
    """What the list shows."""

    view: str = "open"
    network: str = ""
    intent: str = ""
    specialty: str = ""
    words: str = ""
    page: str = "1"

    @property
    def narrowed(self) -> bool:
        return bool(self.network or self.intent or self.specialty or self.words)

    def query(self, **changed: str) -> str:
        """The part of an address behind "?", without what is the same anyway."""
        said = replace(self, **changed)
        named = {
            "view": said.view if said.view != "open" else "",
            "network": said.network,
            "intent": said.intent,
            "specialty": said.specialty,
            "q": said.words,
            "page": said.page if said.page != "1" else "",
        }
        return urlencode({name: value for name, value in named.items() if value})


class FilterForm(forms.Form):
    """The list's filters, from the address; an impossible value is left out rather than refused."""

    q = forms.CharField(required=False, max_length=200)
    network = forms.ChoiceField(label=gettext_lazy("Network"), required=False)
    intent = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    specialty = forms.ChoiceField(label=gettext_lazy("Specialty"), required=False)
    view = forms.ChoiceField(required=False, choices=[(view, view) for view in VIEWS])
    page = forms.RegexField(r"^[1-9][0-9]{0,4}$", required=False)

    def __init__(self, *args: Any, networks: Iterable[Network], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("network", [(network.name, network.label) for network in networks])
        self._offer("intent", labels.INTENTS.items())
        self._offer("specialty", labels.SPECIALTIES.items())

    def _offer(self, name: str, choices: Iterable[tuple[str, labels.Words]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *((value, str(words)) for value, words in choices)]

    def chosen(self) -> Chosen:
        self.is_valid()
        kept = self.cleaned_data
        return Chosen(
            kept.get("view") or "open",
            kept.get("network", ""),
            kept.get("intent", ""),
            kept.get("specialty", ""),
            " ".join(kept.get("q", "").replace("\x00", "").split()),
            kept.get("page") or "1",
        )


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


class HideForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "panel_%s"} | kwargs)

    reason = forms.CharField(
        label=gettext_lazy("Which rule of the comment policy does it break?"),
        min_length=3,
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text=gettext_lazy(
            "Kept in the audit record, so that the hospital can show that no opinion was taken down."
        ),
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
