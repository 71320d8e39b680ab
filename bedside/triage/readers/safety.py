"""What makes an ordinary text pressing: harm alleged, privacy broken, press, something spreading, somebody waiting
now."""

from collections.abc import Iterator

from bedside.triage.message import Message, Reader, cue
from bedside.triage.readers.wording import alternatives
from bedside.triage.shapes import Signal

CUES = (
    cue(
        "harm",
        2.0,
        "says care was unsafe",
        (
            r"\b"
            + alternatives(r"""
    wrong (knee|side|leg|patient|med\w*|dose|baby|blood|eye|kidney|tooth|inhaler|site|drug|chart)
    another (child|patient|person)'?s (med\w*|pills|chart|dose|wristband) / malpractice / negligen\w*
    neglect\w* / unsafe / bed ?sores? / pressure sores? / infection after / second (staph )?infection
    staph / sepsis / mrsa / fell (again|out of|off|twice|on your) / bed alarm
    left (him|her|me) (alone|lying|in|on the floor|soaked) / no (bed alarm|oxygen|pulse)
    overdosed (him|her|me) / allergic to / misdiagnos\w*
    missed (the|his|her|a|my) (cancer|stroke|heart|fracture|appendi\w*|sepsis|clot) / ruptured / sponge
    died / dead / killed / death / nearly died / almost died / turned blue / was blue / code blue
    abus\w* / assault\w* / inappropriate\w* / touched me / discriminat\w* / racist / racial\w* / slur
    deaf / no interpreter / expired (meds?|medicine|vaccine) / used needle / ran out of / bruises?
    restrain\w* / sedat\w+ / filing with the state / state (inspector|board|health) / inspector
    joint commission / lawyers? (are|is) / attorney / lawsuit / suing / malpractice
""")
            + r"\b"
        ),
    ),
    cue(
        "privacy",
        2.0,
        "says privacy was broken",
        (
            r"\b"
            + alternatives(r"""
                hipaa / breach\w* / who opened / opened my / looked (me )?up / looked in / snoop\w*
                read my (chart|file) / told (my|everyone|the whole|a|other) / on her tiktok / on his tiktok / tiktok
                photo of me / put a (photo|picture|video) / posted (my|a) / without (my )?(consent|permission)
                never signed / envelope window / someone else'?s / another patient'?s
                wrong (person|fax|address|email|number) / announced / in the hallway / shouted / out loud
                overheard / everyone (in the|heard) / beyond upset / explain yourselves / leak\w* / laptop stolen
                stolen laptop / violat\w+ / cómo supo
            """)
            + r"\b"
        ),
    ),
    cue(
        "press",
        2.0,
        "the press waits",
        (
            r"\b"
            + alternatives(r"""
                reporter / journalist / producer / newsroom / news (crew|team|station|desk) / on deadline / deadline
                by noon / wire service / magazine / podcast host / spox / spokes\w+ / go(es)? live / live at
                tv crews? / run the story / filing at / publish(ing)? (either|at|today|tomorrow|tonight|regardless)
                on the record / for comment / a comment / respond by / the ledger / editor
            """)
            + r"\b"
        ),
    ),
    cue(
        "spreading",
        2.0,
        "it spreads",
        (
            r"\b"
            + alternatives(r"""
                \d+([.,]\d+)?\s?(k|m|thousand|million) (shares?|views|likes|signatures|followers|members)
                \d{1,3},\d{3} (shares?|views|signatures|people) / going viral / gone viral / viral / blowing up
                share before / before they delete / repost / re-?share / share this / forward (to|this)
                every group chat / spread the word / boycott / protest / petition / trending / everybody share
                tell everyone / pass it on / compartan
            """)
            + r"\b"
        ),
    ),
    cue(
        "waiting",
        2.0,
        "somebody waits or suffers now",
        (
            r"\b(?:(?:sitting|been|waiting|stuck|lying|still)\b[^.!?]{0,40}\b(?:lobby|waiting "
            r"room|er|ed|hallway|gurney|stretcher|parking|since \d|since this|for \d+ ?(?:hours|"
            r"hrs)|right now|as (?:i|we) (?:type|speak|write))|still (?:up )?(?:there|here|"
            r"in (?:pain|the)|sleepy|waiting|bleeding|on the|no (?:doctor|bed|answer|word))|"
            r"nobody has (?:told|come|checked|seen)|not one word|an hour ago|right now|it'?s "
            r"(?:now )?\d{1,2}(?::\d\d)? ?(?:am|pm)?\b[^.!?]{0,30}\b(?:and|still|nobody)|"
            r"since \d{1,2} ?(?:am|pm)|call me (?:back|now|asap|today|for once)?|answer "
            r"the phone|somebody (?:fix|help|call|answer)|asap|urgent\w*|today!|out of (?:\w+ "
            r"){0,3}(?:pills|meds|insulin|medication|refills?)|(?:two|three|one|\d) pills "
            r"left|before court|court on|rent bounced|mortgage|please help|begged)\b"
        ),
    ),
    cue(
        "escalated",
        1.6,
        "has tried again and again",
        (
            r"\b(?:(?:second|third|fourth|fifth|\d+(?:rd|th)) time|again and again|(?:eight|"
            r"seven|six|five|four|three|ten|\d+) (?:phone calls?|calls|messages|emails|times|"
            r"letters|months|weeks)|months? (?:of this|waiting)|every (?:single )?day|daily|"
            r"never calls? back|nobody (?:calls|at)|call me back|no call ?back|appealed|"
            r"certified letters?|collections?|lien|summons|sheriff|credit report|insurance "
            r"commissioner|attorney general|bbb|cowards|furious|outrag\w*|evil|so "
            r"angry|i'?m not done|zero answers|years running|scream)\b"
        ),
    ),
)


def read(message: Message) -> Iterator[Signal]:
    """Signals on the field "pressure", which raises urgency and never lowers it."""
    yield from message.signals("pressure", CUES)
    shouted = [word for word in message.plain.split() if len(word) > 3 and word.isupper() and word.isalpha()]
    if len(shouted) >= 2:
        yield Signal("pressure", "shouting", 0.8, " ".join(shouted[:3]), "written in capitals")


READER = Reader("safety", ("pressure",), "Harm, breach, press and people waiting cannot wait for the queue.", read)
