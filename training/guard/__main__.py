"""`bin/train guard`: trains, weighs against the rule layer, measures on texts held out, and writes the weights."""

import argparse
import json
import random
import sys

from training.guard.examples import Example, examples
from training.guard.export import export
from training.guard.fit import fit, logits
from training.guard.texts import Entry, entries, held_out
from training.guard.weigh import figures, weigh

EPOCHS, LAYERS = 10, 5


def main() -> int:
    """Trains on nine tenths, sets the borders on the last, and prints the figures there."""
    parser = argparse.ArgumentParser(prog="bin/train guard", description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--layers", type=int, default=LAYERS)
    asked = parser.parse_args()
    every = entries()
    learned, kept = [e for e in every if not held_out(e)], [e for e in every if held_out(e)]
    print(f"{len(learned)} entries to learn from, {len(kept)} held out", flush=True)
    network = fit(learned, epochs=asked.epochs, layers=asked.layers)
    tested = [example for entry in kept for example in _plain(entry)]
    scores = logits(network, tested)
    facts = weigh(tested, scores)
    found = figures(tested, scores, facts)
    export(network, {**facts, "held_out": found, "epochs": asked.epochs, "layers": asked.layers})
    print(json.dumps(found, indent=1))
    return 0


def _plain(entry: Entry) -> list[Example]:
    return examples(entry, random.Random(entry.where))


if __name__ == "__main__":
    sys.exit(main())
