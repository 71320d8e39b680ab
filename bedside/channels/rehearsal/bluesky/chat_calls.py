"""The calls of Bluesky's chat service, which stands behind the account's own server (lexicons chat.bsky.convo.*)."""

from abc import ABC, abstractmethod
from typing import Any

from bedside.channels.rehearsal.bluesky import chats
from bedside.channels.rehearsal.bluesky.refusals import XrpcRefusal
from bedside.channels.rehearsal.bluesky.repos import Account, Repos
from bedside.channels.rehearsal.bluesky.tokens import Tokens
from bedside.channels.rehearsal.wire import Request
from bedside.kit import times

CHAT = "did:web:api.bsky.chat#bsky_chat"


class ChatCalls(ABC):
    """Part of the stage."""

    repos: Repos
    tokens: Tokens

    @abstractmethod
    def _signed(self, request: Request) -> Account:
        """Who calls; the stage knows its tokens."""

    def _chatting(self, request: Request) -> Account:
        account = self._signed(request)
        if request.headers.get("atproto-proxy") != CHAT:
            raise XrpcRefusal("MethodNotImplemented", "Method Not Implemented", 501)
        if not self.tokens.chats(request.headers.get("authorization", "").partition(" ")[2], times.now()):
            raise XrpcRefusal("InvalidToken", "Bad token method")
        return account

    def _convo(self, account: Account, name: str) -> dict[str, Any]:
        kept = self.repos.chats.get(name)
        if kept is None or account.did not in kept["members"]:
            raise XrpcRefusal("InvalidRequest", "Convo not found")
        return kept

    def list_convos(self, request: Request) -> dict[str, Any]:
        did = self._chatting(request).did
        mine = [name for name, kept in self.repos.chats.items() if did in kept["members"]]
        mine.sort(key=lambda name: self.repos.chats[name]["rev"], reverse=True)
        page = mine[: int(request.first("limit", "50"))]
        return {"convos": [chats.convo(self.repos, name, did) for name in page]}

    def get_messages(self, request: Request) -> dict[str, Any]:
        kept = self._convo(self._chatting(request), request.first("convoId"))
        after, limit = request.first("cursor"), int(request.first("limit", "50"))
        left = [one for one in reversed(kept["messages"]) if not after or one["id"] < after]
        answer: dict[str, Any] = {"messages": [chats.view(one) for one in left[:limit]]}
        return answer | ({"cursor": left[limit - 1]["id"]} if len(left) > limit else {})

    def send_message(self, request: Request) -> dict[str, Any]:
        account, told = self._chatting(request), request.told()
        name, message = str(told.get("convoId", "")), told.get("message")
        self._convo(account, name)
        text = message.get("text") if isinstance(message, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise XrpcRefusal("InvalidRequest", 'Missing required key "text" at $.message')
        if chats.too_long(text):
            raise XrpcRefusal("InvalidRequest", "grapheme too big (maximum 1000) at $.message.text")
        return chats.view(chats.add(self.repos, name, account.did, text, times.now()))
