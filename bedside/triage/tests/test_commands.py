"""`bedside read` at the command line."""

import argparse
import json
from pathlib import Path

import pytest

from bedside.triage.commands import add_parsers, read_row


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers(), phi=lambda text: [("mrn", 0, 3)])
    args = parser.parse_args(["read", *argv])
    return int(args.run(args))


def test_a_text_is_read_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Are you hiring nurses?") == 0
    assert "job_media" in capsys.readouterr().out


def test_wrong_usage_is_64() -> None:
    assert run() == 64
    assert run("a", "--file", "b") == 64
    assert run("--file", "no-such-file") == 64


def test_lines_in_lines_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(
        json.dumps({"id": "a", "text": "Ann wants a visit", "stars": None, "channel": "x"}) + "\n", encoding="utf-8"
    )
    assert run("--jsonl", str(path)) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["id"], row["phi"]) == ("a", [{"rule": "mrn", "quote": "Ann", "start": 0, "end": 3}])
    assert {"intent", "urgency", "sentiment", "specialty"} <= set(row)


def test_a_broken_line_is_65_and_is_not_repeated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("secret words", encoding="utf-8")
    assert run("--jsonl", str(path)) == 65
    assert "secret" not in capsys.readouterr().err


def test_without_a_finder_there_is_no_phi() -> None:
    assert read_row({"text": "Ann"})["phi"] == []
