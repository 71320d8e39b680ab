"""One HTTP call to a network, and every way it can fail as the trouble it means for us.

A network's messages may quote what was sent to it, so they are recognized and said anew, never passed on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bedside.channels.rules import NetworkError, Trouble
from bedside.kit import http, times
from bedside.kit.limits import Limit

Wire = dict[str, Any]


class Failure(NetworkError):
    """A NetworkError that still knows the network's own code and the status of the answer (0: none came)."""

    def __init__(
        self,
        trouble: Trouble,
        said: str,
        *,
        code: str = "",
        status: int = 0,
        retry_at: datetime | None = None,
        todo: str = "",
    ) -> None:
        super().__init__(trouble, said, retry_at=retry_at, todo=todo)
        self.code = code
        self.status = status


class Means(NamedTuple):
    """What one of a network's error codes means: the trouble, the end of the sentence "<label> …", and what to do."""

    trouble: Trouble
    said: str
    todo: str = ""
    wait: timedelta | None = None  # LIMITED: how long, where no header says


@dataclass
class Caller:
    """Calls one network for one account.

    `label` names it in sentences. `read(answer, wire)` gives the network's own error code of an answer (empty: none;
    some networks answer errors with 200), `means` what a code means, by code; unknown codes are judged by the status.
    `sign(headers, params)` adds the account's token just before a call. `limits(answer)` reads the network's own rate
    headers as buckets; by default the usual ones, as one bucket named by the call. `heed` and `spent` are the
    connection's.
    """

    label: str
    client: http.Client
    read: Callable[[http.Answer, Wire], str] = lambda answer, wire: str(wire.get("error") or "")
    means: Mapping[str, Means] = field(default_factory=dict)
    sign: Callable[[dict[str, str], dict[str, Any]], None] = lambda headers, params: None
    limits: Callable[[http.Answer, str], Mapping[str, Limit]] = lambda answer, bucket: {bucket: answer.limit}
    heed: Callable[[str, int | None, int | None, datetime | None], None] = lambda *_: None
    spent: Callable[[str], datetime | None] = lambda bucket: None

    def wire(self, method: str, url: str, *, writes: bool = False, bucket: str = "", **sent: Any) -> Wire:
        """The JSON object of a successful answer ({} where it is empty); raises Failure. See `call`."""
        answer = self.call(method, url, writes=writes, bucket=bucket, **sent)
        found = self._json(answer)
        if found is None:
            raise self._lost(writes, f"{self.label}'s answer could not be read.", answer.status)
        return found

    def call(
        self,
        method: str,
        url: str,
        *,
        writes: bool = False,
        bucket: str = "",
        params: Mapping[str, Any] | None = None,
        json: object = None,
        form: Mapping[str, Any] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read: float | None = None,
    ) -> http.Answer:
        """A successful answer. `writes` where a second, blind try could do harm: then no answer means UNKNOWN.
        `bucket` names the rate limit it counts against. Raises Failure."""
        if bucket and (until := self.spent(bucket)) is not None:  # another worker was told so: no call is wasted
            raise Failure(Trouble.LIMITED, f"{self.label} asks us to wait.", retry_at=until)
        signed, query = dict(headers or {}), dict(params or {})
        self.sign(signed, query)
        try:
            answer = self.client.send(
                method, url, params=query or None, json=json, form=form, files=files, content=content, headers=signed,
                read=read,
            )  # fmt: skip
        except http.Forbidden as error:
            raise Failure(Trouble.REFUSED, "This server's address may not be called from here.") from error
        except http.NeverSent as error:
            raise Failure(Trouble.UNREACHABLE, f"{self.label} could not be reached.") from error
        except http.MaybeDone as error:
            raise self._lost(writes, f"{self.label} did not answer in time.") from error
        self._heed(answer, bucket)
        wire = self._json(answer) or {}
        code = self.read(answer, wire)
        if answer.ok and not code:
            return answer
        raise self.failure(answer, code, writes)

    def failure(self, answer: http.Answer, code: str, writes: bool) -> Failure:
        """What an answer other than success means."""
        known = self.means.get(code) or self._by_status(answer.status)
        if known is None:
            return self._lost(writes, f"{self.label} had an error of its own.", answer.status, code)
        retry_at = None
        if known.trouble is Trouble.LIMITED:
            at = times.now()
            limits = self.limits(answer, "")
            said = [when for limit in limits.values() if (when := limit.retry_at(at)) is not None]
            retry_at = max([answer.limit.retry_at(at) or at, *said])
            if retry_at <= at:
                retry_at = at + (known.wait or timedelta(minutes=1))
        said_whole = f"{self.label} {known.said}"
        return Failure(known.trouble, said_whole, code=code, status=answer.status, retry_at=retry_at, todo=known.todo)

    def _by_status(self, status: int) -> Means | None:
        if status == 429:
            return Means(Trouble.LIMITED, "asks us to wait.")
        if status == 401:
            return Means(Trouble.REVOKED, "no longer accepts this sign-in.", "Connect the account again.")
        if status == 403:
            return Means(Trouble.REFUSED, "does not allow this account to do that.")
        if status in (404, 410):
            return Means(Trouble.REFUSED, "no longer has what this is about.")
        if status == 413:
            return Means(Trouble.REFUSED, "finds a picture or film too large.")
        if 200 <= status < 500 or status == 501:
            return Means(Trouble.REFUSED, "refused this.")
        return None

    def _heed(self, answer: http.Answer, bucket: str) -> None:
        at = times.now()
        for name, limit in self.limits(answer, bucket).items():
            if name and (limit.left is not None or limit.most is not None):
                self.heed(name, limit.most, limit.left, limit.resets_at(at))

    def _lost(self, writes: bool, said: str, status: int = 0, code: str = "") -> Failure:
        if writes:
            return Failure(Trouble.UNKNOWN, f"{said} It is not known whether it was done.", code=code, status=status)
        return Failure(Trouble.UNREACHABLE, said, code=code, status=status)

    @staticmethod
    def _json(answer: http.Answer) -> Wire | None:
        """The answer's JSON object; a list stands under "" ; None where it is no JSON."""
        if not answer.content:
            return {}
        try:
            value = answer.json()
        except ValueError:
            return None
        return value if isinstance(value, dict) else {"": value}
