"""A browser for tests that also look at rows: whatever it asks for, the hospital stays entered afterwards."""

from typing import Any

from django.test import Client

from bedside.organizations import tenancy
from tests.cast import Hospital


class Staying(Client):
    def __init__(self, hospital: Hospital, **more: Any) -> None:
        super().__init__(**more)
        self.hospital = hospital

    def request(self, **request: Any) -> Any:
        try:
            return super().request(**request)
        finally:
            tenancy.announce(self.hospital.organization.pk)
