"""``python3 -m tests.tools.golden``: write anew what must not change, as it is today.

``--kept``: make the store and the backup anew, too. They are what version 0.1.0 left on cards in
cars, so no change of ours makes others of them; a new event is added to their life, and to them.
"""

import argparse
import tempfile
from pathlib import Path

from tui.bootstrap import ensure


def main() -> None:
    """Write the files, and say what was left as it was."""
    import pytest

    from tests.golden import test_command_line, test_kept, test_wire
    from tests.golden.files import DATA
    from tests.systemd import test_placed
    from tests.systemd.packages import package, this_machine
    from tests.tools.golden.life import keep

    parser = argparse.ArgumentParser(prog="python3 -m tests.tools.golden")
    parser.add_argument("--kept", action="store_true", help="make the store of 0.1.0 anew, too")
    make_kept = parser.parse_args().kept
    disk = Path(__file__).parents[3] / ".pytest_files"  # a store says so where it is memory alone
    disk.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=disk) as place:
        directory = Path(place)
        if make_kept:
            keep(directory)
        files = test_kept.produced(directory / "kept") | test_wire.produced()
        files |= test_command_line.produced(directory / "desk")
        try:
            files |= test_placed.produced(package(this_machine(), directory))
        except pytest.skip.Exception as why:
            print(f"the package's list is left as it was: {why}")
        for name, text in files.items():
            (DATA / name).write_text(text, "utf-8")


if __name__ == "__main__":
    ensure("requirements-test.lock")
    main()
