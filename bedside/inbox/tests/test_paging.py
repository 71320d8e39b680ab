"""Paging: who is called in which order, once each; and whatever breaks on the way."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.inbox import actions, queries, tasks
from bedside.inbox.models import Alarm, Conversation, Page
from bedside.inbox.tests.people import say
from bedside.inbox.tests.posts import Browser, Post, post
from bedside.organizations import actions as organizations
from bedside.organizations import queries as organization_queries
from bedside.organizations import tenancy
from bedside.organizations.models import Device, Rota
from tests import cast, databases
from tests.cast import START, Hospital

Jobs = Callable[..., int]
CRISIS = "I can't do this anymore. I want to die and I have the pills right here."
MINUTES = timedelta(minutes=5)


@pytest.fixture
def service() -> Iterator[Post]:
    with post() as made:
        yield made


def rota(hospital: Hospital, *names: str, **given: Any) -> Rota:
    facts: dict[str, Any] = {
        "name": "Safety", "people": [hospital.people[name] for name in names], "every": 7,
        "since_date": START.date() - timedelta(days=2), "handover": time(8), "purpose": Rota.CLINICIAN,
    }  # fmt: skip
    return organizations.keep_rota(organization=hospital.organization, by=hospital.milo, at=START, **facts | given)


def crisis(hospital: Hospital, jobs: Jobs) -> Conversation:
    """A cry for help, heard; nobody is called yet."""
    return say(hospital, jobs, CRISIS)


def ring(hospital: Hospital, jobs: Jobs) -> Alarm:
    made = crisis(hospital, jobs)
    jobs("inbox.page_people")
    alarm = queries.alarm_of(made)
    assert alarm is not None
    return alarm


def called(alarm: Alarm, step: int | None = None) -> list[str]:
    return [
        page.member.name.split()[0]
        for page in queries.pages_of(alarm)
        if page.member is not None and page.way == Page.MAIL and step in (None, page.step)
    ]


def later(alarm: Alarm, steps: int = 1) -> datetime:
    """When the next step is due, after it happened `steps` times."""
    at = alarm.next_at or START
    for _step in range(steps):
        alarm.refresh_from_db()
        at = alarm.next_at or at
        actions.go_on(organization=alarm.organization, alarm_id=alarm.pk, at=at)
    alarm.refresh_from_db()
    return at


# ---- order -----------------------------------------------------------------------------------------------------------


def test_who_is_on_call_first_then_the_one_behind_then_everybody(riverbend: Hospital, jobs: Jobs) -> None:
    behind = rota(riverbend, "ben", name="Behind", purpose=Rota.OTHER)
    rota(riverbend, "chen", "rosa", backup=behind)
    alarm = ring(riverbend, jobs)
    assert called(alarm) == ["Dr."]
    later(alarm)
    assert called(alarm, 2) == ["Ben"]
    later(alarm)
    assert sorted(called(alarm, 3)) == ["Milo", "Rosa"]
    later(alarm)
    assert sorted(called(alarm, 4)) == ["Ben", "Dr.", "Milo", "Rosa"]


def test_without_a_rota_everybody_who_may_answer_is_called_at_once(riverbend: Hospital, jobs: Jobs) -> None:
    assert sorted(called(ring(riverbend, jobs))) == ["Ben", "Dr.", "Milo", "Rosa"]


def test_a_gap_goes_straight_to_the_one_behind(riverbend: Hospital, jobs: Jobs) -> None:
    behind = rota(riverbend, "ben", name="Behind", purpose=Rota.OTHER)
    rota(riverbend, "chen", backup=behind)
    organizations.go_away(member=riverbend.chen, until_at=START + timedelta(days=400), stand_in=None, at=START)
    assert called(ring(riverbend, jobs)) == ["Ben"]


def test_a_threat_calls_security_too(riverbend: Hospital, jobs: Jobs) -> None:
    rota(riverbend, "chen")
    rota(riverbend, "petra", name="Security", purpose=Rota.SECURITY)
    made = crisis(riverbend, jobs)
    Conversation.objects.filter(pk=made.pk).update(card="security")
    jobs("inbox.page_people")
    alarm = queries.alarm_of(made)
    assert alarm is not None
    assert sorted(called(alarm)) == ["Dr.", "Petra"]


def test_who_acts_stops_it_and_nobody_else_is_called(riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]) -> None:
    rota(riverbend, "chen")
    alarm = ring(riverbend, jobs)
    due = alarm.next_at
    assert due is not None
    actions.acknowledge(conversation=alarm.conversation, by=riverbend.rosa, at=START)
    actions.go_on(organization=riverbend.organization, alarm_id=alarm.pk, at=due)
    jobs("inbox.send_page")
    alarm.refresh_from_db()
    assert (alarm.ended, alarm.acknowledged_by, alarm.step) == ("acknowledged", riverbend.rosa, 1)
    assert mailoutbox == []  # the page was still waiting, and was spared
    assert [page.state for page in queries.pages_of(alarm)] == [Page.SPARED]


@pytest.mark.parametrize("end", ["closed", "answered"])
def test_it_ends_by_itself_when_it_is_over(riverbend: Hospital, jobs: Jobs, end: str) -> None:
    alarm = ring(riverbend, jobs)
    if end == "closed":
        actions.close(conversation=alarm.conversation, by=riverbend.rosa, at=START)
    else:
        Conversation.objects.filter(pk=alarm.conversation_id).update(waiting_since_at=None)
        actions.go_on(organization=riverbend.organization, alarm_id=alarm.pk, at=START + timedelta(days=1))
    alarm.refresh_from_db()
    assert alarm.ended == end


def test_a_new_cry_after_somebody_acted_calls_again(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, CRISIS, author_id="did:plc:same", root_id="at://root")
    jobs("inbox.page_people")
    actions.acknowledge(conversation=made, by=riverbend.rosa, at=START)
    say(riverbend, jobs, f"{CRISIS} Now.", author_id="did:plc:same", root_id="at://root")
    jobs("inbox.page_people")
    assert Alarm.objects.filter(conversation=made).count() == 2


def test_the_seconds_until_the_first_page_are_kept(riverbend: Hospital, jobs: Jobs) -> None:
    alarm = ring(riverbend, jobs)
    assert alarm.seconds_to_page is not None
    assert 0 <= alarm.seconds_to_page < 600


def test_the_level_below_calls_its_owner_and_only_where_one_is_named(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, "Where do I park?")
    Conversation.objects.filter(pk=made.pk).update(level="P1", rank=1)
    made.refresh_from_db()
    assert not queries.pages_level(riverbend.organization, "P1")
    team = organizations.keep_team(
        organization=riverbend.organization, name="Nurses", members=[riverbend.chen], by=riverbend.milo, at=START
    )
    actions.keep_level(
        organization=riverbend.organization, level="P1", minutes=30, business=False, team=team, by=riverbend.petra,
        at=START,
    )  # fmt: skip
    assert queries.pages_level(riverbend.organization, "P1")
    tasks.page_owner(organization_id=riverbend.organization.pk, conversation_id=made.pk)
    tenancy.announce(riverbend.organization.pk)
    alarm = queries.alarm_of(made)
    assert alarm is not None
    assert called(alarm) == ["Dr."]


# ---- once ------------------------------------------------------------------------------------------------------------


def test_each_step_happens_once_however_often_the_jobs_run(
    riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]
) -> None:
    rota(riverbend, "chen")
    alarm = ring(riverbend, jobs)
    entry = audit.entries(riverbend.organization, kind="inbox.critical").get()
    for _again in range(3):
        tasks.page_people(organization_id=riverbend.organization.pk, entry_id=entry.pk)
        tenancy.announce(riverbend.organization.pk)
    page = queries.pages_of(alarm)[0]
    for _again in range(3):
        tasks.send_page(organization_id=riverbend.organization.pk, page_id=page.pk)
        tenancy.announce(riverbend.organization.pk)
    assert len(mailoutbox) == 1
    assert alarm.next_at is not None
    for _again in range(3):
        actions.go_on(organization=riverbend.organization, alarm_id=alarm.pk, at=alarm.next_at)
    alarm.refresh_from_db()
    assert (Alarm.objects.count(), alarm.step) == (1, 2)


def test_a_worker_killed_in_the_middle_is_found_and_its_page_sent_again(
    riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    rota(riverbend, "chen")
    alarm = ring(riverbend, jobs)
    page = queries.pages_of(alarm)[0]

    class Killed(BaseException):
        pass

    def die(self: EmailMessage, fail_silently: bool = False) -> int:
        raise Killed

    at = START + timedelta(hours=1)
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", die)
        with pytest.raises(Killed):
            actions.send_page(organization=riverbend.organization, page_id=page.pk, clock=lambda: at)
    soon, found = at + timedelta(seconds=30), at + timedelta(seconds=61)
    assert queries.pages_to_send(riverbend.organization, at=soon) == []
    assert queries.pages_to_send(riverbend.organization, at=found) == [page.pk]
    actions.send_page(organization=riverbend.organization, page_id=page.pk, clock=lambda: found)
    assert [mail.to for mail in mailoutbox] == [[riverbend.chen.user.email]]


def test_the_watchdog_finds_what_lost_its_job(riverbend: Hospital, jobs: Jobs, mailoutbox: list[Any]) -> None:
    made = crisis(riverbend, jobs)
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs where task_name like 'inbox.%'")
    Conversation.objects.filter(pk=made.pk).update(waiting_since_at=START)
    tasks.watch_pages()
    tenancy.announce(riverbend.organization.pk)
    jobs("inbox.send_page")
    assert len(mailoutbox) == 4


# ---- what breaks -----------------------------------------------------------------------------------------------------


def test_a_mail_server_that_is_down_is_tried_again_and_then_the_next_is_called(
    riverbend: Hospital, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    rota(riverbend, "chen")
    alarm = ring(riverbend, jobs)
    page = queries.pages_of(alarm)[0]

    def down(self: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", down)
    for number in range(5):
        at = START + timedelta(minutes=10 * (number + 1))
        actions.send_page(organization=riverbend.organization, page_id=page.pk, clock=lambda at=at: at)  # type: ignore[misc]
    page.refresh_from_db()
    alarm.refresh_from_db()
    assert (page.state, page.tries) == (Page.FAILED, 5)
    assert "mail server" in page.said
    assert alarm.next_at == at  # the next group at once, not in five minutes


def test_nobody_reachable_is_said_on_today_and_to_the_record(
    riverbend: Hospital, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    alarm = ring(riverbend, jobs)

    def down(self: EmailMessage, fail_silently: bool = False) -> int:
        raise OSError

    monkeypatch.setattr(EmailMessage, "send", down)
    Page.objects.filter(alarm=alarm).update(tries=4)
    for page in queries.pages_of(alarm):
        actions.send_page(
            organization=riverbend.organization, page_id=page.pk, clock=lambda: START + timedelta(hours=1)
        )
    alarm.refresh_from_db()
    assert alarm.unreached_at is not None
    assert audit.entries(riverbend.organization, kind="inbox.nobody_reached").count() == 1
    client.force_login(riverbend.rosa.user)
    page_ = client.get(reverse("today", args=[riverbend.organization.slug])).content.decode()
    assert "Nobody could be reached" in page_


def test_a_browser_is_called_and_reads_only_that_somebody_is_needed(
    riverbend: Hospital, jobs: Jobs, service: Post
) -> None:
    browser = Browser()
    rota(riverbend, "chen")
    organizations.add_device(member=riverbend.chen, at=START, **browser.subscription(f"{service.url}/push/1"))
    alarm = ring(riverbend, jobs)
    jobs("inbox.send_page")
    ((path, headers, body),) = service.heard
    assert path == "/push/1"
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["authorization"].startswith("vapid t=")
    notice = browser.open(body)
    assert notice["title"] == "A critical message needs you"
    assert notice["url"].endswith(f"/inbox/{alarm.conversation_id}/page/")
    assert "pills" not in str(notice)
    assert {page.state for page in queries.pages_of(alarm)} == {Page.SENT}


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_called_no_more(riverbend: Hospital, jobs: Jobs, service: Post, status: int) -> None:
    service.answers = [status]
    rota(riverbend, "chen")
    organizations.add_device(member=riverbend.chen, at=START, **Browser().subscription(f"{service.url}/push/1"))
    alarm = ring(riverbend, jobs)
    jobs("inbox.send_page")
    assert not organization_queries.devices_of(riverbend.chen).exists()
    assert Device.objects.get().gone_at is not None
    assert {page.way: page.state for page in queries.pages_of(alarm)} == {"mail": "sent", "push": "failed"}


def test_a_push_service_that_is_broken_is_tried_again(riverbend: Hospital, jobs: Jobs, service: Post) -> None:
    service.answers = [500, 201]
    rota(riverbend, "chen")
    organizations.add_device(member=riverbend.chen, at=START, **Browser().subscription(f"{service.url}/push/1"))
    alarm = ring(riverbend, jobs)
    jobs("inbox.send_page")
    page = next(one for one in queries.pages_of(alarm) if one.way == Page.PUSH)
    assert (page.state, page.tries) == (Page.DUE, 1)
    actions.send_page(
        organization=riverbend.organization, page_id=page.pk, clock=lambda: page.not_before + timedelta(seconds=1)
    )
    page.refresh_from_db()
    assert page.state == Page.SENT


def test_a_push_service_inside_the_hospital_is_never_called(riverbend: Hospital, jobs: Jobs) -> None:
    rota(riverbend, "chen")
    inside = Browser().subscription("https://10.0.0.7/push")
    organizations.add_device(member=riverbend.chen, at=START, **inside)
    alarm = ring(riverbend, jobs)
    jobs("inbox.send_page")
    page = next(one for one in queries.pages_of(alarm) if one.way == Page.PUSH)
    assert page.state == Page.FAILED
    assert page.said == "The browser's push service has an address that Bedside does not call."


# ---- two at once -----------------------------------------------------------------------------------------------------


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database of this test's own, where everything is committed for all threads to see."""
    with django_db_blocker.unblock(), databases.own("paging"):
        yield
        tenancy._current.set(None)


def test_two_workers_at_once_send_one_page(committed: None) -> None:
    hospital = cast.build("riverbend-two", "Riverbend Two")
    made = Conversation.objects.create(
        organization=hospital.organization, account=hospital.hub, root_id="r", author_id="a", rank=0, level="P0",
        intent="self_harm", sentiment="negative", started_at=START, last_at=START, target_at=START,
        waiting_since_at=START,
    )  # fmt: skip
    rota(hospital, "chen")
    alarm = actions.begin_paging(conversation=made, level="P0", at=START)
    assert alarm is not None
    page = queries.pages_of(alarm)[0]
    together, claimed = threading.Barrier(2), []

    def work() -> None:
        from django.db import connections

        from bedside.inbox.actions.paging import _claim

        try:
            tenancy.announce(hospital.organization.pk)
            together.wait()
            claimed.append(_claim(hospital.organization, page.pk, START))
            actions.begin_paging(conversation=made, level="P0", at=START)
            actions.go_on(organization=hospital.organization, alarm_id=alarm.pk, at=START + MINUTES)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    alarm.refresh_from_db()
    assert sorted(claimed) == [False, True]
    assert alarm.step == 2
    assert Alarm.objects.filter(conversation=made).count() == 1
