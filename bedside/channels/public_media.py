"""Public addresses for pictures and films, for networks that fetch media themselves: signed, unguessable, for a day.

Only what is about to be published gets one, and only while it is: the address names the file by its hash, the
organization and an end, under the installation's own signature.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing

LASTS = timedelta(days=1)
SALT = "bedside.channels.public_media"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "video/mp4": "mp4"}


class Wanted(NamedTuple):
    """What an address stands for."""

    organization_id: int
    sha256: str
    mime: str


def address(organization_id: int, sha256: str, mime: str, *, at: datetime) -> str:
    """A public address of this file until a day after `at`; the same for the same arguments."""
    ends = int((at + LASTS).timestamp())
    token = signing.Signer(salt=SALT).sign_object([organization_id, sha256, mime, ends], compress=False)
    return f"{settings.ORIGIN}/media/{token}/file.{ENDINGS.get(mime, 'bin')}"


def read(token: str, *, at: datetime) -> Wanted | None:
    """What a token stands for; None where it is not ours or has ended."""
    try:
        organization_id, sha256, mime, ends = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if at >= datetime.fromtimestamp(int(ends), UTC) or mime not in ENDINGS:
        return None
    return Wanted(int(organization_id), str(sha256), str(mime))
