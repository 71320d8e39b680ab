"""Three-digit ZIP codes that may not stay, since 20,000 people or fewer live in all ZIP codes that share them.

The seventeen of the Census of 2000, as HHS names them in its guidance on 45 CFR 164.514(b)(2)(i)(B).
The guidance says to use the current Census: a newer list replaces this one here, with its year."""

from bedside.guard.lexicon.wording import words_of

AS_OF = 2000
RESTRICTED = words_of("036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893")


def shown(code: str) -> str:
    """What of a ZIP code may be shown in data: its first three digits, or 000."""
    return "000" if code[:3] in RESTRICTED else code[:3]
