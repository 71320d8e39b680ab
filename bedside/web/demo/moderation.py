"""Moderation in the demo hospital, invented: a policy in force, acts by it, an appeal, a wave of spam, corrections."""

from datetime import date, datetime, timedelta

from bedside.channels import actions as channels
from bedside.channels import queries as channel_queries
from bedside.channels.models import Account, Arrival
from bedside.inbox import actions
from bedside.inbox import queries as inbox_queries
from bedside.inbox.clauses import ENFORCEABLE, TELLING, Own
from bedside.inbox.models import Conversation, ModerationAct
from bedside.inbox.moderation import Kind
from bedside.organizations.models import Member, Organization

CHILDREN = Own(
    "Pictures of children, also of your own.", "Fotos de niños, tampoco de los suyos.", rule=True, neutral=True
)
#: What people wrote below the newest post, and by which clause it was hidden.
HIDDEN = (
    ("Gareth", "Best roof repair in town, call us today and get 20 % off!", "ads"),
    ("Lila", "The man in the bed next to my aunt has the flu, ask the Millers.", "others_health"),
    ("Toby", "Vote for the new bridge! Nothing else matters in this county.", "off_topic"),
)
WAVE = "I lost my savings and this trader got all of it back, he helps everybody who writes to him today."
SPAM = "Earn $4,000 a week from home! Write me on WhatsApp, or visit https://win.example.com/now"
#: Claim, other ways, English, Spanish, source, its address, its day.
CLAIMS = (
    (
        "The flu shot gives you the flu",
        "I got the flu from the flu vaccine\nla vacuna da gripe",
        "The flu shot cannot give you the flu: it holds no living virus. A sore arm is the body at work.",
        "La vacuna contra la gripe no causa la gripe.",
        ("CDC", "https://www.cdc.gov/flu/vaccines/", date(2026, 9, 4)),
    ),
    (
        "Vaccines cause autism",
        "shots give kids autism\nlas vacunas causan autismo",
        "Vaccines do not cause autism. Studies of more than a million children found no link.",
        "",
        ("American Academy of Pediatrics", "https://www.healthychildren.org/", date(2026, 5, 12)),
    ),
    (
        "Antibiotics help against a cold",
        "you need antibiotics for the flu",
        "Antibiotics work against bacteria. Colds and the flu come from viruses, so they do not help there.",
        "",
        ("CDC", "https://www.cdc.gov/antibiotic-use/", date(2026, 3, 2)),
    ),
)


def fill(organization: Organization, people: dict[str, Member], hub: Account, at: datetime) -> None:
    """Through the actions, in the days before."""
    _policy(organization, people, at=at - timedelta(days=120))
    acts = _acts(organization, people, hub, at=at)
    if acts:
        actions.undo_moderation(
            act=acts[-1], why="The post was about roads to the hospital.", by=people["approver"],
            at=at - timedelta(hours=2),
        )  # fmt: skip
        actions.ask_moderation_appeal(
            organization=organization, act=acts[0], where="", words="I only answered who asked for a roofer above me.",
            language="en", at=at - timedelta(hours=3),
        )  # fmt: skip
    _wave(organization, hub, at=at)
    _claims(organization, people, at=at)


def _policy(organization: Organization, people: dict[str, Member], *, at: datetime) -> None:
    made = actions.keep_policy(
        organization=organization, ownership="private", on=[*TELLING, *ENFORCEABLE], own=[CHILDREN],
        by=people["administrator"], at=at,
    )  # fmt: skip
    made = actions.propose_policy(policy=made, by=people["administrator"], at=at + timedelta(hours=1))
    actions.approve_policy(policy=made, seen=made.digest, by=people["privacy officer"], at=at + timedelta(days=1))


def _said(organization: Organization, hub: Account, name: str, text: str, *, at: datetime) -> Conversation | None:
    post = channel_queries.hub_posts(organization).filter(account=hub).first()
    if post is None:
        return None
    made = channels.comment(
        post=post, author_name=name, visitor=f"visitor-{name.casefold()}", text=text, shown_name=name, shown_text=text,
        show=True, at=at,
    )  # fmt: skip
    arrival = Arrival.objects.get(organization=organization, network_id=f"hub/comment/{made.key}")
    return actions.take_in(arrival=arrival, at=at)


def _acts(organization: Organization, people: dict[str, Member], hub: Account, *, at: datetime) -> list[ModerationAct]:
    acts = []
    for number, (name, text, clause) in enumerate(HIDDEN):
        when = at - timedelta(days=1, hours=number)
        talk = _said(organization, hub, name, text, at=when)
        if talk is None:
            continue
        act = actions.moderate(
            message=inbox_queries.messages_of(talk)[0], kind=Kind.HIDE, clause=clause, words="", by=people["responder"],
            at=when + timedelta(minutes=20),
        )  # fmt: skip
        actions.close(conversation=talk, by=people["responder"], at=when + timedelta(minutes=21))
        if act is not None:
            acts.append(act)
    return acts


def _wave(organization: Organization, hub: Account, *, at: datetime) -> None:
    for minutes, name in ((50, "Brian"), (44, "Agnes"), (37, "Sofia")):
        _said(organization, hub, name, WAVE, at=at - timedelta(minutes=minutes))
    _said(organization, hub, "Wealth Coach", SPAM, at=at - timedelta(minutes=31))


def _claims(organization: Organization, people: dict[str, Member], *, at: datetime) -> None:
    for number, (myth, ways, english, spanish, (source, url, day)) in enumerate(CLAIMS):
        when = at - timedelta(days=40 - number)
        made = actions.write_claim(
            organization=organization, myth=myth, ways=ways, texts={"en": english, "es": spanish}, source_name=source,
            source_url=url, source_date=day, review_date=at.date() + timedelta(days=150), by=people["responder"],
            at=when,
        )  # fmt: skip
        if number < len(CLAIMS) - 1:
            actions.approve_claim(claim=made, seen=made.digest, by=people["clinician"], at=when + timedelta(days=1))
