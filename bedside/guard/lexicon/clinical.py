"""Clinical and hospital nouns in everyday words, as alternations for the checks' patterns."""

from bedside.guard.lexicon.wording import alternatives

CONDITIONS = (
    r"cancers?|tumou?rs?|cysts?|polyps?|lumps?|nodules?|masses|metastas[ie]s|leuk[a]?emia|"
    r"lymphoma|melanoma|sarcoma|carcinoma|remission|"
    r"diabet(?:es|ic)|a1c|neuropathy|hypertension|blood pressure|cholesterol|afib|"
    r"a-fib|arrhythmia|heart (?:attack|failure|condition|murmur)|"
    r"strokes?|aneurysm|clots?|embolism|dvt|seizures?|epilepsy|migraines?|concussion|"
    r"dementia|alzheimer's|parkinson's|"
    r"asthma|copd|pneumonia|bronchitis|emphysema|apnea|rsv|covid|flu|strep|mono|"
    r"sepsis|mrsa|staph|infections?|hiv|aids|hepatitis|hep c|"
    r"chlamydia|gonorrhea|syphilis|herpes|hpv|stds?|stis?|uti|shingles|measles|"
    r"fractures?|sprain|torn (?:acl|meniscus|ligament|rotator cuff)|acl|meniscus|"
    r"hernias?|appendicitis|gallstones?|kidney stones?|ulcers?|"
    r"crohn's|colitis|ibs|reflux|gerd|hemorrhoids?|cirrhosis|"
    r"depression|anxiety|bipolar|schizophrenia|ptsd|ocd|adhd|autism|psychosis|panic "
    r"attacks?|overdoses?|relapse|addiction|sobriety|withdrawal|"
    r"suicidal|self-harm|eating disorder|anorexia|bulimia|"
    r"miscarriage|stillbirth|pregnan(?:t|cy)|labor|contractions?|preeclampsia|endometriosis|"
    r"fibroids?|menopause|infertility|pcos|"
    r"eczema|psoriasis|rosacea|acne|rash(?:es)?|hives|allerg(?:y|ies)|lesions?|warts?|"
    r"wounds?|burns?|abscess|cellulitis|"
    r"cataracts?|glaucoma|retina|arthritis|scoliosis|osteoporosis|gout|lupus|ms|"
    r"als|an[a]?emia|sickle cell|hemophilia|"
    r"thyroid|obesity|bmi|weight gain|weight loss|heartbeat|hearing loss|tinnitus|vertigo|cavit(?:y|ies)|"
    r"injur(?:y|ies)|wreck|pain|fevers?|swelling|nausea|vomiting|diarrhea|constipation|"
    r"bleeding|dizziness|headaches?|cough|"
    r"wheez(?:e|ing)|symptoms?|condition|diagnosis|prognosis|illness|disease|disorder|"
    r"reaction|rxn|complications?|side effects?|falls"
)

PROCEDURES = (
    r"surger(?:y|ies)|operations?|procedures?|bypass|stents?|valve|ablation|angioplasty|"
    r"cath|catheter|pacemaker|transplants?|dialysis|"
    r"biops(?:y|ies)|colonoscop(?:y|ies)|endoscop(?:y|ies)|scope|mammograms?|ultrasounds?|"
    r"sonogram|x-?rays?|mris?|ct(?: scan)?s?|"
    r"pet scan|scans?|echo(?:cardiogram)?|stress (?:test|echo)|ekgs?|ecgs?|eegs?|sleep study|"
    r"chemo(?:therapy)?|radiation|infusions?|immunotherapy|transfusions?|c-?sections?|"
    r"epidural|delivery|ivf|iui|embryos?|egg retrieval|"
    r"(?:hip|knee|shoulder|joint)(?: replacement)?s?|replacement|amputation|lasik|"
    r"implants?|crowns?|root canals?|extractions?|fillings?|"
    r"stitches|staples|sutures|cast|splint|brace|boot|crutches|dentures|hearing aids?|cochlear|prosthe(?:sis|tic)|"
    r"physical therapy|pt eval|rehab|detox|intake|evaluation|eval|treatments?|therapy|"
    r"sessions?|counseling|groups?|anesthesia|sedation|"
    r"shots?|vaccines?|vaccinations?|boosters?|injections?|flu shot|iv|laser|fillers?|"
    r"botox|peel|circumcision|vasectomy|"
    r"pap(?: smear)?|prep|drip|physical|check-?up|wound care|swab|feeding tube|ventilator|intubat(?:ed|ion)"
)

TESTS = (
    r"results?|labs?|lab ?work|blood ?work|blood (?:test|draw|sugar|count|type)|"
    r"sugars?|glucose|platelets|troponin|creatinine|potassium|"
    r"hemoglobin|white count|cultures?|patholog(?:y|ist)|path report|slides?|specimens?|"
    r"samples?|tests?|drug (?:test|screen)|"
    r"urine|stool|numbers|levels?|vitals|sats|o2|oxygen|bp|hx|sx|amh|psa|tsh|inr|viral load|cd4|t-cells?|"
    r"dx|rx|readings?|heart rate|pulse|weight|scores?|screening"
)

DRUGS = (
    r"metformin|insulin|lisinopril|amlodipine|losartan|metoprolol|atenolol|warfarin|"
    r"coumadin|eliquis|xarelto|plavix|aspirin|statins?|"
    r"atorvastatin|lipitor|simvastatin|ibuprofen|advil|motrin|tylenol|acetaminophen|"
    r"naproxen|aleve|prednisone|steroids?|albuterol|inhalers?|"
    r"nebulizer|amoxicillin|penicillin|antibiotics?|z-?pack|azithromycin|doxycycline|cipro|bactrim|keflex|"
    r"oxycodone|percocet|vicodin|hydrocodone|morphine|fentanyl|tramadol|suboxone|"
    r"buprenorphine|methadone|vivitrol|naltrexone|narcan|"
    r"gabapentin|xanax|ativan|klonopin|valium|zoloft|sertraline|prozac|lexapro|wellbutrin|"
    r"lithium|seroquel|abilify|adderall|ritalin|"
    r"ozempic|wegovy|semaglutide|mounjaro|humira|enbrel|remicade|methotrexate|keytruda|tamoxifen|accutane|retinol|"
    r"levothyroxine|synthroid|omeprazole|nexium|prilosec|zofran|benadryl|zyrtec|claritin|flonase|pepto|miralax|"
    r"birth control|the pill|plan b|estrogen|testosterone|hrt|epipen|epinephrine|melatonin|"
    r"blood thinners?|water pills?|pain ?killers?|pain (?:meds?|pills?)|nerve pills?|"
    r"antidepressants?|sleeping pills?|"
    r"meds?|medications?|medicines?|prescriptions?|refills?|pills?|tablets?|capsules?|"
    r"doses?|dosage|cream|ointment|drops|patch|"
    r"vaseline|silver sulfadiazine|hydrocortisone|neosporin|formula|pressure|mask|cpap"
)

HEALTH = rf"(?:{CONDITIONS}|{PROCEDURES}|{TESTS}|{DRUGS})"

# Words that only make sense of somebody who is or was under care.
CARE = alternatives(r"""
    visits? / appointments? / appts? / stay / admission / discharge / charts? / file / records?
    medical records? / referral / intake / check-?in / check-?up / follow-?up / f/u / consult(ation)?
    surger(y|ies) / procedures? / operation / delivery / treatments? / recovery / care / care team
    sessions? / refills? / prescriptions? / rx / labs? / lab ?work / blood ?work / results? / tests?
    scans? / mri / ct / x-?rays? / biopsy / ultrasound / infusions? / chemo / dialysis / radiation
    slot / time slot / arrival time / room / bed / bay / gown / iv / stitches / staples / cast / crown
    implant / paperwork / intake form / consent form / release form / chart notes? / notes? / case
    discharge papers? / mrn / provider team / eval(uation)? / screening / physical / colonoscopy
    mammogram / echo / stress test / sleep study / transplant / pre-?op / post-?op / stress echo
    cultures? / pathology / slides? / specimens? / prep / waiting room time / wait time / ride
    transport / pickup / bracelet / wristband / clinician visit / er visit / hospital stay / next visit
    last visit / first visit / most recent visit
""")

PLACES_OF_CARE = alternatives(r"""
    icu / nicu / picu / er / ed / l&d / pacu / pre-?op / post-?op / recovery room / detox / rehab
    hospice / oncology / maternity / memory (unit|care) / burn unit / spinal unit / psych( unit| ward)?
    step-?down / trauma bay / triage / surgery / labor and delivery / operating room / the or / dialysis
    chemo / infusion (chair|suite|center)
""")
