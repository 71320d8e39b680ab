"""The etiquette: the policy in force, in plain words for everybody who writes. A list of blocks that is kept whole, so
that what somebody read and attested can be shown word for word, whatever the product says later."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bedside.guard.policy.floor import BY_RULE, DISCLOSURES, FACE_RULE, FLOOR, HARD, OPEN, RULES, TERM_RULE, lowered
from bedside.guard.policy.shapes import Policy
from bedside.guard.policy.words import FACE_REASON, FACE_SOURCE, words_of
from bedside.guard.replies import CONCERN, CONTACT, PRIVACY, THANKS, VALUES
from bedside.guard.shapes import Facts

#: kind "h2", "h3", "p", "note", "list" (items), "rule" (title, never, instead, why, source, bad, good, said, here).
Block = dict[str, Any]

HOW = {"off": "is not checked here", "warning": "is only a warning here", "allowed": "lets pass here"}


def compose(policy: Policy, *, facts: Facts, officers: Sequence[str], number: int) -> list[Block]:
    """The whole text. `officers` are the privacy officers' names, `number` the policy's version."""
    return [
        *_opening(facts, number),
        *_lowered(policy),
        *_chapter(
            "What we never say",
            "Whatever tells that somebody is or was a patient, or anything of their care. Bedside holds such a text.",
            _in_order(DISCLOSURES),
            policy,
        ),
        *_answering(facts),
        *_chapter(
            "What can never leave",
            "Numbers that name one person by themselves. Nobody can release them, for no reason.",
            _in_order(HARD),
            policy,
        ),
        *_chapter(
            "What identifies a person",
            "The identifiers of the privacy rule. One alone can be enough. Bedside holds such a text.",
            _in_order(FLOOR - DISCLOSURES),
            policy,
        ),
        *_chapter(
            "What we think about twice",
            "Claims, tone and paid words. Bedside warns; you may send with a reason, which is kept.",
            _in_order(OPEN),
            policy,
        ),
        *_own_words(policy),
        *_held(policy, officers, facts),
    ]


def sha256(blocks: list[Block]) -> str:
    """The hex SHA-256 of every word of it."""
    said = json.dumps(blocks, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _in_order(rules: Iterable[str]) -> list[str]:
    wanted = set(rules)
    return [rule for rule in RULES if rule in wanted]


def _opening(facts: Facts, number: int) -> Iterator[Block]:
    name = facts.name or "this hospital"
    yield {
        "kind": "p",
        "text": f"How {name} speaks on public networks. These are the rules Bedside checks every text by"
        + (f" (version {number} of our policy)." if number else " (the policy that comes with Bedside)."),
    }
    yield {
        "kind": "list",
        "items": [
            "Nobody's care is spoken of in public: not to thank, not to explain, not to defend us. What a person told "
            "about themselves is still theirs to tell, not ours to repeat.",
            "Everything personal moves to a telephone call.",
            "When in doubt, leave it out and ask.",
        ],
    }


def _lowered(policy: Policy) -> Iterator[Block]:
    """What this hospital protects less than the product does, said at the top, not between the lines."""
    found = lowered(policy)
    if not found:
        return
    yield {"kind": "h2", "text": "What is lowered here"}
    yield {
        "kind": "note",
        "text": "The privacy officer approved this, with these reasons. Everything else is as strict as Bedside is.",
    }
    yield {
        "kind": "list",
        "items": [
            f"{words_of(one.rule).title}: the rule {HOW[one.how]}"
            + (f" “{one.phrase}”" if one.phrase else "")
            + f". Reason: {one.reason}"
            for one in found
        ],
    }


def _chapter(title: str, lead: str, rules: Sequence[str], policy: Policy) -> Iterator[Block]:
    yield {"kind": "h2", "text": title}
    yield {"kind": "p", "text": lead}
    for rule in rules:
        yield _rule(rule, policy)


def _rule(rule: str, policy: Policy) -> Block:
    words, setting = words_of(rule), policy.setting(rule)
    check = BY_RULE.get(rule)
    here = ""
    if not setting.on:
        here = "This rule is off here."
    elif setting.severity and check is not None and setting.severity != check.severity:
        here = "Here it stops the text." if setting.severity == "block" else "Here it is only a warning."
    pictures = rule == FACE_RULE  # an example of a picture cannot be typed
    return {
        "kind": "rule",
        "title": words.title,
        "never": words.never,
        "instead": words.instead,
        "why": check.reason if check is not None else FACE_REASON,
        "source": check.source if check is not None else FACE_SOURCE,
        "bad": words.bad,
        "good": words.good,
        "inbound": words.inbound,
        "said": ""
        if pictures
        else {"post": "In a post", "reply": "In an answer", "message": "In a message"}[words.kind],
        "here": here,
    }


def _own_words(policy: Policy) -> Iterator[Block]:
    if policy.terms:
        yield {"kind": "h2", "text": words_of(TERM_RULE).title}
        yield {"kind": "p", "text": f"{words_of(TERM_RULE).never} {words_of(TERM_RULE).instead}"}
        yield {
            "kind": "list",
            "items": [
                f"“{term.phrase}”"
                + (f": say “{term.replacement}”" if term.replacement else "")
                + f". {term.reason}"
                + (" Such a text is held." if term.severity == "block" else "")
                for term in policy.terms
            ],
        }
    fine = [one for one in policy.allowed if one.rule not in FLOOR]
    if fine:
        yield {"kind": "h2", "text": "Words that are fine here"}
        yield {
            "kind": "list",
            "items": [f"“{one.phrase}” ({words_of(one.rule).title.lower()}): {one.reason}" for one in fine],
        }


def _answering(facts: Facts) -> Iterator[Block]:
    phone, mail, url, office = CONTACT["en"]
    if facts.phones:
        contact = phone.format(facts.phones[0])
    elif facts.emails:
        contact = mail.format(facts.emails[0])
    elif facts.urls:
        contact = url.format(facts.urls[0])
    else:
        contact = office
    yield {"kind": "h2", "text": "How to answer"}
    yield {
        "kind": "p",
        "text": "An answer made of these sentences is always safe: thanks, or that it is taken seriously; what we "
        "stand for; why we say no more; a way to talk. Bedside offers it whole, in English and Spanish.",
    }
    yield {"kind": "list", "items": [THANKS["en"], CONCERN["en"], VALUES["en"], PRIVACY["en"], contact]}
    yield {
        "kind": "p",
        "text": "Never confirm, never correct, never defend with a detail, even when what they wrote is wrong. "
        "If a life may be in danger, the crisis card goes first: 911, or 988 by call or text.",
    }


def _held(policy: Policy, officers: Sequence[str], facts: Facts) -> Iterator[Block]:
    yield {"kind": "h2", "text": "When Bedside holds your text"}
    ask = (
        "If you are sure that a finding is wrong, press “Ask the privacy officer”. Only they can release a text, for "
        "24 hours, exactly as it stands; a change makes it void."
        if policy.overrides == "privacy_officer"
        else "Nobody can release it here: write it another way."
    )
    warning = (
        "A warning lets you send with a reason, which is kept with your name."
        if policy.warnings_need_reason
        else "A warning about claims or tone asks for no reason here; think all the same."
    )
    yield {
        "kind": "list",
        "items": [
            "Read the sentence beside each finding; it says why and what to write instead.",
            warning,
            ask,
            "“This is wrong” tells the privacy officer about a mistake of Bedside's. Nothing is loosened by itself.",
        ],
    }
    yield {"kind": "h2", "text": "Whom to ask"}
    who = ", ".join(officers) if officers else "the administrator, until a privacy officer is named"
    line = f" Our main line is {facts.phones[0]}." if facts.phones else ""
    yield {"kind": "p", "text": f"Our privacy officer: {who}.{line}"}
    yield {
        "kind": "note",
        "text": "If something went out that should not have: tell the privacy officer at once, at any hour. Do not "
        "delete it quietly; what matters is that it is dealt with (45 CFR 164.308(a)(6)).",
    }
