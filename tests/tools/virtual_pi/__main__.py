"""By hand: `python3 -m tests.tools.virtual_pi build [--install-host-deps]`, or `try`.

`try` opens a shell in a machine.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.tools.virtual_pi import building


def main() -> int:
    """Do what is asked; the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.tools.virtual_pi")
    asked = parser.add_subparsers(dest="asked", required=True)
    build = asked.add_parser("build", help="build the image, unless it is there")
    build.add_argument("--install-host-deps", action="store_true", help="with apt, before")
    asked.add_parser("try", help="start a fresh machine and open a shell in it")
    arguments = parser.parse_args()
    if arguments.asked == "build" and arguments.install_host_deps:
        building.install_host_packages()
    if why := building.lacking():
        print(why, file=sys.stderr)
        return 1
    image = building.build()
    print(image.directory)
    if arguments.asked == "try":
        from tests.tools.virtual_pi.machine import VirtualPi

        with tempfile.TemporaryDirectory() as directory, VirtualPi(image, Path(directory)) as pi:
            pi.start()
            subprocess.run(pi.ssh_command(tty=True), check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
