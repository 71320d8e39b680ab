"""When somebody reads what people write, as a machine can count it; the words of it stand with the organization."""

from typing import Any

from django.db import models

from bedside.organizations.models.people import Owned


class Office(Owned):
    """The hours of the people who answer. A hospital without this row has not said: no banner, clocks run always."""

    always = models.BooleanField(default=False)
    #: [weekday, "08:00", "17:00"] each.
    openings: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    #: Whether the legal public holidays are closed.
    federal = models.BooleanField(default=True)
    #: Days of the hospital's own without hours: ["2026-12-24", "Christmas Eve"] each.
    closed: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_office_each")]

    def __str__(self) -> str:
        return f"hours {self.pk}"
