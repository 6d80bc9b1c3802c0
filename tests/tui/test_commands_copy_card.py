"""``steadyhand copy card``: one vehicle on paper."""

import subprocess

import pytest

from pi.service.asks import NewVehicle
from tests.blackbox import places
from tests.blackbox.processes import Place
from tests.pi.copies.test_card import needs_poppler
from tests.pi.service.rig import PASSPHRASE, QASHQAI

kept, made_store, place = places.kept, places.made_store, places.place


def copied(place: Place, *arguments: str) -> str:
    """What is said of a card that was written."""
    done = place.run("copy", "card", *arguments, "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def fails(place: Place, status: int, *arguments: str) -> str:
    """The one line of a card that was not written."""
    done = place.run("copy", "card", *arguments, "--passphrase-stdin", typed=PASSPHRASE)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


@needs_poppler
def test_the_pdf_has_the_code_the_keys_and_what_a_lockout_asks(kept: Place) -> None:
    copied(kept, "card.pdf", "--vehicle", "1")
    said = subprocess.run(
        ["pdftotext", "-layout", kept.directory / "card.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    shown = "".join(said.lower().split())  # it guesses at the blanks
    wanted = (
        QASHQAI.name,
        QASHQAI.serial,
        "3 7 1 2",
        "Press key 1: 3 times. The display then shows 3000.",
        "Hold 6 until the radio answers",
        "The longest wait known is 90 minutes.",
        "radio ON · key at ACC · touch no key, until it asks again.",
    )
    assert [line for line in wanted if "".join(line.lower().split()) not in shown] == []


@pytest.mark.parametrize("form", ["pdf", "svg", "txt", "TXT"])
def test_every_form_is_written_and_its_owners_alone(kept: Place, form: str) -> None:
    copied(kept, f"card.{form}")
    assert (kept.directory / f"card.{form}").stat().st_mode & 0o777 == 0o600


def test_it_says_that_anyone_can_read_it(kept: Place) -> None:
    assert copied(kept, "card.txt").startswith(
        "card.txt: written and checked. Anyone can read it: print it at its own size (100 %), "
        "delete it, and keep the card out of the car.\n"
    )


def test_one_beside_the_store_counts_once_its_owner_took_it_away(kept: Place) -> None:
    early = kept.run("copy", "taken", "card")
    assert (early.returncode, early.stdout) == (3, "")
    then = "Take it off, then run: steadyhand copy taken card\n"
    assert copied(kept, "card.txt").endswith(then)
    taken = kept.run("copy", "taken", "card")
    assert (taken.returncode, taken.stdout) == (0, "Noted: a copy lies off this card.\n")


def test_a_name_without_a_form_says_which_there_are(kept: Place) -> None:
    assert fails(kept, 2, "card") == "card: a card's file ends in .pdf, .svg or .txt."


def test_a_card_that_is_there_is_left_alone(kept: Place) -> None:
    (kept.directory / "card.txt").write_text("mine")
    fails(kept, 2, "card.txt")
    assert (kept.directory / "card.txt").read_text() == "mine"


def test_without_a_code_there_is_no_card(place: Place) -> None:
    places.set_up(place, NewVehicle(name="Van", head_unit="opel-safe", code_is_lost=True))
    said = fails(place, 3, "card.txt")
    assert said == "No code is kept here yet, so there is nothing to copy. Enter it first."
