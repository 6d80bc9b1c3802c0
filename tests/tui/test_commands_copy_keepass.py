"""``steadyhand copy keepass``: every vehicle in one file, for whoever can unlock it."""

import sqlite3
from pathlib import Path

import pytest
from pykeepass import PyKeePass

from pi.service.asks import NewVehicle
from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.blackbox.terminal import terminal
from tests.pi.copies.keepassxc import keepassxc, needs_keepassxc
from tests.pi.service.driving import FORD
from tests.pi.service.rig import CORSA, PASSPHRASE, PIN, QASHQAI

kept, made_store, place = places.kept, places.made_store, places.place

SECRET = PASSPHRASE.replace("winter", "summer")  # the file's, not the vault's
TYPED = f"{PASSPHRASE}\n{SECRET}\n"


def copied(place: Place, *arguments: str, typed: str = TYPED) -> str:
    """What is said of a copy that was made."""
    done = place.run("copy", "keepass", *arguments, "--passphrase-stdin", typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def fails(place: Place, status: int, *arguments: str, typed: str = TYPED) -> str:
    """The one line of a copy that was not made."""
    done = place.run("copy", "keepass", *arguments, "--passphrase-stdin", typed=typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1), done.stderr
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


def codes(file: Path) -> list[tuple[str, str]]:
    """Titles and passwords of a file."""
    return [(one.title, one.password) for one in PyKeePass(str(file), password=SECRET).entries]


def files(place: Place) -> list[str]:
    """What lies in the owner's directory, the store left out."""
    return sorted(path.name for path in place.directory.iterdir() if path != place.state)


def noted(place: Place) -> int:
    """How many copies the journal remembers."""
    place.end()
    with sqlite3.connect(place.database) as database:
        found = database.execute("SELECT count(*) FROM event WHERE kind = 'CopyMade'")
        count = int(found.fetchone()[0])
    database.close()
    return count


def test_every_vehicle_is_in_the_file(kept: Place) -> None:
    copied(kept, "radio.kdbx")
    wanted = [(one.name, one.code) for one in (QASHQAI, CORSA, FORD)]
    assert codes(kept.directory / "radio.kdbx") == wanted


@needs_keepassxc
def test_keepassxc_reads_the_keys_to_press(kept: Place) -> None:
    copied(kept, "radio.kdbx")
    file = kept.directory / "radio.kdbx"
    said = keepassxc("show", "-q", "-s", "-a", "Keys", file, QASHQAI.name, typed=SECRET).stdout
    assert "Press key 1: 3 times. The display then shows 3000." in said


def test_it_says_that_the_file_was_checked_and_where_it_belongs(kept: Place) -> None:
    assert copied(kept, "radio.kdbx").startswith(
        "radio.kdbx: written and checked, 3 vehicles. Keep it somewhere reliable, not in the car.\n"
    )


def test_one_vehicle_alone_can_be_named(kept: Place) -> None:
    copied(kept, "radio.kdbx", "--vehicle", CORSA.name)
    assert codes(kept.directory / "radio.kdbx") == [(CORSA.name, CORSA.code)]


def test_a_copy_that_was_made_is_remembered_of_each_vehicle(kept: Place) -> None:
    copied(kept, "radio.kdbx")
    assert noted(kept) == 3


def test_a_vehicle_without_a_code_is_left_out_and_that_is_said(place: Place) -> None:
    places.set_up(place, CORSA, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    said = copied(place, "radio.kdbx")
    assert "steadyhand: 1 vehicle has no code here and is left out.\n" in said


def test_where_no_code_is_kept_no_file_is_made(place: Place) -> None:
    places.set_up(place, NewVehicle(name="Van", head_unit="opel-safe", code_is_lost=True))
    said = fails(place, 3, "radio.kdbx")
    assert (said, files(place)) == (
        "No code is kept here yet, so there is nothing to copy. Enter it first.",
        [],
    )


def test_a_radio_that_takes_no_code_has_no_copy(place: Place) -> None:
    places.set_up(place, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    said = fails(place, 3, "radio.kdbx")
    assert said == "This radio takes no code from its owner, so there is nothing to copy."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("not those words\nx\n", "That does not open it. Try again."),
        (f"{PASSPHRASE}\n\n", "The file needs a password of its own. Nothing was written."),
        (
            f"{PIN}\n{PIN}\n",
            "Never the PIN: whoever has the file can try them all. Choose a passphrase.",
        ),
    ],
)
def test_without_a_fit_password_nothing_is_written(kept: Place, typed: str, said: str) -> None:
    assert (fails(kept, 2, "radio.kdbx", typed=typed), files(kept)) == (said, [])


def test_a_weak_password_is_said_and_still_the_owners_choice(kept: Place) -> None:
    said = copied(kept, "radio.kdbx", typed=f"{PASSPHRASE}\nqashqai\n")
    assert "steadyhand: This password is weak" in said


def test_a_file_that_is_there_is_left_alone(kept: Place) -> None:
    (kept.directory / "radio.kdbx").write_text("mine")
    said = fails(kept, 2, "radio.kdbx")
    assert (said, (kept.directory / "radio.kdbx").read_text()) == (
        "radio.kdbx is there already and was left alone. Another name, or --force.",
        "mine",
    )


def test_a_file_that_is_there_is_replaced_by_force(kept: Place) -> None:
    (kept.directory / "radio.kdbx").write_text("mine")
    copied(kept, "radio.kdbx", "--force")
    assert len(codes(kept.directory / "radio.kdbx")) == 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".", ". is a directory. Give the name of a file in it."),
        ("nowhere/a.kdbx", "nowhere/a.kdbx: there is no such directory. Make it first."),
        ("/dev/null", "/dev/null is no file but a pipe or a device. Give another name."),
    ],
)
def test_a_place_that_can_take_no_file_is_told_before_anything_is_asked(
    kept: Place, name: str, said: str
) -> None:
    assert fails(kept, 2, name, typed="") == said


def test_a_place_in_memory_is_said_to_be_gone_at_the_next_boot(kept: Place) -> None:
    file = Path("/dev/shm") / f"steadyhand-{kept.directory.name}.kdbx"
    try:
        said = copied(kept, str(file))
    finally:
        file.unlink(missing_ok=True)
    assert f"{file} is gone at the next boot. Take it elsewhere before that." in said


def test_a_control_character_in_the_files_name_commands_no_terminal(kept: Place) -> None:
    assert "\x1b" not in copied(kept, "ra\x1b[2Jdio.kdbx")


def test_where_nobody_can_be_asked_it_says_how_to_give_the_secret(kept: Place) -> None:
    done = kept.run("copy", "keepass", "radio.kdbx", typed=TYPED)
    assert (done.returncode, files(kept)) == (2, [])


def test_on_a_terminal_the_password_is_asked_for_twice_and_never_shown(kept: Place) -> None:
    with terminal(kept, "copy", "keepass", "radio.kdbx") as screen:
        screen.shows("PIN or passphrase")
        screen.types(f"{PASSPHRASE}\r")
        screen.shows("Password for the new file")
        screen.types(f"{SECRET}\r")
        screen.shows("The same once more")
        screen.types(f"{SECRET}!\r")
        screen.shows("They differ. Type the second again?")
        assert (SECRET in screen.said.decode(), files(kept)) == (False, [])


def test_on_a_terminal_it_is_asked_whether_a_file_may_be_replaced(kept: Place) -> None:
    (kept.directory / "radio.kdbx").write_text("mine")
    with terminal(kept, "copy", "keepass", "radio.kdbx") as screen:
        screen.shows("radio.kdbx is there already. Replace it? [y/N]")
        screen.types("n\r")
        assert screen.ends() == 2


def test_neither_the_code_nor_a_secret_is_said(kept: Place) -> None:
    said = copied(kept, "radio.kdbx")
    assert [text for text in (QASHQAI.code, QASHQAI.name, SECRET, PASSPHRASE) if text in said] == []
