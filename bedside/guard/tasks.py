"""The jobs of the guard."""

from django.core.mail import send_mail

from bedside.guard import actions, queries
from bedside.guard.policy.steps import Asked
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.queries import members_who_may, organization_by_id, organizations


@queue.task("guard.compare")
def compare(*, organization_id: int, version_id: int) -> None:
    actions.count_on(organization=organization_by_id(organization_id), version_id=version_id, at=now())


@queue.task("guard.tell_officers")
def tell_officers(*, organization_id: int, appeal_id: int) -> None:
    """A mail to every privacy officer but the asker: that somebody waits, without a word of the text."""
    organization = organization_by_id(organization_id)
    appeal = queries.access_appeal(organization, appeal_id)
    people = [one for one in members_who_may(organization, "guard.override") if one.pk != appeal.asked_by_id]
    if appeal.state != Asked.WAITING or not people:
        return
    send_mail(
        f"{organization.name}: somebody asks you to release a text",
        f"{appeal.asked_by.name} wrote something that Bedside holds, and asks you to look at it.\n"
        "Open Privacy, Requests. Nothing leaves until you decide; the request ends by itself after two weeks.\n",
        None,
        [member.user.email for member in people],
    )


@queue.task("guard.tell_asker")
def tell_asker(*, organization_id: int, appeal_id: int) -> None:
    """A mail to who asked: that it is decided, without a word of the text."""
    organization = organization_by_id(organization_id)
    appeal = queries.access_appeal(organization, appeal_id)
    if appeal.asked_by.left_at is not None:
        return
    said = (
        "It is released for 24 hours, exactly as it stands. Open Privacy, Requests, and send it again.\n"
        if appeal.state == Asked.RELEASED
        else "It was not released. Open Privacy, Requests, to read what to do instead.\n"
    )
    send_mail(f"{organization.name}: your request is decided", said, None, [appeal.asked_by.user.email])


@queue.task("guard.tidy", every="37 2 * * *", tries=1)
def tidy() -> None:
    """Ends requests nobody decided, and shreds words whose time is over."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            actions.tidy_appeals(organization=organization, at=at)
            actions.tidy_feedback(organization=organization, at=at)
