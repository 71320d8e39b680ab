"""Forms of publishing: one text, a wording of its own for each network where it differs, and when."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.channels.models import Account
from bedside.publishing import queries, rules
from bedside.publishing.models import Post

PURPOSES = [
    ("news", _("News")),
    ("tip", _("Health tip")),
    ("event", _("Event")),
    ("awareness", _("Awareness")),
    ("trial", _("Trial recruitment")),
    ("award", _("Award")),
    ("emergency", _("Emergency")),
]
SHOWN_CHOICES = [
    ("staff", _("Staff who agreed in writing")),
    ("patient", _("Patients or visitors who signed a release")),
    ("stock", _("People in a stock photo with its license")),
    ("illustration", _("Nobody real: it is drawn or made")),
    ("nobody", _("Nobody: there is no face in it")),
]
POLL_LENGTHS = [(60, _("1 hour")), (1440, _("1 day")), (4320, _("3 days")), (10080, _("7 days"))]
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]


if TYPE_CHECKING:
    ManyAccounts = forms.ModelMultipleChoiceField[Account]
else:
    ManyAccounts = forms.ModelMultipleChoiceField


class Accounts(ManyAccounts):
    def label_from_instance(self, obj: object) -> str:
        assert isinstance(obj, Account)
        label = queries.label_of(obj)
        return label if obj.network == "hub" else f"{label} · {obj.handle}"


class PostForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 8, "data-check-text": ""}),
        max_length=20_000,
        help_text=_("The first line is the headline on the hub."),
    )
    accounts = Accounts(label=_("Where it goes"), queryset=Account.objects.none(), widget=forms.CheckboxSelectMultiple)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    headline = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=300,
        help_text=_("For the blog, the newsletter and networks whose posts have titles. Empty: the text's first line."),
    )
    poll = forms.CharField(
        label=_("Answers to choose from, one a line"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Makes the post a poll where the network has them; the text is the question."),
    )
    poll_minutes = forms.ChoiceField(label=_("Open for"), required=False, initial=1440, choices=POLL_LENGTHS)
    topic = forms.CharField(
        label=_("Topic on the hub"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    due_date = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    due_time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, organization: Any, post: Post | None = None, **kwargs: Any) -> None:
        self.organization = organization
        if post is not None:
            kwargs.setdefault("initial", _initial(post))
        super().__init__(*args, **kwargs)
        self.choosable = queries.accounts_to_choose(organization)
        accounts = self.fields["accounts"]
        assert isinstance(accounts, Accounts)
        accounts.queryset = Account.objects.filter(
            organization=organization, pk__in=[account.pk for account in self.choosable]
        ).order_by("connected_at")
        if post is None and not self.is_bound:
            self.initial.setdefault("accounts", [account.pk for account in self.choosable if _suits(account)])
        for account in self.choosable:
            limits = queries.network_of(account).limits
            self.fields[f"variant_{account.pk}"] = forms.CharField(
                label=queries.label_of(account),
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 4, "data-counter": limits.text or ""}),
                help_text=_("Leave it empty to send the same text."),
            )

    @property
    def variants(self) -> list[forms.BoundField]:
        return [self[f"variant_{account.pk}"] for account in self.choosable]

    def clean_poll(self) -> list[str]:
        options = [line.strip() for line in self.cleaned_data["poll"].splitlines() if line.strip()]
        if len(options) == 1:
            raise forms.ValidationError(_("A poll needs two answers at least."))
        if len(set(options)) < len(options):
            raise forms.ValidationError(_("Two of the answers are the same."))
        if len(options) > 20 or any(len(option) > 100 for option in options):
            raise forms.ValidationError(_("Twenty answers at most, of 100 characters at most."))
        return options

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, time = cleaned.get("due_date"), cleaned.get("due_time")
        cleaned["due_at"] = None
        if bool(day) != bool(time):
            self.add_error("due_time" if day else "due_date", _("A time of its own needs both a day and a time."))
        elif day and time:
            try:
                cleaned["due_at"] = rules.instant(datetime.combine(day, time), self.organization.timezone)
            except rules.Impossible as error:
                self.add_error("due_time", str(error))
        return cleaned

    def given(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "accounts": list(data["accounts"]),
            "link": data["link"],
            "headline": data["headline"],
            "poll": data["poll"],
            "poll_minutes": int(data["poll_minutes"] or 1440),
            "topic": data["topic"],
            "purpose": data["purpose"],
            "language": data["language"],
            "due_at": data["due_at"],
            "variants": {account.pk: data.get(f"variant_{account.pk}", "") for account in self.choosable},
        }


def _suits(account: Account) -> bool:
    """Whether any text suits the account: it needs no picture, film or title, and nobody's own mailbox is reached."""
    network = queries.network_of(account)
    return network.chosen_at_first and not network.limits.needs


def _initial(post: Post) -> dict[str, Any]:
    local = post.due_at.astimezone(ZoneInfo(post.zone)) if post.due_at else None
    variants = {f"variant_{target.account_id}": target.text for target in post.targets.all()}
    return {
        "text": post.text,
        "accounts": [target.account_id for target in post.targets.all()],
        "link": post.link,
        "headline": post.headline,
        "poll": "\n".join(post.poll),
        "poll_minutes": post.poll_minutes or 1440,
        "topic": post.topic,
        "purpose": post.purpose,
        "language": post.language,
        "due_date": local.date() if local else None,
        "due_time": local.time() if local else None,
        **variants,
    }


class PictureForm(forms.Form):
    file = forms.FileField(
        label=_("Picture or film"),
        help_text=_("JPEG, PNG, WebP or a still GIF; a film as MP4. What hides in the file, its name too, stays here."),
    )
    alt = forms.CharField(
        label=_("What it shows, for people who cannot see it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    captions = forms.CharField(
        label=_("Of a film: what is said in it"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As WebVTT, for people who cannot hear it (WCAG 2.2, 1.2.2). Begins with the line WEBVTT."),
    )

    def clean_captions(self) -> str:
        captions = str(self.cleaned_data["captions"]).strip()
        if captions and not captions.startswith("WEBVTT"):
            raise forms.ValidationError(_("Captions begin with a line that says WEBVTT."))
        return captions


class ShownForm(forms.Form):
    """Who is shown, and what they signed; asked where a picture shows people."""

    shown = forms.ChoiceField(label=_("Who is shown"), choices=[("", _("Choose")), *SHOWN_CHOICES])
    release = forms.CharField(
        label=_("Where the release or license is filed"),
        required=False,
        max_length=60,
        help_text=_("Its number, without a name: R-2026-014."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "shown" in cleaned and "release" in cleaned:
            try:
                rules.ensure_shown(cleaned["shown"], cleaned["release"])
            except rules.NoReference as error:
                self.add_error("release", str(error))
        return cleaned


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=_("The corrected text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-check-text": ""}),
    )
    note = forms.CharField(
        label=_("What was wrong, in one sentence"),
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands below the post on networks that cannot edit."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=280, widget=forms.Textarea(attrs={"rows": 2}))
