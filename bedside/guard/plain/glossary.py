"""Clinical and office words, and what people say instead. After CDC's "Everyday Words for Public Health Communication"
and the plain-language lists of the National Institutes of Health and plainlanguage.gov, all in the public domain."""

from bedside.guard.lexicon.wording import words_of

LIST = """
abdomen: belly | abdominal: belly | abrasion: scrape | abscess: pocket of pus | accelerate: speed up
accumulate: build up | acute: sudden | adhere to: follow | adipose tissue: body fat | administer: give
adolescent: teen | adverse event: side effect or bad reaction | adverse reaction: bad reaction | aetiology: cause
afebrile: without fever | aggravate: make worse | alleviate: ease | alopecia: hair loss | ambulate: walk
ambulatory care: care without an overnight stay | amenorrhea: no monthly period | analgesic: pain medicine
anaphylaxis: severe allergic reaction | anesthetic: medicine that numbs | angina: chest pain from the heart
anterior: front | antenatal: before birth | anticoagulant: blood thinner | antihypertensive: blood pressure medicine
antipyretic: fever medicine | arrhythmia: uneven heartbeat | arthralgia: joint pain | aspirate: breathe in
asymptomatic: without symptoms | atherosclerosis: hardening of the arteries | benign: not cancer
bilateral: on both sides | biopsy: taking a small sample of tissue | bradycardia: slow heartbeat
carcinogen: something that causes cancer | carcinoma: cancer | cardiac: heart | cardiac arrest: the heart stops
cardiologist: heart doctor | cardiology: heart care | cardiovascular: heart and blood vessel | catheter: thin tube
cephalgia: headache | cerebral: brain | cerebrovascular accident: stroke | cessation: stopping
cholelithiasis: gallstones | chronic: long-lasting | coagulate: clot | cognitive: thinking and memory
colorectal: colon and rectum | comorbidity: other health problem | comorbidities: other health problems
commence: start | communicable: that spreads | complication: problem | comprehensive: full
conjunctivitis: pink eye | contagious: easy to catch | contraceptive: birth control
contraindicated: not safe to use | contusion: bruise | coronary: heart | cutaneous: skin | deceased: died
dehydration: not enough water in the body | deep vein thrombosis: blood clot in the leg
defecate: have a bowel movement | deficiency: lack | demonstrate: show | dermatitis: skin rash
dermatologist: skin doctor | dermatology: skin care | detrimental: harmful | diagnostic imaging: X-rays and scans
diaphoresis: sweating | dietary: food | dilate: widen | discontinue: stop | disseminate: share
diuretic: water pill | dysmenorrhea: painful periods | dyspepsia: upset stomach | dysphagia: trouble swallowing
dyspnea: shortness of breath | dysuria: pain when you pass urine | edema: swelling | efficacious: that works
efficacy: how well it works | eligible: able to get | embolism: blood clot that moved | emesis: vomiting
encephalitis: swelling of the brain | endeavor: try | endocrinologist: hormone doctor | enhance: improve
epidermis: skin | epistaxis: nosebleed | erythema: redness | etiology: cause | exacerbate: make worse
excise: cut out | expedite: speed up | expectorate: cough up | facilitate: help | fatal: deadly
febrile: with fever | fracture: broken bone | gastric: stomach | gastroenteritis: stomach flu
gastroenterologist: stomach doctor | gastrointestinal: stomach and bowel | geriatric: older adult
gestation: pregnancy | glucose: sugar | glycemic: blood sugar | gynecologist: women's doctor
hematologist: blood doctor | hematoma: bruise | hematuria: blood in urine | hemorrhage: heavy bleeding
hepatic: liver | hereditary: passed down in a family | hydrate: drink water | hyperglycemia: high blood sugar
hyperlipidemia: high cholesterol | hypertension: high blood pressure | hyperthermia: being too hot
hypoglycemia: low blood sugar | hypotension: low blood pressure | hypothermia: being too cold
hypoxia: too little oxygen | immunization: shots | immunize: give shots
immunocompromised: with a weak immune system | immunosuppressed: with a weak immune system | implement: carry out
in order to: to | incision: cut | incontinence: leaking urine or stool | infant: baby | inflammation: swelling
influenza: flu | ingest: eat or drink | inhibit: slow or stop | initiate: start | inoculation: shot
insomnia: trouble sleeping | intervention: treatment | intravenous: into a vein | ischemia: too little blood flow
laceration: cut | laparoscopic: through small cuts | lesion: sore | lethargic: very tired
lipids: fats in the blood | malaise: feeling unwell | malignancy: cancer | malignant: cancer
mammogram: breast X-ray | mandible: jaw | melanoma: skin cancer | metastasis: spread of cancer | metastasize: spread
modality: way of treating | modify: change | morbidity: illness | mortality: deaths | myalgia: muscle pain
myocardial infarction: heart attack | myopia: trouble seeing far | nausea: upset stomach | necessitate: need
neonatal: newborn | neonate: newborn | neoplasm: growth | nephrologist: kidney doctor | nephrology: kidney care
neurologist: brain and nerve doctor | neurology: brain and nerve care | nutrients: what the body needs from food
nutritious: healthy | obtain: get | obstetrician: pregnancy doctor | occlusion: blockage | oncologist: cancer doctor
oncology: cancer care | ophthalmologist: eye doctor | ophthalmology: eye care | optimal: best
optimize: make the best of | oral: by mouth | orthopedic: bone and joint | orthopedist: bone doctor
osteoporosis: weak bones | otitis media: ear infection | otolaryngologist: ear, nose and throat doctor
outpatient: without an overnight stay | palliative care: care that eases symptoms and stress
palpitations: pounding heart | participate: take part | pathogen: germ | pediatric: children's
pediatrician: children's doctor | perinatal: around birth | peripheral: outer | pertussis: whooping cough
pharmaceutical: medicine | pharmacological: with medicine | pharyngitis: sore throat | phlebotomy: drawing blood
physician: doctor | placebo: pill without medicine | polyp: small growth | posterior: back
postoperative: after surgery | postpartum: after birth | prenatal: before birth | preoperative: before surgery
prevalence: how common it is | prior to: before | prognosis: outlook | prophylactic: preventive
prophylaxis: prevention | prosthesis: artificial body part | pruritus: itching | psychiatrist: mental health doctor
pulmonary: lung | pulmonologist: lung doctor | purchase: buy | pyrexia: fever | radiologist: doctor who reads X-rays
radiology: X-rays and scans | reduction: drop | regarding: about | regimen: plan | remission: no signs of disease
renal: kidney | renal failure: kidneys stop working | require: need | respiratory: breathing
respiratory distress: trouble breathing | resuscitation: bringing back to life | rheumatologist: joint doctor
rhinitis: runny nose | rhinorrhea: runny nose | sedentary: inactive
sepsis: life-threatening reaction to an infection | sequela: aftereffect | sequelae: aftereffects
stenosis: narrowing | subcutaneous: under the skin | subsequent to: after | subsequently: later | sufficient: enough
suture: stitch | symptomatic: with symptoms | syncope: fainting | tachycardia: fast heartbeat | terminate: end
therapeutic: healing | thrombosis: blood clot | topical: on the skin | toxic: poisonous | transmission: spread
transmit: spread | transient ischemic attack: mini-stroke | triage: sorting by who is sickest | tumor: growth
urinalysis: urine test | urologist: bladder and kidney doctor | urticaria: hives | utilization: use | utilize: use
vaccination: shot | varicella: chickenpox | vascular: blood vessel | vector: insect that spreads disease
ventilator: breathing machine | vertigo: dizziness | visualize: see | with regard to: about
at this point in time: now | due to the fact that: because | in the event of: if | a majority of: most
on an annual basis: each year | in close proximity to: near | has the ability to: can
"""


def _swaps() -> dict[str, str]:
    entries = (entry.partition(":") for line in LIST.splitlines() for entry in line.split(" | ") if ":" in entry)
    return {hard.strip(): plain.strip() for hard, _colon, plain in entries}


#: Hard word in lower case -> what to say instead.
SWAPS = _swaps()

#: What most people know without a word of explanation.
KNOWN = words_of(
    """
    AIDS AM ASL BBQ CEO COVID CPR DIY DJ DNA DVD EMS ER ET FAQ GPS HIV ICU ID IV LGBTQ LLC MD NASA NFL NY OK PDF
    PM PT QR RN SMS SOS SPF TV UK UPS US USA UV VIP WIFI ZIP CT MT EST CST MST PST EDT CDT MDT PDT FL TX CA NJ
    OH PA RSVP VA YMCA I II III IV A
    """
)
#: Words people shout that are no abbreviations.
SHOUTED = words_of(
    """
    ALL AND ARE ASK BIG BUT CALL CAN COME DAY DO DONT FOR FREE FROM FUN GET GIVE GO GOOD GREAT HELP HERE HEY HOT
    HOW IN IS IT JOIN JUST KIDS KNOW LAST LIVE LOVE MORE MUST MY NEED NEVER NEW NEWS NEXT NO NOT NOW OF ON ONE
    ONLY OPEN OR OUR OUT PARTY PLUS READ SAVE SEE SHARE SO STAY STOP THANK THE THIS TIME TIP TIPS TO TODAY TOO
    UP VERY VISIT WANT WE WHAT WHEN WHO WHY WILL WIN WITH YES YOU YOUR ALERT EVENT NOTE HAPPY START FIRST EVERY
    ALWAYS PLEASE WALK RUN EAT BE BY AT AN AS IF
    """
)
