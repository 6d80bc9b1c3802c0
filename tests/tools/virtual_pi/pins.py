"""The world outside: what is held to the pins of a virtual Pi, and what its outputs show."""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

CHIP = "/sys/devices/platform/gpio-sim.0/gpiochip0"
PULLED_UP_AT_BOOT = range(9)
"""A Pi pulls lines 0 to 8 up at power-on, the others down."""


class Move(NamedTuple):
    """One change of a line from outside."""

    after_s: float  # since the change before, or since the start of the play
    line: int
    up: bool


class Change(NamedTuple):
    """A level that was seen, or driven, on a line."""

    at_s: float  # of the guest's monotonic clock
    line: int
    up: bool


def presses(line: int, times: int, hold_s: float, gap_s: float) -> list[Move]:
    """A button pressed to ground so many times."""
    return [Move(gap_s, line, up=False), Move(hold_s, line, up=True)] * times


class Pins:
    """The lines, by BCM number. What is held to them outlasts a power cut, as the world does."""

    def __init__(
        self, run: Callable[[str, bytes, float], bytes], powered: Callable[[], bool]
    ) -> None:
        self._run, self._powered = run, powered
        self.high = set(PULLED_UP_AT_BOOT)

    def pull(self, line: int, *, up: bool) -> None:
        """Hold a line high or low, from now on; on a machine without power, from its start on."""
        self._remember(line, up)
        if self._powered():
            self._run(_pulling(line, up), b"", 60)

    def press(self, line: int, hold_s: float = 0.2) -> None:
        """Press a button to ground, and let go of it."""
        self._remember(line, up=True)
        steps = f"{_pulling(line, up=False)} && sleep {hold_s} && {_pulling(line, up=True)}"
        self._run(steps, b"", hold_s + 60)

    def read(self, line: int) -> bool:
        """Whether a line is high: what a lamp or a buzzer on it gets."""
        return self._run(f"cat {CHIP}/sim_gpio{line}/value", b"", 60).strip() == b"1"

    def play(self, moves: Iterable[Move]) -> list[Change]:
        """Make many changes from inside the guest, in good time; when each was made."""
        moves = list(moves)
        for move in moves:
            self._remember(move.line, move.up)
        score = "".join(f"{move.after_s} {move.line} {int(move.up)}\n" for move in moves)
        lasts_s = sum(move.after_s for move in moves)
        played = self._run("virtual-pi-pins play", score.encode(), 2 * lasts_s + 120)
        return _changes(played)

    def watch(self, *lines: int, for_s: float) -> list[Change]:
        """The levels of lines over this time, looked at each millisecond: first, then changes."""
        numbers = " ".join(map(str, lines))
        return _changes(self._run(f"virtual-pi-pins watch {for_s} {numbers}", b"", for_s + 120))

    def _remember(self, line: int, up: bool) -> None:
        (self.high.add if up else self.high.discard)(line)


def _pulling(line: int, up: bool) -> str:
    return f"echo pull-{'up' if up else 'down'} > {CHIP}/sim_gpio{line}/pull"


def _changes(said: bytes) -> list[Change]:
    return [Change(**json.loads(line)) for line in said.splitlines()]
