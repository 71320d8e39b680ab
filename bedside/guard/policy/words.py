"""Each rule in plain words for the etiquette: what never to say, what to do instead, an example each way.

The reason and the law come from the checks themselves; here stands only what a check has no place for. A test holds
every example against the check it speaks of. People, numbers and places are invented.
"""

from dataclasses import dataclass

from bedside.guard.policy.floor import BY_RULE, FACE_RULE, TERM_RULE
from bedside.guard.shapes import Kind


@dataclass(frozen=True)
class Words:
    """How one rule reads to somebody who writes. `bad` and `good` are said as a `kind`, in answer to `inbound`."""

    title: str
    never: str
    instead: str
    bad: str
    good: str
    kind: Kind = "post"
    inbound: str = ""


WORDS: dict[str, Words] = {
    "ssn": Words(
        "Social Security numbers",
        "Never write a Social Security number, nor the last four digits of one.",
        "Ask people to call; a number like this is never needed in public.",
        "Your SSN 536-22-8041 is on file with us.",
        "Please call our office so that we can look into it together.",
        "reply",
    ),
    "mrn": Words(
        "Medical record numbers",
        "Never write a medical record number, not even to your own colleagues in a comment.",
        "Use the case in your own system; in public give the phone line alone.",
        "We looked at MRN 448812 for you.",
        "Please call our office so that we can look into it together.",
        "reply",
    ),
    "health_plan_number": Words(
        "Health plan numbers",
        "Never write the number of an insurance card.",
        "Name no plan and no number; the billing office answers by phone.",
        "Member ID XJH884201937 is the right one.",
        "Our billing office is glad to help by phone.",
        "reply",
    ),
    "account_number": Words(
        "Account and card numbers",
        "Never write the number of an account, an invoice or a payment card.",
        "Give the line of the billing office.",
        "Account number 00918823 was charged twice.",
        "Our billing office is glad to help by phone.",
        "reply",
    ),
    "email": Words(
        "E-mail addresses",
        "Never write a private person's e-mail address.",
        "Give an address of ours, or the main line.",
        "Write to dana.whitlow77@gmail.com for the details.",
        "Please see our website for ways to reach us.",
    ),
    "ip_address": Words(
        "Internet addresses",
        "Never write the address of a person's connection or device.",
        "Leave it out; our technicians have it where they need it.",
        "Your visit came from 203.0.113.77, we saw it in the log.",
        "We take good care of the security of our website.",
        "reply",
    ),
    "url": Words(
        "Links to people",
        "Never link to a page about a private person: a profile, an obituary, a fundraiser.",
        "Link to our own pages, and to public sources.",
        "See https://www.facebook.com/dana.whitlow.77 for her side.",
        "See our website for visiting hours.",
    ),
    "license_number": Words(
        "License numbers",
        "Never write the number of a driver's license or a certificate.",
        "Leave it out.",
        "Driver's license number D12345678 was left at the desk.",
        "Something was left at the front desk. Please call us if it may be yours.",
    ),
    "vehicle_id": Words(
        "Plates and vehicles",
        "Never write a license plate or a vehicle's number.",
        "Speak of a vehicle without what tells whose it is.",
        "The car with license plate 7ABC123 blocks the ramp.",
        "A car is blocking the ramp at the main entrance. Please look whether it is yours.",
    ),
    "fax": Words(
        "Fax numbers",
        "Never write a fax number that is not one of ours.",
        "Name our records office.",
        "Fax: 303-555-0188 is where his doctor gets it.",
        "Our records office tells you how to send it safely.",
    ),
    "phone": Words(
        "Telephone numbers",
        "Never write a telephone number that is not one of ours.",
        "Give our main line.",
        "Call Dana at 303-555-0177 about it.",
        "Please call our main line.",
    ),
    "device_id": Words(
        "Numbers of devices",
        "Never write the serial number of an implant, a pump or a phone.",
        "Speak of the device without its number.",
        "The pacemaker with serial number PM-4471902 was replaced.",
        "Our clinic answers questions about devices by phone.",
    ),
    "other_id": Words(
        "Other marks of one person",
        "Never write a code that stands for one person: a study number, a badge, a case.",
        "Leave the code out.",
        "Study subject ID 0447-AC came to every visit.",
        "Thank you to everybody who takes part in research.",
    ),
    "date": Words(
        "Dates in a person's life",
        "Never tie a day to a person: birth, admission, surgery, discharge, death.",
        "Say the year at most, or say recently. The dates of our own events are fine.",
        "Your surgery was on March 14, 2025.",
        "Our open house is on March 14.",
        "reply",
    ),
    "age_over_89": Words(
        "Ages over 89",
        "Never write the age of somebody over 89: so few people are that old that it names them.",
        "Speak of older adults.",
        "Our neighbor, 97 years old, danced at the party.",
        "Older adults danced at the party.",
    ),
    "biometric": Words(
        "Finger, voice and face prints",
        "Never speak of one person's finger, voice, eye or face print.",
        "Leave it out.",
        "We have your fingerprint on file from the enrollment.",
        "We ask for two ways to show who you are, as banks do.",
        "reply",
    ),
    "geography": Words(
        "Where somebody lives or lies",
        "Never place a person more exactly than their state: no street, no town, no ZIP code, no room.",
        "Say the region, or leave the place out. Our own addresses are fine.",
        "The van will be at your home, 418 Heron Court.",
        "The van will be there as agreed by phone.",
        "message",
    ),
    "name": Words(
        "Names of private people",
        "Never name a private person, and do not repeat the name a comment is signed with.",
        "Say thank you without a name. Staff who agreed to be named are fine.",
        "Thank you, Mrs. Whitlow, for your kind words.",
        "Thank you for your kind words.",
        "reply",
        "The volunteers are lovely",
    ),
    FACE_RULE: Words(
        "Faces and bodies in pictures",
        "Never show a person who can be recognized unless somebody says who it is and that they agreed in writing.",
        "Show hands, rooms, signs; or keep the signed release with the picture.",
        "A photo of the waiting room with people in it.",
        "A photo of the empty waiting room.",
    ),
    "patient_relationship": Words(
        "Who is a patient here",
        "Never say or hint that somebody is or was a patient: not when they said so first, not to thank them.",
        "Speak of everybody who receives care here, and offer the phone line.",
        "Thank you for choosing us for your surgery.",
        "Thank you for taking the time to write.",
        "reply",
        "The nurses on the third floor were wonderful!",
    ),
    "health_detail": Words(
        "A person's health",
        "Never speak of one person's condition, test or treatment, also when they told it themselves.",
        "Speak of health in general.",
        "We are sorry that your diabetes got worse after the new insulin.",
        "Classes about living with diabetes are open to everybody.",
        "reply",
        "My diabetes got worse",
    ),
    "billing_detail": Words(
        "A person's bill",
        "Never speak of one person's bill, insurance or payment.",
        "Speak of billing questions in general, and give the line of the billing office.",
        "We see that your bill of $1,240 was sent to your insurance twice.",
        "Our billing office is glad to help by phone.",
        "reply",
        "You charged me twice",
    ),
    "solicits_phi": Words(
        "Asking for details",
        "Never ask for details in public or in a message: no date of birth, no number, no symptoms.",
        "Ask people to call.",
        "Please send us your date of birth and your record number.",
        "Please call us so that we can talk privately.",
        "reply",
        "I need help with my chart",
    ),
    "medical_advice": Words(
        "Advice to one person",
        "Never tell one person what to do about their health.",
        "Say that their own clinician knows best, and in an emergency name 911.",
        "You should stop taking that medicine and take two aspirin instead.",
        "Please talk with your clinician, or call 911 in an emergency.",
        "reply",
        "Should I stop my medicine?",
    ),
    "story_without_release": Words(
        "A patient's story",
        "Never tell a story in which a person can be recognized unless their signed release is on file.",
        "Tell what the team does for everybody, or get the release first.",
        "Our patient Maria, a young mother from Fairview, beat leukemia here last spring and rang the bell.",
        "Our volunteers ring a bell for everybody on the last Friday of the month.",
    ),
    "unproven_claim": Words(
        "Claims",
        "Do not promise, and do not claim more than a source shows: best, cure, guaranteed, painless.",
        "Name the source, or soften it.",
        "Our new laser cures back pain, guaranteed.",
        "Our team offers several treatments for back pain.",
    ),
    "trial_claim": Words(
        "Research studies",
        "Do not say that what a study tests works or is safe, do not stress the money, do not call it treatment.",
        "Call it a research study, say what it looks at and whom to ask.",
        "Join our clinical trial of this safe and effective new drug and earn up to $2,000!",
        "A research study of an investigational product is looking for volunteers.",
    ),
    "hostile": Words(
        "Tone",
        "Do not argue, blame or mock, however unfair the words were.",
        "Thank, say that concerns are taken seriously, offer the phone line. Or do not answer.",
        "That is a lie and you know it.",
        "Thank you for this feedback; concerns like this are taken seriously here.",
        "reply",
        "Worst hospital ever",
    ),
    "missing_disclosure": Words(
        "Paid words",
        "Do not let an endorsement stand without saying who paid, or that the person works here.",
        "Say it in the same post, in plain words.",
        "Obsessed with these clogs! Use our code CLOG20 for 20% off.",
        "Sponsored by NovaStep: join our 5K.",
    ),
    TERM_RULE: Words(
        "Words of our own",
        "Words this hospital does not use.",
        "Use the words beside them.",
        "",
        "",
    ),
}

#: Law and reason of what is found in pictures, where no check of texts says them.
FACE_REASON = "A full face, or a picture like it, identifies a person."
FACE_SOURCE = "45 CFR 164.514(b)(2)(i)(Q)"


def words_of(rule: str) -> Words:
    """The rule's words; for one that has none here (a check just added, a rule that is gone), what its check says."""
    if rule in WORDS:
        return WORDS[rule]
    check = BY_RULE.get(rule)
    title = rule.replace("_", " ").capitalize()
    if check is None:
        return Words(title, title, "", "", "")
    return Words(title, check.reason, f"Write: {check.suggestion}." if check.suggestion else "Leave it out.", "", "")
