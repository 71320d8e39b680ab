"""What every page of the workspace shows around its content: the rail, who and where one is, and what is broken."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from bedside.answers import queries as answers
from bedside.channels import queries as channels
from bedside.guard import queries as guard
from bedside.inbox import queries as inbox
from bedside.incidents import queries as incidents
from bedside.kit.times import now
from bedside.organizations.models import Member, Organization
from bedside.organizations.rules import Role
from bedside.publishing import queries as publishing
from bedside.recovery import queries as recovery


@dataclass(frozen=True)
class Place:
    """One entry of the rail."""

    label: str
    url: str
    icon: str
    count: int
    current: bool


@dataclass(frozen=True)
class Person:
    name: str
    role: str


@dataclass(frozen=True)
class Trouble:
    title: str
    text: str
    url: str
    action: str


def workspace(request: HttpRequest) -> dict[str, Any]:
    """Only for pages inside a workspace, and only asked of the database when a template asks for it."""
    member = getattr(request, "member", None)
    if not isinstance(member, Member):
        return {}
    organization = request.organization  # type: ignore[attr-defined]
    slug = organization.slug
    return {
        "organization": organization,
        "member": member,
        "person": Person(member.name, ", ".join(_role(role) for role in sorted(member.role_set))),
        "rail": SimpleLazyObject(partial(rail, request.path, member, getattr(request, "inbox_counts", None))),
        "trouble": SimpleLazyObject(partial(trouble, member)),
        "rehearsal": rehearsal(organization),
        "live_url": reverse("live", args=[slug]),
        "home_url": reverse("today", args=[slug]),
        "settings_tabs": SimpleLazyObject(partial(tabs, request.path, member, SETTINGS)),
        "moderation_tabs": SimpleLazyObject(partial(tabs, request.path, member, MODERATION)),
        "people_tabs": SimpleLazyObject(partial(tabs, request.path, member, PEOPLE)),
        "person_menu": SimpleLazyObject(partial(person_menu, member, getattr(request, "etiquette_unread", None))),
    }


def rehearsal(organization: Organization) -> dict[str, str] | bool:
    """The banner of a rehearsal room, with the way back to the hospital itself."""
    if organization.rehearsal_of_id is None:
        return organization.is_rehearsal
    home = organization.rehearsal_of
    assert home is not None
    return {"url": reverse("today", args=[home.slug]), "action": _("Back to %(name)s") % {"name": home.name}}


def person_menu(member: Member, unread: bool | None = None) -> list[Place]:
    """What is the person's own, with the etiquette first while they have not attested it; `unread` is what the view
    has asked already."""
    unread = guard.reminder_of(member) is not None if unread is None else unread
    label = _("Read and attest the etiquette") if unread else _("The etiquette")
    return [
        Place(label, reverse("guard:etiquette", args=[member.organization.slug]), "book-open", 0, False),
        Place(_("How I am reached"), reverse("organizations:reach", args=[member.organization.slug]), "bell", 0, False),
        Place(_("Password, passkeys, two steps"), reverse("mfa_index"), "key-round", 0, False),
        Place(_("Where I am signed in"), reverse("usersessions_list"), "monitor", 0, False),
    ]


def _role(role: Role) -> str:
    return str(role).replace("_", " ")


def rail(path: str, member: Member, counted: dict[str, int] | None = None) -> list[Place]:
    """The places this person may go, with what waits there; `counted` is what the view has counted already."""
    organization = member.organization
    slug = organization.slug
    waiting = publishing.counts(organization).get("waiting", 0) if member.may("publishing.approve") else 0
    unanswered = (counted or inbox.counts(organization, member))["open"] if member.may("inbox.read") else 0
    proposed = answers.waiting_approval(organization) if member.may("answers.approve") else 0
    asked = guard.waiting_appeals(organization) if member.may("guard.override") else 0
    troubled = incidents.open_number(organization) if member.may("incidents.manage") else 0
    changes = recovery.waiting_changes(organization) if member.may("recovery.approve") else 0
    cases = (_("What changed"), "recovery:changes", "sprout")
    if member.may("recovery.read"):
        cases = (_("Cases"), "recovery:list", "heart-handshake")
    entries = [
        ("today.read", _("Today"), "today", "sun", 0),
        ("inbox.read", _("Inbox"), "inbox:list", "inbox", unanswered),
        ("publishing.read", _("Calendar"), "publishing:calendar", "calendar-days", waiting),
        ("today.read", _("Hub"), "hub:home", "globe", 0),
        ("recovery.measure", *cases, changes),
        ("answers.read", _("Answers"), "answers:list", "message-square-text", proposed),
        ("channels.read", _("Accounts"), "channels:accounts", "plug", 0),
        ("guard.check", _("Privacy"), "guard:home", "shield-check", asked),
        ("incidents.report", _("Incidents"), "incidents:list", "siren", troubled),
        ("people.read", _("People"), "organizations:people", "users", 0),
        ("audit.read", _("Audit record"), "audit:record", "scroll-text", 0),
        ("settings.change", _("Settings"), "organizations:settings", "settings", 0),
        ("ladder.change", _("Settings"), "ladder:levels", "settings", 0),
    ]
    places: list[Place] = []
    for permission, label, name, icon, count in entries:
        if member.may(permission) and label not in {one.label for one in places}:
            url = reverse(name, args=[slug])
            current = path == url if name == "today" else path.startswith(url)
            places.append(Place(label, url, icon, count, current))
    return places


#: The pages of settings and of people: permission, words, address.
SETTINGS = (
    ("settings.change", _lazy("Hospital"), "organizations:settings"),
    ("settings.change", _lazy("Hours"), "organizations:hours"),
    ("ladder.change", _lazy("Ladder"), "ladder:levels"),
    ("routing.change", _lazy("Routing"), "ladder:routes"),
    ("settings.change", _lazy("Paging"), "ladder:pager"),
    ("settings.change", _lazy("Answers"), "answers:variables"),
    ("settings.change", _lazy("Second person"), "inbox:releasing"),
    ("settings.change", _lazy("Drafting"), "answers:drafting"),
    ("keys.manage", _lazy("Keys for programs"), "organizations:keys"),
)
MODERATION = (
    ("inbox.moderate", _lazy("May be spam"), "moderation:queue"),
    ("moderation.read", _lazy("Log"), "moderation:log"),
    ("moderation.decide", _lazy("Appeals"), "moderation:appeals"),
    ("moderation.read", _lazy("Comment policy"), "moderation:policy"),
    ("moderation.read", _lazy("Corrections"), "moderation:claims"),
)
PEOPLE = (
    ("people.read", _lazy("Members"), "organizations:people"),
    ("people.read", _lazy("Teams"), "ladder:teams"),
    ("people.read", _lazy("On call"), "organizations:rotas"),
)


def tabs(path: str, member: Member, pages: tuple[tuple[str, Any, str], ...]) -> list[Place]:
    """The pages of one place that this person may open; the one whose address leads to this one is current."""
    slug = member.organization.slug
    found = [(str(label), reverse(name, args=[slug])) for permission, label, name in pages if member.may(permission)]
    here = max((url for _label, url in found if path.startswith(url)), key=len, default="")
    return [Place(label, url, "", 0, url == here) for label, url in found]


def trouble(member: Member) -> list[Trouble]:
    """What is broken, at the top of every page until it is mended."""
    organization = member.organization
    if not member.may("channels.read"):
        return []
    url = reverse("channels:accounts", args=[organization.slug])
    return [
        Trouble(
            f"{one.network.label} ({one.account.handle})",
            f"{one.problem} {one.todo}".strip(),
            url,
            _("Look at accounts"),
        )
        for one in channels.health(organization, at=now())
        if one.problem
    ]
