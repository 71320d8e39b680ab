"""`python -m bedside`, and the command `bedside`."""

import sys

from bedside.cli import main

if __name__ == "__main__":
    sys.exit(main())
