"""The named cast: two hospitals and their people, set up by calling the actions a person would."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bedside.channels import actions as channels
from bedside.channels.models import Account
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Member, Organization, User
from bedside.organizations.rules import Role

#: When the tests' story begins: just now, because the jobs they run read the real clock.
START = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
PASSWORD = "correct horse battery"

#: Who works at Riverbend, and as what.
PEOPLE = {
    "ada": ("Ada Albright", [Role.AUTHOR]),
    "ben": ("Ben Brandt", [Role.APPROVER]),
    "rosa": ("Rosa Reyes", [Role.RESPONDER]),
    "chen": ("Dr. Chen Park", [Role.CLINICIAN]),
    "petra": ("Petra Olsen", [Role.PRIVACY_OFFICER]),
    "milo": ("Milo Admin", [Role.ADMINISTRATOR]),
}


@dataclass
class Hospital:
    """One hospital with everybody in it; `hub` is its own channel."""

    organization: Organization
    people: dict[str, Member]
    hub: Account

    def __getattr__(self, name: str) -> Member:
        people: dict[str, Member] = self.__dict__.get("people", {})  # which a copy being made does not have yet
        try:
            return people[name]
        except KeyError as error:
            raise AttributeError(name) from error


def build(slug: str, name: str, *, at: datetime = START, timezone: str = "America/Chicago") -> Hospital:
    """The hospital, entered: this work sees its rows from here on."""
    admin = User.objects.create_user(f"milo@{slug}.example.org", PASSWORD, name="Milo Admin")
    organization = organizations.found(
        name=name,
        slug=slug,
        timezone=timezone,
        administrator=admin,
        at=at,
        phone="(555) 555-0142",
        roles=[Role.ADMINISTRATOR],
    )
    tenancy.announce(organization.pk)
    people = {"milo": Member.objects.select_related("user").get(organization=organization, user=admin)}
    organization = organizations.change_facts(
        organization=organization,
        by=people["milo"],
        at=at,
        email=f"care@{slug}.example.org",
        website=f"{slug}.example.org",
        address="400 River Road",
        staff_names=["Dr. Chen Park"],
    )
    for key, (full, roles) in PEOPLE.items():
        if key == "milo":
            continue
        invitation, _secret = organizations.invite(
            organization=organization, email=f"{key}@{slug}.example.org", roles=roles, by=people["milo"], at=at
        )
        organizations.accept_as_new(invitation=invitation, name=full, password=PASSWORD, at=at)
        people[key] = Member.objects.select_related("user", "organization").get(
            organization=organization, user__email=f"{key}@{slug}.example.org"
        )
    hub = channels.connect_account(
        organization=organization, network="hub", handle=slug, credentials={}, by=people["milo"], at=at
    )
    channels.sign_in(account=hub, at=at)
    hub.refresh_from_db()
    return Hospital(organization, people, hub)
