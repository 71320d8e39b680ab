"""Forms of the people and settings pages."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.organizations.models import Organization
from bedside.organizations.rules import LABELS, held

ROLES = [(str(role), label) for role, label in LABELS.items()]


class Lines(forms.CharField):
    """A list, one entry a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()][:60]


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"))
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=ROLES, widget=forms.CheckboxSelectMultiple)


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=ROLES, widget=forms.CheckboxSelectMultiple)
    specialty = forms.CharField(
        label=_("Specialty"), required=False, max_length=40, help_text=_("For clinicians: whose questions they answer.")
    )


class JoinForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least twelve characters; a few words are easier to keep than signs."),
    )


class FactsForm(forms.Form):
    name = forms.CharField(label=_("Name of the hospital"), max_length=160)
    timezone = forms.ChoiceField(label=_("Time zone"))
    phone = forms.CharField(
        label=_("Phone line to give patients"),
        required=False,
        max_length=40,
        help_text=_("Safe answers offer this number."),
    )
    email = forms.EmailField(label=_("E-mail address to give patients"), required=False)
    website = forms.CharField(label=_("Website"), required=False, max_length=200)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    phones = Lines(label=_("Other phone lines of yours"), required=False, help_text=_("One a line."))
    urls = Lines(label=_("Other sites of yours"), required=False, help_text=_("One a line."))
    staff_names = Lines(
        label=_("Staff who agreed to be named"),
        required=False,
        help_text=_("One a line. The guard never takes these names for a patient's."),
    )
    hub_intro = forms.CharField(label=_("Welcome on the hub"), required=False, max_length=300)
    hours = forms.CharField(
        label=_("When somebody reads what people write"),
        required=False,
        max_length=160,
        help_text=_("For example: Monday to Friday, 8 to 5."),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(organization, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        zones = self.fields["timezone"]
        assert isinstance(zones, forms.ChoiceField)
        known = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        zones.choices = [(zone, zone.replace("_", " ")) for zone in known]


class KeyForm(forms.Form):
    name = forms.CharField(label=_("What the key is for"), max_length=80)
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [(name, name) for name in sorted(held(roles)) if name in API_SCOPES]


#: Permissions that API operations ask for; a test compares them with the operations.
API_SCOPES = (
    "answers.approve",
    "answers.read",
    "answers.write",
    "audit.read",
    "channels.read",
    "guard.approve",
    "guard.check",
    "guard.override",
    "guard.propose",
    "incidents.contain",
    "incidents.read",
    "incidents.report",
    "inbox.measure",
    "inbox.read",
    "inbox.release",
    "inbox.reply",
    "people.read",
    "publishing.approve",
    "publishing.correct",
    "publishing.read",
    "publishing.write",
    "recovery.measure",
    "recovery.read",
    "recovery.work",
)
