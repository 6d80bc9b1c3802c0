"""The panel on the pins: buttons, senses, a lamp and a buzzer, each working by itself."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pi.hardware.clock import SystemClock
from pi.hardware.cue_player import CuePlayer, Outputs, quiet_now
from pi.hardware.outputs import BuzzerOnPin, LampOnPins
from pi.hardware.pins import Input, OnEdge, chip_fault, has_pulses, lgpio_factory, pin_fault
from pi.hardware.port import Beats, Body, Cue, Listener, NoBody, PinProblem, Told
from pi.hardware.sampler import Sampler, Stepper
from pi.hardware.wiring import BuzzerWire, Lamp, Signal, Wire, Wiring
from pi.hardware.wiring_check import Surroundings, Wired, check, look_around, pins_of, wired_signals
from pi.settings import Settings

if TYPE_CHECKING:
    from gpiozero import Factory


OnEdgeOf = Callable[[Signal, float, bool], object]
"""Called with a signal, the seconds since its edge, and whether it was active from then on."""


def open_body(
    settings: Settings,
    factory: "Factory | None" = None,
    around: Surroundings | None = None,
) -> Body:
    """The body that the settings describe. Never raises: what fails is among its problems.

    ``factory`` makes the pins, the Pi's own where it is None. Nothing of gpiozero is imported
    where nothing is wired.
    """
    wiring = settings.pins
    if not wired_signals(wiring):
        return NoBody()
    problems = check(wiring, look_around() if around is None else around)
    if len({p.signal for p in problems}) == len(wired_signals(wiring)):
        return NoBody(problems)
    is_ours = factory is None
    try:
        made = lgpio_factory(has_pulses(wiring)) if factory is None else factory
    except Exception as error:  # whatever the library raises on a machine that it does not know
        return NoBody((chip_fault(error), *problems))
    quiet = quiet_now(SystemClock(), settings.quiet.begins, settings.quiet.ends)
    return Panel(wiring, made, problems, is_quiet=quiet, closes_factory=is_ours)


class Panel:
    """The ``Body`` of a machine with pins. Told is on the loop that ``start`` was called on."""

    def __init__(
        self,
        wiring: Wiring,
        factory: "Factory",
        problems: tuple[PinProblem, ...] = (),
        *,
        is_quiet: Callable[[], bool] = lambda: False,
        closes_factory: bool = False,
    ) -> None:
        self._factory = factory
        self._closes_factory = closes_factory
        self._pins: dict[Signal, int] = {}
        self._refused = list(problems)
        self._open: dict[Signal, Any] = {}
        self._sampler: Sampler | None = None
        self._stepper: Stepper | None = None
        self.on_edge: OnEdgeOf = lambda signal, age_s, active: None  # called on any thread
        refused = {problem.signal for problem in problems}
        for signal, wire in wired_signals(wiring).items():
            if signal not in refused:
                self._open_one(signal, wire)
        self._player = CuePlayer(
            Outputs(
                lamp=self._open.get(Signal.LAMP),
                buzzer=self._open.get(Signal.BUZZER),
                is_quiet=is_quiet,
                is_night=lambda: self.level(Signal.LIGHTS) is True,
            )
        )

    def _open_one(self, signal: Signal, wire: Wired) -> None:
        self._pins[signal] = pins_of(wire)[0]
        try:
            if isinstance(wire, Wire):
                self._open[signal] = Input(wire, self._factory, self._edges_of(signal))
            elif isinstance(wire, Lamp):
                self._open[signal] = LampOnPins(wire, self._factory)
            elif isinstance(wire, BuzzerWire):
                self._open[signal] = BuzzerOnPin(wire, self._factory)
        except Exception as error:  # one pin fails in whatever way; the others go on
            self._refused.append(pin_fault(error, signal, self._pins[signal]))

    @property
    def wired(self) -> frozenset[Signal]:
        """The signals that work."""
        return frozenset(self._open) - frozenset(self._failed())

    @property
    def problems(self) -> tuple[PinProblem, ...]:
        """What is asked for and does not work, or works no more."""
        failed = self._failed().items()
        return (*self._refused, *(pin_fault(e, s, self._pins[s]) for s, e in failed))

    def level(self, signal: Signal) -> bool | None:
        """A sense as its filter has it; None where it is not wired or not known yet."""
        return None if self._stepper is None else self._stepper.level(signal)

    def start(self, listener: Listener) -> None:
        """Begin to watch. ``listener`` is called on the running event loop."""
        loop = asyncio.get_running_loop()

        def tell(told: Told) -> None:
            with suppress(RuntimeError):  # the loop has ended: nobody listens any more
                loop.call_soon_threadsafe(listener, told)

        stepper = self.watch(time.monotonic())
        if stepper.lines:
            self._sampler = Sampler(stepper, tell)
            self.on_edge = self._sampler.edge
            self._sampler.start()

    def watch(self, begun: float) -> Stepper:
        """What ``start`` has stepped by a thread, for who steps it by hand. Call it once."""
        inputs = {s: pin.is_active for s, pin in self._open.items() if isinstance(pin, Input)}
        self._stepper = Stepper(inputs, begun)
        return self._stepper

    def cue(self, cue: Cue, beats: Beats | None = None) -> None:
        """Play a cue until another takes its place."""
        self._player.play(cue, beats)

    def close(self) -> None:
        """Let every pin go, lamps dark and buzzers silent."""
        if self._sampler is not None:
            self._sampler.close()
        self._player.close()
        for device in self._open.values():
            with suppress(Exception):  # a chip that is gone can't take its pin back
                device.close()
        if self._closes_factory:
            with suppress(Exception):
                self._factory.close()

    def _edges_of(self, signal: Signal) -> OnEdge:
        return lambda age_s, active: self.on_edge(signal, age_s, active)

    def _failed(self) -> dict[Signal, Exception]:
        inputs = {} if self._stepper is None else self._stepper.failed
        return {**inputs, **self._player.failed}
