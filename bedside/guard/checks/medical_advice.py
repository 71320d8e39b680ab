"""Diagnosis, dose, start or stop of a treatment, or reassurance about symptoms, to one person."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import DECLINES
from bedside.guard.lexicon.clinical import CONDITIONS, DRUGS
from bedside.guard.lexicon.wording import alternatives, near, phrases, whole
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

OBJECT = (
    rf"(?:{DRUGS}|it|them|that|one|two|half|the (?:other|second|rest|morning|night|"
    r"evening)|ice|heat|fluids|\d+ ?(?:mg|mcg|ml|units|puffs?|drops|tablets?)|a "
    r"(?:dose|pill|puff)|an ounce)"
)
ORDER = re.compile(
    r"(?:^|[.!?,;:]\s*|\b(?:just|and|so|then|go ahead and|you (?:can|should|could|"
    r"need to|may)(?: safely| just)?|i'd|we'd|try to|try|better|okay to|ok to|fine "
    r"to|safe to|now)\s+)"
    r"(?:just |also |only )?(?:stop|skip|double|halve|take|start|increase|raise|"
    r"lower|reduce|cut|hold off on|hold|switch|alternate|quit|restart|resume|wean|"
    r"taper|get|apply|rub|soak|ice|elevate|wrap|turn|loosen|add|mix|swap|drop|give|"
    r"keep taking|keep using|pop|chew|put|use)\s"
    rf"(?:[\w'-]+ ){{0,4}}?{OBJECT}\b"
)
REASSURE = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
    that's / thats / that is / it's / its / it is / this is / sounds / is / are / seems / those are
    totally / perfectly / completely / quite / pretty / very / all
""")
            + (
                r" (?:\w+ )?(?:normal|harmless|nothing (?:to worry|serious)|no big deal|common"
                r"|to be expected|fine (?:with|to|for|if|on)|safe (?:with|to|for)|just (?:a |an "
                r"|the )?(?:[\w-]+ )?(?:virus|gas|stress|anxiety|cold|bug|bruise|reflux|heartburn|hormones"
                r"|allergies|swelling|side effect|muscle)|not (?:serious|contagious|dangerous|an emergency"
                r"|cancer|broken|infected|a stroke))\b"
            ),
            (r"\bwon't (?:hurt|harm|affect|do) (?:you|him|her|the baby|it|anything)\b"),
            (
                r"\b(?:you'll|you will|he'll|she'll|you're going to|you are) be (?:just |perfectly "
                r"|totally )?(?:fine|ok|okay|alright|all right|good as new)\b"
            ),
            (
                r"\b(?:no need|don't need|you don't need|needn't|don't have) to (?:come in|see|go|worry"
                r"|rush|call|be seen|get (?:it|that) checked|panic)\b"
            ),
            (r"\bnothing to worry about\b"),
            (r"\bdon't (?:worry|panic|sweat it)\b"),
            (r"\b(?:skip|no need for) the (?:er|ed|hospital|doctor|urgent care)\b"),
            (
                r"\bsounds (?:like|more like|to (?:us|me) like)\b(?! (?:a (?:great|good|fun|plan|long|rough"
                r"|terrible|hard|tough|lovely|perfect|wonderful|team|party|frustrating|big)|you|we|the kind"
                r"|somebody|someone|fun|something (?:our|we)|our))"
            ),
            (
                r"\b(?:you|he|she) (?:probably|likely|most likely|definitely|almost certainly"
                r"|clearly) (?:has|have|had|need|needs|pulled|tore|broke)\b"
            ),
            (
                r"\b(?:that'll|that will|should|this will|it'll) (?:fix|clear|cure|help|settle|calm|sort"
                r"|do) (?:it|that|the|up|your|you|right)\b"
            ),
            (r"\b(?:classic|textbook|sure) (?:signs? of|case of)\b"),
            (r"\bwait (?:it out|and see|a few days|until (?:monday|tomorrow))\b"),
            (r"\bcan wait\b"),
            (r"\bgive it (?:a|another|two|three|\d+) (?:few |couple )?(?:days?|weeks?|hours?)\b"),
            (r"\b(?:overly|too) careful\b"),
            (r"\b(?:ok|okay|fine|safe) to (?:keep|take|mix|drive|fly|drink|skip|stop|combine|eat)\b"),
            (r"\bes normal\b"),
            (r"\bno se preocupe\b"),
            (r"\b(?:tome|deje de tomar|póngase|suspenda|aumente|baje) (?:la|el|su|dos|una|un|media)\b"),
        )
    )
)
DOSE = re.compile(
    r"\b(?:take|give|tome|try|use|up to|down to|every|go to) (?:him |her |\w+ )?(?:\d+|"
    r"one|two|three|four|half|an extra|another|dos) ?(?:mg|mcg|ml|tablets?|pills?|"
    r"puffs?|drops|units|teaspoons?|tsp|doses?|of (?:them|the|your)|pastillas)?\b[^.!?]{0,30}\b(?:every|"
    r"a day|daily|hours|hrs|at (?:night|bedtime)|before|after|with|tonight|twice|"
    r"weekly|more|less|days)\b"
)
REFERS = re.compile(
    r"\b(?:don't|do not|never|please don't) (?:stop|start|change|skip|take|adjust|"
    r"double|wait|drive|mix|use)\b|\bask (?:your|a|the)\b|\b(?:call|phone|ring|dial) "
    r"(?:911|988|999|000|your|the|us|our|poison)|\bcheck with\b|\btalk (?:to|with) "
    r"(?:your|a)\b|\bbring the question\b|\bunless your (?:doctor|clinician)"
)
MUNDANE = re.compile(
    r"\b"
    + alternatives(r"""
                elevator / stairs / exit / bus / shuttle / shortcut / garage / survey / look / photo / call / seat
                number / ticket / break / deep breath / care / time / form / link / map / left / right / ramp
                chance / moment / minute / bow / picture / mask off / parking / lot / line / menu / wi-?fi / portal
                app / website / badge
            """)
    + r"\b"
)

SYMPTOM = phrases(
    r"""
        fever / spotting / bleeding / rash / pain / cough / swelling / bruis\w+ / dizziness / numbness
        headache / cramp\w* / discharge / lump / itch\w* / tingling
    """
)
ILLNESS = phrases(r"""
    (pulled|strained) muscle / virus / stomach bug / cold / flu / migraine / sprain / infection
    allerg\w+ / reflux / gas / anxiety / hives / uti / strep
""")
REMEDY = rf"(?:{DRUGS}|pills?|ice|heat|cream|dose|brace|splint)"
COMPOSED = (
    whole(
        near(
            phrases(r"""
    sounds? / looks? / seems / it's / its / that's / probably / likely / appears
"""),
            f"(?:like |to be |just |probably |likely )*(?:an? |the )?{ILLNESS}",
            12,
        )
    ),
    whole(
        near(
            phrases(r"""
                try / start / stop / consider / keep
            """),
            f"(?:doubl|halv|tak|stopp|skipp|cutt|switch|add|increas|reduc|lower|us)ing (?:\\w+ ){{0,3}}?{REMEDY}",
            6,
        )
    ),
    whole(
        near(
            phrases(r"""
                (you|he|she) (do not|don't|doesn't|won't|didn't) need / no need for / don't bother with
                would not bother with / wouldn't bother with / skip
            """),
            phrases(r"""
                (the |an? |to go to the |that |any )?(er|ed|hospital|doctor|x-?ray|scan|antibiotics?)
                (the |an? |to go to the |that |any )?(biopsy|surgery|test|ambulance|stitches|referral|mri)
            """),
            4,
        )
    ),
    whole(
        near(
            SYMPTOM,
            phrases(r"""
                (is|are|can be)( \w+)? (normal|nothing serious|nothing to worry about|expected)
                (is|are|can be)( \w+)? (harmless|common|fine|no big deal)
            """),
            24,
        )
    ),
    whole(f"(?:put|use|apply|keep|rub|hold) (?:some |a |the )?{REMEDY} (?:on|to|over|for)"),
    whole(
        f"(?:up|lower|raise|double|halve|cut|drop|bump|increase|reduce|skip|stop|change) "
        f"(?:your|his|her|the) {REMEDY}(?: (?:by|to|down|up|tonight|for))?"
    ),
    whole(
        phrases(r"""
                puede (dejar|tomar|suspender|subir|bajar|duplicar|saltarse) (la|el|su|las|los|sus)
                no necesita (ir|ver|tomar) / (es|suena a) (un virus|una gripe|algo normal)
                you should (switch|stop|start|take|skip|cut|double)
            """)
    ),
)

CONDITION = re.compile(r"\b(?:if|when|whether|anyone|never|patients|people|adults|it is not true)\b[^.!?;]{0,50}$")


def find(scene: Scene) -> Iterator[Match]:
    """Orders, doses and reassurance in answers; general education in posts is left alone."""
    if scene.publishes:
        return
    asks_health = re.search(rf"\b(?:{CONDITIONS}|{DRUGS})\b", scene.heard.lower()) is not None
    for sentence in scene.sentences:
        low = sentence.low
        if DECLINES.search(low):
            continue
        composed = next(filter(None, (pattern.search(low) for pattern in COMPOSED)), None)
        if composed and not REFERS.search(low) and not CONDITION.search(low[: composed.start()]):
            yield Match(sentence.start + composed.start(), sentence.start + composed.end())
            continue
        for pattern in (DOSE, ORDER, REASSURE):
            hit = pattern.search(low)
            if not hit or (REFERS.search(low) and pattern is not DOSE):
                continue
            if pattern is ORDER:
                medicinal = re.search(rf"\b(?:{DRUGS})\b", hit.group()) or (
                    re.search(rf"\b(?:{CONDITIONS}|{DRUGS}|nights?|tonight|dose|doctor|dr)\b", low) and asks_health
                )
                if not medicinal or MUNDANE.search(hit.group()):
                    continue
            if pattern is REASSURE and not _about_health(scene, low, asks_health):
                continue
            lead = len(hit.group()) - len(hit.group().lstrip(" .!?,;:"))
            yield Match(sentence.start + hit.start() + lead, sentence.start + hit.end())
            break


def _about_health(scene: Scene, low: str, asks_health: bool) -> bool:
    return (
        asks_health
        or re.search(rf"\b(?:{CONDITIONS}|{DRUGS})\b", low) is not None
        or bool(
            re.search(
                r"\b"
                + alternatives(r"""
        hurts? / sick / swollen / bump / itch\w* / sore / bleed\w* / blood / tired / dizzy / throw(ing)? up
        puk\w+ / discharge / spots? / lump / baby / stool / pee / poop / tingl\w* / numb / puffy / red
        fever / symptom\w* / period
    """)
                + r"\b",
                scene.heard.lower(),
            )
        )
    )


CHECK = Check(
    rule="medical_advice",
    severity="block",
    reason="This tells one person what to do about, or what to think of, their health.",
    source="Organization policy on social media: no clinical relationship is formed or served there (AMA Code 2.3.2)",
    suggestion="please talk with your clinician, or call 911 in an emergency",
    find=find,
)
