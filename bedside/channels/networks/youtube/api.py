"""YouTube's calls: the host, and what its own reasons for refusing mean.

Reasons: https://developers.google.com/youtube/v3/docs/errors and the "Errors" table of each method.
"""

from datetime import timedelta
from typing import Any

from bedside.channels.calls.caller import Failure, Means, Wire
from bedside.channels.calls.google import AGAIN, GONE, NOT_ALLOWED, Google, part, rows
from bedside.channels.networks.youtube import NETWORK
from bedside.channels.rules import Connection, Trouble
from bedside.kit import http

#: rootUrl of the discovery document youtube.v3.
HOST = "https://youtube.googleapis.com"
SCOPES = tuple(scope.name for scope in NETWORK.scopes)
UNITS_A_DAY = 10_000

MEANS = {
    "commentsDisabled": Means(Trouble.REFUSED, "says that comments are switched off below this film."),
    "commentNotFound": GONE,
    "commentThreadNotFound": GONE,
    "parentCommentNotFound": Means(Trouble.REFUSED, "no longer has the comment this answers."),
    "parentCommentIsPrivate": Means(Trouble.REFUSED, "lets nobody answer this comment: it is held back."),
    "commentTextTooLong": Means(Trouble.REFUSED, "finds the answer too long."),
    "commentTextRequired": Means(Trouble.REFUSED, "needs words in an answer."),
    "processingFailure": Means(Trouble.REFUSED, "could not take this comment."),
    "ineligibleAccount": Means(
        Trouble.REFUSED, "wants this account to be on YouTube first.", "Write one comment there."
    ),
    "videoNotFound": GONE,
    "playlistNotFound": Means(Trouble.REFUSED, "has no films of this channel."),
    "playlistItemsNotAccessible": NOT_ALLOWED,
    "channelNotFound": Means(Trouble.REFUSED, "does not know this channel."),
    "channelClosed": Means(Trouble.REVOKED, "has closed this channel.", "Sign in there and see what it says."),
    "channelSuspended": Means(Trouble.REVOKED, "has suspended this channel.", "Sign in there and see what it says."),
    "youtubeSignupRequired": Means(
        Trouble.REVOKED,
        "says that this Google account has no channel.",
        "Make a channel, or sign in as the one that has it.",
    ),
    "uploadLimitExceeded": Means(
        Trouble.LIMITED, "takes no more films of this channel today.", wait=timedelta(hours=24)
    ),
    "invalidTitle": Means(Trouble.REFUSED, "does not take this title.", "100 characters at most, without < and >."),
    "invalidDescription": Means(
        Trouble.REFUSED, "does not take this description.", "Leave out < and >, or shorten it."
    ),
    "invalidVideoMetadata": Means(Trouble.REFUSED, "does not take this title or description."),
    "invalidFilename": Means(Trouble.REFUSED, "does not take this film's name."),
    "mediaBodyRequired": Means(Trouble.REFUSED, "needs a film."),
    "invalidCaption": Means(Trouble.REFUSED, "does not take these captions.", "Save them as WebVTT."),
    "captionExists": Means(Trouble.REFUSED, "already has captions of this language."),
    "contentRequired": Means(Trouble.REFUSED, "needs captions that are not empty."),
    "accountDelegationForbidden": Means(Trouble.REVOKED, "no longer accepts this sign-in.", AGAIN),
}
#: Reasons that say a thing is not there any more.
NOT_THERE = frozenset({"commentNotFound", "commentThreadNotFound", "videoNotFound", "notFound", "NOT_FOUND"})


class Api(Google):
    """One channel's calls."""

    def __init__(self, connection: Connection, client: http.Client) -> None:
        super().__init__("YouTube", connection, client, scopes=SCOPES, means=MEANS, day_bucket="units",
                         day_most=UNITS_A_DAY)  # fmt: skip
        self._channel: Wire = {}

    def ask(self, path: str, **params: Any) -> Wire:
        return self.wire("GET", HOST, f"/youtube/v3/{path}", params=params)

    def tell(self, method: str, path: str, *, params: dict[str, Any], json: object = None) -> Wire:
        """A call that changes something."""
        return self.wire(method, HOST, f"/youtube/v3/{path}", params=params, json=json, writes=True)

    @property
    def channel(self) -> Wire:
        """The channel that signed in; {} where the account has none."""
        if not self._channel:
            found = rows(self.ask("channels", part="snippet,contentDetails,statistics", mine="true"))
            self._channel = found[0] if found else {}
        return self._channel

    @property
    def own(self) -> str:
        """The id of the channel."""
        return self.connection.network_account_id or str(self.channel.get("id") or "")

    @property
    def uploads(self) -> str:
        """The id of the list of all the channel's films."""
        found = str(part(self.channel, "contentDetails", "relatedPlaylists").get("uploads") or "")
        if not found:
            raise Failure(Trouble.UNREACHABLE, "YouTube's answer does not name the channel's films.")
        return found
