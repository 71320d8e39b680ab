"""Which specialty everyday and medical words belong to: phrases written for this project, and the names of ICD-10-CM
categories (US public domain) by chapter, set into plain sentences. They teach the specialty alone."""

import csv
import random
import re
from pathlib import Path

from training.triage.encode import Example

#: Phrases by specialty, divided by "; ".
PHRASES: dict[str, str] = {
    "cardiology": "my pacemaker check; a stent; afib; heart failure; palpitations at night; high blood pressure; a heart murmur; an echocardiogram; my cholesterol; blood thinners; a skipped heartbeat; a bypass; cardiac rehab; chest tightness when I climb stairs; a stress test; swollen ankles and short breath; a valve replacement; the heart clinic; my defibrillator; angina",
    "oncology": "chemo; radiation; a lump that turned out cancer; my oncologist; the infusion center; lymphoma; leukemia; a tumor board; remission; metastatic disease; a port placement; clinical trial for breast cancer; the cancer center; a biopsy that came back malignant; hair loss from treatment; melanoma that spread; survivorship class; immunotherapy; a PET scan for staging; bone marrow transplant",
    "orthopedics": "my knee replacement; a torn ACL; a broken wrist; a hip that clicks; rotator cuff surgery; a cast; plantar fasciitis; a bunion; carpal tunnel; a herniated disc; scoliosis; tennis elbow; a sprained ankle; a stress fracture; frozen shoulder; cortisone shots; the joint class; a hand surgeon; back fusion; arthritis in both knees; a meniscus tear; trigger finger",
    "pediatrics": "my toddler's fever; a school physical; my newborn's jaundice; the kids' clinic; croup; my 4 year old's rash; vaccines for my baby; hand foot and mouth; teething; my son's ADHD meds; ear infections in kids; NICU; a sick visit for my daughter; colic; growth chart; bedwetting; a well child check; RSV in babies; the children's ward; my kid swallowed something",
    "obstetrics": "my due date; 36 weeks pregnant; labor and delivery; an epidural; a c-section; morning sickness; a prenatal visit; gestational diabetes; the birthing class; my midwife; contractions; preeclampsia; a doula; postpartum bleeding; breastfeeding help after birth; a 20 week ultrasound; a VBAC; the maternity ward; induced next week; miscarriage",
    "neurology": "migraines; a seizure; MS; Parkinson's; numb hands and feet; a concussion; memory loss; epilepsy meds; an EEG; a stroke; nerve pain; tremors; Bell's palsy; vertigo that won't stop; a brain MRI; ALS; my neurologist; restless legs; a TIA; neuropathy",
    "mental_health": "my anxiety; depression; a therapist; panic attacks; the psych unit; bipolar meds; grief counseling; an eating disorder; detox; PTSD; suicidal thoughts; my antidepressant; OCD; the behavioral health clinic; addiction recovery; ADHD evaluation for adults; schizophrenia; a support group for loss; cutting; burnout",
    "diabetes_endocrinology": "my insulin pump; type 1 diabetes; A1C; thyroid nodules; a glucose monitor; low blood sugar; my endocrinologist; Hashimoto's; metformin; diabetic educator; Graves disease; a hormone panel; Ozempic for diabetes; adrenal problems; prediabetes class; foot checks for diabetics; thyroid pills; blood sugar over 300; Cushing's; osteoporosis shots",
    "emergency_medicine": "the ER; an ambulance; trauma; the emergency room wait; a car accident; stitches at urgent care; an overdose; poison; a dog bite; heat stroke; the triage nurse; a burn; frostbite; carbon monoxide; fell off a ladder; a deep cut; the emergency department; a snake bite; electric shock; a head wound",
    "primary_care": "my annual physical; a family doctor; a flu shot; a refill from my PCP; a new patient visit; a checkup; a sore throat and cough; blood pressure check; a referral from my doctor; a travel vaccine; my Medicare wellness visit; a sick note; internal medicine; a cold that won't quit; lab orders from my regular doctor; a DOT physical; establishing care; weight management; a tetanus booster; a routine visit",
    "surgery": "my gallbladder removal; a hernia; the surgeon; an appendectomy; the incision is red; bariatric surgery; gastric sleeve; the pre-op call; anesthesia; drains after the operation; my surgery date; day surgery; stitches out; a hysterectomy recovery room; robotic surgery; the operating room; varicose vein stripping; weight loss surgery; post-op instructions; a surgical wound",
    "dermatology": "a mole check; eczema; acne; psoriasis; a rash that itches; hives; rosacea; a skin tag; shingles rash; melanoma screening; hair loss; warts; the dermatologist; a skin biopsy; poison ivy; Accutane; ringworm; a suspicious spot on my nose; itchy scalp; vitiligo",
    "respiratory": "asthma; COPD; an inhaler; sleep apnea; a CPAP; pneumonia; bronchitis; pulmonary rehab; oxygen at home; a lung nodule; wheezing; shortness of breath; my pulmonologist; a nebulizer; cystic fibrosis; a sleep study; a lung function test; a cough for six weeks; smoker's lungs; pulmonary fibrosis",
    "gastroenterology": "a colonoscopy; Crohn's; acid reflux; IBS; ulcerative colitis; an ulcer; hepatitis C; gallstones; celiac; an endoscopy; bloating; constipation; blood in stool; diverticulitis; fatty liver; the GI doctor; a feeding tube; hemorrhoids; stomach cramps after eating; pancreatitis; colon prep; nausea for days",
    "urology_nephrology": "dialysis; a kidney stone; a UTI; my kidney transplant; prostate exam; PSA test; blood in urine; a vasectomy; bladder leaks; kidney function; a catheter; enlarged prostate; the urologist; nephrology; peeing every hour; erectile dysfunction; creatinine; overactive bladder; a fistula for dialysis; protein in urine",
    "infectious_disease": "COVID; a flu outbreak; HIV meds; measles; TB test; a staph infection; Lyme disease; hepatitis B shot; MRSA; a tick bite; monkeypox vaccine; C diff; sepsis; norovirus; whooping cough; PrEP; malaria; antibiotics for an infection; Paxlovid; the long COVID clinic; West Nile",
    "eye_ear_nose_throat": "cataracts; hearing aids; sinus infection; a tonsillectomy; glaucoma; ear tubes; an eye exam; a deviated septum; tinnitus; pink eye; blurry vision; a retina specialist; strep throat; a nosebleed; vocal cords; LASIK; earwax; a stye; macular degeneration; the ENT; hoarse voice; floaters",
    "womens_health": "a pap smear; a mammogram; menopause; birth control; an IUD; endometriosis; fibroids; my gynecologist; hot flashes; PCOS; irregular periods; a breast lump; pelvic pain; fertility; ovarian cyst; HPV; a hysterectomy; breast screening; heavy periods; pelvic floor; perimenopause; an annual gyn exam",
    "geriatrics": "my grandmother's dementia; a nursing home; falls in the elderly; my 88 year old father; memory care; hospice for my mother; Alzheimer's; a walker for mom; elder care; senior wellness; too many pills for an old man; assisted living; caregiver for an aging parent; my 92 year old aunt; end of life care; adult day care; home health for my grandpa; geriatric clinic; wandering at night; frail",
    "rehabilitation": "physical therapy; occupational therapy; speech therapy after a stroke; rehab unit; learning to walk again; my PT; a prosthetic leg; inpatient rehab; hand therapy; aquatic therapy; wheelchair fitting; therapy after my accident; spinal cord injury rehab; balance class; vestibular therapy; PT copay sessions; stroke recovery exercises; work hardening; gait training; my therapist for my leg",
}
TEMPLATES = (
    "{}", "{}", "Do you treat {}?", "Question about {}", "who do i see for {}", "I need an appointment about {}",
    "My mom is dealing with {}", "Been waiting weeks because of {}", "Does anyone know a good doctor for {}",
    "They billed me twice for {}", "Great care with {}. Thank you!", "{} and nobody calls me back", "help with {} pls",
    "Nobody took {} seriously", "My husband, {}, what now", "is {} something you see people for", "con {} ¿a dónde voy?",
    "How much is it for {}?", "Your team was so kind about {}", "Worst experience ever with {}",
)  # fmt: skip
#: First letters of ICD-10-CM codes, the longest that fits decides.
CHAPTERS: dict[str, str] = {
    "A": "infectious_disease", "B": "infectious_disease", "C": "oncology", "D0": "oncology", "D1": "oncology",
    "D2": "oncology", "D3": "oncology", "D4": "oncology", "E0": "diabetes_endocrinology",
    "E1": "diabetes_endocrinology", "E2": "diabetes_endocrinology", "F": "mental_health", "G": "neurology",
    "H": "eye_ear_nose_throat", "I": "cardiology", "I6": "neurology", "J": "respiratory", "J0": "eye_ear_nose_throat",
    "J3": "eye_ear_nose_throat", "K": "gastroenterology", "L": "dermatology", "M": "orthopedics",
    "N0": "urology_nephrology", "N1": "urology_nephrology", "N2": "urology_nephrology", "N3": "urology_nephrology",
    "N4": "urology_nephrology", "N6": "womens_health", "N7": "womens_health", "N8": "womens_health",
    "N9": "womens_health", "O": "obstetrics", "P": "pediatrics", "S": "emergency_medicine", "S4": "orthopedics",
    "S5": "orthopedics", "S6": "orthopedics", "S7": "orthopedics", "S8": "orthopedics", "S9": "orthopedics",
    "T2": "emergency_medicine", "T3": "emergency_medicine", "T4": "emergency_medicine", "T5": "emergency_medicine",
}  # fmt: skip
PLAIN = re.compile(r"\b(?:other|unspecified|specified|and|with|without|of|in|not elsewhere classified)\b.*$", re.I)


def known(folder: Path) -> list[tuple[str, str]]:
    """(phrase, specialty); ICD-10 only where the folder holds it."""
    found = [(phrase, name) for name, told in PHRASES.items() for phrase in told.split("; ")]
    path = folder / "icd10" / "categories.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                code, title = row[0], PLAIN.sub("", row[-1]).strip(" ,;")
                name = next((CHAPTERS[code[:n]] for n in (2, 1) if code[:n] in CHAPTERS), None)
                if name and 4 < len(title) < 60:
                    found.append((title.lower(), name))
    return found


def drawn(given: list[tuple[str, str]], number: int, chance: random.Random) -> list[Example]:
    """So many sentences, each specialty as often as the others, half of them in everyday words."""
    by_name: dict[str, list[str]] = {}
    for phrase, name in given:
        by_name.setdefault(name, []).append(phrase)
    found = []
    for _ in range(number):
        name = chance.choice(list(PHRASES))
        phrase = chance.choice(PHRASES[name].split("; ")) if chance.random() < 0.6 else chance.choice(by_name[name])
        found.append(Example("", None, chance.choice(TEMPLATES).format(phrase), specialty=name))
    return found
