"""Forms of moderation: an act with its clause, the policy, an appeal's decision, a correction."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.inbox import clauses
from bedside.inbox.claims import LANGUAGES
from bedside.inbox.clauses import ENFORCEABLE, LONGEST_OWN, MOST_OWN, TELLING, Own
from bedside.inbox.models import Claim, CommentPolicy
from bedside.inbox.moderation import LONGEST_WORDS, Kind
from bedside.inbox.policy_words import NOTICES, RULES


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ModerateForm(forms.Form):
    """What is done, and by which clause: no clause, no act."""

    kind = forms.ChoiceField(label=gettext_lazy("What to do"), widget=forms.RadioSelect)
    clause = forms.ChoiceField(
        label=gettext_lazy("Which clause of the comment policy does it break?"),
        help_text=gettext_lazy("Kept in the log, so that the hospital can show that no opinion was taken down."),
        error_messages={"required": gettext_lazy("Choose the clause: without one, nothing is done.")},
    )
    words = forms.CharField(
        label=gettext_lazy("For colleagues"), required=False, max_length=LONGEST_WORDS,
        help_text=gettext_lazy("No names and no health details."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, allowed: Mapping[str, str], hides: bool, reports: bool, network: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "panel_%s"} | kwargs)
        kind, clause = self.fields["kind"], self.fields["clause"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(clause, forms.ChoiceField)
        said = {"network": network}
        kind.choices = [
            *([(Kind.HIDE.value, _("Hide it on %(network)s") % said)] if hides else []),
            *([(Kind.REPORT.value, _("I have reported it to %(network)s: record it") % said)] if reports else []),
            *([(Kind.BLOCK.value, _("I have blocked its author on %(network)s: record it") % said)] if reports else []),
        ]
        kind.initial = kind.choices[0][0] if kind.choices else ""
        clause.choices = [("", _("choose one")), *allowed.items()]


class WhyForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why is it undone?"), min_length=5, max_length=400,
        help_text=gettext_lazy("Stands in the log."),
        error_messages={"required": gettext_lazy("Say why: the reason is kept with your name.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "why_%s"} | kwargs)


class DecideForm(forms.Form):
    stands = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[
            ("no", gettext_lazy("Undo it: it should stand again")),
            ("yes", gettext_lazy("It breaks the clause: leave it as it is")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), min_length=5, max_length=400, widget=_area(3),
        help_text=gettext_lazy("The person reads these words on the page whose address they were given."),
    )  # fmt: skip


class MatchForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Reference of the act"), max_length=20, help_text=gettext_lazy("As in the log: ABCD-2345.")
    )


class HoldingForm(forms.Form):
    spam = forms.BooleanField(
        label=gettext_lazy("Hold what reads like spam, or holds a link, until somebody looked"), required=False
    )
    misinformation = forms.BooleanField(
        label=gettext_lazy("Hold what reads like medical misinformation until somebody looked"), required=False
    )


#: Clauses as the page of the policy offers them.
CLAUSES: tuple[tuple[str, str], ...] = tuple(
    (key, NOTICES[key].label if key in NOTICES else RULES[key].label) for key in (*TELLING, *ENFORCEABLE)
)


class PolicyForm(forms.Form):
    """Which clauses are on, and clauses of one's own."""

    ownership = forms.ChoiceField(
        label=gettext_lazy("The hospital is"),
        choices=[
            ("private", gettext_lazy("private, for profit or not")),
            ("public", gettext_lazy("public: run by a city, county, district, state or the federal government")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.MultipleChoiceField(
        label=gettext_lazy("Clauses"), required=False, choices=CLAUSES, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, policy: CommentPolicy | None, **kwargs: Any) -> None:
        own = [Own(**one) for one in policy.own] if policy is not None else []
        kwargs["initial"] = {
            "ownership": policy.ownership if policy is not None else "private",
            "on": policy.clauses if policy is not None else [key for key, _label in CLAUSES],
        } | {f"{part}_{n}": getattr(one, part) for n, one in enumerate(own) for part in ("en", "es", "rule", "neutral")}
        super().__init__(*args, **kwargs)
        self.rows = min(MOST_OWN, max(len(own) + 2, self._sent() + 1))
        for n in range(self.rows):
            number = {"number": n + 1}
            self.fields[f"en_{n}"] = forms.CharField(
                label=_("Clause %(number)d, English") % number, required=False, max_length=LONGEST_OWN
            )
            self.fields[f"es_{n}"] = forms.CharField(
                label=_("Clause %(number)d, Spanish") % number, required=False, max_length=LONGEST_OWN
            )
            self.fields[f"rule_{n}"] = forms.BooleanField(label=_("What breaks it may be hidden"), required=False)
            self.fields[f"neutral_{n}"] = forms.BooleanField(
                label=_("What somebody thinks plays no part in it"), required=False
            )

    def _sent(self) -> int:
        """Rows of one's own that came with the form."""
        return sum(1 for name in self.data if name.startswith("en_") and self.data[name])

    @property
    def own_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{part}_{n}"] for part in ("en", "es", "rule", "neutral")] for n in range(self.rows)]

    def own(self) -> list[Own]:
        told = self.cleaned_data
        return [
            Own(told[f"en_{n}"], told[f"es_{n}"], told[f"rule_{n}"], told[f"neutral_{n}"]) for n in range(self.rows)
        ]

    @property
    def fixed(self) -> frozenset[str]:
        """What cannot be left out."""
        return clauses.ALWAYS


class ReturnPolicyForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What should be different"), min_length=5, max_length=400, widget=_area(2)
    )


class ClaimForm(forms.Form):
    """A myth in general words, and the correction with its source."""

    myth = forms.CharField(
        label=gettext_lazy("What people claim"), min_length=5, max_length=300,
        help_text=gettext_lazy("In general words, such as “The flu shot gives you the flu”. Never somebody's own."),
    )  # fmt: skip
    ways = forms.CharField(
        label=gettext_lazy("Other ways in which it is said"), required=False, max_length=1000, widget=_area(3),
        help_text=gettext_lazy("One a line, in any language. The more ways, the better it is found."),
    )  # fmt: skip
    en = forms.CharField(label=gettext_lazy("Correction, English"), required=False, max_length=600, widget=_area(3))
    es = forms.CharField(label=gettext_lazy("Correction, Spanish"), required=False, max_length=600, widget=_area(3))
    source_name = forms.CharField(
        label=gettext_lazy("Source"), max_length=160, help_text=gettext_lazy("Such as CDC, or a journal.")
    )
    source_url = forms.CharField(
        label=gettext_lazy("Its address"), max_length=500, widget=forms.URLInput,
        help_text=gettext_lazy("Begins with https://. It stands at the end of the answer."),
    )  # fmt: skip
    source_date = forms.DateField(label=gettext_lazy("Day of the source"), widget=_day())
    review_date = forms.DateField(
        label=gettext_lazy("Look at it again by"), required=False, widget=_day(),
        help_text=gettext_lazy("Empty: in half a year. After that day it is not offered until somebody looked."),
    )  # fmt: skip

    def __init__(self, *args: Any, claim: Claim | None = None, **kwargs: Any) -> None:
        if claim is not None:
            names = ("myth", "ways", "source_name", "source_url", "source_date", "review_date")
            kwargs["initial"] = {name: getattr(claim, name) for name in names} | claim.texts
        super().__init__(*args, **kwargs)

    def given(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        texts = {language: told.pop(language) for language in LANGUAGES}
        return told | {"texts": texts}
