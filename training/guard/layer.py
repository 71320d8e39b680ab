"""What the rule layer alone says of an example, so that model and rules can be weighed against each other."""

from training.guard.examples import Example


def hits(example: Example) -> frozenset[str]:
    """The rules that the rule layer finds, without the model."""
    from bedside.guard.rules import by_rules
    from bedside.guard.scene import Scene

    story = example.kind == "story"
    scene = Scene(
        example.text, kind="post" if story else example.kind, inbound=example.inbound or None,
        facts=example.facts, release="story" if story else None,
    )  # fmt: skip
    return frozenset(finding.rule for finding in by_rules(scene))
