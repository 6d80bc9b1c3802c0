"""``steadyhand doctor``: what works, what does not, and an exit status that scripts rely on."""

import asyncio
import json
import os
import pty
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ
from typing import Any

import pytest

from pi.hardware.told import PinProblem
from pi.hardware.wiring import Signal
from pi.service.protocol import Finding
from pi.storage.errors import SaveProblem
from tests.blackbox import places
from tests.blackbox.processes import COMMAND, Place
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI
from tests.pi.service.wires import FakeBody
from tests.stories.stage import Stage, stage
from tests.tui.test_kiosk_command import RASPBIAN_12, Bench
from tui.doctor import doctor, kiosk, status_of
from tui.exits import Exit

kept, made_store, place = places.kept, places.made_store, places.place

Findings = dict[str, dict[str, Any]]
NAMES = [
    "version",
    "service",
    "store",
    "free_space",
    "clock",
    "device_key",
    "watchdog",
    "pins",
    "terminal",
    "kiosk",
]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A Debian 13 with everything installed, and the touchscreen on."""
    here = tmp_path / "machine"
    here.mkdir()
    bench = Bench(here)
    monkeypatch.setenv("PATH", str(bench.programs))
    return bench


@pytest.fixture
def theatre(tmp_path: Path) -> Iterator[Stage]:
    """A place for a service in this process."""
    with stage(tmp_path) as one:
        yield one


@asynccontextmanager
async def served(theatre: Stage) -> AsyncIterator[None]:
    """A service with these wires answers."""
    async with theatre.service():
        yield


async def examined(capsys: pytest.CaptureFixture[str]) -> tuple[Exit, Findings]:
    """The exit status, and each finding by its name."""
    capsys.readouterr()
    status = await asyncio.to_thread(doctor, as_json=True)
    told = json.loads(capsys.readouterr().out)
    return status, {one["name"]: one for one in told["findings"]}


def test_every_thing_has_its_line(kept: Place) -> None:
    done = kept.run("doctor")
    assert [line.split()[1] for line in done.stdout.splitlines()] == NAMES
    assert done.stderr == ""


def test_each_line_begins_with_a_mark(kept: Place) -> None:
    marks = {line.split()[0] for line in kept.run("doctor").stdout.splitlines()}
    assert marks <= {"ok", "!!", "??"}


def test_all_is_well_where_nothing_is_wrong(kept: Place) -> None:
    done = kept.run("doctor", "--json")
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (0, True)


def test_the_shape_is_the_documented_one(kept: Place) -> None:
    findings = kept.json("doctor", "--json")["findings"]
    assert [one["name"] for one in findings] == NAMES
    assert {key for one in findings for key in one} == {"name", "ok", "reason", "value", "place"}


def test_a_place_where_nothing_was_set_up_can_be_examined(place: Place) -> None:
    assert place.run("doctor").returncode == 0


def test_no_secret_is_told(kept: Place) -> None:
    lines = kept.run("doctor").stdout.splitlines()
    findings = kept.json("doctor", "--json")["findings"]
    # How many bytes are free is a number that may hold any digits.
    said = [line for line in lines if "free_space" not in line]
    said += [str(one) for one in findings if one["name"] != "free_space"]
    secrets = (PIN, PASSPHRASE, QASHQAI.code, QASHQAI.serial, QASHQAI.name, CORSA.code)
    assert not [one for one in secrets if one in " ".join(said)]


def test_without_a_service_it_says_what_can_be_said(tmp_path: Path) -> None:
    nobody = Place(tmp_path, STEADYHAND_SOCKET="/run/steadyhand/steadyhand.sock")
    done = nobody.run("doctor")
    names = [line.split()[1] for line in done.stdout.splitlines()]
    assert (done.returncode, names) == (4, ["version", "service", "terminal", "kiosk"])
    assert "Start it: sudo systemctl start steadyhand.socket" in done.stdout


def test_a_store_that_nobody_can_open_is_named_with_its_place(place: Place) -> None:
    place.state.mkdir()
    (place.state / "steadyhand.db").write_bytes(b"no database at all" * 100)
    done = place.run("doctor")
    assert done.returncode == 4
    assert str(place.state) in next(one for one in done.stdout.splitlines() if "service" in one)


async def test_a_store_that_takes_no_write_ends_with_a_status_of_its_own(
    theatre: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    async with served(theatre):
        assert theatre.house is not None
        theatre.house.store.write_no_more(SaveProblem(reason="read_only"))
        status, found = await examined(capsys)
    assert (status, found["store"]["reason"]) == (Exit.NOT_SAVED, "read_only")


async def test_a_wire_that_does_not_work_is_a_fault(
    theatre: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = PinProblem(reason="twice", signal=Signal.NEXT, pin=6, detail="back")
    theatre.body = FakeBody(frozenset(), (problem,))
    async with served(theatre):
        status, found = await examined(capsys)
        await asyncio.to_thread(doctor, as_json=False)
    assert (status, found["pin"]["value"]) == (Exit.NOT_NOW, "next")
    assert "Button NEXT, pin 6: Button BACK has it too." in capsys.readouterr().out


async def test_a_service_of_another_version_is_told_to_be_restarted(
    theatre: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pi.service.house.__version__", "0.0.9")
    async with served(theatre):
        status, found = await examined(capsys)
        await asyncio.to_thread(doctor, as_json=False)
    assert (status, found["version"]["ok"], found["service"]["ok"]) == (Exit.NOT_NOW, False, True)
    assert "the service is 0.0.9. Restart the service." in capsys.readouterr().out


def test_a_touchscreen_that_is_on_and_has_all_it_needs_is_well(bench: Bench) -> None:
    assert kiosk(bench.machine()) == Finding(name="kiosk", ok=True, value="on")


def test_a_touchscreen_that_is_off_is_no_fault(bench: Bench) -> None:
    bench.systemd("exit 1")
    assert kiosk(bench.machine()) == Finding(name="kiosk", ok=None, value="off")


def test_a_touchscreen_that_is_on_and_lacks_something_is_a_fault(bench: Bench) -> None:
    (bench.programs / "foot").unlink()
    found = kiosk(bench.machine())
    assert (found.ok, found.reason, found.place) == (False, "missing", "foot")


@pytest.mark.parametrize(("systemd", "ok"), [("exit 0", False), ("exit 1", None)])
def test_a_system_whose_terminal_knows_no_touch_is_named(
    bench: Bench, systemd: str, ok: bool | None
) -> None:
    bench.os_release.write_text(RASPBIAN_12)
    bench.systemd(systemd)
    found = kiosk(bench.machine())
    assert (found.ok, found.reason, found.place) == (ok, "too_old", "12")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ([], Exit.DONE),
        (["pin"], Exit.NOT_NOW),
        (["pin", "store"], Exit.NOT_SAVED),
        (["service", "version"], Exit.NO_SERVICE),
    ],
)
def test_the_worst_finding_decides_the_status(wrong: list[str], status: Exit) -> None:
    neither = Finding(name="clock", ok=None)
    assert status_of([neither, *(Finding(name=one, ok=False) for one in wrong)]) is status


def on_a_terminal(place: Place, columns: int, rows: int, **more: str) -> dict[str, Any]:
    """What is found of a terminal of that size."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    command = [sys.executable, "-c", COMMAND, "doctor", "--json"]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, cwd=place.directory, env=place.environment | more
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65_536):
            said += part
    except OSError:
        pass  # the far end is closed
    process.wait()
    os.close(ours)
    found = {one["name"]: one for one in json.loads(said)["findings"]}
    terminal: dict[str, Any] = found["terminal"]
    return terminal


@pytest.mark.parametrize(
    ("columns", "term", "colorterm", "expected"),
    [
        (80, "xterm-256color", "", (True, None, "80x24x256")),
        (80, "xterm-256color", "truecolor", (True, None, "80x24x16777216")),
        (39, "xterm-256color", "", (False, "too_small", "39x24x256")),
        (80, "dumb", "", (False, "dumb", "")),
        (80, "no-such-terminal", "", (None, "unknown", "80x24")),
    ],
)
def test_a_terminal_is_told_by_what_it_can_do(
    place: Place,
    columns: int,
    term: str,
    colorterm: str,
    expected: tuple[bool | None, str | None, str],
) -> None:
    found = on_a_terminal(place, columns, 24, TERM=term, COLORTERM=colorterm)
    assert (found["ok"], found["reason"], found["place"]) == expected
