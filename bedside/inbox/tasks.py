"""The jobs of the inbox."""

from django.core.mail import send_mail

from bedside.answers import endpoint
from bedside.audit.queries import access_entry
from bedside.channels import queries as channels
from bedside.inbox import actions, queries
from bedside.inbox.second_person import Standing
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations.queries import members_who_may, organization_by_id


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


@queue.task("inbox.tell_releasers")
def tell_releasers(*, organization_id: int, release_id: int) -> None:
    """Mails whoever may release it, but its writer: that an answer waits, and not a word of it."""
    organization = organization_by_id(organization_id)
    release = queries.access_release(organization, release_id)
    writer = release.reply.by_id
    people = [member for member in members_who_may(organization, "inbox.release") if member.pk != writer]
    if release.state != Standing.WAITING or not people:
        return
    send_mail(
        f"{organization.name}: an answer waits for your release",
        f"{release.reply.by.name} answered somebody, and a second person has to read it before it leaves.\n\n"
        f"/w/{organization.slug}/inbox/releases/{release.pk}/\n",
        None,
        [member.user.email for member in people],
    )


@queue.task("inbox.tell_writer")
def tell_writer(*, organization_id: int, release_id: int) -> None:
    """Mails the writer that an answer came back; the reason stands on the page."""
    organization = organization_by_id(organization_id)
    release = queries.access_release(organization, release_id)
    if release.state != Standing.RETURNED or release.reply.by.left_at is not None:
        return
    send_mail(
        f"{organization.name}: an answer of yours came back",
        "It was not sent. Open the conversation to read why, and to write it anew.\n\n"
        f"/w/{organization.slug}/inbox/{release.reply.conversation_id}/\n",
        None,
        [release.reply.by.user.email],
    )


@queue.task("inbox.draft", tries=1)
def draft(*, organization_id: int, draft_id: int) -> None:
    """Asks the model for one draft, once, outside any transaction."""
    organization = organization_by_id(organization_id)
    prepared = actions.begin_draft(organization=organization, draft_id=draft_id, at=now())
    if prepared is None:
        return
    try:
        completion = endpoint.complete(prepared.line, prepared.messages, at=now())
    except endpoint.Trouble as trouble:
        actions.fail_draft(draft=prepared.draft, drafter=prepared.drafter, trouble=trouble, at=now())
    else:
        actions.end_draft(draft=prepared.draft, drafter=prepared.drafter, completion=completion, at=now())
