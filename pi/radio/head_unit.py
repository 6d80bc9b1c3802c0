"""A head unit, in the field's words: the vocabulary of a family's file.

A head unit here is a *family* of factory radios that ask for their code in the same way. Each
family is one TOML file, and each rule in it names its sources. ``None`` means unknown and is
legal wherever a fact can be missing; nothing is filled in by guessing.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from pi.radio.entry import DIGITS, Entry, KeyPosition
from pi.radio.lockout import CountsWhile, Lockout, Timer
from pi.radio.provenance import Rule, Sources

LONGEST_ID: Final = 64  # characters


def is_an_id(text: str) -> bool:
    """Whether a text can name a family and its file: small letters, digits, single hyphens."""
    plain = text.isascii() and text == text.lower() and len(text) <= LONGEST_ID
    return plain and all(part.isalnum() for part in text.split("-"))


class Protection(StrEnum):
    """The kind of lock: not every locked radio takes a code."""

    OWNER_CODE = "owner_code"  # a code from the maker, on a card
    USER_CHOSEN_CODE = "user_chosen_code"  # the owner picked it; it may never have been armed
    OPTIONAL_PIN = "optional_pin"  # a setting the owner may have switched on
    IMMOBILISER_LINKED = "immobiliser_linked"  # tied to the immobiliser: dealer tool only
    VEHICLE_PAIRED = "vehicle_paired"  # tied to the car: dealer tool only
    KEY_CARD = "key_card"  # a card is put in, nothing is keyed

    @property
    def takes_a_code(self) -> bool:
        """Whether an owner can key anything in."""
        return self in {self.OWNER_CODE, self.USER_CHOSEN_CODE, self.OPTIONAL_PIN}


class Fits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One car the family was seen in. Years as the sources write them."""

    make: str
    model: str = ""
    years: str = ""
    sure: bool = True  # False: inferred, or the same car has another radio too


class CodeShape(Rule, frozen=True, kw_only=True):
    """What a code of this family looks like.

    ``digits`` lists the legal digits, one entry for all positions or one each;
    ``digits_told_of`` the lengths of which that is told, where not of all. ``usual_digits`` only
    hints. ``max_value`` is for codes that are a number. ``region_mode_changes_length``:
    the set itself can be switched to another length, so count the dashes.
    """

    lengths: tuple[int, ...]
    digits: tuple[str, ...] = (DIGITS,)
    digits_told_of: tuple[int, ...] = ()
    usual_digits: str | None = None
    max_value: int | None = None
    region_mode_changes_length: bool = False

    def digits_at(self, position: int) -> str:
        """The legal digits of a position, counted from 0."""
        return self.digits[0] if len(self.digits) == 1 else self.digits[position]


class Meaning(StrEnum):
    """What a word on the display means on this family."""

    PROMPT = "prompt"  # it asks for the code
    BEFORE_PROMPT = "before_prompt"  # locked; the prompt must be opened first
    WRONG = "wrong"  # the code was refused
    WAITING = "waiting"  # a lockout is running
    FINAL = "final"  # dealer only
    ACCEPTED = "accepted"
    NOT_A_PROMPT = "not_a_prompt"  # looks like one, takes no code


class Counter(StrEnum):
    """What a number beside the word counts."""

    USED = "used"
    LEFT = "left"
    ATTEMPT_NUMBER = "attempt_number"
    NONE = "none"
    UNKNOWN = "unknown"


class DisplayWord(Rule, frozen=True, kw_only=True):
    """One word of the display. The same word means different things on different families.

    ``exact``: it is written so. Else a source says what the display tells, and not in which words.
    """

    text: str
    meanings: tuple[Meaning, ...]
    counter: Counter = Counter.NONE
    exact: bool = True

    @property
    def asks(self) -> bool:
        """Whether it stands there when the code is wanted: as the prompt, or before it."""
        return Meaning.PROMPT in self.meanings or Meaning.BEFORE_PROMPT in self.meanings


class Ignition(Rule, frozen=True, kw_only=True):
    """Where accounts have the key stand, for the entry and for a wait."""

    position: KeyPosition | None = None


class SerialDisplay(Rule, frozen=True, kw_only=True):
    """A way to make the set show its serial number, and what it costs.

    ``tries`` is how many wrong codes it takes: reading it then burns them.
    """

    how: str
    costs_attempts: bool | None = None
    tries: int | None = None


class SerialNumber(Rule, frozen=True, kw_only=True):
    """Shapes of the serial number (a hint, never a bar) and where it is found."""

    patterns: tuple[str, ...] = ()  # regular expressions
    places: tuple[str, ...] = ()
    displays: tuple[SerialDisplay, ...] = ()


class Behaviour(Rule, frozen=True, kw_only=True):
    """Traps around the entry. ``trial_play_min``: it plays this long before it locks.

    ``first_aid`` is one short sentence: what to do first when the display asks or complains.
    """

    trial_play_min: float | None = None
    spurious_prompt: bool | None = None  # a prompt that one key cycle clears
    set_up_asked_after: bool | None = None  # the first right entry opens a set-up menu
    first_aid: str = ""


class About(StrEnum):
    """What sources disagree about."""

    WAIT = "wait"  # how long a lockout is
    TRIES = "tries"  # how many wrong codes before a lockout
    END = "end"  # how many wrong codes before only a dealer helps
    LENGTH = "length"  # how many digits
    OPENING = "opening"  # what brings the prompt up
    ENTRY = "entry"  # how a digit is set, how many presses it takes
    CONFIRM = "confirm"  # which key submits, and for how long
    POWER = "power"  # what must be on during a wait, what an interruption does
    SERIAL = "serial"  # how the serial number is shown, what it looks like
    DISPLAY = "display"  # what it shows


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """What one side says, in a few words: ``60 min``, ``a power cut frees it``."""

    says: str
    sources: Sources


class Disagreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Where sources contradict each other: all that is said, and what is applied.

    ``applied`` names the careful reading that the rules here follow, in a few words.
    """

    about: About
    claims: tuple[Claim, ...]
    applied: str


class HeadUnit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A family of head units: everything known about how it asks, takes and refuses a code.

    ``on_its_front`` holds the names that are printed on it or in its papers, and none that only
    people give it. ``also_known_as`` holds other names it is found by, ids of families that turned
    out to be this one among them.
    """

    id: str
    name: str
    protection: Protection
    fits: tuple[Fits, ...] = ()
    also_known_as: tuple[str, ...] = ()
    on_its_front: tuple[str, ...] = ()
    summary: str = ""
    code: CodeShape | None = None
    entry: Entry | None = None
    ignition: Ignition = field(default_factory=Ignition)
    words: tuple[DisplayWord, ...] = ()
    lockout: Lockout = field(default_factory=Lockout)
    timer: Timer = field(default_factory=Timer)
    serial: SerialNumber = field(default_factory=SerialNumber)
    behaviour: Behaviour = field(default_factory=Behaviour)
    disagreements: tuple[Disagreement, ...] = ()
    verified_on_hardware: bool = False

    @property
    def takes_a_code(self) -> bool:
        """Whether there are steps to offer at all."""
        return self.protection.takes_a_code and self.entry is not None

    @property
    def key_position(self) -> KeyPosition | None:
        """Where the key should stand: as told, else ON where the wait is told to need ignition."""
        if self.ignition.position is not None:
            return self.ignition.position
        needs_it = self.timer.counts_while is CountsWhile.IGNITION_AND_RADIO_ON
        return KeyPosition.ON if needs_it else None

    @property
    def sources_differ(self) -> bool:
        """Whether sources contradict each other, on its lockout or on anything else."""
        return bool(self.disagreements) or len(self.lockout.candidates) > 1

    def words_meaning(self, meaning: Meaning) -> tuple[str, ...]:
        """The display's words with this meaning."""
        return tuple(word.text for word in self.words if meaning in word.meanings)
