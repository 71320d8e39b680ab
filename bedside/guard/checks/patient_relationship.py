"""Words that say or imply that somebody is or was a patient here: the commonest way a polite reply breaks HIPAA."""

import re
from collections.abc import Iterator

from bedside.guard.checks.bonds import COMPOSED
from bedside.guard.checks.cues import DECLINES, is_general, speaks_of_private_person
from bedside.guard.checks.story import anchors, tells_story
from bedside.guard.lexicon.clinical import CARE, HEALTH, PLACES_OF_CARE
from bedside.guard.lexicon.names import KIN
from bedside.guard.lexicon.wording import alternatives
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

OF = r"(?:your|ur|yr|his|her|their|mom's|dad's|mama's|momma's|the patient's|the family's)"
ADJ = r"(?:(?!own\b|doctor|dr\b|clinic|clinician|local|nearest|county|community)[\w'-]+\s){0,2}?"

# Sure signs: they speak of one person whatever else the sentence says.
SURE = (
    tuple(
        re.compile(pattern)
        for pattern in (
            # Somebody looked something up, or the record speaks.
            r"\b(?:we|i|they|he|she|our \w+|team|staff)?\s?(?:'ve |have |has |just |also "
            r"|already |did )?(?:looked (?:into|up|at|through|over)|pulled|reviewed|checked|"
            r"went (?:through|over)|"
            rf"ran|audited|opened|re-?read|found|located|have) (?:up )?(?:{OF}|the) {ADJ}(?:chart|"
            r"file|record|records|notes?|intake|account|visit|case|log|paperwork|referral|"
            r"results?|labs?|history|tag)\b",
            r"\b"
            + alternatives(r"""
    chart / file / records? / notes / system / log / logs / letter / schedule / portal / timestamps?
    footage / paperwork / badge data / plan / audit
""")
            + (
                r"\s(?:clearly |also )?(?:shows?|says?|has|have|reads?|notes?|records|indicates?|confirms?"
                r"|lists?|reflects?)\s(?:that )?(?:you|your|he|she|they|his|her|an?|the|him|\d|no)\b"
            ),
            r"\b(?:in|on|from|per|by) (?:your|ur|his|her|their) (?:\w+ )?(?:chart|file|records?|"
            r"hx|history|notes?|account|paperwork|letter|intake)\b",
            # Thanks for having been a patient.
            r"\b(?:thank you|thanks|thx|gracias|grateful|honou?red|privileged?|honou?r|pleasure|"
            rf"joy|delight|glad|happy|lucky)\b[^.!?]{{0,30}}\b(?:for )?(?:choos(?:ing|e)|"
            r"chose|trust(?:ing|ed)?|letting us|coming (?:in|to|by|back)|visiting|being "
            rf"(?:a|our|such)[\w\s]{{0,12}}(?:patient|mom|dad)|"
            r"to (?:care for|look after|treat|deliver|take care of|help|be part of|serve|"
            rf"meet|see|have|walk with|be there for) (?:you|your|him|her|them|{KIN}))\b",
            # How somebody is now.
            r"\b"
            + alternatives(r"""
                glad / happy / thrilled / relieved / delighted / so good / great / wonderful / overjoyed / pleased
                hope / hoping / sorry
            """)
            + (
                r"\b[^.!?,]{0,24}\b(?:you're|you are|your (?:\w+ ){0,3}(?:is|are|was|went|'s)|he's|she's"
                r"|he is|she is|they're|baby is|little one is)\b[^.!?]{0,24}\b(?:feeling|healing|doing|home"
                r"|recover\w*|walking|better|back|well|healthy|great|okay|ok|fine|smooth\w*|safe|over|done"
                r"|pain|mend\w*)"
            ),
            r"\b(?:speedy|quick|full|smooth|continued) recovery\b|\b(?:rest up|heal up|feel "
            r"better|get well|keep healing|heal fast)\b",
            # What we did to a person.
            r"\bwe (?:\w+ )?(?:saw|treated|cared for|looked after|admitted|discharged|delivered|"
            r"operated on|stitched|patched|fixed|took care of|transferred|saved|gave|served|"
            r"helped|caught|kept) (?:you|u|him|her|them|your|his|y'all|the both of you|both)\b",
            r"\b"
            + alternatives(r"""
                have / had / got / 've got / put / kept / squeezed? / moved? / moving / booked / scheduled
                rescheduled / bumped / pencil+ed / penciled / got / set / slotted / fit / fitted
            """)
            + (
                r" (?:you|u|ya|him|her|them|your (?:mom|mother|son|daughter|wife|husband)) (?:\w+ )?(?:down"
                r"|in|on|up|to|for|at|with|scheduled|booked|set|back|under)\b"
            ),
            r"\b"
            + alternatives(r"""
                emailed / e-mailed / faxed / mailed / called / texted / phoned / rang / sent / released / forwarded
                re-?sent / left / overnighted
            """)
            + (
                r" (?:everything|you|him|her|them|your|his|it (?:over )?to (?:you|him|her|your)"
                r"|the (?:results?|records?|referral|images|labs|report|letter|photos|films|disc)"
                r"|a voicemail|a message|you a)\b"
            ),
            r"\b(?:you|u|ya|he|she|they|(?:your|ur) [\w-]+)\s(?:were|was|are|is|'re|'s|have "
            r"been|has been|had been|got|get)\s(?:\w+ly |just |all |also |then |never |not "
            r"|still |up ){0,3}(?:seen|treated|admitted|discharged|triaged|checked in|checked "
            r"out|here|in (?:our|bay|room|bed|the (?:er|ed|icu|hospital|unit|nicu|or))|scheduled|"
            r"booked|set for|due (?:for|back|in)|"
            r"given|prescribed|referred|stable|resting|sedated|intubated|transferred|released|"
            r"operated|on (?:the|our) (?:schedule|list|unit|floor|books|waitlist|transplant "
            r"list)|upstairs|a patient|our patient|enrolled|registered|roomed|infused|medicated|"
            r"marked|listed|flagged|billed|offered|told|asked|called|late|next|upstairs)\b",
            r"\b(?:you|u|he|she|they)(?:'ve|'d| have| had| did)?\s(?:\w+ly |just |never "
            r"|also |only ){0,3}(?:came (?:in|to|by|back|through)|come in|visited|checked in|"
            r"checked out|stayed|no-?showed|left (?:ama|before|against|without|the (?:er|"
            r"ed|unit)|detox)|signed|refused|declined|missed (?:your|his|her|the|two|three|"
            r"\w+ appoint)|canceled|cancelled|"
            r"waited|presented|arrived|brought (?:him|her|your|in)|walked (?:in|out)|reported|"
            r"requested|consented|tolerated|rang (?:the|that)|delivered|had done|chose to "
            r"leave|checked (?:him|her)self)\b",
            r"\b"
            + alternatives(r"""
                when / while / after / before / since / until / till / once / the (day|night|morning|time)
            """)
            + (
                r" (?:you|u|he|she|they|your [\w-]+|your [\w-]+ [\w-]+) (?:came|come|were|was|arrived|left"
                r"|had|got|visited|stayed|checked|called us|signed|saw|sliced|cut|broke|fell|delivered"
                r"|are back|is back|get back|see|sees)\b"
            ),
            r"\b(?:your|ur|his|her) (?:last|next|recent|first|second|third|upcoming|most "
            r"recent|previous|prior|latest|other|follow-?up|\d+(?:st|nd|rd|th)?|(?:mon|tues|"
            rf"wednes|thurs|fri|satur|sun)day|\d+[:\d]*) (?:\w+ )?{CARE}\b",
            # Places of care tied to a person.
            rf"\b(?:he|she|you|your [\w-]+|who|(?:gentle)?man|lady|guy|woman|patient|kid)\b[^.!?]{{0,30}}\b(?:in|"
            rf"at|to|from|left|out of|through) (?:our |the |bay |bed |room )?(?:{PLACES_OF_CARE}|"
            r"bay \d|bed \d|room \d|unit \d|chair \d)",
            r"\b(?:the|that) (?:\w+ )?(?:gentleman|lady|man|woman|patient|person|guy|gal|"
            r"kid|girl|boy|family|couple|owner|fella|party)\s(?:\w+ ){0,2}?(?:in (?:bay|"
            r"bed|room|curtain)|ahead of you|next to you|before you|was (?:a|having|in)|"
            r"who (?:came|was|coded)|upstairs)",
            r"\bin our care\b|\bas (?:your|his|her) (?:doctor|provider|surgeon|care team|"
            r"hospital|clinic|dentist|therapist)\b|\b(?:a|our|your) (?:longtime|long-time|"
            r"valued|loyal|former|current|existing|established|new|favorite) patients?\b(?! "
            r"of)|\bpatients? like (?:you|her|him)\b|\bone of our (?:own |favorite |first "
            r"|very )?(?:patients|babies|families|kiddos)\b",
            r"\b(?:see|seeing) (?:you|u|ya|him|her|y'all) (?:then|at your|at \d|on (?:the|"
            r"mon|tue|wed|thu|fri|\d)|next (?:visit|time|week|month|appointment)|in (?:\d|"
            r"two|three|four|six|a few|clinic)|soon for|for (?:your|the|his|her)|back|again|"
            r"monday|tuesday|wednesday|thursday|friday|tomorrow)\b|\bsee (?:ya|u|you) (?:then|"
            r"there)\b",
            r"\bmiss(?:ed)? (?:you|him|her|them|seeing (?:you|him|her))\b|\b(?:next time|"
            r"whenever|when) you're (?:back|in|here)\b|\buntil (?:we see you|your)\b|\byour "
            r"spot is\b|\byour bed is\b|\byou're (?:in|set|all set|on the list|confirmed|"
            r"booked|scheduled|good to go for|due|next|cleared)\b|\bwelcome back\b",
            r"\b(?:mr|mrs|ms|miss)\.? [a-z'-]+ (?:is|was|has|had|will be|went|came|left|"
            rf"did)\b|\b(?:your|ur) {KIN}(?:'s| is| was| has| had| will be| did| got| came|"
            r" left| went| seems| tolerated)\b(?! welcome)",
            # Spanish.
            r"\b(?:su|tu) (?:\w+ )?(?:cita|visita|cirugía|operación|expediente|receta|consulta|"
            r"estancia|tratamiento|resultados?|presión|examen|radiografía|parto|bebé|alta|"
            r"historial|análisis) (?:\w+ ){0,2}?(?:es|está|están|fue|salió|salieron|quedó|"
            r"ya|sigue|para|del|de|a las|con)\b|"
            r"\b(?:lo|la|los|le|te) (?:atendimos|vimos|tratamos|operamos|dimos de alta|esperamos "
            r"(?:el|mañana|a las)|tenemos (?:el|para|anotad\w)|cambiamos|agendamos|programamos)\b|"
            r"\b(?:cuando|que) (?:usted )?(?:vino|nos visitó|estuvo|llegó)\b|gracias por "
            r"(?:elegirnos|confiar|visitarnos|venir)|\b(?:nos alegra|qué bueno) que (?:\w+ "
            r"){0,3}(?:esté|se sienta|saliera|siga|haya (?:salido|ido|sanado|mejorado|quedado|vuelto))",
        )
    )
    + COMPOSED
)
# Likely signs: they count unless the sentence is general, an offer, or a refusal to discuss.
LIKELY = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:your|ur|yr|his|her) {ADJ}{CARE}\b",
        rf"\b(?:your|ur|his|her) {ADJ}{HEALTH}\b",
        rf"\byour (?:\w+ ){{0,2}}{KIN}\b(?= (?:is|was|has|had|needs?|will|looks?|did|got|rang|walked)\b|'s)",
        r"\b(?:you|u)(?:'ve|'d| have| had)? (?:had|been through|went through|got|finished|"
        r"completed|survived|asked for|picked up|filled|walked|told (?:us|the)|described|"
        r"experienced|spent)\b",
        r"\bfor you (?:at|on|tomorrow|today|monday|tuesday|wednesday|thursday|friday)\b|"
        r"\byou and (?:your|baby)\b|\byou (?:two|three|both) (?:are|were)\b",
        r"\b(?:that|this|last|the other) (?:day|night|morning|afternoon|shift|visit|week)\b[^.!?]{0,40}\byou\b",
    )
)
LIBERAL = re.compile(
    r"\b(?:thank(?:s| you)? (?:so much )?for (?:sharing|your (?:kind|feedback|patience|"
    r"words|note|message|review|support|question|comment)))\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """In answers: phrases and pronouns that tie the person to care; in posts: the person a story points at."""
    if scene.publishes:
        yield from _in_post(scene)
        return
    for sentence in scene.sentences:
        low = sentence.low
        declined = DECLINES.search(low) is not None
        for pattern in SURE:
            hit = pattern.search(low)
            if (
                hit
                and not (declined and DECLINES.search(low[: hit.end()]))
                and not _conditional_before(low, hit.start())
            ):
                yield Match(sentence.start + hit.start(), sentence.start + hit.end())
                break
        else:
            if is_general(low) or declined:
                continue
            for pattern in LIKELY:
                hit = pattern.search(low)
                if hit and not _conditional_before(low, hit.start()):
                    yield Match(sentence.start + hit.start(), sentence.start + hit.end())
                    break
            else:
                offset = speaks_of_private_person(scene, sentence)
                if offset is not None:
                    yield Match(offset, _clause_end(scene, offset))


def _conditional_before(low: str, offset: int) -> bool:
    """Whether a condition or an invitation opens the clause: "if you were seen here", "please bring your chart"."""
    return bool(
        re.search(
            r"\b"
            + alternatives(r"""
                if / unless / whether / anyone / anybody / everyone / everybody / whoever / every / any / can / may
                might / could / would / please / call / bring / ask / check / use / request / reach / contact
                visit / want / to (get|see|request|discuss|book|schedule|change)
            """)
            + r"\b[^.!?;]{0,40}$",
            low[:offset],
        )
    )


def _clause_end(scene: Scene, offset: int) -> int:
    stop = re.compile(r"[,.;!?\n]").search(scene.text, offset)
    return min(stop.start() if stop else len(scene.text), offset + 60)


def _in_post(scene: Scene) -> Iterator[Match]:
    if scene.released:
        return
    told = tells_story(scene)
    if told:
        first = next(iter(anchors(scene)), told)
        yield Match(first.start, max(first.end, _clause_end(scene, first.start)))


CHECK = Check(
    rule="patient_relationship",
    severity="block",
    reason="This says or implies that a particular person is or was a patient here.",
    source="45 CFR 164.502(a); OCR actions on review replies, 2019-2023",
    suggestion="anyone who receives care here",
    find=find,
)
