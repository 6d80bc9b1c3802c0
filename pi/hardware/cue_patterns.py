"""The cues as data: what the lamp and the buzzer do for each, and when.

They can be told apart without looking and without a colour: by how many beeps, how long, and how
close. Short beeps one by one are presses; two close ones are "taken"; a long one is "look".

Every moment is counted from the start of its cue, so that a beat that comes late does not move the
next one.
"""

from enum import Enum
from typing import Final, Generic, TypeVar

from msgspec import Struct

from pi.hardware.port import Beats, Cue

What = TypeVar("What")

SHORT_S: Final = 0.1
LONG_S: Final = 0.5

_PRESS_HERTZ: Final = 660


class Span(Struct, Generic[What], frozen=True):
    """One state of an output for some seconds."""

    seconds: float
    what: What


class Track(Struct, Generic[What], frozen=True, kw_only=True):
    """The states of one output, one after the other; then ``rest``, or all over again."""

    rest: What
    spans: tuple[Span[What], ...] = ()
    repeats: bool = False

    @property
    def length_s(self) -> float:
        """How long one round takes."""
        return sum(span.seconds for span in self.spans)

    def at(self, t: float) -> What:
        """The state ``t`` seconds after the start."""
        for end, what in self._round_of(t):
            if t < end:
                return what
        return self.rest

    def next_change(self, t: float) -> float | None:
        """The first end of a span after ``t``; None where nothing changes any more."""
        return next((end for end, _ in self._round_of(t) if t < end), None)

    def _round_of(self, t: float) -> list[tuple[float, What]]:
        """The round that ``t`` is in: when each span ends, and its state."""
        rounds = int(t // self.length_s) if self.repeats and self.spans else 0
        ends, end = [], rounds * self.length_s
        # The next round's first span too: where t is the round's very end, it is that one's.
        for span in self.spans + (self.spans[:1] if self.repeats else ()):
            end += span.seconds
            ends.append((end, span.what))
        return ends


class Colour(Enum):
    """A colour by its parts of red, green and blue, from 0 to 1."""

    WHITE = (1.0, 1.0, 1.0)
    GREEN = (0.0, 1.0, 0.0)
    BLUE = (0.0, 0.0, 1.0)
    AMBER = (1.0, 0.5, 0.0)
    RED = (1.0, 0.0, 0.0)

    @property
    def parts(self) -> tuple[float, float, float]:
        """Red, green, blue."""
        return self.value


class Light(Struct, frozen=True):
    """What a lamp shows. A lamp of one colour shows the brightness, a plain one just shines."""

    colour: Colour = Colour.WHITE
    brightness: float = 0.0


DARK: Final = Light()


class Pattern(Struct, frozen=True, kw_only=True):
    """One cue: a track for each output. The buzzer's states are hertz, None is silence."""

    lamp: Track[Light] = Track(rest=DARK)
    buzzer: Track[int | None] = Track(rest=None)

    @property
    def repeats(self) -> bool:
        """Whether it goes on until another takes its place."""
        return self.lamp.repeats or self.buzzer.repeats


def _lamp(colour: Colour, *seconds: float) -> Track[Light]:
    """On, off, on, off ... and again. Without seconds it stays on."""
    on = Light(colour, 1.0)
    if not seconds:
        return Track(rest=on)
    spans = tuple(Span(s, on if i % 2 == 0 else DARK) for i, s in enumerate(seconds))
    return Track(rest=DARK, spans=spans, repeats=True)


def _flash(colour: Colour, seconds: float) -> Track[Light]:
    """On once."""
    return Track(rest=DARK, spans=(Span(seconds, Light(colour, 1.0)),))


def _beeps(hertz: int, *seconds: float, repeats: bool = False) -> Track[int | None]:
    """Sound, silence, sound, silence ..."""
    spans = tuple(Span(s, hertz if i % 2 == 0 else None) for i, s in enumerate(seconds))
    return Track(rest=None, spans=spans, repeats=repeats)


PATTERNS: Final = {
    Cue.NONE: Pattern(),
    Cue.STEP_DONE: Pattern(
        lamp=_flash(Colour.GREEN, 0.7), buzzer=_beeps(880, SHORT_S, 0.1, SHORT_S)
    ),
    Cue.LOOK: Pattern(lamp=_lamp(Colour.AMBER, 1.0, 1.0), buzzer=_beeps(440, LONG_S)),
    Cue.CHECK: Pattern(
        lamp=_lamp(Colour.BLUE, SHORT_S, 0.15, SHORT_S, 1.0),
        buzzer=_beeps(660, LONG_S, 0.2, SHORT_S),
    ),
    Cue.LAST_TRY: Pattern(
        lamp=_lamp(Colour.RED, 0.15, 0.15, 0.15, 0.15, 0.15, 0.8),
        buzzer=_beeps(440, LONG_S, 0.2, LONG_S, 0.2, LONG_S),
    ),
    Cue.WAITING: Pattern(lamp=_lamp(Colour.AMBER, 0.05, 4.95)),
    Cue.SAFE_TO_TRY: Pattern(
        lamp=_lamp(Colour.GREEN, 0.5, 0.5),
        buzzer=_beeps(880, SHORT_S, 0.1, SHORT_S, 0.1, SHORT_S, 0.1, SHORT_S, 4.3, repeats=True),
    ),
    Cue.CANNOT_SAVE: Pattern(
        lamp=_lamp(Colour.RED, 0.1, 0.1), buzzer=_beeps(220, 1.5, 28.5, repeats=True)
    ),
}
"""All but ``Cue.PRESS``, whose beats come from the step."""


def pattern_of(cue: Cue, beats: Beats | None = None) -> Pattern:
    """What to play. ``Cue.PRESS`` without beats is one beep and a steady light: go on pressing."""
    if cue is not Cue.PRESS:
        return PATTERNS[cue]
    if beats is None or beats.pace_s <= 0:
        return Pattern(lamp=_lamp(Colour.WHITE), buzzer=_beeps(_PRESS_HERTZ, SHORT_S))
    on_s = min(SHORT_S, beats.pace_s / 2)
    each = (on_s, beats.pace_s - on_s)
    lamp = Track(
        rest=DARK,
        spans=(Span(each[0], Light(Colour.WHITE, 1.0)), Span(each[1], DARK)) * beats.count,
    )
    return Pattern(lamp=lamp, buzzer=_beeps(_PRESS_HERTZ, *each * beats.count))
