"""Meta's webhooks: the test of our address, the signature, and whose event it is.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started: X-Hub-Signature-256 is the HMAC-SHA256 of the
raw body with the app's secret. Instagram and Threads apps have a secret of their own besides the Meta app's; which one
signs is not documented for either, so both of the hospital's own are tried.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bedside.channels.calls import signatures
from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import Graph, caller, inner, rows
from bedside.channels.rules import Call, CallAnswer, Connection
from bedside.kit import http


def verify_token(app: Mapping[str, str]) -> str:
    """What Meta repeats when it tests our address: the hospital's own word, else one made from the app's secret; empty
    where there is neither."""
    secret = app.get("client_secret", "")
    return app.get("verify_token") or (signatures.hexed(b"bedside verifies", secret)[:32] if secret else "")


def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
    """Meta's GET with hub.mode=subscribe: its challenge back where the token is ours."""
    if call.method != "GET" or "hub.mode" not in call.query:
        return None
    given, ours = call.query.get("hub.verify_token", ""), verify_token(secrets)
    if call.query["hub.mode"] != "subscribe" or not ours or not signatures.same(given, ours):
        return CallAnswer(403, "No.")
    return CallAnswer(200, call.query.get("hub.challenge", ""))


def verify(call: Call, secrets: Mapping[str, str]) -> bool:
    header = call.headers.get("x-hub-signature-256", "")
    keys = [secrets.get("client_secret", ""), secrets.get("meta_app_secret", "")]
    return any(signatures.prefixed(header, call.body, key) for key in keys if key)


def entries(body: bytes) -> list[Wire]:
    """The entries of an event; nothing where the body is none."""
    return [entry for event in events(body) for entry in rows(event, "entry")]


def events(body: bytes) -> list[Wire]:
    """One event, or several in a list, as Meta's examples for Instagram show them."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return [one for one in (told if isinstance(told, list) else [told]) if isinstance(one, dict)]


def addressed(body: bytes) -> tuple[str, ...]:
    """The accounts an event is about."""
    return tuple(dict.fromkeys(str(entry["id"]) for entry in entries(body) if entry.get("id")))


def changes(entry: Wire) -> Iterator[tuple[str, Wire]]:
    """Field and value of each change of an entry; Instagram's own sign-in puts them straight into the entry."""
    for one in [*rows(entry, "changes"), entry]:
        if isinstance(one.get("field"), str) and isinstance(one.get("value"), dict):
            yield one["field"], inner(one, "value")


def subscribe_app(
    label: str, address: str, connection: Connection, client: http.Client, keys: tuple[str, str], **asked: Any
) -> None:
    """Tells Meta where to call this app (POST /{app-id}/subscriptions with the app's own token); Meta tests the
    address at once. Raises Failure."""
    app_id, secret = keys
    signed = caller(label, connection, client)
    signed.sign = lambda headers, params: headers.update({"Authorization": f"Bearer {app_id}|{secret}"})
    form = {"verify_token": verify_token(connection.app), **asked}
    try:
        signed.wire("POST", f"{address}/{app_id}/subscriptions", form=form)
    except Failure as error:
        if error.code == "2200":
            said = f"{label} could not reach this server at its address."
            todo = "Check that the address is open to the internet and has a valid certificate."
            raise Failure(error.trouble, said, code="2200", status=error.status, todo=todo) from error
        raise


def subscribe_account(graph: Graph, account: str, fields: tuple[str, ...]) -> None:
    """Switches an account's events on (POST /{account}/subscribed_apps); harmless where they are."""
    graph.send("POST", f"{account}/subscribed_apps", params={"subscribed_fields": ",".join(fields)})
