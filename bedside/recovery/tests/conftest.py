"""The client of these tests: after a request the test sees its hospital's rows again, as before it."""

from typing import Any

import pytest
from django.test import Client

from bedside.organizations import tenancy


class Visitor(Client):
    def request(self, **request: Any) -> Any:
        before = tenancy.current()
        try:
            return super().request(**request)
        finally:
            tenancy.announce(before)


@pytest.fixture
def client() -> Client:
    return Visitor()
