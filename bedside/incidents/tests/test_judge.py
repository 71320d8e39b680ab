"""Judged by two people, told within its days, closed, kept for six years: on a real PostgreSQL."""

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from bedside.audit import queries as audit
from bedside.guard.models import Clearance
from bedside.incidents import actions, queries
from bedside.incidents.actions.assessing import Unfounded
from bedside.incidents.models import Incident, Notice
from bedside.incidents.rules import Draft, Refused
from bedside.incidents.tests.cases import BREACH, HAPPENED, LOW, Jobs, delivery_of, fresh, report
from tests.cast import START, Hospital
from tests.filled import REASON, sent


@pytest.fixture
def incident(riverbend: Hospital, jobs: Jobs) -> Incident:
    return report(riverbend, sent(riverbend, jobs))


# ---- assessment ------------------------------------------------------------------------------------------------------


def test_no_breach_holds_only_when_a_second_person_confirms(riverbend: Hospital, incident: Incident) -> None:
    made = actions.assess(incident=incident, draft=LOW, by=riverbend.petra, at=START)
    assert queries.clocks_of(fresh(incident)) != []
    with pytest.raises(Refused):
        actions.confirm(assessment=made, by=riverbend.petra, at=START)
    actions.confirm(assessment=made, by=riverbend.milo, at=START)
    assert queries.clocks_of(fresh(incident)) == []
    with pytest.raises(Refused):
        actions.confirm(assessment=made, by=riverbend.milo, at=START)


def test_a_changed_assessment_keeps_the_earlier_and_asks_for_a_new_confirmation(
    riverbend: Hospital, incident: Incident
) -> None:
    first = actions.assess(incident=incident, draft=LOW, by=riverbend.petra, at=START)
    second = actions.assess(incident=incident, draft=LOW, by=riverbend.petra, at=START)
    assert [one.number for one in queries.assessments(incident)] == [2, 1]
    with pytest.raises(Refused):
        actions.confirm(assessment=first, by=riverbend.milo, at=START)
    assert queries.reasons(second)["nature"] == REASON
    assert REASON.encode() not in bytes(second.sealed)


def test_a_conclusion_without_reasons_is_not_kept(riverbend: Hospital, incident: Incident) -> None:
    with pytest.raises(Unfounded):
        actions.assess(incident=incident, draft=Draft("low", {}, reason=REASON), by=riverbend.petra, at=START)
    assert queries.latest(fresh(incident)) is None


# ---- telling, clocks, closing ----------------------------------------------------------------------------------------


def today(hospital: Hospital) -> date:
    return START.astimezone(hospital.organization.zone).date()


def tell(hospital: Hospital, incident: Incident, key: str = "individual", **given: Any) -> Notice:
    told: dict[str, Any] = {"method": "mail", "sent_date": today(hospital), "count": 1, "partial": False, "note": ""}
    return actions.note_sent(incident=incident, key=key, by=hospital.petra, at=START, **(told | given))


def test_a_notice_stops_its_clock_unless_more_will_follow(riverbend: Hospital, incident: Incident) -> None:
    tell(riverbend, incident, partial=True)
    assert queries.clocks_of(fresh(incident))[0].met is None
    tell(riverbend, incident)
    assert queries.clocks_of(fresh(incident))[0].met == today(riverbend)


def test_a_notice_that_cannot_be_is_refused(riverbend: Hospital, incident: Incident) -> None:
    for wrong in (
        {"key": "media:TX"},
        {"method": "pigeon"},
        {"sent_date": today(riverbend) + timedelta(days=1)},
        {"sent_date": today(riverbend) - timedelta(days=400)},
    ):
        with pytest.raises(Refused):
            tell(riverbend, incident, **wrong)
    actions.write_letter(
        incident=incident, kind="individual", text="Dear [Name]: we are sorry. [toll-free number]", by=riverbend.petra,
        at=START,
    )  # fmt: skip
    with pytest.raises(Refused, match="toll-free"):
        tell(riverbend, incident)


def test_each_reminder_is_mailed_once(riverbend: Hospital, incident: Incident, jobs: Jobs) -> None:
    jobs()
    mail.outbox.clear()
    actions.count(incident=incident, total=1, residents={}, unreachable=None, by=riverbend.petra, at=START)
    tell(riverbend, incident, key="hhs")
    near = START + timedelta(days=50)
    assert actions.remind(organization=riverbend.organization, at=near) == 1
    assert actions.remind(organization=riverbend.organization, at=near) == 0
    assert actions.remind(organization=riverbend.organization, at=START + timedelta(days=61)) == 1
    assert actions.remind(organization=riverbend.organization, at=START + timedelta(days=70)) == 0
    jobs()
    assert len(mail.outbox) == 2
    assert all("incident 1" in one.subject for one in mail.outbox)
    assert HAPPENED not in str([one.body for one in mail.outbox])


def test_a_deadline_that_was_met_meanwhile_sends_no_mail(riverbend: Hospital, incident: Incident, jobs: Jobs) -> None:
    jobs()
    mail.outbox.clear()
    actions.count(incident=incident, total=1, residents={}, unreachable=None, by=riverbend.petra, at=START)
    tell(riverbend, incident, key="hhs")
    assert actions.remind(organization=riverbend.organization, at=START + timedelta(days=55)) == 1
    tell(riverbend, incident)
    jobs()
    assert mail.outbox == []


def test_a_deadline_of_the_hospital_holds_until_it_is_ended(riverbend: Hospital, incident: Incident) -> None:
    made = actions.set_deadline(
        organization=riverbend.organization, title="Tell the state", days=15, source="A law", state="", least=1,
        by=riverbend.petra, at=START,
    )  # fmt: skip
    assert queries.clocks_of(fresh(incident))[0].key == f"rule:{made.pk}"
    actions.end_deadline(deadline=made, by=riverbend.petra, at=START)
    assert queries.clocks_of(fresh(incident))[0].key != f"rule:{made.pk}"
    for days, source in ((61, "A law"), (0, "A law"), (30, " ")):
        with pytest.raises(Refused):
            actions.set_deadline(
                organization=riverbend.organization, title="x", days=days, source=source, state="", least=1,
                by=riverbend.petra, at=START,
            )  # fmt: skip


def closed(hospital: Hospital, incident: Incident, jobs: Jobs, **given: Any) -> Incident:
    actions.contain(incident=incident, by=hospital.petra, at=START)
    jobs()
    actions.assess(incident=incident, draft=BREACH, by=hospital.petra, at=START)
    actions.count(incident=incident, total=1, residents={}, unreachable=None, by=hospital.petra, at=START)
    tell(hospital, incident)
    told = {"root_cause": "A hurried answer.", "changes": ["training"], "changed": "Everybody was trained."} | given
    return actions.close(incident=incident, by=hospital.petra, at=told.pop("at", START), **told)


def test_closing_waits_for_everything_but_the_report_of_the_year(
    riverbend: Hospital, incident: Incident, jobs: Jobs
) -> None:
    with pytest.raises(Refused):
        actions.close(
            incident=incident, root_cause="x", changes=["training"], changed="x", by=riverbend.petra, at=START
        )
    done = closed(riverbend, incident, jobs)
    assert not done.is_open
    (due,) = queries.open_clocks(riverbend.organization, at=START)
    assert due.clock.key == "hhs"
    with pytest.raises(Refused):
        actions.contain(incident=done, by=riverbend.petra, at=START)
    tell(riverbend, done, key="hhs", method="portal")
    assert queries.open_clocks(riverbend.organization, at=START) == []
    again = actions.reopen(incident=done, reason="Counsel asks for it.", by=riverbend.petra, at=START)
    assert again.is_open


def test_nothing_is_destroyed_on_hold_or_before_six_years(riverbend: Hospital, incident: Incident, jobs: Jobs) -> None:
    done = closed(riverbend, incident, jobs)
    petra, later = riverbend.petra, START + timedelta(days=7 * 366)
    with pytest.raises(Refused):
        actions.shred(incident=done, reason="Its time is over.", by=petra, at=later)
    actions.change_hold(incident=done, on_hold=False, reason="The case is settled.", by=petra, at=START)
    with pytest.raises(Refused):
        actions.shred(incident=done, reason="Its time is over.", by=petra, at=START)
    with pytest.raises(DatabaseError), transaction.atomic():  # the database reads its own clock
        actions.shred(incident=done, reason="Its time is over.", by=petra, at=later)
    Incident.objects.filter(organization=riverbend.organization).update(closed_at=START - timedelta(days=7 * 366))
    actions.shred(incident=done, reason="Its time is over.", by=petra, at=START)
    assert {bytes(one.sealed) for one in queries.exhibits(done)} == {b""}
    assert all(one.sha256 for one in queries.exhibits(done))


def test_the_case_file_holds_everything_and_its_digests(riverbend: Hospital, incident: Incident, jobs: Jobs) -> None:
    actions.write_letter(incident=incident, kind="hhs", text="Fields.", by=riverbend.petra, at=START)
    done = closed(riverbend, incident, jobs)
    with pytest.raises(Refused):
        actions.export(incident=done, reason="", by=riverbend.petra, at=START)
    content = actions.export(incident=done, reason="For our counsel.", by=riverbend.petra, at=START)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        lines = [json.loads(line) for line in packed.read("record.jsonl").decode().splitlines()]
        facts = json.loads(packed.read("incident.json"))
    assert {"README.txt", "assessments.json", "evidence.csv", "manifest.csv", "letters/hhs-1.txt"} <= set(names)
    assert any(name.startswith("evidence/") for name in names)
    assert lines[-1]["kind"] == "incidents.exported"
    assert all(len(line["digest"]) == 64 for line in lines)
    assert {"publishing.approved", "channels.sent", "incidents.closed"} <= {line["kind"] for line in lines}
    assert facts["happened"] == HAPPENED


def test_names_are_sealed_and_shown_with_a_reason_alone(riverbend: Hospital, incident: Incident) -> None:
    person = actions.add_person(
        incident=incident,
        name="Dana Doe",
        address="1 Main Street",
        contact="",
        state="TX",
        by=riverbend.petra,
        at=START,
    )
    assert b"Dana" not in bytes(person.sealed)
    with pytest.raises(Refused):
        actions.reveal_people(incident=incident, reason=" ", by=riverbend.petra, at=START)
    (shown,) = actions.reveal_people(incident=incident, reason="To write to her.", by=riverbend.petra, at=START)
    assert (shown["name"], shown["state"]) == ("Dana Doe", "TX")
    with pytest.raises(Refused):
        actions.add_person(incident=incident, name=" ", address="", contact="", state="", by=riverbend.petra, at=START)


def test_nothing_that_was_written_about_a_patient_is_in_the_record(
    riverbend: Hospital, incident: Incident, jobs: Jobs
) -> None:
    actions.change_facts(
        incident=incident, happened="Somebody named Dana Doe.", occurred_at=None, discovered_at=START, phi=["name"],
        by=riverbend.petra, at=START,
    )  # fmt: skip
    closed(riverbend, incident, jobs)
    kept = str([one.details for one in audit.entries(riverbend.organization)])
    assert "Dana" not in kept
    assert HAPPENED not in kept
    assert audit.verify(riverbend.organization)[1] is None


def test_an_overridden_text_keeps_who_released_it(riverbend: Hospital, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    delivery = delivery_of(riverbend, post)
    Clearance.objects.filter(organization=riverbend.organization, pk=delivery.clearance_id or 0).update(
        verdict="warn", warned=["unproven_claim"], reason="Our clinicians checked it."
    )
    facts = queries.exhibits(report(riverbend, post)).get().facts
    assert (facts["verdict"], facts["warned"]) == ("warn", ["unproven_claim"])


def test_another_hospital_sees_no_row(riverbend: Hospital, incident: Incident, hillcrest: Hospital) -> None:
    from bedside.organizations import tenancy

    tenancy.announce(hillcrest.organization.pk)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from incidents_incident")
        assert cursor.fetchone() == (0,)
    tenancy.announce(riverbend.organization.pk)
