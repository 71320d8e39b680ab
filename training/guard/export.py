"""The trained network as int8 ONNX, its vocabulary and its facts, in the package's `weights/`."""

import hashlib
import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from training.guard.network import Network, vocabulary
from training.guard.texts import FOLDER

WEIGHTS = Path(__file__).parent.parent.parent / "bedside" / "guard" / "weights"


class _Single(nn.Module):
    """One text at a time: nothing is padded, so nothing is masked."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, parts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        found: tuple[torch.Tensor, torch.Tensor] = self.network(ids, torch.ones_like(ids), parts)
        return found


def export(network: Network, facts: dict[str, object]) -> None:
    """Writes `meaning.onnx`, `meaning.txt` and `meaning.json`."""
    WEIGHTS.mkdir(exist_ok=True)
    ids = torch.tensor([[101, 2695, 102, 7592, 102]])
    axes = {"ids": {1: "pieces"}, "parts": {1: "pieces"}, "piece": {1: "pieces"}}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "meaning.onnx"
        torch.onnx.export(
            _Single(network), (ids, torch.zeros_like(ids)), str(full), input_names=["ids", "parts"],
            output_names=["whole", "piece"], dynamic_axes=axes, dynamo=False, opset_version=17,
        )  # fmt: skip
        quantize_dynamic(str(full), str(WEIGHTS / "meaning.onnx"), weight_type=QuantType.QInt8)
    (WEIGHTS / "meaning.txt").write_text("\n".join(vocabulary()), encoding="utf-8")
    digest = hashlib.sha256((WEIGHTS / "meaning.onnx").read_bytes()).hexdigest()
    text = json.dumps({**facts, "texts": texts_digest(), "sha256": digest}, indent=1, sort_keys=True)
    (WEIGHTS / "meaning.json").write_text(text + "\n", encoding="utf-8")


def texts_digest() -> str:
    """The SHA-256 of all training texts, by which weights and texts are known to belong together."""
    known = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.txt")):
        known.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return known.hexdigest()
