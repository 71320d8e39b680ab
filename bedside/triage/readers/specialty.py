"""Which specialty a text belongs to, by everyday words."""

from collections.abc import Iterator

from bedside.triage.message import Message, Reader, cue
from bedside.triage.shapes import Signal

CUES = tuple(
    cue(name, weight, "words of this specialty", rf"\b(?:{words})\b")
    for name, weight, words in (
        (
            "cardiology",
            2.0,
            (
                r"heart(?! ?(?:felt|break\w*))|cardi\w+|chest|afib|a-fib|stents?|bypass|pacemaker|"
                r"statins?|cholesterol|blood thinners?|metoprolol|ekg|ecg|echo(?:cardiogram)?|"
                r"stress test|arrhythmia|palpitations?|jaw aches|corazón|pecho"
            ),
        ),
        (
            "oncology",
            2.4,
            (
                r"cancer|chemo\w*|oncolog\w+|tumou?rs?|radiation|lymphoma|leukemia|melanoma|"
                r"nodule|infusion|neutropeni\w+|malignan\w+|mastectomy|remission|cáncer|quimio\w*|"
                r"metasta\w+"
            ),
        ),
        (
            "orthopedics",
            2.2,
            (
                r"ortho\w*|knees?|hips?|fractur\w*|broke (?:my|his|her) (?:\w+ )?(?:wrist|leg|"
                r"arm|ankle|hip|foot|collarbone|hand)|broken (?:wrist|leg|arm|ankle|hip|bone)|"
                r"cast|cortisone|rotator|acl|meniscus|sprain\w*|bone spur|carpal|scoliosis|joint|"
                r"ruined my hand|spine|back surgery|rodilla"
            ),
        ),
        (
            "pediatrics",
            2.0,
            (
                r"pediatric\w*|pediatrician|baby|babies|infant|newborn|toddler|kids?|child(?:ren)?'?s?|"
                r"my (?:\w+ )?(?:son|daughter)|\d+ ?(?:yo|y/o|year old|month old|week old|mo)|"
                r"daycare|kindergarten|well-?baby|nicu|teens?|mmr|fevers? (?:in|for) kids|hand "
                r"foot and mouth|school (?:physical|nurse)|sids|child life|mi (?:hij[oa]|bebé|"
                r"niñ[oa])"
            ),
        ),
        (
            "obstetrics",
            2.6,
            (
                r"pregnan\w*|ob\b|ob/gyn|obgyn|labor|maternity|deliver(?:y|ed)|epidural|c-?section|"
                r"midwi\w+|contractions?|trimester|\d+ ?week scan|ultrasound at|birth(?:ing)?|"
                r"stillbirth|miscarriage|prenatal|postpartum|preeclampsia|expecting|due date|"
                r"doula|lactation|jaundice|embaraz\w+|parto|cita prenatal"
            ),
        ),
        (
            "neurology",
            2.4,
            (
                r"neuro\w*|stroke|seiz\w+|epilep\w*|migraines?|ms consult|multiple sclerosis|"
                r"parkinson'?s?|concussion|droop\w*|numb(?:ness)?|tremors?|headaches?|slurr\w*|"
                r"tia|memory loss|brain|aura"
            ),
        ),
        (
            "mental_health",
            2.4,
            (
                r"mental|therapist|therapy (?:slot|session)|psych\w*|depress\w*|anxiety|counselor|"
                r"counseling|suicid\w*|bipolar|adhd|ptsd|inpatient|detox|addiction|rehab center|"
                r"antidepressants?|72 ?h(?:ou)?rs|panic attacks?|eating disorder|sober|locked "
                r"me up"
            ),
        ),
        (
            "diabetes_endocrinology",
            2.6,
            (
                r"diabet\w*|insulin|a1c|cgm|sugars?|glucose|endocrin\w*|thyroid|pump|type 1|"
                r"type 2|metformin|ozempic|hormone levels|azúcar"
            ),
        ),
        (
            "emergency_medicine",
            1.8,
            (
                r"er\b|ed\b|emergency (?:room|dept|department)|urgent care|trauma|triage|ambulance|"
                r"overdos\w*|od'?d|poison\w*|bleeding|tetanus|paramedics?|burns?|cpr|carbon "
                r"monoxide|swallowed|narcan|urgencias|stitches|crushed|stabbed|shot"
            ),
        ),
        (
            "primary_care",
            1.9,
            (
                r"primary care|pcp|family (?:doctor|practice|medicine|physician)|annual physical|"
                r"yearly physical|physical|check-?up|sick visit|blood pressure|flu shot appointment|"
                r"refills?|cold|general practice|new patient|bp meds"
            ),
        ),
        (
            "surgery",
            2.0,
            (
                r"surg(?:ery|eon|ical|eries)|operat(?:e|es|ed|ion|ing)|anesthesi\w+|gas man|"
                r"hernia|gallbladder|appendix|appendectomy|post-?op|pre-?op|transplant|incision|"
                r"scalpel|cirugía"
            ),
        ),
        (
            "dermatology",
            2.6,
            (
                r"derm\w*|skin|acne|rash|mole|eczema|psoriasis|retinol|accutane|sunscreen|botox|"
                r"rosacea|hives|warts?|nails have|piel"
            ),
        ),
        (
            "respiratory",
            2.5,
            (
                r"asthma|inhaler|copd|breath\w*|lungs?|pulm\w*|cpap|pneumonia|oxygen|cough\w*|"
                r"trach|wheez\w*|bronchitis|sleep apnea|o2|sats|asma"
            ),
        ),
        (
            "gastroenterology",
            2.6,
            (
                r"colonoscop\w*|gastro\w*|gi\b|stomach|bowel|ibs|crohn'?s?|reflux|heartburn|"
                r"hepatitis|liver|ulcer|scope|endoscop\w*|prep|gerd|celiac|constipat\w*|diarrhea|"
                r"estómago"
            ),
        ),
        (
            "urology_nephrology",
            2.7,
            r"kidneys?|urolog\w*|nephro\w*|dialysis|vasectomy|bladder|prostate|uti|catheter|urin\w+|psa|riñ[oó]n\w*",
        ),
        (
            "infectious_disease",
            2.4,
            (
                r"infection|infected|covid|flu\b|flu shots?|shingles|hiv|vaccin\w+|vax\w*|staph|"
                r"mrsa|sepsis|measles|mono|strep|std|sti|yellow fever|travel clinic|hepatitis|"
                r"contagious|virus|antibiotic resistance|tetanus|jab|rsv|monkeypox|mpox|tb\b"
            ),
        ),
        (
            "eye_ear_nose_throat",
            2.7,
            (
                r"eyes?|vision|glasses|contacts?|lens(?:es)?|cataracts?|glaucoma|lasik|hearing|"
                r"cochlear|ears?|sinus\w*|tonsils?|throat|ent\b|audiolog\w*|optometr\w*|ophthalm\w*|"
                r"retina|tinnitus|ojos?"
            ),
        ),
        (
            "womens_health",
            2.6,
            (
                r"gyn\w*|mammogra\w*|pap\b|pap smear|menopause|perimenopause|endometriosis|iud|"
                r"birth control|pelvic|periods?|women'?s (?:health|clinic)|fibroids?|annual "
                r"with|hpv|breast (?:exam|lump|cancer screening)|hysterectomy|pcos|cramps"
            ),
        ),
        (
            "geriatrics",
            2.5,
            (
                r"geriatric\w*|seniors?|elderly|dementia|alzheimer'?s?|nursing home|memory care|"
                r"adult day|day center|assisted living|aging|my (?:grand(?:ma|pa|mother|father))|"
                r"mother-in-law|9\d year old|8\d year old|hospice|abuel[oa]"
            ),
        ),
        (
            "rehabilitation",
            2.5,
            (
                r"rehab(?:ilitation)?\b|physical therap\w*|pt\b|ot\b|occupational therap\w*|"
                r"speech therapy|therapy (?:pool|gym)|after (?:a |my |his |her )?(?:\w+ )?replacement|"
                r"aquatics|walker|learn(?:ing)? to walk|prosthe\w+|cane|"
                r"fisioterapia"
            ),
        ),
    )
)


def read(message: Message) -> Iterator[Signal]:
    """One signal for each specialty whose words occur, stronger for more of them."""
    for each in CUES:
        hits = [hit.group() for hit in each.pattern.finditer(message.low)]
        if hits:
            yield Signal("specialty", each.value, each.weight + 0.5 * (len(set(hits)) - 1), hits[0], each.why)


READER = Reader("specialty", ("specialty",), "The specialty routes a question to the right desk.", read)
