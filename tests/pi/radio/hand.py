"""A hand that makes a plan's steps on a simulated head unit, the way an owner would."""

import re
from collections.abc import Iterable

from pi.radio.simulated.unit import SimulatedHeadUnit
from pi.radio.steps import Correction, Hold, Plan, Prepare, Press, PressMore, Step, Touch, Turn

TWO_CYCLES = 2 * 10 + 2
TWO_CYCLES_OF_A_GROUP = 2 * 100 + 2
SECONDS_UNTIL_IT_ASKS = 5
ANY_ONE = "3"  # of the keys, where the plan says any


class NeverShownError(AssertionError):
    """Two whole cycles, and the digit never stood there."""


def stands(word: str, shown: str) -> bool:
    """Whether a word of the family stands on a display, whatever its figure or one beside it."""
    figures = re.escape(word).replace(r"\{left\}", r"\d+").replace(r"\{used\}", r"\d+")
    return re.fullmatch(rf"(\d+ )?{figures}( \d+)?", shown) is not None


class Hand:
    """Makes steps on one head unit, reading its display and nothing else of it."""

    def __init__(self, unit: SimulatedHeadUnit) -> None:
        self.unit = unit

    def make_all(self, steps: Iterable[Step]) -> None:
        """Make steps in order."""
        for step in steps:
            self.make(step)

    def make(self, step: Step) -> None:
        """Make one step. Raises NeverShownError where "until it shows" can't succeed."""
        match step:
            case Prepare():
                self.unit.switch(not step.radio_off)
                self.unit.pass_time(SECONDS_UNTIL_IT_ASKS)
            case Hold():
                self._hold(step)
            case Press():
                self._press(step)
            case Touch():
                self.unit.touch(step.key or self._its_confirm_key)
            case Turn():
                assert step.position is not None
                assert step.digit is not None
                self.turn_until(step.control, step.position, step.digit)

    def hears_it_play(self) -> bool:
        """Switch it on, if it isn't, and listen."""
        self.unit.switch(True)
        return self.unit.playing

    def mend(self, correction: Correction, step: Step, plan: Plan) -> bool:
        """Do what a correction of this step says; where the digit stops short, begin anew.

        True where the entry was begun anew and so ends with this step.
        """
        try:
            if isinstance(correction, PressMore):
                self._press_more(correction, step)
                return False
        except NeverShownError:
            pass
        self.unit.switch(False)
        self.unit.turn_key(False)
        self.unit.turn_key(True)
        self.make_all(plan[: plan.index(step) + 1])
        return True

    def press_until(self, key: str, position: int, digit: str) -> None:
        """Press until the position shows the digit; no press where it stands there already."""
        for _ in range(TWO_CYCLES if len(digit) == 1 else TWO_CYCLES_OF_A_GROUP):
            if self.unit.shown_at(position) == digit:
                return
            self.unit.press(key)
        raise NeverShownError(f"{key} never brought {digit} to position {position}")

    def turn_until(self, control: str, position: int, digit: str) -> None:
        """Turn one way until the digit shows, and back where it stops short."""
        for click in [1] * TWO_CYCLES + [-1] * TWO_CYCLES:
            if self.unit.shown_at(position) == digit:
                return
            self.unit.turn(control, click)
        raise NeverShownError(f"{control} never brought {digit} to position {position}")

    def set_by_handbook(self, step: Press) -> None:
        """Set a digit as the set's own handbook says, and submit where that has not done it."""
        assert step.position is not None
        assert step.digit is not None
        key, wrong = self.unit.key_for(step.position, step.digit), self.unit.wrong_codes
        if self.unit.unknowns.digit_keys:
            self.unit.press(key)
        else:
            self.press_until(key, step.position, step.digit)
        sent = self.unit.playing or self.unit.wrong_codes > wrong
        if step.confirms and not sent:
            self.unit.hold((self._its_confirm_key,))

    def _leaves_alone(self, step: Press | Hold) -> bool:
        """Whether the step has a condition, and another word stands than those it names."""
        shown = self.unit.display
        return bool(step.where) and not any(stands(word, shown) for word in step.where)

    def _press(self, step: Press) -> None:
        if self._leaves_alone(step):
            return
        if step.key is None and step.digit is not None:
            self.set_by_handbook(step)
        elif step.key is None or (step.confirms and step.times is None):
            self.unit.hold((step.key or self._its_confirm_key,))
        elif step.times is not None:
            wrong = self.unit.wrong_codes
            self.unit.press(ANY_ONE if step.key == "any" else step.key, step.times)
            waits_for_a_key = step.confirms and step.digit is not None and self.unit.confirm_key
            if waits_for_a_key and not (self.unit.playing or self.unit.wrong_codes > wrong):
                self.unit.hold((self._its_confirm_key,))
        else:
            assert step.position is not None
            assert step.digit is not None
            self.press_until(step.key, step.position, step.digit)

    def _hold(self, step: Hold) -> None:
        if self._leaves_alone(step):
            return
        if step.while_switching_on:
            self.unit.switch(False)
        keys = step.keys or self.unit.chord
        assert not step.key_options or keys in step.key_options, "its pair is not offered"
        seconds = None if step.until is not None else step.seconds
        self.unit.hold(keys, seconds, switching_on=step.while_switching_on)

    def _press_more(self, more: PressMore, step: Step) -> None:
        position = getattr(step, "position", None)
        assert position is not None
        if isinstance(step, Turn):
            assert more.times in {None, 0}, "nobody knows which way the wheel counts up"
            self.turn_until(more.key, position, more.until)
        elif more.times is not None:
            if more.times:
                self.unit.press(more.key, more.times)
        else:
            self.press_until(more.key, position, more.until)

    @property
    def _its_confirm_key(self) -> str:
        assert self.unit.confirm_key is not None
        return self.unit.confirm_key
