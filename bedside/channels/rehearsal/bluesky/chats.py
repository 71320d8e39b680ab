"""Direct messages between two accounts, as Bluesky's chat service shows them (lexicons chat.bsky.convo.*)."""

import hashlib
from datetime import datetime
from typing import Any

from bedside.channels.networks.bluesky.translate import wire_time
from bedside.channels.rehearsal.bluesky.repos import Account, Repos
from bedside.channels.rehearsal.wire import Shown
from bedside.kit.text import graphemes

DEFS = "chat.bsky.convo.defs"
TEXT, BYTES = 1000, 10_000


def between(repos: Repos, one: Account, other: Account) -> str:
    """The conversation of two accounts, begun where there is none."""
    pair = sorted((one.did, other.did))
    name = hashlib.sha256("".join(pair).encode()).hexdigest()[:13]
    repos.chats.setdefault(name, {"members": pair, "rev": "", "messages": []})
    return name


def write(repos: Repos, author: Account, to: Account, text: str, at: datetime) -> str:
    """A message; its conversation's id and its own."""
    name = between(repos, author, to)
    return f"{name}/{add(repos, name, author.did, text, at)['id']}"


def add(repos: Repos, name: str, did: str, text: str, at: datetime) -> dict[str, Any]:
    rev = repos.next_key(at)
    message = {"id": rev, "rev": rev, "text": text, "did": did, "at": wire_time(at), "gone": False}
    repos.chats[name]["messages"].append(message)
    repos.chats[name]["rev"] = rev
    return message


def too_long(text: str) -> bool:
    return graphemes(text) > TEXT or len(text.encode()) > BYTES


def remove(repos: Repos, wanted: str, at: datetime) -> bool:
    """Whether it was a message, which is deleted now."""
    name, _, number = wanted.partition("/")
    for message in repos.chats.get(name, {}).get("messages", []):
        if message["id"] == number:
            message["gone"], message["rev"] = True, repos.next_key(at)
            repos.chats[name]["rev"] = message["rev"]
            return True
    return False


def view(message: dict[str, Any]) -> dict[str, Any]:
    shown = {"id": message["id"], "rev": message["rev"], "sender": {"did": message["did"]}, "sentAt": message["at"]}
    if message["gone"]:
        return {"$type": f"{DEFS}#deletedMessageView"} | shown
    return {"$type": f"{DEFS}#messageView"} | shown | {"text": message["text"]}


def convo(repos: Repos, name: str, own: str) -> dict[str, Any]:
    kept = repos.chats[name]
    members = [repos.accounts[did] for did in kept["members"]]
    shown = {"id": name, "rev": kept["rev"], "muted": False, "status": "accepted", "unreadCount": 0,
             "kind": {"$type": f"{DEFS}#directConvo"},
             "members": [{"did": one.did, "handle": one.handle, "displayName": one.name}
                         for one in members]}  # fmt: skip
    return shown | ({"lastMessage": view(kept["messages"][-1])} if kept["messages"] else {})


def shown(repos: Repos, ours: set[str]) -> list[Shown]:
    """Every message as the rehearsal's own page has it, the newest first."""
    found = []
    for name, kept in repos.chats.items():
        for message in kept["messages"]:
            who = repos.accounts[message["did"]]
            if not message["gone"]:
                found.append(Shown(f"{name}/{message['id']}", "message", who.name, who.handle, message["text"],
                                   message["at"], ours=who.did in ours))  # fmt: skip
    return sorted(found, key=lambda one: one.at, reverse=True)
