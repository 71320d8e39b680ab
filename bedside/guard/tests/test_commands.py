"""`bedside check` at the command line."""

import argparse
import io
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
    assert run("--jsonl", str(path)) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["id"], row["verdict"]) for row in said] == [("a", "block"), ("b", "allow")]
    assert {"rule", "quote", "reason"} <= set(said[0]["findings"][0])


def test_lines_are_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": "a", "text": "Flu shots on Saturday."}\n'))
    assert run("--jsonl") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "allow"


def test_a_broken_line_is_named_and_not_repeated_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "secret words\n[]\n{"id": "b", "text": "Good morning."}\n', encoding="utf-8")
    assert run("--jsonl", str(path)) == 65
    heard = capsys.readouterr()
    assert "secret" not in heard.err
    assert "line 1" in heard.err
    assert "line 2" in heard.err
    assert [json.loads(line)["id"] for line in heard.out.splitlines()] == ["b"]


def test_what_is_not_text_is_65(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff\x00")
    assert run("--file", str(tmp_path / "picture")) == 65


def test_json_and_redaction(capsys: pytest.CaptureFixture[str]) -> None:
    run("mrn 448812", "--json")
    assert json.loads(capsys.readouterr().out)["findings"][0]["rule"] == "mrn"
    assert run("mrn 448812", "--redact") == 0
    assert capsys.readouterr().out == "mrn [mrn]\n"
