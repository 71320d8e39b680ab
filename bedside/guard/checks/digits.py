"""Check digits, so that a number is believed for a reason."""

VIN_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def luhn(digits: str) -> bool:
    """Whether a string of digits ends in its right Luhn check digit (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def npi(digits: str) -> bool:
    """Whether ten digits are a National Provider Identifier: Luhn with the prefix 80840 (45 CFR 162.406)."""
    return len(digits) == 10 and digits[0] in "12" and luhn("80840" + digits)


def dea(number: str) -> bool:
    """Whether two letters and seven digits are a DEA registration: the last digit checks the six before it."""
    d = [int(c) for c in number[2:9]]
    return len(d) == 7 and (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]


def vin(number: str) -> bool:
    """Whether 17 characters are a North American vehicle number: the ninth checks the rest (49 CFR 565.15)."""
    total = 0
    for char, weight in zip(number.upper(), VIN_WEIGHTS, strict=True):
        value = int(char) if char.isdigit() else VIN_VALUES.get(char, -1)
        if value < 0:
            return False
        total += value * weight
    return number[8].upper() == "0123456789X"[total % 11]


def iban(number: str) -> bool:
    """Whether an international bank account number leaves 1 when divided by 97 (ISO 13616)."""
    plain = number.replace(" ", "").upper()
    turned = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and turned.isalnum() and int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def nhs(digits: str) -> bool:
    """Whether ten digits are an NHS number: modulus 11, the last checks the rest (NHS Data Dictionary)."""
    if len(digits) != 10:
        return False
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def phn(digits: str) -> bool:
    """Whether ten digits are a British Columbia personal health number: 9, eight weighted digits, modulus 11."""
    if len(digits) != 10 or digits[0] != "9":
        return False
    weights = (2, 4, 8, 5, 10, 9, 7, 3)
    rest = 11 - sum(int(digit) * weight % 11 for digit, weight in zip(digits[1:9], weights, strict=True)) % 11
    return rest < 10 and rest == int(digits[9])
