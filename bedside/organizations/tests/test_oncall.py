"""Who is on call: turns over nights that change the clock, covers, swaps, gaps, and hand-overs told once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.organizations import actions, queries, tenancy
from bedside.organizations.hours import Hours, Opening
from bedside.organizations.models import Handover, Rota
from bedside.organizations.oncall import Pattern, Stretch, turn, watches, who_is_on_call
from tests.cast import START, Hospital

NEW_YORK = ZoneInfo("America/New_York")
ALWAYS = Hours(NEW_YORK, always=True)
ANN, BO, CY = 1, 2, 3
WEEKLY = Pattern((ANN, BO, CY), 7, date(2026, 10, 26), time(8), ALWAYS)  # a Monday
DAILY = Pattern((ANN, BO), 1, date(2026, 10, 26), time(2, 30), ALWAYS)
Jobs = Callable[..., int]


def there(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


# ---- the rule --------------------------------------------------------------------------------------------------------


def test_turns_go_round_at_the_hand_over_by_the_wall_clock_whatever_the_night_does() -> None:
    assert who_is_on_call(WEEKLY, [], there(10, 26, 8)).member == ANN
    assert who_is_on_call(WEEKLY, [], there(11, 2, 7, 59)).member == ANN  # the clocks went back on November 1
    assert who_is_on_call(WEEKLY, [], there(11, 2, 8)).member == BO
    assert who_is_on_call(WEEKLY, [], there(11, 16, 8)).member == ANN
    begins, ends, _whose = turn(WEEKLY, there(10, 30))
    assert ends - begins == timedelta(days=7, hours=1)


def test_a_hand_over_in_the_hour_that_does_not_exist_happens_once() -> None:
    spring = Pattern((ANN, BO), 1, date(2026, 3, 1), time(2, 30), ALWAYS)
    found = watches(spring, [], there(3, 7, 12), there(3, 9, 12))
    assert [one.member for one in found] == [ANN, BO, ANN]
    assert found[1].starts_at == there(3, 8, 3, 30)
    assert all(one.ends_at == other.starts_at for one, other in pairwise(found))


def test_a_hand_over_in_the_hour_that_comes_twice_is_the_first() -> None:
    assert turn(DAILY, datetime(2026, 11, 1, 7, 0, tzinfo=UTC))[0] == datetime(2026, 10, 31, 6, 30, tzinfo=UTC)
    twice = Pattern((ANN, BO), 1, date(2026, 10, 26), time(1, 30), ALWAYS)
    assert turn(twice, datetime(2026, 11, 1, 6, 0, tzinfo=UTC))[0] == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_before_the_rota_began_nobody_is_on_call() -> None:
    assert who_is_on_call(WEEKLY, [], there(10, 25)).how == "gap"
    assert who_is_on_call(Pattern((), 7, date(2026, 1, 1), time(8), ALWAYS), [], there(6, 1)).member is None


def test_a_cover_comes_before_the_turn_and_the_later_of_two_before_the_earlier() -> None:
    covers = [
        Stretch(BO, there(10, 27), there(10, 29), made=1),
        Stretch(CY, there(10, 28), there(10, 29), made=2),
    ]
    assert [who_is_on_call(WEEKLY, covers, there(10, day, 9)).member for day in (26, 27, 28, 29)] == [ANN, BO, CY, ANN]


def test_outside_of_its_hours_a_rota_has_a_gap_and_the_table_has_no_hole() -> None:
    office = Pattern((ANN,), 7, date(2026, 10, 26), time(8), Hours(NEW_YORK, (Opening(0, time(8), time(17)),)))
    found = watches(office, [], there(10, 26), there(10, 28))
    assert [(one.member, one.how) for one in found] == [(None, "gap"), (ANN, "turn"), (None, "gap")]
    assert (found[0].starts_at, found[-1].ends_at) == (there(10, 26), there(10, 28))


# ---- rotas of a hospital ---------------------------------------------------------------------------------------------


def rota(hospital: Hospital, *names: str, **given: Any) -> Rota:
    people = [hospital.people[name] for name in names]
    facts: dict[str, Any] = {
        "name": "Safety", "people": people, "every": 7, "since_date": START.date() - timedelta(days=2),
        "handover": time(8), "purpose": Rota.CLINICIAN,
    }  # fmt: skip
    made = actions.keep_rota(organization=hospital.organization, by=hospital.milo, at=START, **facts | given)
    return queries.access_rota(hospital.organization, made.pk)


def test_whoever_takes_it_now_has_it_until_the_turn_ends(riverbend: Hospital) -> None:
    safety = rota(riverbend, "chen", "rosa")
    assert queries.on_call(safety, START) == riverbend.chen
    made = actions.take_over(rota=safety, by=riverbend.petra, at=START)
    assert queries.on_call(safety, START) == riverbend.petra
    assert made.ends_at == queries.turn_ends(safety, START)
    assert queries.on_call(safety, made.ends_at) == riverbend.rosa
    actions.end_cover(cover=made, by=riverbend.petra, at=START)
    assert queries.on_call(safety, START) == riverbend.chen


def test_two_turns_change_places(riverbend: Hospital) -> None:
    safety = rota(riverbend, "chen", "rosa")
    after = queries.turn_ends(safety, START)
    actions.swap(rota=safety, one=START, other=after, by=riverbend.chen, at=START)
    assert queries.on_call(safety, START) == riverbend.rosa
    assert queries.on_call(safety, after) == riverbend.chen
    with pytest.raises(actions.NothingToSwap):
        actions.swap(rota=safety, one=START, other=START, by=riverbend.chen, at=START)


def test_who_is_away_is_replaced_and_without_anybody_the_chain_goes_on(riverbend: Hospital) -> None:
    backup = rota(riverbend, "petra", name="Behind")
    safety = rota(riverbend, "chen", backup=backup)
    until_at = START + timedelta(days=1)
    actions.go_away(member=riverbend.chen, until_at=until_at, stand_in=riverbend.rosa, at=START)
    assert queries.called(safety, START) == [riverbend.rosa, riverbend.petra]
    actions.go_away(member=riverbend.chen, until_at=until_at, stand_in=None, at=START)
    assert queries.called(safety, START) == [riverbend.petra]
    assert [gap.rota.name for gap in queries.gaps(riverbend.organization, at=START)] == ["Safety"]
    actions.come_back(member=riverbend.chen, at=START)
    assert queries.called(safety, START) == [riverbend.chen, riverbend.petra]


def test_two_who_stand_in_for_each_other_are_both_away(riverbend: Hospital) -> None:
    until_at = START + timedelta(days=1)
    actions.go_away(member=riverbend.chen, until_at=until_at, stand_in=riverbend.rosa, at=START)
    actions.go_away(member=riverbend.rosa, until_at=until_at, stand_in=riverbend.chen, at=START)
    absent = queries.away(riverbend.organization, at=START)
    assert queries.present(riverbend.chen, absent) is None


def test_who_left_leaves_a_gap_and_nobody_elses_turn_moves(riverbend: Hospital) -> None:
    safety = rota(riverbend, "chen", "rosa")
    actions.end_membership(member=riverbend.chen, by=riverbend.milo, at=START)
    assert queries.on_call(queries.access_rota(riverbend.organization, safety.pk), START) is None
    assert queries.on_call(safety, queries.turn_ends(safety, START)) == riverbend.rosa


def test_a_rota_never_falls_back_on_itself(riverbend: Hospital) -> None:
    first = rota(riverbend, "chen", name="First")
    second = rota(riverbend, "rosa", name="Second", backup=first)
    with pytest.raises(actions.Circle):
        rota(riverbend, "chen", name="First", rota=first, backup=second)


def test_strangers_and_names_that_are_taken_are_refused(riverbend: Hospital, hillcrest: Hospital) -> None:
    rota(riverbend, "chen")
    with pytest.raises(actions.NameTaken):
        rota(riverbend, "rosa", name=" safety ")
    with pytest.raises(actions.NotHere):
        rota(riverbend, name="Other", people=[hillcrest.chen])
    with pytest.raises(actions.NotHere):
        actions.keep_team(
            organization=riverbend.organization, name="Ours", members=[hillcrest.chen], by=riverbend.milo, at=START
        )


def test_who_begins_is_told_once_however_often_the_minute_comes(
    riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]
) -> None:
    safety = rota(riverbend, "chen", "rosa")
    for _minute in range(3):
        actions.hand_over(rota=safety, watch=queries.watch_at(safety, START), at=START)
    jobs("organizations.tell_handover")
    (mail,) = mailoutbox
    assert mail.to == [riverbend.chen.user.email]
    assert "on call" in mail.subject
    actions.take_over(rota=safety, by=riverbend.petra, at=START)
    actions.hand_over(rota=safety, watch=queries.watch_at(safety, START), at=START)
    assert Handover.objects.filter(organization=riverbend.organization).count() == 2


def test_a_mail_server_that_is_down_is_tried_again(
    riverbend: Hospital, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    from django.core.mail import EmailMessage

    from bedside.organizations import tasks

    safety = rota(riverbend, "chen")
    made = actions.hand_over(rota=safety, watch=queries.watch_at(safety, START), at=START)
    assert made is not None

    def down(self: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", down)
        with pytest.raises(tasks.NotTold):
            tasks.tell_handover(organization_id=riverbend.organization.pk, handover_id=made.pk)
    tenancy.announce(riverbend.organization.pk)
    tasks.tell_handover(organization_id=riverbend.organization.pk, handover_id=made.pk)
    assert len(mailoutbox) == 1


# ---- pages -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_two_weeks_and_takes_over_with_one_button(riverbend: Hospital, client: Client) -> None:
    safety = rota(riverbend, "chen", "rosa")
    slug = riverbend.organization.slug
    client.force_login(riverbend.rosa.user)
    page = client.get(reverse("organizations:rota", args=[slug, safety.pk])).content.decode()
    assert "Dr. Chen Park is on call" in page
    assert "I take it now" in page
    client.post(reverse("organizations:take-over", args=[slug, safety.pk]))
    assert "Rosa Reyes is on call" in client.get(reverse("organizations:rota", args=[slug, safety.pk])).content.decode()
    tenancy.announce(riverbend.organization.pk)
    assert audit.entries(riverbend.organization, kind="organizations.cover_made").count() == 1


def test_a_rota_is_made_by_form_and_says_what_does_not_fit(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    url = reverse("organizations:new-rota", args=[riverbend.organization.slug])
    given = {"name": "Nights", "purpose": "clinician", "every": "1", "since_date": "2026-11-01", "handover": "19:00"}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert "at least one person" in refused.content.decode()
    done = client.post(url, given | {"person_0": str(riverbend.chen.pk), "always": "on"})
    assert done.status_code == 302
    tenancy.announce(riverbend.organization.pk)
    (made,) = queries.rotas_of(riverbend.organization)
    assert (made.name, made.every, made.handover) == ("Nights", 1, time(19))


def test_who_is_on_call_is_told_to_programs(riverbend: Hospital, client: Client) -> None:
    from tests.filled import make_key

    rota(riverbend, "chen")
    _key, token = make_key(riverbend, riverbend.milo)
    (said,) = client.get("/api/v1/on-call", headers={"Authorization": f"Bearer {token}"}).json()
    assert (said["rota"], said["member"]) == ("Safety", "Dr. Chen Park")
