"""Forms of the library: an answer, words to an author, a file, variables, the model that drafts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bedside.answers import endpoint
from bedside.answers.labels import INTENTS, SPECIALTIES
from bedside.answers.models import Answer, AnswerVersion, Drafter
from bedside.answers.queries import Row
from bedside.answers.rules import Unfit, slots, tidy_shortcut, why_no_name
from bedside.answers.rules.exchange import LONGEST_TEXT, MOST_BYTES
from bedside.channels.rules import Network


class Lines(forms.CharField):
    """A list, one entry a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()][:20]


class Commas(forms.CharField):
    """A list, between commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [part.strip() for part in str(value or "").split(",") if part.strip()][:20]


class AnswerForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("By which colleagues find it: Parking."))
    text_en = forms.CharField(
        label=_("English"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "en", "data-check-text": ""}),
    )
    text_es = forms.CharField(
        label=_("Spanish"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "es"}),
    )
    shortcut = forms.CharField(
        label=_("Shortcut"),
        required=False,
        max_length=31,
        help_text=_("Typed in the answer box after a slash: /parking."),
    )
    questions = Lines(
        label=_("Ways in which people ask"),
        required=False,
        help_text=_(
            "One a line, in any of the languages. Makes it easier to find by meaning. Never a patient's own words."
        ),
    )
    intents = forms.MultipleChoiceField(
        label=_("What it is about"), required=False, choices=list(INTENTS.items()), widget=forms.CheckboxSelectMultiple
    )
    specialties = forms.MultipleChoiceField(
        label=_("Specialties"), required=False, choices=list(SPECIALTIES.items()), widget=forms.CheckboxSelectMultiple,
        help_text=_("None: for any. With one, a clinician or the privacy officer approves it."),
    )  # fmt: skip
    networks = forms.MultipleChoiceField(
        label=_("Networks"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None: everywhere.")
    )
    tags = Commas(label=_("Tags"), required=False, max_length=300)
    is_clinical = forms.BooleanField(
        label=_("It touches health: a clinician or the privacy officer approves it"), required=False
    )
    review_date = forms.DateField(
        label=_("Look at it again by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "From that day on it is no longer offered until somebody says that it still holds. Empty: in a year."
        ),
    )

    def __init__(
        self,
        *args: Any,
        networks: Iterable[Network],
        today: date,
        answer: Answer | None = None,
        version: AnswerVersion | None = None,
        **kwargs: Any,
    ) -> None:
        if answer is not None and version is not None:
            kwargs.setdefault("initial", _initial(answer, version))
        super().__init__(*args, **kwargs)
        self.today, self.before = today, answer.review_date if answer else None
        field = self.fields["networks"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.name, one.label) for one in networks]

    def clean_shortcut(self) -> str:
        try:
            return tidy_shortcut(self.cleaned_data["shortcut"])
        except Unfit as error:
            raise ValidationError(str(error)) from error

    def clean_review_date(self) -> date | None:
        said: date | None = self.cleaned_data["review_date"]
        if said is not None and said != self.before and not self.today < said <= date(self.today.year + 5, 12, 31):
            raise ValidationError(_("Choose a day after today, within five years."))
        return said

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if not self.errors and not (kept.get("text_en", "").strip() or kept.get("text_es", "").strip()):
            raise ValidationError(_("An answer needs words in one language at least."))
        return kept

    def told(self) -> dict[str, Any]:
        """What the actions take."""
        kept = dict(self.cleaned_data)
        kept["texts"] = {"en": kept.pop("text_en"), "es": kept.pop("text_es")}
        return kept


def _initial(answer: Answer, version: AnswerVersion) -> dict[str, Any]:
    named = (
        "title",
        "shortcut",
        "questions",
        "intents",
        "specialties",
        "networks",
        "tags",
        "is_clinical",
        "review_date",
    )
    texts = {f"text_{language}": text for language, text in version.texts.items()}
    return {name: getattr(answer, name) for name in named} | texts


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What should be different"), min_length=5, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or JSON"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
        help_text=_("UTF-8, at most 1 MB and 1,000 answers. They come in as drafts."),
    )

    def content(self) -> bytes:
        file = self.cleaned_data["file"]
        kept: bytes = file.read(MOST_BYTES + 1)
        return kept


class VariablesForm(forms.Form):
    """A field for each variable, and one line for a new one."""

    new_name = forms.CharField(
        label=_("New variable"),
        required=False,
        max_length=32,
        help_text=_("For example lab_phone; written {lab_phone}."),
    )
    new_value = forms.CharField(label=_("Its value"), required=False, max_length=200)

    def __init__(self, *args: Any, rows: Iterable[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if not row.is_fact]
        for row in self.rows:
            self.fields[f"v_{row.name}"] = forms.CharField(
                label=f"{{{row.name}}}", required=False, max_length=200, initial=row.value, help_text=row.label
            )

    @property
    def known(self) -> list[forms.BoundField]:
        return [self[f"v_{row.name}"] for row in self.rows]

    def clean_new_name(self) -> str:
        name: str = self.cleaned_data["new_name"].strip().strip("{}").casefold()
        if name and (why := why_no_name(name)):
            raise ValidationError(why)
        return name

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if bool(kept.get("new_name")) != bool(kept.get("new_value", "").strip()) and "new_name" not in self.errors:
            raise ValidationError(_("A new variable needs both a name and a value."))
        for name, value in kept.items():
            if isinstance(value, str) and slots(value):
                self.add_error(name, _("A value holds no variables itself."))
        return kept

    def values(self) -> dict[str, str]:
        told = {row.name: self.cleaned_data[f"v_{row.name}"] for row in self.rows}
        if self.cleaned_data["new_name"]:
            told[self.cleaned_data["new_name"]] = self.cleaned_data["new_value"]
        return told


class DrafterForm(forms.Form):
    is_on = forms.BooleanField(label=_("A model may draft answers here"), required=False)
    base_url = forms.CharField(
        label=_("Address"), max_length=300, help_text=_("Up to /v1, for example https://models.example.org/v1.")
    )
    is_inside = forms.BooleanField(
        label=_("It stands inside our own network, and Bedside may call it there, also without https"), required=False
    )
    model = forms.CharField(label=_("Model"), max_length=120, help_text=_("As the endpoint calls it."))
    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=400,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept sealed, shown to nobody. Empty: the one there is stays."),
    )
    instruction = forms.CharField(
        label=_("Instruction of yours"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Added to Bedside's own: your tone, words you like. No secrets and nobody's details."),
    )
    most_tokens = forms.IntegerField(label=_("Most tokens of a draft"), min_value=50, max_value=4000, initial=400)
    most_a_month = forms.IntegerField(label=_("Most drafts a month"), min_value=1, max_value=100_000, initial=500)
    patience = forms.IntegerField(label=_("Seconds to wait for one"), min_value=5, max_value=110, initial=60)

    def __init__(self, *args: Any, drafter: Drafter | None, **kwargs: Any) -> None:
        if drafter is not None:
            named = (
                "is_on",
                "base_url",
                "is_inside",
                "model",
                "instruction",
                "most_tokens",
                "most_a_month",
                "patience",
            )
            kwargs.setdefault("initial", {name: getattr(drafter, name) for name in named})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if "base_url" in kept and (
            why := endpoint.why_no_address(kept["base_url"].strip(), is_inside=kept["is_inside"])
        ):
            self.add_error("base_url", why)
        return kept

    def told(self) -> dict[str, Any]:
        return self.cleaned_data | {"key": self.cleaned_data["key"] or None}
