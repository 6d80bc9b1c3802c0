"""``steadyhand rename``, ``serial``, ``remove`` and ``recovery-key``: by scripts and by people."""

import re

import pytest

from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.blackbox.terminal import Terminal, terminal
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, QASHQAI

kept, made_store, place = places.kept, places.made_store, places.place


def said(place: Place, *arguments: str, typed: str = "") -> str:
    """What a command prints that does what it was asked for."""
    done = place.run(*arguments, "--passphrase-stdin", typed=f"{PASSPHRASE}\n{typed}\n")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fails(place: Place, status: int, *arguments: str, typed: str = "") -> str:
    """The one line of a command that did nothing."""
    done = place.run(*arguments, "--passphrase-stdin", typed=f"{PASSPHRASE}\n{typed}\n")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


def shown(place: Place, vehicle: str) -> str:
    return said(place, "show", "--vehicle", vehicle)


def test_a_vehicle_is_called_otherwise(kept: Place) -> None:
    assert said(kept, "rename", "--vehicle", "2", typed="Blue Corsa").startswith("Vehicle 2 is")
    assert "vehicle: Blue Corsa (2)" in shown(kept, "blue corsa")


def test_a_vehicle_without_a_name_keeps_the_one_it_has(kept: Place) -> None:
    line = fails(kept, 2, "rename", "--vehicle", CORSA.name, typed=" ")
    assert line == "name can't be taken: empty."
    assert CORSA.name in shown(kept, "2")


def test_a_new_name_is_never_an_argument(kept: Place) -> None:
    done = kept.run("rename", "Blue Corsa", typed="")
    assert (done.returncode, "Blue" in done.stderr) == (2, False)


def test_a_serial_number_is_set_and_emptied_again(kept: Place) -> None:
    said(kept, "serial", "--vehicle", "1", typed="BP000000000001")
    assert "BP000000000001" in shown(kept, "1")
    assert said(kept, "serial", "--vehicle", "1").startswith("No serial number")
    assert "serial number" not in shown(kept, "1")
    assert QASHQAI.code in shown(kept, "1")


def test_a_script_removes_a_vehicle_that_it_names_and_means(kept: Place) -> None:
    out = said(kept, "remove", "--vehicle", CORSA.name, "--yes")
    assert out.startswith("Vehicle 2 is removed")
    assert "Backups" in out
    assert FORD.code in shown(kept, "3")
    assert fails(kept, 2, "show", "--vehicle", "2").startswith("No vehicle is called")


def test_a_script_that_does_not_say_so_removes_nothing(kept: Place) -> None:
    assert "--yes" in fails(kept, 2, "remove", "--vehicle", CORSA.name)
    assert CORSA.code in shown(kept, "2")


def test_which_vehicle_goes_is_always_named(kept: Place) -> None:
    assert fails(kept, 2, "remove", "--yes").startswith("--vehicle is missing")


def test_a_wrong_secret_removes_nothing(kept: Place) -> None:
    arguments = ("remove", "--vehicle", "2", "--yes", "--passphrase-stdin")
    assert kept.run(*arguments, typed="not those words\n").returncode == 2
    assert CORSA.code in shown(kept, "2")


def on_its_way(screen: Terminal) -> None:
    """Unlock, up to the question for the name."""
    screen.shows("PIN or passphrase")
    screen.types(PASSPHRASE + "\n")
    screen.shows("Type its name to remove it")
    assert "Backups and copies" in screen.text


def test_a_person_types_the_name_of_what_goes(kept: Place) -> None:
    with terminal(kept, "remove", "--vehicle", "2") as screen:
        on_its_way(screen)
        screen.types(CORSA.name + "\n")
        assert screen.ends() == 0
    assert fails(kept, 2, "show", "--vehicle", "2").startswith("No vehicle is called")


@pytest.mark.parametrize("typed", ["", "y", QASHQAI.name])
def test_whatever_else_a_person_types_removes_nothing(kept: Place, typed: str) -> None:
    with terminal(kept, "remove", "--vehicle", "2") as screen:
        on_its_way(screen)
        screen.types(typed + "\n")
        assert screen.ends() == 3
    assert CORSA.code in shown(kept, "2")


def new_key(screen: Terminal) -> str:
    """Unlock, and read the new recovery key off the terminal."""
    screen.shows("PIN or passphrase")
    screen.types(PASSPHRASE + "\n")
    screen.shows("Its last group")
    (key,) = re.findall(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", screen.text)
    return str(key)


def opens(place: Place, secret: str) -> bool:
    done = place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=secret + "\n")
    return QASHQAI.code in done.stdout


def test_a_new_recovery_key_opens_once_its_last_group_was_typed(kept: Place) -> None:
    with terminal(kept, "recovery-key") as screen:
        key = new_key(screen)
        assert not opens(kept, key)
        screen.types(key[-4:].lower() + "\n")
        screen.shows("strike out the old one")
        assert screen.ends() == 0
    assert opens(kept, key)


def test_a_wrong_last_group_leaves_the_old_key(kept: Place) -> None:
    with terminal(kept, "recovery-key") as screen:
        key = new_key(screen)
        for _ in range(3):
            screen.types("0000\n")
        screen.shows("Not its last group.")
        assert screen.ends() == 2
    assert not opens(kept, key)


def test_who_leaves_before_the_last_group_changes_nothing(kept: Place) -> None:
    with terminal(kept, "recovery-key") as screen:
        key = new_key(screen)
        screen.types("\x03")
        assert screen.ends() == 3
    assert not opens(kept, key)
