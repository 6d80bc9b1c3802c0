"""What the programs of the device side say for themselves: one line each, on standard error.

Under systemd that is the journal, by hand the terminal.
"""

import sys

from pi.drawable import line_of


def log(program: str, line: str) -> None:
    """Say one line: what it quotes may not break it, nor command a terminal."""
    print(f"{program}: {line_of(line)}", file=sys.stderr, flush=True)
