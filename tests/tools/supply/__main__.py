"""`python3 -m tests.tools.supply [FILE]`: list what is shipped, and ask what is known against it.

Exits 0 where all was asked and nothing is known, 1 where something is known, 3 where not all
could be asked, as without a network. pip-audit, which is asked, ends well, too, where it could look
up nothing. Here only what was looked up counts.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from tui.bootstrap import ensure

CLEAN, KNOWN, NOT_ASKED = 0, 1, 3
OPTIONS = ("--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json")


def main() -> int:
    """Write the list, say what is known, and return the exit status."""
    from tests.tools.supply.listing import LOCK, ROOT, listed, locked

    parser = ArgumentParser(prog="python3 -m tests.tools.supply", description=__doc__)
    default = ROOT / "dist" / "steadyhand.cdx.json"
    parser.add_argument("file", type=Path, nargs="?", default=default, help="for the list")
    place: Path = parser.parse_args().file
    text = LOCK.read_text()
    pins = locked(text)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(listed(text, pins))
    print(f"{place}: {len(pins)} packages with their hashes")
    audit = [sys.executable, "-m", "pip_audit", "-r", str(LOCK), *OPTIONS]
    lines, status = verdict(subprocess.run(audit, capture_output=True, text=True).stdout)
    print("\n".join(lines))
    return status


def verdict(said: str) -> tuple[list[str], int]:
    """What to say of an audit by its JSON, and the exit status."""
    try:
        packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        packages = []
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if len(packages) == len(skipped):
        return ["not checked: no list of known weaknesses could be reached from here"], NOT_ASKED
    known = [
        f"known: {one['name']} {one['version']}: {each['id']}"
        for one in packages
        for each in one.get("vulns", ())
    ]
    asked = len(packages) - len(skipped)
    lines = [*known, f"{asked} packages checked, {len(known)} weaknesses known"]
    if skipped:
        lines.append(f"not checked, as no answer came: {', '.join(skipped)}")
    return lines, KNOWN if known else NOT_ASKED if skipped else CLEAN


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
