"""What is looked for: a crash, a hang, a secret that is told, memory that grows."""

import re
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

LONGEST_S: Final = 10.0  # of the processor for one input; the slowest sound one takes a hundredth
MOST_GROWTH_KIB: Final = 48 * 1024


class HangError(BaseException):
    """One input kept the processor busy for too long. Not to be caught on the way."""


class LeakError(Exception):
    """A secret stood where it must not. The message says where, and not which."""


@dataclass
class Found:
    """What a run has come to. ``trouble``: a line for each input that was not taken well."""

    inputs: dict[str, int] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    @contextmanager
    def one(self, target: str, name: str, many: int = 1) -> Iterator[None]:
        """Watch over an input, a conversation, or with ``many`` 0 over what comes around them."""
        signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
        try:
            yield
        except (Exception, HangError) as error:
            self.trouble.append(f"{target} {name}: {_said_of(error)}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.inputs[target] = self.inputs.get(target, 0) + many


def _said_of(error: BaseException) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {error}"


@contextmanager
def hangs_noticed() -> Iterator[None]:
    """Within the block an input that takes too long of the processor raises HangError."""

    def too_long(_: int, __: FrameType | None) -> None:
        raise HangError(f"more than {LONGEST_S:g} s of the processor")

    before = signal.signal(signal.SIGPROF, too_long)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def held_kib(process: int | str = "self") -> int:
    """The memory that a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[0])


class Planted:
    """Secrets that were put in on purpose, and are looked for in what comes out."""

    def __init__(self, *secrets: str) -> None:
        whole = "|".join(re.escape(secret) for secret in secrets)
        self._pattern = re.compile(rf"(?<!\d)(?:{whole})(?!\d)".encode())

    def look(self, where: str, said: str | bytes) -> None:
        """Raises LeakError where one of them stands."""
        raw = said.encode("utf-8", "replace") if isinstance(said, str) else said
        if self._pattern.search(raw):
            raise LeakError(where)
