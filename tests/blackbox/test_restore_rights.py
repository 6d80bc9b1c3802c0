"""Who may put aside what is kept for a backup: whoever can unlock it, through the real command."""

from pathlib import Path

from tests.blackbox.places import OTHER_WORDS
from tests.blackbox.processes import Place
from tests.blackbox.terminal import terminal
from tests.blackbox.test_restore import fails, restored, vehicles
from tests.pi.service.rig import PASSPHRASE, PIN


def test_a_passer_by_replaces_nothing(used: Place, backup: Path) -> None:
    said = fails(used, 3, backup, "--replace")
    assert "its secret on a second line" in said
    assert f"move {used.database} away" in said
    assert vehicles(used) == 1


def test_who_guesses_at_what_is_kept_replaces_nothing(used: Place, backup: Path) -> None:
    wrong = f"{PASSPHRASE}\nno such words at all\n"
    assert "All forgotten?" in fails(used, 2, backup, "--replace", typed=wrong)
    assert vehicles(used) == 1


def test_a_pin_of_what_is_kept_will_do(used: Place, backup: Path) -> None:
    restored(used, backup, "--replace", typed=f"{PASSPHRASE}\n{PIN}\n")
    assert vehicles(used) == 3


def test_on_a_terminal_what_is_kept_is_unlocked_by_a_question_of_its_own(
    used: Place, backup: Path
) -> None:
    with terminal(used, "restore", str(backup), "--replace") as screen:
        screen.shows("take the backup in its place?")
        screen.types("y\r")
        screen.shows("The backup's passphrase or recovery key")
        screen.types(f"{PASSPHRASE}\r")
        screen.shows("recovery key of what is kept here now")
        screen.types(f"{OTHER_WORDS}\r")
        screen.shows("3 vehicles are back.")
        assert screen.ends() == 0
