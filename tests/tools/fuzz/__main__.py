"""`python3 -m tests.tools.fuzz [--inputs N] [--seed S]`: any input at all. Exits 1 for any trouble.

Trouble is a crash, a hang, a planted secret in a message, an answer, a log or a file, and memory
that grows.
"""

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path

from tui.bootstrap import ensure

MOST_SHOWN = 20


def main() -> int:
    """Run, say how it went, and return the exit status."""
    from tests.tools.fuzz.running import run

    parser = argparse.ArgumentParser(prog="python3 -m tests.tools.fuzz")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", default="steadyhand")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        outcome = run(
            asked.inputs, asked.seed, Path(directory), partial(print, file=sys.stderr, flush=True)
        )
    tried = sum(outcome.found.inputs.values())
    print(f"seed {asked.seed}: {tried} inputs, {tried / outcome.took_s:.0f} a second")
    for target, count in outcome.found.inputs.items():
        print(f"  {target}: {count}")
    print(f"memory: {outcome.kib_before} KiB, in the end {outcome.kib_after} KiB")
    print(f"trouble: {len(outcome.trouble)}")
    for line in outcome.trouble[:MOST_SHOWN]:
        print(f"  {line}")
    return 1 if outcome.trouble else 0


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
