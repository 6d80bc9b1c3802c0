"""The command: `python3 -m systemd.deb [--arch A] [--python V] [--output DIR]`."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tui.bootstrap import ROOT, ensure


def main() -> int:
    """Build one package and print where it lies."""
    from systemd.deb.archive import build
    from systemd.deb.target import ARCHES, PYTHONS, here

    parser = argparse.ArgumentParser(prog="python3 -m systemd.deb", description=__doc__)
    parser.add_argument("--arch", choices=ARCHES, help="the processor, as Debian names it")
    parser.add_argument("--python", choices=PYTHONS, help="3.11 on Debian 12, 3.13 on Debian 13")
    parser.add_argument("--output", type=Path, default=Path(ROOT, "dist"), metavar="DIR")
    asked = parser.parse_args()
    try:
        target = here(asked.arch, asked.python)
        with tempfile.TemporaryDirectory() as work:
            print(build(target, Path(work), asked.output))
    except (OSError, ValueError) as error:
        return _failed(str(error))
    except subprocess.CalledProcessError as error:
        sys.stderr.write((error.stderr or b"").decode(errors="replace"))
        return _failed(f"{Path(error.cmd[0]).name} ended with {error.returncode}, see above")
    return 0


def _failed(why: str) -> int:
    print(f"systemd.deb: {why}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    ensure("requirements.lock")
    sys.exit(main())
