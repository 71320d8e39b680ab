"""The trained network as int8 ONNX, its vocabulary and its facts, in triage's `weights/`."""

import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from training.triage.encode import FIELDS, RULES
from training.triage.network import Reader
from training.triage.texts import FOLDER

WEIGHTS = Path(__file__).parents[2] / "bedside" / "triage" / "weights"


class _Single(nn.Module):
    """One text at a time: nothing is padded, so nothing is masked; and its meaning as one vector."""

    def __init__(self, network: Reader) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, parts: torch.Tensor) -> tuple[torch.Tensor, ...]:
        network = self.network
        hidden = network.body(
            input_ids=ids, attention_mask=torch.ones_like(ids), token_type_ids=parts
        ).last_hidden_state
        own = parts.unsqueeze(-1).to(hidden.dtype)
        added = network.mean(hidden)
        count = own.sum(1).clamp(min=1.0)
        whole = network.first(hidden[:, 0]) + (added * own).sum(1) / count
        return whole, network.piece(hidden), added, (hidden * own).sum(1) / count


def export(network: Reader, vocabulary: list[str], facts: dict[str, object], folder: Path = WEIGHTS) -> None:
    """Writes `reader.onnx`, `reader.txt` and `reader.json`."""
    folder.mkdir(exist_ok=True, parents=True)
    ids = torch.tensor([[2, 5, 3, 9, 3]])
    axes = {name: {1: "pieces"} for name in ("ids", "parts", "piece", "added")}
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "reader.onnx"
        torch.onnx.export(
            _Single(network), (ids, torch.tensor([[0, 0, 0, 1, 1]])), str(full), input_names=["ids", "parts"],
            output_names=["whole", "piece", "added", "embedding"], dynamic_axes=axes, dynamo=False, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(str(full), str(folder / "reader.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    (folder / "reader.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    digest = hashlib.sha256((folder / "reader.onnx").read_bytes()).hexdigest()
    said = {**facts, "fields": FIELDS, "rules": RULES, "texts": texts_digest(), "sha256": digest}
    (folder / "reader.json").write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def texts_digest() -> str:
    """The SHA-256 of all training texts, by which weights and texts are known to belong together."""
    known = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.txt")):
        known.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return known.hexdigest()
