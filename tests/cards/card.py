"""A memory card for tests: a small filesystem of its own that can fill up or turn read-only."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path


class CardNotPossibleError(Exception):
    """This machine does not let the test mount anything; says why."""


class Card:
    """A filesystem in memory, mounted at ``path``."""

    def __init__(self, path: Path, kib: int) -> None:
        path.mkdir()
        self.path = path
        mount("-t", "tmpfs", "-o", f"size={kib}k,mode=700", "steadyhand-test", str(path))

    def turn_read_only(self) -> None:
        """As the kernel does after an error, or the owner on purpose."""
        mount("-o", "remount,ro", str(self.path))

    def turn_writable(self) -> None:
        """As the owner does after the fault."""
        mount("-o", "remount,rw", str(self.path))

    def fill(self) -> None:
        """Leave no free byte."""
        with (self.path / "filler").open("ab", buffering=0) as filler:
            for block in (4096, 1):
                self._fill_with(filler.write, bytes(block))

    def free(self) -> None:
        """Make room again."""
        (self.path / "filler").unlink()

    def remove(self) -> None:
        """Unmount, whoever still holds a file there."""
        subprocess.run(["umount", "-l", str(self.path)], check=True)

    @staticmethod
    def _fill_with(write: Callable[[bytes], int | None], block: bytes) -> None:
        try:
            while write(block):
                pass
        except OSError:
            return


def mount(*arguments: str) -> None:
    """Mount as told. Raises CardNotPossibleError where that is not allowed."""
    if os.geteuid() != 0:
        raise CardNotPossibleError("mounting needs root")
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CardNotPossibleError("there is no mount command") from None
    if done.returncode != 0:
        raise CardNotPossibleError(done.stderr.strip())
