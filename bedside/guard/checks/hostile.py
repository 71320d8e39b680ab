"""Arguing, blaming, mocking, threatening or swearing in the hospital's voice."""

import re
from collections.abc import Iterator

from bedside.guard.scene import Scene
from bedside.guard.shapes import Check, Match

RUDE = re.compile(
    r"\b(?:liars?|lying|lies\b(?! (?:in|with|ahead))|you lied|stupid|idiots?|moron\w*|"
    r"dumb(?:ass)?|pathetic|ridiculous|clueless|ignorant|ungrateful|crybab\w+|whin(?:e|"
    r"er|ers|ing|y)|drama queen|snowflakes?|karen|clown|troll\w*|jerk|loser|"
    r"bullsh\w+|b\.?s\.?\b|crap|damn|hell no|what the hell|wtf|stfu|shut up|screw|"
    r"piss\w*|ass\b|asshole|f\*+\w*|fuck\w*|sh[i*]t\w*|nonsense|garbage|hogwash)\b"
    r"|\b(?:boo hoo|cry (?:us|me) a river|get (?:over it|a life|a grip|real)|grow "
    r"up|own it|suck it up|deal with it|cope\b|nice try|good riddance|don't let "
    r"the door|bye,? (?:felicia|now|then)|take (?:it|your business|your \w+) elsewhere|"
    r"find (?:another|a different|somebody else)|go (?:somewhere|anywhere) else|"
    r"don't come back|not our (?:problem|fault)|too bad|tough luck|that's on you|"
    r"whatever you say|sure,? jan|oh please|give us a break|read the (?:sign|room|"
    r"form)|learn (?:to|how to)|do your (?:own )?(?:research|homework)|maybe try|"
    r"try being|if you(?:'d| had) (?:bothered|listened|read|been)|had you (?:bothered|"
    r"read|listened)|next time,? (?:try|read|listen|show)|"
    r"you(?:'re| are) (?:just |simply |clearly |obviously |being )?(?:wrong|mistaken|"
    r"confused|lying|rude|the problem|difficult|unreasonable|delusional|crazy|looking "
    r"for|trying to|exaggerating|mad|bitter|not welcome|entitled|dramatic)|"
    r"(?:some|certain) (?:folks|people|patients|of you) (?:just |will |always |only "
    r"|simply )?(?:enjoy|love|like|live to|complain|want|can't|never|are never)|"
    r"nobody (?:asked|made|forced|cares)|no one (?:asked|forced|cares)|we don't "
    r"(?:care|need|miss)|who asked|spoken like|"
    r"(?:our|my) (?:lawyers?|attorneys?|legal team)|see you in court|(?:we'll|we "
    r"will|we) (?:sue|be suing|report you|press charges|take legal action|expose|"
    r"ban)|defam\w+|slander\w*|libel\w*|remove this (?:review|post|comment) or|delete "
    r"(?:this|your)|false (?:review|claims?|accusations?)|fake (?:review|account|"
    r"profile)|"
    r"you (?:people|folks) (?:always|never|are|should|don't)|your (?:attitude|tantrum|"
    r"behavior|own fault|fault|problem|ignorance|tone|little)|bless your heart|calm "
    r"down|chill out|relax,? (?:buddy|pal|lady)|listen,? (?:buddy|pal|lady)|(?:buddy|"
    r"pal|sweetie|sweetheart|genius|einstein|princess|sherlock)\b[.,!]|congrats "
    r"on (?:the|being|your) (?:worst|one star|tantrum)|must be nice|sorry (?:you|"
    r"your feelings) (?:can't|couldn't|don't|got)|plenty of (?:smart|other|nice|"
    r"real) (?:people|patients)|we've got better things|"
    r"maybe (?:you should|if you|next time you|don't)|you should (?:be ashamed|try|"
    r"have (?:read|listened|called|known|thought))|shame on you|how dare you|typical "
    r"(?:of|complaint|\w+ review)|with that attitude|your mother should|cállese|"
    r"mentiros\w|tont\w|idiota)\b"
)
EDUCATION = re.compile(r"\b(?:stressed|angry|smoking|quit|stop smoking|vap\w+|myth|bully\w*)\b")


def find(scene: Scene) -> Iterator[Match]:
    """The first rude turn of each sentence; posts are held only to plain abuse."""
    for sentence in scene.sentences:
        hit = RUDE.search(sentence.low)
        if not hit:
            continue
        if scene.publishes and (
            EDUCATION.search(sentence.low)
            or not re.match(
                r"(?:liar|lying|stupid|idiot|moron|dumb|pathetic|bull|crap|damn|shut up|screw|"
                r"piss|ass|fuck|sh|our (?:lawyer|attorney)|we(?:'ll| will) sue|you people|shame "
                r"on|crybab|whin|nobody cares|boo hoo|cry )",
                hit.group(),
            )
        ):
            continue
        yield Match(sentence.start + hit.start(), sentence.start + hit.end())


CHECK = Check(
    rule="hostile",
    severity="warn",
    reason="This argues with, blames or mocks the reader; a hospital answers with respect or not at all.",
    source="AMA Code of Medical Ethics 2.3.2; Consumer Review Fairness Act, 15 USC 45b (no threats over reviews)",
    suggestion=None,
    find=find,
)
