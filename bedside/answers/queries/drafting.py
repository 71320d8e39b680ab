"""The machine that may draft, and its key."""

from bedside.answers.models import Drafter
from bedside.kit import crypto
from bedside.kit.fields import seal_context
from bedside.organizations.models import Organization


def drafter_of(organization: Organization) -> Drafter | None:
    """The hospital's drafter, on or off; None where none was ever set up."""
    return Drafter.objects.filter(organization=organization).select_related("organization", "changed_by__user").first()


def key_of(drafter: Drafter) -> str:
    """The key, unsealed for a call; "" where the endpoint needs none. Raises crypto.Unopenable."""
    if not drafter.key:
        return ""
    return crypto.unseal(bytes(drafter.key), context=seal_context(Drafter, "key", drafter.organization_id)).decode()
