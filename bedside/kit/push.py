"""Web Push: a short notice to a person's browser, sealed so that the push service in between cannot read it.

RFC 8030 (the call), RFC 8291 with RFC 8188 (aes128gcm sealing), RFC 8292 (VAPID: who is calling).
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bedside.kit.http import Answer, Client

CURVE = ec.SECP256R1()
#: Order of the curve's group (FIPS 186-4, D.1.2.3).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096
#: One record holds header, text, its end mark and the tag; push services take at most 4096 bytes (RFC 8291, 4).
MOST = RECORD - 86 - 17
MOST_ENDPOINT = 2000
#: How long a call's signature holds, in seconds; push services refuse more than a day (RFC 8292, 2).
HOLDS = 12 * 3600


class Unusable(Exception):
    """That is no push subscription a browser would make."""


def encode(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(value: str) -> bytes:
    """base64url with or without its padding; raises Unusable."""
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unusable("A key of the subscription is not base64url.") from error


@dataclass(frozen=True)
class Subscription:
    """Where a browser hears us: its push service's address, its public key, its shared secret."""

    endpoint: str
    p256dh: bytes
    auth: bytes

    @classmethod
    def of(cls, endpoint: str, p256dh: str, auth: str) -> "Subscription":
        """The subscription as a browser states it; raises Unusable for anything no browser would."""
        made = cls(endpoint, decode(p256dh), decode(auth))
        parts = urlsplit(endpoint)
        if parts.scheme not in ("https", "http") or not parts.hostname or len(endpoint) > MOST_ENDPOINT:
            raise Unusable("The push service's address is not one.")
        if len(made.auth) != 16:
            raise Unusable("The secret of a subscription is 16 bytes.")
        _public(made.p256dh)
        return made


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise Unusable("The key of a subscription is no point on the curve.") from error


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def key_from(secret: str) -> ec.EllipticCurvePrivateKey:
    """The installation's own key, always the same for the same secret, so that nothing more has to be kept."""
    wide = hmac.new(secret.encode(), b"bedside web push", hashlib.sha512).digest()
    return ec.derive_private_key(int.from_bytes(wide) % (ORDER - 1) + 1, CURVE)


def public_of(key: ec.EllipticCurvePrivateKey) -> str:
    """What a browser is told when it subscribes (applicationServerKey)."""
    return encode(_point(key.public_key()))


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA-256 (RFC 5869) for at most one block."""
    first = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(first, info + b"\x01", hashlib.sha256).digest()[:length]


def seal(
    content: bytes,
    to: Subscription,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a call: header and one record, readable by that browser alone. `key` and `salt` are for tests."""
    if len(content) > MOST:
        raise ValueError(f"A notice is at most {MOST} bytes.")
    key = key or ec.generate_private_key(CURVE)
    salt = salt or secrets.token_bytes(16)
    own = _point(key.public_key())
    shared = key.exchange(ec.ECDH(), _public(to.p256dh))
    material = _hkdf(to.auth, shared, b"WebPush: info\x00" + to.p256dh + own, 32)
    content_key = _hkdf(salt, material, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _hkdf(salt, material, b"Content-Encoding: nonce\x00", 12)
    record = AESGCM(content_key).encrypt(nonce, content + b"\x02", None)
    return salt + RECORD.to_bytes(4) + bytes([len(own)]) + own + record


def introduce(endpoint: str, key: ec.EllipticCurvePrivateKey, *, contact: str, at: int) -> str:
    """The Authorization header that says who calls (RFC 8292); `at` in seconds since 1970, `contact` a mailto or https
    address at which a push service can complain."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": at + HOLDS, "sub": contact}
    said = ".".join(
        encode(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signed = f"{said}.{encode(r.to_bytes(32) + s.to_bytes(32))}"
    return f"vapid t={signed}, k={public_of(key)}"


def send(
    client: Client,
    to: Subscription,
    notice: dict[str, str],
    *,
    key: ec.EllipticCurvePrivateKey,
    contact: str,
    at: int,
    lasts: int,
    topic: str = "",
) -> Answer:
    """The push service's answer: 2xx taken, 404 or 410 the subscription is gone. A later notice of the same `topic`
    (up to 32 URL-safe letters) takes the place of one not yet shown. Raises kit.http.NetworkFailure."""
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(lasts),
        "Urgency": "high",
        "Authorization": introduce(to.endpoint, key, contact=contact, at=at),
    }
    if topic:
        headers["Topic"] = topic[:32]
    return client.send("POST", to.endpoint, content=seal(json.dumps(notice).encode(), to), headers=headers)
