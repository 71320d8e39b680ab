"""Cases: opened, worked on, closed, deleted; who sees them; grievances; what changed; one question."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from bedside.audit.models import Entry
from bedside.inbox.tests.people import say
from bedside.organizations import tenancy
from bedside.recovery import actions, queries, tasks
from bedside.recovery.models import Case, CaseNote, Change, HandoffLine, Survey
from bedside.recovery.rules import NotYours, Refused
from tests.cast import START, Hospital

Jobs = Callable[..., int]
SECRET = "His mother Maria Gonzalez waited with chest pain."


def opened(hospital: Hospital, **given: Any) -> Case:
    usual: dict[str, Any] = {"category": "access", "severity": "normal", "by": hospital.rosa, "at": START}
    return actions.open_case(organization=hospital.organization, **(usual | given))


def test_a_conversation_has_one_case(riverbend: Hospital, jobs: Jobs) -> None:
    conversation = say(riverbend, jobs, "I waited three hours and nobody spoke to me.")
    case = opened(riverbend, conversation=conversation)
    assert opened(riverbend, conversation=conversation).pk == case.pk
    other = say(riverbend, jobs, "It was the same for me.")
    actions.add_thread(case=case, conversation=other, by=riverbend.rosa, at=START)
    with pytest.raises(Refused):
        actions.add_thread(case=opened(riverbend), conversation=other, by=riverbend.rosa, at=START)
    assert queries.threads_of(case).count() == 2


def test_words_are_sealed_in_their_columns_and_not_in_the_record(riverbend: Hospital) -> None:
    case = opened(riverbend, note=SECRET)
    actions.take_step(case=case, step="hear", outcome=SECRET, by=riverbend.rosa, at=START)
    actions.close(case=case, outcome="resolved", afterwards=SECRET, keep_days=90, by=riverbend.rosa, at=START)
    for table in ("recovery_case", "recovery_casenote", "recovery_casestep", "audit_entry"):
        with connection.cursor() as cursor:
            cursor.execute(f"select string_agg(t::text, '') from {table} t")
            assert "Gonzalez" not in cursor.fetchone()[0]
            cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{SECRET.encode().hex()}%"])
            assert cursor.fetchone()[0] == 0
    assert queries.opened(CaseNote.objects.get(organization=riverbend.organization, case=case)) == SECRET


def test_a_look_needs_a_reason_which_is_kept(riverbend: Hospital) -> None:
    case = opened(riverbend)
    with pytest.raises(Refused):
        actions.reveal(case=case, reason="  x ", by=riverbend.rosa, at=START)
    actions.reveal(case=case, reason="To call her back", by=riverbend.rosa, at=START)
    assert Entry.objects.get(organization=riverbend.organization, kind="recovery.revealed").details == {
        "reason": "To call her back"
    }


def test_people_see_their_own_cases_in_the_list_and_by_address(riverbend: Hospital) -> None:
    ben = riverbend.ben
    ben.roles = ["responder"]
    ben.save()
    mine, nobodys = opened(riverbend, owner=riverbend.rosa), opened(riverbend)
    petras = opened(riverbend, by=riverbend.petra, owner=riverbend.petra)
    for member in (riverbend.rosa, ben, riverbend.chen, riverbend.petra):
        listed = set(queries.cases_for(member).values_list("pk", flat=True))
        assert listed == {case.pk for case in (mine, nobodys, petras) if queries.sees(member, case)}
        assert queries.unseen_by(member, queries.Asked()) == 3 - len(listed)
    assert not queries.sees(ben, mine)
    with pytest.raises(Http404):
        queries.access_case(ben, petras.pk)


def test_a_case_of_another_hospital_is_not_found(riverbend: Hospital, hillcrest: Hospital) -> None:
    tenancy.announce(riverbend.organization.pk)
    case = opened(riverbend)
    tenancy.announce(hillcrest.organization.pk)
    with pytest.raises(Http404):
        queries.access_case(hillcrest.petra, case.pk)
    assert Case.objects.count() == 0


def test_the_owner_is_reminded_once_a_day_before(riverbend: Hospital) -> None:
    case = opened(riverbend, owner=riverbend.rosa)
    case.target_date = START.astimezone(riverbend.organization.zone).date() + timedelta(days=1)
    case.save()
    tasks.look()
    tasks.look()
    tenancy.announce(riverbend.organization.pk)
    assert [one.to for one in mail.outbox] == [[riverbend.rosa.user.email]]


def test_a_grievance_is_answered_in_writing_before_its_case_closes(riverbend: Hospital) -> None:
    case, today = opened(riverbend), START.astimezone(riverbend.organization.zone).date()
    given: dict[str, Any] = {"case": case, "by": riverbend.rosa, "at": START}
    held = actions.decide(is_grievance=True, reason="It came by letter.", received_date=today, **given)
    assert held.due_date == today + timedelta(days=7)
    with pytest.raises(Refused, match="stays open"):
        actions.close(outcome="resolved", afterwards="", keep_days=90, **given)
    actions.write_letter(text="Dear [Name]: we are sorry.", **given)
    with pytest.raises(Refused, match="brackets"):
        actions.note_answered(answered_date=today, how="by mail", **given)
    assert actions.write_letter(text="Dear Dana: we are sorry.", **given).number == 2
    assert actions.write_letter(text="Dear Dana: we are sorry.", **given).number == 2
    actions.note_answered(answered_date=today, how="by mail", **given)
    with pytest.raises(Refused):
        actions.decide(is_grievance=False, reason="It was none after all.", received_date=today, **given)
    assert not actions.close(outcome="resolved", afterwards="", keep_days=90, **given).is_open


def change_of(hospital: Hospital) -> Change:
    return actions.add_change(
        case=opened(hospital), category="access", action="process", what="A second desk at noon.",
        owner=hospital.rosa, due_date=START.date(), by=hospital.rosa, at=START,
    )  # fmt: skip


def test_the_public_reads_only_what_a_second_person_approved(riverbend: Hospital) -> None:
    change, rosa, petra = change_of(riverbend), riverbend.rosa, riverbend.petra
    with pytest.raises(Refused, match="guard"):
        actions.propose_public(
            change=change, you_said="Maria Gonzalez waited with her knee surgery.", we_did="We said sorry.",
            by=petra, at=START,
        )  # fmt: skip
    change = actions.propose_public(
        change=change, you_said="Waiting took too long.", we_did="We opened a second desk.", by=petra, at=START
    )
    with pytest.raises(NotYours):
        actions.approve_public(change=change, seen=change.digest, by=petra, at=START)
    with pytest.raises(Refused, match="changed since"):
        actions.approve_public(change=change, seen="0" * 64, by=riverbend.ben, at=START)
    actions.approve_public(change=change, seen=change.digest, by=riverbend.ben, at=START)
    assert not queries.published(riverbend.organization).exists()  # it is not made yet
    actions.finish(change=change, by=rosa, at=START)
    assert queries.published(riverbend.organization).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(approved_by=petra)
    actions.withdraw_public(change=change, by=riverbend.ben, at=START)
    assert not queries.published(riverbend.organization).exists()


def test_a_link_takes_one_answer_with_identifiers_hidden(riverbend: Hospital) -> None:
    survey, token = actions.ask(case=opened(riverbend), language="en", by=riverbend.rosa, at=START)
    assert token not in str(Survey.objects.filter(pk=survey.pk).values().get())
    words = "Call me at 555-867-5309."
    assert actions.answer_survey(survey=survey, score=4, words=words, at=START)
    assert not actions.answer_survey(survey=survey, score=1, words="", at=START)
    survey.refresh_from_db()
    assert survey.score == 4
    assert "867" not in survey.words
    late, _token = actions.ask(case=opened(riverbend), language="en", by=riverbend.rosa, at=START)
    assert not actions.answer_survey(survey=late, score=5, words="", at=START + timedelta(days=31))
    with pytest.raises(Refused):
        actions.answer_survey(survey=late, score=6, words="", at=START)


def test_of_two_answers_from_pages_opened_before_either_one_is_taken(riverbend: Hospital) -> None:
    """One conditional update decides, not what a page read earlier."""
    _survey, token = actions.ask(case=opened(riverbend), language="en", by=riverbend.rosa, at=START)
    pages = [queries.survey_by_token(riverbend.organization, token) for _ in range(2)]
    taken = [actions.answer_survey(survey=one, score=5, words="", at=START) for one in pages if one is not None]
    assert taken == [True, False]


def test_private_words_are_deleted_in_time_unless_they_are_held(riverbend: Hospital) -> None:
    case, rosa = opened(riverbend, note=SECRET), riverbend.rosa
    made = actions.hand_off(case=case, kind="link", language="en", by=rosa, at=START)
    bound = actions.open_by_token(organization=riverbend.organization, token=made.token, at=START)
    assert bound is not None
    actions.write(handoff=bound.handoff, text=SECRET, at=START, contact={"mail": "d@example.org"}, wants_mail=True)
    actions.close(case=case, outcome="resolved", afterwards="", keep_days=10, by=rosa, at=START)
    late = START + timedelta(days=11)
    assert actions.delete_due(organization=riverbend.organization, at=START + timedelta(days=9)) == 0
    actions.hold(case=case, on=True, by=rosa, at=START)
    assert actions.delete_due(organization=riverbend.organization, at=late) == 0
    actions.hold(case=case, on=False, by=rosa, at=START)
    assert actions.delete_due(organization=riverbend.organization, at=late) == 1
    assert actions.delete_due(organization=riverbend.organization, at=late) == 0
    assert not HandoffLine.objects.exists()
    assert not CaseNote.objects.exists()
    assert queries.by_browser(riverbend.organization, bound.cookie) is None
    assert Entry.objects.get(organization=riverbend.organization, kind="recovery.deleted").details == {
        "lines": 1, "notes": 1,
    }  # fmt: skip


def test_numbers_count_what_was_opened(riverbend: Hospital) -> None:
    case = opened(riverbend)
    actions.close(
        case=case, outcome="resolved", afterwards="", keep_days=90, by=riverbend.rosa, at=START + timedelta(days=2)
    )
    opened(riverbend, category="billing")
    since, until = queries.last_days(START, 30)
    found = queries.measures(riverbend.organization, since=since, until=until, today=START.date())
    assert (found.opened, found.closed, found.median_days) == (2, 1, 2.0)
    assert [key for key, _label, _number in found.by_category] == ["access", "billing"]
