"""The program that is cut.

``python -m tests.tools.powercut.writer SCENARIO DIRECTORY SEED SYNCHRONOUS`` starts it.
``SYNCHRONOUS`` is EXTRA, as the store has it. Another is for the harness to prove that it can see
a loss: only in this process, and never in the store's own code.
"""

import asyncio
import sys
from pathlib import Path
from random import Random

from pi.storage import connection
from tests.tools.powercut.scenarios import SCENARIOS
from tests.tools.powercut.victim import Outside

_READ_BACK = {"OFF": 0, "NORMAL": 1, "FULL": 2, "EXTRA": 3}


def main() -> None:
    """Write until nobody wants any more."""
    scenario, directory, seed, synchronous = sys.argv[1:]
    if synchronous != "EXTRA":
        weaken(synchronous)
    writes = SCENARIOS[scenario].write
    asyncio.run(writes(Outside(), Path(directory), Random(int(seed))))


def weaken(synchronous: str) -> None:
    """Let this process alone open stores with less than what the store asks for."""
    weak = ("synchronous", synchronous, _READ_BACK[synchronous])
    settings = [weak if one[0] == "synchronous" else one for one in connection.PRAGMAS]
    vars(connection)["PRAGMAS"] = tuple(settings)


if __name__ == "__main__":
    main()
