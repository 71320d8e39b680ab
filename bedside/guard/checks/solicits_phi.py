"""Asking somebody to give identifiers or health details over a network, in public or by direct message."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

ASK = alternatives(r"""
    send / share / tell / give / post / comment / drop / d\.?m / pm / message / msg / inbox / text
    type / reply / respond / write / put / upload / attach / provide / include / leave / list / snap
    pop / shoot / pass / paste / confirm / verify / state / let us know / let me know / fill in / enter
    forward / submit / email / m[aá]nd[ea]nos / env[ií][ea]nos / m[aá]ndame / d[ií]ganos
    escr[ií]b[ea]nos / comparta / compártanos / ponga / deje / d[eé]nos / pásenos
""")
DETAIL = (
    r"(?:full name|first and last name|last name|(?:your|the|his|her|their|patient'?s?|"
    r"kid'?s?|child'?s?) (?:full )?names?|names?(?:,| and| \+| &| w/)|name and|dob|"
    r"d\.o\.b\.?|date of birth|birth ?date|birthday|"
    r"mrn|medical record|record number|chart number|ssn|social(?: security)?|last "
    r"(?:four|4)|member (?:id|number)|policy (?:number|#|no)|insurance (?:id|card|"
    r"info|number|details)|"
    r"insurance|group number|medicare (?:number|card)|card number|account (?:number|"
    r"#)|acct|driver'?s? licen[cs]e|photo id|"
    r"home address|your address|mailing address|cell(?: number)?|phone number|your (?:phone|number|cell|email)|"
    r"diagnos[ie]s|symptoms?|medications?|meds|med list|conditions?|what (?:you|"
    r"he|she|they)(?:'re| are| were)? (?:had done|take|taking|use|on|seen for|came "
    r"in for|being treated)|"
    r"what you had|which (?:day|doctor|surgeon|procedure|meds?)|who (?:you saw|treated "
    r"you)|when you (?:were|came|visited)|date of (?:your )?(?:visit|service|surgery)|"
    r"visit date|"
    r"photos? of (?:the|your|it)|pics? of (?:the|your|it)|picture of (?:the|your)|"
    r"your (?:results|labs|records|chart|story|experience|scan|report)|test results|"
    r"lab results|"
    r"username|password|security question|how (?:much|long|far along)|a1c|numbers|weight|pregnan\w+|"
    r"nombre(?: completo)?|fecha de nacimiento|número de (?:seguro|expediente|póliza|"
    r"miembro)|seguro social|expediente|diagn[oó]stico|s[ií]ntomas|direcci[oó]n|"
    r"póliza|medicamentos)"
)
GIVE = re.compile(rf"\b{ASK}\b[^.!?\n]{{0,70}}?(?<![\w]){DETAIL}(?![\w])")
QUESTION = re.compile(
    r"\b(?:what'?s|what is|what was|what are|can (?:we|i) (?:get|have|grab)|could "
    r"(?:we|i) (?:get|have)|may (?:we|i) have|we(?:'ll| will| just)? need|we'd need|"
    r"i(?:'ll)? need|need|can you (?:confirm|verify)|remind (?:us|me)|"
    rf"cu[aá]l es|necesitamos|necesito)\b[^.!?\n]{{0,40}}?(?<![\w])(?:ur|your|his|"
    rf"her|the patient's|the|su|mom's|dad's|kid's|their)[^.!?\n]{{0,16}}?(?<![\w]){DETAIL}(?![\w])"
)
ABOUT_ILLNESS = re.compile(r"what (?:is|are) the (?:\w+ )?(?:symptoms?|diagnosis|numbers) (?:of|for|behind)\b")
HOW_TREATED = re.compile(
    r"\b(?:what|which) (?:medications?|meds|dose|symptoms?|condition|insurance|procedure|"
    r"surgery|doctor)\b[^.!?]{0,24}\b(?:are you|were you|did you|do you|is (?:he|"
    r"she)|was (?:he|she))\b"
)
NEGATED = re.compile(
    r"\b(?:don't|do not|never|please don't|not|avoid|without|no need to|instead "
    r"of|rather than|can't|cannot|won't|no|nunca|aren't|isn't)\b[^.!?;,]{0,40}$"
)
SAFE_WAY = re.compile(
    r"\b"
    + alternatives(r"""
    call / phone / ring / dial / portal / in person / stop by / come by / front desk
    at the (desk|window) / apply / resume / rsvp / by (mail|phone) / secure / form at
    registration form / hr / careers? / fax / recruit\w* / contest / raffle / volunteer
""")
    + r"\b"
)
NETWORK = re.compile(
    r"\b(?:here|below|comments?|dm|dms|inbox|message|messenger|thread|reply|chat|"
    r"text|privately|por aquí|pm|email|us|me)\b|[⬇👇📩]"
)
CAREERS = re.compile(
    r"\b(?:resume|résumé|cv|apply|application|hiring|jobs?|shift|vendor|donat\w+|"
    r"press|media|reporter|school's name|team name)\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Requests for personal details that a reader would answer on the network itself."""
    for sentence in scene.sentences:
        for pattern in (GIVE, QUESTION, HOW_TREATED):
            hit = pattern.search(sentence.low)
            if not hit or NEGATED.search(sentence.low[: hit.start()]) or NEGATED.search(hit.group()[:24]):
                continue
            if ABOUT_ILLNESS.match(scene.low, sentence.start + hit.start()):
                continue
            by_phone = SAFE_WAY.search(sentence.low[: hit.start()]) or SAFE_WAY.search(hit.group())
            if by_phone and not NETWORK.search(hit.group()):
                continue
            if CAREERS.search(sentence.low) and not re.search(
                r"\b(?:ssn|social|dob|diagnos|birth|insurance)", sentence.low
            ):
                continue
            if pattern is QUESTION and re.search(r"\b(?:bring|when you call|at check-in)\b", sentence.low):
                continue
            yield Match(sentence.start + hit.start(), sentence.start + hit.end())
            break


CHECK = Check(
    rule="solicits_phi",
    severity="block",
    reason="This asks somebody to give personal or health details over a network that is not private.",
    source="45 CFR 164.530(c)(1); 45 CFR 164.312(e) (safeguards for messages)",
    suggestion="please call us so that we can talk privately",
    find=find,
)
