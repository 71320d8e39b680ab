"""`python -m bedside.channels.rehearsal`: the rehearsal as its own process."""

import argparse
import sys

from bedside.channels.rehearsal.commands import add_arguments, run


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bedside.channels.rehearsal", description="Rehearses networks on this machine."
    )
    add_arguments(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
