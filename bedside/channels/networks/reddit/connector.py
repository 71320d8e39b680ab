"""Reddit: one account's calls, in one community. Every method is one attempt; what to do about a failure is decided
above."""

import time
from datetime import timedelta
from typing import Any

from bedside.channels.networks.reddit import media, translate
from bedside.channels.networks.reddit.api import Api, after, part, things
from bedside.channels.networks.reddit.listening import Listening
from bedside.channels.rules import (
    Connection,
    NetworkError,
    Outgoing,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
)
from bedside.kit import http, times

SKEW = timedelta(minutes=2)
PAGES = 3
#: How long a post with a picture or film is looked for: Reddit makes it a little later and answers without its id.
PATIENCE = timedelta(seconds=20)
COMMENT = 10_000


class Reddit(Listening):
    """Does all that `NETWORK` declares, for one account (rules.Publishes and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.api = Api(connection, client or http.client())

    # Signing in

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        """Reddit's sign-in page, which knows no PKCE; the app's secret guards the code."""
        return self.api.oauth.authorize_url(redirect_uri=redirect_uri, state=state, challenge=challenge)

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        self.api.oauth.exchange(code=code, verifier=verifier, redirect_uri=redirect_uri)

    def renew(self) -> None:
        self.api.oauth.renew()

    def connect(self) -> Profile:
        me = self.api.me
        if not me.get("id") or not me.get("name"):
            raise NetworkError(Trouble.UNREACHABLE, "Reddit's answer does not name the account.")
        shown = part(me, "subreddit").get("title")
        return Profile(f"t2_{me['id']}", str(me["name"]), str(shown or me["name"]))

    # What we say

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """A post in the hospital's community. Reddit makes those with a picture or film a little later and answers
        without an id, so they are looked for."""
        self._hold(translate.objection(outgoing))
        text = translate.markdown(translate.words(outgoing))
        self._hold("finds the text too long." if len(text) > 40_000 else "")
        form: dict[str, Any] = {"sr": self.api.subreddit, "title": outgoing.title, "sendreplies": "true"}
        since = times.now()
        if len(outgoing.pictures) > 1:
            items = [{"media_id": media.picture(self.api, one)[1], "caption": "", "outbound_url": ""}
                     for one in outgoing.pictures]  # fmt: skip
            body = form | {"sendreplies": True, "text": text, "items": items, "api_type": "json"}
            return self._made(self._json("/api/submit_gallery_post.json", body), outgoing)
        if outgoing.poll:
            days = -(-outgoing.poll.minutes // 1440)
            body = form | {"sendreplies": True, "text": text, "options": list(outgoing.poll.options), "duration": days,
                           "api_type": "json"}  # fmt: skip
            return self._made(self._json("/api/submit_poll_post", body), outgoing)
        if outgoing.pictures:
            form |= {"kind": "image", "url": media.picture(self.api, outgoing.pictures[0])[0], "text": text}
        elif outgoing.video:
            film, still = media.film(self.api, outgoing.video)
            form |= {"kind": "video", "url": film, "video_poster_url": still, "text": text}
        elif outgoing.link and not outgoing.text.strip():
            form |= {"kind": "link", "url": outgoing.link, "resubmit": "true"}
        else:
            form |= {"kind": "self", "text": text}
        data = self.api.done("/api/submit", form, bucket="submit")
        if data.get("name"):
            return self._made(data, outgoing)
        return self._await(Sought(outgoing.key, outgoing, since))

    def _json(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return part(part(self.api.wire("POST", path, json=body, writes=True), "json"), "data")

    def _made(self, data: dict[str, Any], outgoing: Outgoing) -> RemoteRef:
        found = str(data.get("name") or data.get("id") or "")
        name = found if found.startswith("t3_") or not found else f"t3_{found}"
        if not name:
            raise NetworkError(Trouble.UNKNOWN, "Reddit's answer does not name the post.")
        return RemoteRef(name, "", str(data.get("url") or f"{translate.SITE}/comments/{name[3:]}"))

    def _await(self, sought: Sought) -> RemoteRef:
        wait, until = 0.2, times.now() + PATIENCE
        while times.now() < until:
            if found := self.find(sought):
                return found
            time.sleep(wait)
            wait = min(wait * 2, 5)
        raise NetworkError(Trouble.UNKNOWN, "Reddit has not shown the post yet. It is not known whether it was made.")

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """Below a post or comment, or to a private message: Reddit has one call for all."""
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "A reply needs what it answers.")
        text = self._comment(outgoing)
        data = self.api.done("/api/comment", {"thing_id": outgoing.parent.network_id, "text": text}, bucket="comment")
        listed = data.get("things")
        first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
        made = translate.remote(part(first, "data"))
        if not made.network_id:
            raise NetworkError(Trouble.UNKNOWN, "Reddit's answer does not name the comment.")
        return made

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """New words below the title, which stays. The same change twice is one."""
        text = self._comment(outgoing) if remote.network_id.startswith("t1_") else translate.markdown(
            translate.words(outgoing))  # fmt: skip
        self._hold("finds the text too long." if len(text) > 40_000 else "")
        data = self.api.done("/api/editusertext", {"thing_id": remote.network_id, "text": text})
        listed = data.get("things")
        first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else {}
        return RemoteRef(remote.network_id, translate.version(part(first, "data")), remote.url)

    def withdraw(self, remote: RemoteRef) -> None:
        """Gone; a private message only from our own side."""
        if remote.network_id.startswith("t4_"):
            raise NetworkError(Trouble.REFUSED, "Reddit cannot take back a private message.")
        self.api.wire("POST", "/api/del", form={"id": remote.network_id}, writes=True)

    def hide(self, remote: RemoteRef) -> None:
        self.api.wire("POST", "/api/remove", form={"id": remote.network_id, "spam": "false"}, writes=True)

    def show(self, remote: RemoteRef) -> None:
        self.api.wire("POST", "/api/approve", form={"id": remote.network_id}, writes=True)

    def find(self, sought: Sought) -> RemoteRef | None:
        """Among what our account wrote since the first try, the one with this title and these words in this place."""
        outgoing, since = sought.outgoing, sought.since - SKEW
        parent = outgoing.parent.network_id if outgoing.parent else ""
        path = "/message/sent" if parent.startswith("t4_") else f"/user/{self.api.name}/overview"
        page = ""
        for _ in range(PAGES):
            params = {"limit": 100, "sort": "new"} | ({"after": page} if page else {})
            listing = self.api.wire("GET", path, params=params)
            for _, thing in things(listing):
                made = translate.remote(thing)
                at = translate.instant(thing.get("edited")) or translate.instant(thing.get("created_utc"))
                if at is None or at < since or made.network_id in sought.known or translate.gone(thing):
                    continue
                if self._is(thing, outgoing, parent):
                    return made
            page = after(listing)
            if not page:
                break
        return None

    def _is(self, thing: dict[str, Any], outgoing: Outgoing, parent: str) -> bool:
        wanted = translate.same(translate.words(outgoing))
        if parent:
            return (
                str(thing.get("parent_id")) == parent and translate.same(translate.plain(thing.get("body"))) == wanted
            )
        if str(thing.get("title") or "") != outgoing.title:
            return False
        said = translate.same(translate.plain(thing.get("selftext")))
        return said == wanted or (not said and str(thing.get("url") or "") == outgoing.link)

    def _comment(self, outgoing: Outgoing) -> str:
        text = translate.markdown(translate.words(outgoing))
        self._hold(f"takes {COMMENT:,} characters in an answer; this is longer." if len(text) > COMMENT else "")
        return text

    def _hold(self, objection: str) -> None:
        if objection:
            raise NetworkError(Trouble.REFUSED, f"Reddit {objection}")
