"""The tables of organizations, one noun a file."""

from bedside.organizations.models.hours import Office
from bedside.organizations.models.people import (
    Answered,
    Invitation,
    Key,
    Member,
    Organization,
    Owned,
    User,
    Users,
    validate_zone,
)
from bedside.organizations.models.reach import Absence, Device
from bedside.organizations.models.rotas import Cover, Handover, Rota, Turn
from bedside.organizations.models.teams import Seat, Team

__all__ = [
    "Absence",
    "Answered",
    "Cover",
    "Device",
    "Handover",
    "Invitation",
    "Key",
    "Member",
    "Office",
    "Organization",
    "Owned",
    "Rota",
    "Seat",
    "Team",
    "Turn",
    "User",
    "Users",
    "validate_zone",
]
