"""What no form expects, and how a page shows what was typed into it."""

import re
from html import unescape

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def shown_in(page: str, name: str) -> str:
    """What stands in a text box of a page, as a browser reads it."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page, re.S)
    return unescape(found.group(1)).strip() if found else ""
