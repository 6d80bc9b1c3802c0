"""`python3 -m tests.tools.supply [FILE]`: list what is shipped, and ask what is known against it.

Exits 0 where all was asked and nothing is known, 1 where something is known, 3 where not all
could be asked, as without a network.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui.clone import ensure

if TYPE_CHECKING:
    from tests.tools.supply.auditing import Audited

CLEAN, KNOWN, NOT_ASKED = 0, 1, 3


def main() -> int:
    """Write the list, say what is known, and return the exit status."""
    from tests.tools.supply.auditing import audited
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


def verdict(found: "Audited | None") -> tuple[list[str], int]:
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
