"""Arguing, blaming, mocking, threatening or swearing in the hospital's voice."""

import re
from collections.abc import Iterator

from bedside.guard.lexicon.wording import alternatives, near, phrases, whole
from bedside.guard.scene import Check, Scene
from bedside.guard.shapes import Match

RUDE = re.compile(
    "|".join(
        (
            r"\b"
            + alternatives(r"""
    liars? / lying / lies\b(?! (in|with|ahead)) / you lied / stupid / idiots? / moron\w* / dumb(ass)?
    pathetic / ridiculous / clueless / ignorant / ungrateful / crybab\w+ / whin(e|er|ers|ing|y)
    drama queen / snowflakes? / karen / clown / troll\w* / jerk / loser / bullsh\w+ / b\.?s\.?\b / crap
    damn / hell no / what the hell / wtf / stfu / shut up / screw / piss\w* / ass\b / asshole / f\*+\w*
    fuck\w* / sh[i*]t\w* / nonsense / garbage / hogwash
""")
            + r"\b",
            (
                r"\b(?:boo hoo|cry (?:us|me) a river|get (?:over it|a life|a grip|real)|grow up|own it"
                r"|suck it up|deal with it|cope\b|nice try|good riddance|don't let the door"
                r"|bye,? (?:felicia|now|then)|take (?:it|your business|your \w+) elsewhere|find (?:another"
                r"|a different|somebody else)|go (?:somewhere|anywhere) else|don't come back"
                r"|not our (?:problem|fault)|too bad|tough luck|that's on you|whatever you say|sure,? jan"
                r"|oh please|give us a break|read the (?:sign|room|form)|learn (?:to|how to)"
                r"|do your (?:own )?(?:research|homework)|maybe try|try being|if you(?:'d| had) (?:bothered"
                r"|listened|read|been)|had you (?:bothered|read|listened)|next time,? (?:try|read|listen"
                r"|show)|you(?:'re| are) (?:just |simply |clearly |obviously |being )?(?:wrong|mistaken"
                r"|confused|lying|rude|the problem|difficult|unreasonable|delusional|crazy|looking for"
                r"|trying to|exaggerating|mad|bitter|not welcome|entitled|dramatic)|(?:some"
                r"|certain) (?:folks|people|patients|of you) (?:just |will |always |only |simply )?(?:enjoy"
                r"|love|like|live to|complain|want|can't|never|are never)|nobody (?:asked|made|forced"
                r"|cares)|no one (?:asked|forced|cares)|we don't (?:care|need|miss)|who asked|spoken like"
                r"|(?:our|my) (?:lawyers?|attorneys?|legal team)|see you in court|(?:we'll|we will"
                r"|we) (?:sue|be suing|report you|press charges|take legal action|expose|ban)|defam\w+"
                r"|slander\w*|libel\w*|remove this (?:review|post|comment) or|delete (?:this|your)"
                r"|false (?:review|claims?|accusations?)|fake (?:review|account|profile)|you (?:people"
                r"|folks) (?:always|never|are|should|don't)|your (?:attitude|tantrum|behavior|own fault"
                r"|fault|problem|ignorance|tone|little)|bless your heart|calm down|chill out"
                r"|relax,? (?:buddy|pal|lady)|listen,? (?:buddy|pal|lady)|(?:buddy|pal|sweetie|sweetheart"
                r"|genius|einstein|princess|sherlock)\b[.,!]|congrats on (?:the|being|your) (?:worst"
                r"|one star|tantrum)|must be nice|sorry (?:you|your feelings) (?:can't|couldn't|don't|got)"
                r"|plenty of (?:smart|other|nice|real) (?:people|patients)|we've got better things"
                r"|maybe (?:you should|if you|next time you|don't)|you should (?:be ashamed|try"
                r"|have (?:read|listened|called|known|thought))|shame on you|how dare you|typical (?:of"
                r"|complaint|\w+ review)|with that attitude|your mother should|cállese|mentiros\w|tont\w"
                r"|idiota)\b"
            ),
        )
    )
)
EDUCATION = re.compile(r"\b(?:stressed|angry|smoking|quit|stop smoking|vap\w+|myth|bully\w*)\b")

BLAME = whole(
    near(
        phrases(r"""
                perhaps / maybe / next time / why don't / why didn't / you should / you might
            """),
        phrases(r"""
            you (should |could |can |might )?(read|listen|check|show up|learn)
            you (should |could |can |might )?(try|think|look|follow|have (read|listened|called))
        """),
        12,
    ),
    near(
        phrases(r"""
            funny how / strange how / odd that / interesting that / weird how / amazing how
        """),
        phrases(r"""
            nobody else / no one else / everyone else / other (people|patients) / only you / you
        """),
        8,
    ),
    near(
        phrases(r"""
            you
        """),
        phrases(r"""
            (clearly|obviously|plainly|honestly|really) (have no (idea|clue)|don't (understand|know|get))
            (clearly|obviously|plainly|honestly|really) (never|didn't|can't)
            have no (idea|clue) / know nothing
        """),
        3,
    ),
    near(
        phrases(r"""
            other (people|patients|folks|families) / everybody else / everyone else / normal people
        """),
        phrases(r"""
            manage(s|d)? to / can (read|wait|arrive) / had no (problem|trouble)|knows? how / don't complain
        """),
        4,
    ),
    near(
        phrases(r"""
            you were / you are / you're / you've been
        """),
        phrases(r"""
            (so |very |extremely |incredibly |the one who was |being )?(rude|abusive|disrespectful|nasty|late)
            (so |very |extremely |incredibly |the one who was |being )?(aggressive|unreasonable|ungrateful)
            (so |very |extremely |incredibly |the one who was |being )?(dishonest|screaming|yelling)
        """),
        4,
    ),
    phrases(
        r"""
            that never happened / never happened and you know / you know it(?= *[.!])
            you get what you pay for / (have|got) better things to do / what did you expect
            take your (drama|attitude|complaints?|money|anger|nonsense) (somewhere|elsewhere|and)
            (nobody|no one) (is )?(forc(ed|es|ing)|made|mak(es|ing)|begg(ed|ing)) (is )?(forcing )?you
            blame (yourself|your own|only yourself)
            stop (spreading|making up|posting|whining|lying|crying|complaining|wasting) / spreading lies
            you're making (this|that|it) up / (your|our) (lawyers?|attorneys?) will / not our fault
            your own fault / es su culpa / usted (miente|exagera|tiene la culpa) / no nos importa
            vaya a otro / be grateful / you people / we don't owe you / quit (whining|complaining|lying)
            if you don't like it / don't like it\? / maybe don't / try (showing up|listening|reading)
            thanks for nothing / good luck (finding|elsewhere) / enjoy your / we won't miss you
            get your facts straight / check your facts / you had one job / grow a
        """
    ),
)


def find(scene: Scene) -> Iterator[Match]:
    """The first rude turn of each sentence; posts are held only to plain abuse."""
    for sentence in scene.sentences:
        hit = RUDE.search(sentence.low) or (None if scene.publishes else BLAME.search(sentence.low))
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
