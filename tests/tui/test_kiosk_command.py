"""``steadyhand kiosk``: real scripts stand for systemd and for what is installed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tui.exits import Exit
from tui.kiosk_command import Machine, debian_version, kiosk

DEBIAN_13 = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\nID=debian\n'
RASPBIAN_12 = 'VERSION_ID="12"\nID=raspbian\nID_LIKE=debian\n'
Said = Callable[[], tuple[str, str]]


class Bench:
    """A machine made of files: what is on its PATH, and what systemd was asked."""

    def __init__(self, place: Path) -> None:
        self.programs = place / "bin"
        self.programs.mkdir()
        self.os_release = place / "os-release"
        self.os_release.write_text(DEBIAN_13)
        self.font = place / "DejaVuSansMono.ttf"
        self.font.touch()
        self._asked = place / "asked"
        self.installed("cage", "exit 0")
        self.installed("foot", "exit 0")
        self.systemd("exit 0")

    def installed(self, name: str, script: str) -> None:
        """Put a program on PATH."""
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def systemd(self, script: str) -> None:
        """What systemctl does, besides noting what it was asked."""
        self.installed("systemctl", f'echo "$*" >> {self._asked}\n{script}')

    @property
    def asked(self) -> list[str]:
        """What systemctl was called with, call by call."""
        return self._asked.read_text().splitlines() if self._asked.exists() else []

    def machine(self, *, root: bool = True) -> Machine:
        """The machine as the command sees it."""
        return Machine(root=root, os_release=self.os_release, font=self.font)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A Debian 13 with everything installed."""
    bench = Bench(tmp_path)
    monkeypatch.setenv("PATH", str(bench.programs))
    return bench


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was printed since, on standard output and standard error."""

    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


def refused(said: Said) -> str:
    """The one line of an error."""
    out, err = said()
    assert (out, err.count("\n")) == ("", 1)
    return err.removeprefix("steadyhand: ").rstrip("\n")


def test_enable_turns_the_unit_on_now_and_at_each_start(bench: Bench, said: Said) -> None:
    assert kiosk("enable", bench.machine()) == Exit.DONE
    assert bench.asked == ["enable --now steadyhand-kiosk.service"]
    assert said() == ("The touchscreen is on, now and at each start.\n", "")


def test_disable_turns_it_off_and_gives_the_screen_back_to_the_login(
    bench: Bench, said: Said
) -> None:
    assert kiosk("disable", bench.machine()) == Exit.DONE
    assert bench.asked == ["disable --now steadyhand-kiosk.service", "start getty@tty1.service"]
    assert said() == ("The touchscreen is off. The screen shows the login again.\n", "")


@pytest.mark.parametrize("verb", ["enable", "disable"])
def test_only_root_may_change_it(bench: Bench, said: Said, verb: str) -> None:
    assert kiosk(verb, bench.machine(root=False)) == Exit.NOT_NOW
    assert refused(said) == f"Only root may do that. Use: sudo steadyhand kiosk {verb}"
    assert bench.asked == []


def test_on_debian_12_it_says_that_touch_needs_13(bench: Bench, said: Said) -> None:
    bench.os_release.write_text(RASPBIAN_12)
    assert kiosk("enable", bench.machine()) == Exit.NOT_NOW
    assert refused(said).startswith("Touch needs Raspberry Pi OS 13; this is 12.")
    assert bench.asked == []


def test_what_is_not_installed_is_named_with_the_command_that_installs_it(
    bench: Bench, said: Said
) -> None:
    (bench.programs / "cage").unlink()
    bench.font.unlink()
    assert kiosk("enable", bench.machine()) == Exit.NOT_NOW
    assert refused(said).endswith("sudo apt install cage fonts-dejavu-core")


def test_what_systemd_refuses_is_said_in_its_words(bench: Bench, said: Said) -> None:
    bench.systemd("echo 'Unit steadyhand-kiosk.service does not exist.' >&2; exit 1")
    assert kiosk("enable", bench.machine()) == Exit.NOT_NOW
    assert refused(said) == "systemd did not do it: Unit steadyhand-kiosk.service does not exist."


def test_a_machine_without_systemd_is_told_what_to_do_instead(bench: Bench, said: Said) -> None:
    (bench.programs / "systemctl").unlink()
    assert kiosk("status", bench.machine()) == Exit.NOT_NOW
    assert refused(said) == "There is no systemd here. Start it yourself: steadyhand --kiosk"


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("exit 0", "The touchscreen is on and running."),
        (
            '[ "$1" = is-enabled ]',
            "The touchscreen is on but not running. See: journalctl -u steadyhand-kiosk",
        ),
        ('[ "$1" = is-active ]', "The touchscreen is running, but off from the next start on."),
        ("exit 3", "The touchscreen is off. Turn it on: sudo steadyhand kiosk enable"),
    ],
)
def test_status_says_whether_it_is_on_and_runs(
    bench: Bench, said: Said, script: str, line: str
) -> None:
    bench.systemd(script)
    assert kiosk("status", bench.machine(root=False)) == Exit.DONE
    assert said() == (f"{line}\n", "")


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (DEBIAN_13, 13),
        (RASPBIAN_12, 12),
        ("ID='debian'\nVERSION_ID=13\n", 13),
        ("ID=debian\n", None),
        ('ID=ubuntu\nVERSION_ID="24.04"\n', None),
        ("ID=debian\nVERSION_ID=trixie\n", None),
    ],
)
def test_the_release_is_read_from_the_systems_own_file(
    tmp_path: Path, text: str, version: int | None
) -> None:
    (tmp_path / "os-release").write_text(text)
    assert debian_version(tmp_path / "os-release") == version
