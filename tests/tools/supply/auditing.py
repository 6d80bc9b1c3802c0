"""What is known against the shipped versions, asked by pip-audit.

pip-audit ends well, too, where it could look up nothing. Here only what was looked up counts.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
