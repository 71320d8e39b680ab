"""The demo hospital's teams, rotas, hours and a rule, through the actions a person would call."""

from datetime import datetime, time, timedelta

from bedside.inbox import actions as inbox
from bedside.inbox.routing import Rule
from bedside.organizations import actions as organizations
from bedside.organizations.hours import Opening
from bedside.organizations.models import Member, Organization, Rota


def fill(organization: Organization, people: dict[str, Member], at: datetime) -> None:
    """Two teams, clinicians on call with security behind them, office hours, one rule of routing."""
    by = people["administrator"]
    clinician, responder = people["clinician"], people["responder"]
    alone = people["communications, alone with all roles"]
    organizations.keep_team(
        organization=organization, name="Heart clinicians", members=[clinician], specialties=["cardiology"],
        lead=clinician, most_open=8, by=by, at=at,
    )  # fmt: skip
    desk = organizations.keep_team(
        organization=organization, name="Social desk", members=[responder, alone], lead=responder, by=by, at=at
    )
    # The Monday of last week, so that somebody is in the middle of their turn.
    monday = at.astimezone(organization.zone).date()
    monday -= timedelta(days=monday.weekday() + 7)
    security = organizations.keep_rota(
        organization=organization, name="Security", people=[alone, by], every=7, since_date=monday, handover=time(7),
        purpose=Rota.SECURITY, by=by, at=at,
    )  # fmt: skip
    organizations.keep_rota(
        organization=organization, name="Safety on call", people=[clinician, responder, alone], every=7,
        since_date=monday, handover=time(8), purpose=Rota.CLINICIAN, backup=security, by=by, at=at,
    )  # fmt: skip
    organizations.keep_hours(
        organization=organization, always=False,
        openings=[Opening(day, time(8), time(17)) for day in range(5)], federal=True, closed={}, by=by, at=at,
    )  # fmt: skip
    inbox.keep_route(
        organization=organization,
        rule=Rule("Bills and parking", intents=["billing", "service_question"], team=desk.pk),
        by=by,
        at=at,
    )
