"""A simulated head unit without its keys: power, time, what it shows and what it wants."""

from pi.radio.simulated.dials import Dial
from pi.radio.simulated.display import PLAYS, filled, template
from pi.radio.simulated.families import FAMILIES, can_have, fresh_dial
from pi.radio.simulated.family import Chord, Opens, is_possible
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import Penalty

PRESETS = tuple("123456")  # every set has them, whatever they do
OPENS_AFTER_S = 4.0  # the longest that any set is said to need to ask by itself


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
