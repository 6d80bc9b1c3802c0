"""The memory card: what it holds for good, and what a power cut may still take from it.

A card answers a write before the data is safe; only a flush makes it so. This one remembers, for
every write since the last flush, what was there before, so that a cut can undo it.
"""

import os
import random
from pathlib import Path
from typing import Literal, NamedTuple

SECTOR = 512

Policy = Literal["keep", "drop", "torn"]
"""What becomes of the writes that were never flushed: all arrived, none, each sector or not."""


class Write(NamedTuple):
    """A write that was answered and not flushed; durable: it alone was asked to be safe before."""

    offset: int
    before: bytes
    data: bytes
    durable: bool


class Cut(NamedTuple):
    """How many writes had been answered and not flushed, how many of them are gone or torn."""

    unflushed: int
    lost: int


class Card:
    """An image file on which power cuts can be played."""

    def __init__(self, image: Path) -> None:
        self._file = os.open(image, os.O_RDWR)
        self.size = os.fstat(self._file).st_size
        self.unflushed: list[Write] = []

    def read(self, offset: int, length: int) -> bytes:
        return os.pread(self._file, length, offset)

    def write(self, offset: int, data: bytes, *, durable: bool = False) -> None:
        self.unflushed.append(Write(offset, self.read(offset, len(data)), data, durable))
        os.pwrite(self._file, data, offset)

    def flush(self) -> None:
        self.unflushed.clear()

    def cut(self, policy: Policy, seed: int = 0) -> Cut:
        """Take the power away: of what was not flushed, leave what the policy and the seed say."""
        chance, writes = random.Random(seed), self.unflushed
        left = [_left(each, policy, chance) for each in writes]
        for write in reversed(writes):
            os.pwrite(self._file, write.before, write.offset)
        for offset, data in (part for parts in left for part in parts):
            os.pwrite(self._file, data, offset)
        whole = [
            sum(len(data) for _, data in parts) == len(write.data)
            for write, parts in zip(writes, left, strict=True)
        ]
        self.unflushed = []
        return Cut(len(writes), whole.count(False))

    def close(self) -> None:
        os.close(self._file)


def _left(write: Write, policy: Policy, chance: random.Random) -> list[tuple[int, bytes]]:
    """The parts of an unflushed write that are on the card after the cut, with their offsets."""
    if write.durable or policy == "keep":
        return [(write.offset, write.data)]
    if policy == "drop":
        return []
    sectors = range(0, len(write.data), SECTOR)
    return [
        (write.offset + at, write.data[at : at + SECTOR]) for at in sectors if chance.random() < 0.5
    ]
