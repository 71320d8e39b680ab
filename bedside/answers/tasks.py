"""The jobs of approved answers: mails that name no words, and the nightly look."""

from django.core.mail import send_mail

from bedside.answers import actions, queries, rules
from bedside.answers.rules import State
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.queries import members_who_may, organization_by_id, organizations


@queue.task("answers.tell_approvers")
def tell_approvers(*, organization_id: int, answer_id: int) -> None:
    """A mail to everybody who may approve it, but its author."""
    organization = organization_by_id(organization_id)
    answer = queries.access_answer(organization, answer_id)
    author = queries.newest(answer).author_id
    people = [
        member
        for member in members_who_may(organization, "answers.approve")
        if member.pk != author and rules.may_approve(member.role_set, is_clinical=answer.is_clinical)
    ]
    if answer.state != State.PROPOSED or not people:
        return
    send_mail(
        f"{organization.name}: an answer waits for your approval",
        f"“{answer.title}” was proposed for the library of approved answers.\n\n"
        f"/w/{organization.slug}/answers/{answer.pk}/\n",
        None,
        [member.user.email for member in people],
    )


@queue.task("answers.tell_owner")
def tell_owner(*, organization_id: int, answer_id: int) -> None:
    """A mail to its owner: by when somebody has to say that it still holds."""
    organization = organization_by_id(organization_id)
    answer = queries.access_answer(organization, answer_id)
    if answer.state == State.RETIRED or answer.current is None:
        return
    owner = answer.owner
    people = [owner] if owner.left_at is None else members_who_may(organization, "answers.approve")
    left = (answer.review_date - now().astimezone(organization.zone).date()).days
    said = f"is due for review in {left} days" if left > 0 else "is no longer offered: its review is due"
    send_mail(
        f"{organization.name}: the answer “{answer.title}” {said}",
        "Open it, read it, and say that it still holds, or change it.\n\n"
        f"/w/{organization.slug}/answers/{answer.pk}/\n",
        None,
        [member.user.email for member in people],
    )


@queue.task("answers.look", every="17 6 * * *", tries=1)
def look() -> None:
    """Reminds owners, and makes anew what an earlier reader of meaning made."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            actions.remind(organization=organization, today=at.astimezone(organization.zone).date(), at=at)
            actions.renew_meanings(organization=organization, at=at)


@queue.task("answers.renew_meanings", every="*/20 * * * *", tries=1)
def renew_meanings() -> None:
    """After an update of Bedside the numbers of all answers may be of another make: some hundred each time."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            actions.renew_meanings(organization=organization, at=at)
