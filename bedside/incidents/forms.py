"""Forms of an incident: reporting it, its facts, the assessment, people, letters, notices, closing."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.incidents import law, letters, rules
from bedside.incidents.rules import CONCLUSIONS, METHODS, Clock, Draft

STAMP = "%Y-%m-%dT%H:%M"
STATES = [("", _("any or unknown")), *((one, one) for one in law.STATES)]
HAPPENED = _("Say how it came to that. Leave out the patient's name: the words themselves are kept as evidence.")


def _moment(**given: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=STAMP)
    return forms.DateTimeField(widget=widget, input_formats=[STAMP, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **given)


def _words(rows: int = 3, **given: Any) -> forms.CharField:
    given.setdefault("max_length", 4000)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **given)


def _day(**given: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class ReportForm(forms.Form):
    happened = _words(4, label=_("What happened"), help_text=HAPPENED)
    place = forms.CharField(
        label=_("Where it stood"), max_length=200, help_text=_("The network or site, such as Google reviews.")
    )
    link = forms.URLField(label=_("Link to it"), required=False, max_length=500, assume_scheme="https")
    discovered_at = _moment(
        label=_("When was it first noticed"),
        help_text=_("By anybody who works here, also if it was not reported then. The law counts from that day."),
    )
    contain = forms.BooleanField(
        label=_("Take it off every network now"),
        required=False,
        initial=True,
        help_text=_("What it said is kept as evidence first."),
    )

    def __init__(self, *args: Any, sent: bool, contains: bool, at: datetime, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"discovered_at": at, "contain": True})
        super().__init__(*args, **kwargs)
        if sent:
            del self.fields["place"], self.fields["link"]
        if not (sent and contains):
            del self.fields["contain"]

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "contain"}


class FactsForm(forms.Form):
    happened = _words(4, label=_("What happened"), help_text=HAPPENED)
    occurred_at = _moment(label=_("When it went out"), required=False)
    discovered_at = _moment(label=_("When it was first noticed"), help_text=_("The clocks run from this day."))
    phi = forms.MultipleChoiceField(
        label=_("What it told of somebody"),
        choices=[(key, said[0]) for key, said in law.KINDS_OF_PHI.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("Kept in the record."))


class HandForm(forms.Form):
    note = forms.CharField(label=_("How you saw that it is gone"), max_length=300)


class FileForm(forms.Form):
    file = forms.FileField(label=_("Screenshot or paper"), help_text=_("PNG, JPEG or PDF, up to 10 MB."))
    label = forms.CharField(label=_("What it shows"), max_length=120, required=False)


class ReachForm(forms.Form):
    """What the network says of how many saw it, typed by hand."""

    views = forms.IntegerField(label=_("Views"), min_value=0, max_value=2_000_000_000, required=False)
    shares = forms.IntegerField(label=_("Shares"), min_value=0, max_value=2_000_000_000, required=False)
    comments = forms.IntegerField(label=_("Comments"), min_value=0, max_value=2_000_000_000, required=False)
    reach_note = forms.CharField(label=_("What else you saw"), max_length=400, required=False)

    def counts(self) -> dict[str, int]:
        names = ("views", "shares", "comments")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] is not None}


class AssessmentForm(forms.Form):
    """Four factors, three exceptions, one conclusion."""

    conclusion = forms.ChoiceField(
        label=_("Conclusion"),
        choices=[(str(key), f"{said[0].upper()}{said[1:]}") for key, said in CONCLUSIONS.items()],
        widget=forms.RadioSelect,
    )
    exclusion = forms.ChoiceField(
        label=_("Which exception"),
        choices=[("", _("none")), *((one.key, f"({one.key}) {one.title}") for one in law.EXCLUSIONS)],
        required=False,
    )
    reason = _words(3, label=_("Why you conclude this"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for factor in law.FACTORS:
            self.fields[f"level_{factor.key}"] = forms.ChoiceField(
                label=_("Level"),
                choices=[(key, f"{key.capitalize()}: {said}") for key, said in factor.levels],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"reason_{factor.key}"] = _words(
                2, label=_("Why, in this case"), required=False, max_length=2000
            )

    @property
    def rows(self) -> list[tuple[law.Factor, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"level_{one.key}"], self[f"reason_{one.key}"]) for one in law.FACTORS]

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(
            conclusion=data.get("conclusion", ""),
            factors={
                one.key: (data.get(f"level_{one.key}", ""), data.get(f"reason_{one.key}", "")) for one in law.FACTORS
            },
            exclusion=data.get("exclusion", ""),
            reason=data.get("reason", ""),
        )


class CountForm(forms.Form):
    total = forms.IntegerField(
        label=_("How many people are concerned"), min_value=1, max_value=400_000_000, required=False,
        help_text=_("Empty while nobody has counted; the shortest deadline is shown then."),
    )  # fmt: skip
    residents = _words(
        3, label=_("By state"), required=False, max_length=2000,
        help_text=_("One state a line, such as TX 12. Above 500 in one state, its media are told."),
    )  # fmt: skip
    unreachable = forms.IntegerField(
        label=_("Of these, without a good address"), min_value=0, max_value=400_000_000, required=False
    )

    def clean_residents(self) -> dict[str, int]:
        try:
            return rules.states_of(self.cleaned_data["residents"])
        except rules.Refused as error:
            raise forms.ValidationError(str(error)) from error


class PersonForm(forms.Form):
    person = forms.CharField(label=_("Name"), max_length=160)
    address = _words(2, label=_("Address"), required=False, max_length=400)
    contact = forms.CharField(label=_("Phone or e-mail"), max_length=200, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)


class LetterForm(forms.Form):
    text = _words(28, label=_("Text"), max_length=20_000)


class NoticeForm(forms.Form):
    whom = forms.ChoiceField(label=_("Who was told"))
    method = forms.ChoiceField(label=_("How"), choices=list(METHODS.items()))
    sent_date = _day(label=_("Sent on"))
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=400_000_000, required=False)
    partial = forms.BooleanField(label=_("More will follow: keep the clock running"), required=False)
    notice_note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, clocks: list[Clock], today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"sent_date": today})
        super().__init__(*args, **kwargs)
        known = {clock.key: clock.title for clock in clocks}
        for key in ("individual", "hhs", "substitute", "reviewer"):
            known.setdefault(key, rules.NOTICES[key])
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(known.items())

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "key": data["whom"], "method": data["method"], "sent_date": data["sent_date"], "count": data["number"],
            "partial": data["partial"], "note": data["notice_note"],
        }  # fmt: skip


class DeadlineForm(forms.Form):
    title = forms.CharField(
        label=_("What is due"), max_length=120, help_text=_("Such as: Tell the Texas Attorney General.")
    )
    days = forms.IntegerField(label=_("Days after discovery"), min_value=1, max_value=law.DAYS)
    source = forms.CharField(
        label=_("Which law or policy says so"),
        max_length=200,
        help_text=_("Ask counsel; Bedside knows no state's law."),
    )
    state = forms.ChoiceField(label=_("For residents of"), choices=STATES, required=False)
    least = forms.IntegerField(label=_("From how many of them on"), min_value=1, max_value=10_000_000, initial=1)


class CloseForm(forms.Form):
    root_cause = _words(3, label=_("What it came from"), max_length=1000, help_text=_("Name no patient."))
    changes = forms.MultipleChoiceField(
        label=_("What changed"), choices=list(law.CHANGES.items()), widget=forms.CheckboxSelectMultiple
    )
    changed = _words(3, label=_("What exactly, so that it does not happen again"), max_length=1000)


KINDS = tuple(letters.KINDS.items())
