"""``steadyhand pin`` and ``steadyhand passphrase``, as a script uses them and as a person does."""

import pytest

from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.blackbox.terminal import terminal
from tests.pi.service.rig import PASSPHRASE, PIN, QASHQAI

kept, made_store, place = places.kept, places.made_store, places.place

NEW_PIN = "640913"
NEW_PASSPHRASE = "seven slow autumn rivers"


def opens(place: Place, secret: str) -> bool:
    """Whether it shows the code."""
    done = place.run("show", "--vehicle", "1", "--passphrase-stdin", typed=secret + "\n")
    return done.returncode == 0 and QASHQAI.code in done.stdout


def sets(place: Place, what: str, *lines: str) -> str:
    done = place.run(what, "--passphrase-stdin", typed="\n".join(lines) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fails(place: Place, what: str, *lines: str) -> str:
    """The one line of what was not set."""
    done = place.run(what, "--passphrase-stdin", typed="\n".join(lines) + "\n")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


@pytest.mark.parametrize("secret", [PIN, PASSPHRASE])
def test_whatever_opens_it_sets_a_new_pin(kept: Place, secret: str) -> None:
    assert sets(kept, "pin", secret, NEW_PIN).startswith("The new PIN opens it from now on.")
    assert (opens(kept, NEW_PIN), opens(kept, PASSPHRASE)) == (True, True)


def test_a_new_passphrase_says_that_older_backups_take_the_old_one(kept: Place) -> None:
    assert "Backups made before" in sets(kept, "passphrase", PIN, NEW_PASSPHRASE)
    assert (opens(kept, NEW_PASSPHRASE), opens(kept, PASSPHRASE)) == (True, False)


@pytest.mark.parametrize(
    ("what", "typed", "line"),
    [
        ("pin", "12", "A PIN has at least 4 digits."),
        ("pin", "", "The PIN is empty: give 4 to 12 digits, or none at all."),
        ("pin", QASHQAI.code, "That is a radio's code. Choose another PIN."),
        ("passphrase", "short", "A passphrase has at least 8 characters."),
        (
            "passphrase",
            "qwertyuiop",
            "Too easy to guess: use four or more words that do not belong together.",
        ),
        ("passphrase", PIN + PIN, "Digits alone are like a PIN: use four or more words."),
    ],
)
def test_one_that_will_not_do_is_one_line_and_the_old_one_stays(
    kept: Place, what: str, typed: str, line: str
) -> None:
    assert fails(kept, what, PASSPHRASE, typed) == line
    assert opens(kept, PASSPHRASE)


def test_a_wrong_secret_sets_nothing(kept: Place) -> None:
    assert fails(kept, "pin", "not those words", NEW_PIN).startswith("That does not open it.")


def test_two_that_differ_on_a_terminal_can_be_begun_anew(kept: Place) -> None:
    with terminal(kept, "pin") as person:
        person.answers("PIN or passphrase", PASSPHRASE)
        person.answers("New PIN", "1111")
        person.answers("The same once more", NEW_PIN)
        person.answers("begin anew with the first", "n")
        person.answers("New PIN", NEW_PIN)
        person.answers("The same once more", "1111")
        person.answers("begin anew with the first", "")
        person.answers("The same once more", NEW_PIN)
        assert person.ends() == 0
    assert opens(kept, NEW_PIN)


def test_neither_is_ever_an_argument(kept: Place) -> None:
    done = kept.run("pin", NEW_PIN, typed="")
    assert (done.returncode, NEW_PIN in done.stderr) == (2, False)
