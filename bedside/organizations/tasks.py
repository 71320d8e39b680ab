"""The jobs of organizations: who begins to be on call is told."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.kit import queue
from bedside.kit.times import now
from bedside.organizations import actions, queries, reaching, tenancy


class NotTold(Exception):
    """The mail did not go out; the queue tries again."""


@queue.task("organizations.hand_over", every="* * * * *", tries=1)
def hand_over() -> None:
    """Once a minute: whose turn or cover has begun, and was not told yet."""
    at = now()
    for organization in queries.organizations():
        with tenancy.entered(organization.pk):
            for rota in queries.rotas_of(organization):
                actions.hand_over(rota=rota, watch=queries.watch_at(rota, at), at=at)


@queue.task("organizations.tell_handover")
def tell_handover(*, organization_id: int, handover_id: int) -> None:
    """A mail, and a notice in every browser, to who is on call from now on."""
    at = now()
    organization = queries.organization_by_id(organization_id)
    handover = queries.handover_of(organization, handover_id)
    if handover is None or handover.member.left_at is not None:
        return
    line = queries.lines_of(handover.rota, at, at + queries.AHEAD)[0]
    path = reverse("organizations:rota", args=[organization.slug, handover.rota_id])
    until = line.watch.ends_at.astimezone(organization.zone)
    for device in queries.devices_of(handover.member):
        told = reaching.notify(
            device,
            title=f"{organization.name}: you are on call",
            text=handover.rota.name,
            url=path,
            topic=f"handover-{handover.pk}",
            at=at,
        )
        if told.gone:
            actions.end_device(device=device, by=None, at=at)
    told = reaching.mail(
        handover.member.user.email,
        f"{organization.name}: you are on call now ({handover.rota.name})",
        f"Your turn on “{handover.rota.name}” has begun. It ends {until:%A, %B} {until.day} at {until:%H:%M %Z}.\n"
        "When a message may mean danger to life, you are the first to hear.\n"
        "If you cannot: somebody else can take it over on this page.\n\n"
        f"{settings.ORIGIN}{path}\n",
        key=f"handover-{handover.pk}",
    )
    if not told.ok:
        raise NotTold(told.said)


@queue.task("organizations.tell_trial", tries=2)
def tell_trial(*, organization_id: int, member_id: int) -> None:
    """What a page in the night would look like, sent to oneself by day."""
    at = now()
    organization = queries.organization_by_id(organization_id)
    member = queries.members_of(organization).filter(pk=member_id).first()
    if member is None:
        return
    path = reverse("organizations:reach", args=[organization.slug])
    for device in queries.devices_of(member):
        told = reaching.notify(
            device, title=_("This is a trial"), text=organization.name, url=path, topic=f"trial-{member.pk}", at=at
        )
        if told.gone:
            actions.end_device(device=device, by=None, at=at)
        elif told.ok:
            actions.note_used(device=device, at=at)
    reaching.mail(
        member.user.email,
        f"{organization.name}: this is a trial",
        f"A page in danger to life would come like this. Nobody is in danger.\n\n{settings.ORIGIN}{path}\n",
    )
