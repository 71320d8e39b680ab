"""X: one account's calls. Every method is one attempt; what to do about a failure is decided above."""

from dataclasses import replace
from datetime import timedelta

from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.networks.x import media, translate
from bedside.channels.networks.x.api import MEANS, READ, Api, listed, part
from bedside.channels.networks.x.listening import MESSAGE_FIELDS, Listening, stamp
from bedside.channels.networks.x.webhooks import Webhooks
from bedside.channels.rules import (
    Connection,
    NetworkError,
    Outgoing,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
)
from bedside.kit import http

SKEW = timedelta(minutes=2)
PAGES = 5


class X(Listening, Webhooks):
    """Does all that `NETWORK` declares, for one account (rules.Publishes and the others)."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.api = Api(replace(connection), client or http.client())

    # Signing in

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        return self.api.oauth.authorize_url(redirect_uri=redirect_uri, state=state, challenge=challenge)

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        self.api.oauth.exchange(code=code, verifier=verifier, redirect_uri=redirect_uri)

    def renew(self) -> None:
        self.api.oauth.renew()

    def connect(self) -> Profile:
        me = part(self.api.wire("GET", "/2/users/me", params={"user.fields": "id,name,username"}), "data")
        if not me.get("id"):
            raise NetworkError(Trouble.UNREACHABLE, "X's answer does not name the account.")
        return Profile(str(me["id"]), str(me.get("username") or ""), str(me.get("name") or ""))

    # What we say

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        return self._post(outgoing)

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """Below a post, or in the conversation of direct messages."""
        if outgoing.answered is not None and outgoing.answered.kind == "message":
            return self._message(outgoing)
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "A reply needs the post it answers.")
        return self._post(outgoing)

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """The new wording. X gives it an id of its own, kept as the version; the post stays known by its first. Where a
        try that was lost has already made it, nothing is done again: corrections are few."""
        now = self._post_of(remote.network_id)
        newest = translate.history(now)[-1:] or [translate.latest(remote)]
        if newest[0] != str(now.get("id")):
            now = self._post_of(newest[0])
        if translate.same_words(translate.words(outgoing), now):
            return replace(translate.remote(now), network_id=remote.network_id)
        made = self._post(replace(outgoing, parent=None), {"previous_post_id": newest[0]})
        return replace(made, network_id=remote.network_id)

    def _post_of(self, post_id: str) -> Wire:
        wire = self.api.wire("GET", "/2/tweets", params=READ | {"ids": post_id}, bucket="lookup")
        return next(iter(listed(wire, "data")), {})

    def withdraw(self, remote: RemoteRef) -> None:
        """Gone in every wording."""
        if remote.version == translate.MESSAGE:
            path = f"/2/dm_events/{remote.network_id}"
        else:
            path = f"/2/tweets/{translate.latest(remote)}"
        try:
            self.api.wire("DELETE", path, writes=True, bucket="deletions")
        except Failure as error:
            if error.status not in (404, 410) and error.code != "gone":
                raise

    def hide(self, remote: RemoteRef) -> None:
        self._hide(remote, True)

    def show(self, remote: RemoteRef) -> None:
        self._hide(remote, False)

    def _hide(self, remote: RemoteRef, hidden: bool) -> None:
        self.api.wire("PUT", f"/2/tweets/{translate.latest(remote)}/hidden", json={"hidden": hidden}, writes=True,
                      bucket="hidden")  # fmt: skip

    def find(self, sought: Sought) -> RemoteRef | None:
        """Among our own posts (or messages) since the first try, the one with these words in this place."""
        outgoing = sought.outgoing
        if outgoing.answered is not None and outgoing.answered.kind == "message":
            return self._find_message(sought)
        parent = outgoing.parent
        places = {parent.network_id, translate.latest(parent)} if parent else {""}
        page = ""
        for _ in range(PAGES):
            params = READ | {"max_results": 100, "start_time": stamp(sought.since - SKEW)}
            params |= {"pagination_token": page} if page else {}
            wire = self.api.wire("GET", f"/2/users/{self.api.own}/tweets", params=params, bucket="timeline")
            for post in listed(wire, "data"):
                made = translate.remote(post)
                about = listed(post, "referenced_posts") or listed(post, "referenced_tweets")
                above = next((str(one.get("id")) for one in about if one.get("type") == "replied_to"), "")
                if {made.network_id, made.version} & sought.known or above not in places:
                    continue
                if translate.same_words(translate.words(outgoing), post):
                    return made
            page = str(part(wire, "meta").get("next_token") or "")
            if not page:
                break
        return None

    def _post(self, outgoing: Outgoing, edits: Wire | None = None) -> RemoteRef:
        if objection := translate.objection(outgoing):
            raise NetworkError(Trouble.REFUSED, f"X {objection}")
        body = translate.body(outgoing, media.upload(self.api, outgoing)) | ({"edit_options": edits} if edits else {})
        try:
            post = part(self.api.wire("POST", "/2/tweets", writes=True, json=body, bucket="posts"), "data")
        except Failure as error:
            if edits and error.status == 403 and not error.code:
                raise NetworkError(Trouble.REFUSED, f"X {MEANS['edit'].said}", todo=MEANS["edit"].todo) from error
            raise
        made = translate.remote(post)
        if not made.network_id:
            raise NetworkError(Trouble.UNKNOWN, "X's answer does not name the post.")
        return made

    def _message(self, outgoing: Outgoing) -> RemoteRef:
        answered = outgoing.answered
        assert answered is not None
        where = answered.thread_id or (f"with/{answered.author_id}" if answered.author_id else "")
        if not where:
            raise NetworkError(Trouble.REFUSED, "X needs to know whose message this answers.")
        wire = self.api.wire("POST", f"/2/dm_conversations/{where}/messages", writes=True, bucket="messages.send",
                             json={"text": translate.words(outgoing)})  # fmt: skip
        event = str(part(wire, "data").get("dm_event_id") or "")
        if not event:
            raise NetworkError(Trouble.UNKNOWN, "X's answer does not name the message.")
        return RemoteRef(event, translate.MESSAGE, "https://x.com/messages")

    def _find_message(self, sought: Sought) -> RemoteRef | None:
        answered = sought.outgoing.answered
        assert answered is not None
        wanted = answered.thread_id or translate.between(self.api.own, answered.author_id)
        params = MESSAGE_FIELDS | {"max_results": 50}
        for event in listed(self.api.wire("GET", "/2/dm_events", params=params, bucket="messages"), "data"):
            at = translate.instant(event.get("created_at"))
            ours = str(event.get("sender_id")) == self.api.own and at is not None and at >= sought.since - SKEW
            there = str(event.get("dm_conversation_id")) == wanted and str(event.get("id")) not in sought.known
            if ours and there and translate.same_words(translate.words(sought.outgoing), event):
                return RemoteRef(str(event["id"]), translate.MESSAGE, "https://x.com/messages")
        return None
