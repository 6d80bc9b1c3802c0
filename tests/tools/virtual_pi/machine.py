"""A virtual Pi: Debian, systemd and sshd on an emulated machine with a Pi's pins and a card."""

import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

from tests.tools.virtual_pi.building import Image
from tests.tools.virtual_pi.card import Card, Connector, Cut, Policy
from tests.tools.virtual_pi.emulator import Emulator, Shell, Slots
from tests.tools.virtual_pi.pins import Pins

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
