"""A body whose wires a test moves: one more driver behind the body's port."""

import asyncio
import os
from collections.abc import Callable
from contextlib import nullcontext

from pi.hardware.port import (
    Beats,
    ButtonPressed,
    Cue,
    IgnitionIs,
    LightsAre,
    Listener,
    ParkedIs,
    PinProblem,
    Told,
)
from pi.hardware.rtc_witness import RtcWitness
from pi.hardware.wiring import Signal
from pi.service.panel.wires import FittedWires
from pi.settings import Settings

ALL = frozenset(Signal)


class FakeBody:
    """``levels`` are what the senses read; ``cues`` is all that lamp and buzzer were given."""

    def __init__(
        self, wired: frozenset[Signal] = ALL, problems: tuple[PinProblem, ...] = ()
    ) -> None:
        self.wired = wired
        self.problems = problems
        self.levels: dict[Signal, bool | None] = {}
        self.cues: list[tuple[Cue, Beats | None]] = []
        self.closed = False
        self._listener: Listener | None = None

    def level(self, signal: Signal) -> bool | None:
        """What a sense reads, None where it is not wired."""
        return self.levels.get(signal) if signal in self.wired else None

    def start(self, listener: Listener) -> None:
        self._listener = listener

    def cue(self, cue: Cue, beats: Beats | None = None) -> None:
        self.cues.append((cue, beats))

    def close(self) -> None:
        self._listener, self.closed = None, True

    @property
    def plays(self) -> Cue:
        """The cue that stands."""
        return self.cues[-1][0] if self.cues else Cue.NONE

    async def played(self, cue: Cue) -> Beats | None:
        """Wait until this cue plays; its beats. One that never comes fails by name."""
        for _ in range(2_000):
            if self.plays is cue:
                return self.cues[-1][1]
            await asyncio.sleep(0.005)
        raise AssertionError(f"{cue} never came; {[one for one, _ in self.cues]}")

    def tell(self, *told: Told) -> None:
        """The wires move, and the filter is sure of it."""
        for one in told:
            if isinstance(one, IgnitionIs):
                self.levels[Signal.IGNITION] = one.on
            elif isinstance(one, ParkedIs):
                self.levels[Signal.PARKED] = one.parked
            elif isinstance(one, LightsAre):
                self.levels[Signal.LIGHTS] = one.on
            assert self._listener is not None
            self._listener(one)

    def press(self, button: Signal, *, held: bool = False) -> None:
        """A button is pressed and let go."""
        self.tell(ButtonPressed(button=button, held=held))


class FakeChip:
    """The registers of a clock, or why they can't be read."""

    def __init__(self, error: int | None = None) -> None:
        self.registers = {0x0E: 0, 0x0F: 0x80}
        self._error = error

    def read(self, register: int) -> int:
        if self._error is not None:
            raise OSError(self._error, os.strerror(self._error))
        return self.registers[register]

    def write(self, register: int, value: int) -> None:
        self.registers[register] = value

    def witness(self) -> RtcWitness:

        def open_chip(bus: int, address: int) -> nullcontext[FakeChip]:
            assert (bus, address) == (1, 0x68)  # where a DS3231 is
            return nullcontext(self)

        return RtcWitness(1, open_chip)


def fit(
    body: FakeBody, settings: Settings | None = None, chip: FakeChip | None = None
) -> Callable[[], FittedWires]:
    """What a house is opened with to have these wires."""
    witness = None if chip is None else chip.witness()
    return lambda: FittedWires(settings or Settings(), body, witness)
