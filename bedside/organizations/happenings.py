"""What happens here is recorded above: the audit domain listens, in the same transaction."""

from datetime import datetime
from typing import Any

from django.db import models
from django.dispatch import Signal

from bedside.organizations.models import Member, Organization

happened = Signal()


def tell(
    kind: str,
    *,
    organization: Organization,
    subject: models.Model | None,
    by: Member | None,
    at: datetime,
    **details: Any,
) -> None:
    """Says that something happened; whoever records it does so before this returns, or the whole act fails."""
    happened.send(
        sender=Organization, kind=kind, organization=organization, subject=subject, by=by, at=at, details=details
    )
