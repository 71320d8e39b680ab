"""How stored names read to a person, in the language of the page."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bedside.answers.labels import INTENTS as INTENTS
from bedside.answers.labels import LANGUAGES as LANGUAGES
from bedside.answers.labels import SPECIALTIES as SPECIALTIES
from bedside.answers.labels import Words as Words

URGENCIES: dict[str, Words] = {"critical": _("critical"), "high": _("high"), "normal": _("normal"), "low": _("low")}
SENTIMENTS: dict[str, Words] = {"negative": _("negative"), "neutral": _("neutral"), "positive": _("positive")}
FIELDS: dict[str, Words] = {
    "urgency": _("Urgency"),
    "level": _("Level"),
    "intent": _("What it is about"),
    "specialty": _("Specialty"),
    "sentiment": _("Mood"),
    "language": _("Language"),
    "card": _("Crisis card"),
}
CARDS: dict[str, Words] = {
    "988": _("Somebody may be thinking of suicide"),
    "911": _("This may be a medical emergency"),
    "security": _("This may be a threat"),
}
ALL = URGENCIES | INTENTS | SPECIALTIES | SENTIMENTS | LANGUAGES

#: Hidden identifiers, as they read inside a message.
HIDDEN: dict[str, Words] = {
    "name": _("name"),
    "geography": _("place"),
    "date": _("date"),
    "phone": _("phone number"),
    "fax": _("fax number"),
    "email": _("e-mail"),
    "ssn": _("social security number"),
    "mrn": _("record number"),
    "health_plan_number": _("health plan number"),
    "account_number": _("account number"),
    "license_number": _("license number"),
    "vehicle_id": _("vehicle number"),
    "device_id": _("device number"),
    "url": _("web address"),
    "ip_address": _("internet address"),
    "biometric": _("biometric"),
    "other_id": _("number"),
    "age_over_89": _("age"),
}

#: View -> its name, its icon, and what its empty page says: (title, text).
VIEWS: dict[str, tuple[Words, str]] = {
    "open": (_("Waiting"), "inbox"),
    "mine": (_("Mine"), "user"),
    "unassigned": (_("Unassigned"), "user-plus"),
    "critical": (_("Critical"), "siren"),
    "answered": (_("Answered"), "message-circle-reply"),
    "snoozed": (_("Snoozed"), "alarm-clock"),
    "closed": (_("Closed"), "archive"),
    "spam": (_("Spam"), "ban"),
    "all": (_("Everything"), "layers"),
}
EMPTY: dict[str, tuple[Words, Words]] = {
    "open": (
        _("Nobody is waiting"),
        _("Everything that came in has an answer. New messages appear here by themselves."),
    ),
    "mine": (
        _("Nothing is in your hands"),
        _("Take a conversation, or answer one: it stays here until it is closed."),
    ),
    "unassigned": (_("Somebody has every conversation"), _("What nobody has taken yet appears here.")),
    "critical": (
        _("No critical messages"),
        _("Messages that may mean danger to life stand here first, with the line to share."),
    ),
    "answered": (_("Nothing answered is open"), _("Answered conversations stay here until they are closed.")),
    "snoozed": (
        _("Nothing is snoozed"),
        _("What is put out of sight until a time, or until somebody writes again, stands here meanwhile."),
    ),
    "spam": (_("No spam"), _("What was marked as spam stands here; open it again to undo that.")),
    "closed": (_("Nothing is closed yet"), _("Closed conversations are kept here, and can be opened again.")),
    "all": (
        _("Nobody has written yet"),
        _("Comments, mentions and reviews appear here as soon as an account is connected."),
    ),
}


def done(kind: str, number: int) -> str:
    """What an act did, as the bar says that offers to undo it."""
    words = {
        "close": ngettext("Closed %(n)d conversation", "Closed %(n)d conversations", number),
        "reopen": ngettext("Opened %(n)d conversation again", "Opened %(n)d conversations again", number),
        "assign": ngettext("Passed on %(n)d conversation", "Passed on %(n)d conversations", number),
        "label": ngettext("Labeled %(n)d conversation", "Labeled %(n)d conversations", number),
        "unlabel": ngettext("Took a label off %(n)d conversation", "Took a label off %(n)d conversations", number),
        "snooze": ngettext("Snoozed %(n)d conversation", "Snoozed %(n)d conversations", number),
        "spam": ngettext("Marked %(n)d conversation as spam", "Marked %(n)d conversations as spam", number),
        "not_spam": ngettext("Put %(n)d conversation back", "Put %(n)d conversations back", number),
        "merge": gettext("Merged two conversations"),
        "split": gettext("Split a conversation"),
    }
    return words.get(kind, kind) % {"n": number}


def label(name: object) -> Words:
    """The words for a stored value of triage; an unknown one reads as it is stored."""
    return ALL.get(str(name), str(name).replace("_", " "))


#: What stands on each level of the ladder, in plain words.
LEVELS: dict[str, Words] = {
    "P0": _("Life in danger: suicide with a plan, an emergency that happens now, a threat"),
    "P1": _("Urgent: thoughts of suicide, an alarm sign after care, a harm by a medicine or device"),
    "P2": _("Privacy, law and press: personal details in public, legal threats, misinformation that spreads"),
    "P3": _("Complaints, and claims of discrimination"),
    "P4": _("Questions and appointments"),
    "P5": _("Praise and small talk"),
    "P6": _("Spam, trolls, advertising"),
}

WEEKDAYS: tuple[Words, ...] = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
#: What was done by the comment policy, how, and what became of it.
MODERATION_KINDS: dict[str, Words] = {"hide": _("hidden"), "report": _("reported"), "block": _("author blocked")}
MODERATION_WAYS: dict[str, Words] = {
    "here": _("on our own site"),
    "network": _("by the network, at our request"),
    "hand": _("by hand, on the network's own pages"),
}
POLICY_STATES: dict[str, Words] = {
    "draft": _("draft"),
    "proposed": _("waits for a second person"),
    "in_force": _("in force"),
    "replaced": _("replaced"),
}
SUSPICIONS: dict[str, Words] = {
    "read": _("It reads like spam."),
    "many": _("Several people wrote the same words within a day."),
    "often": _("One person wrote the same words again and again."),
    "bait": _("It holds a link, and words about money."),
}
