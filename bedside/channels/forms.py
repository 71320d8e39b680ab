"""Connecting an account: the fields its network asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.channels.rules import Field, Network


class ConnectForm(forms.Form):
    handle = forms.CharField(
        label=_("Account"), max_length=200, help_text=_("As people see it, for example hospital.bsky.social.")
    )
    base_url = forms.URLField(
        label=_("Server"), max_length=300, required=False, assume_scheme="https",
        help_text=_("Only where the account lives on a server of its own. Empty: the network's usual one."),
    )  # fmt: skip

    def __init__(self, *args: Any, network: Network, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if again:
            del self.fields["handle"], self.fields["base_url"]
        else:
            self.fields["handle"].help_text = network.handle_help
        if "base_url" in self.fields and not network.asks_server:
            del self.fields["base_url"]
        self.named = [field.name for field in network.credentials]
        for field in network.credentials:
            self.fields[field.name] = field_of(field, again=again)

    def credentials(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.named}


class AppKeysForm(forms.Form):
    """The hospital's own app keys at a network; empty fields keep what is known."""

    def __init__(self, *args: Any, network: Network, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in network.app:
            self.fields[field.name] = field_of(field, again=known)


class ServerForm(forms.Form):
    """What must be known before a network's sign-in page can be opened."""

    def __init__(self, *args: Any, network: Network, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if network.asks_server and not again:
            self.fields["base_url"] = forms.URLField(
                label=_("Server"), max_length=300, assume_scheme="https",
                help_text=_("Where the account lives, for example https://mastodon.social."),
            )  # fmt: skip
        self.named = [field.name for field in network.credentials]
        for field in network.credentials:
            self.fields[field.name] = field_of(field, again=again)

    def credentials(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.named}


def field_of(field: Field, *, again: bool = False) -> forms.CharField:
    """The form's field for something a network asks for; secrets are never shown again."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if field.secret else forms.TextInput()
    return forms.CharField(
        label=field.label, help_text=field.help, max_length=4000, strip=True, widget=widget,
        required=not field.optional and not again,
    )  # fmt: skip


class BringInForm(forms.Form):
    """People of a file who agreed elsewhere to be written to."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, at most 10 MB, with a column named email."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    consent = forms.CharField(
        label=_("How did they agree?"),
        max_length=300,
        help_text=_("For example: signed the list at the May 2026 open house. It is kept with every address."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 10_000_000:
            raise forms.ValidationError(_("This file is larger than 10 MB. Divide it, and bring in the parts."))
        return file
