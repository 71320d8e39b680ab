"""Titles, polls and films: in the draft, in what is approved, and as far as each network takes them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bedside.channels.actions import wire
from bedside.channels.rules import Ability, Limits, Network, Poll, Video
from bedside.kit.videos import NotAFilm
from bedside.organizations import tenancy
from bedside.publishing import actions as publishing
from bedside.publishing import queries, rules
from bedside.publishing.rules import Content
from tests.cast import START, Hospital
from tests.filled import TIP, draft, elsewhere
from tests.films import PLACE, film

LIMITS = Limits(text=300, title=20, images=2, videos=1, video_seconds=60, poll_options=(2, 4), poll_option=10,
                poll_minutes=(5, 60))  # fmt: skip


def network(**more: Any) -> Network:
    given: dict[str, Any] = {"name": "n", "label": "Net", "limits": LIMITS, "abilities": frozenset(), "connector": ""}
    return Network(**(given | more))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (Content(), ""),
        (Content(title="x" * 21), "Net takes titles of 20 characters; this has 21."),
        (Content(pictures=3), "Net takes 2 pictures; this has 3."),
        (Content(films=2), "Net takes 1 films; this has 2."),
        (Content(films=1, film_seconds=61), "Net takes films of 60 seconds; this lasts 61."),
        (Content(poll=("a", "b")), ""),
        (Content(poll=tuple("abcde")), "Net takes 2 to 4 answers to choose from; this has 5."),
        (Content(poll=("a", "b" * 11)), "Net takes answers of 10 characters; one has 11."),
    ],
)
def test_what_a_network_takes_is_said_before_it_is_asked(content: Content, problem: str) -> None:
    assert rules.fit("Words.", content, network=network()).problem == problem


@pytest.mark.parametrize(
    ("needs", "content", "said"),
    [
        ("picture", Content(films=1), "needs a picture"),
        ("media", Content(), "needs a picture or a film"),
        ("video", Content(pictures=1), "takes films only"),
        ("title", Content(), "needs a title"),
        ("media", Content(films=1), ""),
    ],
)
def test_what_a_network_needs_is_missed(needs: str, content: Content, said: str) -> None:
    limits = Limits(text=300, images=2, videos=1, title=100, needs=frozenset({needs}))
    fit = rules.fit("Words.", content, network=network(limits=limits))
    assert said in fit.problem
    assert bool(fit.problem) == bool(said)
    assert not rules.fit("Words.", content, network=network(limits=limits), whole=False).problem


def test_a_poll_is_never_torn_into_a_thread() -> None:
    threaded = network(abilities=frozenset({Ability.THREADS}))
    assert rules.fit("Stay well. " * 40, Content(), network=threaded).parts == 2
    assert "too long" in rules.fit("Stay well. " * 40, Content(poll=("a", "b")), network=threaded).problem


def test_title_and_poll_are_part_of_what_is_approved(riverbend: Hospital) -> None:
    post = draft(riverbend, "Which day?", headline="Flu shots", poll=["Friday", "Saturday"], poll_minutes=60)
    fresh = queries.access_post(riverbend.organization, post.pk)
    before = queries.digest(fresh)
    parcel = queries.parcel(fresh, fresh.targets.all()[0])
    assert (parcel.title, parcel.poll, parcel.poll_minutes) == ("Flu shots", ("Friday", "Saturday"), 60)
    publishing.change(post=fresh, text="Which day?", accounts=[riverbend.hub], by=riverbend.ada, at=START,
                      headline="Flu shots", poll=["Friday", "Sunday"], poll_minutes=60)  # fmt: skip
    assert queries.digest(queries.access_post(riverbend.organization, post.pk)) != before


def test_the_guard_reads_titles_answers_and_captions(riverbend: Hospital) -> None:
    told = "Maria Gonzalez, MRN 4471920"
    for more in ({"headline": told}, {"poll": [told, "Saturday"]}):
        post = draft(riverbend, TIP, **more)
        assert queries.verdict(queries.access_post(riverbend.organization, post.pk)).verdict == "block"
    post = draft(riverbend, TIP)
    publishing.add_film(
        post=post, content=film(), alt="Hands", captions=f"WEBVTT\n\n{told}", by=riverbend.ada, at=START
    )
    assert queries.verdict(queries.access_post(riverbend.organization, post.pk)).verdict == "block"


def test_a_film_leaves_without_its_place_and_with_its_captions(riverbend: Hospital, jobs: Callable[..., int]) -> None:
    account = elsewhere(riverbend)
    post = draft(riverbend, TIP, accounts=[account])
    publishing.add_film(
        post=post, content=film(seconds=9), alt="Washing hands", captions="WEBVTT\n\nWash.", by=riverbend.ada, at=START
    )
    fresh = queries.access_post(riverbend.organization, post.pk)
    from bedside.channels import actions as channels
    from bedside.guard import actions as guard

    parcel = queries.parcel(fresh, fresh.targets.all()[0])
    cleared = guard.clear(parcel=parcel, organization=riverbend.organization, by=riverbend.ben, at=START)
    delivery = channels.publish(
        account=account, parcel=parcel, clearance=cleared, subject=post, by=riverbend.ada, at=START
    )
    wire.ensure_still_cleared(delivery)
    sent = wire.outgoing_of(delivery)
    assert isinstance(sent.video, Video)
    assert (sent.video.seconds, sent.video.captions, sent.video.alt) == (9.0, "WEBVTT\n\nWash.", "Washing hands")
    assert PLACE not in sent.video.content
    assert sent.pictures == ()


def test_a_poll_leaves_as_one(riverbend: Hospital) -> None:
    account = elsewhere(riverbend)
    post = draft(riverbend, "Which day?", accounts=[account], poll=["Friday", "Saturday"], poll_minutes=60)
    fresh = queries.access_post(riverbend.organization, post.pk)
    from bedside.channels import actions as channels
    from bedside.guard import actions as guard

    parcel = queries.parcel(fresh, fresh.targets.all()[0])
    cleared = guard.clear(parcel=parcel, organization=riverbend.organization, by=riverbend.ben, at=START)
    delivery = channels.publish(
        account=account, parcel=parcel, clearance=cleared, subject=post, by=riverbend.ada, at=START
    )
    assert wire.outgoing_of(delivery).poll == Poll(("Friday", "Saturday"), 60)


def test_the_page_takes_a_film_and_shows_it(riverbend: Hospital, client: Any) -> None:
    post = draft(riverbend, TIP)
    client.force_login(riverbend.ada.user)
    base = f"/w/{riverbend.organization.slug}/publish/{post.pk}"
    given = {
        "file": SimpleUploadedFile("IMG_Maria_Gonzalez.mp4", film()),
        "alt": "Hands",
        "captions": "WEBVTT\n\nWash.",
    }
    assert client.post(f"{base}/pictures/", given).status_code == 302
    page = client.get(f"{base}/").content.decode()
    assert "<video" in page
    assert "Maria" not in page
    assert "does not look into films" in page
    tenancy.announce(riverbend.organization.pk)
    (kept,) = queries.access_post(riverbend.organization, post.pk).pictures.all()
    answer = client.get(f"{base}/pictures/{kept.pk}/captions/")
    assert answer.content.startswith(b"WEBVTT")


@pytest.mark.parametrize("captions", ["Wash your hands.", "<script>"])
def test_captions_that_are_none_are_refused_and_nothing_is_kept(
    riverbend: Hospital, client: Any, captions: str
) -> None:
    post = draft(riverbend, TIP)
    client.force_login(riverbend.ada.user)
    given = {"file": SimpleUploadedFile("hands.mp4", film()), "alt": "Hands", "captions": captions}
    answer = client.post(f"/w/{riverbend.organization.slug}/publish/{post.pk}/pictures/", given)
    assert answer.status_code == 422
    tenancy.announce(riverbend.organization.pk)
    assert not queries.access_post(riverbend.organization, post.pk).pictures.exists()


def test_a_damaged_film_is_refused_in_words(riverbend: Hospital) -> None:
    with pytest.raises(NotAFilm, match="damaged"):
        publishing.add_film(
            post=draft(riverbend, TIP), content=film()[:80], alt="Hands", captions="", by=riverbend.ada, at=START
        )


@pytest.mark.parametrize(
    ("poll", "said"),
    [("One", "two answers"), ("One\nOne", "the same"), ("\n".join(f"n{n}" for n in range(21)), "Twenty"), ("", "")],
)
def test_the_form_says_what_is_wrong_with_a_poll(riverbend: Hospital, client: Any, poll: str, said: str) -> None:
    client.force_login(riverbend.ada.user)
    given = {"text": "Which day?", "accounts": [riverbend.hub.pk], "purpose": "news", "language": "en", "poll": poll}
    answer = client.post(f"/w/{riverbend.organization.slug}/publish/new/", given)
    assert answer.status_code == (422 if said else 302)
    assert said in answer.content.decode()
