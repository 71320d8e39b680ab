"""`bedside policy` at the command line."""

import argparse
import io
import json
from pathlib import Path

import pytest

from bedside.guard.policy.commands import add_parsers


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers())
    args = parser.parse_args(["policy", *argv])
    return int(args.run(args))


def test_it_prints_the_policy_in_words_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("print") == 0
    assert "Who is a patient here" in capsys.readouterr().out
    assert run("print", "--json") == 0
    assert json.loads(capsys.readouterr().out)["overrides"] == "privacy_officer"


def test_a_policy_is_checked_and_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps({"rules": {"name": {"on": False, "reason": "We name our volunteers."}}}))
    assert run("check", str(path)) == 0
    said = capsys.readouterr().out
    assert said.startswith("LOWERED  Names of private people")


def test_what_is_none_is_2_with_every_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"rules": {"mrn": {"on": false}, "x": {}}}'))
    assert run("check", "-") == 2
    assert capsys.readouterr().out.count("  - ") == 2


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "NaN"])
def test_what_is_no_json_is_not_repeated(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "policy.json"
    path.write_text(text)
    assert run("check", str(path)) in (2, 64)
    assert run("check", "no-such-file") == 64
