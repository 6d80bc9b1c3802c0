"""The measurements, each with the budget it is held to."""

import asyncio
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from textual.app import App, ComposeResult

from pi.catalogue.catalogue import COMPILED
from pi.hardware.cue_player import CuePlayer, Outputs
from pi.hardware.port import Beats, Cue
from pi.service.protocol import commands
from pi.service.protocol.answers import Line
from tests.tools.bench.measuring import (
    BARE_APP,
    FRAME_DRAWN,
    PYTHON,
    ROOT,
    UI,
    Row,
    Terminal,
    bare_python_s,
    command,
    cpu_percent,
    environment,
    fill_journal,
    in_ms,
    interleaved,
    percentile,
    run_s,
    service,
    set_up,
    state_directory,
    taken_s,
    unlocked,
)
from tests.tools.fuzz.watching import held_kib
from tui.widgets.step import Beat

LOOK_S = 20.0  # how long idling is watched
SESSIONS = 50


def first_frame(runs: int) -> Iterator[Row]:
    """From the start of the command to the first frame on the terminal."""

    def drawn_s(program: list[str], env: dict[str, str], wanted: bytes) -> float:
        terminal = Terminal(program, env)
        try:
            return terminal.until(wanted)
        finally:
            terminal.end()

    with state_directory() as state, service(state):
        set_up(state)
        env = environment(state)
        name, bare, ours, home = interleaved(
            runs,
            lambda: drawn_s([*UI, "--kiosk"], env, b"Steadyhand"),
            lambda: drawn_s(BARE_APP, env, FRAME_DRAWN),
            lambda: drawn_s(UI, env, FRAME_DRAWN),
            lambda: drawn_s(UI, env, b"Key it in"),
        )
    yield in_ms("name on the screen", name, 200)
    yield in_ms("first frame", ours, 1.3, bare)
    yield in_ms("first frame of Home", home, 1.7, bare)


def start_up(runs: int) -> Iterator[Row]:
    """The commands and the service against a bare Python."""
    with state_directory() as state, service(state):
        set_up(state)
        status = [*UI, "status", "--json"]
        bare, asked = interleaved(runs, bare_python_s, lambda: run_s(status, environment(state)))
    yield in_ms("status", asked, 4, bare)

    with state_directory() as state:
        set_up_and_stop(state)
        bare, ready = interleaved(runs, bare_python_s, lambda: ready_s(state))
        with service(state) as (process, _):
            resident = held_kib(process.pid) / 1024
    yield in_ms("service ready", ready, 10, bare)
    yield Row(what="service resident", measured=resident, unit="MB", budget=35)


def set_up_and_stop(state: Path, vehicles: int = 1) -> None:
    with service(state):
        set_up(state, vehicles)


def ready_s(state: Path) -> float:
    with service(state) as (_, took):
        return took


def idling(look_s: float = LOOK_S) -> Iterator[Row]:
    """Processor time while nothing happens, in percent of one core."""
    with state_directory() as state, service(state) as (process, _):
        set_up(state)
        time.sleep(2)  # the first check of the whole file is over
        spent = cpu_percent(time.sleep, look_s, process.pid)
        yield Row(what="idle: service", measured=spent, unit="%", budget=0.1)
        for _ in range(3):
            command(state, ["report", "rejected"])
        terminal = Terminal(UI, environment(state))
        terminal.until(b"WAIT")
        terminal.listen(3.0)
        spent = cpu_percent(terminal.listen, look_s, process.pid, terminal.pid)
        terminal.end()
    yield Row(what="idle: service and a screen counting down", measured=spent, unit="%", budget=1)


def keys(presses: int = 40) -> Iterator[Row]:
    """From a key to the first frame that follows it."""
    with state_directory() as state, service(state):
        set_up(state)
        terminal = Terminal(UI, environment(state))
        terminal.until(b"Key it in")
        taken = [terminal.key_to_repaint_s(b"\t") for _ in range(presses)]
        terminal.end()
    yield in_ms("key to repaint, p95", percentile(taken, 0.95), 50)


def many(runs: int, vehicles: int = 10_000, events: int = 1_000_000) -> Iterator[Row]:
    """A store of many vehicles and a long past."""
    with state_directory() as empty, state_directory() as full:
        set_up_and_stop(empty)
        set_up_and_stop(full, vehicles)
        fill_journal(full, events)
        few, many = interleaved(runs, lambda: ready_s(empty), lambda: ready_s(full))
        yield in_ms(f"start with {vehicles} vehicles, {events} events", many, 1.5, few)
        with service(full):
            yield finding(full)
        yield from changing(full)


CHANGES: Final[dict[str, Callable[[int], commands.Ask]]] = {
    "a report": lambda _: commands.Report(outcome=commands.Outcome.REJECTED, vehicle=1),
    "its taking back": lambda _: commands.Report(outcome=commands.Outcome.TAKE_BACK, vehicle=1),
    "another name": lambda at: commands.ChangeVehicle(vehicle=2 + at, name=f"Called {at}"),
    "a removal": lambda at: commands.RemoveVehicle(vehicle=2 + at),
}
"""What an owner says and changes, of the vehicle of each turn."""
SWEPT: Final = {"another name", "a removal"}
TURNS: Final = 9


def changing(large: Path) -> Iterator[Row]:
    """What is said among many vehicles, against the same among a few; and what writes anew.

    With a name or a vehicle its traces are swept: the file is written anew, all of it.
    """
    with state_directory() as small:
        set_up_and_stop(small, 2 + TURNS)
        few, many = _changed_s(small), _changed_s(large)
    for what in CHANGES:
        budget, baseline_s = (10_000, None) if what in SWEPT else (4, few[what])
        yield in_ms(f"{what}, among many vehicles", many[what], budget, baseline_s)


def _changed_s(state: Path) -> dict[str, float]:
    taken: dict[str, list[float]] = {what: [] for what in CHANGES}
    with service(state), unlocked(state) as link:
        for at in range(TURNS):
            for what, ask in CHANGES.items():
                taken[what].append(taken_s(partial(link.ask, ask(at))))
    return {what: percentile(each, 0.5) for what, each in taken.items()}


def finding(state: Path) -> Row:
    """Find a vehicle among many as a name is typed, letter by letter."""
    with unlocked(state) as link:
        link.ask(commands.FindVehicles(text=""))
        taken = [
            taken_s(partial(link.ask, commands.FindVehicles(text=name[:typed])))
            for name in ("Qashqai 128", "Focus 4006", "Civic 9999", "Golf 77")
            for typed in range(1, len(name) + 1)
        ]
    return in_ms("find a vehicle as you type, p95", percentile(taken, 0.95), 50)


def many_sessions(events: int = 40) -> Iterator[Row]:
    """From the asking of one event to the last of fifty sessions being told."""
    with state_directory() as state, service(state):
        set_up(state)
        taken = asyncio.run(_told_after_s(state / "steadyhand.sock", events))
    yield in_ms(f"one event to {SESSIONS} sessions, p95", percentile(taken, 0.95), 50)


async def _told_after_s(path: Path, events: int) -> list[float]:
    sessions = [await asyncio.open_unix_connection(str(path)) for _ in range(SESSIONS)]
    watch = msgspec.json.encode(Line(id=1, ask=commands.Watch())) + b"\n"
    for reader, writer in sessions:
        writer.write(watch)
        for _ in range(3):  # the greeting, the state, the reply
            await reader.readline()
    taken = []
    for turn in range(events):
        outcome = commands.Outcome.ASKING if turn % 2 else commands.Outcome.ACCEPTED  # always news
        ask = msgspec.json.encode(Line(id=2, ask=commands.Report(outcome=outcome))) + b"\n"
        start = time.perf_counter()
        sessions[0][1].write(ask)
        await asyncio.gather(*(reader.readline() for reader, _ in sessions))
        taken.append(time.perf_counter() - start)
        await sessions[0][0].readline()  # the asker's reply
    for _, writer in sessions:
        writer.close()
    return taken


BEATS = 200
INTERVAL_S = 0.05
SHOWN = 20  # beats on one widget


class Beating(App[None]):
    """A beat on an otherwise still screen, noting when each dot fills."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._started = 0.0

    def compose(self) -> ComposeResult:
        yield Beat(SHOWN, INTERVAL_S)

    def on_mount(self) -> None:
        self._started = time.monotonic()
        self.query_one(Beat).start()

    def on_beat_tick(self, message: Beat.Tick) -> None:
        due = self._started + message.n * INTERVAL_S
        self.late.append(abs(time.monotonic() - due))

    def on_beat_done(self) -> None:
        if len(self.late) >= BEATS:
            self.exit()
        else:
            self.on_mount()


def beat() -> Iterator[Row]:
    """How far the beats stand from their schedule."""
    app = Beating()
    asyncio.run(app.run_async(headless=True))
    yield in_ms("beat jitter, p99", percentile(app.late, 0.99), 10)


MANY = 500
BUDGET = 30.0 / 17.0  # times a bare Python
WHOLE_BUDGET = 4.0  # times a bare Python, as ``status``
BEGINS = "import pi.radio"
LOADS = "import sys; from pi.catalogue.catalogue import load_all; load_all(*sys.argv[1:])"


def catalogue(runs: int) -> Iterator[Row]:
    """The families that come with Steadyhand, and five hundred made from them.

    Processor time is taken, as the difference of two clocks would drown in what else a machine
    does. The catalogue's own share is what it adds to an interpreter that has imported msgspec:
    every command and the service begin with that, and Python's own ``typing`` and ``re`` take most
    of 30 ms before a line of ours runs. So that nothing hides in that baseline, the whole process
    stands beside it, within what a whole ``status`` may take.

    The budget is 30 ms where a bare Python takes 17 ms, which is the best seen where the budgets
    were set; the same machine is half as slow again in a busy hour, so it is kept as a proportion.
    """
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        file = Path(made, "many.json")
        file.write_text(many_families(Path(COMPILED).read_text("utf-8")), "utf-8")
        bare, begun, ours, many = interleaved(
            runs,
            lambda: spent_s(["-c", "pass"], env),
            lambda: spent_s(["-c", BEGINS], env),
            lambda: spent_s(["-c", LOADS], env),
            lambda: spent_s(["-c", LOADS, str(file)], env),
        )
    for what, took, budget in (
        ("catalogue, above msgspec", ours - begun, BUDGET),
        (f"catalogue of {MANY} families, above msgspec", many - begun, BUDGET),
        ("catalogue, msgspec and all", ours, WHOLE_BUDGET),
    ):
        yield in_ms(what, took, budget, bare)


def spent_s(arguments: list[str], env: Mapping[str, str]) -> float:
    """Processor seconds of a whole run of Python."""
    pid = os.posix_spawn(PYTHON, [PYTHON, *arguments], env)
    _, status, used = os.wait4(pid, 0)
    if status != 0:
        raise RuntimeError(f"this run failed: {arguments}")
    return used.ru_utime + used.ru_stime


def many_families(compiled: str) -> str:
    """Five hundred families in the compiled form: those there are, again and again."""
    there_are = json.loads(compiled)
    made = (
        there_are[at % len(there_are)] | {"id": f"{there_are[at % len(there_are)]['id']}-{at}"}
        for at in range(MANY)
    )
    lines = (json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in made)
    return "[\n" + ",\n".join(lines) + "\n]\n"


WIRED = ("tests.tools.bench.wired_service",)  # a service with every pin wired, its wires quiet
NEXT, BACK = "6", "5"
PACE_S = 0.05
ROUNDS = 10
PANEL_BEATS = 20


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
            link.ask(commands.Watch())  # for the panel to speak for
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
        player.play(Cue.PRESS, Beats(count=PANEL_BEATS, pace_s=PACE_S))
        time.sleep(PACE_S * (PANEL_BEATS + 3))
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
