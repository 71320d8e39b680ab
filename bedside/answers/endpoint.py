"""One call to a language model behind the chat-completions protocol, as OpenAI, vLLM, Ollama and llama.cpp speak it.

Through the guarded client: no address inside the hospital unless the administrator named it, no redirect followed, a
bounded answer, a time limit, one try. Nothing of what was sent or answered stands in an error.
"""

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bedside.kit import http

#: A draft is a few sentences; what is larger is no draft.
MOST_BYTES = 200_000
#: Hosts of clouds' metadata, which no model stands behind.
_METADATA = ("metadata.google.internal", "metadata", "instance-data")


class Trouble(Exception):
    """The endpoint made no draft; `said` is a sentence for the person who asked, `retry_at` when it may be tried."""

    def __init__(self, said: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(said)
        self.said, self.retry_at = said, retry_at


@dataclass(frozen=True)
class Line:
    """Where a model is reached."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    is_inside: bool = False
    most_tokens: int = 400
    patience: float = 60.0


@dataclass(frozen=True)
class Completion:
    """What the model wrote, and how many tokens it says it took (0 where it says nothing)."""

    text: str = field(repr=False)
    tokens: int = 0


def host_of(address: str) -> str:
    return urlsplit(address).hostname or ""


def why_no_address(address: str, *, is_inside: bool) -> str:
    """Why an address cannot be that of a model, as a sentence; "" where it can."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "That is no web address. It looks like https://models.example.org/v1."
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.query or parts.fragment:
        return "That is no web address. It looks like https://models.example.org/v1."
    if _never(host):
        return "That address belongs to a cloud's own machinery, not to a model."
    if parts.scheme == "http" and not is_inside:
        return "Only https leaves the hospital. For a model inside your network, say that it stands there."
    if not is_inside and _private(host):
        return "That address is inside your network. Say so below, and Bedside may call it."
    return ""


def _never(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_link_local
    except ValueError:
        return host.casefold().rstrip(".") in _METADATA


def _private(host: str) -> bool:
    try:
        return not http.public(host)
    except ValueError:  # a name, not a number
        return "." not in host or http.loopback(f"http://{host}")


def complete(line: Line, messages: list[dict[str, str]], *, at: datetime) -> Completion:
    """The model's words; raises Trouble. `at` is only for reading when a busy endpoint may be asked again."""
    reach = http.Reach(
        hosts=(host_of(line.base_url),) if line.is_inside else (), read=line.patience, most_bytes=MOST_BYTES
    )
    asked: dict[str, Any] = {
        "model": line.model,
        "messages": messages,
        "max_tokens": line.most_tokens,
        "temperature": 0.3,
        "stream": False,
        "n": 1,
    }
    headers = {"Authorization": f"Bearer {line.key}"} if line.key else {}
    try:
        answer = http.client(reach).send("POST", f"{line.base_url}/chat/completions", json=asked, headers=headers)
    except http.Forbidden as error:
        raise Trouble("Bedside may not call that address. An administrator sees why in Settings, Drafting.") from error
    except http.TooLarge as error:
        raise Trouble("The model answered with far more than a draft, which was not read.") from error
    except http.NeverSent as error:
        raise Trouble("The model could not be reached.") from error
    except http.NetworkFailure as error:
        raise Trouble(f"The model did not answer within {line.patience:.0f} seconds, or broke off.") from error
    if answer.status == 429:
        raise Trouble("The model takes no more drafts for the moment.", retry_at=answer.limit.retry_at(at))
    if answer.status in (401, 403):
        raise Trouble("The endpoint refused the key. An administrator can give a new one in Settings, Drafting.")
    if answer.status == 404:
        raise Trouble(
            "The endpoint knows no such model or address. An administrator can correct it in Settings, Drafting."
        )
    if not answer.ok:
        raise Trouble(f"The endpoint had trouble of its own (status {answer.status}).")
    return _read(answer)


def _read(answer: http.Answer) -> Completion:
    try:
        said = answer.json()
        text = said["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Trouble("The endpoint answered something that is no chat completion.") from error
    if not isinstance(text, str) or not text.strip():
        raise Trouble("The model wrote nothing.")
    usage = said.get("usage")
    tokens = usage.get("total_tokens") if isinstance(usage, dict) else 0
    return Completion(text, tokens if isinstance(tokens, int) and 0 <= tokens < 10_000_000 else 0)
