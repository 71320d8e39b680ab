"""The rehearsal is held against Mastodon.py: driven by it as a client, and its entities by that library's types."""

import io
import typing
from typing import Any

import pytest

from bedside.channels.networks.mastodon.connector import Mastodon as Connector
from bedside.channels.networks.mastodon.stage import MastodonStage
from bedside.channels.networks.mastodon.tests.conftest import HANDLE, outgoing, picture, say

library = pytest.importorskip("mastodon")
#: What only versions after 4.5 have; the library fills it with nothing.
LATER = frozenset({"feature_approval", "tagged_collections", "wrapstodon", "min_posting_delay", "original", "small",
                   "focus", "colors", "blurhash"})  # fmt: skip


@pytest.fixture
def official(stage: MastodonStage, opened: dict[str, Any]) -> Any:
    client = library.Mastodon(
        access_token=opened["credentials"]["access_token"],
        api_base_url=stage.base,
        version_check_mode="none",
        ratelimit_method="throw",
    )
    yield client
    client.session.close()


def held(value: Any) -> list[str]:
    """What is wrong with an entity: a field that the library types and that is empty or of another type."""
    if isinstance(value, list):
        return [wrong for one in value for wrong in held(one)]
    found: list[str] = []
    for name, hint in typing.get_type_hints(type(value)).items():
        if name.startswith("_") or name in LATER or name not in value:
            continue
        inner, where = value[name], f"{type(value).__name__}.{name}"
        options = typing.get_args(hint) if typing.get_origin(hint) is typing.Union else (hint,)
        plain = tuple(one for one in options if one in (int, str, bool))
        if inner is None:
            found += [] if type(None) in options else [f"{where} is empty"]
        elif plain and len(plain) == len([one for one in options if one is not type(None)]):
            found += [] if isinstance(inner, plain) else [f"{where} is {type(inner).__name__}"]
        elif type(inner).__module__.startswith("mastodon"):
            found += held(inner)
    return found


def test_a_client_of_the_maintained_library_plays_through(official: Any, stage: MastodonStage) -> None:
    me = official.account_verify_credentials()
    assert me.acct == HANDLE
    media = official.media_post(io.BytesIO(b"\xff\xd8 picture"), mime_type="image/jpeg", description="A nurse waves.")
    made = official.status_post("Flu shots are here.", media_ids=[media], idempotency_key="k1", language="en")
    assert official.status_post("Flu shots are here.", media_ids=[media], idempotency_key="k1").id == made.id
    say(stage, "When?", to=made.id)
    say(stage, "In private", kind="message", to_account=HANDLE)
    notes = official.notifications(types=["mention", "quote"])
    context = official.status_context(made.id)
    assert [one.status.content for one in notes] == ["<p>In private</p>", "<p>When?</p>"]
    assert [one.content for one in context.descendants] == ["<p>When?</p>"]
    poll = official.status_post("Which day?", poll=official.make_poll(["Sat", "Sun"], expires_in=3600))
    for entity in (me, media, made, notes, context, poll, official.account_statuses(me.id)):
        assert held(entity) == []
    assert official.instance_v2().configuration.statuses.max_characters == 500
    official.status_delete(poll.id)
    with pytest.raises(library.MastodonNotFoundError):
        official.status(poll.id)
    stage.breaches.clear()  # the library also sends what only older servers want


def test_what_our_connector_makes_the_library_reads(connector: Connector, official: Any) -> None:
    made = connector.publish(outgoing(pictures=(picture(),)))
    status = official.status(made.network_id)
    assert held(status) == []
    assert status.media_attachments[0].description == "A nurse waves."


@pytest.fixture
def connector(connect: Any) -> Connector:
    built: Connector = connect()
    return built
