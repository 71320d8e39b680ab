"""Meta's own SDK against the stage: as a client, and as the list of fields and parameters the stage may know."""

import inspect
import re
from importlib import import_module
from typing import Any

import pytest

from bedside.channels.networks.facebook.connector import Facebook
from bedside.channels.networks.facebook.fields import KNOWN
from bedside.channels.networks.facebook.stage import POSTED, FacebookStage
from bedside.channels.networks.facebook.tests.conftest import HANDLE, outgoing, say

pytest.importorskip("facebook_business", reason="Meta's SDK is a tool of development alone")
#: Edges that fields expand to; the SDK lists them as methods.
EDGES = {"post": {"reactions", "comments", "insights"}, "thread": {"messages"}}


def node(module: str, name: str) -> Any:
    return getattr(import_module(f"facebook_business.adobjects.{module}"), name)


@pytest.fixture
def api(stage: FacebookStage, account: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    session = import_module("facebook_business.session").FacebookSession
    monkeypatch.setattr(session, "GRAPH", stage.base)
    app = stage.app
    page = stage.town.accounts[account["id"]]
    signed_in = session(app["client_id"], app["client_secret"], stage.page_token(page))
    return import_module("facebook_business.api").FacebookAdsApi(signed_in, "v26.0")


def test_metas_client_does_on_the_stage_what_our_connector_does(
    api: Any, facebook: Facebook, stage: FacebookStage, account: dict[str, Any]
) -> None:
    Comment, Page = node("comment", "Comment"), node("page", "Page")
    PagePost = node("pagepost", "PagePost")
    page = Page(account["id"], api=api)
    made = page.create_feed(params={"message": "By Meta's own client", "link": "https://stmary.example"})
    assert facebook.hear("").heard == ()
    comment = say(stage, "hello", to=made["id"])
    fields = ["id", "message", "from"]
    read = list(PagePost(made["id"], api=api).get_comments(fields=fields, params={"filter": "stream"}))
    assert [(one["id"], one["message"]) for one in read] == [(comment, "hello")]
    PagePost(made["id"], api=api).create_comment(params={"message": "Welcome"})
    Comment(comment, api=api).api_update(params={"is_hidden": True})
    assert stage.item(comment).hidden
    PagePost(made["id"], api=api).api_update(params={"message": "Corrected"})
    ours = facebook.publish(outgoing())
    posts = page.get_published_posts(fields=["id", "message", "created_time", "permalink_url"], params={"limit": 1})
    assert [one["message"] for one in posts] == ["Flu shots are here.", "Corrected"]
    assert [one["message"] for one in page.get_feed(fields=["message"])] == ["Flu shots are here.", "Corrected"]
    say(stage, "Good care", kind="review", to_account=HANDLE)
    ratings = page.get_ratings(fields=["review_text", "recommendation_type"])
    assert [one["review_text"] for one in ratings] == ["Good care"]
    say(stage, "Are you open?", kind="message", to_account=HANDLE)
    threads = list(page.get_conversations(fields=["id", "updated_time"]))
    assert threads[0]["id"].startswith("t_")
    person = stage.town.listed("message")[0].author
    page.create_message(params={"recipient": {"id": person}, "messaging_type": "RESPONSE", "message": {"text": "Yes"}})
    assert stage.shown()[0].text == "Yes"
    page.create_subscribed_app(params={"subscribed_fields": ["feed", "messages"]})
    PagePost(ours.network_id, api=api).api_delete()
    assert [one.kind for one in stage.shown()].count("post") == 1


def test_metas_client_understands_the_stages_errors(api: Any, account: dict[str, Any]) -> None:
    with pytest.raises(import_module("facebook_business.exceptions").FacebookRequestError) as refused:
        node("pagepost", "PagePost")("1_404", api=api).api_get(fields=["message"])
    assert (refused.value.api_error_code(), refused.value.api_error_subcode()) == (100, 33)


@pytest.mark.parametrize(
    ("kind", "module", "name"),
    [
        ("post", "pagepost", "PagePost"),
        ("comment", "comment", "Comment"),
        ("rating", "recommendation", "Recommendation"),
        ("thread", "unifiedthread", "UnifiedThread"),
        ("page", "page", "Page"),
        ("video", "advideo", "AdVideo"),
    ],
)
def test_every_field_asked_for_is_one_metas_sdk_knows(kind: str, module: str, name: str) -> None:
    known = node(module, name)
    fields = {value for key, value in vars(known.Field).items() if not key.startswith("_")}
    edges = {edge for edge in EDGES.get(kind, set()) if hasattr(known, f"get_{edge}")}
    beside = {"tasks"} if kind == "page" else set()  # of the list /me/accounts, not of the Page itself
    assert KNOWN[kind] - fields - edges - beside == set()


@pytest.mark.parametrize(
    ("module", "name", "method", "names"),
    [
        ("page", "Page", "create_feed", POSTED),
        ("page", "Page", "create_photo", ("url", "caption", "published", "alt_text_custom", "temporary")),
        ("page", "Page", "create_video", ("source", "description", "title", "published", "file_url")),
        ("page", "Page", "get_videos", ("type",)),
        ("page", "Page", "create_message", ("recipient", "message", "messaging_type")),
        ("page", "Page", "get_conversations", ("platform", "user_id")),
        ("page", "Page", "create_subscribed_app", ("subscribed_fields",)),
        ("pagepost", "PagePost", "get_comments", ("filter", "order", "since")),
        ("pagepost", "PagePost", "create_comment", ("message",)),
        ("pagepost", "PagePost", "get_insights", ("metric", "period")),
        ("comment", "Comment", "api_update", ("is_hidden", "message")),
    ],
)
def test_every_parameter_sent_is_one_metas_sdk_knows(
    module: str, name: str, method: str, names: tuple[str, ...]
) -> None:
    listed = inspect.getsource(getattr(node(module, name), method)).partition("param_types = {")[2].partition("}")[0]
    assert set(names) - set(re.findall(r"'(\w+)': '", listed)) == set()
