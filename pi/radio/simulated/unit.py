"""One simulated head unit: switched on, keyed, and read by whoever stands before it."""

from pi.radio.simulated.faced_radio import FacedRadio
from pi.radio.simulated.family import Chord, Confirms, Opens

HELD_TOO_LONG_S = 1.0  # "let go at once"


class SimulatedHeadUnit(FacedRadio):
    """A locked radio and the keys on its face.

    A key that the set doesn't have is a ValueError when pressed.
    """

    def press(self, key: str, times: int = 1) -> None:
        """Short presses of one key."""
        if key not in self._keys or self._family.confirms is Confirms.TOUCH:
            raise ValueError(f"this set has no key {key}")
        for _ in range(times):
            self._pressed(key)

    def touch(self, key: str) -> None:
        """A key on the set's own screen."""
        if key not in self._keys or self._family.confirms is not Confirms.TOUCH:
            raise ValueError(f"this set's screen has no key {key}")
        self._pressed(key)

    def turn(self, control: str, clicks: int) -> None:
        """Clicks of a wheel, to the right where positive."""
        if control not in self._controls:
            raise ValueError(f"this set has no {control}")
        if self._touched_during_wait() or self._dial is None:
            return
        self._touched = True
        self._dial.turn(control, clicks)

    def hold(
        self, keys: Chord, seconds: float | None = None, *, switching_on: bool = False
    ) -> None:
        """Hold keys together so many seconds, or until the display changes, then let go.

        ``switching_on``: the radio, off till then, is switched on while they are held.
        """
        if not set(keys) <= self._keys:
            raise ValueError(f"this set has no keys {' + '.join(keys)}")
        if switching_on and not self._on:
            self.switch(True)
            if self._family.opens is Opens.CHORD_AT_SWITCH_ON:
                self._hold_to_open(keys, seconds)
        elif self._touched_during_wait():
            return
        elif self._dial is None and self._family.opens in {Opens.CHORD, Opens.CHORD_AFTER_WRONG}:
            self._hold_to_open(keys, seconds)
        elif self._dial is not None and set(keys) == self._submitting:
            self._hold_to_submit(keys, seconds)
        elif len(keys) == 1:
            self._pressed(keys[0])

    @property
    def _submitting(self) -> set[str]:
        if self._family.confirms is Confirms.CHORD:
            return set(self.chord)
        return {self._family.confirm_key}

    def _hold_to_open(self, keys: Chord, seconds: float | None) -> None:
        needed = self._family.opening_s[self.unknowns.slow]
        if set(keys) != set(self.chord) or (seconds is not None and seconds < needed):
            return
        self._message = ""
        self._open()
        held_on = seconds is not None and seconds > needed + HELD_TOO_LONG_S
        if held_on and self._family.held_on_submits and self._dial is not None:
            self._submit(self._dial)

    def _hold_to_submit(self, keys: Chord, seconds: float | None) -> None:
        needed = self._family.confirm_s[self.unknowns.slow] if self.unknowns.long_confirm else 0
        if self._dial is not None and (seconds is None or seconds >= needed):
            self._submit(self._dial)
        elif len(keys) == 1:
            self._pressed(keys[0])

    def _pressed(self, key: str) -> None:
        if self._touched_during_wait():
            return
        self._message = ""
        self._idle_s = 0.0
        if self._dial is None:
            if self._family.opens is Opens.KEY and key in (self.chord or self._keys):
                self._open()
            return
        self._touched = True
        confirmed = key == self._family.confirm_key and not self.unknowns.long_confirm
        if confirmed or self._dial.press(key):
            self._submit(self._dial)

    def _touched_during_wait(self) -> bool:
        if self.waiting and self.powered:
            self._penalty.key_pressed()
        return self.waiting
