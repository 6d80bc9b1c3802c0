"""A virtual Pi: Debian, systemd and sshd on an emulated machine with a Pi's pins and a card."""

import json
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, NamedTuple

from tests.tools.virtual_pi.building import Image
from tests.tools.virtual_pi.card import Card, Connector, Cut, Policy
from tests.tools.virtual_pi.emulator import Emulator, Shell, Slots

CHIP = "/sys/devices/platform/gpio-sim.0/gpiochip0"
PULLED_UP_AT_BOOT = range(9)
"""A Pi pulls lines 0 to 8 up at power-on, the others down."""


class Move(NamedTuple):
    """One change of a line from outside."""

    after_s: float  # since the change before, or since the start of the play
    line: int
    up: bool


class Change(NamedTuple):
    """A level that was seen, or driven, on a line."""

    at_s: float  # of the guest's monotonic clock
    line: int
    up: bool


def presses(line: int, times: int, hold_s: float, gap_s: float) -> list[Move]:
    """A button pressed to ground so many times."""
    return [Move(gap_s, line, up=False), Move(hold_s, line, up=True)] * times


class Pins:
    """The lines, by BCM number. What is held to them outlasts a power cut, as the world does."""

    def __init__(
        self, run: Callable[[str, bytes, float], bytes], powered: Callable[[], bool]
    ) -> None:
        self._run, self._powered = run, powered
        self.high = set(PULLED_UP_AT_BOOT)

    def pull(self, line: int, *, up: bool) -> None:
        """Hold a line high or low, from now on; on a machine without power, from its start on."""
        self._remember(line, up)
        if self._powered():
            self._run(_pulling(line, up), b"", 60)

    def press(self, line: int, hold_s: float = 0.2) -> None:
        """Press a button to ground, and let go of it."""
        self._remember(line, up=True)
        steps = f"{_pulling(line, up=False)} && sleep {hold_s} && {_pulling(line, up=True)}"
        self._run(steps, b"", hold_s + 60)

    def read(self, line: int) -> bool:
        """Whether a line is high: what a lamp or a buzzer on it gets."""
        return self._run(f"cat {CHIP}/sim_gpio{line}/value", b"", 60).strip() == b"1"

    def play(self, moves: Iterable[Move]) -> list[Change]:
        """Make many changes from inside the guest, in good time; when each was made."""
        moves = list(moves)
        for move in moves:
            self._remember(move.line, move.up)
        score = "".join(f"{move.after_s} {move.line} {int(move.up)}\n" for move in moves)
        lasts_s = sum(move.after_s for move in moves)
        played = self._run("virtual-pi-pins play", score.encode(), 2 * lasts_s + 120)
        return _changes(played)

    def watch(self, *lines: int, for_s: float) -> list[Change]:
        """The levels of lines over this time, looked at each millisecond: first, then changes."""
        numbers = " ".join(map(str, lines))
        return _changes(self._run(f"virtual-pi-pins watch {for_s} {numbers}", b"", for_s + 120))

    def _remember(self, line: int, up: bool) -> None:
        (self.high.add if up else self.high.discard)(line)


def _pulling(line: int, up: bool) -> str:
    return f"echo pull-{'up' if up else 'down'} > {CHIP}/sim_gpio{line}/pull"


def _changes(said: bytes) -> list[Change]:
    return [Change(**json.loads(line)) for line in said.splitlines()]


PATIENCE_S = 600.0
"""Longer than the slowest start on a busy machine without hardware virtualization."""

Clock = Literal["running", "stopped"]
"""A DS3231 that kept its current, or one that was without."""


class VirtualPi(AbstractContextManager["VirtualPi"]):
    """One machine. Its card, and what is held to its pins, outlast its power."""

    def __init__(self, image: Image, directory: Path, card: Path | None = None) -> None:
        """A machine that keeps its files in this directory; its first card is a copy of `card`.

        That is the card of another machine, which has no power; without one, it is a new card.
        """
        self._image, self._first_card = image, card or image.card
        self.card = directory / "card.img"
        self._slots = Slots(Path(tempfile.mkdtemp(prefix="virtual-pi-")), directory)
        self._emulator: Emulator | None = None
        self._connector: Connector | None = None
        self._shell = Shell(image.key, self._slots.sockets, self._slots.complaints)
        self._said_before = 0
        self.pins = Pins(lambda *asked: self._exec(*asked).stdout, lambda: self.running)

    def start(self, *, clock: Clock | None = None) -> None:
        """Switch on, and wait until multi-user.target is reached and sshd answers.

        `clock` fits a DS3231 to the bus (/dev/i2c-1, 0x68).
        """
        assert not self.running, "this virtual Pi is running"
        self._ended("keep")  # a machine may have switched itself off
        if not self.card.exists():
            _copy(self._first_card, self.card)
        self._slots.card.unlink(missing_ok=True)
        self._connector = Connector(Card(self.card), self._slots.card)
        self._shell.port = free_port()
        self._slots.acknowledged.touch()
        self._said_before = self._slots.acknowledged.stat().st_size
        told = f"virtual_pi.high={','.join(map(str, sorted(self.pins.high)))}"
        told += f" virtual_pi.clock={clock}" if clock else ""
        self._emulator = Emulator(self._image, self._slots, self._shell.port, told)
        self.wait_for(r"^READY$")

    @property
    def running(self) -> bool:
        return self._emulator is not None and self._emulator.running

    def exec(
        self, command: str, *, typed: bytes = b"", check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        """Run a shell command as root. Raises RuntimeError, with what it said, where it fails."""
        done = self._exec(command, typed, PATIENCE_S, check=check)
        said = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(command, done.returncode, *said)

    def put(self, source: Path, target: str) -> None:
        self._shell.put(source, target, PATIENCE_S)

    def get(self, path: str) -> bytes:
        return self._exec(f"cat {path}", b"", PATIENCE_S).stdout

    def ssh_command(
        self, user: str = "root", key: Path | None = None, *, tty: bool = False
    ) -> list[str]:
        """An ssh to the guest, as an argument list; a command may follow."""
        return self._shell.command(user, key, tty=tty)

    def acknowledged(self) -> str:
        """What the guest has written to /dev/ttyS1 since it was started, in whole lines."""
        with self._slots.acknowledged.open("rb") as said:
            said.seek(self._said_before)
            text = said.read().decode(errors="replace")
        return text.replace("\r\n", "\n").rpartition("\n")[0]

    def wait_for(self, pattern: str) -> "re.Match[str]":
        """Wait until what the guest acknowledged holds this; ^ and $ are a line's."""
        late = time.monotonic() + PATIENCE_S
        while not (found := re.search(pattern, self.acknowledged(), re.MULTILINE)):
            if not self.running or time.monotonic() > late:
                why = "never came" if self.running else "did not come before the machine ended"
                raise AssertionError(f"{pattern!r} {why}; the last words:\n{self.last_words()}")
            time.sleep(0.02)
        return found

    def wait_until(self, command: str) -> None:
        late = time.monotonic() + PATIENCE_S
        while self.exec(command, check=False).returncode:
            assert time.monotonic() < late, self.exec("journalctl -n 40 --no-pager").stdout
            time.sleep(0.5)

    def last_words(self) -> str:
        records = (self._slots.console, self._slots.complaints)
        return "\n".join(r.read_text(errors="replace")[-2000:] for r in records if r.exists())

    def plug_in(self, disk: Path) -> None:
        """Put a disk in while it runs, as a USB stick is; the guest finds it a moment later."""
        assert self._emulator is not None, "this virtual Pi was never started"
        self._emulator.plug_in(disk)

    def pull_out(self, disk: Path) -> None:
        """Take it out again. It can be put in under another name alone."""
        assert self._emulator is not None, "this virtual Pi was never started"
        self._emulator.pull_out(disk)

    def power_cut(self, policy: Policy = "drop", seed: int = 0) -> Cut:
        """Take the power away now, and leave on the card what the policy and the seed say."""
        assert self._emulator is not None, "this virtual Pi was never started"
        self._emulator.cut()
        return self._ended(policy, seed)

    def stop(self) -> None:
        """Press the power button, and wait until the guest has ended, in good order."""
        assert self._emulator is not None, "this virtual Pi was never started"
        self._emulator.press_power_button()
        assert self._emulator.ended(PATIENCE_S), f"it does not end:\n{self.last_words()}"
        assert "reboot: Power down" in self.last_words(), f"it died:\n{self.last_words()}"
        self._ended("keep")

    def on_card(self, path: str) -> bytes | None:
        """What a file on the card of a machine without power holds; None where there is none.

        The file system's journal is replayed on a copy, as the next start would do it. Raises
        RuntimeError where that is not enough to make the file system whole.
        """
        assert not self.running, "this virtual Pi is running"
        copied, out = self._slots.records / "copied.img", self._slots.records / "file"
        _copy(self.card, copied)
        checked = subprocess.run(["e2fsck", "-p", copied], capture_output=True, check=False)
        if checked.returncode not in (0, 1):  # 1: mended
            raise RuntimeError(f"the card is damaged: {(checked.stdout + checked.stderr).decode()}")
        out.unlink(missing_ok=True)
        dump = ["debugfs", "-R", f"dump {path} {out}", str(copied)]
        subprocess.run(dump, capture_output=True, check=True)
        copied.unlink()
        return out.read_bytes() if out.exists() else None

    def _exec(
        self, command: str, typed: bytes, timeout_s: float, *, check: bool = True
    ) -> "subprocess.CompletedProcess[bytes]":
        assert self.running, f"no power for {command!r}; the last words:\n{self.last_words()}"
        done = self._shell.exec(command, typed, timeout_s)
        if check and done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace")
            raise RuntimeError(f"{command!r} ended with {done.returncode}: {said}")
        return done

    def _ended(self, policy: Policy, seed: int = 0) -> Cut:
        """What is left to do once the power is gone."""
        self._emulator = None
        self._shell.leave()
        connector, self._connector = self._connector, None
        return connector.cut(policy, seed) if connector else Cut(0, 0)

    def __exit__(self, *_: object) -> None:
        """Take away the power and what only tests needed; the card stays."""
        if self._emulator is not None:
            self._emulator.cut()
            self._ended("keep")
        shutil.rmtree(self._slots.sockets, ignore_errors=True)


def _copy(card: Path, target: Path) -> None:
    """Copy an image without filling its holes."""
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", card, target], check=True)


def free_port() -> int:
    """A port of the loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
