"""The jobs of incidents: mails that say where to look, and nothing of what happened."""

from django.core.mail import send_mail

from bedside.incidents import actions, queries, rules
from bedside.incidents.models import Reminded
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.models import Member, Organization
from bedside.organizations.queries import members_who_may, organization_by_id, organizations


def _officers(organization: Organization) -> list[Member]:
    """Who handles incidents; where nobody does, who may read them."""
    return members_who_may(organization, "incidents.manage") or members_who_may(organization, "incidents.read")


@queue.task("incidents.tell_officers")
def tell_officers(*, organization_id: int, incident_id: int) -> None:
    organization = organization_by_id(organization_id)
    incident = queries.access_incident(organization, incident_id)
    people = _officers(organization)
    if not people:
        return
    send_mail(
        f"{organization.name}: a privacy incident was reported",
        f"{incident.reported_by.name} reported a privacy incident (number {incident.number}).\n"
        "The evidence is kept. Open it, take it down everywhere, and assess the risk.\n\n"
        f"/w/{organization.slug}/incidents/{incident.pk}/\n",
        None,
        [member.user.email for member in people],
    )


@queue.task("incidents.remind", every="23 * * * *", tries=1)
def remind() -> None:
    """Looks at every deadline each hour; each mark of each is mailed once."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            actions.remind(organization=organization, at=at)


@queue.task("incidents.tell_deadline")
def tell_deadline(*, organization_id: int, reminded_id: int) -> None:
    """The mail of one mark of one deadline, unless it was met meanwhile."""
    organization = organization_by_id(organization_id)
    mark = Reminded.objects.filter(organization=organization, pk=reminded_id).first()
    people = _officers(organization)
    if mark is None or not people:
        return
    at = now()
    due = next(
        (
            one
            for one in queries.open_clocks(organization, at=at)
            if one.incident.pk == mark.incident_id and one.clock.key == mark.key and one.clock.due == mark.due_date
        ),
        None,
    )
    if due is None:
        return
    when = f"{due.clock.due:%B} {due.clock.due.day}, {due.clock.due.year}"
    said = "is overdue" if mark.mark == rules.OVERDUE else f"is due in {due.left} day{'' if due.left == 1 else 's'}"
    if due.left == 0:
        said = "is due today"
    send_mail(
        f"{organization.name}: incident {due.incident.number}: {due.clock.title.lower()} {said}",
        f"Deadline: {when} ({due.clock.source}).\n{due.clock.why}\n\n"
        f"/w/{organization.slug}/incidents/{due.incident.pk}/\n",
        None,
        [member.user.email for member in people],
    )
