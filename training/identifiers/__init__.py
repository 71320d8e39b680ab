"""How the tagger of names and places learns: texts composed for it, and one command, `python -m training.identifiers`."""
