"""Trains the network: AdamW, a warm-up and a straight descent, the same seed and threads each time."""

import math
import random
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from bedside.kit.wordpiece import WordPiece
from training.triage.encode import PLACES, Batch, Example, batches, rows
from training.triage.network import Reader

SEED = 20_261_121
THREADS = 2
SIZE = 16
#: What ships is the running average of the weights, taken every few steps: it reads unseen texts better than their last
#: state.
AVERAGE, EVERY = 0.99, 5
SHOWN = 2.0  # how much more a piece of an identifier counts than one that is none


def fit(
    network: Reader, cutter: WordPiece, examples: Callable[[random.Random], list[Example]], *, epochs: int, rate: float,
    head_rate: float, keep: Path, seed: int = SEED,
) -> Reader:  # fmt: skip
    """The network after that many passes; `examples` gives each pass its texts, varied anew. What a pass came to stands
    in the file `keep`, should the run be cut short."""
    torch.manual_seed(seed)
    torch.set_num_threads(THREADS)
    chance = random.Random(seed)
    head = [*network.first.parameters(), *network.mean.parameters(), *network.piece.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": list(network.body.parameters()), "lr": rate}, {"params": head, "lr": head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    steps = epochs * math.ceil(len(examples(random.Random(0))) / SIZE)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.08 * steps)) * max(0.02, 1 - step / steps)
    )
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    for epoch in range(epochs):
        began, total, count = time.monotonic(), 0.0, 0
        network.train()
        for each in batches(rows(examples(chance), cutter), SIZE, chance):
            value = loss(network, each)
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + value.item(), count + 1
            if count % EVERY == 0:
                average.update_parameters(network)
            if count % 200 == 0:
                print(f"  {count} steps, loss {total / count:.3f}, {time.monotonic() - began:.0f} s", flush=True)
        print(f"epoch {epoch + 1} of {epochs}: loss {total / count:.3f}, {time.monotonic() - began:.0f} s", flush=True)
        torch.save(average.module.state_dict(), keep)
    network.load_state_dict(average.module.state_dict())
    return network.eval()


def loss(network: Reader, given: Batch) -> torch.Tensor:
    """One number: each field counts where a text was labelled for it."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        whole, piece, _ = network(given.ids, given.mask, given.parts)
    whole, piece = whole.float(), piece.float()
    total = torch.zeros(())
    for name, target, smooth, counts in (
        ("intent", given.intent, 0.05, 1.5),
        ("sentiment", given.sentiment, 0.02, 1.0),
        ("specialty", given.specialty, 0.05, 1.0),
    ):
        if (target >= 0).any():
            each = nn.functional.cross_entropy(
                whole[:, PLACES[name]], target, reduction="none", label_smoothing=smooth, ignore_index=-100
            )
            total = total + counts * (each * given.weight).sum() / max(1.0, float((target >= 0).sum()))
    asked = given.pressing >= 0
    if asked.any():
        said = whole[:, PLACES["pressing"]].squeeze(-1)[asked]
        total = total + nn.functional.binary_cross_entropy_with_logits(said, given.pressing[asked])
    if given.has_topic.any():
        each = nn.functional.binary_cross_entropy_with_logits(whole[:, PLACES["topic"]], given.topic, reduction="none")
        total = total + (each.sum(-1) * given.has_topic).sum() / given.has_topic.sum()
    if given.own.any():
        each = nn.functional.binary_cross_entropy_with_logits(piece, given.piece, reduction="none")
        total = total + ((each * (1 + SHOWN * given.piece)).sum(-1) * given.own).sum() / given.own.sum()
    return total
