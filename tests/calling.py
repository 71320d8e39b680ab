"""Calling the JSON API as a program does."""

import json
from typing import Any

from django.test import Client

from tests.cast import Hospital
from tests.filled import TIP


def post(client: Client, path: str, body: object, token: str, **headers: str) -> Any:
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    given = {"Authorization": f"Bearer {token}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(f"/api/v1/{path}", sent, content_type="application/json", headers=given)


def draft(hospital: Hospital, text: str = TIP) -> dict[str, object]:
    return {"text": text, "accounts": [hospital.hub.pk]}
