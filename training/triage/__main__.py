"""`bin/train triage`: learns feeling and topics from the public sets, then everything from our texts, weighs it against
the rules on texts held out, teaches the quick reader, and writes the weights."""

import argparse
import json
import random
import sys

import torch

from bedside.kit.wordpiece import WordPiece
from bedside.triage.model import reader
from training.guard.network import vocabulary
from training.triage import public, quick
from training.triage.encode import RULES, WIDTH, Example
from training.triage.examples import company, example, outgoing, plain, varied
from training.triage.export import WEIGHTS, export
from training.triage.fit import fit
from training.triage.network import CACHE, Reader, cut_vocabulary
from training.triage.texts import FOLDER, Entry, entries, held_out
from training.triage.weigh import beginning, figures, seen, weigh

#: Passes over the public sets and over our own texts, and how many public texts accompany each of the latter.
FIRST, SECOND = 2, 5
TWEETS, COMMENTS, OUTGOING = 3000, 2200, 1200
FAINT = 0.5  # how much less "no specialty" weighs in the quick reader, which is less sure of any
HEARD = 8000  # tweets from which the quick reader learns what the network says of them
BODY = CACHE / "first.pt"


def main() -> int:
    """Trains on nine tenths of our texts, sets the borders on the last, and prints the figures there."""
    parser = argparse.ArgumentParser(prog="bin/train triage", description=__doc__)
    parser.add_argument("--again", action="store_true", help="keep the first stage of the last run")
    parser.add_argument("--first", type=int, default=FIRST)
    parser.add_argument("--second", type=int, default=SECOND)
    asked = parser.parse_args()
    every = list(entries(sorted(FOLDER.glob("*.txt"))))
    learned, kept = [e for e in every if not held_out(e)], [e for e in every if held_out(e)]
    tweets, comments = list(public.tweets()), public.comments(test=False)
    print(f"{len(learned)} texts of ours to learn from, {len(kept)} held out", flush=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    if not asked.again:
        first(tweets, comments, asked.first)
    network = Reader(WIDTH, len(RULES))
    network.load_state_dict(torch.load(BODY))
    pieces = second(network, learned, tweets, comments, asked.second)
    export(network, pieces, {"weighing": beginning()})
    finish(kept, learned, [*random.Random(1).sample(tweets, HEARD), *comments])
    return 0


def first(tweets: list[public.Comment], comments: list[public.Comment], passes: int) -> None:
    """The body that knows feeling and identifiers; kept in the cache."""
    given = [*plain(tweets), *plain(comments), *plain(comments), *plain(public.earlier_comments())]
    whole = WordPiece(vocabulary())
    network = Reader(WIDTH, len(RULES))
    fit(
        network, whole, lambda chance: [*given, *outgoing(chance)], epochs=passes, rate=6e-5, head_rate=6e-4, keep=BODY
    )  # fmt: skip


def second(
    network: Reader, learned: list[Entry], tweets: list[public.Comment], comments: list[public.Comment], passes: int
) -> list[str]:
    """Everything from our own texts, with public ones beside; gives the pieces of the vocabulary that stay."""
    whole = vocabulary()
    words = [*(entry.text for entry in learned), *(one.text for one in outgoing(random.Random(0)))]
    kept = cut_vocabulary([*words, *(one.text for one in [*tweets, *comments, *public.earlier_comments()])])
    network.keep(kept)
    pieces = [whole[index] for index in kept]
    beside = company(learned)
    moods, spoken = plain(tweets), plain(comments)

    def lines(chance: random.Random) -> list[Example]:
        ours = [varied(example(entry), chance, beside) for entry in learned]
        others = ((moods, TWEETS), (spoken, COMMENTS), (outgoing(chance), OUTGOING))
        return [*ours, *(one for given, number in others for one in chance.sample(given, number))]

    fit(network, WordPiece(pieces), lines, epochs=passes, rate=6e-5, head_rate=6e-4, keep=CACHE / "second.pt")
    return pieces


def finish(kept: list[Entry], learned: list[Entry], more: list[public.Comment]) -> None:
    """Weighs the network as it ships, against the rules; teaches the quick reader; writes the facts."""
    reader.network.cache_clear()
    network = reader.network()
    held = seen(kept, network)
    numbers = weigh(held)
    facts = json.loads((WEIGHTS / "reader.json").read_text(encoding="utf-8"))
    facts |= {"weighing": numbers, "held_out": figures(held, numbers)}
    (WEIGHTS / "reader.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(json.dumps(facts["held_out"], indent=1), flush=True)
    given = [example(entry) for entry in learned for _ in range(3)] + plain(more)
    told = {}
    for one in given:
        if (key := (one.channel, one.stars, one.text)) not in told:
            heard = network.read(*key)
            told[key] = heard.odds if heard else None
    known = [one for one in given if told[one.channel, one.stars, one.text]]
    quick.train(
        known,
        [told[one.channel, one.stars, one.text] or {} for one in known],
        numbers | {"none": numbers["none"] - FAINT},
    )


if __name__ == "__main__":
    sys.exit(main())
