"""Forms of rotas, hours, and how one is reached. Times are the hospital's own."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.organizations.forms import Lines
from bedside.organizations.hours import WEEKDAYS, Opening, instant, read_openings
from bedside.organizations.models import Member, Office, Organization, Rota
from bedside.organizations.models.rotas import DAY, WEEK
from bedside.organizations.rules import NOTICES

#: How many people a rota's form offers places for.
PLACES = 10


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def choose_from(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
    """Gives a choice field what it offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(value), str(words)) for value, words in choices]


class WeekForm(forms.Form):
    """Hours of a week: from and to on each day, both empty where nobody is there."""

    def __init__(self, *args: Any, openings: Iterable[Opening] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {one.weekday: one for one in openings}
        for number, name in enumerate(WEEKDAYS):
            for part, words in (("opens", _("from")), ("closes", _("to"))):
                label = f"{_(name)}, {words}"
                field = forms.TimeField(label=label, required=False, widget=_time())
                field.widget.attrs["aria-label"] = label
                field.initial = getattr(kept.get(number), part, None)
                self.fields[f"{part}_{number}"] = field

    def week(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """The rows of the table: the day's name, from, to."""
        return [(_(name), self[f"opens_{day}"], self[f"closes_{day}"]) for day, name in enumerate(WEEKDAYS)]

    def rest(self) -> list[forms.BoundField]:
        """Everything that is not the week."""
        return [field for field in self if not field.name.startswith(("opens_", "closes_", "person_"))]

    def read_week(self, cleaned: dict[str, Any]) -> tuple[Opening, ...]:
        found = []
        for day, name in enumerate(WEEKDAYS):
            opens, closes = cleaned.get(f"opens_{day}"), cleaned.get(f"closes_{day}")
            if (opens is None) != (closes is None):
                self.add_error(f"opens_{day}", _("%(day)s: say both from and to, or neither.") % {"day": _(name)})
            elif opens is not None and closes is not None:
                found.append(Opening(day, opens, closes))
        return tuple(found)


class HoursForm(WeekForm):
    always = forms.BooleanField(
        label=gettext_lazy("Somebody reads at every hour of every day"),
        required=False,
        help_text=gettext_lazy("Then the hours below do not matter, and no banner is shown."),
    )
    federal = forms.BooleanField(
        label=gettext_lazy("Closed on the legal public holidays of the United States"), required=False
    )
    closed = Lines(
        label=gettext_lazy("Other closed days"),
        required=False,
        help_text=gettext_lazy("One a line, the date first: 2026-12-24 Christmas Eve"),
    )

    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "always": office.always if office else False,
                "federal": office.federal if office else True,
                "closed": [" ".join(map(str, day)).strip() for day in office.closed] if office else [],
            },
        )
        super().__init__(*args, openings=read_openings(office.openings) if office else (), **kwargs)

    def clean_closed(self) -> dict[date, str]:
        found = {}
        for line in self.cleaned_data["closed"]:
            day, _space, name = line.partition(" ")
            try:
                found[date.fromisoformat(day)] = name.strip()[:80]
            except ValueError as error:
                raise forms.ValidationError(
                    _("“%(line)s” does not begin with a date such as 2026-12-24.") % {"line": line[:40]}
                ) from error
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["openings"] = self.read_week(cleaned)
        if not cleaned.get("always") and not cleaned["openings"] and not self.errors:
            raise forms.ValidationError(_("Say on which days somebody reads, or that it is at every hour."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("always", "federal", "closed", "openings")}


class RotaForm(WeekForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Who is called through it"),
        choices=[
            (Rota.CLINICIAN, gettext_lazy("A clinician, when life may be in danger")),
            (Rota.SECURITY, gettext_lazy("Security, when somebody threatens")),
            (Rota.OTHER, gettext_lazy("Whoever the ladder names")),
        ],
    )
    every = forms.TypedChoiceField(
        label=gettext_lazy("A turn lasts"),
        coerce=int,
        choices=[(WEEK, gettext_lazy("a week")), (DAY, gettext_lazy("a day"))],
    )
    since_date = forms.DateField(
        label=gettext_lazy("The first turn begins on"),
        widget=_date(),
        help_text=gettext_lazy("The weekday of this date is the day of the hand-over."),
    )
    handover = forms.TimeField(label=gettext_lazy("Hand-over at"), widget=_time(), initial=time(8))
    backup = forms.ChoiceField(
        label=gettext_lazy("If nobody is there or nobody answers"),
        required=False,
        help_text=gettext_lazy("The rota that is called next; after the last one, everybody who may answer."),
    )
    always = forms.BooleanField(label=gettext_lazy("Watched around the clock"), required=False, initial=True)
    holidays = forms.BooleanField(label=gettext_lazy("Watched on holidays too"), required=False, initial=True)

    def __init__(
        self, *args: Any, organization: Organization, people: Iterable[Member], rotas: Iterable[Rota],
        rota: Rota | None = None, order: Iterable[Member] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        if rota is not None:
            names = ("name", "purpose", "every", "since_date", "handover", "always", "holidays")
            kwargs.setdefault(
                "initial", {name: getattr(rota, name) for name in names} | {"backup": str(rota.backup_id or "")}
            )
        super().__init__(*args, openings=read_openings(rota.openings) if rota else (), **kwargs)
        self.organization, self.zone = organization, organization.zone
        self.people = {str(one.pk): one for one in people}
        self.rotas = {str(one.pk): one for one in rotas if rota is None or one.pk != rota.pk}
        choose_from(self, "backup", [("", _("nobody more")), *((key, one.name) for key, one in self.rotas.items())])
        ordered = [str(one.pk) for one in order]
        offered = [("", "—"), *((key, one.name) for key, one in self.people.items())]
        for number in range(PLACES):
            label = _("%(number)d. person") % {"number": number + 1}
            field = forms.ChoiceField(label=label, required=False, choices=offered)
            field.initial = ordered[number] if number < len(ordered) else ""
            self.fields[f"person_{number}"] = field

    def places(self) -> list[forms.BoundField]:
        return [self[f"person_{number}"] for number in range(PLACES)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [cleaned.get(f"person_{number}") for number in range(PLACES)]
        cleaned["people"] = [self.people[key] for key in dict.fromkeys(chosen) if key in self.people]
        if not cleaned["people"]:
            self.add_error("person_0", _("A rota needs at least one person."))
        cleaned["openings"] = self.read_week(cleaned)
        if not cleaned.get("always") and not cleaned["openings"]:
            self.add_error("always", _("Say in which hours it is watched, or that it is around the clock."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        names = ("name", "purpose", "every", "since_date", "handover", "always", "holidays", "people", "openings")
        return {name: cleaned[name] for name in names} | {"backup": self.rotas.get(cleaned["backup"])}


class CoverForm(forms.Form):
    """Somebody else for a while."""

    person = forms.ChoiceField(label=gettext_lazy("Who is on call"))
    from_date = forms.DateField(label=gettext_lazy("From"), widget=_date())
    from_time = forms.TimeField(label=gettext_lazy("at"), widget=_time(), initial=time(8))
    to_date = forms.DateField(label=gettext_lazy("Until"), widget=_date())
    to_time = forms.TimeField(label=gettext_lazy("at"), widget=_time(), initial=time(8))

    def __init__(self, *args: Any, organization: Organization, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "cover"} | kwargs)
        self.zone = organization.zone
        self.people = {str(one.pk): one for one in people}
        choose_from(self, "person", ((key, one.name) for key, one in self.people.items()))

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "member": self.people[given["person"]],
            "starts_at": instant(given["from_date"], given["from_time"], self.zone),
            "ends_at": instant(given["to_date"], given["to_time"], self.zone),
        }


class SwapForm(forms.Form):
    """Two turns whose people take each other's; each is named by an instant in it."""

    one = forms.ChoiceField(label=gettext_lazy("This turn"))
    other = forms.ChoiceField(label=gettext_lazy("and this one"))

    def __init__(self, *args: Any, turns: Iterable[tuple[datetime, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "swap"} | kwargs)
        self.turns = {f"{at.timestamp():.0f}": at for at, _words in turns}
        offered = [(f"{at.timestamp():.0f}", words) for at, words in turns]
        for place, name in enumerate(("one", "other")):
            choose_from(self, name, offered)
            if len(offered) > place:
                self.fields[name].initial = offered[place][0]

    def facts(self) -> dict[str, datetime]:
        return {name: self.turns[self.cleaned_data[name]] for name in ("one", "other")}


class NoticesForm(forms.Form):
    notices = forms.ChoiceField(
        label=gettext_lazy("When a conversation is given to me"),
        choices=list(NOTICES.items()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Pages in danger to life always come at once."),
    )


class AwayForm(forms.Form):
    until_date = forms.DateField(label=gettext_lazy("Away until"), widget=_date())
    until_time = forms.TimeField(label=gettext_lazy("at"), widget=_time(), initial=time(8))
    stand_in = forms.ChoiceField(
        label=gettext_lazy("Who stands in"),
        required=False,
        help_text=gettext_lazy("They are asked instead of you, on call too. Nobody: it goes to the next in turn."),
    )

    def __init__(self, *args: Any, member: Member, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = member.organization.zone
        self.people = {str(one.pk): one for one in people if one.pk != member.pk}
        choose_from(self, "stand_in", [("", _("nobody")), *((key, one.name) for key, one in self.people.items())])

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "until_at": instant(given["until_date"], given["until_time"], self.zone),
            "stand_in": self.people.get(given["stand_in"]),
        }


class DeviceForm(forms.Form):
    """What a browser says when it subscribes."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)
    name = forms.CharField(max_length=80, required=False)


#: How many days the table of a rota shows.
SHOWN = timedelta(days=14)
