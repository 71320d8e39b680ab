"""A text cut into tokens, and each token's sort: its shape, and what cue or gazetteer entry its word is. The tagger
reads nothing else of a word it does not know."""

import re

from bedside.guard.lexicon.gazetteer import words
from bedside.guard.lexicon.wording import words_of

TOKEN = re.compile(r"[^\W\d_]+(?:[-'’ʻ](?!s\b)[^\W\d_]+){0,6}|['’]s\b|\d+|\n|[^\w\s]|_")

#: Words whose part in a sentence matters, whatever they are elsewhere.
CUES = {
    "title": "mr mrs ms miss mx mister missus madam sir señor señora señorita sra srta don doña herr frau madame",
    "doctor": "dr drs dra doctor doctors doctora prof professor nurse midwife surgeon physician pcp therapist np pa "
    "rn surgeons specialist cardiologist oncologist neurologist pediatrician dentist gp obgyn dermatologist",
    "credential": "md do rn np pa phd dds lcsw dpt pharmd facp mph cnm crna lpn cna msn bsn dnp",
    "kin": "mother mom mum mama father dad papa son daughter brother sister husband wife uncle aunt auntie cousin "
    "niece nephew grandma grandpa grandmother grandfather nana granny baby kid child boyfriend girlfriend fiance "
    "fiancee partner friend neighbor roommate twin twins stepson stepdaughter grandson granddaughter madre padre "
    "mamá papá hijo hija hermano hermana esposo esposa abuela abuelo tía tío nan gran hubby",
    "person": "man woman male female patient pt boy girl gentleman lady guy person resident client veteran survivor "
    "customer user member reviewer caller coach employee volunteer husbandman yo m f pts",
    "facility": "hospital hospitals clinic clinics center centre centers medical health healthcare institute "
    "infirmary sanatorium hospice rehab med ctr hosp pavilion dispensary practice surgery",
    "institution": "university college school church library foundation bank company inc llc ltd corp group "
    "association museum park airport hotel stadium society network",
    "saint": "st saint mt mount santa san santo ste fort ft el los las la le port lake new north south east west "
    "upper lower great",
    "street": "street avenue ave road rd drive lane ln court ct boulevard blvd way place circle cir terrace trail "
    "parkway pkwy loop highway hwy square alley row crescent close rue calle avenida via strasse straße rua ulica "
    "weg gasse apt apartment suite unit floor box p.o po building bldg",
    "at": "at in from near to into outside around of out over via through en de from",
    "live": "live lives lived living reside resides resided residing moved moving born raised grew located based "
    "hometown visiting travelling traveling flew drove arrived returned vive vivo",
    "seen": "seen treated admitted evaluated diagnosed referred discharged followed visited presented operated "
    "hospitalized assessed consulted reviewed examined monitored observed tested transferred scheduled managed "
    "recently last f u f/u dx'd dxd",
    "named": "named called name names surname nickname known aka alias is signed initials identified dob mrn ssn "
    "llamo llama nombre",
    "sign": "regards sincerely thanks thank love cheers yours best xoxo gracias blessings warmly respectfully from",
    "greet": "hi hello hey dear hola aloha welcome congrats congratulations goodbye bye morning afternoon evening "
    "happy birthday rip",
    "says": "said says told asked asks replied wrote writes lives loves wants needs thinks works was has had will "
    "went came called got knows did does",
    "determiner": "the a an this that these those our your my his her their its every each some any no el mi tu su un "
    "una ur",
    "pronoun": "i you he she it we they me him them us who i'm he's she's i've you're we're it's im",
    "and": "and & or y with for by to e und et",
    "month": "january february march april june july august september october november december jan feb mar apr "
    "jun jul aug sept sep oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "day": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "today tomorrow yesterday tonight",
    "eponym": "framingham wells apgar glasgow rutherford babinski murphy romberg kernig phalen tinel lachman homans "
    "trousseau chvostek pugh child-pugh karnofsky gleason breslow centor ranson alvarado braden epworth mallampati "
    "hodgkin hodgkin's crohn crohn's parkinson parkinson's alzheimer alzheimer's huntington huntington's addison "
    "addison's cushing cushing's graves hashimoto hashimoto's down tourette marfan bell's raynaud raynaud's barrett "
    "barrett's sjögren's sjögren kawasaki guillain-barré ehlers-danlos lyme wilson's meniere's lewy",
    "country": "usa us uk america england mexico canada france germany spain italy ireland scotland china japan "
    "india brazil russia sweden norway finland denmark poland europe africa asia australia",
}
CUE = {word: cue for cue, listed in reversed(CUES.items()) for word in listed.split()}
STATES = words_of(
    "al ak az ar ca co ct de fl ga id il ia ks ky la md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok ri sc "
    "sd tn tx ut vt va wa wv wi wy dc"
)
PUNCTUATION = {
    ".": "stop", "!": "stop", "?": "stop", "\n": "line", ",": "comma", "(": "open", ")": "close", ":": "colon",
    "-": "dash", "–": "dash", "—": "dash", '"': "quote", "“": "quote", "”": "quote", "'": "quote", "/": "slash",
    "#": "hash", "@": "hash", "&": "amp", "'s": "owns", "’s": "owns", "~": "dash", ";": "colon", "*": "bullet",
    ">": "bullet", "•": "bullet", "’": "quote", "‘": "quote", "%": "percent", "$": "dollar",
}  # fmt: skip


def lexical(low: str) -> str:
    """What the gazetteer knows of a lower-case word, as one of a dozen sorts."""
    known = words()
    levels = known.get(low)
    if levels is None and "-" in low:
        parts = [known.get(part, "0000") for part in low.split("-") if part]
        if parts and all(part[3] > "0" or len(low) < 3 for part in parts):
            return "word"
        levels = max(parts, default="0000")
    if levels is None:
        levels = known.get(low.replace("'", ""), "") or "0000"
    g, s, p, w = tuple(levels)
    if w == "0":
        if g >= "2" or (g == "1" and s == "0" and p == "0"):
            return "given place" if p == "3" and g < "3" else "given" if g > s or g == "3" else "given surname"
        if s > "0":
            return "surname place" if p >= "2" else "surname"
        if p > "0":
            return "place" if p >= "2" else "place part"
        return "given rare" if g == "1" else "unknown"
    if g >= "2":
        return "given word"
    if s >= "1" or g == "1":
        return "surname word" if w < "4" else "word name"
    if p >= "2":
        return "place word"
    return "common" if w == "4" else "word" if w == "3" else "rare word"


def shape(token: str) -> str:
    """Lower case, capitalized, upper case, one capital, or mixed."""
    if token.islower():
        return "l"
    if len(token) == 1 and token.isupper():
        return "I"
    if token.isupper():
        return "U"
    if token[0].isupper() and (token[1:].islower() or "'" in token or "-" in token or "’" in token):
        return "T"
    return "M" if token.lower() != token else "l"


def sort(token: str) -> str:
    """Shape and part of a token, such as "T:given", "l:at", "stop" or "00000"."""
    mark = PUNCTUATION.get(token)
    if mark:
        return mark
    first = token[0]
    if first.isdigit():
        return "year" if len(token) == 4 and token[:2] in ("19", "20") else "0" * min(len(token), 6)
    if not first.isalpha():
        return "other"
    low, form = token.lower(), shape(token)
    if len(low) > 1 and not low.strip("x"):
        return "masked"
    if form == "U" and low in STATES and len(low) == 2:
        return "U:state"
    if form == "I":
        return "I"
    return f"{form}:{CUE.get(low) or lexical(low)}"
