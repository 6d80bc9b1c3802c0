"""One simulated head unit: its power and time, its display, its face, and the keys whoever
stands before it presses.
"""

from pi.radio.simulated.dials import Dial, Unknowns
from pi.radio.simulated.families import FAMILIES, can_have, fresh_dial
from pi.radio.simulated.family import Chord, Confirms, Family, Opens, is_possible
from pi.radio.simulated.waits import Penalty

PLAYS = "FM 98.5"

PRESETS = tuple("123456")  # every set has them, whatever they do
OPENS_AFTER_S = 4.0  # the longest that any set is said to need to ask by itself

_DIGITS = "1234567890"

HELD_TOO_LONG_S = 1.0  # "let go at once"


def template(family: Family, penalty: Penalty, *, asks: bool, touched: bool) -> str:
    """The family's wording for what it does now: ended, waiting, resting, asking or keyed in."""
    if penalty.dead:
        return family.dead
    if family.opens is Opens.NEVER:
        return family.resting
    if penalty.waiting:
        return family.waiting
    if not asks:
        return family.resting
    return family.keying if touched else family.prompt


def filled(wording: str, digits: str, penalty: Penalty) -> str:
    """A wording with the digits, the count of wrong codes and the time left, mm:ss, filled in."""
    minutes, seconds = divmod(round(penalty.seconds_left), 60)
    return wording.format(
        digits=digits,
        used=penalty.wrong_codes,
        attempt=penalty.wrong_codes + 1,
        left=penalty.tries_left,
        clock=f"{minutes:02d}:{seconds:02d}",
    ).rstrip()


class LockedRadio:
    """A locked radio, switched off, that wants this code. A toy: the code is plain text.

    Raises KeyError for a family that isn't simulated, ValueError for a code or for unknowns that
    no set of the family can have.
    """

    def __init__(self, family_id: str, code: str = "", unknowns: Unknowns | None = None) -> None:
        self._family = FAMILIES[family_id]
        self.unknowns = unknowns or self._family.known
        if not is_possible(self._family, self.unknowns):
            raise ValueError(f"no {family_id} is like that")
        if not can_have(family_id, code, self.unknowns):
            raise ValueError(f"no {family_id} can have this code")
        self._code = code
        self._on = self._unlocked = self._touched = self._blank = False
        self._ignition = True
        self._dial: Dial | None = None
        self._idle_s = 0.0
        self._message = ""
        self._penalty = Penalty(
            self._family.accounts[self.unknowns.account],
            counts_while_off=self.unknowns.counts_while_off,
            restarts=self.unknowns.restarts,
            press_restarts=self.unknowns.press_restarts,
        )
        spare = fresh_dial(family_id, code, self.unknowns)
        own = (self._family.confirm_key, *self.chord, *(spare.keys if spare else ()))
        self._keys = frozenset((*PRESETS, *own)) - {""}
        self._controls = spare.controls if spare else ()
        self._rest()

    @property
    def powered(self) -> bool:
        """Whether it is live: the ignition on and, mostly, the radio too."""
        return self._ignition and (self._on or self._family.asks_while_off)

    @property
    def playing(self) -> bool:
        """Whether it plays for good: on, and its code was taken."""
        return self.powered and self._on and self._unlocked

    @property
    def locked(self) -> bool:
        """Whether it wants its code."""
        return not self._unlocked

    @property
    def waiting(self) -> bool:
        """Whether a wait runs."""
        return self._penalty.waiting and not self.dead

    @property
    def seconds_left(self) -> float:
        """What is left of the wait."""
        return self._penalty.seconds_left

    @property
    def dead(self) -> bool:
        """Whether only a dealer helps."""
        return self._penalty.dead or self._family.opens is Opens.NEVER

    @property
    def wrong_codes(self) -> int:
        """The codes it refused since it last played."""
        return self._penalty.wrong_codes

    @property
    def asks(self) -> bool:
        """Whether it takes digits."""
        return self._dial is not None

    @property
    def chord(self) -> Chord:
        """The keys that open its prompt, empty where none are needed."""
        opening = self._family.opening
        return opening[self.unknowns.chord] if opening else ()

    @property
    def confirm_key(self) -> str | None:
        """The key of its own that submits, None where there is none."""
        return self._family.confirm_key or None

    @property
    def digits(self) -> str | None:
        """The digits as read on the display, None where it shows none."""
        return None if self._dial is None else self._dial.shown

    def shown_at(self, position: int) -> str | None:
        """What is read at one position, counted from 1; for a group of digits, its number."""
        return None if self._dial is None else self._dial.shown_at(position)

    def key_for(self, position: int, digit: str) -> str:
        """The key that sets this position, as the handbook of the set names it.

        Raises ValueError while the set takes no digits.
        """
        if self._dial is None:
            raise ValueError("it takes no digits now")
        return self._dial.key_for(position, digit)

    @property
    def display(self) -> str:
        """The whole display, as a person reads it."""
        if not self.powered or self._blank:
            return ""
        if self._message or self._unlocked:
            return self._message or (PLAYS if self._on else "")
        asks = self._dial is not None
        return self._text(template(self._family, self._penalty, asks=asks, touched=self._touched))

    def _text(self, wording: str) -> str:
        return filled(wording, self._dial.face if self._dial else "", self._penalty)

    def switch(self, on: bool) -> None:
        """Switch the radio on or off."""
        was, changed = self.powered, on != self._on
        self._on = on
        self._power_changed(was)
        if changed and self._family.asks_while_off:
            self._rest()

    def turn_key(self, on: bool) -> None:
        """Switch the ignition on or off."""
        was = self.powered
        self._ignition = on
        if not on:
            self._penalty.key_off()
        self._power_changed(was)

    def cut_supply(self) -> None:
        """Take the battery off and put it back: the radio wants its code again."""
        self._unlocked = False
        self._penalty.supply_cut(self._family.power_cut_costs_s)
        self._rest()

    def pass_time(self, seconds: float) -> None:
        """Let time go by."""
        waited = self._penalty.seconds_left if self.waiting else 0.0
        self._penalty.run(seconds, powered=self.powered)
        if not self.powered:
            return
        self._message = ""
        self._idle_s += seconds
        if waited and not self.waiting:
            self._blank = self._family.blank_after_wait
            self._rest()
            self._idle_s = seconds - waited
        limit = self._family.digit_timeout_s
        if limit is not None and self._idle_s > limit:
            self._rest()
        if self._family.opens is Opens.BY_ITSELF and self._idle_s >= OPENS_AFTER_S:
            self._open()

    def _submit(self, dial: Dial) -> None:
        self._unlocked = dial.matches(self._code)
        if self._unlocked:
            self._penalty.forget()
        else:
            self._penalty.wrong()
        self._rest()
        if self._unlocked:
            self._message = self._family.right
        elif not (self.waiting or self.dead):
            self._message = self._text(self._family.wrong)

    def was_tried(self, times: int) -> None:
        """Somebody keyed so many wrong codes before, and sat out every wait but the last."""
        for attempt in range(times):
            if attempt:
                self._penalty.run(self._penalty.seconds_left, powered=True)
            self._penalty.wrong()
        self._rest()

    def _power_changed(self, was: bool) -> None:
        if was and not self.powered:
            self._blank = False
            self._switched_off_while_asking()
            self._penalty.switched_off()
        if was != self.powered:
            self._rest()

    def _switched_off_while_asking(self) -> None:
        if self.unknowns.switching_off_counts and self._dial is not None:
            self._penalty.wrong()

    def _rest(self) -> None:
        """The digits are gone; a set whose prompt stands by itself asks."""
        self._dial, self._touched, self._message, self._idle_s = None, False, "", 0.0
        opens = self._family.opens
        asks_at_first = opens is Opens.CHORD_AFTER_WRONG and not self.wrong_codes
        if opens is Opens.STANDS or asks_at_first:
            self._open()

    def _open(self) -> None:
        live = self.powered and self._on is not self._family.asks_while_off and not self._blank
        if live and self._dial is None and not (self._unlocked or self.waiting or self.dead):
            make = self._family.dial
            self._dial = make(self.unknowns, len(self._code)) if make else None
            self._idle_s = 0.0


class FacedRadio(LockedRadio):
    """A locked radio whose face can be looked at."""

    def __init__(self, family_id: str, code: str = "", unknowns: Unknowns | None = None) -> None:
        super().__init__(family_id, code, unknowns)
        dial = fresh_dial(family_id, code, self.unknowns)
        entry = (*(dial.keys if dial else ()), *self.chord, self.confirm_key or "")
        self._entry_keys = frozenset(entry) - {""}

    @property
    def on(self) -> bool:
        """Whether the radio is switched on."""
        return self._on

    @property
    def ignition(self) -> bool:
        """Whether the ignition is on."""
        return self._ignition

    @property
    def message(self) -> str:
        """What it says of a code, until the next moment or key takes it away."""
        return self._message

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of an entry, digits first; with one preset among them all six are there."""
        presets = frozenset(PRESETS) if self._entry_keys & set(PRESETS) else frozenset()
        shown = self._entry_keys | presets
        others = sorted(shown - set(_DIGITS))
        return (*sorted(shown & set(_DIGITS), key=_DIGITS.index), *others)

    @property
    def controls(self) -> tuple[str, ...]:
        """Its wheels and knobs."""
        return tuple(self._controls)

    @property
    def held(self) -> tuple[Chord, ...]:
        """The keys that are held, alone or together, to open its prompt or to submit."""
        opens = () if self._family.opens is Opens.KEY else self.chord
        confirms = (self.confirm_key,) if self.confirm_key and not self.on_its_screen else ()
        return tuple(dict.fromkeys(chord for chord in (opens, confirms) if chord))

    @property
    def held_at_switch_on(self) -> Chord:
        """The keys held while it is switched on, empty where its prompt needs none."""
        return self.chord if self._family.opens is Opens.CHORD_AT_SWITCH_ON else ()

    @property
    def on_its_screen(self) -> bool:
        """Whether its keys are on a screen."""
        return self._family.confirms is Confirms.TOUCH

    @property
    def asks_while_off(self) -> bool:
        """Whether it takes its code with the radio off."""
        return self._family.asks_while_off


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
