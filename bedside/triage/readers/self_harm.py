"""A wish to die, a plan, a goodbye, also said of somebody else; everyday idioms are not."""

import re
from collections.abc import Iterator

from bedside.triage.message import Message, Reader, cue
from bedside.triage.readers import despair, farewell
from bedside.triage.readers.families import family, touched
from bedside.triage.readers.wording import alternatives, weigh
from bedside.triage.shapes import Signal

ENOUGH = 1.9  # what composed signs must add up to
SEEN = 0.9  # the least of composed signs to which everyday words of despair may add
MORE = 0.4  # what each family of such words adds
SURE = 3.6  # decides alone, see rules.py
CUES = (
    cue(
        "self_harm",
        3.0,
        "says outright a wish to die or a plan",
        r"\b(?:kill(?:ing)? (?:myself|herself|himself|themsel\w+)|kms\b|suicid\w+|end(?:ing)? "
        r"(?:it all|my life|his life|her life|it tonight|things|my own)|take (?:my|her|"
        r"his) (?:own )?life|(?:want|wants|wanted|ready|plan\w*|going|gonna|prefer|rather|"
        r"wish i could|hoping) (?:to )?(?:just )?(?:die|be dead|not (?:be here|exist|"
        r"wake up|be alive)|disappear (?:for ?ever|for good)|be gone)|wish (?:i|he|she) "
        r"(?:was|were) (?:dead|never born|gone)|better off (?:dead|without me|if i)|"
        r"off (?:myself|himself|herself)\b|unalive|hang(?:ing)? (?:myself|himself|herself)|"
        r"shoot(?:ing)? (?:myself|himself|herself)|self[- ]harm\w*|cut(?:ting)? (?:myself|"
        r"herself|himself)|slit (?:my|her|his))\b",
        r"\b(?:no|ya no|no más) quiero (?:vivir|seguir|estar aquí|existir)\b|\bquiero "
        r"(?:morir(?:me)?|matarme|desaparecer)\b|\bquitarme la vida\b|\bmejor (?:muert[oa]|"
        r"sin mí)\b|\b(?:se quiere|quiere) (?:matar|morir)\b|\bsuicid\w+",
    ),
    cue(
        "self_harm",
        2.6,
        "names means or a moment in a farewell",
        r"\b"
        + alternatives(r"""
    saved up / saving( up)? / stockpil\w+ / been hoarding / counted (out )?(my|the) / have enough
    lined up / laid out
""")
        + r"\b[^.!?]{0,50}\b(?:pills|meds|tablets|enough)\b",
        r"\b(?:found|bought|got|have|has|looking at|holding|loaded)\b[^.!?]{0,24}\b(?:a "
        r"rope|rope in|a note|goodbye (?:note|letter)|the (?:gun|rope|pills|shotgun|"
        r"razor|blade)|(?:his|her|my|dad'?s) (?:gun|pistol|rifle|shotgun|note))\b(?![^.!?]{0,40}\b(?:you|"
        r"your|that doctor|them)\b)",
        r"\b(?:tonight'?s the night|tonight is the night|picked (?:the|a) (?:date|day|"
        r"spot|bridge)|chosen (?:the|a) (?:date|day)|(?:rope|noose|note|letters?|pills|"
        r"gun|chair|belt)(?: is|'s| are)? (?:all )?(?:ready|written|tied|set(?: up)?|"
        r"loaded|packed|picked|in my lap|on the table|next to me)|wrote (?:my|the|his|"
        r"her) (?:note|letters?|will and)|this is my (?:note|goodbye|last)|my (?:last|"
        r"final) (?:post|message|night|day|goodbye|words|comment|review)|made my (?:last|"
        r"peace))\b",
        "|".join(
            (
                r"\b"
                + alternatives(r"""
            bridge / railing / overpass / ledge / roof(top)? / train / tracks? / freight / water / lake / river
            cliff
        """)
                + (
                    r"\b[^.!?]{0,50}\b(?:jump\w*|walk (?:into|off)|step(?:ping)? (?:off|in front|out)|closer"
                    r"|edge|over the|easy|looks|4 ?am|3 ?am|alone|standing)\b"
                ),
                (
                    r"\b(?:jump(?:ing)?|walk|drive|step(?:ping)?|standing|swerve)\b[^.!?]{0,20}\b(?:off (?:the"
                    r"|a)|into (?:the|a|traffic)|in front of|closer to it)\b[^.!?]{0,20}\b(?:bridge|roof|lake"
                    r"|river|tree|train|traffic|truck|tracks|each night|water)?"
                ),
            )
        ),
        r"\bhow many\b[^.!?]{0,40}\b(?:pills|tablets|mg|meds|would it take|does it take)\b[^.!?]{0,70}\b(?:take|"
        r"hurt|die|fatal|enough|natural|painless|sleep|kill|not wake)\b|\bwould it (?:hurt|"
        r"be painless|look)\b|\bstopped (?:taking|eating|my|dialysis)\b[^.!?]{0,50}\b(?:on "
        r"purpose|hoping|let it|so (?:it|that))\b",
    ),
    cue(
        "self_harm",
        2.2,
        "sounds like a goodbye or a burden",
        r"\b(?:won'?t be (?:around|here|needing)|not going to be (?:here|around)|(?:nobody|"
        r"no one|none of you) (?:would|will|'?d) (?:\w+ )?(?:notice|miss me|care (?:if|"
        r"when)|even know)|(?:world|everyone|everybody|family|kids|they|he|she|you|people)(?:'d|"
        r"'ll| would| will)? (?:all )?(?:be|is|are) (?:so much |way |much |a lot )?(?:better "
        r"off|lighter|happier|easier|fine) (?:without|w/?o|with(?:out)? me|if i|with "
        r"the insurance)|i'?m (?:just )?(?:a burden|so tired of (?:being here|living|existing|all "
        r"of it|fighting|waking)|done (?:fighting|trying|with (?:life|everything|it "
        r"all|living))|ready to go)|(?:can'?t|cannot|cant) (?:do this|go on|keep (?:going|"
        r"doing this)|take (?:it|this)) (?:anymore|any more|much longer|any longer|another)|"
        r"no (?:point|reason) (?:in |to )?(?:living|going on|anymore|any more|being "
        r"here|trying|wake|keep)|don'?t want to (?:wake up|be here|be alive|exist|live)|"
        r"what'?s the point (?:of|anymore)|go(?:ing)? to sleep (?:for good|forever|and "
        r"not|and never)|never wake up|not wake up|sleep forever|goodbye (?:everyone|"
        r"all|world|i guess|to|and)|say (?:bye|goodbye) (?:to \w+ )?for me|bye for me|"
        r"(?:tell|told) \w+(?: \w+){0,5} (?:bye|goodbye|i loved|was kind|i'?m sorry)\b|"
        r"take care of my (?:dog|cat|kids|pets)|who (?:will|would) "
        r"(?:take|feed) my|deleting everything|the way out|everything hurts and|disappear "
        r"for ?ever|if (?:i'?m|im) (?:gone|not here)|when i'?m gone|"
        r"perdón por (?:todo|molestar)|nadie (?:se va a|lo|me) (?:dar|nota|va|extrañ)\w*|"
        r"estorbo|cansad[oa] de vivir)\b",
        r"\b(?:giv(?:ing|en|es) away|gave away) (?:\w+ )?(?:all )?(?:her|his|my|their|"
        r"everything)\b[^$]{0,200}\b(?:scared|worried|afraid|sorry|planning|goodbye|"
        r"hugged|strange|lost|note)\b|\b(?:scared|worried|afraid)\b[^.!?]{0,40}\b(?:what "
        r"(?:he|she)(?:'s| is|'ll| will|'s) (?:planning|going to do|might do|do)|(?:he|"
        r"she)(?:'ll| will| might|'s going to|'s gonna) (?:hurt|harm|do something|try))|"
        r"\b(?:said|says|keeps saying|told (?:me|us)|texted|talks? about)\b[^.!?]{0,50}\b(?:doesn'?t "
        r"want to (?:be here|live)|wants to die|sorry for everything|be better off|goodbye|"
        r"dying|ending|not (?:be )?(?:around|here)|can'?t do (?:it|this))\b|\b(?:cuts|"
        r"scars|marks) (?:on|all over|up) "
        r"(?:my|her|his) (?:arms?|wrists?|thighs?)\b|\bnot (?:going to|gonna) (?:put|"
        r"make) (?:my|the|them)\b[^.!?]{0,30}\bthrough\b|\balready know what i'?m (?:doing|"
        r"gonna do|going to do) with\b|\bi'?ve (?:made up my mind|decided)\b[^.!?]{0,40}\b(?:peace|"
        r"calm|go|tonight)",
    ),
)
IDIOM = re.compile(
    r"\b"
    + alternatives(r"""
                    (makes?|made|making) me (want to|wanna) (die|kill myself|scream)
                    (want to|wanna|could|just) (just )?die (of|from|laughing|lol|rn|inside)
                    die of (embarrassment|boredom|laughter|hunger|thirst|old age) / dying (to|of|laughing|for)
                    dead tired / i'?m dead / killing me / (to die for) / kill for a / killed it
                    suicid(e|al) (squeeze|wings|prevention|awareness|hotline|door|squad|is not funny)
                    political suicide / career suicide / talking about suicide / (my|the) hair / lol / lmao / haha
                    jk\b / 😂 / 🤣 / 💀
                """)
)
ABOUT_THE_WORLD = re.compile(
    r"\b"
    + alternatives(r"""
    what number / how do i talk to / classmate / (my|the) hair
    prevention (class|training|month|walk|week|program)
    suicide (rates?|hotline|prevention|awareness|statistics|watch policy) / support group
    do you (have|offer|run|treat) / training / volunteer(ing)? / years? ago / used to / no longer
    saved (my|his|her) life / not suicidal / never suicidal / wasn'?t suicidal / isn'?t suicidal
    i'?m not (going to|gonna) / because of you / i'?m (alive|still here) / thanks to / thank you for
    documentary / article / lost (my|our) (\w+ )?to suicide / antidepressants? (cause|make)
    causes? suicide / dr\.? kevorkian
""")
    + r"\b"
)
DIRECT_NOW = re.compile(
    r"\b"
    + alternatives(r"""
        tonight / right now / i have (the|a) (plan|gun|pills|rope|enough) / i want to die / kill myself
        end my life / quiero morir / no quiero vivir / goodbye / my note / door'?s locked / last post
        scared / worried
    """)
    + r"\b"
)
MUNDANE = re.compile(
    r"\b"
    + alternatives(r"""
        parking / garage / hold music / phone tree / website / app / cafeteria / food / coffee
        wait(ing)? room / line / traffic / gown / portal / forms? / paperwork / exam / homework / monday
        game / jello / pudding / decor / carpet / wifi / wi-fi / queue
    """)
    + r"\b"
)


# Words of despair that mean little alone; three different families together mean a person in crisis.
DESPAIR = {
    "death": family(r"""
        die / dying / dead / death / gone / suicid\w* / funeral / grave / heaven / buried / ashes / obituary
        morir\w* / muert\w+ / matar\w* / kill(ed|ing)? (my|him|her)\w*
    """),
    "farewell": family(r"""
        goodbye / good bye / bye / farewell / adi[oó]s / sorry / perd[oó]n / forgive
        last (time|post|message|night|day|words|letter|one|thing|meal|sunset|christmas|birthday|text) / final
        won'?t (be|see|have to) / remember me / tell (my|him|her|them|everyone|mom|dad|\w+ i)
        take care of (my|the|him|her|yourselves) / miss me / never see / love you all
        thanks for (everything|trying|the nice)
    """),
    "means": family(r"""
        pills? / tablets / meds / rope / noose / gun / pistol / rifle / shotgun / blade / razor / knife / bridge
        roof\w* / ledge / tracks? / train / cliff / overdose / insulin / garage / exhaust / belt / water / lake
        river / bottle / wrists? / jump\w* / hang\w* / pastillas / cut(s|ting)? / starv\w+
    """),
    "end": family(r"""
        end (it|this|things|everything) / over (soon|tonight|for me)
        no (point|reason|future|hope|way out|tomorrow|one) / any ?more / anymore / give up / giving up / gave up
        done (with|trying|fighting|now|here) / ready / finally / peace\w* / quiet / for ?ever / escape
        disappear\w* / vanish / not (be )?(here|around|wake) / never wake / sleep
        stop(ped)? (hurting|feeling|existing|the pain|eating|trying) / out of time / tonight / rest / plan\w*
        decided / ya no / acabar / terminar
    """),
    "worthless": family(r"""
        burden / better off / without me / w/?o me / nobody (would|will|cares|needs|notices?|loves|knows)
        no one (would|will|cares|needs|notices?|loves|knows) / worthless / useless / hopeless / pointless
        empty / alone / broken / failure / hate (myself|my life|being) / deserve / trapped / tired of
        exhausted / can'?t (go on|do this|take|keep|stop crying|feel) / cant (go on|do this|take|keep)
        nothing (left|matters|helps) / drowning / numb / nadie / sol[oa] / carga / cansad\w / lighter
    """),
    "worry": family(r"""
        (scared|worried|afraid|terrified) (he|she|they|for|of what|my|that|about) / wrote (a|his|her) note
        a note / giving (away|his|her) / gave away / locked (himself|herself|in) / keeps (saying|talking|asking)
        talks? about / searched / search history / stopped (eating|talking|answering) / what do i (do|say)
        won'?t answer / phone (is )?off / deleted / his (meds|gun|pills) / her (meds|gun|pills)
    """),
}
SERVICE = re.compile(
    r"\b"
    + alternatives(r"""
    how (long|much|do i) / appointment / schedul\w* / bill(ed|ing)? / charged? / insurance / refill
    parking / visiting / hours / hiring / records? / lobby / wait(ing|ed)? (room|time|hours|\d)
    cafeteria / stars / thank you so / amazing / vaccin\w* / cures? / side effects?
    is it (ok|safe|normal) / surgery / rude / nurses? (is|are|was|were)
    my (mom|dad|husband|wife|mother|father) (died|passed) / lost my (keys|phone|wallet|ring)
    support group / chest / follow\w* / shares? / crypto / giveaway / free / reporter / you people
    your (doctor|staff|surgeon)s?
""")
    + r"\b"
)
OWN = re.compile(
    r"\b(?:i|i'?m|im|me|my|myself|i've|i'll|yo|mi|me|he|she|him|her|brother|sister|"
    r"son|daughter|friend|husband|wife)\b"
)


def gathered(message: Message) -> Signal | None:
    """Several kinds of despair together, where no single phrase was sure."""
    found = touched(message.low, DESPAIR)
    if len(found) < 2 or set(found) == {"means", "end"} or not OWN.search(message.low) or (message.stars or 0) >= 3:
        return None
    if SERVICE.search(message.low) or IDIOM.search(message.low) or ABOUT_THE_WORLD.search(message.low):
        return None
    return Signal(
        "intent", "self_harm", 0.8 + len(found), ", ".join(found.values()), "several signs of despair together"
    )


BUSINESS = re.compile(
    r"\b"
    + alternatives(r"""
        billing / appointments? / prescriptions? / resched\w+ / replaced / portals? / retire\w*
        at the hospital is / with food / ok to take / newsletter / (best|nicest) (nurse|doctor) / parking
        other patients / so i can sleep / merge / unit / donation
    """)
    + r"\b"
)
RECOVERED = re.compile(
    r"\b(?:years? ago|used to|as a teen|back in (?:19|20)\d\d)\b.*"
    r"\b(?:helped|grateful|alive today|through|volunteer|today)\b"
)

AGAIN = re.compile(
    r"\b(?:again|tonight|right now|lately|any ?more|back (?:to|there|again)|can'?t (?:do|go|take|keep)|"
    r"but (?:now|today)|wants? to (?:die|end|go))\b"
)


def composed(message: Message) -> Signal | None:
    """Signs of crisis that add up to enough, less whatever explains them away."""
    seen = weigh(message, (*despair.SIGNS, *farewell.SIGNS))
    total = seen.total
    if RECOVERED.search(message.low) or total < SEEN:
        return None
    if not SERVICE.search(message.low) and not BUSINESS.search(message.low):
        total += MORE * len(touched(message.low, DESPAIR))
    if ABOUT_THE_WORLD.search(message.low):
        total -= 2.2
    if IDIOM.search(message.low):
        total -= 1.5
    if MUNDANE.search(message.low):
        total -= 1.2
    if (message.stars or 0) >= 4:
        total -= 1.5
    if total < ENOUGH:
        return None
    return Signal("intent", "self_harm", SURE + total, ", ".join(seen.quotes), "signs of a crisis that add up")


def read(message: Message) -> Iterator[Signal]:
    """Signals for self-harm by anyone, unless an idiom or a general topic explains the words."""
    past = RECOVERED.search(message.low)
    if past and not AGAIN.search(message.low):
        yield Signal("calm", "self_harm", 1.0, past.group()[:60], "told as past, with what helped")
    found = list(message.signals("intent", CUES))
    signs = composed(message)
    if signs:
        yield signs
    if not found:
        together = gathered(message)
        if together and not signs:
            yield together
        return
    if RECOVERED.search(message.low) or (not signs and BUSINESS.search(message.low)):
        return
    if ABOUT_THE_WORLD.search(message.low) and not DIRECT_NOW.search(message.low):
        return
    joking = bool(IDIOM.search(message.low))
    if joking and (MUNDANE.search(message.low) or not DIRECT_NOW.search(message.low)) and len(found) < 2:
        return
    if (
        MUNDANE.search(message.low)
        and not DIRECT_NOW.search(message.low)
        and max(signal.weight for signal in found) < 2.6
    ):
        return
    for signal in found:
        yield Signal("intent", "self_harm", signal.weight * 2, signal.quote, signal.why)


READER = Reader("self_harm", ("intent", "calm"), "A person in crisis gets 988 and a human at once.", read)
