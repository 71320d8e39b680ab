"""A year of invented reviews of the demo hospital's places: read by the same actions as everything that arrives, some
changed by their writers since, most answered. The answers are written as they were sent; the past is not sent again."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from bedside.channels import actions as channels
from bedside.channels.models import Account, Arrival
from bedside.channels.rules import Heard
from bedside.guard.models import Clearance
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message, Reply
from bedside.organizations.models import Member, Organization

SAID: tuple[tuple[int, str], ...] = (
    (5, "Kind people from the front door to the last goodbye. Thank you."),
    (5, "Everybody explained what happens next. I never felt alone."),
    (5, "Clean, calm and on time. The nurse laughed with my daughter."),
    (5, ""),
    (4, "Good care, and the cafeteria is better than it has to be."),
    (4, "Friendly staff. Parking deck B is a maze."),
    (4, "Waited a little, but they told me why."),
    (3, "Fine once you are in. Finding the entrance took twenty minutes."),
    (3, "The care was good, the bill came twice."),
    (2, "Nobody picks up the phone in the morning. I tried for three days."),
    (2, "Two hours in the waiting room without a word."),
    (1, "I was sent from desk to desk and nobody listened."),
    (1, "The bill is wrong and nobody can explain it."),
)
LATER = (4, "They called me back and sorted it out. More stars from me now.")
ANSWER = (
    "Thank you for taking the time to write. We read every review and share it with our teams. If you would like to "
    "tell us more, please call (555) 555-0142, weekdays 8 to 5."
)
NAMES = ("J. Maple", "Ana R.", "Gus", "A local guide", "Kay", "Porch Light", "Luz C.", "Walter O.", "Birdie", "Sam")
NUMBER = 96


def fill(organization: Organization, people: dict[str, Member], at: datetime, *, ask: Callable[..., object]) -> int:
    """How many were written; none where no place with reviews is connected. `ask` lets people of the rehearsal write a
    few more, which can be answered."""
    places = list(
        Account.objects.filter(organization=organization, network__in=("google", "yelp"), state=Account.CONNECTED)
        .select_related("organization")
        .order_by("network", "pk")
    )
    dice = random.Random(7)  # noqa: S311  # the same demo each time
    clearance = None
    for number in range(NUMBER if places else 0):
        account = places[number % len(places) if number % 3 else 0]
        stars, text = dice.choices(SAID, weights=[6, 5, 5, 5, 4, 3, 3, 2, 2, 2, 2, 1, 1])[0]
        posted_at = at - timedelta(days=365 * (NUMBER - number) / NUMBER, minutes=dice.randint(0, 900))
        name = dice.choice(NAMES)
        told = {"network_id": f"demo/reviews/{number}", "author_id": f"demo:{number}", "author_name": name}
        _hear(account, told, stars, text or "Stars alone.", posted_at, version="1")
        if stars < 3 and number % 2:
            _hear(account, told, *LATER, posted_at + timedelta(days=9), version="2", posted_at=posted_at)
        if dice.random() < 0.85 and posted_at < at - timedelta(days=3):
            clearance = clearance or Clearance.objects.create(
                organization=organization, digest="0" * 64, kind="reply", verdict="allow", by=people["responder"],
                at=posted_at,
            )  # fmt: skip
            hours = dice.choice((1, 2, 4, 5, 8, 20, 26, 50))
            _answer(organization, f"demo/reviews/{number}", people["responder"], clearance, hours=hours)
    for account in places:
        for seed, stars in enumerate((5, 2)):
            ask(network=account.network, to_account=account.handle, kind="review", stars=stars, seed=seed, count=1)
    return NUMBER if places else 0


def _hear(
    account: Account, told: dict[str, str], stars: int, text: str, at: datetime, *, version: str,
    posted_at: datetime | None = None,
) -> None:  # fmt: skip
    heard = Heard(
        told["network_id"], "review", text, told["author_id"], told["author_name"], told["author_name"],
        posted_at or at, version=version, stars=stars,
    )  # fmt: skip
    channels.take(account=account, heard=[heard], at=at)
    arrival = Arrival.objects.select_related("organization", "account__organization").get(
        organization_id=account.organization_id, account=account, network_id=told["network_id"]
    )
    inbox.take_in(arrival=arrival, at=at)


def _answer(organization: Organization, network_id: str, by: Member, clearance: Clearance, *, hours: int) -> None:
    message = Message.objects.select_related("conversation").get(
        organization=organization, arrival__network_id=network_id
    )
    conversation, sent_at = message.conversation, message.at + timedelta(hours=hours)
    ours = Message.objects.create(organization=organization, conversation=conversation, text=ANSWER, at=sent_at, by=by)
    Reply.objects.create(
        organization=organization, conversation=conversation, answers=message, message=ours, text=ANSWER,
        clearance=clearance, by=by, at=sent_at, sent_at=sent_at,
    )  # fmt: skip
    conversation.answered_at = conversation.last_at = conversation.closed_at = sent_at
    conversation.state, conversation.closed_by, conversation.assigned_to = "closed", by, by
    conversation.waiting_since_at = None
    conversation.save()
