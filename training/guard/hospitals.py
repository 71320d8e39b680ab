"""Invented hospitals whose facts fill the slots of the training texts; numbers and domains are reserved ones."""

from dataclasses import dataclass

from bedside.guard.shapes import Facts

_NAMES = """
Cedar Ridge Medical Center, Ashford OR, Dr. Lena Ortiz; Juniper Valley Hospital, Millbrook NY, Dr. Samuel Okafor
Harborview Community Hospital, Port Ellis ME, Dr. Ruth Lindqvist; St. Brigid Hospital, Duluth MN, Dr. Mei Tanaka
Prairie Lakes Regional, Watertown SD, Dr. Aaron Feld; Bluebonnet Children's, Waco TX, Dr. Priya Raman
Saguaro Heart Institute, Tucson AZ, Dr. Carlos Mendez; Tidewater General, Norfolk VA, Dr. Imani Brooks
Northgate Women's Hospital, Tacoma WA, Dr. Hannah Weiss; Maple Hollow Clinic, Barre VT, Dr. Peter Novak
Great Plains Access Hospital, Colby KS, Dr. Jo Ellen Strand; Lakeshore Dental Group, Erie PA, Dr. Tom Varga
Riverbend Behavioral, Paducah KY, Dr. Nadia Rahman; Summit Eye Associates, Boulder CO, Dr. Grace Huang
Magnolia Rehab and Wellness, Mobile AL, Dr. Desmond Price; Golden Mesa Cancer Center, Reno NV, Dr. Fatima Aziz
Copper Basin Health, Globe AZ, Dr. William Yazzie; Evergreen Pediatrics, Salem OR, Dr. Julia Park
Franklin University Hospital, Franklin OH, Dr. Robert Adeyemi; Bayou Regional, Houma LA, Dr. Celeste Landry
Old Mill Hospice, Lowell MA, Dr. Kevin Doyle; Union Veterans Clinic, Fayetteville NC, Dr. Alan Kowalczyk
Sandhills Urgent Care, Kearney NE, PA Monica Reyes; Twin Rivers Orthopedics, Lewiston ID, Dr. Eric Sundberg
Mercy Point Hospital, Savannah GA, Dr. Angela Whitaker; Coral Gate Hospital, Key Largo FL, Dr. Luis Ferrer
Ironwood County Hospital, Ironwood MI, Dr. Sarah Maki; Hudson Crossing Medical Group, Troy NY, Dr. David Rosen
Pacific Dunes Health, Coos Bay OR, Dr. Keiko Mori; High Desert Maternity Center, Bend OR, Dr. Olivia Grant
"""
_STREETS = (
    "400 Mill Road", "12 Harbor Street", "1800 Elm Avenue", "77 Hospital Drive", "9 Courthouse Square", "3300 Route 9"
)  # fmt: skip


@dataclass(frozen=True)
class Hospital:
    """What a slot is filled with."""

    hospital: str
    city: str
    staff: str
    phone: str
    email: str
    url: str
    address: str

    @property
    def facts(self) -> Facts:
        """The same as the guard gets them."""
        return Facts(
            name=self.hospital, phones=(self.phone,), emails=(self.email,), urls=(self.url,),
            addresses=(self.address,), staff=(self.staff,),
        )  # fmt: skip


def _made(index: int, line: str) -> Hospital:
    name, town, staff = (part.strip() for part in line.split(","))
    domain = "".join(word[0] for word in name.split()).lower() + name.split()[0].lower().strip(".") + ".example"
    number = f"{(212 + 37 * index) % 700 + 201:03d}-555-01{(index * 7) % 100:02d}"
    styles = (number, "({}) {}-{}".format(*number.split("-")), number.replace("-", "."), number[4:])
    mailbox = ("patientadvocate", "care", "hello", "feedback")[index % 4]
    site = (f"www.{domain}", domain, f"https://{domain}", f"{domain}/contact")[index % 4]
    city = town.rsplit(" ", 1)[0]
    return Hospital(
        name, city, staff, styles[index % 4], f"{mailbox}@{domain}", site, f"{_STREETS[index % len(_STREETS)]}, {city}"
    )


HOSPITALS: tuple[Hospital, ...] = tuple(
    _made(index, line)
    for index, line in enumerate(part for part in _NAMES.replace("\n", ";").split(";") if part.strip())
)
