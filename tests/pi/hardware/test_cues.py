"""The cues as data, told apart without looking or colours, and played on lamp and buzzer."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from gpiozero.pins.mock import MockFactory, MockPin, MockPWMPin
from hypothesis import assume, given
from hypothesis import strategies as st

from pi.hardware.cue_patterns import DARK, PATTERNS, Colour, Light, Pattern, Span, Track, pattern_of
from pi.hardware.cue_player import (
    NIGHT_BRIGHTNESS,
    CuePlayer,
    Outputs,
    Playing,
    is_within,
    quiet_now,
)
from pi.hardware.outputs import BuzzerOnPin, LampOnPins
from pi.hardware.port import Beats, Cue
from pi.hardware.wiring import BuzzerKind, BuzzerWire, Lamp, LampKind, Level, Signal
from pi.radio.instant import WallQuality
from tests.clocks import FakeClock
from tests.pi.hardware.wires import UNHURRIED, until

ONCE = Track(rest="rest", spans=(Span(1.0, "a"), Span(2.0, "b")))
AGAIN = Track(rest="rest", spans=(Span(1.0, "a"), Span(2.0, "b")), repeats=True)


@pytest.mark.parametrize(
    ("track", "t", "what", "change"),
    [
        (ONCE, 0.9, "a", 1.0),
        (ONCE, 1.0, "b", 3.0),
        (ONCE, 2.9, "b", 3.0),
        (ONCE, 3.0, "rest", None),
        (ONCE, 99.0, "rest", None),
        (AGAIN, 2.9, "b", 3.0),
        (AGAIN, 3.0, "a", 4.0),
        (AGAIN, 300.0, "a", 301.0),
        (Track(rest="rest", repeats=True), 5.0, "rest", None),
    ],
)
def test_a_track_rests_at_its_end_or_begins_again_and_says_when_it_changes(
    track: Track[str], t: float, what: str, change: float | None
) -> None:
    assert (track.at(t), track.next_change(t)) == (what, change)


def test_no_rounding_lets_a_track_that_repeats_rest() -> None:
    track = Track(rest="rest", spans=(Span(0.1, "a"), Span(0.7, "b")), repeats=True)
    assert "rest" not in {track.at(k * track.length_s) for k in range(10_000)}


spans = st.lists(st.floats(0.05, 5.0), min_size=1, max_size=6).map(
    lambda lengths: tuple(Span(s, i) for i, s in enumerate(lengths))
)


@UNHURRIED
@given(spans, st.floats(0.0, 1e5))
def test_a_change_always_lies_ahead_and_until_then_nothing_changes(
    spans: tuple[Span[int], ...], t: float
) -> None:
    track = Track(rest=-1, spans=spans, repeats=True)
    change = track.next_change(t)
    assert change is not None
    assert change > t
    assume(change - t > 1e-6)  # nearer than a float can tell apart so far from the start
    assert track.at(t + (change - t) * 0.99) == track.at(t)


@UNHURRIED
@given(spans)
def test_a_thousand_rounds_on_the_beats_have_not_moved(spans: tuple[Span[int], ...]) -> None:
    track = Track(rest=-1, spans=spans, repeats=True)
    change = track.next_change(1000 * track.length_s + spans[0].seconds / 2)
    assert change == pytest.approx(1000 * track.length_s + spans[0].seconds)


PRESSES = [Beats(count=count, pace_s=pace) for count in (1, 2, 3, 9) for pace in (0.4, 0.8, 2.0)]
SOUNDING = [cue for cue in Cue if cue not in (Cue.NONE, Cue.WAITING)]
Rhythm = tuple[tuple[str, str], ...]


def size_of(seconds: float, limits: tuple[float, float]) -> str:
    """Short, long or very long: what an ear tells apart without a measure."""
    return "short" if seconds < limits[0] else "long" if seconds < limits[1] else "very long"


def changes_of(track: Track[object], until: float = 20.0) -> list[tuple[float, bool]]:
    """When the output goes on and off, whatever its colour or tone."""
    moments, t = [0.0], 0.0
    while (change := track.next_change(t)) is not None and change < until:
        moments.append(t := change)
    return [(moment, track.at(moment) != track.rest) for moment in moments]


def rhythm_of(track: Track[object]) -> Rhythm:
    """The length of each beep and of the silence after it, as they are heard."""
    changes = [*changes_of(track), (99.0, False)]
    spans = [(end - begin, on) for (begin, on), (end, _) in pairwise(changes)]
    return tuple(
        (size_of(on_s, (0.3, 1.0)), size_of(off_s, (0.25, 2.5)))
        for (on_s, on), (off_s, _) in pairwise([*spans, (99.0, False)])
        if on
    )


def look(pattern: Pattern) -> tuple[bool, tuple[tuple[float, bool], ...]]:
    """What a lamp of one colour shows."""
    lit = pattern.lamp.rest.brightness > 0
    return lit, tuple(changes_of(pattern.lamp))


def sound(pattern: Pattern) -> Rhythm:
    return rhythm_of(pattern.buzzer)


def test_no_two_cues_sound_the_same_or_look_the_same_on_a_lamp_of_one_colour() -> None:
    assert set(PATTERNS) == set(Cue) - {Cue.PRESS}
    heard = [sound(pattern_of(cue)) for cue in SOUNDING]
    seen = [look(pattern_of(cue)) for cue in Cue]
    assert (len(set(heard)), len(set(seen))) == (len(SOUNDING), len(Cue))


@pytest.mark.parametrize("beats", PRESSES)
def test_there_is_one_beep_at_the_beat_of_each_press_and_no_cue_is_like_it(beats: Beats) -> None:
    pattern = pattern_of(Cue.PRESS, beats)
    assert sound(pattern) not in {sound(PATTERNS[cue]) for cue in SOUNDING if cue in PATTERNS}
    assert len(sound(pattern)) == beats.count
    began = [moment for moment, on in changes_of(pattern.buzzer, until=99.0) if on]
    assert began == pytest.approx([k * beats.pace_s for k in range(beats.count)])


def test_what_must_be_answered_is_heard_on_and_on_and_nothing_while_nothing_is_to_do() -> None:
    silent = (Cue.NONE, None), (Cue.WAITING, None), (Cue.PRESS, Beats(count=0, pace_s=0.8))
    assert [sound(pattern_of(cue, beats)) for cue, beats in silent] == [()] * 3
    lit = [moment for moment, on in changes_of(PATTERNS[Cue.WAITING].lamp, 60.0) if on]
    assert len(lit) == 12
    for cue in (Cue.SAFE_TO_TRY, Cue.CANNOT_SAVE):  # what must not be missed sounds on and on
        assert PATTERNS[cue].buzzer.next_change(86_400.0) is not None
    press = pattern_of(Cue.PRESS)  # without a count: one beep and a steady light
    assert (len(sound(press)), press.lamp.next_change(0.0)) == (1, None)


class Recorder:
    """A lamp and a buzzer that write down what they are told."""

    def __init__(self) -> None:
        self.lights: list[Light] = []
        self.sounds: list[int | None] = []

    def show(self, light: Light) -> None:
        self.lights.append(light)

    def sound(self, hertz: int | None) -> None:
        self.sounds.append(hertz)

    def close(self) -> None:
        """Nothing is held."""


def playing_threads() -> int:
    return sum(thread.name == "steadyhand-cues" for thread in threading.enumerate())


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def player(recorder: Recorder) -> Iterator[CuePlayer]:
    player = CuePlayer(Outputs(lamp=recorder, buzzer=recorder))
    yield player
    player.close()


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("night", [False, True])
def test_a_cue_sounds_from_its_start_muted_in_quiet_hours_and_dimmed_at_night(
    recorder: Recorder, quiet: bool, night: bool
) -> None:
    outputs = Outputs(
        lamp=recorder, buzzer=recorder, is_quiet=lambda: quiet, is_night=lambda: night
    )
    Playing(pattern_of(Cue.LOOK), 100.0).step(100.0, outputs)
    assert recorder.sounds == [None if quiet else 440]
    assert [light.brightness for light in recorder.lights] == [NIGHT_BRIGHTNESS if night else 1.0]


@pytest.mark.parametrize(
    ("cue", "beats", "late_s", "back_s"),
    [
        (Cue.LOOK, None, 0.1, 0.5),
        (Cue.PRESS, Beats(count=5, pace_s=0.8), 0.89, 0.9),  # late, it does not move the next
        (Cue.STEP_DONE, None, 9.0, None),
    ],
)
def test_a_step_says_when_to_come_back(
    cue: Cue, beats: Beats | None, late_s: float, back_s: float | None
) -> None:
    due = Playing(pattern_of(cue, beats), 100.0).step(100.0 + late_s, Outputs())
    assert due == (None if back_s is None else pytest.approx(100.0 + back_s))


def test_a_lamp_that_fails_is_named_and_does_not_silence_the_buzzer(
    player: CuePlayer, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Recorder, "show")
    player.play(Cue.LOOK)
    until(lambda: Signal.LAMP in player.failed)
    assert (list(player.failed), recorder.sounds[0]) == ([Signal.LAMP], 440)


def test_an_ended_cue_leaves_no_thread_and_replays(player: CuePlayer, recorder: Recorder) -> None:
    for times in (1, 2):
        player.play(Cue.STEP_DONE)
        until(lambda wanted=2 * times: recorder.sounds.count(880) >= wanted)
        until(lambda: playing_threads() == 0)
        assert (recorder.sounds[-1], recorder.lights[-1]) == (None, DARK)


def test_a_cue_that_goes_on_is_not_begun_again(player: CuePlayer, recorder: Recorder) -> None:
    player.play(Cue.LOOK)  # one long beep, then the lamp alone
    until(lambda: recorder.lights[-1:] == [DARK])
    seen = len(recorder.lights)
    player.play(Cue.LOOK)
    until(lambda: len(recorder.lights) >= seen + 2)
    assert recorder.sounds.count(440) == 1


def test_another_cue_or_closing_is_dark_and_silent_and_with_nothing_to_play_on_there_is_no_thread(
    player: CuePlayer, recorder: Recorder
) -> None:
    player.play(Cue.SAFE_TO_TRY)
    until(lambda: 880 in recorder.sounds)
    player.play(Cue.NONE)
    until(lambda: playing_threads() == 0)
    assert (recorder.sounds[-1], recorder.lights[-1]) == (None, DARK)
    player.play(Cue.LOOK)
    until(lambda: 440 in recorder.sounds)
    player.close()
    CuePlayer(Outputs()).play(Cue.SAFE_TO_TRY)
    assert (recorder.sounds[-1], recorder.lights[-1], playing_threads()) == (None, DARK, 0)


@pytest.mark.parametrize(
    ("begins", "ends", "quiet"),
    [
        ("22:00", "07:00", {22, 23, *range(7)}),
        ("13:00", "15:00", {13, 14}),
        ("22:00", "22:00", set()),
    ],
)
def test_quiet_hours_may_go_over_midnight(begins: str, ends: str, quiet: set[int]) -> None:
    assert {hour for hour in range(24) if is_within(hour * 60, begins, ends)} == quiet


@pytest.mark.parametrize("quality", WallQuality)
def test_only_a_clock_that_is_believed_makes_it_quiet(quality: WallQuality) -> None:
    clock = FakeClock()
    clock.quality = quality
    hour = time.localtime(clock.wall).tm_hour
    quiet = quiet_now(clock, f"{hour:02}:00", f"{(hour + 1) % 24:02}:00")()
    assert quiet is (quality is not WallQuality.UNSURE)
    assert not quiet_now(clock, None, None)()


BRIGHT = Light(Colour.AMBER, 1.0)
TONES = sorted({s.what for p in PATTERNS.values() for s in p.buzzer.spans if s.what is not None})


@pytest.fixture
def factory() -> MockFactory:
    """Pins that can be dimmed."""
    return MockFactory(pin_class=MockPWMPin)


def states(factory: MockFactory, *pins: int) -> list[float]:
    return [float(factory.pin(pin).state) for pin in pins]


def let_go(driver: LampOnPins | BuzzerOnPin, pin: MockPin) -> list[float]:
    """What the pin is meanwhile: driven, and then an input, which reads 0."""
    pin.clear_states()
    driver.close()
    return [float(one.state) for one in pin.states]


@pytest.mark.parametrize(
    ("lamp", "light", "pins", "shown"),
    [
        (Lamp(pin=20), Light(Colour.RED, 0.3), (20,), [1.0]),  # it shines or not
        (Lamp(pin=20, active=Level.LOW), BRIGHT, (20,), [0.0]),
        (Lamp(kind=LampKind.PWM, pin=20), Light(Colour.RED, 0.3), (20,), [0.3]),
        (Lamp(kind=LampKind.PWM, pin=20, active=Level.LOW), BRIGHT, (20,), [0.0]),
        (Lamp(kind=LampKind.RGB, red=22, green=23, blue=24), BRIGHT, (22, 23, 24), [1.0, 0.5, 0.0]),
    ],
)
def test_a_lamp_shows_what_its_kind_can_and_is_dark_before_and_afterwards(
    factory: MockFactory, lamp: Lamp, light: Light, pins: tuple[int, ...], shown: list[float]
) -> None:
    on_pins = LampOnPins(lamp, factory)
    dark = [float(lamp.active is Level.LOW)] * len(pins)
    assert states(factory, *pins) == dark
    on_pins.show(light)
    assert states(factory, *pins) == shown
    on_pins.show(DARK)
    assert states(factory, *pins) == dark
    on_pins.show(light)
    assert dark[0] in let_go(on_pins, factory.pin(pins[0]))


def test_a_plain_lamp_needs_no_dimming() -> None:
    plain = MockFactory(pin_class=MockPin)
    LampOnPins(Lamp(pin=20), plain).show(BRIGHT)
    assert states(plain, 20) == [1.0]


@pytest.mark.parametrize(("active", "heard"), [(Level.HIGH, 1.0), (Level.LOW, 0.0)])
def test_a_buzzer_sounds_and_is_silent(factory: MockFactory, active: Level, heard: float) -> None:
    buzzer = BuzzerOnPin(BuzzerWire(pin=5, active=active), factory)
    sounds = []
    for hertz in (None, 440, None, 880):
        buzzer.sound(hertz)
        sounds += states(factory, 5)
    assert sounds == [1.0 - heard, heard] * 2
    assert 1.0 - heard in let_go(buzzer, factory.pin(5))


@pytest.mark.parametrize("hertz", TONES)
def test_every_tone_of_a_cue_can_be_played_and_stops(factory: MockFactory, hertz: int) -> None:
    buzzer = BuzzerOnPin(BuzzerWire(kind=BuzzerKind.TONAL, pin=21), factory)
    buzzer.sound(hertz)
    assert factory.pin(21).frequency == pytest.approx(hertz)
    buzzer.sound(None)
    assert factory.pin(21).frequency is None
