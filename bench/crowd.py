"""Hospitals with accounts on every rehearsed network, and what each network's posts need."""

import hashlib
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from bench.place import Place

if TYPE_CHECKING:
    from bedside.channels.models import Account, Delivery
    from bedside.channels.rules import Network
    from bedside.organizations.models import Member, Organization


@dataclass
class Firm:
    """One hospital: who works there, and its accounts."""

    organization: "Organization"
    author: "Member"
    approver: "Member"
    accounts: "list[Account]"
    clearances: "dict[str, Any]" = field(default_factory=dict)


@contextmanager
def media(folder: Any) -> Iterator[str]:
    """An address at which pictures and films of this place can be fetched, as the web server would give them."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            from bedside.channels import public_media
            from bedside.kit import blobs
            from bedside.kit.times import now

            wanted = public_media.read(self.path.split("/")[2], at=now())
            content = blobs.get(wanted.organization_id, wanted.sha256) if wanted else b""
            self.send_response(200 if wanted else 404)
            self.send_header("Content-Type", wanted.mime if wanted else "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def publishable() -> "list[Network]":
    """Every network a post can be sent to that is rehearsed, in the order of their list."""
    from bedside.channels.queries import networks
    from bedside.channels.rules import Ability

    return [one for one in networks().values() if one.stage and Ability.PUBLISH in one.abilities]


def connect(here: Place, organization: "Organization", by: "Member", network: str, handle: str) -> "Account":
    """An account there, connected."""
    from bedside.channels import actions
    from bedside.kit.times import now

    made = here.rehearsal.stage(network).direct("accounts", {"handle": handle, "name": organization.name})
    if made["app"]:
        actions.keep_app_keys(organization=organization, network=network, keys=made["app"], by=by, at=now())
    account = actions.connect_account(
        organization=organization,
        network=network,
        handle=made["handle"],
        base_url=made["base_url"],
        credentials=made["credentials"] | {"choice": made["id"]},
        by=by,
        at=now(),
    )
    actions.sign_in(account=account, at=now())
    account.refresh_from_db()
    assert account.state == account.CONNECTED, f"{network}: {account.trouble}"
    return account


@contextmanager
def mail() -> Iterator[int]:
    """A mail server that takes everything; its port."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink

    from bedside.supervisor import free_port

    port = free_port()
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def owned(firm: Firm, port: int) -> "list[Account]":
    """The hospital's own channels beside the hub: a feed, and a newsletter over the mail server at that port."""
    from bedside.channels import actions
    from bedside.channels.actions import newsletter
    from bedside.kit.times import now

    given = {
        "feeds": {"name": "news"},
        "newsletter": {"from_address": "news@bench.example.org", "postal": "1 Main Street", "host": "127.0.0.1",
                       "port": str(port), "security": "none"},
    }  # fmt: skip
    made = []
    for network, credentials in given.items():
        account = actions.connect_account(
            organization=firm.organization, network=network, handle=f"{network}-bench", credentials=credentials,
            by=firm.author, at=now(),
        )  # fmt: skip
        actions.sign_in(account=account, at=now())
        account.refresh_from_db()
        assert account.state == account.CONNECTED, f"{network}: {account.trouble}"
        made.append(account)
    readers = "\n".join(["email", *(f"reader-{number}@bench.example.org" for number in range(20))])
    newsletter.bring_in(
        account=made[-1], content=readers.encode(), consent="They asked for it on paper.", by=firm.author, at=now()
    )
    return made


def found(here: Place, number: int, networks: list[str]) -> Firm:
    """A hospital of its own with one account on each of these networks."""
    from bedside.kit.times import now
    from tests import cast

    hospital = cast.build(f"firm-{number}", f"Firm {number} Hospital", at=now())
    # In rehearsal what was done is in the lists at once: nobody waits for a real network's index to catch up.
    type(hospital.organization).objects.filter(pk=hospital.organization.pk).update(is_rehearsal=True)
    accounts = [
        connect(here, hospital.organization, hospital.milo, name, f"firm-{number}.{name}.rehearsal.test")
        for name in networks
    ]
    return Firm(hospital.organization, hospital.ada, hospital.ben, accounts)


def publish(firm: Firm, account: "Account", text: str, due: datetime) -> "Delivery":
    """Asks for one post at that time with all its network needs."""
    from bedside.channels import actions
    from bedside.channels.queries import network_of
    from bedside.guard import actions as guard
    from bedside.guard.shapes import Parcel
    from bedside.kit.times import now

    needs = network_of(account).limits.needs
    kept = _film(firm) if "video" in needs else _picture(firm) if needs & {"picture", "media"} else ()
    title = text[:60] if network_of(account).limits.title is not None else ""
    parcel = Parcel(kind="post", text=text, media=kept, title=title)
    cleared = firm.clearances.get(parcel.digest())
    if cleared is None:
        cleared = guard.clear(parcel=parcel, organization=firm.organization, by=firm.approver, at=now())
        firm.clearances[parcel.digest()] = cleared
    return actions.publish(
        account=account,
        parcel=parcel,
        clearance=cleared,
        subject=firm.organization,
        by=firm.author,
        at=now(),
        due_at=due,
    )


def _picture(firm: Firm) -> tuple[Any, ...]:
    from PIL import Image

    from bedside.guard.shapes import Media
    from bedside.kit import blobs

    kept = io.BytesIO()
    Image.new("RGB", (640, 480), (20, 120, 160)).save(kept, "JPEG")
    sha256 = blobs.put(firm.organization.pk, kept.getvalue())
    return (Media(sha256, "picture-1", "The hospital's front door.", "image/jpeg"),)


def _film(firm: Firm) -> tuple[Any, ...]:
    from bedside.guard.shapes import Media
    from bedside.kit import blobs
    from tests.films import film

    content = film()
    sha256 = blobs.put(firm.organization.pk, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    return (Media(sha256, "film-1", "How to wash hands.", "video/mp4"),)
