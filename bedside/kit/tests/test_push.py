"""Web Push: sealed as RFC 8291's own example, introduced as RFC 8292 says, and nothing no browser would send."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from bedside.kit import push
from bedside.kit.push import Subscription, Unusable, decode, encode

# RFC 8291, appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
RECEIVER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
ENDPOINT = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"


def test_a_notice_is_sealed_as_in_the_appendix_of_the_standard() -> None:
    key = ec.derive_private_key(int.from_bytes(decode(SENDER)), push.CURVE)
    to = Subscription.of(ENDPOINT, RECEIVER, AUTH)
    assert encode(push.seal(TEXT, to, key=key, salt=decode(SALT))) == SEALED


def test_two_notices_of_the_same_words_look_different() -> None:
    to = Subscription.of(ENDPOINT, RECEIVER, AUTH)
    assert push.seal(TEXT, to) != push.seal(TEXT, to)


def test_a_notice_that_no_service_would_take_is_refused_here() -> None:
    to = Subscription.of(ENDPOINT, RECEIVER, AUTH)
    assert len(push.seal(b"x" * push.MOST, to)) <= push.RECORD
    with pytest.raises(ValueError):
        push.seal(b"x" * (push.MOST + 1), to)


def test_the_key_of_an_installation_is_always_the_same_and_no_other_has_it() -> None:
    assert push.public_of(push.key_from("one")) == push.public_of(push.key_from("one"))
    assert push.public_of(push.key_from("one")) != push.public_of(push.key_from("other"))


def test_the_introduction_can_be_checked_by_the_push_service() -> None:
    key = push.key_from("one")
    header = push.introduce(ENDPOINT, key, contact="mailto:care@example.org", at=1_000_000)
    scheme, _, rest = header.partition(" ")
    said = dict(part.strip().split("=", 1) for part in rest.split(","))
    first, claims, signature = said["t"].split(".")
    raw = decode(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(push.CURVE, decode(said["k"]))
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(der, f"{first}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    body: dict[str, Any] = json.loads(decode(claims))
    assert scheme == "vapid"
    assert body == {
        "aud": "https://push.example.net",
        "exp": 1_000_000 + push.HOLDS,
        "sub": "mailto:care@example.org",
    }


@pytest.mark.parametrize(
    ("endpoint", "p256dh", "auth"),
    [
        ("javascript:alert(1)", RECEIVER, AUTH),
        ("https://", RECEIVER, AUTH),
        ("https://push.example/" + "x" * 3000, RECEIVER, AUTH),
        (ENDPOINT, "", AUTH),
        (ENDPOINT, "not base64url!", AUTH),
        (ENDPOINT, encode(b"\x04" + b"\x01" * 64), AUTH),
        (ENDPOINT, RECEIVER, "short"),
        (ENDPOINT, RECEIVER, ""),
    ],
)
def test_what_no_browser_would_send_is_refused(endpoint: str, p256dh: str, auth: str) -> None:
    with pytest.raises(Unusable):
        Subscription.of(endpoint, p256dh, auth)
