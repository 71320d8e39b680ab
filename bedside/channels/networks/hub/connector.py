"""Keeps what is published on the hub in Bedside's own tables, by the same Protocols as any foreign network."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.text import slugify

from bedside.channels.models import HubComment, HubPost
from bedside.channels.rules import Connection, Counts, NetworkError, Outgoing, Profile, RemoteRef, Sought, Trouble
from bedside.kit import blobs
from bedside.kit.times import now
from bedside.organizations.models import Organization

POST, COMMENT = "hub/post/", "hub/comment/"


class Hub:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.organization = Organization.objects.get(pk=connection.organization_id)

    def connect(self) -> Profile:
        return Profile(self.organization.slug, self.organization.slug, self.organization.name)

    def publish(self, outgoing: Outgoing) -> RemoteRef:
        if found := self._known(outgoing.key):
            return found
        try:
            with transaction.atomic():
                return self._post_ref(self._make(outgoing))
        except IntegrityError as error:
            if found := self._known(outgoing.key):
                return found
            raise NetworkError(Trouble.UNREACHABLE, "The hub was busy; the post will be tried again.") from error

    def _make(self, outgoing: Outgoing) -> HubPost:
        return HubPost.objects.create(
            organization=self.organization,
            account_id=self.connection.account_id,
            key=outgoing.key,
            slug=self._free_slug(outgoing),
            topic=outgoing.topic,
            topic_slug=slugify(outgoing.topic)[:60],
            text=outgoing.text,
            link=outgoing.link,
            language=outgoing.language,
            pictures=self._keep(outgoing),
            published_at=outgoing.created_at,
        )

    def _keep(self, outgoing: Outgoing) -> list[dict[str, object]]:
        return [
            {
                "sha256": blobs.put(self.organization.pk, picture.content),
                "alt": picture.alt,
                "mime": picture.mime,
                "width": picture.width,
                "height": picture.height,
            }
            for picture in outgoing.pictures
        ]

    def _free_slug(self, outgoing: Outgoing) -> str:
        first = outgoing.text.strip().splitlines()[0] if outgoing.text.strip() else ""
        base = slugify(" ".join(first.split()[:9]))[:70].strip("-") or "post"
        taken = HubPost.objects.filter(organization=self.organization, slug=base).exists()
        return f"{base}-{outgoing.key[:6]}" if taken else base

    def reply(self, outgoing: Outgoing) -> RemoteRef:
        if found := self._known(outgoing.key):
            return found
        post, parent = self._place(outgoing)
        comment, _made = HubComment.objects.get_or_create(
            key=outgoing.key,
            organization=self.organization,
            defaults={
                "post": post,
                "parent": parent,
                "author_name": self.organization.name[:60],
                "from_hospital": True,
                "text": outgoing.text,
                "state": HubComment.SHOWN,
                "at": outgoing.created_at,
            },
        )
        return self._comment_ref(comment)

    def _place(self, outgoing: Outgoing) -> tuple[HubPost, HubComment | None]:
        """Where an answer belongs: below a comment, or below the post itself."""
        assert outgoing.parent is not None
        parent_id = outgoing.parent.network_id
        if parent_id.startswith(POST):
            post = self._posts().filter(key=parent_id.removeprefix(POST)).first()
            if post is not None:
                return post, None
        comment = self._comments().filter(key=parent_id.removeprefix(COMMENT)).select_related("post").first()
        if comment is None or comment.withdrawn_at is not None:
            raise NetworkError(Trouble.REFUSED, "What this answers is no longer on the hub.")
        return comment.post, comment

    def edit(self, remote: RemoteRef, outgoing: Outgoing) -> RemoteRef:
        with transaction.atomic():
            if remote.network_id.startswith(COMMENT):
                key = remote.network_id.removeprefix(COMMENT)
                comment = self._comments().select_for_update(no_key=True).filter(key=key).first()
                if comment is None:
                    raise NetworkError(Trouble.REFUSED, "This answer is no longer on the hub.")
                comment.text, comment.edited_at = outgoing.text, outgoing.created_at
                comment.save(update_fields=["text", "edited_at"])
                return self._comment_ref(comment)
            post = self._posts().select_for_update(no_key=True).filter(key=remote.network_id.removeprefix(POST)).first()
            if post is None:
                raise NetworkError(Trouble.REFUSED, "This post is no longer on the hub.")
            post.text, post.link, post.pictures = outgoing.text, outgoing.link, self._keep(outgoing)
            post.edited_at, post.version = outgoing.created_at, post.version + 1
            post.save()
            return self._post_ref(post)

    def withdraw(self, remote: RemoteRef) -> None:
        if remote.network_id.startswith(COMMENT):
            key = remote.network_id.removeprefix(COMMENT)
            self._comments().filter(key=key, withdrawn_at=None).update(withdrawn_at=now())
        else:
            key = remote.network_id.removeprefix(POST)
            self._posts().filter(key=key, withdrawn_at=None).update(withdrawn_at=now())

    def find(self, sought: Sought) -> RemoteRef | None:
        return self._known(sought.key)

    def _known(self, key: str) -> RemoteRef | None:
        post = self._posts().filter(key=key).first()
        if post is not None:
            return self._post_ref(post)
        comment = self._comments().filter(key=key).first()
        return self._comment_ref(comment) if comment is not None else None

    def hide(self, remote: RemoteRef) -> None:
        self._comments().filter(key=remote.network_id.removeprefix(COMMENT)).update(state=HubComment.HIDDEN)

    def show(self, remote: RemoteRef) -> None:
        self._comments().filter(key=remote.network_id.removeprefix(COMMENT)).update(state=HubComment.SHOWN)

    def measure(self, remotes: Sequence[RemoteRef]) -> tuple[Counts, ...]:
        keys = {remote.network_id.removeprefix(POST) for remote in remotes}
        counted = (
            self._comments()
            .filter(post__key__in=keys, state=HubComment.SHOWN, from_hospital=False)
            .values_list("post__key")
            .annotate(number=Count("id"))
        )
        replies = dict(counted)
        return tuple(Counts(f"{POST}{key}", {"replies": replies.get(key, 0)}) for key in sorted(keys))

    def _posts(self) -> QuerySet[HubPost]:
        return HubPost.objects.filter(organization=self.organization)

    def _comments(self) -> QuerySet[HubComment]:
        return HubComment.objects.filter(organization=self.organization)

    def _post_ref(self, post: HubPost) -> RemoteRef:
        url = f"/h/{self.organization.slug}/posts/{post.slug}/"
        return RemoteRef(f"{POST}{post.key}", str(post.version), url)

    def _comment_ref(self, comment: HubComment) -> RemoteRef:
        url = f"/h/{self.organization.slug}/posts/{comment.post.slug}/#comment-{comment.pk}"
        return RemoteRef(f"{COMMENT}{comment.key}", "1", url)
