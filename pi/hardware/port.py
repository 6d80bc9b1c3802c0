"""The body as the service meets it: what it tells, the cues it shows, and whether the radio is
powered.

``Body`` is the port: the panel on the pins is one driver behind it, ``NoBody`` the one of a
machine where nothing is wired.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from pi.hardware.wiring import Signal


class Cue(StrEnum):
    """What the panel can say. One at a time; each lasts until another takes its place."""

    NONE = "none"  # dark and silent
    PRESS = "press"  # press the radio's key now: one beat for each press
    STEP_DONE = "step_done"  # taken: the next step is up
    LOOK = "look"  # stop, and look at the display
    CHECK = "check"  # compare the whole code before the confirm
    LAST_TRY = "last_try"  # the last try before a wait, or before a dead end
    WAITING = "waiting"  # the wait is counted
    SAFE_TO_TRY = "safe_to_try"  # repeats until answered
    CANNOT_SAVE = "cannot_save"  # what happens does not reach the card


class ButtonPressed(Struct, frozen=True, kw_only=True, tag=True):
    """A button was pressed. ``held``: for so long that it was meant (0.8 s); told once, then."""

    button: Signal
    held: bool = False


class IgnitionFell(Struct, frozen=True, kw_only=True, tag=True):
    """The ignition's level fell: cranking, or off. Told at once."""


class IgnitionCameBack(Struct, frozen=True, kw_only=True, tag=True):
    """After ``IgnitionFell`` the level rose again within 2 s: a dip."""


class IgnitionIs(Struct, frozen=True, kw_only=True, tag=True):
    """The ignition is on or off for good. Off is told 2 s after ``IgnitionFell``."""

    on: bool


class FeedFell(Struct, frozen=True, kw_only=True, tag=True):
    """The permanent feed has been gone for 0.25 s: write it down while there is power."""


class FeedCameBack(Struct, frozen=True, kw_only=True, tag=True):
    """After ``FeedFell`` the feed came back within 2 s."""


class FeedLost(Struct, frozen=True, kw_only=True, tag=True):
    """The permanent feed has been gone for 2 s: the battery, or the radio's fuse, is out."""


class FeedReturned(Struct, frozen=True, kw_only=True, tag=True):
    """The permanent feed is there again after ``FeedLost``."""


class ParkedIs(Struct, frozen=True, kw_only=True, tag=True):
    """Whether the car is parked. None: unknown, to be taken as not parked."""

    parked: bool | None


class LightsAre(Struct, frozen=True, kw_only=True, tag=True):
    """Whether the lights are on."""

    on: bool


Told = (
    ButtonPressed
    | IgnitionFell
    | IgnitionCameBack
    | IgnitionIs
    | FeedFell
    | FeedCameBack
    | FeedLost
    | FeedReturned
    | ParkedIs
    | LightsAre
)

Listener = Callable[[Told], None]


class PinProblem(Struct, frozen=True, kw_only=True):
    """Why a signal, or the whole panel, does not work.

    ``reason``: reserved, twice, clash, missing_pin, boots_on, fixed_pull, no_chip, wrong_board,
    no_permission, no_library, busy, bad_file, fault, vehicle_removed (whose number is ``detail``).
    ``signal`` is None where it concerns them all; ``pin`` is a BCM number; ``detail`` names the
    other signal, the board or bus, the key of the file, the device's path, or a fault by its type
    and text.
    """

    reason: str
    signal: Signal | None = None
    pin: int | None = None
    detail: str = ""


class Beats(Struct, frozen=True, kw_only=True):
    """The beats of one step: ``count`` presses, one every ``pace_s`` seconds."""

    count: int
    pace_s: float


class Body(Protocol):
    """Anything that has wires. It tells on the service's own loop; what is read is stable."""

    @property
    def wired(self) -> frozenset[Signal]:
        """The signals that work."""

    @property
    def problems(self) -> tuple[PinProblem, ...]:
        """What is asked for and does not work."""

    def level(self, signal: Signal) -> bool | None:
        """A sense as its filter has it; None where it is not wired or not known yet.

        False as soon as the ignition or the feed has fallen, before it is decided for how long.
        """

    def start(self, listener: Listener) -> None:
        """Begin to watch. ``listener`` is called on the running event loop."""

    def cue(self, cue: Cue, beats: Beats | None = None) -> None:
        """Play a cue until another takes its place; ``beats`` belong to ``Cue.PRESS``."""

    def close(self) -> None:
        """Let every pin go, lamps dark and buzzers silent."""


class NoBody:
    """Nothing is wired."""

    wired: frozenset[Signal] = frozenset()

    def __init__(self, problems: tuple[PinProblem, ...] = ()) -> None:
        self.problems = problems

    def level(self, signal: Signal) -> bool | None:
        """Always None."""
        return None

    def start(self, listener: Listener) -> None:
        """Nothing will be told."""

    def cue(self, cue: Cue, beats: Beats | None = None) -> None:
        """Nobody hears it."""

    def close(self) -> None:
        """Nothing is held."""


class Supply(Protocol):
    """Anything that may know whether the radio is on."""

    def sensed(self) -> bool | None:
        """Whether the radio is on, None where only its owner can say."""


class OwnersWord:
    """No pin is wired: the owner is asked, and asked again after each gap."""

    def sensed(self) -> bool | None:
        """Always None."""
        return None


class IgnitionSense:
    """The ignition's wire says it. False from the first moment of a dip: that is not credited."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def sensed(self) -> bool | None:
        """Whether the ignition is on, None while its filter does not know yet."""
        return self._body.level(Signal.IGNITION)
