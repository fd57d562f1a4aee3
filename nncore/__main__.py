"""``python -m nncore``: the engine without a window."""

import sys

from nncore.cli import main

if __name__ == "__main__":
    sys.exit(main())
