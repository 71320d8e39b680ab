"""The one error of every network."""

from datetime import datetime
from enum import StrEnum


class Trouble(StrEnum):
    REFUSED = "refused"  # the network understood and said no; a second try will fail too
    REVOKED = "revoked"  # credentials no longer work: pause the queue, ask a person to reconnect
    LIMITED = "limited"  # too many calls: not before retry_at
    UNREACHABLE = "unreachable"  # nothing was sent (refused connection, DNS): safe to try again
    UNKNOWN = "unknown"  # time-out or 5xx after sending: it may have been done


class NetworkError(Exception):
    """The one error a connector raises. `said` is a plain sentence for a person, without post or patient text; `todo`
    is what that person can do, where it is more than waiting."""

    def __init__(self, trouble: Trouble, said: str, *, retry_at: datetime | None = None, todo: str = "") -> None:
        super().__init__(said)
        self.trouble = trouble
        self.said = said
        self.retry_at = retry_at
        self.todo = todo

    @property
    def permanent(self) -> bool:
        """True where trying again without a person's help cannot succeed."""
        return self.trouble in (Trouble.REFUSED, Trouble.REVOKED)
