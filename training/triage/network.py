"""The network that reads the public: MiniLM with a cut vocabulary, heads over the text, and one over each piece."""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import torch
from torch import nn
from transformers import BertModel

from bedside.kit.wordpiece import WordPiece
from training.guard.network import MINILM
from training.guard.network import vocabulary as whole_vocabulary

#: Where trained bodies and the cut vocabulary are kept between stages.
CACHE = Path(os.environ.get("BEDSIDE_CACHE", Path(__file__).parents[2] / ".cache")) / "train-triage"
SEEN = 2  # a piece that the training texts hold less often is spelled with smaller ones


def cut_vocabulary(texts: Iterable[str]) -> list[int]:
    """Which of MiniLM's pieces are kept: marks, single characters, and what the texts hold often enough."""
    pieces = whole_vocabulary()
    cutter, seen = WordPiece(pieces), Counter[int]()
    for text in texts:
        seen.update(piece.id for piece in cutter.cut(text))
    return [
        index
        for index, piece in enumerate(pieces)
        if seen[index] >= SEEN or piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]") or len(piece.removeprefix("##")) == 1
    ]


class Reader(nn.Module):
    """Logits over the whole text, for each piece whether it belongs to an identifier, and what each piece adds."""

    def __init__(self, fields: int, rules: int) -> None:
        super().__init__()
        self.body = BertModel.from_pretrained(MINILM, add_pooling_layer=False, attn_implementation="eager")
        width = self.body.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.first = nn.Linear(width, fields)
        self.mean = nn.Linear(width, fields, bias=False)
        self.piece = nn.Linear(width, rules)

    def keep(self, kept: list[int]) -> None:
        """Leaves out every piece of the vocabulary but these; their numbers are their places in `kept`."""
        words = self.body.embeddings.word_embeddings.weight.data[kept].clone()
        self.body.embeddings.word_embeddings = nn.Embedding.from_pretrained(words, freeze=False)
        self.body.config.vocab_size = len(kept)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, parts: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """(batch, fields), (batch, pieces, rules), and (batch, pieces, fields): what each piece adds to the fields."""
        hidden = self.body(input_ids=ids, attention_mask=mask, token_type_ids=parts).last_hidden_state
        hidden = self.drop(hidden)
        own = (parts * mask).unsqueeze(-1).to(hidden.dtype)
        added = self.mean(hidden)
        whole = self.first(hidden[:, 0]) + (added * own).sum(1) / own.sum(1).clamp(min=1.0)
        return whole, self.piece(hidden), added
