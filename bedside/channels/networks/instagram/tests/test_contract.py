"""Meta's own SDK as the list of fields and parameters that may be asked for and sent."""

import inspect
import re
from importlib import import_module
from typing import Any

import pytest

from bedside.channels.networks.instagram.fields import KNOWN
from bedside.channels.networks.instagram.stage import CONTAINER

pytest.importorskip("facebook_business", reason="Meta's SDK is a tool of development alone")
#: Edges that fields expand to; and what Instagram's own sign-in has beside the nodes of the SDK.
BESIDE = {"media": {"comments", "insights"}, "comment": {"replies"}, "account": {"user_id", "account_type"}}


def node(module: str, name: str) -> Any:
    return getattr(import_module(f"facebook_business.adobjects.{module}"), name)


@pytest.mark.parametrize(
    ("kind", "module", "name"),
    [("media", "igmedia", "IGMedia"), ("comment", "igcomment", "IGComment"), ("account", "iguser", "IGUser")],
)
def test_every_field_asked_for_is_one_metas_sdk_knows(kind: str, module: str, name: str) -> None:
    fields = {value for key, value in vars(node(module, name).Field).items() if not key.startswith("_")}
    assert KNOWN[kind] - fields - BESIDE[kind] == set()
    for edge in BESIDE[kind] - {"user_id", "account_type"}:
        assert hasattr(node(module, name), f"get_{edge}")


@pytest.mark.parametrize(
    ("module", "name", "method", "names"),
    [
        ("iguser", "IGUser", "create_media", CONTAINER),
        ("iguser", "IGUser", "create_media_publish", ("creation_id",)),
        ("iguser", "IGUser", "create_mention", ("media_id", "comment_id", "message")),
        ("iguser", "IGUser", "create_message", ("recipient", "message", "tag")),
        ("iguser", "IGUser", "get_conversations", ("platform", "user_id")),
        ("iguser", "IGUser", "get_insights", ("metric", "metric_type", "period")),
        ("igmedia", "IGMedia", "create_comment", ("message",)),
        ("igcomment", "IGComment", "create_reply", ("message",)),
        ("igcomment", "IGComment", "api_update", ("hide",)),
    ],
)
def test_every_parameter_sent_is_one_metas_sdk_knows(
    module: str, name: str, method: str, names: tuple[str, ...]
) -> None:
    listed = inspect.getsource(getattr(node(module, name), method)).partition("param_types = {")[2].partition("}")[0]
    assert set(names) - set(re.findall(r"'(\w+)': '", listed)) == set()
