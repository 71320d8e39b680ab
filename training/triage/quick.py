"""Trains the quick reader: it learns what the network says of many texts, and what people said of ours."""

import json
import random
from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from bedside.triage.message import Message
from bedside.triage.model.quick import PLACES, features
from training.triage.encode import FIELDS, Example
from training.triage.export import WEIGHTS
from training.triage.fit import SEED

KEPT = ("intent", "pressing", "sentiment", "specialty")
OUTPUTS = {name: FIELDS[name] for name in KEPT}
WIDTH = sum(len(values) for values in OUTPUTS.values())
EPOCHS, SIZE, RATE = 6, 64, 0.02
TRUST = 0.7  # how much of what a person said is believed against what the network says


def train(examples: Sequence[Example], told: Sequence[dict[str, dict[str, float]]], numbers: dict[str, float]) -> None:
    """Writes `quick.npz`; `told` is what the network says of each example."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    table = nn.EmbeddingBag(PLACES, WIDTH, mode="sum")
    nn.init.zeros_(table.weight)
    bias = nn.Parameter(torch.zeros(WIDTH))
    optimizer = torch.optim.Adam([table.weight, bias], lr=RATE)
    lines = [features(Message(one.text).low, one.channel, one.stars) for one in examples]
    wanted = [_wanted(one, said) for one, said in zip(examples, told, strict=True)]
    order = list(range(len(lines)))
    steps = EPOCHS * -(-len(order) // SIZE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for epoch in range(EPOCHS):
        chance.shuffle(order)
        total = 0.0
        for at in range(0, len(order), SIZE):
            part = order[at : at + SIZE]
            flat = torch.tensor([place for line in part for place in lines[line]])
            sizes = [len(lines[line]) for line in part]
            offsets = torch.tensor([0, *np.cumsum(sizes)[:-1].tolist()])
            logits = table(flat, offsets) / torch.tensor(sizes).sqrt().unsqueeze(1) + bias
            value = (
                _loss(logits, torch.stack([wanted[line] for line in part])) + 1e-5 * table.weight.square().sum() / SIZE
            )
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
            total += value.item()
        print(f"quick: epoch {epoch + 1} of {EPOCHS}, loss {total * SIZE / len(order):.3f}", flush=True)
    weights = table.weight.detach()
    scale = weights.abs().amax(dim=0).clamp(min=1e-6) / 127
    small = (weights / scale).round().to(torch.int8)
    np.savez_compressed(
        WEIGHTS / "quick.npz", weights=small.numpy(), scale=scale.numpy(), bias=bias.detach().numpy(),
        facts=np.frombuffer(json.dumps({"fields": OUTPUTS, "weighing": numbers}).encode(), dtype=np.uint8),
    )  # fmt: skip


def _wanted(one: Example, said: dict[str, dict[str, float]]) -> torch.Tensor:
    parts = []
    for name, values in OUTPUTS.items():
        heard = torch.tensor([said[name][value] for value in values])
        label = {"intent": one.intent, "sentiment": one.sentiment, "specialty": one.specialty}.get(name)
        if label is not None:
            heard = (1 - TRUST) * heard + TRUST * torch.tensor([float(value == label) for value in values])
        elif name == "pressing" and one.urgency in ("high", "normal"):
            heard = (1 - TRUST) * heard + TRUST * float(one.urgency == "high")
        parts.append(heard)
    return torch.cat(parts)


def _loss(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    total, begin = torch.zeros(()), 0
    for name, values in OUTPUTS.items():
        place = slice(begin, begin + len(values))
        begin = place.stop
        if name == "pressing":
            total = total + nn.functional.binary_cross_entropy_with_logits(logits[:, place], wanted[:, place])
        else:
            total = total + nn.functional.cross_entropy(logits[:, place], wanted[:, place])
    return total
