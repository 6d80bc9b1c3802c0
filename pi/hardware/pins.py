"""The pins themselves, by gpiozero, and why they can't be had. Nothing of it is imported before
something is wired.

lgpio looks for edges with a thread that wakes every half millisecond, whether there are any or
not: some per cent of a small Pi, day and night. The kernel still wakes it at once for an edge. So
it is allowed to sleep longer: a thread has its timer slack from the one that starts it. The thread
that times lgpio's pulses is started together with that one, so where a lamp is dimmed or a buzzer
given tones neither may oversleep.

The exceptions are known by the names of their types, so that nothing is imported to ask.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pi.hardware.port import PinProblem
from pi.hardware.wiring import BuzzerKind, LampKind, Level, Pull, Signal, Wire, Wiring
from pi.hardware.wiring_check import I2C_PULLED_UP

if TYPE_CHECKING:
    from gpiozero import Factory


_SET_TIMER_SLACK: Final = 29  # PR_SET_TIMERSLACK; 0 restores the thread's own
SLACK_NS: Final = 8_000_000  # an edge is told this much later at most; no limit is as short

_libc = ctypes.CDLL(None, use_errno=True)

OnEdge = Callable[[float, bool], Any]

_BY_WORDS: Final = {"GPIO busy": "busy", "bad GPIO number": "wrong_board"}  # lgpio has one type


@contextmanager
def patient_threads() -> Iterator[None]:
    """Threads that this one starts meanwhile may oversleep by ``SLACK_NS``. Never fails."""
    _libc.prctl(_SET_TIMER_SLACK, ctypes.c_ulong(SLACK_NS), 0, 0, 0)
    try:
        yield
    finally:
        _libc.prctl(_SET_TIMER_SLACK, ctypes.c_ulong(0), 0, 0, 0)


def lgpio_factory(has_pulses: bool) -> "Factory":
    """The Pi's own pins. Raises what a machine without them raises: see ``chip_fault``.

    ``has_pulses``: a lamp is dimmed or a buzzer given tones, which lgpio times by a thread of its
    own. lgpio writes a pipe named ``.lgd-nfy`` into the working directory as it is imported.
    """
    from gpiozero.pins.lgpio import LGPIOFactory

    with nullcontext() if has_pulses else patient_threads():
        return LGPIOFactory()


def has_pulses(wiring: Wiring) -> bool:
    """Whether an output is driven by pulses, which must be in time."""
    is_dimmed = wiring.lamp is not None and wiring.lamp.kind is not LampKind.LED
    return is_dimmed or (wiring.buzzer is not None and wiring.buzzer.kind is BuzzerKind.TONAL)


class Input:
    """One wire on one pin, read as it is at the moment.

    ``on_edge`` is called after each change, on another thread, with the seconds that have passed
    since and whether the wire was active from then on.
    """

    def __init__(self, wire: Wire, factory: "Factory", on_edge: OnEdge) -> None:
        from gpiozero import DigitalInputDevice

        self._is_active_high = wire.active is Level.HIGH
        self._device = DigitalInputDevice(wire.pin, **_pull_of(wire), pin_factory=factory)
        self._on_edge = on_edge
        # gpiozero takes the active level from the pull, so it may call active what is not.
        self._is_turned = self._device.pull_up is self._is_active_high
        self._device.when_activated = self._activated
        self._device.when_deactivated = self._deactivated

    def is_active(self) -> bool:
        """Whether the wire is at its active level now. Raises what the driver raises."""
        return bool(self._device.pin.state) is self._is_active_high

    def _activated(self) -> None:
        self._on_edge(self._device.active_time or 0.0, not self._is_turned)

    def _deactivated(self) -> None:
        self._on_edge(self._device.inactive_time or 0.0, self._is_turned)

    def close(self) -> None:
        """Let the pin go."""
        self._device.close()


def _pull_of(wire: Wire) -> dict[str, bool | None]:
    """gpiozero's words for the pull. It takes the active level from it, so that is read apart."""
    if wire.pull is Pull.NONE and wire.pin not in I2C_PULLED_UP:
        return {"pull_up": None, "active_state": wire.active is Level.HIGH}
    return {"pull_up": wire.pull is not Pull.DOWN}


_BY_TYPE: Final = {
    "GPIOPinInUse": "busy",
    "PinFixedPull": "fixed_pull",
    "PinInvalidPin": "wrong_board",
    "PinUnknownPi": "wrong_board",
}


def pin_fault(error: Exception, signal: Signal, pin: int | None) -> PinProblem:
    """The problem of one signal whose pin could not be opened or read."""
    return PinProblem(reason=_reason(error), signal=signal, pin=pin, detail=described(error))


def chip_fault(error: Exception, dev: Path = Path("/dev")) -> PinProblem:
    """The problem of the whole panel when no pin at all can be had."""
    chips = sorted(dev.glob("gpiochip*"))
    if isinstance(error, ImportError | AttributeError):
        # From Python 3.13 on the registry's lgpio may be an empty stub, without attributes.
        return PinProblem(reason="no_library", detail="lgpio")
    if not chips:
        return PinProblem(reason="no_chip", detail=str(dev / "gpiochip0"))
    if not any(os.access(chip, os.R_OK | os.W_OK) for chip in chips):
        return PinProblem(reason="no_permission", detail=str(chips[0]))
    return PinProblem(reason=_reason(error), detail=described(error))


def described(error: Exception) -> str:
    """An exception on one line, by its type and text."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _reason(error: Exception) -> str:
    by_words = (reason for words, reason in _BY_WORDS.items() if words in str(error))
    return _BY_TYPE.get(type(error).__name__) or next(by_words, "fault")
