"""The jobs of service recovery: mails that carry no word of anybody, reminders, and deleting in time."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.http import Http404

from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.queries import members_who_may, organization_by_id, organizations
from bedside.recovery import actions, queries
from bedside.recovery.models import Case


def _tell(case: Case, subject: str, text: str) -> None:
    """A mail to the owner, or to everybody who works on cases and may see this one."""
    organization = case.organization
    owner = case.owner if case.owner is not None and case.owner.left_at is None else None
    people = [owner] if owner is not None else [
        member for member in members_who_may(organization, "recovery.work") if queries.sees(member, case)
    ]  # fmt: skip
    where = f"{settings.ORIGIN}/w/{organization.slug}/recovery/{case.pk}/"
    for member in people:
        send_mail(f"{organization.name}: {subject}", f"{text}\n\n{where}\n", None, [member.user.email])


@queue.task("recovery.tell_owner")
def tell_owner(*, organization_id: int, case_id: int) -> None:
    """Somebody wrote on a private page."""
    case = queries.case_by_id(organization_by_id(organization_id), case_id)
    _tell(
        case, f"case {case.number} has a private message", "Open the case to read it; the words are not in this mail."
    )


@queue.task("recovery.tell_person")
def tell_person(*, organization_id: int, handoff_id: int) -> None:
    """A mail without content to the person who asked for one; nothing where they are gone meanwhile."""
    organization = organization_by_id(organization_id)
    handoff = queries.handoffs(organization).filter(pk=handoff_id).first()
    if handoff is None or not handoff.wants_mail or handoff.ended_at is not None:
        return
    address = str(queries.told(handoff, "contact").get("mail", ""))
    if not address:
        return
    where = f"{settings.ORIGIN}/h/{organization.slug}/private/"
    if handoff.language == "es":
        subject = f"Hay un mensaje para usted en {organization.name}"
        text = f"Lo puede leer en su página privada:\n{where}\n\nLe pedirá su número de caso y su PIN."
    else:
        subject = f"There is a message for you at {organization.name}"
        text = f"You can read it on your private page:\n{where}\n\nIt may ask for your case number and PIN."
    send_mail(subject, text, None, [address])


@queue.task("recovery.look", every="23 6 * * *", tries=1)
def look() -> None:
    """Reminds owners a day before the target, and deletes what is due."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            tomorrow = at.astimezone(organization.zone).date() + timedelta(days=1)
            due = list(queries.due_reminders(organization, on=tomorrow))
            for case in actions.remind(organization=organization, cases=due, at=at):
                try:
                    _tell(case, f"case {case.number} is due tomorrow", "Settle it, or move its date and say why.")
                except (OSError, Http404):
                    continue  # Today says it too
            actions.delete_due(organization=organization, at=at)
