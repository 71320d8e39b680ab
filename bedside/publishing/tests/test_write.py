"""Drafts: one text with other wordings, pictures, changes that void an approval, and what does not fit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bedside.audit import queries as audit
from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Account
from bedside.guard.actions import Held
from bedside.kit import pictures
from bedside.publishing import actions as publishing
from bedside.publishing import queries, rules
from bedside.publishing.models import Post
from bedside.publishing.rules import Impossible, NotFitting, State, WrongState
from tests.cast import START, Hospital
from tests.filled import NAMES_A_PATIENT, TIP, approved, draft, elsewhere, photo, sent, waiting

Jobs = Callable[..., int]


@pytest.fixture
def bluesky(riverbend: Hospital) -> Account:
    return elsewhere(riverbend)


def fresh(post: Post) -> Post:
    return queries.access_post(post.organization, post.pk)


def test_a_network_may_have_a_wording_of_its_own(riverbend: Hospital, bluesky: Account) -> None:
    post = draft(riverbend, accounts=[riverbend.hub, bluesky], variants={bluesky.pk: "Flu shots on Saturday!"})
    texts = {preview.target.account.network: preview.text for preview in queries.previews(fresh(post))}
    assert texts == {"hub": TIP, "bluesky": "Flu shots on Saturday!"}
    publishing.change(post=post, text=TIP, accounts=[riverbend.hub], by=riverbend.ada, at=START)
    assert [target.account for target in fresh(post).targets.all()] == [riverbend.hub]


def test_the_guard_reads_every_wording(riverbend: Hospital, bluesky: Account) -> None:
    post = draft(riverbend, accounts=[riverbend.hub, bluesky], variants={bluesky.pk: NAMES_A_PATIENT})
    with pytest.raises(Held):
        publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    assert fresh(post).state == State.DRAFT


def test_a_post_goes_somewhere_of_its_own_hospital(riverbend: Hospital, hillcrest: Hospital) -> None:
    for accounts in ([], [hillcrest.hub], [riverbend.hub, hillcrest.hub]):
        with pytest.raises(publishing.NoAccount):
            draft(riverbend, accounts=accounts)


def test_a_text_too_long_for_one_post_becomes_a_thread_where_the_network_has_them(
    riverbend: Hospital, bluesky: Account
) -> None:
    long = draft(riverbend, "Stay well. " * 40, accounts=[riverbend.hub, bluesky])
    assert [(fit.problem, fit.parts) for fit in queries.fits(fresh(long))] == [("", 1), ("", 2)]
    _hub, there = queries.previews(fresh(long))
    assert [piece[-5:] for piece in there.pieces] == ["(1/2)", "(2/2)"], "the approver sees the cut"
    publishing.ask_approval(post=long, by=riverbend.ada, at=START)


def test_it_refuses_what_a_network_does_not_take(riverbend: Hospital, bluesky: Account) -> None:
    poll = draft(riverbend, "Which day?", accounts=[riverbend.hub, bluesky], poll=["Friday", "Saturday"])
    with pytest.raises(NotFitting, match="Hub has no polls"):
        publishing.ask_approval(post=poll, by=riverbend.ada, at=START)
    with pytest.raises(NotFitting, match="no text"):
        publishing.ask_approval(post=draft(riverbend, "  \n"), by=riverbend.ada, at=START)


def test_it_refuses_more_pictures_than_a_network_takes(riverbend: Hospital, bluesky: Account) -> None:
    post = draft(riverbend, accounts=[bluesky])
    for n in range(5):
        publishing.add_picture(post=post, content=photo(size=(20 + n, 20)), alt="A door", by=riverbend.ada, at=START)
    with pytest.raises(NotFitting, match="takes 4 pictures; this has 5"):
        publishing.ask_approval(post=fresh(post), by=riverbend.ada, at=START)


def test_a_change_voids_what_was_asked_and_what_was_approved(riverbend: Hospital, jobs: Jobs) -> None:
    due = START + timedelta(days=2)
    for post in (waiting(riverbend), approved(riverbend, due_at=due)):
        publishing.change(post=post, text="Other words.", accounts=[riverbend.hub], by=riverbend.ada, at=START)
        assert (fresh(post).state, fresh(post).digest) == (State.DRAFT, "")
        assert [target.clearance for target in fresh(post).targets.all()] == [None]
    jobs()
    assert not channel_queries.hub_posts(riverbend.organization).exists()
    canceled = audit.entries(riverbend.organization, kind="channels.canceled")
    assert canceled.count() == 1


def test_a_picture_added_or_removed_voids_an_approval_too(riverbend: Hospital) -> None:
    post = approved(riverbend, due_at=START + timedelta(days=2))
    picture = publishing.add_picture(post=post, content=photo(), alt=" A door ", by=riverbend.ada, at=START)
    assert (fresh(post).state, picture.alt) == (State.DRAFT, "A door")
    publishing.ask_approval(post=fresh(post), by=riverbend.ada, at=START)
    publishing.remove_picture(post=post, picture_id=picture.pk, by=riverbend.ada, at=START)
    assert (fresh(post).state, fresh(post).pictures.count()) == (State.DRAFT, 0)


def test_a_picture_needs_words_and_pixels(riverbend: Hospital) -> None:
    post = draft(riverbend)
    with pytest.raises(publishing.NoAltText):
        publishing.add_picture(post=post, content=photo(), alt="  ", by=riverbend.ada, at=START)
    with pytest.raises(pictures.NotAPicture):
        publishing.add_picture(post=post, content=b"no", alt="A door", by=riverbend.ada, at=START)
    assert fresh(post).pictures.count() == 0


def test_what_was_sent_is_neither_changed_nor_thrown_away(riverbend: Hospital, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    tries: list[Callable[[], object]] = [
        lambda: publishing.change(post=post, text="x", accounts=[riverbend.hub], by=riverbend.ada, at=START),
        lambda: publishing.discard(post=post, by=riverbend.ada, at=START),
        lambda: publishing.add_picture(post=post, content=photo(), alt="A door", by=riverbend.ada, at=START),
        lambda: publishing.ask_approval(post=post, by=riverbend.ada, at=START),
        lambda: publishing.take_back(post=post, by=riverbend.ada, at=START),
        lambda: publishing.decline(post=post, by=riverbend.ben, at=START, note="x"),
        lambda: publishing.approve(post=post, by=riverbend.ben, at=START, digest=post.digest),
    ]
    for step in tries:
        with pytest.raises(WrongState):
            step()
    assert fresh(post).text == TIP


def test_a_draft_is_thrown_away_and_the_record_keeps_that(riverbend: Hospital) -> None:
    post = waiting(riverbend)
    publishing.discard(post=post, by=riverbend.ada, at=START)
    assert not Post.objects.filter(pk=post.pk).exists()
    assert audit.entries(riverbend.organization, kind="publishing.discarded").get().by == riverbend.ada


def test_a_declined_post_is_a_draft_with_the_reason(riverbend: Hospital) -> None:
    post = waiting(riverbend)
    publishing.decline(post=post, by=riverbend.ben, at=START, note=" Say when it ends. ")
    assert fresh(post).state == State.DRAFT
    assert post.declines.get().note == "Say when it ends."
    with pytest.raises(WrongState):
        publishing.approve(post=fresh(post), by=riverbend.ben, at=START, digest=post.digest)


def test_what_is_taken_back_does_not_leave(riverbend: Hospital, jobs: Jobs) -> None:
    post = approved(riverbend)
    publishing.take_back(post=post, by=riverbend.ada, at=START)
    jobs()
    assert fresh(post).state == State.DRAFT
    assert not channel_queries.hub_posts(riverbend.organization).exists()
    publishing.ask_approval(post=fresh(post), by=riverbend.ada, at=START)
    publishing.approve(post=fresh(post), by=riverbend.ben, at=START, digest=fresh(post).digest)
    jobs()
    assert fresh(post).state == State.SENT
    assert channel_queries.hub_posts(riverbend.organization).count() == 1


def test_a_warning_needs_a_reason_which_is_kept(riverbend: Hospital) -> None:
    post = draft(riverbend, "Our new heart program is the best in the state.")
    with pytest.raises(Held) as held:
        publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    assert held.value.verdict.verdict == "warn"
    publishing.ask_approval(post=post, by=riverbend.ada, at=START, reason="Ranked first by the state this year.")
    clearance = fresh(post).targets.get().clearance
    assert clearance is not None
    assert clearance.reason == "Ranked first by the state this year."
    assert clearance.warned


def test_somebody_alone_may_approve_their_own_post_and_it_says_so(riverbend: Hospital) -> None:
    from bedside.organizations import actions as organizations

    organizations.change_roles(member=riverbend.petra, roles=["responder"], by=riverbend.milo, at=START)
    post = draft(riverbend, by=riverbend.ben)
    publishing.ask_approval(post=post, by=riverbend.ben, at=START)
    publishing.approve(post=post, by=riverbend.ben, at=START, digest=fresh(post).digest)
    assert post.approvals.get().alone
    assert audit.entries(riverbend.organization, kind="publishing.approved").get().details["alone"] is True


def test_a_time_that_has_passed_is_refused_at_every_step(riverbend: Hospital) -> None:
    due = START + timedelta(hours=1)
    with pytest.raises(Impossible):
        draft(riverbend, due_at=START - timedelta(hours=1))
    post = waiting(riverbend, due_at=due)
    with pytest.raises(Impossible):
        publishing.approve(post=post, by=riverbend.ben, at=due + timedelta(hours=1), digest=post.digest)
    late = draft(riverbend, due_at=due)
    with pytest.raises(Impossible):
        publishing.ask_approval(post=late, by=riverbend.ada, at=due + timedelta(hours=1))
    assert draft(riverbend, due_at=START - timedelta(minutes=4)).due_at


def test_who_asked_left_before_its_time_so_it_does_not_leave(riverbend: Hospital, jobs: Jobs) -> None:
    from bedside.organizations import actions as organizations

    post = approved(riverbend)
    organizations.end_membership(member=riverbend.ben, by=riverbend.milo, at=START)
    jobs()
    assert fresh(post).state == State.FAILED
    assert "no longer a member" in queries.deliveries_of(fresh(post))[0].said


def test_a_failed_post_is_tried_again_and_then_stands_once(riverbend: Hospital, jobs: Jobs) -> None:
    from bedside.organizations import actions as organizations
    from bedside.organizations.models import Member

    post = approved(riverbend)
    organizations.end_membership(member=riverbend.ben, by=riverbend.milo, at=START)
    jobs()
    Member.objects.filter(organization=riverbend.organization, pk=riverbend.ben.pk).update(left_at=None)
    channels.try_again(delivery=queries.deliveries_of(fresh(post))[0], by=riverbend.ada, at=START)
    jobs()
    assert fresh(post).state == State.SENT
    assert channel_queries.hub_posts(riverbend.organization).count() == 1


# ---- clocks ----------------------------------------------------------------------------------------------------------

ZONE = "America/Chicago"


def test_a_time_that_spring_skips_is_refused() -> None:
    with pytest.raises(Impossible, match="02:30 does not exist on March 8"):
        rules.instant(datetime(2026, 3, 8, 2, 30), ZONE)
    assert rules.instant(datetime(2026, 3, 8, 3, 0), ZONE) == datetime(2026, 3, 8, 8, 0, tzinfo=UTC)
    assert rules.instant(datetime(2026, 3, 8, 1, 59), ZONE) == datetime(2026, 3, 8, 7, 59, tzinfo=UTC)


def test_of_two_times_in_autumn_the_first_is_meant() -> None:
    assert rules.instant(datetime(2026, 11, 1, 1, 30), ZONE) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert rules.instant(datetime(2026, 11, 1, 2, 0), ZONE) == datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


@given(
    some.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)),
    some.sampled_from(
        ["America/Chicago", "America/Phoenix", "Pacific/Honolulu", "Australia/Lord_Howe", "Asia/Kolkata"]
    ),
)
def test_an_instant_reads_back_as_the_time_that_was_chosen(local: datetime, zone: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        moment = rules.instant(local, zone)
    except Impossible:
        return
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == local


@given(some.sets(some.sampled_from(["due", "sending", "unknown", "sent", "refused", "canceled"])))
def test_a_post_is_done_only_when_nothing_is_under_way(states: set[str]) -> None:
    outcome = rules.outcome(states)
    if states & {"due", "sending", "unknown"}:
        assert outcome is None
    elif "refused" in states:
        assert outcome is State.FAILED
    else:
        assert outcome is (State.SENT if "sent" in states else None)


def test_an_approval_covers_the_time_and_every_word(riverbend: Hospital, bluesky: Account) -> None:
    post = draft(riverbend, accounts=[riverbend.hub, bluesky], due_at=START + timedelta(days=1))
    seen = {queries.digest(fresh(post))}
    for change in (
        {"text": "Other words."},
        {"due_at": START + timedelta(days=2)},
        {"link": "https://riverbend.example.org/flu"},
        {"variants": {bluesky.pk: "Short."}},
        {"accounts": [riverbend.hub]},
    ):
        given = {"text": TIP, "accounts": [riverbend.hub, bluesky], "due_at": START + timedelta(days=1)} | change
        publishing.change(post=post, by=riverbend.ada, at=START, **given)  # type: ignore[arg-type]
        seen.add(queries.digest(fresh(post)))
    assert len(seen) == 6
