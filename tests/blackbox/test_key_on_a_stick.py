"""The PIN's other half on a real stick: moved by the command, pulled out, put in, lost."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.service.asks import KeyPlace, MoveDeviceKey
from tests.blackbox.caller import calling
from tests.blackbox.cards import fill
from tests.blackbox.processes import Place
from tests.blackbox.test_kills import OPEN
from tests.cards.disk import Disk
from tests.cards.mounted import a_disk
from tests.pi.service.rig import PASSPHRASE, PIN, QASHQAI

AWAY = (
    "steadyhand: The PIN works only with its USB stick in. Put it in, or use the passphrase or "
    "recovery key.\n"
)
NEW_PIN = "640913"


@pytest.fixture
def sticks(place: Place) -> Path:
    """Where this place looks for sticks."""
    path = place.directory / "sticks"
    path.mkdir()
    place.environment["STEADYHAND_STICKS"] = str(path)
    return path


@pytest.fixture
def stick(sticks: Path) -> Iterator[Disk]:
    """A stick that is plugged in."""
    with a_disk(sticks / "blue.img") as disk:
        yield disk


@pytest.fixture
def owned(sticks: Path, kept: Place) -> Place:
    """A place that was set up, and looks for sticks there."""
    return kept


@pytest.fixture
def moved(owned: Place, stick: Disk) -> Place:
    """A place whose PIN needs the stick."""
    assert "works only with this stick" in device_key(owned, "--to", "stick", typed=PIN)
    return owned


def device_key(place: Place, *arguments: str, typed: str = "") -> str:
    """What the command says, having gone well."""
    more = ("--passphrase-stdin",) if typed else ()
    done = place.run("device-key", *arguments, *more, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fails(place: Place, status: int, *arguments: str, typed: str = PIN) -> str:
    """The one line of a move that was not made."""
    done = place.run("device-key", *arguments, "--passphrase-stdin", typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr


def shown(place: Place, secret: str = PIN) -> "subprocess.CompletedProcess[str]":
    return place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=secret)


def opens(place: Place, secret: str = PIN) -> bool:
    return f"code: {QASHQAI.code}" in shown(place, secret).stdout


def key_files(disk: Disk) -> list[Path]:
    return [path for path in disk.path.iterdir() if path.suffix == ".key"]


def test_the_card_is_told_with_what_it_does_not_keep_out(owned: Place) -> None:
    said = device_key(owned)
    assert f"is on the memory card, in {owned.state}." in said
    assert "Who takes the card can try all PINs." in said


def test_with_its_stick_in_the_pin_opens(moved: Place, stick: Disk) -> None:
    assert opens(moved)
    assert len(key_files(stick)) == 1
    assert not (moved.state / "device.key").exists()
    assert "Who takes the card alone has no use for the PIN." in device_key(moved)


def test_a_stick_as_it_is_sold_has_no_permissions_and_serves_as_well(
    owned: Place, sticks: Path
) -> None:
    with a_disk(sticks / "fat.img", "vfat") as stick:
        device_key(owned, "--to", "stick", typed=PIN)
        stick.pull_out()
        assert shown(owned).stderr == AWAY
        stick.plug_in()
        assert opens(owned)
        device_key(owned, "--to", "card", typed=PIN)
        assert list(stick.path.iterdir()) == []


def test_pulled_out_it_is_one_line_and_no_try_and_put_in_again_it_opens(
    moved: Place, stick: Disk
) -> None:
    keeper = moved.keeper()
    stick.pull_out()
    for _ in range(11):
        done = shown(moved)
        assert (done.returncode, done.stdout, done.stderr) == (3, "", AWAY)
    assert opens(moved, PASSPHRASE)
    stick.plug_in()
    assert opens(moved)
    assert moved.keeper() == keeper


def test_a_service_started_without_the_stick_finds_it_later(moved: Place, stick: Disk) -> None:
    moved.end()
    stick.pull_out()
    assert shown(moved).stderr == AWAY
    stick.plug_in()
    assert opens(moved)


def test_it_does_not_matter_where_the_stick_is_mounted(
    moved: Place, stick: Disk, sticks: Path
) -> None:
    stick.pull_out()
    with a_disk(sticks / "a.img"):
        elsewhere = Disk(sticks / "blue.img")
        elsewhere.path = sticks / "elsewhere"
        with elsewhere.mounted():
            assert opens(moved)


def test_a_copy_of_the_state_without_the_stick_does_not_open_with_the_right_pin(
    moved: Place, tmp_path: Path
) -> None:
    moved.end()
    thief = Place(tmp_path / "thief", STEADYHAND_STICKS=str(tmp_path / "nothing"))
    shutil.copytree(moved.state, thief.state)
    assert shown(thief).stderr == AWAY
    thief.end()


def test_the_key_is_written_nowhere_but_to_the_stick(owned: Place, stick: Disk) -> None:
    copy = owned.directory / "copy"
    with owned.service():  # what it says on standard error would go into the system's log
        device_key(owned, "--to", "stick", typed=PIN)
        (path,) = key_files(stick)
        secret = path.read_bytes()
        assert opens(owned)
        owned.run("doctor", "--json")
        owned.run("backup", str(copy), "--passphrase-stdin", typed=PASSPHRASE)
        stick.pull_out()
        assert shown(owned).stderr == AWAY
    held = b"".join(owned.files().values()) + copy.read_bytes() + "".join(owned.said).encode()
    forms = (secret, secret.hex().encode(), repr(secret)[2:-1].encode())
    assert [form for form in forms if form in held] == []


def test_the_wrong_stick_is_one_line(moved: Place, stick: Disk, sticks: Path) -> None:
    stick.pull_out()
    with a_disk(sticks / "red.img") as red:
        (red.path / "steadyhand-0123456789abcdef.key").write_bytes(b"k" * 32)
        assert "This is not the PIN's stick." in shown(moved).stderr


def test_a_damaged_file_is_one_line_and_found_by_doctor(moved: Place, stick: Disk) -> None:
    (path,) = key_files(stick)
    path.write_bytes(b"")
    assert "The key on this stick is damaged." in shown(moved).stderr
    done = moved.run("doctor")
    assert done.returncode == 3
    assert "!!  device_key  The key on this stick is damaged." in done.stdout


def test_doctor_finds_the_stick_away(moved: Place, stick: Disk) -> None:
    stick.pull_out()
    found = json.loads(moved.run("doctor", "--json").stdout)["findings"]
    (one,) = [each for each in found if each["name"] == "device_key"]
    assert (one["ok"], one["reason"], one["value"]) == (False, "stick_away", "stick")


def test_of_two_sticks_one_must_be_named(owned: Place, stick: Disk, sticks: Path) -> None:
    with a_disk(sticks / "red.img") as red:
        assert "Several USB sticks are plugged in." in fails(owned, 3, "--to", "stick")
        device_key(owned, "--to", "stick", "--place", str(red.path), typed=PIN)
        assert (key_files(stick), len(key_files(red))) == ([], 1)
        assert opens(owned)


def test_without_a_stick_a_move_is_one_line(owned: Place) -> None:
    assert "No USB stick is plugged in and mounted." in fails(owned, 3, "--to", "stick")
    assert opens(owned)


def test_a_directory_is_no_stick(owned: Place, stick: Disk, tmp_path: Path) -> None:
    line = fails(owned, 3, "--to", "stick", "--place", str(tmp_path))
    assert "No USB stick is mounted there." in line


def test_a_full_stick_moves_nothing(owned: Place, stick: Disk) -> None:
    fill(stick)
    assert "The stick is full." in fails(owned, 5, "--to", "stick")
    assert key_files(stick) == []
    assert opens(owned)


def test_a_stick_with_its_switch_on_moves_nothing_and_opens_all_the_same(
    moved: Place, stick: Disk
) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(stick.path)], check=True)
    assert opens(moved)
    device_key(moved, "--to", "card", typed=PIN)
    assert "The stick can't be written." in fails(moved, 5, "--to", "stick")
    assert opens(moved)


def test_back_on_the_card_it_opens_without_a_stick(moved: Place, stick: Disk) -> None:
    assert "without a stick" in device_key(moved, "--to", "card", typed=PIN)
    assert key_files(stick) == []
    stick.pull_out()
    assert opens(moved)


def test_a_lost_stick_is_mended_with_the_passphrase_and_a_new_pin(
    moved: Place, stick: Disk
) -> None:
    stick.pull_out()
    device_key(moved, "--to", "card", typed=f"{PASSPHRASE}\n{NEW_PIN}\n")
    assert (opens(moved, NEW_PIN), opens(moved, PIN)) == (True, False)


def test_a_wrong_pin_moves_nothing(owned: Place, stick: Disk) -> None:
    assert "Wrong PIN" in fails(owned, 2, "--to", "stick", typed="000000")
    assert key_files(stick) == []


def test_for_scripts_it_is_told_as_data(moved: Place, stick: Disk) -> None:
    assert moved.json("device-key", "--json") == {
        "place": "stick",
        "reason": None,
        "has_pin": True,
        "directory": str(moved.state),
        "sticks": [str(stick.path)],
    }


@pytest.mark.parametrize(
    "wrong", [["--place", "/x"], ["--to", "moon"], ["--to", "card", "--place", "/x"], [PIN]]
)
def test_a_wrong_use_is_one_line_and_repeats_no_pin(owned: Place, wrong: list[str]) -> None:
    done = owned.run("device-key", *wrong)
    assert (done.returncode, done.stderr.count("\n"), PIN in done.stderr) == (2, 1, False)


@pytest.mark.parametrize("parts", range(4))
def test_a_service_killed_while_it_moves_leaves_a_pin_that_opens(
    owned: Place, stick: Disk, parts: int
) -> None:
    for to in KeyPlace:
        with owned.service() as service, calling(owned) as caller:
            caller.ask(OPEN)
            caller.send(MoveDeviceKey(to=to, pin=PIN))
            for _ in range(parts * 500):
                os.sched_yield()
            service.kill()
            service.wait()
        assert opens(owned)
        owned.end()
