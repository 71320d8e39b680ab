"""The comment form: no account, no third-party puzzle; a field people never see and a clock catch most machines."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from bedside.hub import rules

SOONEST, LATEST = 2, 12 * 3600  # seconds between opening the page and sending


def ticket(post_key: str) -> str:
    """What the form carries: which post, and when the page was made."""
    return signing.TimestampSigner(salt="bedside.hub.comment").sign(post_key)


class CommentForm(forms.Form):
    name = forms.CharField(
        label=_("Your name, or what you want to be called"), required=False, max_length=rules.LONGEST_NAME
    )
    text = forms.CharField(
        label=_("Your comment or question"),
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody can read this. Please leave out health details, dates, numbers and addresses."),
    )
    ticket = forms.CharField(widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def __init__(self, *args: Any, post_key: str, **kwargs: Any) -> None:
        self.post_key = post_key
        kwargs.setdefault("initial", {"ticket": ticket(post_key)})
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\x00", "").strip()
        if not text:
            raise forms.ValidationError(_("There is nothing to send yet."))
        return text

    def clean_ticket(self) -> str:
        signer = signing.TimestampSigner(salt="bedside.hub.comment")
        try:
            key = signer.unsign(self.cleaned_data["ticket"], max_age=LATEST)
        except signing.BadSignature as error:
            self.data = {**self.data.dict(), "ticket": ticket(self.post_key)}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _("This page was open for too long. Your words are still here: please send them again.")
            ) from error
        if key != self.post_key:
            raise forms.ValidationError(_("This form belongs to another page."))
        return str(key)

    @property
    def looks_automatic(self) -> bool:
        """True for what no person does: the hidden field filled in, or sent the moment the page opened."""
        signer = signing.TimestampSigner(salt="bedside.hub.comment")
        try:
            signer.unsign(self.cleaned_data["ticket"] and self.data["ticket"], max_age=SOONEST)
        except signing.SignatureExpired:
            return bool(self.cleaned_data.get("website"))
        return True
