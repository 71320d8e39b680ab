"""How the tagger learns: texts composed for it, and one command, `python -m training.identifiers`."""
