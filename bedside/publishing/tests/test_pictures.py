"""Pictures of a post: what is seen in them holds it, who is shown is said and kept, and what hides in files is told."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from bedside.audit import queries as audit
from bedside.channels import queries as channels
from bedside.channels.actions.wire import parcel_of
from bedside.guard import media
from bedside.guard.actions import Held
from bedside.guard.media import Box, Look, Written
from bedside.guard.queries import look_at
from bedside.publishing import actions as publishing
from bedside.publishing import queries
from bedside.publishing.models import Picture, Post
from bedside.publishing.rules import NoReference, State
from tests.cast import START, Hospital
from tests.filled import draft, photo

pytestmark = pytest.mark.django_db

Jobs = Callable[..., int]
FACE = Look(200, 100, written=(), faces=(Box(10, 10, 50, 50),), codes=())
BAND = Look(200, 100, written=(Written("MRN 00412345", Box(10, 10, 90, 12), 0.99, 15.0),), faces=(), codes=())


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Look], None]:
    """What the readers shall see; they are tested where they stand."""

    def see(look: Look) -> None:
        monkeypatch.setattr(media, "look", lambda content: look)

    return see


def with_picture(hospital: Hospital, **given: Any) -> tuple[Post, Picture]:
    post = draft(hospital)
    size = (200, 101 + post.pk % 50)
    picture = publishing.add_picture(
        post=post, content=photo(size=size), alt="A door", by=hospital.ada, at=START, **given
    )
    return queries.access_post(hospital.organization, post.pk), picture


def test_a_face_holds_a_post_until_it_is_said_who_is_shown(
    riverbend: Hospital, looks: Callable[[Look], None], jobs: Jobs
) -> None:
    looks(FACE)
    post, picture = with_picture(riverbend)
    with pytest.raises(Held) as held:
        publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    assert [one.rule for one in held.value.verdict.findings] == ["full_face"]
    publishing.say_shown(
        post=post, picture_id=picture.pk, shown="staff", release="R-2026-014", by=riverbend.ada, at=START
    )
    post = publishing.ask_approval(
        post=queries.access_post(riverbend.organization, post.pk), by=riverbend.ada, at=START
    )
    assert post.state == State.WAITING
    told = audit.entries(riverbend.organization, kind="publishing.picture_shown").get()
    assert (told.details["shown"], told.details["release"]) == ("staff", "R-2026-014")
    publishing.approve(post=post, by=riverbend.ben, at=START, digest=post.digest)
    jobs()
    assert channels.hub_posts(riverbend.organization).count() == 1
    (delivery,) = queries.deliveries(post)
    assert parcel_of(delivery).media[0] == media.Pictured(
        picture.sha256, "picture-1", "A door", "image/jpeg", shown="staff", release="R-2026-014"
    )


def test_what_is_said_of_a_picture_is_part_of_what_is_approved(
    riverbend: Hospital, looks: Callable[[Look], None]
) -> None:
    looks(FACE)
    post, picture = with_picture(riverbend, shown="stock", release="stock-99")
    post = publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    before = post.digest
    publishing.say_shown(post=post, picture_id=picture.pk, shown="nobody", release="R-9", by=riverbend.ada, at=START)
    post = queries.access_post(riverbend.organization, post.pk)
    assert (post.state, post.digest) == (State.DRAFT, "")
    assert queries.digest(post) != before
    assert post.pictures.get().release == ""  # nobody signs for nobody


@pytest.mark.parametrize(
    ("shown", "release"),
    [
        ("", ""),
        ("friends", "R-1"),
        ("staff", ""),
        ("patient", "Maria Gonzalez"),
        ("stock", "no number"),
        ("staff", "x" * 90),
    ],
)
def test_it_takes_a_number_and_no_name(riverbend: Hospital, shown: str, release: str) -> None:
    post, picture = with_picture(riverbend)
    with pytest.raises(NoReference):
        publishing.say_shown(post=post, picture_id=picture.pk, shown=shown, release=release, by=riverbend.ada, at=START)
    assert post.pictures.get().shown == ""


def test_what_is_written_in_a_picture_holds_it(riverbend: Hospital, looks: Callable[[Look], None]) -> None:
    looks(BAND)
    post, _picture = with_picture(riverbend)
    verdict = queries.verdict(post)
    assert (verdict.verdict, [one.rule for one in verdict.findings]) == ("block", ["mrn"])
    assert "Written in picture 1, at the top left." in verdict.findings[0].reason


def test_a_picture_is_looked_at_once(riverbend: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def look(content: bytes) -> Look:
        seen.append(1)
        return FACE

    monkeypatch.setattr(media, "look", look)
    monkeypatch.setattr(media, "LOOKS", f"test {uuid4()}")  # what earlier runs noted beside the bytes does not count
    post, picture = with_picture(riverbend)
    queries.verdict(post)
    assert look_at(riverbend.organization.pk, picture.sha256) == FACE
    assert seen == [1]
    had = media.installed
    monkeypatch.setattr(media, "installed", lambda name: not had(name))
    look_at(riverbend.organization.pk, picture.sha256)
    assert seen == [1, 1]
    assert look_at(riverbend.organization.pk, "0" * 64) is None


def test_the_record_says_what_kinds_of_things_were_taken_out(riverbend: Hospital) -> None:
    told = Image.Exif()
    told[0x0132], told[0x010E] = "2026:03:04 10:00:00", "Maria Gonzalez"
    publishing.add_picture(
        post=draft(riverbend), content=photo(exif=told.tobytes()), alt="A door", by=riverbend.ada, at=START
    )
    entry = audit.entries(riverbend.organization, kind="publishing.picture_added").get()
    assert entry.details["removed"] == "time, words"


# ---- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ada(riverbend: Hospital, client: Client) -> Client:
    client.force_login(riverbend.ada.user)
    return client


def url(hospital: Hospital, name: str, *args: int) -> str:
    return reverse(f"publishing:{name}", args=[hospital.organization.slug, *args])


def test_the_page_tells_what_was_hidden_and_never_shows_the_files_name(riverbend: Hospital, ada: Client) -> None:
    post = draft(riverbend)
    told = Image.Exif()
    told[0x0132] = "2026:03:04 10:00:00"
    given = io.BytesIO(photo(exif=told.tobytes()))
    given.name = "Gonzalez MRN 00412345.jpg"
    page = ada.post(url(riverbend, "picture-add", post.pk), {"file": given, "alt": "A door"}, follow=True)
    said = page.content.decode()
    assert "The file also told when it was taken." in said
    assert "In the name of the file, which never leaves." in said
    assert "00412345" not in said


def test_who_is_shown_is_said_on_the_posts_page(
    riverbend: Hospital, ada: Client, looks: Callable[[Look], None]
) -> None:
    looks(FACE)
    post, picture = with_picture(riverbend)
    page = ada.get(url(riverbend, "post", post.pk)).content.decode()
    assert "Who is shown" in page
    assert "It shows a face." in page
    address = url(riverbend, "picture-shown", post.pk, picture.pk)
    bad = ada.post(address, {"shown": "staff", "release": "Maria"})
    assert bad.status_code == 422
    assert "by its number and without a name" in bad.content.decode()
    good = ada.post(address, {"shown": "staff", "release": "R-2026-014"}, follow=True).content.decode()
    assert "Staff who agreed" in good
    assert "R-2026-014" in good
    assert "It shows a face." not in good
    assert ada.post(url(riverbend, "picture-shown", post.pk, 999_999), {"shown": "nobody"}).status_code == 404


def test_the_check_beside_the_text_advises_on_plain_words(riverbend: Hospital, ada: Client) -> None:
    said = ada.post(url(riverbend, "check"), {"text": "Click here if you have hypertension."}).content.decode()
    assert "Easier to read and hear" in said
    assert "high blood pressure" in said
    spanish = ada.post(url(riverbend, "check"), {"text": "You have hypertension.", "language": "es"}).content.decode()
    assert "high blood pressure" not in spanish


def test_a_machine_without_readers_says_so(riverbend: Hospital, ada: Client, looks: Callable[[Look], None]) -> None:
    looks(Look(200, 100))
    post, _picture = with_picture(riverbend)
    page = ada.get(url(riverbend, "post", post.pk)).content.decode()
    assert "Text in pictures is not read here" in page
