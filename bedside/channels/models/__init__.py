"""Accounts on networks, what leaves through them, what came in, and what stands there now."""

from bedside.channels.models.accounts import Account, AccountCount, AppKeys, Backfill, RateLimit
from bedside.channels.models.deliveries import Arrival, Delivery, Knock, Remote
from bedside.channels.models.feeds import FeedEntry
from bedside.channels.models.hub import HubComment, HubPost
from bedside.channels.models.newsletter import Issue, IssueLetter, Mail, Subscriber

__all__ = [
    "Account",
    "AccountCount",
    "AppKeys",
    "Arrival",
    "Backfill",
    "Delivery",
    "FeedEntry",
    "HubComment",
    "HubPost",
    "Issue",
    "IssueLetter",
    "Knock",
    "Mail",
    "RateLimit",
    "Remote",
    "Subscriber",
]
