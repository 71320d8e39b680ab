"""From draft to sent on the hub, through four eyes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bedside.audit import queries as audit
from bedside.channels import queries as channels
from bedside.guard.actions import Held
from bedside.publishing import actions as publishing
from bedside.publishing import queries
from bedside.publishing.rules import WrongState
from tests.cast import START, Hospital

TIP = "Flu shots are open to everybody at our walk-in clinic on Saturday from 9 to noon. No appointment needed."


def test_it_goes_out_to_the_hub_once_approved(riverbend: Hospital, jobs: Callable[..., int]) -> None:
    post = publishing.write(
        organization=riverbend.organization, text=TIP, accounts=[riverbend.hub], by=riverbend.ada, at=START
    )
    publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    post.refresh_from_db()
    publishing.approve(post=post, by=riverbend.ben, at=START, digest=post.digest)
    jobs()
    post.refresh_from_db()
    assert post.state == "sent"
    assert [shown.text for shown in channels.hub_posts(riverbend.organization)] == [TIP]
    kinds = [entry.kind for entry in audit.entries(riverbend.organization).order_by("number")]
    assert kinds[-1] == "publishing.sent"
    assert audit.verify(riverbend.organization)[1] is None


def test_the_author_cannot_approve_it(riverbend: Hospital) -> None:
    post = publishing.write(
        organization=riverbend.organization, text=TIP, accounts=[riverbend.hub], by=riverbend.ben, at=START
    )
    publishing.ask_approval(post=post, by=riverbend.ben, at=START)
    post.refresh_from_db()
    with pytest.raises(publishing.NotYours):
        publishing.approve(post=post, by=riverbend.ben, at=START, digest=post.digest)


def test_it_refuses_a_text_that_changed_since_it_was_read(riverbend: Hospital) -> None:
    post = publishing.write(
        organization=riverbend.organization, text=TIP, accounts=[riverbend.hub], by=riverbend.ada, at=START
    )
    publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    post.refresh_from_db()
    read = post.digest
    publishing.change(post=post, text=TIP + " Bring a friend.", accounts=[riverbend.hub], by=riverbend.ada, at=START)
    with pytest.raises(WrongState):
        publishing.approve(post=post, by=riverbend.ben, at=START, digest=read)
    publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    with pytest.raises(publishing.NotApproved):
        publishing.approve(post=post, by=riverbend.ben, at=START, digest=read)


def test_a_line_that_names_a_patient_is_held_and_the_hold_is_recorded(riverbend: Hospital) -> None:
    post = publishing.write(
        organization=riverbend.organization,
        text="We are so glad that our patient Maria Gonzalez went home today after her knee surgery!",
        accounts=[riverbend.hub],
        by=riverbend.ada,
        at=START,
    )
    with pytest.raises(Held) as held:
        publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    assert held.value.verdict.verdict == "block"
    assert queries.access_post(riverbend.organization, post.pk).state == "draft"
    entry = audit.entries(riverbend.organization, kind="guard.held").get()
    assert "name" in entry.details["rules"]
    assert "Gonzalez" not in str(entry.details)


def test_it_waits_for_its_time(riverbend: Hospital, jobs: Callable[..., int]) -> None:
    post = publishing.write(
        organization=riverbend.organization,
        text=TIP,
        accounts=[riverbend.hub],
        by=riverbend.ada,
        at=START,
        due_at=START + timedelta(days=30_000),
    )
    publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    post.refresh_from_db()
    publishing.approve(post=post, by=riverbend.ben, at=START, digest=post.digest)
    jobs()
    post.refresh_from_db()
    assert post.state == "scheduled"
    assert not channels.hub_posts(riverbend.organization).exists()
