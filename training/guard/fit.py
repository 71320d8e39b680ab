"""Trains the network: AdamW, a warm-up and a straight descent, the same seed and threads each time."""

import math
import random
import time
from collections.abc import Sequence

import torch
from torch import nn

from bedside.kit.wordpiece import WordPiece
from training.guard.encode import NAMES, Batch, batches, rows
from training.guard.examples import Example, company, examples, varied
from training.guard.network import Network, vocabulary
from training.guard.texts import Entry

SEED = 20_261_121
THREADS = 2  # sums are added in another order on another number of threads, and the weights would differ
SIZE = 16
RATE = 8e-5
HEAD_RATE = 8e-4
SHOWN = 4.0  # how much more a piece that shows a finding counts than one that does not


def fit(entries: Sequence[Entry], *, epochs: int, layers: int) -> Network:
    """The network after that many passes over the entries, each time with slots filled and texts varied anew."""
    torch.manual_seed(SEED)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    chance = random.Random(SEED)
    cutter, beside = WordPiece(vocabulary()), company(entries)
    network = Network(len(NAMES), layers)
    optimizer = torch.optim.AdamW(_groups(network), weight_decay=0.01)
    steps = epochs * math.ceil(sum(len(entry.inbounds) or 1 for entry in entries) / SIZE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    for epoch in range(epochs):
        began, total, count = time.monotonic(), 0.0, 0
        network.train()
        lines = [varied(example, chance, beside) for entry in entries for example in examples(entry, chance)]
        for batch in batches(rows(lines, cutter), SIZE, chance):
            loss = _loss(network, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(f"epoch {epoch + 1} of {epochs}: loss {total / count:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return network.eval()


def _groups(network: Network) -> list[dict[str, object]]:
    head = [*network.whole.parameters(), *network.piece.parameters()]
    return [{"params": list(network.body.parameters()), "lr": RATE}, {"params": head, "lr": HEAD_RATE}]


def _loss(network: Network, batch: Batch) -> torch.Tensor:
    # Twice as fast where the processor knows the format, and as good; the sums of the loss stay in full precision.
    with torch.autocast("cpu", dtype=torch.bfloat16):
        whole, piece = network(batch.ids, batch.mask, batch.parts)
    whole, piece = whole.float(), piece.float()
    by_text = nn.functional.binary_cross_entropy_with_logits(whole, batch.whole, reduction="none").sum(-1).mean()
    by_piece = nn.functional.binary_cross_entropy_with_logits(piece, batch.piece, reduction="none")
    weighed = (by_piece * (1 + SHOWN * batch.piece)).sum(-1) * batch.own
    loss: torch.Tensor = by_text + weighed.sum() / batch.own.sum()
    return loss


def logits(network: Network, given: Sequence[Example]) -> torch.Tensor:
    """(examples, rules): what the product will see for each, the mean of both heads."""
    cutter = WordPiece(vocabulary())
    found = torch.full((len(given), len(NAMES)), -9.0)
    with torch.no_grad():
        for line, example in enumerate(given):
            for one in rows([example], cutter):
                ids, parts = torch.tensor([one.sheet.ids]), torch.tensor([one.sheet.parts])
                whole, piece = network(ids, torch.ones_like(ids), parts)
                own = piece[0, one.sheet.first : one.sheet.first + len(one.sheet.pieces)]
                found[line] = (whole[0] + own.max(0).values) / 2
    return found
