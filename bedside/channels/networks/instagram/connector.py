"""Instagram: one professional account's calls. Every method is one attempt."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bedside.channels.calls import containers, graph_hooks
from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import GONE_CODES, count, inner, insights, rows
from bedside.channels.networks.instagram import NETWORK, reading, translate, webhooks
from bedside.channels.networks.instagram.session import Session
from bedside.channels.rules import (
    Batch,
    Call,
    CallAnswer,
    Connection,
    Counts,
    NetworkError,
    Outgoing,
    Past,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
    overrun,
)
from bedside.kit import http, times

LOOKED = 3
STATUS = "status_code,status"
FIELDS = ("comments", "live_comments", "mentions", "messages")


class Instagram:
    """Everything `NETWORK.abilities` declares, for one account."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.connection = connection
        self.client = client or http.client()
        self.session = Session(connection, self.client)
        self.graph = self.session.graph

    # Signing in

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        return self.session.oauth.authorize_url(redirect_uri=redirect_uri, state=state, challenge=challenge)

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        self.session.tokens.exchange(code=code, redirect_uri=redirect_uri)

    def renew(self) -> None:
        self.session.tokens.renew()

    def connect(self) -> Profile:
        return self.session.profile

    # Saying

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """The post as Instagram has it. Containers come first, seen by nobody; publishing is one call."""
        if said := translate.objection(outgoing):
            raise NetworkError(Trouble.REFUSED, said)
        account, text = self.session.account, translate.words(outgoing)
        path, film = f"{account}/media", outgoing.video
        if film is not None:
            body: Wire = {"media_type": "REELS", "video_url": film.url, "caption": text}
        elif len(outgoing.pictures) == 1:
            body = {"caption": text, **_picture(outgoing, 0)}
        else:
            children = [
                containers.make(self.graph, path, {"is_carousel_item": True, **_picture(outgoing, number)})
                for number in range(len(outgoing.pictures))
            ]
            for child in children:
                containers.wait(self.graph, child, STATUS, longest=containers.PICTURE)
            body = {"media_type": "CAROUSEL", "caption": text, "children": children}
        container = containers.make(self.graph, path, body)
        longest = containers.FILM if film is not None else containers.PICTURE
        containers.wait(self.graph, container, STATUS, longest=longest)
        wire = self.graph.send("POST", f"{account}/media_publish", json={"creation_id": container}, writes=True)
        made, link = self._made(wire), ""
        with contextlib.suppress(NetworkError):  # it stands from here on
            link = str(self.graph.get(made, fields="permalink").get("permalink") or "")
        return RemoteRef(made, url=link)

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """A comment, an answer below one, an answer to a mention, or a message to whoever wrote one."""
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "An answer needs what it answers.")
        kind, text, above = _kind(outgoing), translate.words(outgoing), outgoing.parent.network_id
        if said := overrun(text, NETWORK.answers.get(kind, NETWORK.answers["reply"])):
            raise NetworkError(Trouble.REFUSED, f"Instagram {said}")
        if kind == "message" and outgoing.answered is not None:
            body: Wire = {"recipient": {"id": outgoing.answered.author_id}, "message": {"text": text}}
            sent = self.graph.send("POST", f"{self.session.account}/messages", json=body, writes=True)
            return RemoteRef(self._made(sent, "message_id"))
        if kind == "mention":
            media = _media(outgoing)
            where = {"media_id": media, **({"comment_id": above} if above != media else {})}
            body = {"message": text, **where}
            wire = self.graph.send("POST", f"{self.session.account}/mentions", json=body, writes=True)
        elif kind == "own":
            wire = self.graph.send("POST", f"{above}/comments", json={"message": text}, writes=True)
        else:
            wire = self.graph.send("POST", f"{self._top(above)}/replies", json={"message": text}, writes=True)
        return RemoteRef(self._made(wire))

    def hide(self, remote: RemoteRef) -> None:
        self._hidden(remote, True)

    def show(self, remote: RemoteRef) -> None:
        self._hidden(remote, False)

    def find(self, sought: Sought) -> RemoteRef | None:
        outgoing, own = sought.outgoing, self.session.own
        text = translate.words(outgoing)
        if outgoing.parent is None:
            path, fields = f"{self.session.account}/media", translate.MEDIA_FIELDS
            listed, _ = self.graph.whole(path, most=LOOKED, fields=fields)
            found = translate.match(listed, sought, text, own, "caption")
            return RemoteRef(str(found["id"]), url=str(found.get("permalink") or "")) if found else None
        try:
            found = self._answer(outgoing, sought, text, own)
        except Failure as error:
            if error.code not in GONE_CODES:
                raise
            found = None  # what was to be answered is gone, and every answer with it
        return RemoteRef(str(found["id"])) if found else None

    # Listening and counting

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        watched = [one.network_id for one in watch]
        return reading.hear(self.graph, self.session.account, self.session.own, cursor, watched, times.now())

    def past(self, cursor: str, since: datetime) -> Past:
        return reading.past(self.graph, self.session.account, self.session.own, cursor, since, times.now())

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        names = dict.fromkeys(one.network_id for one in remotes)
        return tuple(found for name in names if (found := self._counted(name)) is not None)

    def measure_account(self) -> Mapping[str, int]:
        account = self.session.account
        followers = count(self.graph.get("me", fields="followers_count").get("followers_count"))
        found = {"followers": followers} if followers is not None else {}
        quota = rows(self.graph.get(f"{account}/content_publishing_limit", fields="quota_usage,config"))
        if quota:
            total, used = count(inner(quota[0], "config").get("quota_total")), count(quota[0].get("quota_usage"))
            if total is not None and used is not None:
                self.connection.heed("posts", total, max(total - used, 0), None)
        return found | translate.named(self._account_insights(account), translate.ACCOUNT_METRICS)

    # Webhooks

    @staticmethod
    def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
        return graph_hooks.challenge(call, secrets)

    @staticmethod
    def verify(call: Call, secrets: Mapping[str, str]) -> bool:
        return graph_hooks.verify(call, secrets)

    @staticmethod
    def addressed(body: bytes) -> tuple[str, ...]:
        return graph_hooks.addressed(body)

    def read_event(self, body: bytes) -> Batch:
        return webhooks.read(self.graph, self.session.account, self.session.own, body, times.now())

    def subscribe(self, callback: str) -> None:
        """Switches this account's events on; with the Meta app's keys their address is set, too."""
        app = self.connection.app
        keys = (app.get("meta_app_id", ""), app.get("meta_app_secret", ""))
        if all(keys):
            asked = {"object": "instagram", "callback_url": callback, "fields": ",".join(FIELDS)}
            graph_hooks.subscribe_app(NETWORK.label, self.session.meta, self.connection, self.client, keys, **asked)
        graph_hooks.subscribe_account(self.graph, self.session.account, FIELDS)

    # The calls behind them

    def _made(self, wire: Wire, name: str = "id") -> str:
        made = wire.get(name)
        if not isinstance(made, str) or not made:
            raise NetworkError(Trouble.UNKNOWN, "Instagram's answer does not name what it made.")
        return made

    def _top(self, comment: str) -> str:
        """The comment an answer stands below: Instagram's threads are one deep."""
        return str(self.graph.get(comment, fields="parent_id").get("parent_id") or comment)

    def _answer(self, outgoing: Outgoing, sought: Sought, text: str, own: frozenset[str]) -> Wire | None:
        assert outgoing.parent is not None
        kind, above = _kind(outgoing), outgoing.parent.network_id
        params: dict[str, Any] = {"fields": translate.COMMENT_FIELDS}
        if kind == "message" and outgoing.answered is not None:
            asked = {"platform": "instagram", "user_id": outgoing.answered.author_id}
            threads = rows(self.graph.get(f"{self.session.account}/conversations", **asked))
            said = [self.graph.get(str(one.get("id") or ""), fields=translate.MESSAGES) for one in threads]
            sent = [one for wire in said for one in rows(inner(wire, "messages"))]
            return translate.match(sent, sought, text, own, "message")
        if kind == "mention":
            return self._mentioned(outgoing, sought, text, own)
        if kind == "own":
            listed, _ = self.graph.whole(f"{above}/comments", most=LOOKED, **params)
        else:
            listed, _ = self.graph.whole(f"{self._top(above)}/replies", most=LOOKED, **params)
        return translate.match(listed, sought, text, own)

    def _mentioned(self, outgoing: Outgoing, sought: Sought, text: str, own: frozenset[str]) -> Wire | None:
        """An answer of ours below somebody else's post, which Instagram shows only through the mention."""
        media = _media(outgoing)
        fields = f"mentioned_media.media_id({media}){{comments{{{translate.THREADED}}}}}"
        try:
            wire = self.graph.get(self.session.account, fields=fields)
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            said = "Instagram does not show whether an answer to a mention was posted."
            raise Failure(Trouble.REFUSED, said, code="unseen", todo="Look there before you answer again.") from error
        listed = rows(inner(wire, "mentioned_media", "comments"))
        return translate.match([each for one in listed for each in (one, *translate.replies(one))], sought, text, own)

    def _hidden(self, remote: RemoteRef, hidden: bool) -> None:
        try:
            params = {"hide": "true" if hidden else "false"}
            self.graph.send("POST", remote.network_id, params=params, writes=True)
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            if self.graph.get(remote.network_id, fields="hidden").get("hidden") is not hidden:
                raise

    def _counted(self, name: str) -> Counts | None:
        """One post's counts; None where it is gone. A metric that this kind of post lacks fails all, so the numbers
        that stand on the post are then taken alone."""
        metrics = ",".join(translate.POST_METRICS.values())
        for more in (f",insights.metric({metrics})", ""):
            try:
                return translate.counts(name, self.graph.get(name, fields=f"like_count,comments_count{more}"))
            except Failure as error:
                if error.code in GONE_CODES or (error.trouble is Trouble.REFUSED and not more):
                    return None
                if error.trouble not in (Trouble.REFUSED, Trouble.UNREACHABLE) or not more:
                    raise
        return None

    def _account_insights(self, account: str) -> dict[str, int]:
        found: dict[str, int] = {}
        names = tuple(translate.ACCOUNT_METRICS.values())
        for metrics in (",".join(names), *names):  # one that is no more fails all: then each by itself
            try:
                wire = self.graph.get(f"{account}/insights", metric=metrics, period="day", metric_type="total_value")
            except Failure as error:
                if error.trouble is not Trouble.REFUSED:
                    raise
                continue
            found |= insights(wire)
            if metrics.count(",") == len(names) - 1:
                break
        return found


def _kind(outgoing: Outgoing) -> str:
    return outgoing.answered.kind if outgoing.answered else "reply"


def _media(outgoing: Outgoing) -> str:
    """The post a mention stands on: itself, or the one its comment is below."""
    assert outgoing.parent is not None
    root = outgoing.answered.thread_id if outgoing.answered else ""
    return root or (outgoing.root.network_id if outgoing.root else "") or outgoing.parent.network_id


def _picture(outgoing: Outgoing, number: int) -> Wire:
    picture = outgoing.pictures[number]
    return {"image_url": picture.url, **({"alt_text": picture.alt} if picture.alt else {})}
