"""The jobs of the inbox."""

from datetime import timedelta

from django.core.mail import send_mail

from bedside.audit.queries import access_entry
from bedside.channels import queries as channels
from bedside.inbox import actions, queries
from bedside.inbox.asking import of_query
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.queries import members_who_may, organization_by_id, organizations

#: How old the count beside a saved view may be.
COUNTED_EVERY = timedelta(minutes=1)


@queue.task("inbox.take_in")
def take_in(*, organization_id: int, entry_id: int) -> None:
    organization = organization_by_id(organization_id)
    entry = access_entry(organization, entry_id)
    actions.take_in(arrival=channels.access_arrival(organization, entry.subject_id or 0), at=now())


@queue.task("inbox.note_gone")
def note_gone(*, organization_id: int, entry_id: int) -> None:
    organization = organization_by_id(organization_id)
    entry = access_entry(organization, entry_id)
    actions.note_gone(arrival=channels.access_arrival(organization, entry.subject_id or 0), at=now())


@queue.task("inbox.note_sent")
def note_sent(*, organization_id: int, entry_id: int) -> None:
    organization = organization_by_id(organization_id)
    entry = access_entry(organization, entry_id)
    delivery = channels.access_delivery(organization, entry.subject_id or 0)
    actions.note_sent(organization=organization, delivery=delivery, at=now())


@queue.task("inbox.page_people")
def page_people(*, organization_id: int, entry_id: int) -> None:
    """Mails everybody who may answer: where to look, and nothing of what was written."""
    organization = organization_by_id(organization_id)
    entry = access_entry(organization, entry_id)
    conversation = queries.access_conversation(organization, entry.subject_id or 0)
    people = members_who_may(organization, "inbox.reply")
    if conversation.acknowledged_at is not None or not people:
        return
    send_mail(
        f"{organization.name}: a critical message needs somebody now",
        "A message that may mean danger to life has come in. Open it, acknowledge it, and follow the card.\n\n"
        f"/w/{organization.slug}/inbox/{conversation.pk}/",
        None,
        [member.user.email for member in people],
    )


@queue.task("inbox.wake", every="* * * * *", tries=1)
def wake() -> None:
    """Snoozed conversations whose time has come, of every hospital."""
    for organization in organizations():
        with tenancy.entered(organization.pk):
            at = now()
            for key in queries.to_wake(organization, at=at):
                actions.wake(organization=organization, key=key, at=at)


@queue.task("inbox.keep_counts", every="* * * * * */15", tries=1)
def keep_counts() -> None:
    """Folds the counters' steps together, counts saved views anew, and forgets who left."""
    for organization in organizations():
        with tenancy.entered(organization.pk):
            at = now()
            actions.fold(organization=organization)
            views = queries.views_to_count(organization, at=at, every=COUNTED_EVERY)
            actions.count_views(views=[(view, of_query(view.query)) for view in views], at=at)
            actions.sweep(organization=organization, at=at)
