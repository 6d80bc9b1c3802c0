"""A service that records events as fast as it can and acknowledges each on standard output.

``python -m tests.pi.storage.writer DIRECTORY [ROWS]``: after so many rows it is idle.
"""

import sys
from itertools import count
from pathlib import Path

from pi.radio.events import CodeRejected, VehicleAdded
from pi.storage.database import open_store
from pi.storage.journal import Journal
from tests.pi.storage.moments import at


def main() -> None:
    """Write until killed, or so many rows and then wait for the end of standard input."""
    rows = range(int(sys.argv[2])) if len(sys.argv) > 2 else count()
    with open_store(Path(sys.argv[1])) as store:
        journal = Journal(store)
        if journal.vehicle("car") is None:
            journal.append([("car", VehicleAdded(head_unit="unit"))], at())
        for _ in rows:
            (saved,) = journal.append([("car", CodeRejected(shows="WAIT"))], at())
            print(saved.seq, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
