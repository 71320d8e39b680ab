"""Stage directions: accounts that appear, and what fictional members of the public say and do."""

import random
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bedside.channels.networks.bluesky.facets import facets, handles
from bedside.channels.networks.bluesky.names import parts
from bedside.channels.networks.bluesky.translate import wire_time
from bedside.channels.rehearsal import people
from bedside.channels.rehearsal.bluesky import chats
from bedside.channels.rehearsal.bluesky.lexicon import POST
from bedside.channels.rehearsal.bluesky.repos import Account, Record, Repos
from bedside.channels.rehearsal.wire import Refused


def carry_out(repos: Repos, what: str, told: Mapping[str, Any], at: datetime, url: str) -> Any:
    """What came of a direction; raises Refused with a sentence."""
    if what == "accounts":
        return _account(repos, told, url)
    if what == "say" and told.get("kind") == "message":
        return {"id": _message(repos, told, at)}
    if what == "say":
        record = say(repos, told, at)
        return {"id": record.uri, "uri": record.uri, "cid": record.cid}
    if what == "remove" and chats.remove(repos, str(told.get("id", "")), at):
        return {"id": told["id"]}
    if what == "remove":
        record = _known(repos, str(told.get("id", "")))
        named = parts(record.uri) or ("", "", "")
        repos.delete(*named)
        return {"id": record.uri}
    if what == "react":
        return _react(repos, told)
    if what == "crowd":
        return _crowd(repos, told, at)
    raise Refused(f"There is no direction called {what}.")


def _account(repos: Repos, told: Mapping[str, Any], url: str) -> dict[str, Any]:
    handle = str(told.get("handle", "")).lower().removeprefix("@")
    if not handle.endswith(".test"):
        raise Refused("A handle here ends in .test, so that nobody takes it for a real one.")
    account = repos.add_account(handle, str(told.get("name", "")))
    account.password = str(told.get("password") or account.password or _app_password())
    account.ours = True
    account.chats = told.get("messages") is not False
    credentials = {"identifier": account.handle, "password": account.password}
    return {"did": account.did, "handle": account.handle, "name": account.name, "password": account.password,
            "id": account.did, "base_url": url, "credentials": credentials, "app": {}}  # fmt: skip


def _message(repos: Repos, told: Mapping[str, Any], at: datetime) -> str:
    to, text = repos.find_account(str(told.get("to_account", ""))), str(told.get("text", "")).strip()
    if to is None:
        raise Refused("Nobody has that handle.")
    if not text:
        raise Refused("Nothing was said.")
    return chats.write(repos, _person(repos, told), to, text, at)


def _app_password() -> str:
    return "-".join(secrets.token_hex(2) for _ in range(4))


def say(repos: Repos, told: Mapping[str, Any], at: datetime) -> Record:
    """Somebody (`as`, or one of the people) replies to a post (`to`), mentions an account (`mention`) or quotes a
    post (`quote`). With `quiet` the network announces it to nobody; `at` sets the author's clock."""
    person = _person(repos, told)
    text = str(told.get("text", "")).strip()
    if not text:
        raise Refused("Nothing was said.")
    if mention := str(told.get("mention") or told.get("to_account") or ""):
        named = repos.find_account(mention)
        if named is None:
            raise Refused("Nobody has that handle.")
        if f"@{named.handle}" not in text:
            text = f"@{named.handle} {text}"
    value: dict[str, Any] = {"$type": POST, "text": text, "createdAt": str(told.get("at") or wire_time(repos.tick(at)))}
    value["langs"] = [str(told.get("language", "en"))]
    known = {handle: account.did for handle in handles(text) if (account := repos.find_account(handle))}
    if found := facets(text, known):
        value["facets"] = found
    if (to := str(told.get("to", ""))) and told.get("kind") != "quote":
        value["reply"] = _below(_known(repos, to))
    if quote := str(told.get("quote") or (told.get("kind") == "quote" and told.get("to")) or ""):
        quoted = _known(repos, quote)
        value["embed"] = {"$type": "app.bsky.embed.record", "record": {"uri": quoted.uri, "cid": quoted.cid}}
    return repos.put(person.did, POST, repos.next_key(at), value, at, quiet=bool(told.get("quiet")))


def _person(repos: Repos, told: Mapping[str, Any]) -> Account:
    handle = str(told.get("as") or people.PEOPLE[0].handle)
    known = repos.find_account(handle)
    if known is not None:
        return known
    name = next((person.name for person in people.PEOPLE if person.handle == handle), "")
    if not handle.endswith(".test"):
        raise Refused("A handle here ends in .test, so that nobody takes it for a real one.")
    return repos.add_account(handle, name, _app_password())


def _known(repos: Repos, uri: str) -> Record:
    record = repos.records.get(uri)
    if record is None:
        raise Refused("There is no such post.")
    return record


def _below(parent: Record) -> dict[str, Any]:
    above = {"uri": parent.uri, "cid": parent.cid}
    return {"root": parent.value.get("reply", {}).get("root", above), "parent": above}


def _react(repos: Repos, told: Mapping[str, Any]) -> dict[str, int]:
    record = _known(repos, str(told.get("uri") or told.get("id") or ""))
    staged = repos.reactions.setdefault(record.uri, {})
    for name in ("likes", "reposts"):
        if name in told:
            staged[name] = max(0, int(told[name]))
    return repos.count(record.uri)


def _crowd(repos: Repos, told: Mapping[str, Any], at: datetime) -> list[dict[str, str]]:
    """So many comments below a post, drawn from the people with a seed."""
    to, count = str(told.get("to", "")), int(told.get("count", 5))
    chosen = random.Random(int(told.get("seed", 0)))  # noqa: S311  # a rehearsal must be repeatable
    lines = chosen.sample(people.COMMENTS, min(max(count, 0), len(people.COMMENTS)))
    said = []
    for comment in lines:
        person = chosen.choice(people.PEOPLE)
        direction = {"as": person.handle, "text": comment.text, "to": to, "language": comment.language}
        record = say(repos, direction, at)
        said.append({"id": record.uri, "uri": record.uri, "kind": comment.kind, "as": person.handle})
    return said
