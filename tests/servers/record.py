"""Records exchanges with Bluesky's own server, for the tests that run without it.

`python tests/servers/record.py` starts the server, makes the calls below and writes
bedside/channels/networks/bluesky/exchanges/*.json. Account identifiers are replaced by fictional ones that stay the
same from recording to recording; tokens are left out.
"""

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tests.servers.pds import Account, Network, running  # noqa: E402  # the path is set just above

OUT = HERE.parent.parent / "bedside/channels/networks/bluesky/exchanges"
POST, KEY, AT = "app.bsky.feed.post", "3jui7kd54zh2y", "2026-11-21T09:00:00.000Z"
FACET = {"byteStart": 0, "byteEnd": 1}


class Caller:
    """One account's calls, answered whatever their status."""

    def __init__(self, network: Network, account: Account) -> None:
        self.http = httpx.Client(base_url=f"{network.url}/xrpc/", trust_env=False)
        self.account = account
        signed = self.post(
            "com.atproto.server.createSession", {"identifier": account.handle, "password": account.password}
        )
        self.http.headers["authorization"] = f"Bearer {signed.json()['accessJwt']}"

    def post(self, method: str, body: object) -> httpx.Response:
        return self.http.post(method, json=body)

    def get(self, method: str, **params: Any) -> httpx.Response:
        return self.http.get(method, params=params)

    def put(self, text: object = "Hello", key: str = KEY, **more: object) -> httpx.Response:
        record = {"$type": POST, "text": text, "createdAt": AT} | more
        body = {"repo": self.account.did, "collection": POST, "rkey": key, "record": record}
        return self.post("com.atproto.repo.putRecord", body)

    def blob(self, content: bytes) -> Any:
        sent = self.http.post("com.atproto.repo.uploadBlob", content=content, headers={"content-type": "image/png"})
        return sent.json()["blob"]


def errors(network: Network) -> list[dict[str, Any]]:
    """Refusals, each with the trouble it means."""
    us, other = Caller(network, network.accounts["stmary"]), Caller(network, network.accounts["ana"])
    stranger = httpx.Client(base_url=f"{network.url}/xrpc/", trust_env=False)
    blob = us.blob(b"\x89PNG small")
    image = {"$type": "app.bsky.embed.images", "images": [{"alt": "", "image": blob}]}
    feature = {"mention": ("did", "xyz"), "link": ("uri", "no uri"), "tag": ("tag", "x" * 65)}
    facets = {
        kind: [{"index": FACET, "features": [{"$type": f"app.bsky.richtext.facet#{kind}", name: wrong}]}]
        for kind, (name, wrong) in feature.items()
    }
    session = "com.atproto.server.createSession"
    ours = {"repo": us.account.did, "collection": POST, "rkey": KEY}
    answers = {
        "wrong password": stranger.post(session, json={"identifier": us.account.handle, "password": "wrong"}),
        "no token": stranger.get("com.atproto.server.getSession"),
        "broken token": stranger.get("com.atproto.server.getSession", headers={"authorization": "Bearer abc"}),
        "another's account": other.post("com.atproto.repo.deleteRecord", ours),
        "too many graphemes": us.put("x" * 301),
        "too many bytes": us.put("👨‍👩‍👧‍👦" * 130),
        "text missing": us.post("com.atproto.repo.putRecord", ours | {"record": {"$type": POST, "createdAt": AT}}),
        "text is a number": us.put(4),
        "no instant": us.put(createdAt="yesterday"),
        "four languages": us.put(langs=["en", "es", "fr", "de"]),
        "no language": us.put(langs=["english language"]),
        "mention of no account": us.put(facets=facets["mention"]),
        "link to nowhere": us.put(facets=facets["link"]),
        "hashtag too long": us.put(facets=facets["tag"]),
        "key is no TID": us.put(key="not-a-tid"),
        "picture type changed": us.put(
            embed=image | {"images": [{"alt": "", "image": blob | {"mimeType": "image/gif"}}]}
        ),
        "picture size changed": us.put(embed=image | {"images": [{"alt": "", "image": blob | {"size": 5}}]}),
        "picture without alt": us.put(embed=image | {"images": [{"image": blob}]}),
        "five pictures": us.put(embed=image | {"images": [{"alt": "", "image": blob}] * 5}),
        "reply without parent": us.put(reply={}),
        "record absent": us.get("com.atproto.repo.getRecord", **(ours | {"rkey": "3jui7kd54zhaa"})),
        "handle unknown": us.get("com.atproto.identity.resolveHandle", handle="nobody-here.test"),
        "thread absent": us.get("app.bsky.feed.getPostThread", uri=f"at://{us.account.did}/{POST}/3jui7kd54zhaa"),
        "method unknown": us.get("com.atproto.server.doesNotExist"),
        "26 posts asked for": us.get("app.bsky.feed.getPosts", uris=[f"at://{us.account.did}/{POST}/{KEY}"] * 26),
    }
    lost = ("wrong password", "no token", "broken token", "another's account")
    return [
        {
            "name": name,
            "status": answer.status_code,
            "body": answer.json(),
            "means": "revoked" if name in lost else "refused",
        }
        for name, answer in answers.items()
    ]


def reads(network: Network) -> dict[str, Any]:
    """A small conversation as the reading side shows it."""
    us, ana = Caller(network, network.accounts["dana"]), Caller(network, network.accounts["gus"])
    handle = us.account.handle
    mention: dict[str, Any] = {"index": {"byteStart": 0, "byteEnd": len(handle) + 1}}
    mention |= {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": us.account.did}]}
    top = _ref(us.put("Flu shots are here.", langs=["en"]))
    time.sleep(1)
    reply = _ref(ana.put("What are the hours?", "3jui7kd54zh2z", reply={"root": top, "parent": top}))
    time.sleep(1)
    ana.put(f"@{handle} when?", "3jui7kd54zh23", reply={"root": top, "parent": reply}, facets=[mention])
    ana.put(f"@{handle} hello", "3jui7kd54zh24", facets=[mention])
    ana.put("Worth reading", "3jui7kd54zh25", embed={"$type": "app.bsky.embed.record", "record": top})
    like = {"$type": "app.bsky.feed.like", "subject": top, "createdAt": AT}
    ana.post(
        "com.atproto.repo.createRecord",
        {"repo": ana.account.did, "collection": "app.bsky.feed.like", "record": like},
    )
    time.sleep(2)
    return {
        "notifications": us.get("app.bsky.notification.listNotifications", limit=50).json(),
        "thread": us.get("app.bsky.feed.getPostThread", uri=top["uri"], depth=20, parentHeight=0).json(),
        "posts": us.get("app.bsky.feed.getPosts", uris=[top["uri"]]).json(),
    }


def _ref(answer: httpx.Response) -> dict[str, str]:
    answer.raise_for_status()
    wire = answer.json()
    return {"uri": wire["uri"], "cid": wire["cid"]}


def main() -> int:
    with running() as network:
        recorded = {"errors.json": errors(network), "reads.json": reads(network)}
        for name, kept in recorded.items():
            text = json.dumps(kept, ensure_ascii=False, indent=1)
            for short, account in network.accounts.items():
                text = text.replace(account.did, "did:plc:" + short.ljust(24, "2"))
            text = re.sub(r"eyJ[\w.-]+", "a-token", text)
            (OUT / name).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
