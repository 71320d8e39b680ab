"""The forms of service recovery."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.organizations.models import Member
from bedside.recovery import rules
from bedside.recovery.models import Case, Grievance

CATEGORIES = list(rules.CATEGORIES.items())
SEVERITIES = [(key, label) for key, (label, _days) in rules.SEVERITIES.items()]
LANGUAGES = [("en", "English"), ("es", "Español")]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeopleForm(forms.Form):
    """A form with an owner chosen among those who may."""

    owner: Any

    def __init__(self, *args: Any, people: Iterable[Member], nobody: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(member.pk): member for member in people}
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        first = [("", _("nobody yet"))] if nobody else []
        field.choices = [*first, *((key, member.name) for key, member in self.people.items())]

    def member(self) -> Member | None:
        return self.people.get(self.cleaned_data.get("owner", ""))


class OpenForm(PeopleForm):
    category = forms.ChoiceField(label=_("What it is about"), choices=CATEGORIES)
    severity = forms.ChoiceField(label=_("How grave it is"), choices=SEVERITIES, initial="normal")
    place = forms.CharField(
        label=_("Site or unit"), max_length=80, required=False, help_text=_("In the hospital's words; never a name.")
    )
    owner = forms.ChoiceField(label=_("Who has it"), required=False)
    note = forms.CharField(
        label=_("What you know"), max_length=4000, required=False, widget=_area(4),
        help_text=_("For colleagues; sealed, because it may hold health details."),
    )  # fmt: skip


class HandOpenForm(OpenForm):
    """A complaint that came another way."""

    source = forms.ChoiceField(
        label=_("How it came"), choices=[(key, label) for key, label in rules.SOURCES.items() if key != "conversation"]
    )
    field_order = ("source",)


class FactsForm(PeopleForm):
    category = forms.ChoiceField(label=_("What it is about"), choices=CATEGORIES)
    severity = forms.ChoiceField(label=_("How grave it is"), choices=SEVERITIES)
    place = forms.CharField(label=_("Site or unit"), max_length=80, required=False)
    owner = forms.ChoiceField(label=_("Who has it"), required=False)
    target_date = forms.DateField(label=_("Settled by"), widget=_day())
    incident_number = forms.IntegerField(
        label=_("Number of the privacy incident it belongs to"), required=False, min_value=1, max_value=1_000_000
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "category": case.category,
                "severity": case.severity,
                "place": case.place,
                "owner": case.owner_id or "",
                "target_date": case.target_date,
                "incident_number": case.incident.number if case.incident is not None else None,
            },
        )
        super().__init__(*args, auto_id="facts_%s", **kwargs)


class WordsForm(forms.Form):
    """Words into a case: a note, or how a step went."""

    text = forms.CharField(label=_("Words"), max_length=4000, widget=_area(3))

    def __init__(self, *args: Any, label: str = "", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].required = required


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need the sealed words?"), min_length=5, max_length=200,
        help_text=_("Your name and this reason go into the audit record."),
    )  # fmt: skip


class HandoffForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("How they get in"),
        choices=[
            ("number", _("Case number and PIN, said on the phone: for public threads")),
            ("link", _("One-time link: for a private message or mail")),
        ],
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    hours = forms.IntegerField(
        label=_("Open within this many hours"), min_value=1, max_value=336, initial=rules.LINK_HOURS
    )


class CloseForm(PeopleForm):
    outcome = forms.ChoiceField(label=_("How it ended"), choices=list(rules.OUTCOMES.items()))
    afterwards = forms.CharField(
        label=_("What the person said afterwards"), max_length=2000, required=False, widget=_area(2),
        help_text=_("Sealed."),
    )  # fmt: skip
    keep_days = forms.IntegerField(
        label=_("Delete private words this many days after closing"), min_value=1, max_value=3650,
        initial=rules.KEEP_DAYS,
    )  # fmt: skip
    learned = forms.CharField(
        label=_("What was learned: what is to change"), max_length=500, required=False, widget=_area(2),
        help_text=_("No names and no health details. Leave it empty only where nothing could have been different."),
    )  # fmt: skip
    action = forms.ChoiceField(label=_("Kind of change"), choices=list(rules.ACTIONS.items()), required=False)
    owner = forms.ChoiceField(label=_("Who makes it"), required=False)
    due_date = forms.DateField(label=_("By when"), required=False, widget=_day())

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("learned") and not (told.get("owner") and told.get("due_date") and told.get("action")):
            raise forms.ValidationError(_("A change needs somebody who makes it, a kind and a date."))
        return told


class GrievanceForm(forms.Form):
    is_grievance = forms.ChoiceField(
        label=_("Is it a grievance?"), choices=[("yes", _("Yes, it is a grievance")), ("no", _("No, it is none"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), min_length=5, max_length=2000, widget=_area(3), help_text=_("Sealed."))
    received_date = forms.DateField(label=_("Received on"), widget=_day())
    acknowledged_date = forms.DateField(label=_("Acknowledged in writing on"), required=False, widget=_day())
    due_date = forms.DateField(
        label=_("Answered in writing by"), required=False, widget=_day(),
        help_text=_("Empty: seven days after it was received."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Grievance | None, received: date, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"received_date": received}
        if found is not None:
            initial = {name: getattr(found, name) for name in ("received_date", "acknowledged_date", "due_date")}
            initial["is_grievance"] = "yes" if found.is_grievance else "no"
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)


class LetterForm(forms.Form):
    text = forms.CharField(label=_("The letter"), min_length=5, max_length=10_000, widget=_area(24))


class SentForm(forms.Form):
    answered_date = forms.DateField(label=_("It left on"), widget=_day())
    how = forms.CharField(label=_("How"), max_length=40, initial=_("by mail"))


class SurveyForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)


class PublicForm(forms.Form):
    you_said = forms.CharField(
        label=_("You said"), min_length=5, max_length=200,
        help_text=_("What many might have said; nothing by which one person is known."),
    )  # fmt: skip
    we_did = forms.CharField(label=_("We did"), min_length=5, max_length=300, widget=_area(2))


class ChangeForm(PeopleForm):
    what = forms.CharField(label=_("What is to change"), min_length=5, max_length=500, widget=_area(2))
    category = forms.ChoiceField(label=_("About"), choices=CATEGORIES)
    action = forms.ChoiceField(label=_("Kind of change"), choices=list(rules.ACTIONS.items()))
    owner = forms.ChoiceField(label=_("Who makes it"))
    due_date = forms.DateField(label=_("By when"), widget=_day())
