"""``steadyhand doctor`` and ``kiosk``: what works on this machine, and what to do where not."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from pi.hardware.port import PinProblem
from pi.hardware.wiring import Signal
from pi.service.protocol.answers import Finding
from pi.storage.errors import SaveProblem
from tests.blackbox.terminal import resize
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.pi.service.wires import FakeBody
from tests.tui.desk import Desk
from tui.cli import doctor
from tui.cli.doctor import terminal
from tui.cli.kiosk import Machine, debian_version, kiosk
from tui.exits import Exit

NAMES = [
    *("version", "service", "store", "free_space", "clock", "device_key", "watchdog", "pins"),
    *("terminal", "kiosk"),
]
ASK = (
    "import json, sys; from tui.cli.doctor import terminal; found = terminal();"
    "json.dump((found.ok, found.reason, found.place), sys.stderr)"
)
DEBIAN_13 = 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nVERSION_ID="13"\nID=debian\n'
RASPBIAN_12 = 'VERSION_ID="12"\nID=raspbian\nID_LIKE=debian\n'


def examined(desk: Desk) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit status, and each finding by its name, as scripts see them."""
    desk.environment["PATH"] = str(desk.directory)  # no touchscreen of this machine
    done = desk.run("doctor", "--json")
    told = json.loads(done.stdout)
    assert told["ok"] is (done.returncode == 0)
    return done.returncode, {one["name"]: one for one in told["findings"]}


def test_every_thing_has_its_line_and_no_secret(kept: Desk) -> None:
    status, findings = examined(kept)
    said = kept.says("doctor").splitlines()
    assert (status, list(findings), [line.split()[1] for line in said]) == (0, NAMES, NAMES)
    assert {line.split()[0] for line in said} <= {"ok", "!!", "??"}
    # How many bytes are free is a number that may hold any digits.
    told = [*said, *map(str, findings.values())]
    told = [one for one in told if "free_space" not in one]
    secrets = (PIN, PASSPHRASE, QASHQAI.code, QASHQAI.serial, QASHQAI.name, CORSA.code)
    assert not [one for one in secrets if one in " ".join(told)]


def test_without_a_service_it_says_what_can_be_said(desk: Desk) -> None:
    desk.environment["STEADYHAND_SOCKET"] = "/run/steadyhand/steadyhand.sock"
    done = desk.run("doctor")
    names = [line.split()[1] for line in done.stdout.splitlines()]
    assert (done.returncode, names) == (4, ["version", "service", "terminal", "kiosk"])
    assert "Start it: sudo systemctl start steadyhand.socket" in done.stdout


def test_a_place_where_nothing_was_set_up_is_well_and_a_store_that_nobody_can_open_named(
    desk: Desk,
) -> None:
    assert examined(desk)[0] == 0
    desk.end()
    desk.database.write_bytes(b"no database at all" * 100)
    done = desk.run("doctor")
    assert done.returncode == 4
    assert str(desk.state) in next(one for one in done.stdout.splitlines() if "service" in one)


def test_a_store_that_takes_no_write_ends_with_a_status_of_its_own(kept: Desk) -> None:
    kept.serve()
    kept.rig.house.store.write_no_more(SaveProblem(reason="read_only"))
    status, found = examined(kept)
    assert (status, found["store"]["reason"]) == (Exit.NOT_SAVED, "read_only")


def test_a_wire_that_does_not_work_is_a_fault(desk: Desk) -> None:
    problem = PinProblem(reason="twice", signal=Signal.NEXT, pin=6, detail="back")
    desk.rig.body = FakeBody(frozenset(), (problem,))
    status, found = examined(desk)
    assert (status, found["pin"]["value"]) == (Exit.NOT_NOW, "next")
    assert "Button NEXT, pin 6: Button BACK has it too." in desk.run("doctor").stdout


def test_a_service_of_another_version_is_told_to_be_restarted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pi.service.service.__version__", "0.0.9")
    status, found = examined(desk)
    assert (status, found["version"]["ok"], found["service"]["ok"]) == (Exit.NOT_NOW, False, True)
    assert "the service is 0.0.9. Restart the service." in desk.run("doctor").stdout


def test_the_worst_finding_decides_the_status() -> None:
    for wrong, status in (
        ([], Exit.DONE),
        (["pin"], Exit.NOT_NOW),
        (["pin", "store"], Exit.NOT_SAVED),
        (["service", "version"], Exit.NO_SERVICE),
        (["store", "service"], Exit.NO_SERVICE),
    ):
        findings = [Finding(name=one, ok=False) for one in wrong]
        assert doctor.status_of([Finding(name="clock", ok=None), *findings]) is status


@contextmanager
def a_terminal(columns: int) -> Iterator[int]:
    far, near = pty.openpty()
    resize(near, columns, 24)
    try:
        yield near
    finally:
        os.close(far)
        os.close(near)


def test_a_terminal_is_told_by_what_it_can_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    for columns, term, told in (
        (80, "xterm-256color", (True, None, "80x24x16777216")),
        (39, "xterm-256color", (False, "too_small", "39x24x16777216")),
        (80, "dumb", (False, "dumb", "")),
    ):
        monkeypatch.setenv("TERM", term)
        with (
            a_terminal(columns) as near,
            open(near, closefd=False) as stream,
            patch.multiple(sys, stdin=stream, stdout=stream),
        ):
            found = terminal()
        assert (found.ok, found.reason, found.place) == told


def test_a_terminals_colours_are_those_that_this_machine_knows_of_it(desk: Desk) -> None:
    """In a process of its own each, as the library that is asked knows one terminal alone."""
    for term, expected in (
        ("xterm-256color", [True, None, "80x24x256"]),
        ("no-such-terminal", [None, "unknown", "80x24"]),
    ):
        with a_terminal(80) as near:
            done = subprocess.run(
                [sys.executable, "-c", ASK],
                stdin=near,
                stdout=near,
                stderr=subprocess.PIPE,
                env=desk.environment | {"TERM": term, "COLORTERM": ""},
                check=True,
            )
        assert json.loads(done.stderr) == expected


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
        for name in ("cage", "foot"):
            self.installed(name)
        self.systemd("exit 0")

    def installed(self, name: str, script: str = "exit 0") -> None:
        program = self.programs / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def systemd(self, script: str) -> None:
        """What systemctl does, besides noting what it was asked."""
        self.installed("systemctl", f'echo "$*" >> {self._asked}\n{script}')

    @property
    def asked(self) -> list[str]:
        return self._asked.read_text().splitlines() if self._asked.exists() else []

    def machine(self, *, root: bool = True) -> Machine:
        return Machine(root=root, os_release=self.os_release, font=self.font)


Said = Callable[[], str]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    bench = Bench(tmp_path)
    monkeypatch.setenv("PATH", str(bench.programs))
    return bench


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """The one line that was printed, be it an error."""

    def line() -> str:
        told = "".join(capsys.readouterr())
        assert told.count("\n") == 1
        return told.removeprefix("steadyhand: ").rstrip("\n")

    return line


def test_a_touchscreen_is_found_on_off_too_old_or_lacking_something(bench: Bench) -> None:
    assert doctor.kiosk(bench.machine()) == Finding(name="kiosk", ok=True, value="on")
    (bench.programs / "foot").unlink()
    found = [doctor.kiosk(bench.machine())]
    bench.systemd("exit 1")
    assert doctor.kiosk(bench.machine()) == Finding(name="kiosk", ok=None, value="off")
    bench.os_release.write_text(RASPBIAN_12)
    found.append(doctor.kiosk(bench.machine()))
    bench.systemd("exit 0")
    found.append(doctor.kiosk(bench.machine()))
    assert [(one.ok, one.reason, one.place) for one in found] == [
        (False, "missing", "foot"),
        (None, "too_old", "12"),
        (False, "too_old", "12"),
    ]


def test_the_unit_is_turned_on_or_off_now_and_later_by_root_alone(bench: Bench, said: Said) -> None:
    for verb in ("enable", "disable"):
        assert kiosk(verb, bench.machine(root=False)) == Exit.NOT_NOW
        assert said() == f"Only root may do that. Use: sudo steadyhand kiosk {verb}"
    assert bench.asked == []
    assert kiosk("enable", bench.machine()) == Exit.DONE
    assert said() == "The touchscreen is on, now and at each start."
    assert kiosk("disable", bench.machine()) == Exit.DONE
    assert said() == "The touchscreen is off. The screen shows the login again."
    turned = [f"{verb} --now steadyhand-kiosk.service" for verb in ("enable", "disable")]
    assert bench.asked == [*turned, "start getty@tty1.service"]


def test_the_too_old_or_missing_is_said_before_systemd_is_asked(bench: Bench, said: Said) -> None:
    (bench.programs / "cage").unlink()
    bench.font.unlink()
    assert kiosk("enable", bench.machine()) == Exit.NOT_NOW
    assert said().endswith("sudo apt install cage fonts-dejavu-core")
    bench.os_release.write_text(RASPBIAN_12)
    assert kiosk("enable", bench.machine()) == Exit.NOT_NOW
    assert said().startswith("Touch needs Raspberry Pi OS 13; this is 12.")
    assert bench.asked == []


def test_what_systemd_refuses_is_said_in_its_words(bench: Bench, said: Said) -> None:
    bench.systemd("echo 'Unit steadyhand-kiosk.service does not exist.' >&2; exit 1")
    assert kiosk("enable", bench.machine()) == Exit.NOT_NOW
    assert said() == "systemd did not do it: Unit steadyhand-kiosk.service does not exist."
    (bench.programs / "systemctl").unlink()
    assert kiosk("status", bench.machine()) == Exit.NOT_NOW
    assert said() == "There is no systemd here. Start it yourself: steadyhand --kiosk"


def test_status_says_whether_it_is_on_and_runs(bench: Bench, said: Said) -> None:
    for script, line in (
        ("exit 0", "The touchscreen is on and running."),
        (
            '[ "$1" = is-enabled ]',
            "The touchscreen is on but not running. See: journalctl -u steadyhand-kiosk",
        ),
        ('[ "$1" = is-active ]', "The touchscreen is running, but off from the next start on."),
        ("exit 3", "The touchscreen is off. Turn it on: sudo steadyhand kiosk enable"),
    ):
        bench.systemd(script)
        assert kiosk("status", bench.machine(root=False)) == Exit.DONE
        assert said() == line


def test_the_release_is_read_from_the_systems_own_file(bench: Bench) -> None:
    for text, version in (
        (DEBIAN_13, 13),
        (RASPBIAN_12, 12),
        ("ID='debian'\nVERSION_ID=13\n", 13),
        ("ID=debian\n", None),
        ('ID=ubuntu\nVERSION_ID="24.04"\n', None),
        ("ID=debian\nVERSION_ID=trixie\n", None),
    ):
        bench.os_release.write_text(text)
        assert debian_version(bench.os_release) == version
