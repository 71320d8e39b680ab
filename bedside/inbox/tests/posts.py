"""A push service and a pager on this machine: they keep what they hear, and answer as they are told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bedside.kit import push
from bedside.kit.push import _hkdf, _point


@dataclass
class Post:
    """What was posted, newest last; `answers` are the statuses to give, the last one from then on."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [201])
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def json(self, number: int = -1) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.heard[number][2])
        return found


@contextmanager
def post() -> Iterator[Post]:
    kept = Post()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.heard.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status = kept.answers.pop(0) if len(kept.answers) > 1 else kept.answers[0]
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Browser:
    """A browser's end of Web Push: it has the keys, and opens what comes (RFC 8291, 3)."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(push.CURVE))
    auth: bytes = b"sixteen bytes ok"

    @property
    def p256dh(self) -> str:
        return push.encode(_point(self.key.public_key()))

    def subscription(self, endpoint: str) -> dict[str, str]:
        return {"endpoint": endpoint, "p256dh": self.p256dh, "auth": push.encode(self.auth), "name": "A browser"}

    def open(self, body: bytes) -> dict[str, str]:
        salt, length = body[:16], body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        public = ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, sender)
        shared = self.key.exchange(ec.ECDH(), public)
        material = _hkdf(self.auth, shared, b"WebPush: info\x00" + push.decode(self.p256dh) + sender, 32)
        content_key = _hkdf(salt, material, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _hkdf(salt, material, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(content_key).decrypt(nonce, record, None)
        assert plain[-1:] == b"\x02"
        found: dict[str, str] = json.loads(plain[:-1])
        return found
