"""`python -m training.identifiers`: composes texts, learns the tagger, writes its weights. The same code and texts give
the same weights."""

import argparse

from bedside.guard.checks.tagger import FILE
from training.identifiers.learn import learn

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--texts", type=int, default=170_000)
parser.add_argument("--epochs", type=int, default=5)
given = parser.parse_args()
learn(FILE, given.texts, given.epochs)
