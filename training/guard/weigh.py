"""Sets the borders on texts held out: how far each rule's logit is moved, and what a finding of the rule layer adds."""

from collections.abc import Sequence

import torch

from training.guard.encode import NAMES
from training.guard.examples import Example
from training.guard.layer import hits
from training.guard.texts import WARNING

#: How strongly the borders are drawn back to no change: rules with few texts keep the common values.
DRAWN = 0.003
#: How much further the border of the blocking rules is moved. The texts held out are half near twins, so what is best
#: on them blocks too many ordinary texts; this one number was set on the labelled development texts.
CALM = 0.7


def weigh(given: Sequence[Example], logits: torch.Tensor) -> dict[str, object]:
    """`rules`, `bias` and `heard` as the product reads them: logistic regression, the logit's own weight fixed at 1."""
    told, seen = _labels(given), _hits(given)
    bias = torch.zeros(len(NAMES), requires_grad=True)
    heard = torch.zeros(len(NAMES), requires_grad=True)
    common = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([bias, heard, common], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        moved = logits + bias + (common + heard) * seen
        value = torch.nn.functional.binary_cross_entropy_with_logits(moved, told, reduction="sum") / len(given)
        value = value + DRAWN * (bias.square().sum() + heard.square().sum())
        value.backward()
        return value

    optimizer.step(loss)
    shift = _shift(given, (logits + bias + (common + heard) * seen).detach())
    return {
        "rules": list(NAMES),
        "bias": {
            rule: round(float(bias[index]) + shift - (0 if rule in WARNING else CALM), 3)
            for index, rule in enumerate(NAMES)
        },
        "heard": {rule: round(float(common + heard[index]), 3) for index, rule in enumerate(NAMES)},
    }


def _shift(given: Sequence[Example], logits: torch.Tensor) -> float:
    """What is added to every logit so that the verdicts' macro-F1 is highest; the smallest of equals."""
    want = [_verdict(one.rules) for one in given]
    steps = sorted((step / 10 for step in range(-20, 21)), key=abs)
    return max(steps, key=lambda step: _macro(want, [_verdict(_said(line)) for line in logits + step]))


def _said(line: torch.Tensor) -> frozenset[str]:
    return frozenset(rule for rule, logit in zip(NAMES, line.tolist(), strict=True) if logit > 0)


def _verdict(rules: frozenset[str]) -> str:
    return "block" if rules - WARNING else "warn" if rules else "allow"


def _macro(want: list[str], said: list[str]) -> float:
    total = 0.0
    for verdict in ("allow", "warn", "block"):
        right = sum(a == b == verdict for a, b in zip(want, said, strict=True))
        total += 2 * right / max(1, want.count(verdict) + said.count(verdict))
    return total / 3


def _labels(given: Sequence[Example]) -> torch.Tensor:
    return torch.tensor([[float(rule in example.rules) for rule in NAMES] for example in given])


def _hits(given: Sequence[Example]) -> torch.Tensor:
    found = [hits(example) for example in given]
    return torch.tensor([[float(rule in line) for rule in NAMES] for line in found])


def figures(given: Sequence[Example], logits: torch.Tensor, facts: dict[str, object]) -> dict[str, object]:
    """Block recall, false blocks and rule F1 of the model with the rule layer's findings, as the product joins them."""
    bias, heard = facts["bias"], facts["heard"]
    assert isinstance(bias, dict)
    assert isinstance(heard, dict)
    told, seen = _labels(given) > 0, _hits(given)
    moved = logits + torch.tensor([bias[rule] for rule in NAMES]) + torch.tensor([heard[rule] for rule in NAMES]) * seen
    said = moved > 0
    blocking = [index for index, rule in enumerate(NAMES) if rule not in WARNING]
    blocks, blocked = told[:, blocking].any(1), said[:, blocking].any(1)
    harmless = ~told.any(1)
    right, wrong, missed = (said & told).sum(), (said & ~told).sum(), (~said & told).sum()
    return {
        "texts": len(given),
        "block_recall": _share((blocks & blocked).sum(), blocks.sum()),
        "false_block": _share((harmless & blocked).sum(), harmless.sum()),
        "rule_f1": _share(2 * right, 2 * right + wrong + missed),
    }


def _share(part: torch.Tensor, whole: torch.Tensor) -> float:
    return round(float(part) / max(1.0, float(whole)), 4)
