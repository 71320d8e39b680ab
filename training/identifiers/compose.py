"""Composes labeled texts from `texts/*.txt`: templates with choices and slots, names of many origins, noise."""

import random
import re
from collections.abc import Callable

from training.identifiers.material import (
    ABROAD,
    COUNTRIES,
    FAMOUS,
    GENRES,
    KINDS,
    MONTHS,
    NATURE,
    SAINTS,
    SECOND,
    SEEN,
    STATES,
    STREETS,
    TAILS,
    TOWNS,
    listed,
    origins,
    slots,
    templates,
)  # fmt: skip

Piece = tuple[str, str]  # text and its label, "" for none
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")


class Composer:
    """Draws one text after the other from its own random numbers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.makers: dict[str, Callable[[], list[Piece]]] = {
            "name": self._person, "first": self._first, "last": self._last, "stafffirst": self._staff_first,
            "staffp": self._staff, "staffdr": self._doctor, "place": self._place, "region": self._region,
            "home": self._home, "address": self._address, "street": self._street, "facility": self._facility,
            "where": self._where, "zip": self._zip, "military": self._military, "initials": self._initials,
            "stafflast": self._staff_last,
        }  # fmt: skip

    def pick(self, items: list[str]) -> str:
        return self.random.choice(items)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def text(self) -> list[Piece]:
        """One text as labeled pieces."""
        genre = self.random.choices(list(GENRES), list(GENRES.values()))[0]
        pieces = self.fill(self.pick(templates(genre)))
        while self.chance(0.3):
            pieces += [(" ", ""), *self.fill(self.pick(templates(genre if self.chance(0.7) else "comments")))]
        return self._noise(pieces)

    def fill(self, template: str) -> list[Piece]:
        """One template with its choices made and its slots filled."""
        said = template.replace("\\n", "\n")
        while found := CHOICE.search(said):
            said = said[: found.start()] + self.pick(found[1].split("|")) + said[found.end() :]
        if "{" not in said:
            return [(said, "")]
        pieces: list[Piece] = []
        at = 0
        for slot in SLOT.finditer(said):
            pieces.append((said[at : slot.start()], ""))
            pieces += self._slot(slot[1])
            at = slot.end()
        return [piece for piece in [*pieces, (said[at:], "")] if piece[0]]

    def _slot(self, name: str) -> list[Piece]:
        maker = self.makers.get(name)
        if maker:
            return maker()
        if name == "date":
            return [(self._date(), "")]
        number = self.random.randint
        plain: dict[str, Callable[[], str]] = {
            "age": lambda: str(number(1, 89)), "num": lambda: str(number(1, 600)),
            "year": lambda: str(number(1965, 2026)),
            "id": self._code, "phone": lambda: f"{number(200, 989)}-555-{number(100, 9999):04d}",
            "email": lambda: f"{self._given().lower()}{number(1, 99)}@{self.pick(['mail', 'post', 'web'])}.example.com",
            "seen": lambda: self.pick(SEEN),
            "word": lambda: self.pick(listed()["ordinary"]), "Word": lambda: self.pick(listed()["ordinary"]).title(),
            "Handle": lambda: self.pick(listed()["ordinary"]).title() + self.pick(listed()["ordinary"]).title(),
            "ownplace": lambda: f"{number(1, 9999)} {self.pick(NATURE)} {self.pick(STREETS)}",
            "pron": lambda: self.pick(["Much love", "Take care", "See you soon"]),
        }  # fmt: skip
        if name in plain:
            return [(plain[name](), "")]
        return self.fill(self.pick(slots()[name]))

    # ---- persons ----

    def _given(self) -> str:
        roll = self.random.random()
        if roll < 0.45:
            return self.pick(listed()["common"]).title()
        if roll < 0.7:
            return self.pick(listed()["given"]).title()
        if roll < 0.92:
            return self.pick(self.random.choice(origins())[0])
        return self._invented()

    def _surname(self) -> str:
        roll = self.random.random()
        if roll < 0.55:
            return self.pick(listed()["surname"]).title()
        if roll < 0.62:
            return f"{self.pick(['Mc', 'O' + chr(39), 'Mac', 'De', 'St. '])}{self.pick(listed()['surname']).title()}"
        if roll < 0.88:
            return self.pick(self.random.choice(origins())[1])
        if roll < 0.92:
            return f"{self.pick(listed()['surname']).title()}-{self.pick(listed()['surname']).title()}"
        return self._invented()

    def _invented(self) -> str:
        """A name nobody bears: the head of one and the tail of another, sometimes with a mark."""
        head, tail = self.pick(listed()["surname"]), self.pick(listed()["given" if self.chance(0.5) else "world"])
        made = head[: self.random.randint(2, 4)] + tail[-self.random.randint(2, 4) :]
        if self.chance(0.3):
            made = made.translate(str.maketrans("aeiouncsz", self.pick(["áéíóúñçšž", "äëïöüńćşż"])))
        return made.title()

    def _first(self) -> list[Piece]:
        return [(self._given(), "name")]

    def _last(self) -> list[Piece]:
        return [(self._surname(), "name")]

    def _person(self, label: str = "name") -> list[Piece]:
        first, last, roll = self._given(), self._surname(), self.random.random()
        initial = self.pick(list("ABCDEFGHJKLMNPRSTVW"))
        if roll < 0.4:
            whole = f"{first} {last}"
        elif roll < 0.6:
            whole = f"{first} {initial}."
        elif roll < 0.64:
            whole = f"{first} {initial}"
        elif roll < 0.69:
            whole = f"{first} {initial}. {last}"
        elif roll < 0.87:
            whole = first
        elif roll < 0.89:
            whole = f"{initial}. {last}"
        elif roll < 0.91:
            whole = f"{last}, {first}"
        elif roll < 0.93:
            whole = f"{first} {self._given()} {last}"
        else:
            return [(self.pick(["Mr. ", "Mrs. ", "Ms. ", "Mr ", "Mrs ", "Miss ", "Ms "]), ""), (last, label)]
        return [(whole, label)]

    def _staff(self) -> list[Piece]:
        role = self.pick(
            ["nurse", "Nurse", "the receptionist", "the midwife", "our nurse", "volunteer", "Sister", "aide"]
        )
        return [(role + " ", ""), (self._given(), "staff")]

    def _staff_first(self) -> list[Piece]:
        return [(self._given(), "staff")]

    def _doctor(self) -> list[Piece]:
        title = self.pick(["Dr. ", "Dr ", "Dr. ", "Doctor ", "dr. ", "Dra. ", "Prof. "])
        who = self._surname() if self.chance(0.6) else f"{self._given()} {self._surname()}"
        if self.chance(0.2):
            who = f"{self._given()} {self.pick(list('ABCDEKLMPRST'))}."
        tail = self.pick(["", "", "", ", MD", " MD", ", DO"])
        return [(title, ""), (who, "staff"), (tail, "")]

    def _staff_last(self) -> list[Piece]:
        return [(self._surname(), "staff")]

    def _initials(self) -> list[Piece]:
        first, second = self.pick(list("ABCDEFGHJKLMNPRSTVWYZ")), self.pick(list("ABCDEFGHJKLMNPRSTVWYZ"))
        return [
            (
                self.pick([f"{first}.", f"{first}. {second}.", f"{first}.{second}.", f"{first}. {self._surname()}"]),
                "name",
            )
        ]

    # ---- places ----

    def _military(self) -> list[Piece]:
        """Addresses of the armed forces, boxes and corners; every piece of them is the place."""
        drawn = self.pick(slots()["military"]).replace("{zip2}", str(self.random.randint(100, 999)))
        return [("".join(text for text, _ in self.fill(drawn)), "place")]

    def _town(self) -> str:
        roll = self.random.random()
        if roll < 0.5:
            return self.pick(listed()["city"]).title()
        if roll < 0.6:
            return self.pick(TOWNS)  # fmt: skip
        if roll < 0.75:
            return f"{self.pick(NATURE)} {self.pick(SECOND)}"
        if roll < 0.9:
            return self.pick(NATURE) + self.pick(TAILS)
        return self._foreign_town()

    def _foreign_town(self) -> str:
        town = self.pick(listed()["world"]).title() if self.chance(0.65) else self._invented()
        if self.chance(0.1):
            town = f"{self.pick(['San', 'Port', 'Villa', 'Bad', 'Saint', 'Quinta de', 'Nova', 'Sankt'])} {town}"
        return town.upper() if self.chance(0.12) else town

    def _place(self) -> list[Piece]:
        town = self._town()
        return [(f"{town}, {self.pick(STATES)}" if self.chance(0.3) else town, "place")]

    def _region(self) -> list[Piece]:
        roll = self.random.random()
        if roll < 0.35:
            return [(self.pick(COUNTRIES), "place")]
        return [(self._foreign_town(), "place")] if roll < 0.65 else self._place()

    def _zip(self) -> list[Piece]:
        digits = self.random.randint
        made = (f"{digits(501, 99950):05d}", f"{digits(1000, 9999)}", f"{digits(1000, 9999)}-{digits(100, 999)}")
        return [(self.pick(list(made)), "place")]

    def _street(self) -> list[Piece]:
        if self.chance(0.7):
            return [(f"{self.pick([*NATURE, self._surname()])} {self.pick(STREETS)}", "place")]
        return [(self._abroad(), "place")]

    def _abroad(self) -> str:
        word = self._invented() if self.chance(0.5) else self.pick(listed()["world"]).title()
        if self.chance(0.3):
            word = f"{self._given()} {word}"
        return self.pick(ABROAD).replace("{W}", word).replace("{n}", str(self.random.randint(1, 999)))

    def _lines(self) -> str:
        number, unit = self.random.randint(1, 99999), self.random.randint(1, 999)
        if self.chance(0.6):
            street = f"{number} {self.pick(['', '', 'N ', 'West ', 'S. '])}{self.pick([*NATURE, self._surname()])} "
            street += self.pick(STREETS)
        elif self.chance(0.85):
            street = f"{number} {self._abroad()}" if self.chance(0.5) else self._abroad()
        else:
            street = f"P.O. Box {number}"
        if self.chance(0.45):
            street += (
                self.pick([" ", ", ", "\n", "\n ", " "])
                + self.pick(["Apt. ", "Apt ", "Suite ", "Unit ", "#"])
                + str(unit)
            )
        return street

    def _address(self) -> list[Piece]:
        parts = self._lines()
        if self.chance(0.75):
            gap = self.pick([", ", " ", "\n", "\n   ", "\n, "])
            parts += gap + (self._town() if self.chance(0.5) else self._foreign_town())
            if self.chance(0.5):
                parts += self.pick([", ", " ", "\n, "]) + self.pick(STATES)[:2].upper()
            if self.chance(0.3):
                parts += self.pick([" ", "\n", "\n   ", ", "]) + self.pick(COUNTRIES)
            if self.chance(0.6):
                parts += self.pick([" ", "\n", "\n "]) + self._zip()[0][0]
        return [(parts, "place")]

    def _home(self) -> list[Piece]:
        roll = self.random.random()
        if roll < 0.55:
            return self._place()
        if roll < 0.8:
            return [(self._lines().replace("\n", " "), "place")]
        tail = [
            "Senior Living",
            "Senior Center",
            "Apartments",
            "Nursing Home",
            "Assisted Living",
            "Trailer Park",
            "Estates",
        ]
        return [(f"{self.pick(NATURE)}{self.pick(TAILS)} {self.pick(tail)}", "place")]

    def _facility(self) -> list[Piece]:
        roll = self.random.random()
        kind = self.pick(KINDS)  # fmt: skip
        if roll < 0.25:
            famous = self.pick(FAMOUS)
            name = f"{famous} {kind}" if self.chance(0.25) and " " not in famous else famous
        elif roll < 0.5:
            saint = f"{self.pick(['St. ', 'St. ', 'St ', 'Saint '])}{self.pick(SAINTS)}"
            name = f"{saint} {kind}" if self.chance(0.75) else saint
        elif roll < 0.75:
            name = f"{self._town()} {kind}"
        elif roll < 0.9:
            name = f"{self.pick(NATURE)} {self.pick(['', SECOND[0], 'Street', self.pick(SECOND)])} {kind}".replace(
                "  ", " "
            )
        elif roll < 0.95:
            name = f"{self._surname()} {kind}"
        else:
            name = f"Children's {self.pick(['Hospital', 'Medical Center'])} {self.pick(['of ', ''])}{self._town()}"
        if self.chance(0.06):
            name = self.pick([
                f"{self._town()} {self.pick(['downtown', 'West', 'North', 'main'])} "
                f"{self.pick(['clinic', 'office', 'campus'])}",
                f"{self._town()} Children's Hospital", f"{self._town()}Care", f"{self._town()}Health",
                f"{self._town()}Med",
                f"{self._surname()} {self._surname()} & {self.pick(['White', self._surname()])}",
                f"{self.pick(FAMOUS)} {self.pick(['clinic', 'Clinic', 'Medical', 'hospital', 'ED', 'downtown'])}",
                f"University of {self._town()} {self.pick(['Hospital', 'Medical Center', 'Clinics', ''])}".strip(),
                f"{self.pick(['U of', 'Univ of', 'Univ.'])} {self._town()} "
                f"{self.pick(['Hosp', 'Med Ctr', 'Hospital'])}",
            ])  # fmt: skip
        if self.chance(0.12):
            name += f"{self.pick([' in ', ', ', ' - '])}{self._place()[0][0]}"
        return [(name, "facility")]

    def _where(self) -> list[Piece]:
        if self.chance(0.8):
            return self._facility()
        lead = self.pick(["our ", "the ", "their ", ""])
        return [
            (lead, ""),
            (f"{self._town()} {self.pick(['clinic', 'office', 'branch', 'location', 'campus'])}", "facility"),
        ]

    # ---- numbers ----

    def _date(self) -> str:
        month, day, year = self.random.randint(1, 12), self.random.randint(1, 28), self.random.randint(1930, 2026)
        name = MONTHS[month - 1]
        tail = self.pick(["", "st", "nd", "rd", "th"])
        return self.pick([
            f"{month}/{day}/{year}", f"{month:02d}/{day:02d}/{year % 100:02d}", f"{name} {day}, {year}",
            f"{name} {day}",
            f"{name[:3]} {day}{tail} {year}", f"{day} {name} {year}", f"{year}-{month:02d}-{day:02d}", f"{month}/{day}",
            f"{name} {day}{tail}, {year}", f"{name} {year}", f"{name[:3]}. {day}", f"{month}-{day}-{year}", str(year),
            f"{name[:3]} {day} '{year % 100:02d}",
        ])  # fmt: skip

    def _code(self) -> str:
        digits = "".join(str(self.random.randint(0, 9)) for _ in range(self.random.randint(4, 10)))
        letters = "".join(self.pick(list("ABCDEFGHKLMNPRSTXYZ")) for _ in range(self.random.randint(1, 4)))
        return self.pick(
            [digits, f"{letters}-{digits}", f"{letters}{digits}", f"{digits[:3]}-{digits[3:]}", f"#{digits}"]
        )

    # ---- noise ----

    def _noise(self, pieces: list[Piece]) -> list[Piece]:
        roll = self.random.random()
        if roll < 0.1:
            pieces = [(text.lower(), label) for text, label in pieces]
        elif roll < 0.13:
            pieces = [(text.upper(), label) for text, label in pieces]
        elif roll < 0.17:
            pieces = [(text if label else text.title(), label) for text, label in pieces]
        elif roll < 0.22:
            pieces = [(text if label else text.lower(), label) for text, label in pieces]
        elif roll < 0.27:
            pieces = [(text.replace(".", "").replace(",", "") if not label else text, label) for text, label in pieces]
        if self.chance(0.02):
            pieces = [(text if label else text.replace("i", "I"), label) for text, label in pieces]
        if self.chance(0.06):
            pieces = [(text if label else self._typo(text), label) for text, label in pieces]
        if self.chance(0.05):
            pieces.append((self.pick([" 😊", " 🙏🙏", " #grateful", " 😡", " !!!", " ❤️"]), ""))
        return pieces

    def _typo(self, text: str) -> str:
        if len(text) < 5:
            return text
        at = self.random.randrange(len(text) - 2)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
