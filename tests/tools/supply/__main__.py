"""`python3 -m tests.tools.supply [FILE]`: list what is shipped, and ask what is known against it.

Exits 0 where all was asked and nothing is known, 1 where something is known, 3 where not all
could be asked, as without a network. pip-audit, which is asked, ends well, too, where it could look
up nothing. Here only what was looked up counts.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.clone import ensure

CLEAN, KNOWN, NOT_ASKED = 0, 1, 3
OPTIONS = ("--disable-pip", "--require-hashes", "--progress-spinner=off", "--format=json")


@dataclass(frozen=True)
class Audited:
    """``known``: package, version and name of each weakness. ``not_asked``: no answer for these."""

    asked: tuple[str, ...]
    not_asked: tuple[str, ...]
    known: tuple[str, ...]


def audited(lock: Path) -> Audited | None:
    """Ask for all that a lock names for this machine. None where nothing could be asked at all."""
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "-r", str(lock), *OPTIONS],
        capture_output=True,
        text=True,
        check=False,
    )
    return understood(done.stdout)


def understood(said: str) -> Audited | None:
    """What pip-audit's JSON says; None where it is none."""
    try:
        packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return Audited(
        asked=tuple(one["name"] for one in packages if "skip_reason" not in one),
        not_asked=tuple(one["name"] for one in packages if "skip_reason" in one),
        known=tuple(
            f"{one['name']} {one['version']}: {each['id']}"
            for one in packages
            for each in one.get("vulns", ())
        ),
    )


def main() -> int:
    """Write the list, say what is known, and return the exit status."""
    from tests.tools.supply.listing import LOCK, ROOT, listed, locked

    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "steadyhand.cdx.json"
    text = LOCK.read_text()
    pins = locked(text)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(listed(text, pins))
    print(f"{place}: {len(pins)} packages with their hashes")
    lines, status = verdict(audited(LOCK))
    print("\n".join(lines))
    return status


def verdict(found: Audited | None) -> tuple[list[str], int]:
    """What to say of an audit, and the exit status."""
    if found is None or not found.asked:
        return ["not checked: no list of known weaknesses could be reached from here"], NOT_ASKED
    lines = [f"known: {each}" for each in found.known]
    lines.append(f"{len(found.asked)} packages checked, {len(found.known)} weaknesses known")
    if found.not_asked:
        lines.append(f"not checked, as no answer came: {', '.join(found.not_asked)}")
    if found.known:
        return lines, KNOWN
    return lines, NOT_ASKED if found.not_asked else CLEAN


if __name__ == "__main__":
    ensure("requirements-test.lock")
    sys.exit(main())
