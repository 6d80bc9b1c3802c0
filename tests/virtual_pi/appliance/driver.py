"""An owner before the radio: makes each step with one hand, and answers with two buttons."""

import time

from pi.radio.head_unit import HeadUnit
from pi.radio.press_plan import correction, plan
from pi.radio.security_code import SecurityCode
from pi.radio.simulated.unit import SimulatedHeadUnit
from pi.radio.steps import Check, Press, PressMore, Step
from tests.blackbox.terminal import Terminal
from tests.pi.radio.hand import Hand
from tests.virtual_pi.appliance.car import BACK, NEXT, Car


class Driver:
    """Keys the code in as the screen and the panel say. ``radio`` is the one in the dashboard."""

    def __init__(self, car: Car, radio: SimulatedHeadUnit, family: HeadUnit, code: str) -> None:
        assert family.code is not None
        self.car = car
        self.radio = radio
        self._family = family
        self._hand = Hand(radio)
        self._plan = plan(family, SecurityCode(code, family.code))

    def walks(self, screen: Terminal, *, slips_at: int | None = None, mends: bool = False) -> None:
        """From Home to the radio's answer, by *next* alone.

        A hand that slips presses the key of this position once too often. It ``mends`` the slip
        with what the screen says, or does not notice it at all.
        """
        self.car.press(NEXT)
        for at, step in enumerate(self._plan[:-1]):
            screen.shows(self._title(at, step))
            if not isinstance(step, Check):
                self._hand.make(step)
            if isinstance(step, Press) and step.position == slips_at:
                assert step.key is not None
                self.radio.press(step.key)
                if mends:
                    self._mends(screen, step)
            self.car.has_stood()
            self.car.press(NEXT)

    def confirms(self, screen: Terminal, *, dear: bool = False) -> None:
        """Hold the confirm key once it is named; a dear try is stated to be meant first."""
        if dear:
            screen.shows("Before the confirm")
            self.car.states(NEXT, after=BACK)
        self.car.comes_to("OutcomeUnknown")
        self._hand.make(self._plan[-1])

    def answers(self) -> None:
        """State with a held button whether it plays. *Next* counts once *back* was pressed."""
        if self.radio.playing:
            self.car.states(NEXT, after=BACK)
        else:
            self.car.has_stood()
            self.car.press(BACK, held=True)

    def _mends(self, screen: Terminal, step: Press) -> None:
        """Say on the screen what stands there, and press as often as it then says."""
        assert step.position is not None
        shown = self.radio.shown_at(step.position)
        assert shown is not None
        self.car.has_stood()  # the step came by the panel, and not by this screen's keys
        screen.types("2")
        screen.shows(f"What does position {step.position} show?")
        screen.types(shown)
        screen.shows("That mends it. No try is lost.")
        found = correction(self._family, step, shown)
        assert isinstance(found, PressMore)
        self._hand.mend(found, step, self._plan)

    def _title(self, at: int, step: Step) -> str:
        position = getattr(step, "position", None)
        if position is not None:
            return f"Key {position} of 4"
        return f"Step {at + 1} of {len(self._plan)}"


class Stopwatch:
    """How long the radio had its power at most: from before it came to after it went."""

    def __init__(self, radio: SimulatedHeadUnit) -> None:
        self._radio = radio
        self._since: float | None = time.monotonic()

    def off(self) -> None:
        assert self._since is not None
        self._radio.pass_time(time.monotonic() - self._since)
        self._radio.turn_key(False)
        self._since = None

    def on(self) -> None:
        self._since = time.monotonic()
        self._radio.turn_key(True)
        self._radio.switch(True)

    def look(self) -> None:
        self.off()
        self.on()
