"""The doors of channels: accounts for people, and what networks themselves call."""

from bedside.channels.views.accounts import account, accounts, bring, close, rehearse, settle, test
from bedside.channels.views.connecting import callback, choose, connect, keys, onward, reconnect
from bedside.channels.views.doors import media, webhook

__all__ = [
    "account",
    "accounts",
    "bring",
    "callback",
    "choose",
    "close",
    "connect",
    "keys",
    "media",
    "onward",
    "reconnect",
    "rehearse",
    "settle",
    "test",
    "webhook",
]
