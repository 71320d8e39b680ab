"""The rehearsal is held against X's own Python SDK, made from the API's OpenAPI document: it plays through as a client
and reads every answer into its models."""

import importlib
from typing import Any

import pytest

from bedside.channels.networks.x.connector import X
from bedside.channels.networks.x.stage import XStage
from bedside.channels.networks.x.tests.conftest import HANDLE, outgoing, say

library = pytest.importorskip("xdk")


def test_the_official_sdk_plays_through(x: X, stage: XStage, opened: dict[str, Any]) -> None:
    client = library.Client(base_url=stage.base, access_token=opened["credentials"]["access_token"])
    me = client.users.get_me()
    assert me.data.username == HANDLE
    models = importlib.import_module("xdk.posts.models")
    made = client.posts.create(models.CreateRequest(text="Posted by the SDK."))
    top = x.publish(outgoing())
    say(stage, "When?", to=top.network_id)
    found = client.posts.get_by_ids(ids=[made.data.id, top.network_id], post_fields=["public_metrics", "created_at"])
    assert [one.text for one in found.data] == ["Posted by the SDK.", "Flu shots are here."]
    pages = client.users.get_mentions(id=opened["id"], max_results=10)
    assert [one.text for one in next(iter(pages)).data] == [f"@{HANDLE} When?"]
    assert client.posts.delete(id=made.data.id).data.deleted
