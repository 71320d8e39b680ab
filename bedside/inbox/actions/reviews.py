"""Reviews: kept with every form they ever had, and taken out as a table without people."""

from datetime import datetime

from bedside.audit import actions as audit
from bedside.channels.models import Arrival
from bedside.inbox.models import Message, Review, ReviewVersion
from bedside.organizations.models import Member, Organization


def keep_review(message: Message, arrival: Arrival) -> Review | None:
    """The review this message is, as it reads now; a version more where its stars or words changed. None where it is no
    review. Part of taking in, in its transaction."""
    if arrival.kind != "review":
        return None
    review = Review.objects.filter(organization_id=arrival.organization_id, message=message).first()
    if review is None:
        review = Review.objects.create(
            organization_id=arrival.organization_id, message=message, account=arrival.account, stars=arrival.stars,
            posted_at=arrival.posted_at, past=arrival.past,
        )  # fmt: skip
        _version(review, message, 1, arrival.posted_at if arrival.changed_at is None else arrival.changed_at)
        return review
    last = ReviewVersion.objects.filter(organization_id=review.organization_id, review=review).latest("number")
    if (last.stars, last.text) != (arrival.stars, message.text):
        review.stars = arrival.stars
        review.save(update_fields=["stars"])
        _version(review, message, last.number + 1, arrival.changed_at or arrival.received_at)
    return review


def _version(review: Review, message: Message, number: int, at: datetime) -> None:
    ReviewVersion.objects.create(
        organization_id=review.organization_id, review=review, number=number, stars=review.stars, text=message.text,
        at=at,
    )  # fmt: skip


def note_reviews_exported(*, organization: Organization, number: int, by: Member, at: datetime) -> None:
    """Records that somebody took the table of reviews along."""
    audit.record("inbox.reviews_exported", organization=organization, subject=None, by=by, at=at, number=number)
