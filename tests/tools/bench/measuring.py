"""Measuring whole processes from outside, and the stores to measure on, filled by the thousand."""

import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from fcntl import ioctl
from functools import partial
from pathlib import Path

import msgspec

from pi.service.protocol.answers import MOST_TOGETHER
from pi.service.protocol.commands import AddVehicles, NewVehicle, Unlock, UnlockKind
from pi.storage.connection import connect
from pi.storage.row_sums import watch
from tests import ROOT
from tui.client import Link

PYTHON = sys.executable
UI = [PYTHON, "-c", "import sys; from tui.__main__ import main; sys.exit(main())"]
BARE_APP = [
    PYTHON,
    "-c",
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Bare(App):\n"
    "    def compose(self):\n"
    "        yield Static('bare')\n"
    "Bare().run()\n",
]
FRAME_DRAWN = b"\x1b[?2026l"  # the end of a synchronised update: a whole frame is out
SIZE = (24, 80)
PATIENCE_S = 20.0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. ``budget`` is for ``ratio`` where there is a baseline."""

    what: str
    measured: float
    unit: str
    budget: float
    baseline: float | None = None

    @property
    def ratio(self) -> float | None:
        return None if self.baseline is None else self.measured / self.baseline

    @property
    def kept(self) -> bool:
        return (self.measured if self.ratio is None else self.ratio) <= self.budget


def in_ms(what: str, seconds: float, budget: float, baseline_s: float | None = None) -> Row:
    """A row of what was measured in seconds."""
    baseline = None if baseline_s is None else baseline_s * 1000
    return Row(what=what, measured=seconds * 1000, unit="ms", budget=budget, baseline=baseline)


def environment(state: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("STEADYHAND")}
    return kept | {
        "STEADYHAND_STATE_DIR": str(state),
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "TEXTUAL_ANIMATIONS": "none",
    }


def interleaved(runs: int, *timed: Callable[[], float]) -> list[float]:
    """The medians of several measurements, taken in turn so that drift hits all alike."""
    taken: list[list[float]] = [[] for _ in timed]
    for turn in range(runs + 1):
        for at, measure in enumerate(timed):
            seconds = measure()
            if turn > 0:  # the first turn warms up
                taken[at].append(seconds)
    return [statistics.median(each) for each in taken]


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def taken_s(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def run_s(command: list[str], env: Mapping[str, str]) -> float:
    run = partial(subprocess.run, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    return taken_s(lambda: run(command, env=env))


def bare_python_s() -> float:
    return run_s([PYTHON, "-c", "pass"], os.environ)


@contextmanager
def service(
    state: Path, program: Sequence[str] = ("pi.service", "--announce")
) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """A service on a state directory, and the seconds it took to be ready."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [PYTHON, "-m", *program],
        env=environment(state),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    took = time.perf_counter() - start
    if '"ready"' not in said:
        raise RuntimeError(f"the service did not start: {said}")
    try:
        yield process, took
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE_S)


def cpu_percent(look: Callable[[float], object], seconds: float, *pids: int) -> float:
    """What processes spend while they are looked at for so long, in percent of one core."""

    def spent() -> int:
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
        return sum(int(each[11]) + int(each[12]) for each in fields)

    before = spent()
    look(seconds)
    return 100 * (spent() - before) / os.sysconf("SC_CLK_TCK") / seconds


class Terminal:
    def __init__(self, command: list[str], env: Mapping[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execvpe(command[0], command, dict(env))
        ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.said = b""

    def until(self, wanted: bytes) -> float:
        """Seconds since the start at which this was drawn; fails when it never is."""
        while wanted not in self.said:
            if not self._read(PATIENCE_S):
                raise RuntimeError(f"never drawn: {wanted!r}")
        return time.perf_counter() - self.started

    def key_to_repaint_s(self, key: bytes) -> float:
        """Seconds from a key to the first frame after it."""
        self.quiet()
        start = time.perf_counter()
        os.write(self._handle, key)
        return self.until(FRAME_DRAWN) + self.started - start

    def quiet(self) -> None:
        """Read until nothing has been said for a while, and forget it."""
        while self._read(0.35):
            pass
        self.said = b""

    def listen(self, seconds: float) -> None:
        """Read whatever is said for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    def end(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._handle)

    def _read(self, patience_s: float) -> bool:
        ready, _, _ = select.select([self._handle], [], [], patience_s)
        if not ready:
            return False
        try:
            self.said += os.read(self._handle, 65536)
        except OSError:
            return False
        self._answer()
        return True

    def _answer(self) -> None:
        """Say that synchronised updates are known, as a good terminal does."""
        if b"\x1b[?2026$p" in self.said:
            self.said = self.said.replace(b"\x1b[?2026$p", b"")
            os.write(self._handle, b"\x1b[?2026;1$y")


PASSPHRASE = "four quiet winter roads"
VEHICLE = '[[vehicle]]\nname = "{name}"\nhead_unit = "{head_unit}"\ncode = "{code}"\n'


@contextmanager
def state_directory() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        yield Path(made)


def set_up(state: Path, vehicles: int = 1, pin: str = "") -> None:
    """Set a store up with vehicles, as many as go together through the command for scripts."""
    made = [_vehicle(at) for at in range(vehicles)]
    said = f'passphrase = "{PASSPHRASE}"\n' + (f'pin = "{pin}"\n' if pin else "")
    first = (
        VEHICLE.format(name=one.name, head_unit=one.head_unit, code=one.code)
        for one in made[:MOST_TOGETHER]
    )
    command(state, ["setup", "--from", "-"], said + "".join(first))
    if more := made[MOST_TOGETHER:]:
        with unlocked(state) as owner:  # who adds all the others
            for at in range(0, len(more), MOST_TOGETHER):
                owner.ask(AddVehicles(vehicles=tuple(more[at : at + MOST_TOGETHER])))


@contextmanager
def unlocked(state: Path) -> Iterator[Link]:
    os.environ["STEADYHAND_STATE_DIR"] = str(state)
    with Link() as link:
        link.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        yield link
    del os.environ["STEADYHAND_STATE_DIR"]


def _vehicle(at: int) -> NewVehicle:
    names = ("Qashqai", "Note", "Micra", "Juke", "Clio", "Golf", "Focus", "Civic")
    name = f"{names[at % len(names)]} {at}"
    return NewVehicle(name=name, head_unit="nissan-note-2009", code=f"{at % 10_000:04d}")


def command(state: Path, arguments: list[str], said: str = "") -> None:
    """Run one command of steadyhand on a state directory."""
    subprocess.run(
        [*UI, *arguments],
        input=said,
        text=True,
        env=environment(state),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def fill_journal(state: Path, events: int) -> None:
    """A long past: rejected and accepted tries, spread over all vehicles.

    Written with SQL, as a million durable appends would take an hour. The last event of each
    vehicle settles its radio, as the last of most pasts does.
    """
    with closing(connect(state / "steadyhand.db")) as connection:
        watch(connection)  # each row needs its sum
        connection.execute("BEGIN")
        ids = [row[0] for row in connection.execute("SELECT id FROM vehicle ORDER BY number")]
        rounds = events // (2 * len(ids))
        kinds = ("CodeRejected", "CodeAccepted")
        rows = (
            (vehicle, kind, f'{{"type":"{kind}"}}', "bench", 0.0, 0.0, 0.0, "unsure")
            for _ in range(rounds)
            for vehicle in ids
            for kind in kinds
        )
        connection.executemany(
            "INSERT INTO event (vehicle, kind, data, boot_id, monotonic, boottime, wall, quality)"
            " VALUES (?, ?, CAST(? AS BLOB), ?, ?, ?, ?, ?)",
            rows,
        )
        connection.execute(
            "UPDATE vehicle SET settled_seq ="
            " (SELECT MAX(seq) FROM event WHERE event.vehicle = vehicle.id)"
        )
        connection.execute("COMMIT")
