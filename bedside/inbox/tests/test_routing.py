"""Who is given what: the rule alone, and the hospital's rules, teams and people around it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bedside.audit import queries as audit
from bedside.inbox import actions, queries
from bedside.inbox.models import Conversation, Route
from bedside.inbox.routing import Crew, Facts, People, Rule, choose, fits
from bedside.inbox.tests.people import comment, say
from bedside.organizations import actions as organizations
from bedside.organizations import tenancy
from bedside.organizations.models import Member, Team
from tests.cast import START, Hospital

Jobs = Callable[..., int]
QUESTION = Facts("clinical_question", "P4", "cardiology", "bluesky", "en", text="Is coffee bad for my heart?")
HEARTS = Crew(1, "Hearts", (11, 12), ("cardiology",))
DESK = Crew(2, "Desk", (13,))
EVERYBODY = frozenset({11, 12, 13})


# ---- the rule --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "fit"),
    [
        (Rule("all"), True),
        (Rule("intent", intents=["clinical_question"]), True),
        (Rule("intent", intents=["billing"]), False),
        (Rule("both", intents=["clinical_question"], networks=["x"]), False),
        (Rule("level", levels=["P3", "P4"]), True),
        (Rule("language", languages=["es"]), False),
        (Rule("stars", stars=2), False),
        (Rule("words", words=["COFFEE  bad"]), True),
        (Rule("words", words=["tea", "heart"]), True),
        (Rule("words", words=["tea"]), False),
        (Rule("specialty", specialties=["oncology"]), False),
    ],
)
def test_a_rule_fits_when_everything_it_names_does(rule: Rule, fit: bool) -> None:
    assert fits(rule, QUESTION) is fit


def test_stars_are_at_most() -> None:
    low, high = (Facts("complaint", "P3", "", "google", "en", stars=stars) for stars in (2, 4))
    assert fits(Rule("low", stars=2), low)
    assert not fits(Rule("low", stars=2), high)


def test_the_first_rule_that_fits_decides_then_specialty_then_the_owner_of_the_level() -> None:
    crews = {1: HEARTS, 2: DESK}
    people = People(EVERYBODY)
    rules = [Rule("no", intents=["billing"], team=2), Rule("yes", networks=["bluesky"], team=2), Rule("late", team=1)]
    assert choose(QUESTION, rules, crews, people).member == 13
    assert choose(QUESTION, [], crews, people).team == 1
    other = Facts("service_question", "P4", "", "hub", "en")
    assert choose(other, [], crews, people, owner=2).member == 13
    assert choose(other, [], crews, people).team is None


def test_within_a_team_specialty_comes_first_and_then_who_has_least() -> None:
    people = People(EVERYBODY, {12: "Cardiology"}, {11: 0, 12: 5})
    assert choose(QUESTION, [], {1: HEARTS}, people).member == 12
    assert choose(QUESTION, [], {1: HEARTS}, People(EVERYBODY, {}, {11: 3, 12: 2})).member == 12


def test_nobody_gets_more_than_the_team_allows() -> None:
    crew = Crew(1, "Hearts", (11, 12), ("cardiology",), (), 2)
    assert choose(QUESTION, [], {1: crew}, People(EVERYBODY, {}, {11: 2, 12: 1})).member == 12
    full = choose(QUESTION, [], {1: crew}, People(EVERYBODY, {}, {11: 2, 12: 7}))
    assert (full.team, full.member) == (1, None)
    assert "everybody there has 2 open" in full.why


def test_who_is_away_is_skipped_or_replaced_and_who_gave_it_back_is_not_asked_again() -> None:
    assert choose(QUESTION, [], {1: HEARTS}, People(EVERYBODY, away={11: None})).member == 12
    assert choose(QUESTION, [], {1: HEARTS}, People(EVERYBODY, away={11: 13, 12: 13})).member == 13
    assert choose(QUESTION, [], {1: HEARTS}, People(EVERYBODY, refused=frozenset({11}))).member == 12
    nobody = choose(QUESTION, [], {1: HEARTS}, People(EVERYBODY, away={11: 12, 12: 11}))
    assert (nobody.team, nobody.member) == (1, None)
    one = [Rule("one", member=11, team=2)]
    assert choose(QUESTION, one, {2: DESK}, People(EVERYBODY, away={11: None})).member == 13


def test_a_team_for_some_networks_gets_nothing_of_others() -> None:
    elsewhere = Crew(1, "Hearts", (11,), ("cardiology",), ("google",))
    assert choose(QUESTION, [], {1: elsewhere}, People(EVERYBODY)).team is None


# ---- a hospital ------------------------------------------------------------------------------------------------------

HEART = "Which blood pressure should an adult have? My heart races when I climb the stairs."


def team(hospital: Hospital, *names: str, **given: Any) -> Team:
    facts: dict[str, Any] = {"name": "Hearts", "specialties": ["cardiology"]} | given
    members = [hospital.people[name] for name in names]
    return organizations.keep_team(
        organization=hospital.organization, members=members, by=hospital.milo, at=START, **facts
    )


def rule(hospital: Hospital, name: str = "All", **given: Any) -> Route:
    return actions.keep_route(organization=hospital.organization, rule=Rule(name, **given), by=hospital.milo, at=START)


def read(conversation: Conversation) -> tuple[Member | None, Team | None]:
    found = Conversation.objects.select_related("assigned_to", "team").get(pk=conversation.pk)
    return found.assigned_to, found.team


def test_without_rules_and_teams_nobody_is_given_anything(riverbend: Hospital, jobs: Jobs) -> None:
    assert read(say(riverbend, jobs, HEART)) == (None, None)


def test_what_comes_in_is_given_with_the_reason_in_the_record(riverbend: Hospital, jobs: Jobs) -> None:
    hearts = team(riverbend, "chen")
    rule(riverbend, words=["blood pressure"], team=hearts.pk)
    assert read(say(riverbend, jobs, HEART)) == (riverbend.chen, hearts)
    (entry,) = audit.entries(riverbend.organization, kind="inbox.assigned")
    assert "rule “All”" in entry.details["why"]


def test_load_is_shared(riverbend: Hospital, jobs: Jobs) -> None:
    both = team(riverbend, "chen", "rosa", specialties=[])
    rule(riverbend, team=both.pk)
    given = [read(comment(riverbend, jobs, f"Where can I park, number {number}?"))[0] for number in range(4)]
    assert given.count(riverbend.chen) == given.count(riverbend.rosa) == 2


def test_what_a_person_chose_stays_also_that_nobody_has_it(riverbend: Hospital, jobs: Jobs) -> None:
    made = say(riverbend, jobs, HEART, author_id="did:plc:same", root_id="at://root")
    actions.assign(conversation=made, to=riverbend.ben, by=riverbend.rosa, at=START)
    rule(riverbend, team=team(riverbend, "chen").pk)
    say(riverbend, jobs, f"{HEART} Please.", author_id="did:plc:same", root_id="at://root")
    assert read(made)[0] == riverbend.ben
    actions.assign(conversation=made, to=None, by=riverbend.rosa, at=START)
    say(riverbend, jobs, f"{HEART} Hello?", author_id="did:plc:same", root_id="at://root")
    assert read(made)[0] is None


def test_somebody_who_may_not_answer_is_never_given_anything(riverbend: Hospital, jobs: Jobs) -> None:
    rule(riverbend, team=team(riverbend, "ada", "petra").pk)
    assert read(say(riverbend, jobs, HEART))[0] is None
    with pytest.raises(actions.NobodyNamed):
        rule(riverbend, member=riverbend.ada.pk)


def test_given_back_it_goes_to_the_next_with_a_note(riverbend: Hospital, jobs: Jobs) -> None:
    rule(riverbend, team=team(riverbend, "chen", "rosa").pk)
    made = say(riverbend, jobs, HEART)
    first = read(made)[0]
    other = riverbend.rosa if first == riverbend.chen else riverbend.chen
    assert first is not None
    with pytest.raises(actions.NotYours):
        actions.hand_back(conversation=made, reason="Not mine.", by=other, at=START)
    actions.hand_back(conversation=made, reason="Not my field.", by=first, at=START)
    assert read(made)[0] == other
    actions.hand_back(conversation=made, reason="Nor mine.", by=other, at=START)
    assert read(made)[0] is None
    assert [note.text for note in queries.notes_of(made)] == ["Not my field.", "Nor mine."]


def test_rules_are_moved_and_ended_and_stay_in_order(riverbend: Hospital) -> None:
    crew = team(riverbend, "chen")
    rules = [rule(riverbend, name, team=crew.pk) for name in ("one", "two", "three")]
    actions.move_route(route=rules[2], up=True, by=riverbend.milo, at=START)
    actions.move_route(route=rules[0], up=True, by=riverbend.milo, at=START)
    assert [one.name for one in queries.routes_of(riverbend.organization)] == ["one", "three", "two"]
    actions.end_route(route=rules[0], by=riverbend.milo, at=START)
    assert [one.position for one in queries.routes_of(riverbend.organization)] == [0, 1]


def test_a_team_that_has_ended_gets_nothing_new(riverbend: Hospital, jobs: Jobs) -> None:
    crew = team(riverbend, "chen")
    rule(riverbend, team=crew.pk)
    organizations.end_team(team=crew, by=riverbend.milo, at=START)
    assert read(say(riverbend, jobs, HEART)) == (None, None)


def test_somebody_away_gets_nothing_and_who_stands_in_does(riverbend: Hospital, jobs: Jobs) -> None:
    rule(riverbend, team=team(riverbend, "chen").pk)
    organizations.go_away(
        member=riverbend.chen, until_at=START + timedelta(days=400), stand_in=riverbend.rosa, at=START
    )
    assert read(say(riverbend, jobs, HEART))[0] == riverbend.rosa


def test_a_rule_is_tried_on_the_past_and_changes_nothing(riverbend: Hospital, jobs: Jobs, client: Client) -> None:
    made = say(riverbend, jobs, HEART)
    crew = team(riverbend, "chen")
    client.force_login(riverbend.milo.user)
    slug = riverbend.organization.slug
    given = {"name": "Try", "words": "blood pressure", "team": str(crew.pk), "next": "try"}
    page = client.post(reverse("ladder:new-route", args=[slug]), given).content.decode()
    assert "1 would have gone to a person" in page
    assert "Dr. Chen Park" in page
    tenancy.announce(riverbend.organization.pk)
    assert queries.routes_of(riverbend.organization) == []
    assert read(made) == (None, None)
    assert client.post(reverse("ladder:new-route", args=[slug]), given | {"next": ""}).status_code == 302
    assert "1 would have gone" in client.get(reverse("ladder:routes", args=[slug]), {"try": "yes"}).content.decode()


def test_a_rule_that_gives_to_nobody_or_to_a_stranger_is_refused(
    riverbend: Hospital, hillcrest: Hospital, client: Client
) -> None:
    client.force_login(riverbend.milo.user)
    url = reverse("ladder:new-route", args=[riverbend.organization.slug])
    assert client.post(url, {"name": "Nobody"}).status_code == 422
    assert client.post(url, {"name": "Stranger", "member": str(hillcrest.chen.pk)}).status_code == 422
