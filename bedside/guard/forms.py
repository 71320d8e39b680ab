"""Forms of the privacy area: the policy as people fill it in, a reason, a decision, a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.guard.policy import FLOOR, HARD, RULES, Policy
from bedside.guard.policy.floor import DISCLOSURES, severity_of
from bedside.guard.policy.steps import GROUNDS
from bedside.guard.policy.words import words_of

CHOICES = {"warn": _("only warn"), "block": _("hold the text"), "off": _("off")}


@dataclass(frozen=True)
class Row:
    """One rule in the form; the hard ones have no fields."""

    rule: str
    title: str
    never: str
    usual: str
    weight: forms.BoundField | None
    reason: forms.BoundField | None


class PolicyForm(forms.Form):
    """What a version makes of each rule."""

    warnings_need_reason = forms.BooleanField(
        label=_("Warnings about claims and tone need a reason before the text is sent"), required=False
    )
    overrides = forms.ChoiceField(
        label=_("Who may release what is held"),
        choices=[("privacy_officer", _("a privacy officer, one text at a time")), ("nobody", _("nobody"))],
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(policy))
        super().__init__(*args, **kwargs)
        for rule in RULES:
            if rule in HARD:
                continue
            usual = _("as Bedside does: hold") if severity_of(rule) == "block" else _("as Bedside does: warn")
            title = words_of(rule).title
            self.fields[f"weight_{rule}"] = forms.ChoiceField(
                label=title, choices=[("", usual), *CHOICES.items()], required=False
            )
            self.fields[f"weight_{rule}"].widget.attrs["aria-label"] = title
            self.fields[f"reason_{rule}"] = forms.CharField(
                label=_("Reason"), required=False, max_length=300, widget=forms.TextInput()
            )
            self.fields[f"reason_{rule}"].widget.attrs |= {
                "aria-label": _("Reason for %(rule)s") % {"rule": title},
                "placeholder": _("Reason, if you lower it") if rule in FLOOR else _("Reason"),
            }

    def _rows(self, rules: frozenset[str]) -> list[Row]:
        return [
            Row(
                rule,
                words_of(rule).title,
                words_of(rule).never,
                severity_of(rule),
                None if rule in HARD else self[f"weight_{rule}"],
                None if rule in HARD else self[f"reason_{rule}"],
            )
            for rule in RULES
            if rule in rules
        ]

    @property
    def groups(self) -> list[tuple[str, str, list[Row]]]:
        """Title, one sentence, rows."""
        return [
            (
                str(_("What tells of somebody's care")),
                str(_("Lowering one of these needs a reason, stays on display, and is rarely right.")),
                self._rows(DISCLOSURES),
            ),
            (
                str(_("What identifies a person")),
                str(_("The same holds here. To let one word pass, allow that word below rather than a whole rule.")),
                self._rows(FLOOR - DISCLOSURES),
            ),
            (
                str(_("Claims, tone, paid words")),
                str(_("Weigh these as you like.")),
                self._rows(frozenset(RULES) - FLOOR - HARD),
            ),
            (
                str(_("Fixed")),
                str(_("Numbers that name one person by themselves: always held, and nobody releases them.")),
                self._rows(HARD),
            ),
        ]

    def rules(self) -> dict[str, dict[str, Any]]:
        """The part of a policy's data that this form fills in."""
        found: dict[str, dict[str, Any]] = {}
        for rule in RULES:
            weight, reason = self.cleaned_data.get(f"weight_{rule}"), self.cleaned_data.get(f"reason_{rule}", "")
            said: dict[str, Any] = {"on": False} if weight == "off" else {"severity": weight} if weight else {}
            if said and reason:
                said["reason"] = reason
            if said:
                found[rule] = said
        return found


def _initial(policy: Policy) -> dict[str, Any]:
    found: dict[str, Any] = {
        "warnings_need_reason": policy.warnings_need_reason,
        "overrides": policy.overrides,
    }
    for one in policy.settings:
        found[f"weight_{one.rule}"] = "off" if not one.on else one.severity or ""
        found[f"reason_{one.rule}"] = one.reason
    return found


class TermForm(forms.Form):
    phrase = forms.CharField(label=_("Words"), required=False, max_length=80)
    severity = forms.ChoiceField(label=_("Weight"), choices=[("warn", _("warn")), ("block", _("hold the text"))])
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)
    replacement = forms.CharField(label=_("Say instead"), required=False, max_length=120)


class AllowedForm(forms.Form):
    rule = forms.ChoiceField(
        label=_("Rule"), choices=[(rule, words_of(rule).title) for rule in RULES if rule not in HARD]
    )
    phrase = forms.CharField(label=_("Words it shall not report"), required=False, max_length=120)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)


TermForms = forms.formset_factory(TermForm, extra=2, max_num=302, absolute_max=320)
AllowedForms = forms.formset_factory(AllowedForm, extra=2, max_num=302, absolute_max=320)


def kept(rows: Any) -> list[Mapping[str, Any]]:
    """The rows that hold words; an emptied row is taken out."""
    return [row.cleaned_data for row in rows if row.cleaned_data.get("phrase", "").strip()]


class WordsForm(forms.Form):
    """One reason or answer in words."""

    words = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, help_text: str = "", least: int = 5, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.help_text = label, help_text
        field.widget.attrs["minlength"] = least


class ReleaseForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Why it may leave"),
        choices=[(ground.value, words) for ground, words in GROUNDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it may leave.")},
    )
    release = forms.CharField(
        label=_("The signed release"),
        required=False,
        max_length=120,
        help_text=_("If the person consented: its number, or where it is kept."),
    )
    reason = forms.CharField(
        label=_("In your words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "minlength": 15}),
        help_text=_("At least 15 characters. Kept in the record with your name."),
    )


class AttestForm(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=_("I have read this, and I will keep to it."),
        error_messages={"required": _("Check the box if you have read it.")},
    )
    name = forms.CharField(
        label=_("Your name, typed"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name.")},
    )
