"""Who takes part in the tour: people at browsers, the network's side, and an open page that listens."""

import json
import re
import secrets
import threading
import time
from collections.abc import Callable
from html import unescape
from typing import Any

import httpx

from bedside.environment import environment
from bedside.kit.times import now
from bedside.web.demo.fill import stage

PASSWORD = "a tour in five minutes"  # noqa: S105  # of a hospital made for this tour


class Broken(Exception):
    """A step did not come out as the story says."""


class Person:
    """Somebody at a browser without JavaScript."""

    def __init__(self, url: str, slug: str, email: str = "") -> None:
        self.slug = slug
        self.web = httpx.Client(base_url=url, follow_redirects=True, timeout=20, trust_env=False)
        if email:
            self.see("/accounts/login/")
            page = self.send("/accounts/login/", login=email, password=PASSWORD)
            if "/w/" not in str(page.url):
                raise Broken(f"{email} could not sign in.")

    def see(self, path: str) -> httpx.Response:
        return self.web.get(path)

    def here(self, path: str) -> httpx.Response:
        return self.web.get(f"/w/{self.slug}/{path}")

    def send(self, path: str, **fields: Any) -> httpx.Response:
        token = self.web.cookies.get("bedside_csrf", "")
        return self.web.post(
            path, data={"csrfmiddlewaretoken": token, **fields}, headers={"Referer": str(self.web.base_url)}
        )

    def do(self, path: str, **fields: Any) -> httpx.Response:
        return self.send(f"/w/{self.slug}/{path}", **fields)


def words(page: httpx.Response | str) -> str:
    """What a page says, without its tags."""
    text = page if isinstance(page, str) else page.text
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def until(look: Callable[[], Any], seconds: float, said: str) -> Any:
    """What `look` gives once it gives something; raises Broken."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise Broken(said)


def must(holds: object, said: str) -> None:
    if not holds:
        raise Broken(said)


class Bluesky:
    """The network's side: the hospital's account, and a member of the public there."""

    def __init__(self, pds: str) -> None:
        self.real = bool(pds)
        self.url = pds.rstrip("/") or f"http://127.0.0.1:{environment().rehearsal_port}"
        self.web = httpx.Client(base_url=self.url, timeout=20, trust_env=False)
        self.mark = secrets.token_hex(3)
        self.handle = f"tour-{self.mark}.test" if self.real else f"tour-{self.mark}.rehearsal.test"
        self.password = self._join(self.handle)
        self.public = f"neighbor-{self.mark}.test"
        self.public_password = self._join(self.public) if self.real else ""

    def _join(self, handle: str) -> str:
        if not self.real:
            return str(stage(self.url, "accounts", handle=handle, name="Tour Hospital")["password"])
        password = secrets.token_urlsafe(12)
        email = f"{handle.split('.')[0]}@example.org"
        self._call("com.atproto.server.createAccount", handle=handle, email=email, password=password)
        return password

    def _call(self, method: str, token: str = "", **body: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        said = self.web.post(f"/xrpc/{method}", json=body, headers=headers)
        if said.status_code >= 400:
            raise Broken(f"{method} answered {said.status_code}.")
        answer: dict[str, Any] = said.json()
        return answer

    def posts(self) -> list[dict[str, Any]]:
        """The hospital's records as anybody can read them."""
        asked = {"repo": self.handle, "collection": "app.bsky.feed.post", "limit": "50"}
        said = self.web.get("/xrpc/com.atproto.repo.listRecords", params=asked)
        records: list[dict[str, Any]] = said.json().get("records", []) if said.status_code == 200 else []
        return records

    def say(self, text: str, to: dict[str, Any]) -> str:
        """A member of the public answers a post."""
        if not self.real:
            return str(stage(self.url, "say", text=text, to=to["uri"])["uri"])
        session = self._call("com.atproto.server.createSession", identifier=self.public, password=self.public_password)
        ref = {"uri": to["uri"], "cid": to["cid"]}
        record = {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": now().isoformat().replace("+00:00", "Z"),
            "reply": {"root": ref, "parent": ref},
        }
        made = self._call(
            "com.atproto.repo.createRecord",
            token=str(session["accessJwt"]),
            repo=session["did"],
            collection="app.bsky.feed.post",
            record=record,
        )
        return str(made["uri"])


class Live:
    """An open page: hears the server-sent events of the organization, reloading nothing."""

    def __init__(self, person: Person) -> None:
        self.heard: list[tuple[float, str]] = []
        self.person = person
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            with self.person.web.stream("GET", f"/w/{self.person.slug}/live/", timeout=60) as line:
                for said in line.iter_lines():
                    if said.startswith("data: "):
                        self.heard.append((time.monotonic(), str(json.loads(said[6:])["kind"])))
                    if self._stop.is_set():
                        return
        except httpx.HTTPError:
            return

    def count(self, kind: str) -> int:
        return sum(1 for _at, name in self.heard if name == kind)

    def stop(self) -> None:
        self._stop.set()
