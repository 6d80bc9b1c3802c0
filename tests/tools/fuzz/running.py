"""A run: so many inputs from one seed, spread over what takes input from outside."""

import math
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.cards import MEMORY
from tests.tools.fuzz import backups, keepass, service, stories, texts
from tests.tools.fuzz.watching import MOST_GROWTH_KIB, Found, hangs_noticed, held_kib

SHARES: Final = {  # of the inputs; whole files take longer than texts
    "service": 0.56,
    "story": 0.02,
    "set-up file": 0.15,
    "letter": 0.15,
    "family": 0.1,
    "backup": 0.01,
    "keepass": 0.01,
}
TARGETS: Final[dict[str, Callable[[Random], None]]] = {
    **texts.TARGETS,
    "backup": backups.backup,
    "keepass": keepass.keepass,
}
PARTS: Final = 20  # of a run; memory is compared from the end of the first one on


@dataclass(frozen=True)
class Outcome:
    """What a run found. Memory in KiB, the time in seconds."""

    found: Found
    took_s: float
    kib_before: int
    kib_after: int

    @property
    def trouble(self) -> list[str]:
        """A line for each input that was not taken well, and one for memory that grew."""
        grown = self.kib_after - self.kib_before
        if grown <= MOST_GROWTH_KIB:
            return self.found.trouble
        return [*self.found.trouble, f"memory grew by {grown} KiB"]


def run(
    inputs: int, seed: str, directory: Path, told: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Try so many inputs. The same seed and number make the same inputs.

    ``told`` hears how far it is. An interrupt ends it early, with what was found so far.
    """
    found, begun, before = Found(), time.monotonic(), 0
    with hangs_noticed():
        for part in range(PARTS):
            # Most stores are in memory, where a write is fast; the others are on the disk.
            where = MEMORY if part % 4 and MEMORY.is_dir() else directory
            try:
                with tempfile.TemporaryDirectory(dir=where) as place:
                    _part(found, f"{seed}:{part}", inputs, part, Path(place))
            except KeyboardInterrupt:
                break
            before = before or held_kib()
            told(f"{part + 1} of {PARTS} parts, trouble: {len(found.trouble)}")
    return Outcome(found, time.monotonic() - begun, before or held_kib(), held_kib())


def _part(found: Found, seed: str, inputs: int, part: int, place: Path) -> None:
    here = inputs // PARTS
    service.conversations(found, seed, int(here * SHARES["service"]), place)
    for target, take in TARGETS.items():
        for at in range(int(here * SHARES[target])):
            random = Random(f"{seed}:{target}:{at}")
            with found.one(target, f"{seed}:{at}"):
                take(random)
    # A story is longer than its share of a small run's part.
    every = math.ceil(inputs * SHARES["story"] / (stories.LIVES * stories.ACTS))
    many = every * (part + 1) // PARTS - every * part // PARTS
    stories.stories(found, seed, many, place)
