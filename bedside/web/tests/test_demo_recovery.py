"""The demo's cases go through the same actions as a person's, and what is in public was approved."""

from datetime import timedelta

from bedside.recovery import queries
from bedside.recovery.models import Case
from bedside.web.demo import recovery
from tests.cast import START, Hospital


def test_the_demo_has_cases_open_and_one_closed_with_a_change_in_public(riverbend: Hospital) -> None:
    people = {
        "responder": riverbend.rosa,
        "approver": riverbend.ben,
        "communications, alone with all roles": riverbend.rosa,
    }
    recovery.fill(riverbend.organization, people, START + timedelta(minutes=1))
    states = Case.objects.filter(organization=riverbend.organization).order_by("number").values_list("state", flat=True)
    assert list(states) == ["open", "open", "closed"]
    assert queries.published(riverbend.organization).count() == 1
