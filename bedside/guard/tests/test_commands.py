"""`bedside check` at the command line."""

import argparse
import json
from pathlib import Path

import pytest

from bedside.guard.commands import add_parsers


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    args = parser.parse_args(["check", *argv])
    return int(args.run(args))


def test_the_exit_code_tells_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Flu shots are free on Saturday.") == 0
    assert run("The best hospital in the country!") == 1
    assert run("We pulled your chart.", "--kind", "reply") == 2
    assert "patient_relationship" in capsys.readouterr().out


def test_wrong_usage_is_64() -> None:
    assert run() == 64
    assert run("a", "--file", "b") == 64
    assert run("--file", "no-such-file") == 64


def test_lines_in_lines_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {
            "id": "a",
            "kind": "reply",
            "text": "MRN 448812",
            "inbound": None,
            "org": {"name": "H", "phones": ["555-0100"]},
        },
        {"id": "b", "kind": "reply", "text": "Call 555-0100.", "org": {"phones": "555-0100"}},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    assert run("--jsonl", str(path)) == 2
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["id"], row["verdict"]) for row in said] == [("a", "block"), ("b", "allow")]
    assert {"rule", "quote", "reason"} <= set(said[0]["findings"][0])


def test_a_broken_line_is_64_and_is_not_repeated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "secret words', encoding="utf-8")
    assert run("--jsonl", str(path)) == 64
    assert "secret" not in capsys.readouterr().err


def test_json_and_redaction(capsys: pytest.CaptureFixture[str]) -> None:
    run("mrn 448812", "--json")
    assert json.loads(capsys.readouterr().out)["findings"][0]["rule"] == "mrn"
    assert run("mrn 448812", "--redact") == 0
    assert capsys.readouterr().out == "mrn [mrn]\n"
