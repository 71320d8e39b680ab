"""Threads: one profile's calls. Every method is one attempt."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from bedside.channels.calls import containers, graph_hooks
from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import GONE_CODES, count, inner, rows
from bedside.channels.networks.threads import NETWORK, reading, translate, webhooks
from bedside.channels.networks.threads.session import Session
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
)
from bedside.kit import http, times

LOOKED = 3
STATUS = "status,error_message"
FIELDS = ("replies", "mentions", "delete")
QUOTAS = ("quota", "reply_quota", "delete_quota")


class Threads:
    """Everything `NETWORK.abilities` declares, for one profile."""

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
        return self._say(outgoing, {})

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """A reply below anything: a reply, a mention, or a post of our own that goes on."""
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "An answer needs what it answers.")
        return self._say(outgoing, {"reply_to_id": outgoing.parent.network_id})

    def withdraw(self, remote: RemoteRef) -> None:
        try:
            self.graph.send("DELETE", remote.network_id, writes=True)
        except Failure as error:
            # Meta says the same of what is gone and of what it no longer shows us: only the first is success.
            if error.code not in GONE_CODES or self._stands(remote.network_id):
                raise

    def hide(self, remote: RemoteRef) -> None:
        self._hidden(remote, True)

    def show(self, remote: RemoteRef) -> None:
        self._hidden(remote, False)

    def find(self, sought: Sought) -> RemoteRef | None:
        """Among our posts, or our replies: both lists hold only what is ours."""
        answer = sought.outgoing.parent is not None
        path, fields = ("replies", translate.REPLY_FIELDS) if answer else ("threads", translate.POST_FIELDS)
        listed, _ = self.graph.whole(f"{self.session.account}/{path}", most=LOOKED, fields=fields)
        found = translate.match(listed, sought, translate.words(sought.outgoing))
        return RemoteRef(str(found["id"]), url=str(found.get("permalink") or "")) if found else None

    # Listening and counting

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        watched = [one.network_id for one in watch]
        return reading.hear(self.graph, self.session.account, self.session.handle, cursor, watched, times.now())

    def past(self, cursor: str, since: datetime) -> Past:
        return reading.past(self.graph, self.session.account, self.session.handle, cursor, since, times.now())

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        counted: list[Counts] = []
        for name in dict.fromkeys(one.network_id for one in remotes):
            for metrics in (translate.POST_METRICS, translate.POST_METRICS[:4]):  # the newer ones fail for old posts
                try:
                    wire = self.graph.get(f"{name}/insights", metric=",".join(metrics))
                except Failure as error:
                    if error.trouble is not Trouble.REFUSED:
                        raise
                    if error.code in GONE_CODES:
                        break
                    continue
                counted.append(translate.counts(name, wire))
                break
        return tuple(counted)

    def measure_account(self) -> Mapping[str, int]:
        self._heed_quotas()
        found: dict[str, int] = {}
        names = (*translate.ACCOUNT_METRICS.values(), "clicks")
        for metrics in (",".join(names), *names):  # one that is not given fails all: then each by itself
            try:
                wire = self.graph.get(f"{self.session.account}/threads_insights", metric=metrics)
            except Failure as error:
                if error.trouble is not Trouble.REFUSED:
                    raise
                continue
            found |= translate.account_numbers(wire)
            if "," in metrics:
                break
        return found

    # Webhooks

    @staticmethod
    def challenge(call: Call, secrets: Mapping[str, str]) -> CallAnswer | None:
        return graph_hooks.challenge(call, secrets)

    @staticmethod
    def verify(call: Call, secrets: Mapping[str, str]) -> bool:
        return graph_hooks.verify(call, secrets)

    @staticmethod
    def addressed(body: bytes) -> tuple[str, ...]:
        return webhooks.addressed(body)

    def read_event(self, body: bytes) -> Batch:
        return webhooks.read(self.graph, self.session.account, self.session.handle, body, times.now())

    def subscribe(self, callback: str) -> None:
        """Sets the events' address where the Meta app's keys are known and Meta lets a program do it; else a person
        does, as the guide says, and the lists are read meanwhile."""
        app = self.connection.app
        keys = (app.get("meta_app_id", ""), app.get("meta_app_secret", ""))
        if not all(keys):
            return
        asked = {"object": "threads", "callback_url": callback, "fields": ",".join(FIELDS)}
        try:
            graph_hooks.subscribe_app(NETWORK.label, self.session.meta, self.connection, self.client, keys, **asked)
        except Failure as error:
            if error.trouble is not Trouble.REFUSED or error.code == "2200":
                raise

    # The calls behind them

    def _say(self, outgoing: Outgoing, more: Wire) -> RemoteRef:
        """Containers come first, seen by nobody; publishing is one call."""
        if said := translate.objection(outgoing):
            raise NetworkError(Trouble.REFUSED, said)
        account, film = self.session.account, outgoing.video
        path = f"{account}/threads"
        body: Wire = {"media_type": "TEXT", "text": translate.words(outgoing), **more}
        if film is not None:
            body |= {"media_type": "VIDEO", "video_url": film.url, **_alt(film.alt)}
        elif len(outgoing.pictures) == 1:
            picture = outgoing.pictures[0]
            body |= {"media_type": "IMAGE", "image_url": picture.url, **_alt(picture.alt)}
        elif outgoing.pictures:
            children = [
                containers.make(self.graph, path, {
                    "media_type": "IMAGE", "is_carousel_item": True, "image_url": picture.url, **_alt(picture.alt),
                })
                for picture in outgoing.pictures
            ]  # fmt: skip
            for child in children:
                containers.wait(self.graph, child, STATUS, longest=containers.PICTURE)
            body |= {"media_type": "CAROUSEL", "children": children}
        elif outgoing.poll is not None:
            body["poll_attachment"] = translate.poll(outgoing.poll.options)
        container = containers.make(self.graph, path, body)
        longest = containers.FILM if film is not None else containers.PICTURE
        containers.wait(self.graph, container, STATUS, longest=longest)
        wire = self.graph.send("POST", f"{account}/threads_publish", json={"creation_id": container}, writes=True)
        made, link = wire.get("id"), ""
        if not isinstance(made, str) or not made:
            raise NetworkError(Trouble.UNKNOWN, "Threads' answer does not name what it made.")
        with contextlib.suppress(NetworkError):  # it stands from here on
            link = str(self.graph.get(made, fields="permalink").get("permalink") or "")
        return RemoteRef(made, url=link)

    def _stands(self, network_id: str) -> bool:
        """Whether something of ours is there all the same: readable by itself, or in a list of what is ours."""
        try:
            self.graph.get(network_id, fields="id")
            return True
        except Failure as error:
            if error.code not in GONE_CODES:
                raise
        paths = [f"{self.session.account}/{name}" for name in ("threads", "replies")]
        listed = [one for path in paths for one in self.graph.whole(path, most=LOOKED, fields="id")[0]]
        return any(one.get("id") == network_id for one in listed)

    def _hidden(self, remote: RemoteRef, hidden: bool) -> None:
        try:
            body = {"hide": hidden}
            self.graph.send("POST", f"{remote.network_id}/manage_reply", json=body, writes=True)
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            status = self.graph.get(remote.network_id, fields="hide_status").get("hide_status")
            if (status == "HIDDEN") is not hidden:
                raise

    def _heed_quotas(self) -> None:
        fields = ",".join(f"{name}_usage,{name.removesuffix('quota')}config" for name in QUOTAS)
        try:
            told = rows(self.graph.get(f"{self.session.account}/threads_publishing_limit", fields=fields))
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            return
        for name in QUOTAS if told else ():
            used = count(told[0].get(f"{name}_usage"))
            total = count(inner(told[0], f"{name.removesuffix('quota')}config").get("quota_total"))
            if used is not None and total is not None:
                self.connection.heed(name, total, max(total - used, 0), None)


def _alt(alt: str) -> Wire:
    return {"alt_text": alt} if alt else {}
