"""Reported, kept as evidence, taken down: on a real PostgreSQL, evidence first."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from bedside.channels import queries as channels
from bedside.channels.models import Delivery, Remote
from bedside.inbox import actions as inbox
from bedside.inbox import queries as inbox_queries
from bedside.incidents import actions, queries
from bedside.incidents.models import Assessment, Exhibit, Incident, Letter, Notice
from bedside.incidents.rules import Refused
from bedside.incidents.tests.cases import BREACH, HAPPENED, Jobs, delivery_of, fresh, kinds, report
from bedside.kit import crypto
from bedside.publishing import actions as publishing
from bedside.publishing import queries as publishing_queries
from bedside.publishing.models import Post
from bedside.publishing.rules import State
from tests.cast import START, Hospital
from tests.filled import ANSWER, QUESTION, TIP, draft, elsewhere, photo, said, sent


@pytest.fixture
def incident(riverbend: Hospital, jobs: Jobs) -> Incident:
    return report(riverbend, sent(riverbend, jobs))


# ---- report ----------------------------------------------------------------------------------------------------------


def test_anybody_reports_and_the_privacy_officer_is_told(riverbend: Hospital, incident: Incident, jobs: Jobs) -> None:
    assert (incident.number, incident.origin, incident.place) == (1, "post", "Hub")
    assert queries.happened(incident) == HAPPENED
    assert HAPPENED.encode() not in bytes(incident.happened)
    assert kinds(incident) == ["incidents.reported", "incidents.evidence_kept"]
    jobs()
    (told,) = mail.outbox
    assert told.to == [riverbend.petra.user.email]
    assert HAPPENED not in told.body


def test_what_was_said_is_kept_before_anything_else(riverbend: Hospital, incident: Incident) -> None:
    (exhibit,) = queries.exhibits(incident)
    whole = json.loads(queries.opened(exhibit))
    assert whole["parcel"]["text"] == TIP
    assert whole["clearance"]["verdict"] == "allow"
    assert whole["remote"]["id"].startswith("hub/post/")
    written = {one["kind"]: one["by"] for one in whole["record"]}
    assert written["publishing.written"] == "Ada Albright"
    assert written["publishing.approved"] == "Ben Brandt"
    assert exhibit.facts["words"]
    assert TIP.encode() not in bytes(exhibit.sealed)


def test_a_picture_is_kept_byte_by_byte(riverbend: Hospital, jobs: Jobs) -> None:
    post = draft(riverbend)
    publishing.add_picture(post=post, content=photo(), alt="The door", by=riverbend.ada, at=START)
    publishing.ask_approval(post=post, by=riverbend.ada, at=START)
    post = publishing_queries.access_post(riverbend.organization, post.pk)
    publishing.approve(post=post, by=riverbend.ben, at=START, digest=post.digest)
    jobs()
    incident = report(riverbend, post)
    media = queries.exhibits(incident).get(kind=Exhibit.MEDIA)
    whole = json.loads(queries.opened(queries.exhibits(incident).get(kind=Exhibit.WORDS)))
    assert media.sha256 == whole["parcel"]["media"][0]["sha256"]


def test_an_answer_keeps_what_it_answered_hidden_and_sealed(riverbend: Hospital, jobs: Jobs) -> None:
    sent(riverbend, jobs)
    page = channels.hub_posts(riverbend.organization).get()
    said(riverbend, jobs, page, f"{QUESTION} I am Maria Gonzalez, call me at (555) 555-0199.")
    conversation = inbox_queries.conversations(riverbend.organization, view="all").get()
    reply = inbox.reply(conversation=conversation, text=ANSWER, by=riverbend.rosa, at=START)
    jobs()
    assert reply.delivery_id is not None
    delivery = channels.access_delivery(riverbend.organization, reply.delivery_id)
    incident = report(riverbend, delivery=delivery)
    assert incident.origin == "answer"
    exhibit = queries.exhibits(incident).get()
    assert "555-0199" not in json.dumps(exhibit.facts)
    assert "555-0199" in json.loads(queries.opened(exhibit))["answered"]["text"]
    actions.contain(incident=incident, by=riverbend.petra, at=START)
    jobs()
    assert all(place.is_gone for place in queries.places(incident))
    (line,) = [one for one in inbox_queries.thread_of(conversation).lines if one.kind == "out"]
    assert line.state == "withdrawn"


def test_a_second_report_joins_the_first_and_moves_discovery_back(riverbend: Hospital, incident: Incident) -> None:
    post = Post.objects.get(organization=riverbend.organization, pk=incident.subject_id or 0)
    Delivery.objects.filter(organization=riverbend.organization).update(done_at=START - timedelta(days=3))
    again = report(
        riverbend, post, happened="I saw it two days ago.", discovered_at=START - timedelta(days=2), by=riverbend.rosa
    )
    assert again.pk == incident.pk
    assert fresh(incident).discovered_at == START - timedelta(days=2)
    assert queries.exhibits(incident).filter(kind=Exhibit.REPORT).count() == 1


def test_what_has_not_left_or_has_not_been_said_is_refused(riverbend: Hospital, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    with pytest.raises(Refused):
        report(riverbend, post, happened="  ")
    with pytest.raises(Refused):
        report(riverbend, post, discovered_at=START + timedelta(days=1))
    with pytest.raises(Refused):
        report(riverbend)
    Delivery.objects.filter(organization=riverbend.organization).update(state="refused")
    with pytest.raises(Refused):
        report(riverbend, post)
    assert not Incident.objects.filter(organization=riverbend.organization).exists()


# ---- containment -----------------------------------------------------------------------------------------------------


def test_withdrawing_everywhere_takes_it_off_the_network_and_the_post_says_so(
    riverbend: Hospital, incident: Incident, jobs: Jobs
) -> None:
    (removal,) = actions.contain(incident=incident, by=riverbend.petra, at=START)
    assert queries.place_of(removal).state == "under way"
    jobs()
    (place,) = queries.places(incident)
    assert place.is_gone
    assert Remote.objects.get(organization=riverbend.organization).withdrawn_at is not None
    post = Post.objects.get(organization=riverbend.organization, pk=incident.subject_id or 0)
    assert post.state == State.WITHDRAWN
    assert actions.contain(incident=incident, by=riverbend.petra, at=START) == []


def test_what_is_still_to_go_out_elsewhere_is_taken_back(riverbend: Hospital, jobs: Jobs) -> None:
    post = sent(riverbend, jobs)
    first = delivery_of(riverbend, post)
    waiting = Delivery.objects.create(
        organization=riverbend.organization, account=elsewhere(riverbend), verb="publish", parcel=first.parcel,
        subject_type=first.subject_type, subject_id=first.subject_id, by=riverbend.ben, asked_at=START,
        due_at=START + timedelta(hours=2), not_before=START + timedelta(hours=2),
    )  # fmt: skip
    incident = report(riverbend, post)
    actions.contain(incident=incident, by=riverbend.petra, at=START)
    waiting.refresh_from_db()
    assert waiting.state == "canceled"


def test_a_refused_withdrawal_is_tried_again_or_recorded_by_hand(
    riverbend: Hospital, incident: Incident, jobs: Jobs
) -> None:
    (removal,) = actions.contain(incident=incident, by=riverbend.petra, at=START)
    Delivery.objects.filter(organization=riverbend.organization, pk=removal.delivery_id or 0).update(state="refused")
    removal = queries.access_removal(incident, removal.pk)
    assert queries.place_of(removal).state == "refused"
    actions.withdraw_again(removal=removal, by=riverbend.petra, at=START)
    Delivery.objects.filter(organization=riverbend.organization, pk=removal.delivery_id or 0).update(state="refused")
    with pytest.raises(Refused):
        actions.note_by_hand(removal=removal, note=" ", by=riverbend.petra, at=START)
    done = actions.note_by_hand(removal=removal, note="I looked; it is gone.", by=riverbend.petra, at=START)
    assert queries.place_of(done).is_gone
    with pytest.raises(Refused):
        actions.note_by_hand(removal=done, note="Again.", by=riverbend.petra, at=START)


def test_what_bedside_did_not_send_is_taken_down_by_hand(riverbend: Hospital) -> None:
    incident = report(riverbend, place="Google reviews", link="https://example.org/review")
    (removal,) = actions.contain(incident=incident, by=riverbend.petra, at=START)
    assert queries.place_of(removal).state == "by hand"
    assert actions.contain(incident=incident, by=riverbend.petra, at=START) == []
    with pytest.raises(Refused):
        actions.withdraw_again(removal=removal, by=riverbend.petra, at=START)


def test_evidence_is_kept_in_the_same_step_as_the_withdrawal(
    riverbend: Hospital, incident: Incident, jobs: Jobs
) -> None:
    Remote.objects.filter(organization=riverbend.organization).update(counts={"likes": 12})
    actions.contain(incident=incident, by=riverbend.petra, at=START)
    assert [one.facts["counts"] for one in queries.exhibits(incident)] == [{}, {"likes": 12}]


# ---- evidence --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Exhibit, Assessment, Letter, Notice, Incident])
def test_papers_are_never_deleted(riverbend: Hospital, incident: Incident, model: Any) -> None:
    actions.assess(incident=incident, draft=BREACH, by=riverbend.petra, at=START)
    actions.write_letter(incident=incident, kind="hhs", text="Fields.", by=riverbend.petra, at=START)
    today = START.astimezone(riverbend.organization.zone).date()
    actions.note_sent(
        incident=incident, key="hhs", method="portal", sent_date=today, count=1, partial=False, note="",
        by=riverbend.petra, at=START,
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(organization=riverbend.organization)._raw_delete("default")


def test_evidence_is_not_changed_and_may_be_sealed_with_a_new_key(riverbend: Hospital, incident: Incident) -> None:
    rows = Exhibit.objects.filter(organization=riverbend.organization)
    changes: tuple[dict[str, Any], ...] = ({"sha256": "0" * 64}, {"facts": {}}, {"label": "x"}, {"sealed": b""})
    for change in changes:
        with pytest.raises(DatabaseError, match="Papers of an incident are"), transaction.atomic():
            rows.update(**change)
    exhibit = rows.get()
    before = queries.opened(exhibit)
    rows.update(sealed=crypto.seal(before, context=f"incidents_exhibit.sealed:{riverbend.organization.pk}"))
    assert queries.opened(rows.get()) == before


def test_a_look_at_the_original_needs_a_reason_and_is_recorded(riverbend: Hospital, incident: Incident) -> None:
    exhibit = queries.exhibits(incident)[0]
    with pytest.raises(Refused):
        actions.reveal(exhibit=exhibit, reason="no", by=riverbend.petra, at=START)
    assert TIP.encode() in actions.reveal(exhibit=exhibit, reason="To assess it.", by=riverbend.petra, at=START)
    assert kinds(incident)[-1] == "incidents.evidence_revealed"


def test_evidence_that_was_exchanged_is_not_shown_as_evidence(riverbend: Hospital, incident: Incident) -> None:
    other = crypto.seal(b"{}", context=f"incidents_exhibit.sealed:{riverbend.organization.pk}")
    Exhibit.objects.filter(organization=riverbend.organization).update(sealed=other)
    with pytest.raises(crypto.Unopenable):
        actions.reveal(exhibit=queries.exhibits(incident)[0], reason="To assess it.", by=riverbend.petra, at=START)


def test_only_pictures_and_papers_of_a_fair_size_are_taken(riverbend: Hospital, incident: Incident) -> None:
    def add(content: bytes) -> Exhibit:
        return actions.add_file(incident=incident, content=content, label="Shot", by=riverbend.petra, at=START)

    assert add(photo("PNG")).mime == "image/png"
    for wrong in (photo("PNG"), b"", b"<html>", b"%PDF-" + b"x" * 10 * 1024 * 1024):
        with pytest.raises(actions.NotKept):
            add(wrong)


def test_reach_is_kept_as_it_was_read(riverbend: Hospital, incident: Incident) -> None:
    kept = actions.note_reach(incident=incident, counts={"views": 40}, note="", by=riverbend.petra, at=START)
    assert kept.facts == {"counts": {"views": 40}}
    with pytest.raises(actions.NotKept):
        actions.note_reach(incident=incident, counts={}, note=" ", by=riverbend.petra, at=START)
