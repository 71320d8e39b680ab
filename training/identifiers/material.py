"""What the texts are made of: templates and word lists from `texts/`, names from the gazetteer, lists of places."""

import re
from functools import cache
from pathlib import Path

from bedside.guard.lexicon.gazetteer import words

FOLDER = Path(__file__).parent / "texts"


def listing(text: str, by: str | None = None) -> list[str]:
    """A list kept as running text."""
    return text.split(by)


GENRES = {"clinical": 0.3, "comments": 0.32, "hospital": 0.1, "general": 0.28}  # shares
MONTHS = listing("January February March April May June July August September October November December")
STATES = listing(
    "AL AK AZ CA CO CT FL GA ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC "
    "SD TN TX UT VT VA WA WV WI WY DC Ohio Texas Florida California Oregon Georgia Maine Virginia Nevada Utah"
)
COUNTRIES = listing(
    "Estonia/Norway/Finland/Sweden/Denmark/Iceland/Greenland/France/Germany/Spain/Portugal/Italy/Greece/Cyprus/Poland/"
    "Hungary/Slovenia/Croatia/Czech Republic/Austria/Switzerland/Belgium/Netherlands/Ireland/United Kingdom/Scotland/"
    "Canada/Mexico/Brazil/Uruguay/Argentina/Chile/Peru/South Africa/Nigeria/Ghana/Kenya/Ethiopia/Somalia/Egypt/Tunisia/"
    "Morocco/Turkey/Iran/Iraq/India/Pakistan/China/Japan/South Korea/Vietnam/Philippines/Australia/New Zealand/USA/"
    "United States/Puerto Rico/Haiti/Jamaica/Cuba/El Salvador/Guatemala/Russia/Ukraine/Romania",
    "/",
)
FAMOUS = listing(
    "Mayo Clinic/Cleveland Clinic/Johns Hopkins/Mass General/Massachusetts General/Cedars-Sinai/Mount Sinai/Mt. Sinai/"
    "NYU Langone/NYU/Stanford/UCLA/UCSF/UCSD/UPMC/MGH/BWH/CHOP/Kaiser Permanente/Kaiser/Duke/Emory/Vanderbilt/Baylor/"
    "MD Anderson/Northwestern/Rush/Penn Medicine/Penn/Bellevue/Montefiore/Brigham and Women's/Beth Israel/Tufts/"
    "Yale New Haven/Geisinger/Intermountain/Sutter/Scripps/Mercy/Providence/Swedish/Harborview/Methodist/Presbyterian/"
    "Sloan Kettering/Dana-Farber/Georgetown/Columbia/Cornell/Ochsner/Henry Ford/Barnes-Jewish/Cook County/Grady/"
    "Parkland/Jackson Memorial/Tampa General/Grant/Riverside Methodist/OSU/UAB/UNC/UVA/VCU/OHSU/UW Medicine/UW/"
    "Banner/Dignity/Loma Linda/City of Hope/Hoag/Sharp/LAC+USC/Zuckerberg/Lurie/Texas Children's/the VA/VA hospital",
    "/",
)
SAINTS = listing(
    "Mary Mary's John John's Joseph Joseph's Luke's Vincent Vincent's Anne's Jude Francis Agnes Elizabeth Thomas "
    "Michael's Anthony's Peter's Rita's Clare Catherine's Mark's David's George's Barnabas Charles Cloud"
)
NATURE = listing(
    "Oak Maple Cedar Pine Elm Willow Birch River Lake Green Spring Sun Summit Valley Harbor Bay Ridge Stone Rock "
    "Silver Golden Blue White Black Red Fair Clear Eagle Fox Deer Bear Sunrise Sunset Lincoln Washington Jefferson "
    "Hill Meadow Forest Prairie Desert Canyon Ocean Pacific Atlantic Mountain Heritage Liberty Unity Hope Grace "
    "Trinity Evergreen"
)
TAILS = listing("ville ton field wood ford burg port dale brook view side mont land bury ham ster haven crest")
SECOND = listing("Creek Grove Falls Springs Heights Park City Hills Valley Beach Rapids Bluff Hollow Junction Point")
STREETS = listing(
    "Street St St. Avenue Ave Ave. Road Rd Rd. Drive Dr Lane Ln Court Ct Boulevard Blvd Way Place Circle Terrace Trail "
    "Parkway Highway Square Alley Pike Crescent Close Loop Run Cove Path Pass Row"
)
ABROAD = listing(
    "{W} {n}/{n} {W}/Rue {W} {n}/{n} rue de {W}/Calle {W} {n}/C. {W} {n}/Av. {W}, {n}/Avenida {W} {n}/Via {W} {n}/"
    "{W}straße {n}/{W}strasse {n}/{W}weg {n}/{W}gatan {n}/{W}vej {n}/{W}gate {n}/{W}tie {n}/{W}katu {n}/ul. {W} {n}/"
    "{W} u. {n}./{W} utca {n}/{W}laan {n}/{W}straat {n}/{n} {W} Road/{n} {W} Close/Plaza {W} {n}/{W} Caddesi No {n}",
    "/",
)


SEEN = listing(
    "seen/treated/admitted/evaluated/diagnosed/referred/last seen/followed up/"
    "examined/operated on/assessed/reviewed/f/u",
    "/",
)


TOWNS = listing(
    "New York City/Los Angeles/San Francisco/Salt Lake City/San Diego/New Orleans/Las Vegas/"
    "St. Louis/Kansas City/the Bronx/Brooklyn/Queens/Fort Worth/El Paso/Long Beach/Baton Rouge/"
    "Santa Fe/Des Moines/Staten Island/Palo Alto/West Philly/NYC/LA/DC/Boston/Chicago/Seattle/"
    "Miami/Denver/Houston/Dallas/Atlanta/Phoenix/Philadelphia/Austin",
    "/",
)


KINDS = listing(
    "Hospital/Hospital/Hospital/Clinic/Clinic/Medical Center/General Hospital/General/Health/"
    "Med Center/Med Ctr/Memorial Hospital/Health Center/Healthcare/Community Hospital/Heart Center/"
    "Regional/Regional Medical Center/Cancer Institute/Family Practice/Urgent Care/Health Care/"
    "University Hospital/Children's Hospital/Rehab/clinic/hospital/Surgery Center",
    "/",
)


@cache
def slots() -> dict[str, list[str]]:
    """Fillings that identify nobody."""
    found = {}
    for line in (FOLDER / "words.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, choices = line.partition(":")
            found[name] = [choice.strip() for choice in choices.split(" / ")]
    return found


@cache
def templates(genre: str) -> list[str]:
    """The templates of a genre."""
    lines = (FOLDER / f"{genre}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def origins() -> list[tuple[list[str], list[str]]]:
    """Given names and surnames by origin; a surname may be of several words when it begins in lower case."""
    found = []
    for line in (FOLDER / "origins.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, _, last = line.partition(" | ")
            joined = re.sub(
                r"\b(van den|van der|Van der|van|von|de la|de|da|dos|ter|Lo|De|Du|Ó|Running) ", r"\1_", last
            )
            joined = joined.replace("van_den_", "van_den_")
            found.append((first.split(), [name.replace("_", " ") for name in joined.split()]))
    return found


@cache
def listed() -> dict[str, list[str]]:
    """The gazetteer's names by how they are used."""
    known = words()
    table: dict[str, list[str]] = {"given": [], "common": [], "surname": [], "city": [], "world": [], "ordinary": []}
    for word, levels in known.items():
        if len(word) < 3 or not word.isalpha():
            continue
        g, s, p, w = tuple(levels)
        if g >= "1" and w <= "2":
            table["given"].append(word)
        if g == "3" and w < "4":
            table["common"].append(word)
        if s >= "1" and (w <= "3"):
            table["surname"].append(word)
        if p == "3" and w <= "2":
            table["city"].append(word)
        if w >= "1" and g + s == "00" and p <= "1":
            table["ordinary"].append(word)
        if p == "2" and w <= "1":
            table["world"].append(word)
    return table
