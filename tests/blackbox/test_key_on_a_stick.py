"""The PIN's other half on a real stick: moved by the command, pulled out, put in, lost."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pi.service.protocol.commands import KeyPlace, MoveDeviceKey
from tests.blackbox.caller import calling
from tests.blackbox.faults import fill
from tests.blackbox.places import HAS, OPEN, fails
from tests.blackbox.processes import Place, until
from tests.cards import Disk, a_disk
from tests.pi.service.rig import PASSPHRASE, PIN

AWAY = (
    "steadyhand: The PIN works only with its USB stick in. Put it in, or use the passphrase or "
    "recovery key.\n"
)
TO_STICK = ("device-key", "--to", "stick")


@pytest.fixture
def sticks(place: Place) -> Path:
    path = place.directory / "sticks"
    path.mkdir()
    place.environment["STEADYHAND_STICKS"] = str(path)
    return path


@pytest.fixture(params=["ext4"])
def stick(sticks: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    with a_disk(sticks / "blue.img", request.param) as disk:
        yield disk


def moves(place: Place, to: str) -> None:
    done = place.run("device-key", "--to", to, "--passphrase-stdin", typed=PIN)
    assert (done.returncode, done.stderr) == (0, "")


def shown(place: Place, secret: str = PIN) -> "subprocess.CompletedProcess[str]":
    return place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=secret)


def opens(place: Place, secret: str = PIN) -> bool:
    return HAS in shown(place, secret).stdout


@pytest.mark.parametrize("stick", ["ext4", "vfat"], indirect=True)  # as it is sold: no permissions
def test_moved_to_its_stick_it_opens_only_with_that_in_and_back_on_the_card_without(
    kept: Place, stick: Disk
) -> None:
    moves(kept, "stick")
    keeper = kept.keeper()
    assert opens(kept)
    assert len([*stick.path.glob("*.key")]) == 1
    assert not (kept.state / "device.key").exists()
    stick.pull_out()
    for _ in range(6):  # more than there are free tries: it is none
        done = shown(kept)
        assert (done.returncode, done.stdout, done.stderr) == (3, "", AWAY)
    assert opens(kept, PASSPHRASE)
    stick.plug_in()
    assert opens(kept)
    assert kept.keeper() == keeper
    moves(kept, "card")
    assert [*stick.path.glob("*.key")] == []
    stick.pull_out()
    assert opens(kept)


def test_a_service_that_is_started_without_the_stick_finds_it_later_wherever_it_is_mounted(
    kept: Place, stick: Disk, sticks: Path, tmp_path: Path
) -> None:
    moves(kept, "stick")
    kept.end()
    stick.pull_out()
    assert shown(kept).stderr == AWAY
    with a_disk(sticks / "a.img"):
        elsewhere = Disk(sticks / "blue.img")
        elsewhere.path = sticks / "elsewhere"
        with elsewhere.mounted():
            assert opens(kept)
            kept.end()
            thief = Place(tmp_path / "thief", STEADYHAND_STICKS=str(tmp_path / "nothing"))
            shutil.copytree(kept.state, thief.state)
            assert shown(thief).stderr == AWAY
            thief.end()


def test_a_stick_that_is_full_or_has_its_switch_on_moves_nothing_and_opens_all_the_same(
    kept: Place, stick: Disk
) -> None:
    fill(stick)
    assert "The stick is full." in fails(kept, 5, *TO_STICK, typed=PIN)
    (stick.path / "filler").unlink()
    moves(kept, "stick")
    subprocess.run(["mount", "-o", "remount,ro", str(stick.path)], check=True)
    assert opens(kept)
    moves(kept, "card")
    assert "The stick can't be written." in fails(kept, 5, *TO_STICK, typed=PIN)
    assert opens(kept)


@pytest.mark.parametrize("moment", ["written", "whole", "gone"])
def test_a_service_killed_while_it_moves_leaves_a_pin_that_opens(
    kept: Place, stick: Disk, moment: str
) -> None:
    """Killed as the new key is being written, once it is whole, or once the old one is gone."""

    def keys() -> set[Path]:
        names = "*.key*" if moment == "written" else "*.key"
        return {*stick.path.glob(names), *kept.state.glob(names)}

    def has_come(before: set[Path]) -> bool:
        return not before <= keys() if moment == "gone" else not keys() <= before

    for to in KeyPlace:
        with kept.service() as service, calling(kept) as caller:
            caller.ask(OPEN)
            before = keys()
            caller.send(MoveDeviceKey(to=to, pin=PIN))
            until(partial(has_come, before), moment, every_s=0)
            service.kill()
            service.wait()
        assert opens(kept)
        kept.run("device-key", "--to", to, "--passphrase-stdin", typed=PIN)  # where it was cut off
        kept.end()
