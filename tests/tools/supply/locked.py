"""The lock file, read for the list of what is shipped."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
LOCK: Final = ROOT / "requirements.lock"
PROJECT: Final = "steadyhand"


@dataclass(frozen=True)
class Locked:
    """One distribution. ``hashes``: SHA-256 of each file of it that may be installed.

    ``marker``: on which machines it is needed, empty for all. ``needed_by``: names, with
    ``PROJECT`` for the project itself.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    needed_by: tuple[str, ...]


def locked(text: str) -> list[Locked]:
    """Every distribution that the text of a lock pins, in its order."""
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return [_one(block) for block in blocks]


def _one(block: str) -> Locked:
    first, _, rest = block.partition("\n")
    wanted, _, marker = first.removesuffix("\\").partition(";")
    name, _, version = wanted.strip().partition("==")
    via = re.findall(r"^ +#(?: via|  ) +(\S+)", rest, re.MULTILINE)
    return Locked(
        name=name,
        version=version,
        marker=marker.strip(),
        hashes=tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", rest)),
        needed_by=tuple(via),
    )
