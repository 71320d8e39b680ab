"""Connecting an account: the fields its network asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.channels.rules import Network


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
        self.secrets = [name for name, _label in network.credentials]
        for name, label in network.credentials:
            secret = "password" in name or "secret" in name or "token" in name
            self.fields[name] = forms.CharField(
                label=label,
                max_length=400,
                strip=True,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}) if secret else forms.TextInput(),
            )

    def credentials(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.secrets}
