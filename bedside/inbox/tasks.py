"""The jobs of the inbox."""

from datetime import timedelta

from django.core.mail import send_mail

from bedside.answers import endpoint
from bedside.audit.queries import access_entry
from bedside.channels import queries as channels
from bedside.inbox import actions, queries
from bedside.inbox.asking import of_query
from bedside.inbox.second_person import Standing
from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import tenancy
from bedside.organizations.queries import members_of, members_who_may, organization_by_id, organizations

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
    """Begins to page for a message that may mean danger to life."""
    organization = organization_by_id(organization_id)
    entry = access_entry(organization, entry_id)
    conversation = queries.access_conversation(organization, entry.subject_id or 0)
    actions.begin_paging(conversation=conversation, level="P0", at=now(), entry_id=entry.pk)


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


@queue.task("inbox.page_owner")
def page_owner(*, organization_id: int, conversation_id: int) -> None:
    """Begins to page the owner of the level below."""
    conversation = queries.access_conversation(organization_by_id(organization_id), conversation_id)
    actions.begin_paging(conversation=conversation, level="P1", at=now())


@queue.task("inbox.page_on")
def page_on(*, organization_id: int, alarm_id: int) -> None:
    actions.go_on(organization=organization_by_id(organization_id), alarm_id=alarm_id, at=now())


@queue.task("inbox.send_page")
def send_page(*, organization_id: int, page_id: int) -> None:
    actions.send_page(organization=organization_by_id(organization_id), page_id=page_id, clock=now)


@queue.task("inbox.watch_pages", every="* * * * * */30", tries=1)
def watch_pages() -> None:
    """The watchdog: alarms whose next step is due, pages that nobody sent, danger that nobody paged for."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for conversation_id in queries.critical_without_alarm(organization, at=at):
                conversation = queries.access_conversation(organization, conversation_id)
                actions.begin_paging(conversation=conversation, level="P0", at=at)
            for alarm_id in queries.alarms_to_go_on(organization, at=at):
                actions.go_on(organization=organization, alarm_id=alarm_id, at=at)
            for alarm_id in queries.alarms_to_resolve(organization):
                actions.resolve(organization=organization, alarm_id=alarm_id, at=at)
            for page_id in queries.pages_to_send(organization, at=at):
                queue.defer("inbox.send_page", once=f"page:{page_id}", organization_id=organization.pk, page_id=page_id)


class NotTold(Exception):
    """The mail did not go out; the queue tries again."""


@queue.task("inbox.tell_given")
def tell_given(*, organization_id: int, member_id: int, notices: list[int]) -> None:
    organization = organization_by_id(organization_id)
    member = members_of(organization).filter(pk=member_id).first()
    if member is not None and not actions.tell_given(
        organization=organization, member=member, notices=notices, clock=now
    ):
        raise NotTold


@queue.task("inbox.digest", every="4 * * * *", tries=1)
def digest() -> None:
    """Once an hour: one mail to each who wants them together; and whatever an earlier job lost."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            for hourly in (True, False):
                for member_id, found in queries.notices_to_send(organization, at=at, hourly=hourly).items():
                    queue.defer(
                        "inbox.tell_given",
                        once=f"given:{member_id}",
                        organization_id=organization.pk,
                        member_id=member_id,
                        notices=found,
                    )


@queue.task("inbox.try_pager", tries=1)
def try_pager(*, organization_id: int) -> None:
    actions.try_pager(organization=organization_by_id(organization_id), clock=now)


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


#: How long one run of counting may go on; the next one goes on where it stopped.
COUNTING = timedelta(seconds=30)


@queue.task("inbox.count_up", every="* * * * *", tries=1)
def count_up() -> None:
    """Keeps the sums that the measures of service are read from."""
    begun = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            while actions.count_up(organization=organization, at=now()) and now() - begun < COUNTING:
                pass


@queue.task("inbox.forget_sightings", every="23 * * * *", tries=1)
def forget_sightings() -> None:
    """Once an hour: words that were seen some days ago are remembered no longer, in every hospital."""
    at = now()
    for organization in organizations():
        with tenancy.entered(organization.pk):
            actions.forget_sightings(organization=organization, at=at)
