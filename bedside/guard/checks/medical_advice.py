"""Diagnosis, dose, start or stop of a treatment, or reassurance about symptoms, to one person."""

import re
from collections.abc import Iterator

from bedside.guard.checks.cues import DECLINES
from bedside.guard.lexicon.clinical import CONDITIONS, DRUGS
from bedside.guard.scene import Scene
from bedside.guard.shapes import Check, Match

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
    r"\b(?:that's|thats|that is|it's|its|it is|this is|sounds|is|are|seems|those "
    r"are|totally|perfectly|completely|quite|pretty|very|all) (?:\w+ )?(?:normal|"
    r"harmless|nothing (?:to worry|serious)|no big deal|common|to be expected|fine "
    r"(?:with|to|for|if|on)|safe (?:with|to|for)|just (?:a |an |the )?(?:[\w-]+ "
    r")?(?:virus|gas|stress|anxiety|cold|bug|bruise|reflux|heartburn|hormones|allergies|"
    r"swelling|side effect|muscle)|not (?:serious|contagious|dangerous|an emergency|"
    r"cancer|broken|infected|a stroke))\b"
    r"|\bwon't (?:hurt|harm|affect|do) (?:you|him|her|the baby|it|anything)\b|\b(?:you'll|"
    r"you will|he'll|she'll|you're going to|you are) be (?:just |perfectly |totally "
    r")?(?:fine|ok|okay|alright|all right|good as new)\b|\b(?:no need|don't need|"
    r"you don't need|needn't|don't have) to (?:come in|see|go|worry|rush|call|be "
    r"seen|get (?:it|that) checked|panic)\b|\bnothing to worry about\b|\bdon't (?:worry|"
    r"panic|sweat it)\b|\b(?:skip|no need for) the (?:er|ed|hospital|doctor|urgent "
    r"care)\b"
    r"|\bsounds (?:like|more like|to (?:us|me) like)\b(?! (?:a (?:great|good|fun|"
    r"plan|long|rough|terrible|hard|tough|lovely|perfect|wonderful|team|party|frustrating|"
    r"big)|you|we|the kind|somebody|someone|fun|something (?:our|we)|our))|\b(?:you|"
    r"he|she) (?:probably|likely|most likely|definitely|almost certainly|clearly) "
    r"(?:has|have|had|need|needs|pulled|tore|broke)\b|\b(?:that'll|that will|should|"
    r"this will|it'll) (?:fix|clear|cure|help|settle|calm|sort|do) (?:it|that|the|"
    r"up|your|you|right)\b"
    r"|\b(?:classic|textbook|sure) (?:signs? of|case of)\b|\bwait (?:it out|and "
    r"see|a few days|until (?:monday|tomorrow))\b|\bcan wait\b|\bgive it (?:a|another|"
    r"two|three|\d+) (?:few |couple )?(?:days?|weeks?|hours?)\b|\b(?:overly|too) "
    r"careful\b|\b(?:ok|okay|fine|safe) to (?:keep|take|mix|drive|fly|drink|skip|"
    r"stop|combine|eat)\b"
    r"|\bes normal\b|\bno se preocupe\b|\b(?:tome|deje de tomar|póngase|suspenda|"
    r"aumente|baje) (?:la|el|su|dos|una|un|media)\b"
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
    r"\b(?:elevator|stairs|exit|bus|shuttle|shortcut|garage|survey|look|photo|call|"
    r"seat|number|ticket|break|deep breath|care|time|form|link|map|left|right|ramp|"
    r"chance|moment|minute|bow|picture|mask off|parking|lot|line|menu|wi-?fi|portal|"
    r"app|website|badge)\b"
)


def find(scene: Scene) -> Iterator[Match]:
    """Orders, doses and reassurance in answers; general education in posts is left alone."""
    if scene.publishes:
        return
    asks_health = re.search(rf"\b(?:{CONDITIONS}|{DRUGS})\b", scene.heard.lower()) is not None
    for sentence in scene.sentences:
        low = sentence.low
        if DECLINES.search(low):
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
                r"\b(?:hurts?|sick|swollen|bump|itch\w*|sore|bleed\w*|blood|tired|dizzy|throw(?:ing)? "
                r"up|puk\w+|discharge|spots?|lump|baby|stool|pee|poop|tingl\w*|numb|puffy|red|"
                r"fever|symptom\w*|period)\b",
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
