"""Written, proposed, approved by another, changed and so approved anew, sent back, retired, reviewed, brought in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from bedside.answers import actions, queries
from bedside.answers.models import Answer, AnswerMeaning, AnswerUse
from bedside.answers.rules import NotYours, State, Unfit, WrongStep, digest
from bedside.answers.rules.exchange import Row, read, write_json
from bedside.answers.starters import LIBRARY
from bedside.audit import queries as audit
from bedside.guard.queries import examine, facts_of
from bedside.organizations.models import Organization
from tests.cast import START, Hospital

Jobs = Callable[..., int]
PARKING = {"en": "Thank you for asking. Parking is in deck B; {phone} helps.", "es": "Gracias. En el nivel B; {phone}."}
TODAY = START.date()


def write(hospital: Hospital, **given: Any) -> Answer:
    told = dict[str, Any](title="Parking", texts=PARKING, by=hospital.rosa, at=START) | given
    return actions.write(organization=hospital.organization, **told)


def approved(hospital: Hospital, **given: Any) -> Answer:
    answer = actions.propose(answer=write(hospital, **given), by=hospital.rosa, at=START)
    return actions.approve(answer=answer, seen=queries.newest(answer).digest, by=hospital.petra, at=START)


def offered(organization: Organization) -> list[str]:
    return [answer.title for answer in queries.in_use(organization, today=TODAY)]


def test_a_second_person_approves_exactly_the_words_they_read(riverbend: Hospital, jobs: Jobs) -> None:
    answer = write(riverbend)
    assert answer.review_date == START.astimezone(riverbend.organization.zone).date() + timedelta(days=365)
    assert offered(riverbend.organization) == []
    actions.propose(answer=answer, by=riverbend.rosa, at=START)
    jobs("answers.tell_approvers")
    assert sorted(mail.outbox[0].to) == ["ben@riverbend.example.org", "petra@riverbend.example.org"]
    assert "deck B" not in mail.outbox[0].body
    seen = digest(PARKING)
    with pytest.raises(WrongStep, match="changed since"):
        actions.approve(answer=answer, seen="0" * 64, by=riverbend.ben, at=START)
    with pytest.raises(NotYours):
        actions.approve(answer=answer, seen=seen, by=riverbend.chen, at=START)
    answer = actions.approve(answer=answer, seen=seen, by=riverbend.ben, at=START)
    assert answer.current is not None
    assert offered(riverbend.organization) == ["Parking"]
    entry = audit.entries(riverbend.organization, kind="answers.approved").get()
    assert entry.details["digest"] == seen
    assert "deck" not in str(entry.details)


def test_nobody_approves_what_they_wrote_themselves(riverbend: Hospital) -> None:
    answer = actions.propose(answer=write(riverbend, by=riverbend.ben), by=riverbend.rosa, at=START)
    with pytest.raises(NotYours, match="another person"):
        actions.approve(answer=answer, seen=digest(PARKING), by=riverbend.ben, at=START)


def test_other_words_need_approval_anew_and_the_old_ones_are_offered_until_then(riverbend: Hospital) -> None:
    answer = approved(riverbend)
    first = answer.current
    changed = actions.change(answer=answer, title="Parking", texts={"en": "Deck C."}, by=riverbend.rosa, at=START)
    assert (changed.state, changed.current) == (State.DRAFT, first)
    assert [version.number for version in queries.versions_of(changed)] == [2, 1]
    with pytest.raises(WrongStep):
        actions.approve(answer=changed, seen=digest(PARKING), by=riverbend.petra, at=START)
    assert offered(riverbend.organization) == ["Parking"]


def test_another_title_or_shortcut_needs_no_approval(riverbend: Hospital) -> None:
    answer = approved(riverbend)
    changed = actions.change(
        answer=answer, title="Where to park", texts=PARKING, shortcut="/park", by=riverbend.rosa, at=START
    )
    assert (changed.state, changed.shortcut) == (State.APPROVED, "park")


def test_who_takes_health_out_of_an_answer_needs_approval_anew(riverbend: Hospital) -> None:
    answer = approved(riverbend, is_clinical=True)
    assert actions.change(answer=answer, title="P", texts=PARKING, by=riverbend.rosa, at=START).state == State.DRAFT


@pytest.mark.parametrize(
    "given", [{"specialties": ["cardiology"]}, {"intents": ["clinical_question"]}, {"is_clinical": True}]
)
def test_what_touches_health_is_approved_by_a_clinician_or_the_privacy_officer(
    riverbend: Hospital, given: dict[str, Any]
) -> None:
    answer = actions.propose(answer=write(riverbend, **given), by=riverbend.rosa, at=START)
    with pytest.raises(NotYours, match="clinician"):
        actions.approve(answer=answer, seen=digest(PARKING), by=riverbend.ben, at=START)
    assert actions.approve(answer=answer, seen=digest(PARKING), by=riverbend.chen, at=START).state == State.APPROVED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Thank you for choosing us for your surgery!", "guard would block"),
        ("Please call {fax_line}.", "Nobody knows"),
        ("Dear {name}, please call.", "Nobody knows"),
    ],
)
def test_what_the_guard_would_block_and_what_nobody_knows_cannot_be_approved(
    riverbend: Hospital, text: str, why: str
) -> None:
    answer = actions.propose(answer=write(riverbend, texts={"en": text}), by=riverbend.rosa, at=START)
    with pytest.raises(Unfit, match=why):
        actions.approve(answer=answer, seen=digest({"en": text}), by=riverbend.petra, at=START)
    assert offered(riverbend.organization) == []


def test_sent_back_it_is_a_draft_with_words_for_its_author(riverbend: Hospital) -> None:
    answer = actions.propose(answer=write(riverbend), by=riverbend.rosa, at=START)
    with pytest.raises(Unfit):
        actions.send_back(answer=answer, note=" no ", by=riverbend.ben, at=START)
    answer = actions.send_back(answer=answer, note="Say which deck.", by=riverbend.ben, at=START)
    assert (answer.state, queries.newest(answer).note) == (State.DRAFT, "Say which deck.")


def test_two_answers_never_share_a_shortcut_but_a_retired_one_frees_it(riverbend: Hospital) -> None:
    first = write(riverbend, shortcut="park")
    with pytest.raises(Unfit, match="/park"):
        write(riverbend, title="Other", shortcut="/Park")
    actions.retire(answer=first, by=riverbend.rosa, at=START)
    write(riverbend, title="Other", shortcut="park")
    back = actions.bring_back(answer=first, by=riverbend.rosa, at=START)
    assert (back.state, back.shortcut) == (State.DRAFT, "")


@pytest.mark.parametrize("texts", [{}, {"en": "  "}, {"en": "x" * 2001}, {"fr": "Bonjour"}])
def test_words_that_are_none_too_many_or_in_no_language_here_are_refused(
    riverbend: Hospital, texts: dict[str, str]
) -> None:
    with pytest.raises(Unfit):
        write(riverbend, texts=texts)


def test_past_its_review_it_is_not_offered_until_somebody_says_that_it_holds(riverbend: Hospital, jobs: Jobs) -> None:
    answer = approved(riverbend, review_date=TODAY + timedelta(days=20))
    told = []
    for days in (0, 1, 14, 15, 20, 40):
        today = TODAY + timedelta(days=days)
        told.append(actions.remind(organization=riverbend.organization, today=today, at=START))
    assert told == [1, 0, 1, 0, 1, 0]
    jobs("answers.tell_owner")
    assert mail.outbox[-1].to == ["rosa@riverbend.example.org"]
    later = START + timedelta(days=30)
    assert not queries.in_use(riverbend.organization, today=later.date()).exists()
    with pytest.raises(NotYours):
        actions.confirm(answer=answer, by=riverbend.rosa, at=later)
    actions.confirm(answer=answer, by=riverbend.ben, at=later)
    assert queries.in_use(riverbend.organization, today=later.date()).exists()


# ---- variables -------------------------------------------------------------------------------------------------------


def keep(hospital: Hospital, **values: str) -> Organization:
    return actions.keep_variables(organization=hospital.organization, values=values, by=hospital.milo, at=START)


def test_a_phone_given_as_a_variable_is_the_hospitals_own_from_then_on(riverbend: Hospital) -> None:
    text = "Please call our billing office at (555) 555-0177."
    assert examine(organization=riverbend.organization, text=text, kind="reply").verdict == "block"
    organization = keep(riverbend, billing_phone="(555) 555-0177", portal="portal.example.org")
    assert "(555) 555-0177" in facts_of(organization).phones
    assert "portal.example.org" in facts_of(organization).urls
    assert examine(organization=organization, text=text, kind="reply").verdict == "allow"
    assert queries.values_of(organization)["billing_phone"] == "(555) 555-0177"


def test_an_emptied_variable_is_gone_and_the_same_again_is_no_news(riverbend: Hospital) -> None:
    keep(riverbend, parking="deck B", cafeteria="ground floor")
    keep(riverbend, parking="deck B", cafeteria="ground floor")
    keep(riverbend, parking="deck B", cafeteria=" ")
    assert "cafeteria" not in queries.values_of(riverbend.organization)
    entries = audit.entries(riverbend.organization, kind="answers.variables_kept")
    assert [entry.details["names"] for entry in entries.order_by("number")] == [["cafeteria", "parking"], ["cafeteria"]]


@pytest.mark.parametrize(
    "values",
    [{"patient": "Dana"}, {"lab": "MRN 88321"}, {"lab": "{phone}"}, {"lab": "x" * 201}, {"phone": "(555) 555-0199"}],
)
def test_values_that_would_tell_or_break_are_refused_and_nothing_is_kept(
    riverbend: Hospital, values: dict[str, str]
) -> None:
    before = queries.values_of(riverbend.organization)
    with pytest.raises(Unfit):
        keep(riverbend, **values)
    assert queries.values_of(riverbend.organization) == before


# ---- what comes with Bedside, and files ------------------------------------------------------------------------------


def test_the_starter_set_is_large_bilingual_and_passes_the_guard(riverbend: Hospital) -> None:
    assert len(LIBRARY) >= 40
    assert len({starter.key for starter in LIBRARY}) == len(LIBRARY)
    known = queries.values_of(riverbend.organization)
    for starter in LIBRARY:
        assert set(starter.texts) == {"en", "es"}, starter.key
        for language, (filled, verdict) in queries.examined(riverbend.organization, starter.texts).items():
            assert verdict.verdict == "allow", (starter.key, language, verdict.findings)
            assert not filled.unknown, starter.key
            assert len(filled.text) <= 300, (starter.key, language)
            assert set(filled.missing) <= set(known)


def test_adopting_is_approving_what_bedside_wrote(riverbend: Hospital) -> None:
    brought = actions.adopt(
        organization=riverbend.organization,
        keys=["parking", "symptoms", "nonsense"],
        approving=True,
        by=riverbend.ben,
        at=START,
    )
    assert [answer.title for answer in brought.made] == ["Parking"]
    assert [title for title, _why in brought.left] == ["Somebody describes a symptom"]
    version = queries.newest(brought.made[0])
    assert (version.author, version.approver) == (None, riverbend.ben)
    again = actions.adopt(
        organization=riverbend.organization, keys=["parking"], approving=True, by=riverbend.ben, at=START
    )
    assert (len(again.made), len(again.left)) == (0, 0)
    proposed = actions.adopt(
        organization=riverbend.organization, keys=["symptoms"], approving=False, by=riverbend.rosa, at=START
    ).made[0]
    assert proposed.state == State.PROPOSED
    assert (
        actions.approve(answer=proposed, seen=queries.newest(proposed).digest, by=riverbend.chen, at=START).state
        == State.APPROVED
    )


def test_a_file_comes_in_as_drafts_once_and_says_what_was_left(riverbend: Hospital) -> None:
    rows = read(
        write_json([
            Row(1, "Parking", PARKING, "park"), Row(2, "parking", PARKING), Row(3, "Other", {"en": "Hi."}, "park"),
            Row(4, "Bad", {"en": "Hi."}, intents=("weather",)), Row(5, "Good", {"en": "Ho."}, intents=("Billing",)),
        ]).encode()
    ).rows  # fmt: skip
    brought = actions.bring_in(organization=riverbend.organization, rows=rows, by=riverbend.rosa, at=START)
    assert [(answer.title, answer.state) for answer in brought.made] == [("Parking", "draft"), ("Good", "draft")]
    assert [title for title, _why in brought.left] == ["parking", "Other", "Bad"]
    twice = actions.bring_in(organization=riverbend.organization, rows=rows, by=riverbend.rosa, at=START)
    assert twice.made == []


# ---- uses and meanings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [
        ("Thank you for asking. Parking is in deck B; (555) 555-0142 helps.", "unchanged"),
        ("Thank you for asking, friend. Parking is in deck B; (555) 555-0142 helps.", "changed"),
        ("We are closed today.", "dropped"),
        ("", "dropped"),
    ],
)
def test_uses_are_counted_as_sent_changed_or_not_after_all(riverbend: Hospital, sent: str, outcome: str) -> None:
    answer = approved(riverbend)
    assert answer.current is not None
    subject = riverbend.organization
    for _press in range(2):
        actions.insert(version=answer.current, language="en", subject=subject, by=riverbend.rosa, at=START)
    given: dict[str, Any] = {"organization": riverbend.organization, "subject": subject, "text": sent, "at": START}
    actions.note_sent(by=riverbend.ben, **given)
    assert AnswerUse.objects.get(organization=subject).outcome == "inserted"
    actions.note_sent(by=riverbend.rosa, **given)
    assert AnswerUse.objects.get(organization=subject).outcome == outcome
    assert queries.tallies_of(subject, [answer.pk])[answer.pk].inserted == 1


def test_numbers_of_an_earlier_reader_of_meaning_are_made_anew(
    riverbend: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.answers import meaning

    approved(riverbend, questions=["Where do I park?", "¿Dónde me estaciono?"])
    kept = AnswerMeaning.objects.filter(organization=riverbend.organization)
    assert sorted(kept.values_list("language", "ordinal")) == [("en", 0), ("en", 1), ("es", 0), ("es", 1)]
    assert queries.stale_versions(riverbend.organization) == []
    monkeypatch.setattr(meaning, "VERSION", "learned-1")
    assert len(queries.stale_versions(riverbend.organization)) == 1
    assert actions.renew_meanings(organization=riverbend.organization, at=START) == 1
    assert set(kept.values_list("made_by", flat=True)) == {"learned-1"}
    assert actions.renew_meanings(organization=riverbend.organization, at=START) == 0
