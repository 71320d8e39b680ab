"""A language model on this machine that answers as it is told: the endpoint of these tests."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: What the model says next: status, body, headers, seconds to wait.
Act = tuple[int, bytes, dict[str, str], float]


def completion(text: str, tokens: int = 42) -> Act:
    """A chat completion as OpenAI's protocol has it."""
    said = {
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}],
        "usage": {"total_tokens": tokens},
    }
    return 200, json.dumps(said).encode(), {}, 0.0


class Model:
    """The server: `acts` are done in order, the last one again and again; `heard` is what was asked."""

    def __init__(self, url: str, acts: list[Act]) -> None:
        self.url, self.acts = url, acts
        self.heard: list[dict[str, Any]] = []


@contextmanager
def model(*acts: Act) -> Iterator[Model]:
    made = Model("", list(acts))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            made.heard.append(
                {"path": self.path, "key": self.headers.get("Authorization", ""), "body": json.loads(body)}
            )
            status, answer, headers, wait = made.acts.pop(0) if len(made.acts) > 1 else made.acts[0]
            time.sleep(wait)
            try:
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(answer))}.items():
                    self.send_header(name, value)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                pass  # the caller had enough

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
