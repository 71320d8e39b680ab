"""The pages, as each person meets them: what is shown, what a form that does not fit says, what nobody sees."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.channels import queries as channels
from bedside.incidents import actions, queries
from bedside.incidents.models import Incident
from bedside.incidents.rules import Draft
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.models import Member
from bedside.publishing import queries as publishing
from bedside.publishing.models import Post
from tests.cast import START, Hospital
from tests.filled import FACTORS, REASON, TIP, draft, photo, sent

Jobs = Callable[..., int]


def url(hospital: Hospital, name: str, **parts: Any) -> str:
    return reverse(f"incidents:{name}", kwargs={"org": hospital.organization.slug, **parts})


def enter(hospital: Hospital) -> None:
    """A request closes the hospital again when it ends."""
    tenancy.announce(hospital.organization.pk)


def signed_in(client: Client, member: Member) -> Client:
    client.force_login(member.user)
    return client


@pytest.fixture
def post(riverbend: Hospital, jobs: Jobs) -> Post:
    return sent(riverbend, jobs)


@pytest.fixture
def incident(riverbend: Hospital, post: Post) -> Incident:
    delivery = channels.deliveries_about(riverbend.organization, publishing.SUBJECT, post.pk)[0]
    return actions.report(
        organization=riverbend.organization, happened="It tells of one patient.", discovered_at=START, by=riverbend.ada,
        at=START, delivery=delivery,
    )  # fmt: skip


def test_a_post_leads_to_the_report_and_the_report_takes_it_down(
    riverbend: Hospital, post: Post, client: Client, jobs: Jobs
) -> None:
    signed_in(client, riverbend.petra)
    page = client.get(reverse("publishing:post", args=["riverbend", post.pk])).content.decode()
    enter(riverbend)
    delivery = channels.deliveries_about(riverbend.organization, publishing.SUBJECT, post.pk)[0]
    where = f"{url(riverbend, 'report')}?delivery={delivery.pk}"
    assert where in page
    form = client.get(where)
    assert b"Take it off every network now" in form.content
    told = {"happened": "It tells of one patient.", "discovered_at": "2026-01-01T09:00", "contain": "on"}
    refused = client.post(where, told)
    assert refused.status_code == 422
    assert b"before it happened" in refused.content
    stamp = now().astimezone(riverbend.organization.zone).strftime("%Y-%m-%dT%H:%M:%S")
    answer = client.post(where, told | {"discovered_at": stamp})
    assert answer.status_code == 302
    enter(riverbend)
    jobs()
    made = Incident.objects.get(organization=riverbend.organization)
    assert all(place.is_gone for place in queries.places(made))
    assert client.get(answer["Location"]).status_code == 200


def test_a_draft_offers_no_report(riverbend: Hospital, client: Client) -> None:
    signed_in(client, riverbend.petra)
    page = client.get(reverse("publishing:post", args=["riverbend", draft(riverbend).pk]))
    assert b"Report a privacy incident" not in page.content


def test_an_author_reports_and_sees_their_own_reports_alone(
    riverbend: Hospital, incident: Incident, client: Client
) -> None:
    signed_in(client, riverbend.rosa)
    page = client.get(url(riverbend, "list"))
    assert b"You have reported nothing" in page.content
    assert client.get(url(riverbend, "incident", pk=incident.pk)).status_code == 403
    client.force_login(riverbend.ada.user)
    assert b"the privacy officer has it" in client.get(url(riverbend, "list")).content


def test_a_delivery_of_nobody_is_not_found(riverbend: Hospital, client: Client) -> None:
    signed_in(client, riverbend.ada)
    assert client.get(f"{url(riverbend, 'report')}?delivery=999999").status_code == 404
    assert client.get(f"{url(riverbend, 'report')}?delivery=abc").status_code == 200


def test_the_page_shows_clocks_in_words_and_what_is_still_to_do(
    riverbend: Hospital, incident: Incident, client: Client
) -> None:
    page = signed_in(client, riverbend.petra).get(url(riverbend, "incident", pk=incident.pk)).content.decode()
    assert "60 days left" in page or "59 days left" in page
    assert "A breach is presumed" in page
    assert "The risk is not assessed." in page
    assert "Withdraw everywhere" in page


def test_an_administrator_reads_and_confirms_and_does_not_manage(
    riverbend: Hospital, incident: Incident, client: Client
) -> None:
    low = Draft("low", dict.fromkeys(FACTORS, ("low", REASON)), reason=REASON)
    made = actions.assess(incident=incident, draft=low, by=riverbend.petra, at=START)
    signed_in(client, riverbend.milo)
    page = client.get(url(riverbend, "assessment", pk=incident.pk)).content.decode()
    assert "I read it and agree" in page
    assert "Keep this assessment" not in page
    client.post(url(riverbend, "confirm", pk=incident.pk, assessment=made.pk))
    enter(riverbend)
    assert queries.clocks_of(queries.access_incident(riverbend.organization, incident.pk)) == []
    assert client.get(url(riverbend, "people", pk=incident.pk)).status_code == 403


def test_the_form_begins_with_a_breach_and_says_why(riverbend: Hospital, incident: Incident, client: Client) -> None:
    page = signed_in(client, riverbend.petra).get(url(riverbend, "assessment", pk=incident.pk)).content.decode()
    assert "This stood in public" in page
    assert 'value="breach" ' in page


def test_an_assessment_that_does_not_stand_says_what_is_missing_and_keeps_what_was_typed(
    riverbend: Hospital, incident: Incident, client: Client
) -> None:
    answer = signed_in(client, riverbend.petra).post(
        url(riverbend, "assessment", pk=incident.pk),
        {"conclusion": "low", "reason": "A reason that is long enough.", "reason_nature": "Half a thought"},
    )
    assert answer.status_code == 422
    assert "Nothing was kept yet." in answer.content.decode()
    assert "Half a thought" in answer.content.decode()


def test_evidence_is_shown_once_with_a_reason(riverbend: Hospital, incident: Incident, client: Client) -> None:
    exhibit = queries.exhibits(incident)[0]
    signed_in(client, riverbend.petra)
    where = url(riverbend, "evidence", pk=incident.pk, exhibit=exhibit.pk)
    assert TIP not in client.get(where).content.decode()
    assert client.post(where, {"reason": "no"}).status_code == 422
    shown = client.post(where, {"reason": "To judge the risk."})
    assert "walk-in clinic" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"


def test_a_screenshot_is_kept_and_comes_back_as_a_file(riverbend: Hospital, incident: Incident, client: Client) -> None:
    signed_in(client, riverbend.petra)
    file = SimpleUploadedFile("shot.png", photo("PNG"), "image/png")
    client.post(url(riverbend, "evidence-file", pk=incident.pk), {"file": file, "label": "As it stood"})
    enter(riverbend)
    exhibit = queries.exhibits(incident).get(label="As it stood")
    answer = client.post(
        url(riverbend, "evidence", pk=incident.pk, exhibit=exhibit.pk), {"reason": "To judge the risk."}
    )
    assert answer.content == photo("PNG")
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.post(url(riverbend, "evidence-file", pk=incident.pk), {}).status_code == 422


def test_a_letter_is_drafted_kept_printed_and_saved(riverbend: Hospital, incident: Incident, client: Client) -> None:
    signed_in(client, riverbend.petra)
    where = url(riverbend, "letter", pk=incident.pk, letter="individual")
    assert "[toll-free number]" in client.get(where).content.decode()
    saved = url(riverbend, "letter-text", pk=incident.pk, letter="individual")
    assert client.get(saved).status_code == 404
    assert client.post(where, {"text": "Dear <b>[Name]</b>:\r\nwe are sorry."}).status_code == 200
    text = client.get(saved)
    assert text.content.decode() == "Dear <b>[Name]</b>:\nwe are sorry."
    for name in ("letter-print", "letter-html"):
        assert b"&lt;b&gt;" in client.get(url(riverbend, name, pk=incident.pk, letter="individual")).content
    assert client.get(url(riverbend, "letter", pk=incident.pk, letter="lawyer")).status_code == 404
    enter(riverbend)
    kinds = [one.kind for one in audit.entries(riverbend.organization)]
    assert kinds.count("incidents.letter_taken") == 3


def test_numbers_that_do_not_fit_are_said_beside_the_form(
    riverbend: Hospital, incident: Incident, client: Client
) -> None:
    signed_in(client, riverbend.petra)
    where = url(riverbend, "people", pk=incident.pk)
    assert "one state a line" in client.post(where, {"total": "3", "residents": "Texas"}).content.decode()
    assert client.post(where, {"total": "3", "residents": "TX 4"}).status_code == 422
    assert client.post(where, {"total": "3", "residents": "TX 3", "unreachable": "1"}).status_code == 302


def test_the_log_is_saved_as_csv_with_formulas_quoted(riverbend: Hospital, incident: Incident, client: Client) -> None:
    Incident.objects.filter(organization=riverbend.organization).update(root_cause="=cmd()", place="Hub")
    signed_in(client, riverbend.milo)
    year = START.astimezone(riverbend.organization.zone).year
    answer = client.get(f"{url(riverbend, 'csv')}?year={year}")
    lines = answer.content.decode().splitlines()
    assert len(lines) == 2
    assert "Type of protected health information" in lines[0]
    assert "'=cmd()" in lines[1]
    assert client.get(f"{url(riverbend, 'csv')}?year={year - 1}").content == b""


def test_the_log_filters_by_year_state_and_conclusion(riverbend: Hospital, incident: Incident, client: Client) -> None:
    signed_in(client, riverbend.petra)
    year = START.astimezone(riverbend.organization.zone).year
    for query, shown in (
        ("", True), (f"year={year}", True), (f"year={year - 1}", False), ("state=closed", False), ("state=open", True),
        ("conclusion=breach", False), ("year=0000", True), ("page=99999", False),
    ):  # fmt: skip
        page = client.get(f"{url(riverbend, 'list')}?{query}").content.decode()
        assert ("No. 1 · Hub" in page) == shown, query


def test_the_case_is_one_file_with_a_reason(riverbend: Hospital, incident: Incident, client: Client) -> None:
    signed_in(client, riverbend.petra)
    where = url(riverbend, "case-file", pk=incident.pk)
    assert client.post(where, {"reason": ""}).status_code == 422
    answer = client.post(where, {"reason": "For our counsel."})
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_today_shows_the_privacy_officer_the_clocks_and_nobody_else(
    riverbend: Hospital, incident: Incident, client: Client
) -> None:
    today = reverse("today", args=["riverbend"])
    assert b"No. 1: Tell the people concerned" in signed_in(client, riverbend.petra).get(today).content
    assert b"No. 1: Tell the people concerned" not in signed_in(client, riverbend.ada).get(today).content


def test_an_overdue_clock_says_so_in_words(riverbend: Hospital, incident: Incident, client: Client) -> None:
    Incident.objects.filter(organization=riverbend.organization).update(discovered_at=START - timedelta(days=90))
    page = signed_in(client, riverbend.petra).get(url(riverbend, "incident", pk=incident.pk)).content.decode()
    assert "overdue" in page


def test_closing_too_early_says_what_is_missing(riverbend: Hospital, incident: Incident, client: Client) -> None:
    answer = signed_in(client, riverbend.petra).post(
        url(riverbend, "close", pk=incident.pk), {"root_cause": "x", "changes": ["training"], "changed": "x"}
    )
    assert answer.status_code == 422
    assert "The risk is not assessed." in answer.content.decode()


def test_a_deadline_of_ones_own_is_set_and_ended(riverbend: Hospital, client: Client) -> None:
    signed_in(client, riverbend.petra)
    where = url(riverbend, "deadlines")
    assert client.post(where, {"title": "Tell the state", "days": "90", "source": "x", "least": "1"}).status_code == 422
    client.post(where, {"title": "Tell the state", "days": "30", "source": "A law", "least": "1", "state": "TX"})
    enter(riverbend)
    (made,) = queries.deadlines_of(riverbend.organization)
    client.post(url(riverbend, "deadline-end", deadline=made.pk))
    enter(riverbend)
    assert not queries.deadlines_of(riverbend.organization).exists()
    assert client.post(url(riverbend, "deadline-end", deadline=made.pk)).status_code == 404
