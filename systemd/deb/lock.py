"""The lock file, read: what it pins, and which of that a package needs.

The lock serves the clone, so it also names what the clone is built with. A package carries what
the project reaches by its requirements and theirs, and no more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from systemd.deb.target import Target

# Reached, and not shipped.
NOT_SHIPPED: Final = {
    # Named by colorzero, which uses nothing of it. It would run code of its own at each start.
    "setuptools",
}


@dataclass(frozen=True)
class Pin:
    """One distribution of the lock. ``text``: its lines there, hashes and all."""

    name: str
    version: str
    text: str


def pins(lock: str, target: Target) -> dict[str, Pin]:
    """What the text of a lock pins for a target, by name."""
    found: dict[str, Pin] = {}
    for block in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]:
        first, _, rest = block.partition("\n")
        wanted = Requirement(first.removesuffix("\\"))
        if wanted.marker is None or wanted.marker.evaluate(target.markers):
            name = canonicalize_name(wanted.name)
            version = str(wanted.specifier).removeprefix("==")
            found[name] = Pin(name, version, f"{name}=={version} \\\n{rest}")
    return found


def needed(project: list[str], requires: Mapping[str, list[str]], target: Target) -> frozenset[str]:
    """The names that a project's requirements reach.

    ``requires`` holds the requirements of every distribution that is pinned, by its name. Raises
    ValueError where one is reached that is not among them.
    """
    reached: set[tuple[str, str]] = set()
    left = [(line, "") for line in project]
    while left:
        line, extra_of_its_owner = left.pop()
        wanted = Requirement(line)
        where = {**target.markers, "extra": extra_of_its_owner}
        name = canonicalize_name(wanted.name)
        if (wanted.marker and not wanted.marker.evaluate(where)) or name in NOT_SHIPPED:
            continue
        if name not in requires:
            raise ValueError(f"the lock pins no {name}, which the project needs; lock anew")
        for extra in ("", *wanted.extras):
            if (name, extra) not in reached:
                reached.add((name, extra))
                left += [(further, extra) for further in requires[name]]
    return frozenset(name for name, _ in reached)
