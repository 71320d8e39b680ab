"""The demo's approved answers: a dozen in use, one past its review, one before its approvers, a reply that waits."""

from datetime import datetime, timedelta

from bedside.answers import actions as answers
from bedside.answers import queries as answer_queries
from bedside.inbox import actions as inbox
from bedside.inbox import queries as inbox_queries
from bedside.organizations.models import Member, Organization

VARIABLES = {
    "parking": "garage B on River Road, free for two hours",
    "visiting_hours": "every day from 9 a.m. to 8 p.m.",
    "portal": "larkspur.example.org/portal",
    "careers": "larkspur.example.org/careers",
    "billing_phone": "(555) 555-0143",
    "scheduling_phone": "(555) 555-0144",
    "records_phone": "(555) 555-0145",
    "relations_phone": "(555) 555-0146",
    "nurse_line": "(555) 555-0147",
}
GENERAL = ("parking", "visiting-hours", "interpreter", "bill", "appointment", "records", "walk-in", "insurance",
           "jobs", "waited-long", "rude", "praise-1", "complaint-1")  # fmt: skip
CLINICAL = ("symptoms", "results")
NEW = {
    "en": "Thank you for asking. Our family room on the second floor is open at every hour; {phone} knows more.",
    "es": "Gracias por preguntar. La sala para familias del segundo piso está abierta a toda hora; más en el {phone}.",
}
CALM = "We hear you, and we are glad you wrote. Please call or text 988 now; somebody is there at any hour."


def fill(organization: Organization, people: dict[str, Member], at: datetime) -> None:
    """Through the actions, some of them as of last year."""
    responder, approver, clinician = people["responder"], people["approver"], people["clinician"]
    given = {"organization": organization, "at": at - timedelta(days=40)}
    answers.keep_variables(values=VARIABLES, by=people["administrator"], **given)  # type: ignore[arg-type]
    for keys, by in ((GENERAL, approver), (CLINICAL, clinician)):
        answers.adopt(keys=keys, approving=True, by=by, **given)  # type: ignore[arg-type]
    long_ago = at - timedelta(days=380)
    answers.adopt(organization=organization, keys=["vaccines"], approving=True, by=clinician, at=long_ago)
    waiting = answers.write(
        organization=organization, title="Family room", texts=NEW, shortcut="family", intents=["service_question"],
        questions=["Is there a place where families can wait?"], by=responder, at=at,
    )  # fmt: skip
    answers.propose(answer=waiting, by=responder, at=at)
    assert answer_queries.counts(organization, today=at.date())["proposed"] == 1
    critical = inbox_queries.conversations(organization, view="critical").filter(card="988").first()
    if critical is not None:
        inbox.reply(conversation=critical, text=CALM, by=responder, at=at)
