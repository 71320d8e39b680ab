"""What a text speaks of: the topics of `shapes.TOPICS`, by everyday words. A text may have several, or none."""

from collections.abc import Iterator

from bedside.triage.message import Message, Reader, cue
from bedside.triage.readers.wording import alternatives, around
from bedside.triage.shapes import Signal

NURSE = r"\b(?:nurses?|rns?|cnas?|aides?|enfermer[ao]s?)\b"
DOCTOR = r"\b(?:doctors?|docs?|dr\.?|physicians?|surgeons?|specialists?|m[ée]dic[ao]s?|doctor[ae]?s?)\b"
TALK = alternatives(r"""
    listen\w* / explain\w* / told / tell / respect\w* / courte\w+ / polite\w* / rude\w* / talk\w* / spoke
    answered / ignor\w*
    attitude / dismiss\w* / condescend\w* / kind\w* / sweet / patient with / bedside manner / rushed
    introduced / informed
    snapped / yelled / rolled (her|his|their) eyes / amable\w* / escuch\w+ / explic\w+ / groser\w+
""")


def _words(text: str) -> str:
    return r"(?<!\w)" + alternatives(text) + r"(?!\w)"


CUES = (
    cue("nurses", 1.0, "nurses, and how they spoke or listened", around(NURSE, TALK, 50)),
    cue("doctors", 1.0, "doctors, and how they spoke or listened", around(DOCTOR, TALK, 50)),
    cue("nursing_quality", 1.0, "the work of nurses", NURSE),
    cue("restfulness", 1.0, "rest and quiet", _words(r"""
        quiet\w* / nois[ey]\w* / loud / couldn't sleep / can't sleep here / no sleep
        (let|get) (me|him|her|us) (sleep|rest)
        woke (me|him|her|us) / beeping / slamming / lights? on all night / restful / kept (me|him|her|us) (up|awake)
        roommate / ruido\w* / dormir
    """)),
    cue("care_coordination", 1.0, "how those who care work together", _words(r"""
        hand-?offs? / referral\w* / referred / records (to|from) / nobody (talks|talked|communicat\w+)
        different (doctors?|answers?)
        conflicting / coordinat\w+ / left hand / shift change / transfer(red|s|ring)? / fax(ed)? (it|the|my)
        told (me )?something (else|different)
        care team / between (departments|doctors|the) / repeat (myself|the story) / same questions / follow-?up
    """)),
    cue("responsiveness", 1.0, "help when it was asked for", _words(r"""
        call (button|light|bell) / nobody came / no one came / ignored
        took (\w+ ){1,3}to (come|answer|respond) / help (me|him|her) to the (bathroom|toilet)
        never (came|checked|called|responded) / respons\w+ / wait(ed|ing) for (a|the) nurse / pressed
        buzz(ed|er) / unanswered
        no(body| one) (answers?|answered|responds?|called back|calls back|picks up)
    """)),
    cue("medicines", 1.0, "medicines and what was said of them", _words(r"""
        medic(ation|ine)s? / meds / pills? / prescri\w+ / refills? / pharmac\w+ / side effects? / doses?
        dosage / antibiotics?
        insulin / painkillers? / rx / scripts? / medicamentos? / medicinas? / receta
    """)),
    cue("discharge_information", 1.0, "going home, and what to do there", _words(r"""
        discharg\w+ / sent (me|him|her|us|them) home / going home / released (me|him|her) / instructions?
        after ?care / paperwork
        home (too )?early / kicked (me|him|her) out / dada? de alta / alta
    """)),
    cue("symptom_information", 1.0, "what to watch for, and what it means", _words(r"""
        symptoms? / what to (watch|look|expect) / warning signs / normal to / is it normal
        should i (worry|be worried|be concerned)
        what (does|do) (it|this|my) (\w+ )?mean / side effects? / swelling / rash / fever / s[íi]ntomas?
    """)),
    cue("cleanliness", 1.0, "how clean it was", _words(r"""
        clean\w* / dirty / filthy / spotless / blood on / urine / smell\w* / stain\w* / roach\w* / bed ?bugs
        mold\w* / trash / gross
        disgusting (room|bathroom|floor\w*) / unsanitary / hygien\w+ / sanitiz\w+ / limpi\w+ / suci\w+
    """)),
    cue("overall_rating", 1.0, "the hospital as a whole", _words(r"""
        (best|worst|great|good|bad|terrible|awful|amazing) (\w+ )?(hospital|place|er|facility|clinic|experience)
        (horrible|wonderful|awesome|incredible|excellent) (\w+ )?(hospital|place|er|facility|clinic|experience)
        (this|your) (hospital|place) is / \d ?(/|out of) ?(5|10) / (one|two|three|four|five|zero|\d) stars?
        overall / peor hospital / mejor hospital
    """)),
    cue("recommend", 1.0, "whether they would send others here", _words(r"""
        (would|wouldn't|will|do|don't|can't|cannot|highly|never) recommend / recommend\w* / stay away
        avoid (this|at all) / do not (go|come)
        don't (go|come) (here|there) / never (go|going|coming|come) back / won't be back / never again
        wouldn't (take|send) / tell everyone
        drive (the )?(extra|further|an hour) / recomiend\w+ / no vayan
    """)),
    cue("cost", 1.0, "what a visit costs", _words(r"""
        cost\w* / price\w* / expensive / charged? / charges / \$ ?\d[\d,.]* / afford\w* / overpriced
        cash price / estimate / rip-?off / highway robbery
        how much (is|does|would|for) / cuánto (cuesta|vale) / caro / dollars?
    """)),
    cue("insurance_billing", 1.0, "bills and insurance", _words(r"""
        bill(s|ed|ing)? / invoice\w* / insurance / insurer / copay\w* / deductible / medicaid / medicare
        in-?network / out-?of-?network
        collections? / claim (was |got )?(denied|rejected) / prior auth\w* / payment plan / financial assistance
        charity care / coverage / eob
        factura\w* / seguro / cobr\w+
    """)),
    cue("ancillary_testing", 1.0, "tests and imaging", _words(r"""
        mris? / ct / cat scan / x-?rays? / ultrasounds? / scans? / lab(s|work)? / blood ?(work|draw|test\w*)
        biops\w+ / mammogram\w* / imaging
        test results? / results / ekg / colonoscop\w+ / stress test / radiolog\w+ / swab / phlebotom\w+
        an[áa]lisis / resultados
    """)),
    cue("facilities", 1.0, "the building and the rooms", _words(r"""
        building / elevators? / room (was|is|had) / rooms / lobby / bathrooms? / wing / renovat\w+
        construction / air condition\w* / a/?c / heat(er|ing)
        chairs? / beds? / signs? / signage / wheelchair / ramps? / accessib\w+ / entrance / hallway\w* / cold in
        freezing / broken (chair|door|elevator|tv|bed)
    """)),
    cue("amenities", 1.0, "parking, food and comfort", _words(r"""
        parking / garage / valet / cafeteria / food / meals? / breakfast / lunch / dinner / coffee / vending
        wi-?fi / tv / gift shop / blankets?
        pillows? / shuttle / estacionamiento / comida
    """)),
    cue("scheduling", 1.0, "getting or moving an appointment", _words(r"""
        appointments? / appts? / schedul\w+ / reschedul\w+ / cancel\w* / booked? / booking / waitlist
        openings? / earliest / next available / walk-?ins?
        portal / phone tree / on hold / cita / citas / agendar
    """)),
    cue("compassion", 1.0, "kindness, or its absence", _words(r"""
        compassion\w* / kind / kindness / caring / cared / gentle / empath\w* / sympath\w* / rude\w* / heartless
        cold / cruel / warm / friendly / smil\w+
        held my hand / angels? / treated (me|us|him|her|them) like / dignity / disrespect\w* / uncaring
        humil\w+ / mocked / laughed at
        judg(ed|ing|mental) / amables? / cariñ\w+
    """)),
    cue("family_care", 1.0, "how the family was treated", _words(r"""
        (our|my|the|whole) family / visit(or|ors|ing|ation) / visiting hours / kept us (informed|updated)
        updat(e|ed) (me|us) / wouldn't let (me|us)
        (with|beside) (him|her|my) / next of kin / caregivers? / in the waiting room with / familia / visitas?
    """)),
    cue("staff_quality", 1.0, "the people who work there", _words(r"""
        staff / receptionists? / front desk / techs? / technicians? / everyone (was|there|who) / team
        employees? / workers? / security guards?
        understaffed / short-?staffed / personal / volunteers?
    """)),
    cue("technical_quality", 1.0, "how well the care was done", _words(r"""
        misdiagnos\w* / diagnos\w+ / botched / mistakes? / errors? / infect\w+ / complication\w* / competen\w+
        incompeten\w+ / skill\w* / expert\w*
        saved (my|his|her|our) / procedure / surgery (went|was) / operation / iv (in|three|four|\d)
        missed (the|a|my|his|her) / wrong / professional\w*
        negligen\w+ / malpractice / thorough\w*
    """)),
    cue("specific_care", 1.0, "one type of care", _words(r"""
        maternity / labor and delivery / l&d / nicu / icu / er / ed / emergency (room|department) / urgent care
        oncology / chemo\w* / dialysis / rehab
        physical therapy / pt / hospice / pediatric\w* / cardiac / psych\w* / detox / dental / wound care
        infusion / birth center / urgencias
    """)),
    cue("safety", 1.0, "whether it was safe", _words(r"""
        safe / safety / unsafe / fell / fall risk / wrong (med\w*|dose|leg|knee|side|patient|blood|chart)
        sepsis / mrsa / staph / bed ?sores? / restrain\w*
        abus\w+ / assault\w* / allerg\w+ / overdos\w+ / expired / contaminat\w+ / left (alone|unattended)
        nearly died / almost died / negligen\w+ / peligros\w+
    """)),
    cue("access", 1.0, "waiting and getting in", _words(r"""
        wait(ed|ing|s)? / hours? (in|of|later|for|and|to) / \d+ ?(hrs?|hours?|horas) / for hours
        all (day|night) / turned away / couldn't get in / can't get in
        no (beds|appointments|doctors|one available) / line / crowded / slow / fast / quick\w* / right away
        prompt\w* / closed / delayed? / on hold
        tele(health|medicine) / interpret\w+ / espera\w*
    """)),
    cue("discrimination", 1.0, "being treated worse for who one is", _words(r"""
        racis\w+ / racial\w* / racially / discriminat\w*
            because (i'm|i am|she's|he's|we're|of my|of her|of his) (\w+ )?(black|brown|latin\w+|asian|native|trans|gay)
            because (i'm|i am|she's|he's|we're|of my|of her|of his) (\w+ )?(fat|old|deaf|disabled|muslim|uninsured|poor)
            because of (my|her|his|our) (skin|weight|accent|race|age)
        homophob\w+ / transphob\w+ / misgender\w* / prejudic\w* / bigot\w* / slurs? / profil(ed|ing) / my accent
        speak english / no interpreter / ableis\w+ / sexis\w+
        discrimin\w+ / por ser latin\w+
    """)),
)  # fmt: skip


def read(message: Message) -> Iterator[Signal]:
    """One signal for each topic that has a word."""
    yield from message.signals("topic", CUES)


READER = Reader("subjects", ("topic",), "What people speak of is what a hospital can change.", read)
