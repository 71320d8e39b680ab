"""Forms of teams, the ladder, routing and the pager, and the clinician's "not mine"."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.channels.rules import Network
from bedside.inbox import labels, rules
from bedside.inbox.models import Pager, Route
from bedside.inbox.queries import Level
from bedside.inbox.routing import Rule
from bedside.organizations.forms import Lines
from bedside.organizations.models import Member, Rota, Team
from bedside.organizations.rota_forms import choose_from

MANY = forms.CheckboxSelectMultiple


class TeamForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    members = forms.MultipleChoiceField(label=gettext_lazy("Who is in it"), widget=MANY)
    lead = forms.ChoiceField(label=gettext_lazy("Who leads it"), required=False)
    specialties = forms.MultipleChoiceField(
        label=gettext_lazy("Specialties it answers for"), widget=MANY, required=False,
        help_text=gettext_lazy("Questions of these come to the team by themselves."),
    )  # fmt: skip
    networks = forms.MultipleChoiceField(
        label=gettext_lazy("Networks"), widget=MANY, required=False,
        help_text=gettext_lazy("None chosen means all."),
    )  # fmt: skip
    most_open = forms.IntegerField(
        label=gettext_lazy("Most open conversations a person"), required=False, min_value=1, max_value=500,
        help_text=gettext_lazy("Who has so many waiting is given no more. Empty: no end."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Iterable[Member], networks: Iterable[Network], team: Team | None = None,
        seated: Iterable[Member] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        if team is not None:
            names = ("name", "specialties", "networks", "most_open")
            kwargs.setdefault(
                "initial",
                {name: getattr(team, name) for name in names}
                | {"members": [str(one.pk) for one in seated], "lead": str(team.lead_id or "")},
            )
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        offered = [(key, one.name) for key, one in self.people.items()]
        choose_from(self, "members", offered)
        choose_from(self, "lead", [("", _("nobody")), *offered])
        choose_from(self, "specialties", labels.SPECIALTIES.items())
        choose_from(self, "networks", [(one.name, one.label) for one in networks])

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("name", "specialties", "networks", "most_open")} | {
            "members": [self.people[key] for key in given["members"]],
            "lead": self.people.get(given["lead"]),
        }


class LevelForm(forms.Form):
    number = forms.IntegerField(label=gettext_lazy("First answer within"), min_value=1, max_value=20160)
    unit = forms.TypedChoiceField(
        label=gettext_lazy("of"),
        coerce=int,
        choices=[(1, gettext_lazy("minutes")), (60, gettext_lazy("hours"))],
    )
    business = forms.BooleanField(label=gettext_lazy("Count only the hours in which somebody reads"), required=False)
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    rota = forms.ChoiceField(
        label=gettext_lazy("Called through"), required=False,
        help_text=gettext_lazy("For life and the level below: whom a page reaches first."),
    )  # fmt: skip
    first = forms.CharField(
        label=gettext_lazy("First thing to do"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why more time than Bedside's own"), required=False, max_length=300,
        help_text=gettext_lazy("Needed only where the target is looser; kept in the audit record."),
    )  # fmt: skip

    def __init__(self, *args: Any, level: Level, teams: Iterable[Team], rotas: Iterable[Rota], **kwargs: Any) -> None:
        minutes = int(level.target.total_seconds() // 60)
        whole = minutes % 60 == 0
        kwargs.setdefault(
            "initial",
            {
                "number": minutes // 60 if whole else minutes,
                "unit": 60 if whole else 1,
                "business": level.business,
                "team": str(level.team.pk) if level.team else "",
                "rota": str(level.rota.pk) if level.rota else "",
                "first": level.first,
                "reason": level.rung.reason if level.rung else "",
            },
        )
        super().__init__(*args, **kwargs)
        self.default_first = rules.LADDER[level.name][2]
        self.teams = {str(one.pk): one for one in teams}
        self.rotas = {str(one.pk): one for one in rotas}
        choose_from(self, "team", [("", _("none")), *((key, one.name) for key, one in self.teams.items())])
        choose_from(self, "rota", [("", _("nobody more")), *((key, one.name) for key, one in self.rotas.items())])

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        first = " ".join(given["first"].split())
        return {
            "minutes": given["number"] * given["unit"],
            "business": given["business"],
            "team": self.teams.get(given["team"]),
            "rota": self.rotas.get(given["rota"]),
            "first": "" if first == self.default_first else first,
            "reason": given["reason"],
        }


class RouteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What the rule is for"), max_length=80)
    intents = forms.MultipleChoiceField(label=gettext_lazy("What it is about"), widget=MANY, required=False)
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Level"), widget=MANY, required=False, choices=[(level, level) for level in rules.LADDER]
    )
    specialties = forms.MultipleChoiceField(label=gettext_lazy("Specialty"), widget=MANY, required=False)
    networks = forms.MultipleChoiceField(label=gettext_lazy("Network"), widget=MANY, required=False)
    languages = forms.MultipleChoiceField(label=gettext_lazy("Language"), widget=MANY, required=False)
    stars = forms.TypedChoiceField(
        label=gettext_lazy("Reviews with at most"), coerce=int, empty_value=None, required=False,
        choices=[("", gettext_lazy("any")), *((number, str(number)) for number in range(1, 6))],
    )  # fmt: skip
    words = Lines(
        label=gettext_lazy("Any of these words"),
        required=False,
        help_text=gettext_lazy("One a line; hidden details never match."),
    )
    team = forms.ChoiceField(label=gettext_lazy("Give it to the team"), required=False)
    member = forms.ChoiceField(label=gettext_lazy("or to one person"), required=False)

    def __init__(
        self, *args: Any, networks: Iterable[Network], teams: Iterable[Team], people: Iterable[Member],
        route: Route | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        if route is not None:
            names = ("name", "intents", "levels", "specialties", "networks", "languages", "stars", "words")
            kwargs.setdefault(
                "initial",
                {name: getattr(route, name) for name in names}
                | {"team": str(route.team_id or ""), "member": str(route.member_id or "")},
            )
        super().__init__(*args, **kwargs)
        choose_from(self, "intents", labels.INTENTS.items())
        choose_from(self, "specialties", labels.SPECIALTIES.items())
        choose_from(self, "languages", labels.LANGUAGES.items())
        choose_from(self, "networks", [(one.name, one.label) for one in networks])
        choose_from(self, "team", [("", _("none")), *((one.pk, one.name) for one in teams)])
        choose_from(self, "member", [("", _("nobody")), *((one.pk, one.name) for one in people)])

    def asks(self) -> list[tuple[forms.BoundField, bool]]:
        """What a rule may ask for, each with whether it does: a page keeps the rest folded."""
        names = ("intents", "levels", "specialties", "networks", "languages", "stars", "words")
        return [(self[name], bool(self[name].value()) or bool(self[name].errors)) for name in names]

    def clean_words(self) -> list[str]:
        return [word[:60] for word in self.cleaned_data["words"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("team") and not cleaned.get("member"):
            self.add_error("team", _("Say to which team or person it goes."))
        return cleaned

    def rule(self) -> Rule:
        given = dict(self.cleaned_data)
        team, member = given.pop("team"), given.pop("member")
        return Rule(**given, team=int(team) if team else None, member=int(member) if member else None)


class PagerForm(forms.Form):
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes until the next is called"), min_value=1, max_value=60,
        help_text=gettext_lazy("Who is on call is called first. Not acknowledged in so many minutes, the next is."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("The hospital's own pager"),
        choices=[
            (Pager.GENERIC, gettext_lazy("Any system that takes signed JSON")),
            (Pager.PAGERDUTY, gettext_lazy("PagerDuty (Events API v2)")),
        ],
        widget=forms.RadioSelect,
    )
    url = forms.URLField(
        label=gettext_lazy("Its address"), required=False, max_length=500, assume_scheme="https",
        help_text=gettext_lazy("Empty: mail and browsers alone, or PagerDuty's own address."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Secret that signs the calls, or PagerDuty's routing key"), required=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Kept sealed and never shown. Empty: the one that is kept stays."),
    )  # fmt: skip
    forget = forms.BooleanField(label=gettext_lazy("Forget the pager: address and secret"), required=False)
    inside = forms.BooleanField(
        label=gettext_lazy("This address stands inside the hospital's own network"), required=False
    )

    def __init__(self, *args: Any, own: Pager | None, **kwargs: Any) -> None:
        names = ("minutes", "kind", "url", "inside")
        initial = {name: getattr(own, name) for name in names} if own else {"minutes": 5, "kind": Pager.GENERIC}
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        self.own = own

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_secret = bool(cleaned.get("secret") or (self.own and self.own.secret))
        url = cleaned.get("url", "")
        if not cleaned.get("forget") and not self.errors:
            if (url or cleaned.get("kind") == Pager.PAGERDUTY) and not has_secret:
                self.add_error("secret", _("The pager needs a secret: calls without one could be anybody's."))
            if url.startswith("http://") and not cleaned.get("inside"):
                self.add_error("url", _("Outside of the hospital's network the address begins with https://."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given["forget"]:
            return {
                "minutes": given["minutes"], "kind": Pager.GENERIC, "url": "", "inside": False, "secret": "",
            }  # fmt: skip
        facts = {name: given[name] for name in ("minutes", "kind", "url", "inside")}
        return facts | {"secret": given["secret"] or None}


class NotMineForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "back"} | kwargs)

    reason = forms.CharField(
        label=gettext_lazy("Why it is not yours"), max_length=300,
        help_text=gettext_lazy("Colleagues see it as a note; it never leaves the hospital."),
        error_messages={"required": gettext_lazy("Say in a few words why, so that it finds the right person.")},
    )  # fmt: skip
