"""What `bedside up` does once everything answers: say where it is, the first sign-in, the demo, the tour.

Runs inside the supervisor, which imports no Django: whatever needs the database is a command of its own.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable

from bedside.environment import ROOT
from bedside.supervisor import Child, Stack


def ready(arguments: argparse.Namespace) -> Callable[[Stack], int | None]:
    """The step after the start; it returns an exit code where the stack should stop again."""

    def begin(stack: Stack) -> int | None:
        if arguments.demo:
            if code := _run(stack, "demo", "fill"):
                return code
            stack.children.append(_player(stack))
        if arguments.tour:
            pds = ["--pds", arguments.pds] if arguments.pds else []
            return _run(stack, "tour", "--url", stack.address, *pds)
        _greet(stack, demo=arguments.demo)
        return None

    return begin


def _run(stack: Stack, *command: str) -> int:
    done = subprocess.run([sys.executable, "-m", "bedside", *command], cwd=ROOT, env=stack.variables, check=False)
    return done.returncode


def _player(stack: Stack) -> Child:
    logs = stack.env.home / "logs"
    return Child("demo", [sys.executable, "-m", "bedside", "demo", "play"], log=logs / "demo.log")


def _greet(stack: Stack, *, demo: bool) -> None:
    lines = ["", f"  Bedside is running at {stack.address}"]
    first = stack.env.home / "first-sign-in.json"
    if demo:
        people = json.loads((stack.env.home / "demo.json").read_text())
        lines += ["", "  The demo hospital's people, one a role; their password is the same:", ""]
        lines += [f"    {person['email']:<34} {person['role']}" for person in people["people"]]
        lines += ["", f"    password  {people['password']}", f"  Its public hub: {stack.address}{people['hub']}"]
    elif not first.exists():
        done = subprocess.run(
            [sys.executable, "-m", "bedside", "people", "first"],
            cwd=ROOT,
            env=stack.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0 and done.stdout.strip():
            made = json.loads(done.stdout)
            first.write_text(json.dumps({"email": made["email"]}))
            lines += ["", "  Your first sign-in, shown only now:", ""]
            lines += [f"    e-mail    {made['email']}", f"    password  {made['password']}", ""]
            lines += ["  Change the password after signing in, and add a second step under your name."]
        else:
            lines += ["", f"  No first sign-in could be made. {done.stderr.strip().splitlines()[-1:]}"]
    lines += ["", "  Ctrl-C stops everything.", ""]
    print("\n".join(lines), flush=True)
