"""Run the whole suite in the clone's own environment: `python3 -m tests [pytest arguments]`."""

import os
import sys

from tui.clone import ROOT, ensure


def main() -> int:
    """Hand the arguments to pytest, from the top of the clone; its exit code."""
    import pytest

    os.chdir(ROOT)
    return pytest.main(sys.argv[1:])


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
