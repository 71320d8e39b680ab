"""`bedside rehearsal`: networks played on this machine."""

import argparse
import json
import signal
import threading
from pathlib import Path
from typing import Any

from bedside.channels.rehearsal.server import Rehearsal


def add_parsers(sub: "argparse._SubParsersAction[Any]") -> None:
    """Registers `bedside rehearsal` with the command line."""
    parser = sub.add_parser("rehearsal", help="play the networks on this machine, to try things out")
    add_arguments(parser)
    parser.set_defaults(run=run)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8310, help="where it listens, on 127.0.0.1 alone (default 8310)")
    parser.add_argument("--home", type=Path, default=None, help="folder that keeps what was said (default: nowhere)")
    parser.add_argument("--token", default="", help="what stage directions must carry (default: a new one, printed)")
    parser.add_argument("--latency-ms", type=int, default=0, help="how long every answer waits")
    parser.add_argument("--seed", type=int, default=0, help="the same seed brings the same faults")


def run(options: argparse.Namespace) -> int:
    """Plays until it is told to stop (Ctrl-C or SIGTERM); the first line it prints is JSON with its address."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        rehearsal = Rehearsal(
            port=options.port,
            home=options.home,
            token=options.token,
            seed=options.seed,
            latency_ms=options.latency_ms,
        )
    except OSError as error:
        print(f"The rehearsal cannot listen on 127.0.0.1:{options.port}: {error.strerror}.")
        return 1
    with rehearsal:
        told = {} if options.token else {"token": rehearsal.token}
        print(json.dumps({"url": rehearsal.url} | told), flush=True)
        stop.wait()
    return 0
