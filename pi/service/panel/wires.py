"""The wires as the settings name them, opened, at work, and changed while the service runs."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from pi.hardware.port import Body, ButtonPressed, NoBody, PinProblem, Told
from pi.process import log
from pi.service.core.senses import Senses
from pi.service.faults import log_place_of_fault
from pi.service.panel.panel import Answerer, PanelSession
from pi.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from pi.hardware.rtc_witness import RtcWitness


class FittedWires(Struct, frozen=True):
    """The settings in force, and what they wired. ``broken``: why the file is not followed."""

    settings: Settings
    body: Body
    witness: "RtcWitness | None" = None
    broken: str = ""


def fitted() -> FittedWires:
    """Read the settings and open what they wire. Raises nothing: trouble is the body's to tell."""
    try:
        settings = read_settings()
    except SettingsError as error:
        why = str(error)
        return FittedWires(Settings(), NoBody((not_followed(why),)), broken=why)
    return FittedWires(settings, _body(settings), _witness(settings))


def broken_settings() -> str:
    """Why the file of settings can't be followed, in one line that names it; empty if it can."""
    try:
        read_settings()
    except SettingsError as error:
        return str(error)
    return ""


def not_followed(why: str) -> PinProblem:
    """The same as the panel's trouble, for the screens and for the doctor."""
    return PinProblem(reason="bad_file", detail=why)


def _body(settings: Settings) -> Body:
    if settings.pins == Settings().pins:
        return NoBody()
    from pi.hardware.panel import open_body  # each start without pins would pay for it

    return open_body(settings)


def _witness(settings: Settings) -> "RtcWitness | None":
    if settings.rtc_witness is None:
        return None
    from pi.hardware.rtc_witness import RtcWitness

    return RtcWitness(settings.rtc_witness.bus)


def _say(now: FittedWires) -> None:
    """What is not followed of the settings, a line each: a restart must not pass it over."""
    if now.broken:
        log("steadyhandd", f"{now.broken}; going on without settings")
        return
    for one in now.body.problems:
        told = (one.signal, None if one.pin is None else f"GPIO{one.pin}", one.reason, one.detail)
        log("steadyhandd", "pins: " + " ".join(str(part) for part in told if part))


class Wires:
    """The body that is fitted now. ``changed`` is called after each thing it told."""

    def __init__(
        self,
        fit: Callable[[], FittedWires],
        car: Senses,
        panel: PanelSession,
        answer: Answerer,
        changed: Callable[[], None],
    ) -> None:
        """``answer`` does what a press asks for."""
        self._fit = fit
        self._answer = answer
        self._car = car
        self._panel = panel
        self._changed = changed
        self.witness: RtcWitness | None = None
        self._pressing: set[asyncio.Task[None]] = set()

    def refit(self) -> None:
        """Read the settings and take up the wires anew: the panel may come and go."""
        self._car.body.close()
        now = self._fit()
        _say(now)
        self._car.fit(now.body, now.settings.car.vehicle)
        self.witness = now.witness
        self._panel.pace_s = now.settings.pace.beat_s
        now.body.start(self._hear)
        self._panel.refitted()
        self._changed()

    def reload(self) -> None:
        """Do the same, unless the settings can't be followed: then those of before stay."""
        if why := broken_settings():
            log("steadyhandd", f"{why}; the settings of before stay in force")
            self._car.stay(not_followed(why))
            self._changed()
        else:
            self.refit()

    async def settled(self) -> None:
        """Wait until every press so far has been answered."""
        while self._pressing:
            await asyncio.wait(self._pressing)

    def close(self) -> None:
        """Let the pins go."""
        self._car.body.close()

    def _hear(self, told: Told) -> None:
        """A press may take a while; what the senses tell is written down at once."""
        if isinstance(told, ButtonPressed):
            pressing = asyncio.get_running_loop().create_task(self._press(told))
            self._pressing.add(pressing)
            pressing.add_done_callback(self._pressing.discard)
            return
        self._car.hear(told)
        self._changed()

    async def _press(self, press: ButtonPressed) -> None:
        try:
            await self._panel.press(press, self._answer)
        except Exception as error:
            log_place_of_fault(error)
        self._changed()
