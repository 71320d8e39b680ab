"""The hospital's own ladder: stricter is free, looser needs a reason; business clocks; the banner on the hub."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels import queries as channels
from bedside.inbox import actions, queries, rules
from bedside.inbox.reports import LIFELINE, report_of
from bedside.inbox.tests.people import hub_post, say
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.hours import Opening
from tests.cast import START, Hospital

Jobs = Callable[..., int]


def keep(hospital: Hospital, level: str, minutes: int, *, business: bool = False, reason: str = "") -> None:
    actions.keep_level(
        organization=hospital.organization, level=level, minutes=minutes, business=business, reason=reason,
        by=hospital.petra, at=START,
    )  # fmt: skip


def test_stricter_is_free_and_holds_for_what_comes_in(riverbend: Hospital, jobs: Jobs) -> None:
    keep(riverbend, "P4", 60)
    made = say(riverbend, jobs, "Where do I park?")
    assert made.level == "P4"
    assert made.waiting_since_at is not None
    assert made.target_at - made.waiting_since_at == timedelta(hours=1)


@pytest.mark.parametrize("business", [False, True])
def test_looser_needs_a_reason_which_is_kept(riverbend: Hospital, business: bool) -> None:
    minutes = 60 if business else 24 * 60 + 1
    with pytest.raises(rules.NeedsWhy):
        keep(riverbend, "P4", minutes, business=business)
    keep(riverbend, "P4", minutes, business=business, reason="Two people read for five hospitals.")
    (entry,) = audit.entries(riverbend.organization, kind="inbox.ladder_changed")
    assert (entry.details["looser"], entry.details["reason"]) == (True, "Two people read for five hospitals.")
    actions.reset_level(organization=riverbend.organization, level="P4", by=riverbend.petra, at=START)
    assert queries.level_of(riverbend.organization, "P4").rung is None


@pytest.mark.parametrize("minutes", [0, -5, 20161])
def test_a_target_without_sense_is_refused(riverbend: Hospital, minutes: int) -> None:
    with pytest.raises(actions.OutOfRange):
        keep(riverbend, "P0", minutes, reason="We are not here at night.")


def test_a_business_clock_rests_over_the_weekend(riverbend: Hospital) -> None:
    week = tuple(Opening(day, time(8), time(17)) for day in range(5))
    organizations.keep_hours(
        organization=riverbend.organization, always=False, openings=week, federal=True, closed={}, by=riverbend.milo,
        at=START,
    )  # fmt: skip
    keep(riverbend, "P3", 240, business=True, reason="Our patient experience office keeps office hours.")
    chicago = ZoneInfo("America/Chicago")
    friday = datetime(2026, 6, 5, 15, tzinfo=chicago)
    place = queries.place(riverbend.organization, "normal", "P3", at=friday)
    assert place.target_at == datetime(2026, 6, 8, 10, tzinfo=chicago)
    life = queries.place(riverbend.organization, "critical", "P0", at=friday)
    assert life.target_at == friday + timedelta(minutes=15)


def test_the_page_keeps_a_level_and_asks_for_the_reason(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.petra.user)
    slug = riverbend.organization.slug
    url = reverse("ladder:level", args=[slug, "P3"])
    loose = {"number": "3", "unit": "60", "business": "on"}
    refused = client.post(url, loose)
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert client.post(url, loose | {"reason": "Only one person reads here."}).status_code == 302
    page = client.get(reverse("ladder:levels", args=[slug])).content.decode()
    assert "First answer within 3 hours" in page
    assert client.get(reverse("ladder:level", args=[slug, "P9"])).status_code == 404
    assert client.post(url, {"number": "9" * 30, "unit": "60"}).status_code == 422


def test_every_network_has_a_way_to_report_danger() -> None:
    assert {name for name in channels.networks() if not report_of(name).words} == set()
    assert report_of("x").url == LIFELINE
    assert {report_of(name).url.partition("//")[0] for name in channels.networks()} == {"", "https:"}


def test_the_hub_says_when_nobody_reads_and_where_help_is(riverbend: Hospital, client: Client) -> None:
    post = hub_post(riverbend)
    url = reverse("hub:post", args=[riverbend.organization.slug, post.slug])
    assert "We are not here now" not in client.get(url).content.decode()  # nothing is said of hours yet
    tenancy.announce(riverbend.organization.pk)
    hours = {"organization": riverbend.organization, "federal": False, "closed": {}, "by": riverbend.milo, "at": START}
    never = (Opening((START.weekday() + 3) % 7, time(8), time(8, 1)),)
    organizations.keep_hours(always=False, openings=never, **hours)  # type: ignore[arg-type]
    page = client.get(url).content.decode()
    assert "We are not here now" in page
    assert "911" in page
    assert "988" in page
    assert "We read again" in page
    tenancy.announce(riverbend.organization.pk)
    organizations.keep_hours(always=True, openings=(), **hours)  # type: ignore[arg-type]
    assert "We are not here now" not in client.get(url).content.decode()


def test_hours_are_kept_by_form_and_nonsense_is_said(riverbend: Hospital, client: Client) -> None:
    client.force_login(riverbend.milo.user)
    url = reverse("organizations:hours", args=[riverbend.organization.slug])
    for wrong, words in (
        ({}, "at every hour"),
        ({"opens_0": "08:00"}, "both from and to"),
        ({"always": "on", "closed": "Christmas"}, "does not begin with a date"),
    ):
        answer = client.post(url, wrong)
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
    given = {"opens_0": "08:00", "closes_0": "17:00", "federal": "on", "closed": "2026-12-24 Christmas Eve"}
    assert client.post(url, given).status_code == 302
    assert "Christmas Eve" in client.get(url).content.decode()
