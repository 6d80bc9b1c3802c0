"""Why pins can't be had: the library's many exceptions, as the few reasons of a PinProblem.

The exceptions are known by the names of their types, so that nothing is imported to ask.
"""

import os
from pathlib import Path
from typing import Final

from pi.hardware.body import PinProblem
from pi.hardware.wiring import Signal

_BY_TYPE: Final = {
    "GPIOPinInUse": "busy",
    "PinFixedPull": "fixed_pull",
    "PinInvalidPin": "wrong_board",
    "PinUnknownPi": "wrong_board",
}
_BY_WORDS: Final = {"GPIO busy": "busy", "bad GPIO number": "wrong_board"}  # lgpio has one type


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
