"""What pins cost, and how fast a press reaches a screen."""

import subprocess
import time
from collections.abc import Iterator

from pi.hardware.body import Beats, Cue
from pi.hardware.cue_player import CuePlayer, Outputs
from pi.service.protocol.commands import Watch
from tests.tools.bench.filling import set_up, state_directory, unlocked
from tests.tools.bench.measuring import (
    FRAME_DRAWN,
    UI,
    Row,
    Terminal,
    cpu_percent,
    environment,
    in_ms,
    percentile,
    service,
)

WIRED = ("tests.tools.bench.wired_service",)  # a service with every pin wired, its wires quiet
NEXT, BACK = "6", "5"
PACE_S = 0.05
ROUNDS = 10
BEATS = 20


def quiet_pins(look_s: float) -> Iterator[Row]:
    """Processor time of a service whose wires do nothing, in percent of one core."""
    with state_directory() as state, service(state, WIRED) as (process, _):
        set_up(state)
        time.sleep(2)
        spent = cpu_percent(time.sleep, look_s, process.pid)
    yield Row(what="idle: service, every pin wired and quiet", measured=spent, unit="%", budget=0.3)


def presses(times: int = 20) -> Iterator[Row]:
    """From the moment a button is let go to the first frame that follows it.

    25 ms of it are the filter's own: so long a contact must stand to be believed.
    """
    with state_directory() as state, service(state, WIRED) as (process, _):
        set_up(state)
        screen = Terminal(UI, environment(state))
        screen.until(b"ey it in")
        with unlocked(state) as link:
            link.ask(Watch())  # for the panel to speak for
            _pressed_s(process, screen, NEXT)  # into the walkthrough: on and back one step
            taken = [_pressed_s(process, screen, pin) for _ in range(times) for pin in (NEXT, BACK)]
        screen.end()
    yield in_ms("pin edge to repaint, p95", percentile(taken, 0.95), 50)


def panel_beat() -> Iterator[Row]:
    """How far the buzzer's beats stand from their schedule."""
    late: list[float] = []
    for _ in range(ROUNDS):
        buzzer = _Buzzer()
        player = CuePlayer(Outputs(buzzer=buzzer))
        player.play(Cue.PRESS, Beats(count=BEATS, pace_s=PACE_S))
        time.sleep(PACE_S * (BEATS + 3))
        player.close()
        began = buzzer.began[0]
        late += [abs(at - began - n * PACE_S) for n, at in enumerate(buzzer.began)]
    yield in_ms("panel beat jitter, p99", percentile(late, 0.99), 10)


class _Buzzer:
    def __init__(self) -> None:
        self.began: list[float] = []
        self._sounds = False

    def sound(self, hertz: int | None) -> None:
        if hertz is not None and not self._sounds:
            self.began.append(time.monotonic())
        self._sounds = hertz is not None


def _pressed_s(process: "subprocess.Popen[str]", screen: Terminal, pin: str) -> float:
    assert process.stdin is not None
    assert process.stdout is not None
    screen.quiet()
    process.stdin.write(f"{pin}\n")
    process.stdin.flush()
    screen.until(FRAME_DRAWN)
    drawn = time.monotonic()
    return drawn - float(process.stdout.readline())
