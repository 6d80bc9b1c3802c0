"""Each finding in one line: what, and what to do."""

import pytest

from pi.service.protocol import Finding
from pi.storage.parts import WHOLE
from pi.storage.row_sums import TABLES
from tui.doctor import OF_THE_STORE
from tui.words.doctor import line, sentence

WRONG = [
    Finding(name="version", ok=False, value="0.2.0", place="0.1.0"),
    Finding(name="service", ok=False, reason="not_allowed", place="/run/s"),
    Finding(name="service", ok=False, reason="other_version", value="0.1.0", place="/run/s"),
    *(
        Finding(name="store", ok=False, reason=reason)
        for reason in ("full", "read_only", "io_error", "damaged", "volatile")
    ),
    Finding(name="service", ok=False, reason="store", place="/var/lib/steadyhand"),
    Finding(name="store", ok=False, reason="read_only", value="journal", place="/var/lib"),
    Finding(name="store", ok=False, reason="volatile", value="overlay", place="/var/lib"),
    *(
        Finding(name="store", ok=False, reason=reason, value="unopened", place="/var/lib")
        for reason in sorted(OF_THE_STORE)
    ),
    *(Finding(name="damage", ok=False, reason=part) for part in (*TABLES, WHOLE, "mended")),
    *(Finding(name="traces", ok=False, reason=why, place="/var/lib") for why in ("full", "busy")),
    Finding(name="free_space", ok=False, value="1048576", place="/var/lib"),
    Finding(name="pin", ok=False, reason="busy", value="lamp", place="20"),
    Finding(name="pin", ok=False, reason="no_library", place="lgpio"),
    Finding(name="terminal", ok=False, reason="dumb", value="dumb"),
    Finding(name="terminal", ok=False, reason="too_small", value="xterm", place="30x10x8"),
    Finding(name="kiosk", ok=False, reason="missing", value="on", place="foot"),
    Finding(name="kiosk", ok=False, reason="too_old", value="on", place="12"),
]
NEITHER = [
    Finding(name="free_space", ok=None, place="/var/lib"),
    Finding(name="clock", ok=None, value="unsure"),
    Finding(name="watchdog", ok=None),
    Finding(name="pins", ok=None),
    Finding(name="terminal", ok=None, reason="none"),
    Finding(name="kiosk", ok=None, value="off"),
]


@pytest.mark.parametrize("one", WRONG, ids=repr)
def test_what_is_wrong_is_marked_and_says_what_to_do(one: Finding) -> None:
    said = line(one)
    assert said.startswith("!!  ")
    assert said.count(". ") + said.count(": ") >= 1
    assert "\n" not in said


@pytest.mark.parametrize("one", NEITHER, ids=repr)
def test_what_is_neither_good_nor_bad_has_a_mark_of_its_own(one: Finding) -> None:
    assert line(one).startswith("??  ")


def test_free_room_is_told_in_its_unit() -> None:
    one = Finding(name="free_space", ok=False, value=str(3 * 1024 * 1024), place="/x")
    assert "3 MiB are free in /x. Delete what you can spare." in line(one)


def test_a_pin_is_told_as_on_the_screens() -> None:
    one = Finding(name="pin", ok=False, reason="clash", value="lamp", place="7 spi_screen")
    assert line(one) == "!!  pin         Lamp, pin 7: used by spi screen. Choose another."


def test_a_signal_without_a_pin_is_told_by_its_name() -> None:
    one = Finding(name="pin", ok=False, reason="missing_pin", value="lamp", place="red")
    assert line(one).endswith("Lamp: red is not named. Name it in the settings.")


def test_wires_that_work_are_named() -> None:
    assert "Working: Lamp, Button NEXT." in line(Finding(name="pins", ok=True, value="lamp, next"))


def test_a_finding_that_is_not_known_here_is_shown_as_it_came() -> None:
    assert line(Finding(name="moon", ok=True, value="full")) == "ok  moon        full"


def test_every_reason_of_a_store_that_can_not_be_opened_has_words_of_its_own() -> None:
    """Without them it would be said that nobody answers at the store's place."""
    said = {
        reason: sentence(
            Finding(name="store", ok=False, reason=reason, value="unopened", place="/x")
        )
        for reason in OF_THE_STORE
    }
    assert not [reason for reason, words in said.items() if "No service answers" in words]
