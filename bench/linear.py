"""The plain linear model, a peer of the guard: hashed words and letters, one logistic regression a rule, learned from
the same texts. `python bench/linear.py` in the peers' venv reads rows as JSON and prints the rules it finds in each."""

import json
import sys
from importlib import import_module
from typing import Any


def main() -> None:
    """Reads {"train": [{"kind", "text", "inbound", "rules"}], "test": [the same]}, prints a list of lists of rules."""
    text, linear = import_module("sklearn.feature_extraction.text"), import_module("sklearn.linear_model")
    hstack = import_module("scipy.sparse").hstack
    given: dict[str, list[dict[str, Any]]] = json.load(sys.stdin)
    views = (
        (text.HashingVectorizer(ngram_range=(1, 2), n_features=2**18, alternate_sign=False), "text"),
        (
            text.HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=2**18, alternate_sign=False),
            "text",
        ),
        (text.HashingVectorizer(n_features=2**14, alternate_sign=False), "inbound"),
    )

    def shown(rows: list[dict[str, Any]]) -> Any:
        words = [{"text": f"{row['kind']} {row['text']}", "inbound": row["inbound"]} for row in rows]
        return hstack([view.transform([row[field] for row in words]) for view, field in views]).tocsr()

    learned, asked = shown(given["train"]), shown(given["test"])
    told: list[list[str]] = [[] for _ in given["test"]]
    for rule in sorted({rule for row in given["train"] for rule in row["rules"]}):
        labels = [rule in row["rules"] for row in given["train"]]
        if sum(labels) >= 5:
            model = linear.LogisticRegression(C=30, class_weight="balanced", max_iter=500).fit(learned, labels)
            for line, hit in zip(told, model.predict(asked), strict=True):
                if hit:
                    line.append(rule)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
