"""Pictures before they leave: what is hidden in the file, which words, faces and codes can be seen in it, and what
follows from that. Bytes in, facts out: no Django, no network, no clock."""

from bedside.guard.media.hidden import HIDDEN, hidden_in, removed_sentence
from bedside.guard.media.judging import findings_of, inspect, names_in
from bedside.guard.media.looking import LOOKS, MISSING, READERS, installed, look
from bedside.guard.media.shapes import SHOWN, Box, Code, Inspection, Look, Pictured, Written, attachment

__all__ = [
    "HIDDEN",
    "LOOKS",
    "MISSING",
    "READERS",
    "SHOWN",
    "Box",
    "Code",
    "Inspection",
    "Look",
    "Pictured",
    "Written",
    "attachment",
    "findings_of",
    "hidden_in",
    "inspect",
    "installed",
    "look",
    "names_in",
    "removed_sentence",
]
