"""A mistake, put right everywhere: in place on the hub, below the post on Bluesky, as the rehearsal plays it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bedside.audit import queries as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Account
from bedside.channels.rehearsal import Rehearsal
from bedside.guard.actions import Held
from bedside.publishing import actions as publishing
from bedside.publishing import queries
from bedside.publishing.models import Post
from bedside.publishing.rules import NotFitting, State, WrongState
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, TIP, draft, photo, sent

Jobs = Callable[..., int]
RIGHT, NOTE = TIP.replace("noon", "one"), "Correction: the clinic closes at one, not at noon."


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    """A Bluesky on this machine, which tests are allowed to reach."""
    with Rehearsal() as running:
        yield running


@pytest.fixture
def bluesky(riverbend: Hospital, rehearsal: Rehearsal, jobs: Jobs) -> Account:
    """Riverbend's account on the rehearsal's Bluesky, signed in."""
    made: Any = rehearsal.bluesky.direct("accounts", {"handle": "riverbend.test", "name": "Riverbend"})
    account = channels.connect_account(
        organization=riverbend.organization,
        network="bluesky",
        handle="riverbend.test",
        credentials={"identifier": made["handle"], "password": made["password"]},
        by=riverbend.milo,
        at=START,
        base_url=rehearsal.url,
    )
    jobs()
    account.refresh_from_db()
    assert account.state == Account.CONNECTED, account.trouble
    return account


def posts(rehearsal: Rehearsal) -> list[dict[str, Any]]:
    """What stands on the rehearsal's Bluesky: posts, then what was written below them."""
    found: Any = rehearsal.bluesky.posts()
    return sorted(found, key=lambda one: "reply" in one["record"])


def fresh(post: Post) -> Post:
    return queries.access_post(post.organization, post.pk)


def test_it_goes_out_on_both_and_is_corrected_on_both(
    riverbend: Hospital, bluesky: Account, rehearsal: Rehearsal, jobs: Jobs
) -> None:
    post = sent(riverbend, jobs, accounts=[riverbend.hub, bluesky])
    assert post.state == State.SENT
    assert [one["record"]["text"] for one in posts(rehearsal)] == [TIP]
    publishing.correct(post=post, text=RIGHT, note=NOTE, by=riverbend.ben, at=START)
    jobs()
    (on_hub,) = channel_queries.hub_posts(riverbend.organization)
    assert (on_hub.text, on_hub.version) == (RIGHT, 2)
    assert on_hub.edited_at is not None
    first, below = posts(rehearsal)
    assert (first["record"]["text"], below["record"]["text"]) == (TIP, NOTE)
    assert below["record"]["reply"]["parent"]["uri"] == first["uri"]
    correction = post.corrections.get()
    assert (correction.before, correction.note) == (TIP, NOTE)
    assert fresh(post).text == RIGHT
    assert audit.verify(riverbend.organization)[1] is None


def test_it_is_withdrawn_from_both_and_kept_as_evidence(
    riverbend: Hospital, bluesky: Account, rehearsal: Rehearsal, jobs: Jobs
) -> None:
    post = sent(riverbend, jobs, accounts=[riverbend.hub, bluesky])
    publishing.withdraw(post=post, reason="The clinic is closed.", by=riverbend.ben, at=START)
    jobs()
    assert posts(rehearsal) == []
    assert not channel_queries.hub_posts(riverbend.organization).exists()
    assert (fresh(post).state, fresh(post).text) == (State.WITHDRAWN, TIP)
    assert all(remote.withdrawn_at for remote in queries.standing(fresh(post)))
    with pytest.raises(WrongState):
        publishing.withdraw(post=post, reason="Again.", by=riverbend.ben, at=START)


def test_pictures_with_their_words_reach_both(
    riverbend: Hospital, bluesky: Account, rehearsal: Rehearsal, jobs: Jobs
) -> None:
    post = draft(riverbend, accounts=[riverbend.hub, bluesky])
    publishing.add_picture(post=post, content=photo(), alt="The clinic's door", by=riverbend.ada, at=START)
    publishing.ask_approval(post=fresh(post), by=riverbend.ada, at=START)
    publishing.approve(post=fresh(post), by=riverbend.ben, at=START, digest=fresh(post).digest)
    jobs()
    assert fresh(post).state == State.SENT
    (image,) = posts(rehearsal)[0]["record"]["embed"]["images"]
    assert image["alt"] == "The clinic's door"
    assert channel_queries.hub_posts(riverbend.organization).get().pictures[0]["alt"] == "The clinic's door"


def test_a_correction_passes_the_guard_too(riverbend: Hospital, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    with pytest.raises(Held):
        publishing.correct(post=post, text=NAMES_A_PATIENT, note=NOTE, by=riverbend.ben, at=START)
    assert fresh(post).text == TIP
    assert not post.corrections.exists()
    assert channel_queries.hub_posts(riverbend.organization).get().text == TIP


def test_a_note_passes_the_guard_where_it_stands_below(
    riverbend: Hospital, bluesky: Account, rehearsal: Rehearsal, jobs: Jobs
) -> None:
    post = sent(riverbend, jobs, accounts=[bluesky])
    with pytest.raises(Held):
        publishing.correct(post=post, text=RIGHT, note=NAMES_A_PATIENT, by=riverbend.ben, at=START)
    assert len(posts(rehearsal)) == 1


@pytest.mark.parametrize(("text", "note"), [("", NOTE), ("  ", NOTE), (RIGHT, ""), (RIGHT, " ")])
def test_a_correction_needs_both_its_texts(riverbend: Hospital, jobs: Jobs, text: str, note: str) -> None:
    post = sent(riverbend, jobs)
    with pytest.raises(NotFitting):
        publishing.correct(post=post, text=text, note=note, by=riverbend.ben, at=START)
    assert fresh(post).text == TIP


def test_only_what_went_out_is_corrected(riverbend: Hospital) -> None:
    with pytest.raises(WrongState):
        publishing.correct(post=draft(riverbend), text=RIGHT, note=NOTE, by=riverbend.ben, at=START)


def test_a_second_correction_corrects_the_first(riverbend: Hospital, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    for text in (RIGHT, f"{RIGHT} Bring a friend."):
        publishing.correct(post=fresh(post), text=text, note=NOTE, by=riverbend.ben, at=START)
        jobs()
    assert channel_queries.hub_posts(riverbend.organization).get().text == f"{RIGHT} Bring a friend."
    assert [one.before for one in post.corrections.order_by("pk")] == [TIP, RIGHT]
