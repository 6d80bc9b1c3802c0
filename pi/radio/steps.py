"""The steps of a press plan: what one hand does at one moment, and the cursor over them.

``None`` is unknown, never a guess: a press whose number is not known for sure is made "until the
display shows" the digit. ``position`` counts the code's digits from 1. Every step but the first
says what the display then shows, where that is known.

A step with ``where`` has a condition: it is made where one of these words stands on the display,
and left out where the prompt stands there already. ``until`` may hold a figure that moves, as
``{left} ----`` does: the tries left.

The cursor is data and never moves itself: ``next`` and ``back`` give a new one. A statement about
a step is accepted only by the cursor that stands on it, so a double tap is harmless.
"""

from msgspec import Struct

from pi.radio.entry import KeyPosition


class _Step(Struct, frozen=True, kw_only=True, tag_field="kind"):
    """The shape all steps share."""


class Prepare(_Step, frozen=True, kw_only=True, tag="prepare"):
    """Parked, the key where this set wants it, radio on, and the display as the next step needs it.

    ``ignition`` is None where nobody says: ACC or ON. ``radio_off``: this set asks with the radio
    off. ``where`` may stand there before the prompt; with ``until`` the prompt then comes by
    itself, after ``seconds`` at most where that is known.
    """

    radio_off: bool = False
    ignition: KeyPosition | None = None
    where: tuple[str, ...] = ()
    until: str | None = None
    seconds: float | None = None


class Press(_Step, frozen=True, kw_only=True, tag="press"):
    """Short presses of one key. A key of None is not documented.

    ``carries``: the key carries its digit, so that another one on the display tells of the key or
    of the battery. ``if_shown`` is what a display shows that shows digits, where nobody says
    whether this one does. ``confirm_unknown``: it may submit the code by itself, nobody says.
    """

    key: str | None
    times: int | None
    display: str | None = None
    position: int | None = None
    digit: str | None = None  # what the position must show
    confirms: bool = False
    confirm_unknown: bool = False
    carries: bool = False
    if_shown: str | None = None
    where: tuple[str, ...] = ()


class Hold(_Step, frozen=True, kw_only=True, tag="hold"):
    """One long press of one key or of several together.

    ``keys`` is None where the set decides which; ``key_options`` then lists those reported.
    ``while_switching_on``: hold first, then switch the radio on.
    """

    keys: tuple[str, ...] | None
    seconds: float | None = None
    until: str | None = None
    key_options: tuple[tuple[str, ...], ...] = ()
    while_switching_on: bool = False
    release_at_once: bool = False
    confirms: bool = False
    where: tuple[str, ...] = ()


class Turn(_Step, frozen=True, kw_only=True, tag="turn"):
    """Clicks of a wheel or knob."""

    control: str
    clicks: int | None
    display: str | None = None
    position: int | None = None
    digit: str | None = None
    confirms: bool = False


class Touch(_Step, frozen=True, kw_only=True, tag="touch"):
    """One key of a pad on the head unit's own screen. ``confirm_unknown`` as for a press."""

    key: str | None
    display: str | None = None
    position: int | None = None
    digit: str | None = None
    confirms: bool = False
    confirm_unknown: bool = False


class Check(_Step, frozen=True, kw_only=True, tag="check"):
    """Read the display back digit by digit. ``display`` is None where it shows no digits."""

    display: str | None


Step = Prepare | Press | Hold | Turn | Touch | Check
Plan = tuple[Step, ...]


class PressMore(Struct, frozen=True, kw_only=True, tag_field="kind", tag="press_more"):
    """The mending of a digit: more presses of a key, 0 where it already stands right."""

    key: str
    times: int | None
    until: str


class StartAgain(Struct, frozen=True, kw_only=True, tag_field="kind", tag="start_again"):
    """The digit can't be mended in place: begin the entry anew, before the confirm.

    ``key_failed``: a key that carries its digit brought another one, so it may be worn or the
    battery low. Nothing is submitted yet.
    """

    how: str | None
    costs_a_try: bool | None
    key_failed: bool = False


Correction = PressMore | StartAgain


class Walkthrough(Struct, frozen=True, kw_only=True):
    """One guided entry. ``at`` is the index of the step the owner is on."""

    plan: Plan
    at: int = 0

    @property
    def step(self) -> Step:
        """The step the owner is on."""
        return self.plan[self.at]

    @property
    def next(self) -> "Walkthrough":
        """The cursor one step on. The last step stays the last."""
        return Walkthrough(plan=self.plan, at=min(self.at + 1, len(self.plan) - 1))

    @property
    def back(self) -> "Walkthrough":
        """The cursor one step back. The first step stays the first."""
        return Walkthrough(plan=self.plan, at=max(self.at - 1, 0))

    @property
    def before_confirm(self) -> bool:
        """Whether this step is the check, after which the confirm key is named."""
        return isinstance(self.step, Check)

    @property
    def confirming(self) -> bool:
        """Whether this step submits the code."""
        return self.at == len(self.plan) - 1

    @property
    def position(self) -> int | None:
        """Which of the code's positions this step sets, from 1. None where it sets none."""
        return getattr(self.step, "position", None)

    @property
    def positions(self) -> int:
        """How many positions the plan sets in all."""
        return max((getattr(step, "position", None) or 0 for step in self.plan), default=0)
