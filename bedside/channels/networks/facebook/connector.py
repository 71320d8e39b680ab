"""Facebook: one Page's calls. Every method is one attempt; what to do about a failure is decided above."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bedside.channels.calls import graph_hooks
from bedside.channels.calls.caller import Failure, Wire
from bedside.channels.calls.graph import GONE_CODES, count, inner, insights, rows
from bedside.channels.networks.facebook import NETWORK, reading, translate, webhooks
from bedside.channels.networks.facebook.session import VERSION, Session
from bedside.channels.rules import (
    Batch,
    Call,
    CallAnswer,
    Connection,
    Counts,
    NetworkError,
    Outgoing,
    Past,
    Picture,
    Profile,
    RemoteRef,
    Sought,
    Trouble,
    Video,
    overrun,
)
from bedside.kit import http, times

#: Posts measured in one call, and pages of our own posts looked through for one that may have been made.
TOGETHER, LOOKED = 25, 3
FIELDS = ("feed", "mention", "ratings", "messages")


class Facebook:
    """Everything `NETWORK.abilities` declares, for one Page."""

    def __init__(self, connection: Connection, client: http.Client | None = None) -> None:
        self.connection = connection
        self.client = client or http.client()
        self.session = Session(connection, self.client)
        self.graph = self.session.graph

    # Signing in

    def authorize_url(self, *, redirect_uri: str, state: str, challenge: str) -> str:
        return self.session.oauth.authorize_url(redirect_uri=redirect_uri, state=state, challenge=challenge)

    def exchange(self, *, code: str, verifier: str, redirect_uri: str) -> None:
        self.session.exchange(code=code, redirect_uri=redirect_uri)

    def connect(self) -> Profile:
        return self.session.profile()

    # Saying

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        """The post as the Page has it. Pictures are uploaded unseen first; the post is one call."""
        if said := translate.objection(outgoing):
            raise NetworkError(Trouble.REFUSED, said)
        page, text = self.session.page, translate.words(outgoing)
        if outgoing.video is not None:
            return self._film(page, text, outgoing, outgoing.video)
        body: dict[str, Any] = {"message": text} if text else {}
        if outgoing.pictures:
            uploaded = [self._photo(page, picture) for picture in outgoing.pictures]
            body["attached_media"] = [{"media_fbid": one} for one in uploaded]
        elif outgoing.link:
            body["link"] = outgoing.link
        wire = self.graph.send("POST", f"{page}/feed", json=body, writes=True)
        return translate.remote(self._made(wire), text)

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        """A comment below what is answered, or a message to whoever wrote one."""
        if outgoing.parent is None:
            raise NetworkError(Trouble.REFUSED, "An answer needs what it answers.")
        kind = outgoing.answered.kind if outgoing.answered else "reply"
        text = translate.words(outgoing)
        rule = NETWORK.answers.get(kind, NETWORK.answers["reply"])
        if said := overrun(text, rule):
            raise NetworkError(Trouble.REFUSED, f"Facebook {said}")
        if kind == "message":
            return self._message(outgoing, text)
        above = outgoing.parent.network_id
        if above.startswith("rating:"):
            said = "Facebook does not show this recommendation's story, so it cannot be answered from here."
            raise NetworkError(Trouble.REFUSED, said, todo="Answer it on the Page itself.")
        wire = self.graph.send("POST", f"{above}/comments", json={"message": text}, writes=True)
        return translate.remote(self._made(wire), text)

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        """New words for a post or comment made through Bedside; what hangs on it stays."""
        if said := translate.objection(outgoing):
            raise NetworkError(Trouble.REFUSED, said)
        text = translate.words(outgoing)
        self.graph.send("POST", remote.network_id, json={"message": text}, writes=True)
        return translate.remote(remote.network_id, text)

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
        outgoing = sought.outgoing
        text, page = translate.words(outgoing), self.session.page
        if outgoing.parent is None:
            listed = self._films(page) if outgoing.video else self._own_posts(sought.since)
        elif outgoing.answered is not None and outgoing.answered.kind == "message":
            listed = self._sent(outgoing.answered.author_id)
        else:
            params = {"fields": translate.COMMENT_FIELDS, "filter": "stream", "order": "reverse_chronological"}
            try:
                listed, _ = self.graph.whole(f"{outgoing.parent.network_id}/comments", most=LOOKED, **params)
            except Failure as error:
                if error.code in GONE_CODES:
                    return None  # what was to be answered is gone, and every answer with it
                raise
        found = translate.match(listed, sought, page, text)
        return translate.remote(str(found["id"]), text) if found else None

    # Listening and counting

    def hear(self, cursor: str, watch: Sequence[RemoteRef] = ()) -> Batch:
        return reading.hear(self.graph, self.session.page, cursor, [one.network_id for one in watch], times.now())

    def past(self, cursor: str, since: datetime) -> Past:
        return reading.past(self.graph, self.session.page, cursor, since, times.now())

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        ids = list(dict.fromkeys(one.network_id for one in remotes))
        counted: list[Counts] = []
        for start in range(0, len(ids), TOGETHER):
            counted += self._counted(ids[start : start + TOGETHER], tuple(translate.POST_METRICS.values()))
        return tuple(counted)

    def measure_account(self) -> Mapping[str, int]:
        page = self.session.page
        wire = self.graph.get(page, fields="followers_count")
        followers = count(wire.get("followers_count"))
        found = {"followers": followers} if followers is not None else {}
        return found | translate.named(self._page_insights(page), translate.PAGE_METRICS)

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
        return webhooks.read(self.graph, self.session.page, body, times.now())

    def subscribe(self, callback: str) -> None:
        app, page = self.connection.app, self.session.page
        keys = (app.get("client_id", ""), app.get("client_secret", ""))
        address = f"{self.session.root}/{VERSION}"
        asked = {"object": "page", "callback_url": callback, "fields": ",".join(FIELDS), "include_values": "true"}
        graph_hooks.subscribe_app(NETWORK.label, address, self.connection, self.client, keys, **asked)
        graph_hooks.subscribe_account(self.graph, page, FIELDS)

    # The calls behind them

    def _photo(self, page: str, picture: Picture) -> str:
        # Not a write in our sense: a photo that no post names is shown to nobody.
        form = {"published": "false", "alt_text_custom": picture.alt}
        files = {"source": (picture.filename or "picture", picture.content, picture.mime)}
        return self._made(self.graph.send("POST", f"{page}/photos", form=form, files=files, read=60.0), writes=False)

    def _film(self, page: str, text: str, outgoing: Outgoing, video: Video) -> RemoteRef:
        form = {"description": text, **({"title": outgoing.title} if outgoing.title else {})}
        files = {"source": (video.filename or "film.mp4", video.content, video.mime)}
        wire = self.session.video.send("POST", f"{page}/videos", form=form, files=files, writes=True, read=100.0)
        film = self._made(wire)
        # The post stands from here on: what goes wrong below must not say otherwise.
        made = film
        with contextlib.suppress(NetworkError):
            made = self._post_of(page, film, self.graph.get(film, fields="post_id"))
        if video.captions:
            name = f"captions.{translate.locale(outgoing.language)}.srt"
            captions = {"captions_file": (name, translate.srt(video.captions).encode(), "application/x-subrip")}
            with contextlib.suppress(NetworkError):
                self.graph.send("POST", f"{film}/captions", form={"default_locale": "none"}, files=captions)
        return translate.remote(made, text)

    def _message(self, outgoing: Outgoing, text: str) -> RemoteRef:
        assert outgoing.answered is not None
        body = {
            "recipient": {"id": outgoing.answered.author_id},
            "messaging_type": "RESPONSE",
            "message": {"text": text},
        }
        wire = self.graph.send("POST", f"{self.session.page}/messages", json=body, writes=True)
        return RemoteRef(self._made(wire, name="message_id"))

    def _made(self, wire: Wire, *, name: str = "id", writes: bool = True) -> str:
        made = wire.get(name)
        if not isinstance(made, str) or not made:
            trouble = Trouble.UNKNOWN if writes else Trouble.UNREACHABLE
            raise NetworkError(trouble, "Facebook's answer does not name what it made.")
        return made

    def _stands(self, network_id: str) -> bool:
        """Whether something of ours is there all the same: readable by itself, or in the list of our posts."""
        try:
            self.graph.get(network_id, fields="id")
            return True
        except Failure as error:
            if error.code not in GONE_CODES:
                raise
        pages = self.graph.pages(f"{self.session.page}/published_posts", most=LOOKED, fields="id", limit=100)
        return any(one.get("id") == network_id for page in pages for one in rows(page))

    def _hidden(self, remote: RemoteRef, hidden: bool) -> None:
        try:
            self.graph.send("POST", remote.network_id, json={"is_hidden": hidden}, writes=True)
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            if self.graph.get(remote.network_id, fields="is_hidden").get("is_hidden") is not hidden:
                raise

    def _own_posts(self, since: datetime) -> list[Wire]:
        found: list[Wire] = []
        path = f"{self.session.page}/published_posts"
        for page in self.graph.pages(path, most=LOOKED, fields=translate.POST_FIELDS, limit=100):
            listed = rows(page)
            found += listed
            if listed and reading.made(listed[-1]) < since - translate.SKEW:
                break
        return found

    def _films(self, page: str) -> list[Wire]:
        """Films as they were uploaded, under the name of their post where it has one: a post shows only once its film
        is prepared, and that may take minutes."""
        fields = "id,post_id,description,created_time"
        listed = rows(self.graph.get(f"{page}/videos", fields=fields, type="uploaded", limit=50))
        return [
            {**one, "id": self._post_of(page, str(one.get("id") or ""), one), "message": one.get("description")}
            for one in listed
        ]

    @staticmethod
    def _post_of(page: str, film: str, wire: Wire) -> str:
        post = str(wire.get("post_id") or "")
        return post if "_" in post else f"{page}_{post}" if post else film

    def _sent(self, person: str) -> list[Wire]:
        params = {"platform": "messenger", "user_id": person, "fields": translate.THREAD_FIELDS}
        threads = rows(self.graph.get(f"{self.session.page}/conversations", **params))
        return [one for thread in threads for one in translate.messages(thread)]

    def _counted(self, ids: Sequence[str], metrics: tuple[str, ...]) -> list[Counts]:
        """Counts of posts together. A post that is gone fails them all, so they are halved; a metric that is no
        more fails them all too, so it is asked without."""
        fields = translate.SUMMED + (f",insights.metric({','.join(metrics)})" if metrics else "")
        try:
            wire = self.graph.get("", ids=",".join(ids), fields=fields)
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
            if error.code not in GONE_CODES and metrics:
                return self._counted(ids, ())
            if len(ids) == 1:
                return []
            half = len(ids) // 2
            return self._counted(ids[:half], metrics) + self._counted(ids[half:], metrics)
        return [translate.counts(name, inner(wire, name)) for name in ids if inner(wire, name)]

    def _page_insights(self, page: str) -> dict[str, int]:
        names = tuple(translate.PAGE_METRICS.values())
        try:
            return insights(self.graph.get(f"{page}/insights", metric=",".join(names), period="day"))
        except Failure as error:
            if error.trouble is not Trouble.REFUSED:
                raise
        found: dict[str, int] = {}
        for name in names:  # one that is no more fails all: each by itself
            try:
                found |= insights(self.graph.get(f"{page}/insights", metric=name, period="day"))
            except Failure as error:
                if error.trouble is not Trouble.REFUSED:
                    raise
        return found
