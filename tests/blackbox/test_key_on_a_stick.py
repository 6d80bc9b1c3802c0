"""The PIN's other half on a real stick: moved by the command, pulled out, put in, lost."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pi.service.asks import KeyPlace, MoveDeviceKey
from tests.blackbox.caller import calling
from tests.blackbox.faults import fill
from tests.blackbox.places import HAS, OPEN, fails
from tests.blackbox.processes import Place
from tests.cards.disk import Disk
from tests.cards.mounted import a_disk
from tests.pi.service.rig import PASSPHRASE, PIN

AWAY = (
    "steadyhand: The PIN works only with its USB stick in. Put it in, or use the passphrase or "
    "recovery key.\n"
)
TO_STICK = ("device-key", "--to", "stick")


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
def moved(kept: Place, stick: Disk) -> Place:
    """A place whose PIN needs the stick."""
    assert "works only with this stick" in device_key(kept, "--to", "stick", typed=PIN)
    return kept


def device_key(place: Place, *arguments: str, typed: str = "") -> str:
    """What the command says, having gone well."""
    more = ("--passphrase-stdin",) if typed else ()
    done = place.run("device-key", *arguments, *more, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def shown(place: Place, secret: str = PIN) -> "subprocess.CompletedProcess[str]":
    """What is shown to who types that."""
    return place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=secret)


def opens(place: Place, secret: str = PIN) -> bool:
    """Whether the code is."""
    return HAS in shown(place, secret).stdout


def key_files(disk: Disk) -> list[Path]:
    """The keys on a stick."""
    return [path for path in disk.path.iterdir() if path.suffix == ".key"]


def test_moved_to_its_stick_it_opens_only_with_that_in_and_back_on_the_card_without(
    kept: Place, stick: Disk, sticks: Path
) -> None:
    said = device_key(kept)
    assert f"is on the memory card, in {kept.state}." in said
    assert "Who takes the card can try all PINs." in said
    device_key(kept, "--to", "stick", typed=PIN)
    keeper = kept.keeper()
    assert opens(kept)
    assert len(key_files(stick)) == 1
    assert not (kept.state / "device.key").exists()
    assert kept.json("device-key", "--json") == {
        "place": "stick",
        "reason": None,
        "has_pin": True,
        "directory": str(kept.state),
        "sticks": [str(stick.path)],
    }
    stick.pull_out()
    for _ in range(6):  # more than there are free tries: it is none
        done = shown(kept)
        assert (done.returncode, done.stdout, done.stderr) == (3, "", AWAY)
    assert opens(kept, PASSPHRASE)
    stick.plug_in()
    assert opens(kept)
    assert kept.keeper() == keeper
    assert "without a stick" in device_key(kept, "--to", "card", typed=PIN)
    assert key_files(stick) == []
    stick.pull_out()
    assert opens(kept)


def test_a_service_that_is_started_without_the_stick_finds_it_later_wherever_it_is_mounted(
    moved: Place, stick: Disk, sticks: Path, tmp_path: Path
) -> None:
    moved.end()
    stick.pull_out()
    assert shown(moved).stderr == AWAY
    with a_disk(sticks / "a.img"):
        elsewhere = Disk(sticks / "blue.img")
        elsewhere.path = sticks / "elsewhere"
        with elsewhere.mounted():
            assert opens(moved)
            moved.end()
            thief = Place(tmp_path / "thief", STEADYHAND_STICKS=str(tmp_path / "nothing"))
            shutil.copytree(moved.state, thief.state)
            assert shown(thief).stderr == AWAY
            thief.end()


def test_a_stick_as_it_is_sold_has_no_permissions_and_serves_as_well(
    kept: Place, sticks: Path
) -> None:
    with a_disk(sticks / "fat.img", "vfat") as stick:
        device_key(kept, "--to", "stick", typed=PIN)
        stick.pull_out()
        assert shown(kept).stderr == AWAY
        stick.plug_in()
        assert opens(kept)
        device_key(kept, "--to", "card", typed=PIN)
        assert list(stick.path.iterdir()) == []


def test_the_key_is_written_nowhere_but_to_the_stick(kept: Place, stick: Disk) -> None:
    copy = kept.directory / "copy"
    with kept.service():  # what it says on standard error would go into the system's log
        device_key(kept, "--to", "stick", typed=PIN)
        (path,) = key_files(stick)
        secret = path.read_bytes()
        assert opens(kept)
        kept.run("doctor", "--json")
        kept.run("backup", str(copy), "--passphrase-stdin", typed=PASSPHRASE)
        stick.pull_out()
        assert shown(kept).stderr == AWAY
    held = b"".join(kept.files().values()) + copy.read_bytes() + "".join(kept.said).encode()
    forms = (secret, secret.hex().encode(), repr(secret)[2:-1].encode())
    assert [form for form in forms if form in held] == []


def test_a_stick_that_is_full_or_has_its_switch_on_moves_nothing_and_opens_all_the_same(
    kept: Place, stick: Disk
) -> None:
    fill(stick)
    assert "The stick is full." in fails(kept, 5, *TO_STICK, typed=PIN)
    (stick.path / "filler").unlink()
    device_key(kept, "--to", "stick", typed=PIN)
    subprocess.run(["mount", "-o", "remount,ro", str(stick.path)], check=True)
    assert opens(kept)
    device_key(kept, "--to", "card", typed=PIN)
    assert "The stick can't be written." in fails(kept, 5, *TO_STICK, typed=PIN)
    assert opens(kept)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(0, marks=pytest.mark.exhaustive),
        1,
        2,
        pytest.param(3, marks=pytest.mark.exhaustive),
    ],
)
def test_a_service_killed_while_it_moves_leaves_a_pin_that_opens(
    kept: Place, stick: Disk, parts: int
) -> None:
    for to in KeyPlace:
        with kept.service() as service, calling(kept) as caller:
            caller.ask(OPEN)
            caller.send(MoveDeviceKey(to=to, pin=PIN))
            for _ in range(parts * 500):
                os.sched_yield()
            service.kill()
            service.wait()
        assert opens(kept)
        kept.end()
