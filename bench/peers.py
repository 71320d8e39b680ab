"""Other finders of identifiers, run in a venv of their own: `python bench/peers.py NAME` reads lists of texts as JSON
and prints, for each list, the spans found and the processor time they took."""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

Finder = Callable[[str], list[tuple[int, int]]]


def presidio() -> Finder:
    """Presidio's pattern recognizers for English, on a blank spaCy pipeline: no model is fetched."""
    suffixes = import_module("tldextract")
    setattr(suffixes, "extract", suffixes.TLDExtract(suffix_list_urls=()))  # noqa: B010 - else it asks the network
    engine = import_module("presidio_analyzer.nlp_engine")
    language = import_module("spacy").blank("en")
    nlp = engine.SpacyNlpEngine.__new__(engine.SpacyNlpEngine)
    engine.SpacyNlpEngine.__init__(nlp, models=[{"lang_code": "en", "model_name": "blank"}])
    nlp.nlp = {"en": language}
    registry = import_module("presidio_analyzer").RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    registry.recognizers = [one for one in registry.recognizers if "Spacy" not in type(one).__name__]
    analyzer = import_module("presidio_analyzer").AnalyzerEngine(
        registry=registry, nlp_engine=nlp, supported_languages=["en"], default_score_threshold=0.35
    )
    return lambda text: [(hit.start, hit.end) for hit in analyzer.analyze(text=text, language="en")]


def scrubadub() -> Finder:
    """scrubadub with its default detectors."""
    scrubber = import_module("scrubadub").Scrubber()
    return lambda text: [(hit.beg, hit.end) for hit in scrubber.iter_filth(text)]


def main() -> None:
    """Reads, finds, prints."""
    find = {"presidio": presidio, "scrubadub": scrubadub}[sys.argv[1]]()
    told: list[dict[str, Any]] = []
    lists = json.load(sys.stdin)
    for text in lists[0][:20]:
        find(text)
    for texts in lists:
        begun = time.process_time()
        spans = [find(text) for text in texts]
        told.append({"spans": spans, "seconds": time.process_time() - begun})
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
