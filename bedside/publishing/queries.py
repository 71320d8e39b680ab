"""Reads: posts by state and time, the parcels they are, and what became of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404

from bedside.channels import queries as channels
from bedside.channels.models import Account, Delivery, Remote
from bedside.channels.rules import Ability, Network, parts
from bedside.guard.media import MISSING, Look, attachment
from bedside.guard.plain import Advice, Alt, advise
from bedside.guard.queries import examine_parcel, look_at
from bedside.guard.shapes import Media, Outcome, Parcel, Verdict
from bedside.organizations.models import Organization
from bedside.organizations.queries import members_who_may
from bedside.publishing import rules
from bedside.publishing.models import Picture, Post, Target
from bedside.publishing.rules import State

SUBJECT = "publishing.post"
FILM = "Bedside does not look into films: watch it to its end for names, faces and screens."


@dataclass(frozen=True)
class Preview:
    """One network's view of a post."""

    target: Target
    text: str
    fit: rules.Fit
    edits_in_place: bool
    #: The posts its text becomes there: one, or a thread cut as it will leave.
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """A picture of a post, what was seen in it, and what nobody could look for."""

    picture: Picture
    look: Look | None
    missing: tuple[str, ...]

    @property
    def faces(self) -> int:
        return len(self.look.faces or ()) if self.look else 0


def posts_of(organization: Organization) -> "QuerySet[Post]":
    targets = Target.objects.filter(organization=organization).select_related("account", "delivery__remote")
    return (
        Post.objects.filter(organization=organization)
        .select_related("author__user")
        .prefetch_related(Prefetch("targets", queryset=targets), "pictures")
    )


def access_post(organization: Organization, post_id: int) -> Post:
    """The post with its targets; raises Http404."""
    post = posts_of(organization).select_related("organization").filter(pk=post_id).first()
    if post is None:
        raise Http404("No such post.")
    return post


def by_state(organization: Organization, state: str) -> "QuerySet[Post]":
    return posts_of(organization).filter(state=state).order_by("-changed_at", "-pk")


def between(organization: Organization, since: datetime, until: datetime) -> "QuerySet[Post]":
    """Posts that go out, went out, or were begun in a stretch of time, for the calendar."""
    when = Coalesce(F("sent_at"), F("due_at"), F("changed_at"))
    return posts_of(organization).annotate(when=when).filter(when__gte=since, when__lt=until).order_by("when", "pk")


def waiting_for(organization: Organization) -> "QuerySet[Post]":
    return by_state(organization, State.WAITING)


def troubled(organization: Organization) -> "QuerySet[Post]":
    return by_state(organization, State.FAILED)


def counts(organization: Organization) -> dict[str, int]:
    """How many posts are in each state."""
    rows = Post.objects.filter(organization=organization).values_list("state").annotate(number=Count("pk"))
    return dict(rows)


def parcel(post: Post, target: Target) -> Parcel:
    """Everything that would leave for one account."""
    media = tuple(_attached(picture, number) for number, picture in enumerate(post.pictures.all(), 1))
    return Parcel(
        kind="post",
        text=target.text or post.text,
        link=post.link,
        title=post.headline,
        poll=tuple(post.poll),
        poll_minutes=post.poll_minutes if post.poll else 0,
        media=media,
        audience=f"public:{target.account.network}:{target.account_id}",
    )


def _attached(picture: Picture, number: int) -> Media:
    """The name people gave the file never leaves."""
    name = f"film-{number}" if picture.is_film else f"picture-{number}"
    kept = {"sha256": picture.sha256, "filename": name, "alt": picture.alt, "mime": picture.mime}
    if picture.captions:
        kept["captions"] = picture.captions
    return attachment(**kept | ({"shown": picture.shown, "release": picture.release} if picture.shown else {}))


def seen(post: Post) -> list[Seen]:
    """Each picture with what can be seen in it, and with what is not looked for on this machine."""
    found = []
    for picture in post.pictures.all():
        if picture.is_film:  # nothing looks into films; the page says so
            found.append(Seen(picture, None, (FILM,)))
            continue
        look = look_at(post.organization_id, picture.sha256)
        missing = () if look is None else tuple(MISSING[name] for name in look.missing)
        found.append(Seen(picture, look, missing))
    return found


def advice(post: Post, pictures: list[Seen]) -> tuple[Advice, ...]:
    """What would make the post easier to read and hear; never a reason to hold it."""
    alts = [_alt(one) for one in pictures if not one.picture.is_film]
    return advise(post.text, kind="post", alts=alts, language=post.language)


def _alt(one: Seen) -> Alt:
    lines = (one.look.written if one.look else None) or ()
    faintest = min(lines, key=lambda line: line.contrast, default=None)
    # Large text is 24 CSS pixels; a picture is shown at about 600 of them.
    large = faintest is not None and one.look is not None and faintest.box.height * 600 / one.look.width >= 24
    return Alt(
        one.picture.alt,
        mime=one.picture.mime,
        written=tuple(line.text for line in lines),
        contrast=faintest.contrast if faintest else None,
        large=large,
    )


def digest(post: Post) -> str:
    return rules.digest((parcel(post, target).digest() for target in post.targets.all()), post.due_at)


def content(post: Post) -> rules.Content:
    """What the post holds besides its text."""
    media = list(post.pictures.all())
    films = [one for one in media if one.is_film]
    return rules.Content(
        link=post.link,
        title=post.headline or post.title,
        pictures=len(media) - len(films),
        films=len(films),
        film_seconds=max((one.seconds for one in films), default=0),
        poll=tuple(post.poll),
    )


def fits(post: Post) -> list[rules.Fit]:
    """How the post fits each network it goes to."""
    held = content(post)
    return [
        rules.fit(target.text or post.text, held, network=channels.network_of(target.account))
        for target in post.targets.all()
    ]


def others_who_may_approve(post: Post) -> int:
    """How many members besides the author could approve."""
    able = members_who_may(post.organization, "publishing.approve")
    return sum(member.pk != post.author_id for member in able)


def accounts_to_choose(organization: Organization) -> list[Account]:
    """Accounts a post may go to."""
    return [account for account in channels.accounts_of(organization) if channels.can(account, Ability.PUBLISH)]


def deliveries(post: Post) -> "QuerySet[Delivery]":
    return channels.deliveries_about(post.organization, SUBJECT, post.pk)


def upcoming(organization: Organization, until: datetime) -> "QuerySet[Post]":
    """What goes out until then, soonest first."""
    return (
        posts_of(organization)
        .filter(state=State.SCHEDULED)
        .filter(Q(due_at=None) | Q(due_at__lt=until))
        .order_by("due_at")
    )


def network_of(account: Account) -> Network:
    return channels.network_of(account)


def label_of(account: Account) -> str:
    return channels.network_of(account).label


def previews(post: Post) -> list[Preview]:
    """How each network will show it: its text, cut where the network cuts, and how far that is from its limit."""
    found = []
    for target, fit in zip(post.targets.all(), fits(post), strict=True):
        text, network = target.text or post.text, channels.network_of(target.account)
        pieces = parts(text, network.limits, link=post.link) if fit.parts > 1 else (text,)
        found.append(Preview(target, text, fit, network.edits_in_place, pieces))
    return found


def verdict(post: Post) -> Verdict:
    """What the guard says of every wording together."""
    found = [
        examine_parcel(organization=post.organization, parcel=parcel(post, target)) for target in post.targets.all()
    ]
    findings = list({(one.rule, one.quote): one for each in found for one in each.findings}.values())
    worst: Outcome = "allow"
    for one in found:
        worst = one.verdict if worst == "allow" or one.verdict == "block" else worst
    return Verdict(worst, tuple(findings), next((one.safe for one in found if one.safe), None))


def standing(post: Post) -> list[Remote]:
    """Where the post stands now."""
    return list(channels.remotes_about(post.organization, SUBJECT, post.pk))


def by_hand(post: Post) -> list[Remote]:
    """Of a withdrawn post: where it stands yet, because the network lets only a person take it down."""
    if post.state != State.WITHDRAWN:
        return []
    return [
        remote
        for remote in standing(post)
        if remote.withdrawn_at is None and not channels.can(remote.account, Ability.WITHDRAW)
    ]


def deliveries_of(post: Post) -> list[Delivery]:
    """Everything asked for because of this post, corrections and withdrawals included, oldest first."""
    found = list(deliveries(post))
    for correction in post.corrections.all():
        found += channels.deliveries_about(post.organization, "publishing.correction", correction.pk)
    for withdrawal in post.withdrawals.all():
        found += channels.deliveries_about(post.organization, "publishing.withdrawal", withdrawal.pk)
    return found


def topics(organization: Organization) -> list[str]:
    rows = Post.objects.filter(organization=organization).exclude(topic="").order_by("topic")
    return list(rows.values_list("topic", flat=True).distinct()[:60])
