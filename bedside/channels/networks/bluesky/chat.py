"""Direct messages: Bluesky's chat service, which the account's own server hands the calls on to.

Only an app password made with access to direct messages may; the access token says by its scope whether it does, so
nobody asks in vain (lexicons chat.bsky.convo.*, com.atproto.server.createAppPassword).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from bedside.channels.networks.bluesky import session, xrpc
from bedside.channels.networks.bluesky.session import Session, Tokens
from bedside.channels.networks.bluesky.shapes import Wire
from bedside.channels.networks.bluesky.translate import read_time
from bedside.channels.rules import Answering, Heard, NetworkError, Outgoing, RemoteRef, Sought, Trouble, overrun
from bedside.kit import http, times

SERVICE = "did:web:api.bsky.chat#bsky_chat"
ALLOWED = frozenset({"com.atproto.access", "com.atproto.appPassPrivileged"})
LIMIT = Answering(text=1000, counts="graphemes", text_bytes=10_000)
CONVOS, PAGE, PAGES = 100, 100, 10
#: Of conversations met for the first time, those this young are read.
FIRST = timedelta(days=3)
SKEW = timedelta(minutes=2)
DELETED = "chat.bsky.convo.defs#deletedMessageView"

Signed = Callable[[Callable[[Tokens], Wire]], Wire]


class Chat:
    """One account's conversations. `signed` makes a call with a good session."""

    def __init__(self, session: Session, client: http.Client, signed: Signed) -> None:
        self.session, self.client, self.signed = session, client, signed

    @property
    def allowed(self) -> bool:
        return session.scope(self.session.tokens().access) in ALLOWED

    def hear(self, known: Mapping[str, str] | None) -> tuple[list[Heard], list[str], dict[str, str]]:
        """What others wrote since these revisions (None: a new account), what they deleted, and the revisions now. A
        chat service that is not there for a moment keeps nothing else back: the next look brings what it has."""
        revisions = dict(known or {})
        heard: list[Heard] = []
        gone: list[str] = []
        if not self.allowed:
            return heard, gone, revisions
        try:
            for convo in rows(self._ask("listConvos", limit=CONVOS, kind="direct"), "convos"):
                name, rev = str(convo.get("id") or ""), str(convo.get("rev") or "")
                if not name or not rev or revisions.get(name, "") >= rev:
                    continue
                last = read_time(_part(convo, "lastMessage").get("sentAt"))
                if name in revisions or (last is not None and last > times.now() - FIRST):
                    self._read(convo, revisions.get(name, ""), heard, gone)
                revisions[name] = rev
        except NetworkError as error:
            if error.trouble not in (Trouble.UNREACHABLE, Trouble.REFUSED):
                raise
        latest = sorted(revisions.items(), key=lambda one: one[1])[-2 * CONVOS :]
        return heard, gone, dict(latest)

    def send(self, outgoing: Outgoing) -> RemoteRef:
        text, convo = words(outgoing), convo_of(outgoing)
        self._ready(convo)
        if not text.strip():
            raise NetworkError(Trouble.REFUSED, "Bluesky needs words in a message.")
        if long := overrun(text, LIMIT):
            raise NetworkError(Trouble.REFUSED, f"Bluesky {long}")
        body = {"convoId": convo, "message": {"text": text}}
        wire = self.signed(
            lambda tokens: xrpc.procedure(
                self.client, tokens.pds, "chat.bsky.convo.sendMessage", token=tokens.access, proxy=SERVICE, body=body,
                writes=True,
            )
        )  # fmt: skip
        if not wire.get("id"):
            raise NetworkError(Trouble.UNKNOWN, "Bluesky's answer does not name the message.")
        return RemoteRef(f"{convo}/{wire['id']}", str(wire.get("rev") or ""))

    def find(self, sought: Sought) -> RemoteRef | None:
        """Our message with these words in this conversation since the first try."""
        convo, wanted = convo_of(sought.outgoing), words(sought.outgoing)
        self._ready(convo)
        since = sought.since - SKEW
        for message in self._messages(convo):
            at = read_time(message.get("sentAt"))
            if at is None or at < since:
                return None
            ref = RemoteRef(f"{convo}/{message.get('id')}", str(message.get("rev") or ""))
            ours = _part(message, "sender").get("did") == self.session.tokens().did
            if ours and message.get("text") == wanted and ref.network_id not in sought.known:
                return ref
        return None

    def _ready(self, convo: str) -> None:
        if not convo:
            raise NetworkError(Trouble.REFUSED, "Bluesky needs to know the conversation of a message.")
        if not self.allowed:
            raise NetworkError(
                Trouble.REFUSED,
                "Bluesky does not let this app password write messages.",
                todo="Make a new app password with access to direct messages and reconnect with it.",
            )

    def _read(self, convo: Wire, after: str, heard: list[Heard], gone: list[str]) -> None:
        name, own = str(convo["id"]), self.session.tokens().did
        members = {str(one.get("did")): one for one in rows(convo, "members")}
        for message in self._messages(name, after):
            author = str(_part(message, "sender").get("did") or "")
            if str(message.get("rev") or "") <= after or author in ("", own):
                continue
            if message.get("$type") == DELETED:
                gone.append(f"{name}/{message.get('id')}")
            elif one := read_message(message, name, author, members.get(author, {})):
                heard.append(one)

    def _messages(self, convo: str, after: str = "") -> Iterator[Wire]:
        """The messages of a conversation, the newest first, until a page lies behind the revision `after`."""
        page = ""
        for _ in range(PAGES):
            wire = self._ask("getMessages", convoId=convo, limit=PAGE, **({"cursor": page} if page else {}))
            messages = rows(wire, "messages")
            yield from messages
            page = str(wire.get("cursor") or "")
            if not page or not messages or all(str(one.get("rev") or "") <= after for one in messages):
                return

    def _ask(self, method: str, **params: object) -> Wire:
        return self.signed(
            lambda tokens: xrpc.query(
                self.client, tokens.pds, f"chat.bsky.convo.{method}", token=tokens.access, proxy=SERVICE, **params
            )
        )


def words(outgoing: Outgoing) -> str:
    link = outgoing.link
    return f"{outgoing.text}\n\n{link}" if link and link not in outgoing.text else outgoing.text


def convo_of(outgoing: Outgoing) -> str:
    """The conversation an answer belongs to: a message's id begins with it."""
    if outgoing.answered and outgoing.answered.thread_id:
        return outgoing.answered.thread_id
    return outgoing.parent.network_id.rpartition("/")[0] if outgoing.parent else ""


def read_message(message: Wire, convo: str, author: str, member: Wire) -> Heard | None:
    at, name = read_time(message.get("sentAt")), str(message.get("id") or "")
    if at is None or not name or not isinstance(message.get("text"), str):
        return None
    return Heard(
        network_id=f"{convo}/{name}",
        kind="message",
        text=message["text"],
        author_id=author,
        author_handle=str(member.get("handle") or author),
        author_name=str(member.get("displayName") or ""),
        posted_at=min(at, times.now()),
        root_id=convo,
        version=name,  # a message cannot be changed
        url=f"https://bsky.app/messages/{convo}",
        raw=json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
    )


def rows(wire: Wire, name: str) -> list[Wire]:
    listed = wire.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _part(wire: Wire, name: str) -> Wire:
    value = wire.get(name)
    return value if isinstance(value, dict) else {}
