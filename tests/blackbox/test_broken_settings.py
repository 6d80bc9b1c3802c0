"""Settings that can't be followed: the unit's reload fails, and each way they are said once."""

import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pi.service.asks import Examine
from tests.blackbox.caller import calling
from tests.blackbox.processes import ROOT, SERVICE, Place, until

UNIT = ROOT / "systemd" / "steadyhand.service"
BROKEN = [
    ("[pins.nxt]\npin = 6\n", "pins: Object contains unknown field `nxt`"),
    ("[pace]\nbeat_s = 9\n", "pace.beat_s: Expected `float` <= 5.0"),
    ("[quiet]\nends = '07:00'\n", "quiet.begins: quiet hours need both, or neither"),
    ("[pins", "this is no TOML: "),
]


@pytest.fixture
def settings(place: Place) -> Path:
    """The file of settings of this place, not there yet."""
    file = place.directory / "steadyhand.toml"
    place.environment["STEADYHAND_SETTINGS"] = str(file)
    return file


def checked(place: Place) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", SERVICE, "--check-settings"]
    return subprocess.run(command, env=place.environment, capture_output=True, text=True)


def reloaded(place: Place, main: int) -> int:
    """Run what the unit says as systemd does, up to what fails; the last status."""
    lines = [line for line in UNIT.read_text().splitlines() if line.startswith("ExecReload=")]
    for line in lines:
        command = shlex.split(line.removeprefix("ExecReload=").replace("$MAINPID", str(main)))
        if command[0] == "/usr/sbin/steadyhandd":
            command[:1] = [sys.executable, "-c", SERVICE]
        done = subprocess.run(command, env=place.environment, capture_output=True)
        if done.returncode:
            break
    return done.returncode


def follows(place: Place) -> bool:
    """Whether the service follows the file of settings as far as the doctor knows."""
    with calling(place) as caller:
        return "bad_file" not in str(caller.ask(Examine()))


@pytest.mark.parametrize(("text", "why"), BROKEN)
def test_the_check_names_file_key_and_reason(
    place: Place, settings: Path, text: str, why: str
) -> None:
    settings.write_text(text)
    done = checked(place)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"steadyhandd: {settings}: {why}")


def test_the_check_of_good_settings_is_silent_and_starts_nothing(
    place: Place, settings: Path
) -> None:
    settings.write_text("[pace]\nbeat_s = 1\n")
    done = checked(place)
    assert (done.returncode, done.stdout + done.stderr, place.state.exists()) == (0, "", False)


def test_a_key_that_commands_a_terminal_or_is_long_is_made_harmless(
    place: Place, settings: Path
) -> None:
    settings.write_text('"\\u001b[2J\\u009b%s" = 1\n' % ("x" * 60_000))
    said = checked(place).stderr
    assert (said.isascii() and "\x1b" in said, len(said) < 600, said.count("\n")) == (
        False,
        True,
        1,
    )


def test_the_units_reload_fails_and_leaves_the_service_as_it_was(
    place: Place, settings: Path
) -> None:
    with place.service() as service:
        settings.write_text("[pins.nxt]\npin = 6\n")
        assert reloaded(place, service.pid) == 1
        assert follows(place)
    assert place.said == [""]


def test_the_units_reload_takes_up_settings_that_are_good(place: Place, settings: Path) -> None:
    settings.write_text("[pins.nxt]\npin = 6\n")
    with place.service() as service:
        assert not follows(place)
        settings.write_text("")
        assert reloaded(place, service.pid) == 0
        until(lambda: follows(place), "the new settings")


def test_a_start_with_broken_settings_goes_on_and_says_so_in_one_line(
    place: Place, settings: Path
) -> None:
    settings.write_text("[pins.nxt]\npin = 6\n")
    with place.service():
        assert place.run("status").returncode == 0
        assert "pins: Object contains unknown field" in place.run("doctor").stdout
    assert place.said[-1] == (
        f"steadyhandd: {settings}: pins: Object contains unknown field `nxt`;"
        " going on without settings\n"
    )


def test_a_hang_up_with_broken_settings_is_said_and_changes_nothing(
    place: Place, settings: Path
) -> None:
    with place.service() as service:
        settings.write_text("[pins.nxt]\npin = 6\n")
        os.kill(service.pid, signal.SIGHUP)
        until(lambda: not follows(place), "the word that it can't be read")
    assert place.said[-1].count("\n") == 1
    assert place.said[-1].endswith("; the settings of before stay in force\n")


@pytest.mark.parametrize("what", ["directory", "pipe", "device"])
def test_what_is_no_file_keeps_no_service_from_its_start(
    place: Place, settings: Path, what: str
) -> None:
    if what == "directory":
        settings.mkdir()
    elif what == "pipe":
        os.mkfifo(settings)
    else:
        settings.symlink_to("/dev/zero")
    with place.service():
        assert place.run("status").returncode == 0
    assert place.said[-1].startswith(f"steadyhandd: {settings}: this is no plain file; ")
