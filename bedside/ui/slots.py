"""Places in a page that a domain above fills: the page names the place, wiring.py says who fills it.

A page may know nothing of the domains above its own. Where one of them has something to show there, a function given
the request and what the page hands over answers with HTML, or with "" for nothing.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Filler = Callable[..., str]
#: Place -> who fills it; filled by wiring.py alone.
fillers: dict[str, list[Filler]] = defaultdict(list)


def fill(place: str, *functions: Filler) -> None:
    """Each function's HTML stands in the place from now on, in this order; harmless to repeat."""
    for function in functions:
        if function not in fillers[place]:
            fillers[place].append(function)


def drawn(place: str, request: object, *given: Any) -> SafeString:
    """What stands in the place on this page; only what fillers rendered as safe, and anything else escaped."""
    parts = [conditional_escape(function(request, *given)) for function in fillers.get(place, ())]
    return mark_safe("".join(parts))  # noqa: S308 (each part is a rendered template, or escaped)
