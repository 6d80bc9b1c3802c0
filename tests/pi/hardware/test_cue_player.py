"""Playing cues: on the beat, muted in quiet hours, dimmed at night, and no thread for nothing."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from pi.hardware.cue_patterns import DARK, Light, pattern_of
from pi.hardware.cue_player import NIGHT_BRIGHTNESS, CuePlayer, Outputs, Playing
from pi.hardware.cues import Cue
from pi.hardware.told import Beats
from pi.hardware.wiring import Signal

LIMIT_S = 30.0


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


class Broken(Recorder):
    """Outputs whose driver fails."""

    def show(self, light: Light) -> None:
        raise OSError("the chip is gone")


def until(true: Callable[[], bool]) -> None:
    """Wait for something that must come, for far longer than it takes."""
    end = time.monotonic() + LIMIT_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def playing_threads() -> int:
    return sum(thread.name == "steadyhand-cues" for thread in threading.enumerate())


@pytest.fixture
def recorder() -> Recorder:
    """What is played is written down here."""
    return Recorder()


@pytest.fixture
def player(recorder: Recorder) -> Iterator[CuePlayer]:
    """A player in real time."""
    player = CuePlayer(Outputs(lamp=recorder, buzzer=recorder))
    yield player
    player.close()


def heard(cue: Cue, at: float, quiet: bool = False, night: bool = False) -> Recorder:
    """What a cue does some seconds after its start."""
    recorder = Recorder()
    outputs = Outputs(
        lamp=recorder, buzzer=recorder, is_quiet=lambda: quiet, is_night=lambda: night
    )
    Playing(pattern_of(cue), 100.0).step(100.0 + at, outputs)
    return recorder


def test_a_cue_sounds_from_its_start() -> None:
    assert heard(Cue.LOOK, 0.0).sounds == [440]


def test_quiet_hours_mute_the_buzzer() -> None:
    assert heard(Cue.LOOK, 0.0, quiet=True).sounds == [None]


def test_quiet_hours_leave_the_lamp_alone() -> None:
    assert heard(Cue.LOOK, 0.0, quiet=True).lights == heard(Cue.LOOK, 0.0).lights


def test_at_night_the_lamp_is_dimmed() -> None:
    [light] = heard(Cue.LOOK, 0.0, night=True).lights
    assert light.brightness == NIGHT_BRIGHTNESS


def test_a_step_says_when_to_come_back() -> None:
    assert Playing(pattern_of(Cue.LOOK), 100.0).step(100.1, Outputs()) == pytest.approx(100.5)


def test_a_step_that_comes_late_does_not_move_the_next() -> None:
    beats = Playing(pattern_of(Cue.PRESS, Beats(count=5, pace_s=0.8)), 100.0)
    assert beats.step(100.89, Outputs()) == pytest.approx(100.9)


def test_when_nothing_changes_any_more_nobody_comes_back() -> None:
    assert Playing(pattern_of(Cue.STEP_DONE), 100.0).step(109.0, Outputs()) is None


def test_a_lamp_that_fails_does_not_silence_the_buzzer() -> None:
    broken = Broken()
    Playing(pattern_of(Cue.LOOK), 0.0).step(0.0, Outputs(lamp=broken, buzzer=broken))
    assert broken.sounds == [440]


def test_a_lamp_that_fails_is_named() -> None:
    player = CuePlayer(Outputs(lamp=Broken()))
    player.play(Cue.LOOK)
    until(lambda: Signal.LAMP in player.failed)
    player.close()
    assert list(player.failed) == [Signal.LAMP]


def test_a_cue_that_ends_leaves_no_thread(player: CuePlayer, recorder: Recorder) -> None:
    player.play(Cue.STEP_DONE)
    until(lambda: 880 in recorder.sounds and playing_threads() == 0)
    assert (recorder.sounds[-1], recorder.lights[-1]) == (None, DARK)


def test_another_cue_takes_its_place(player: CuePlayer, recorder: Recorder) -> None:
    player.play(Cue.SAFE_TO_TRY)
    until(lambda: 880 in recorder.sounds)
    player.play(Cue.NONE)
    until(lambda: playing_threads() == 0)
    assert (recorder.sounds[-1], recorder.lights[-1]) == (None, DARK)


def test_a_cue_that_goes_on_is_not_begun_again(player: CuePlayer, recorder: Recorder) -> None:
    player.play(Cue.LOOK)  # one long beep, then the lamp alone
    until(lambda: recorder.lights[-1:] == [DARK])
    seen = len(recorder.lights)
    player.play(Cue.LOOK)
    until(lambda: DARK not in recorder.lights[seen:] != [])
    assert 440 not in recorder.sounds[seen:]


def test_the_same_step_again_is_played_again(player: CuePlayer, recorder: Recorder) -> None:
    player.play(Cue.STEP_DONE)
    until(lambda: playing_threads() == 0)
    before = recorder.sounds.count(880)
    player.play(Cue.STEP_DONE)
    until(lambda: recorder.sounds.count(880) > before)


def test_closing_is_dark_and_silent(player: CuePlayer, recorder: Recorder) -> None:
    player.play(Cue.LOOK)
    until(lambda: 440 in recorder.sounds)
    player.close()
    assert (recorder.sounds[-1], recorder.lights[-1], playing_threads()) == (None, DARK, 0)


def test_with_nothing_to_play_on_there_is_no_thread() -> None:
    player = CuePlayer(Outputs())
    player.play(Cue.SAFE_TO_TRY)
    assert playing_threads() == 0
