"""Real owners' cases, as they told them in public: each ends in the right next thing to do.

Most come in the middle. Somebody has tried, and the radio waits already; or it is a set of which
little is known, and that is said.
"""

from typing import Any

import pytest

from pi.radio.lockout import owed
from tests.tui.desk import Desk

HOUR_S = 3600.0


def found(desk: Desk, make: str, shows: str) -> list[str]:
    """The families that may be it, best first; none where it is said that none is known."""
    done = desk.run("head-units", "--make", make, "--shows", shows, "--json")
    return (
        []
        if done.returncode
        else [
            one["id"] for one in desk.json("head-units", "--make", make, "--shows", shows, "--json")
        ]
    )


def begins(desk: Desk, head_unit: str, **told: str | int) -> dict[str, Any]:
    """Where a radio stands whose owner sets it up and tells this of it."""
    given = {"name": "Car", "head_unit": head_unit, "code_is_lost": True, **told}
    lines = [
        f"{key} = {value if type(value) is int else _toml(value)}" for key, value in given.items()
    ]
    desk.says("setup", "--from", "-", typed="\n".join(["[[vehicle]]", *lines]))
    radio: dict[str, Any] = desk.json("status", "--json")["vehicles"][0]
    return radio


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def guide(desk: Desk, make: str, head_unit: str, shows: str) -> str:
    """What the guide says first, in one line."""
    told = desk.says("guide", "--make", make, "--head-unit", head_unit, "--shows", shows)
    return " ".join(told.split())


def owes(radio: dict[str, Any]) -> float | None:
    """Seconds of the wait that is owed, None for a wait that only the display ends."""
    assert radio["state"] == "Waiting"
    seconds: float | None = radio["wait"]["owed_s"]
    return seconds


@pytest.mark.parametrize(
    ("make", "shows", "first"),
    [
        ("nissan", "wait 1 hour", {"nissan-micra-k11", "nissan-radio-code"}),
        ("nissan", "SECURE", {"nissan-secure"}),
        ("volvo", "EEEE", {"volvo-850"}),
        ("land rover", "CODE", {"land-rover-discovery-1"}),
        ("range rover", "----", {"clarion-code-in"}),
        ("audi", "SAFE", {"vw-safe"}),
        ("acura", "CODE", {"honda-5-digit"}),
        ("acura", "Err1", {"honda-5-digit"}),
        ("mitsubishi", "CODE", {"mitsubishi-off", "mitsubishi-preset"}),
        ("vauxhall", "7 SAFE", {"opel-safe"}),
        ("chevrolet", "LOC", {"gm-theftlock-1994"}),
        ("oldsmobile", "InOP", {"gm-theftlock-1994"}),
        ("lotus", "KC NOT OK", {"blaupunkt-keycard"}),
        ("mazda", "WRONG KC", {"blaupunkt-keycard"}),
    ],
)
def test_the_display_leads_to_the_radio(desk: Desk, make: str, shows: str, first: set[str]) -> None:
    assert set(found(desk, make, shows)[: len(first)]) == first


@pytest.mark.parametrize(
    ("make", "shows", "said"),
    [
        ("nissan", "CODE", "Of Nissan's radios for North America (Altima, Maxima, Sentra)"),
        ("nissan", "SECURE", "Your radio may not be among these"),
        ("rover", "err", "A Rover Mini's cassette set shows -C-"),
        ("mini", "-C-", "nothing trustworthy is known"),
        ("vauxhall", "CODE", "No known radio of Vauxhall shows that"),
        ("citroen", "CODE", "No known radio of Citroën shows that"),
        ("peugeot", "----", "Of the Clarion sets of the nineties"),
    ],
)
def test_of_a_set_that_is_not_covered_it_is_said(
    desk: Desk, make: str, shows: str, said: str
) -> None:
    done = desk.run("head-units", "--make", make, "--shows", shows)
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("family", "told", "seconds"),
    [
        ("nissan-radio-code", {"shows": "WAIT 1 HOUR", "tried": 1}, owed(HOUR_S)),
        ("volvo-850", {"shows": "OFF", "tried": 3}, owed(2 * HOUR_S)),
        ("clarion-code-in", {"shows": "----"}, owed(2 * HOUR_S)),
        ("vw-safe", {"tried": 2}, owed(HOUR_S)),
        ("honda-5-digit", {"shows": "ErrE"}, owed(HOUR_S)),
        ("mitsubishi-off", {"shows": "OFF"}, owed(1.5 * HOUR_S)),
        ("bmw-5-digit", {"shows": "CODE WAIT"}, None),
        ("ford-6000cd", {"shows": "WAIT 30:00", "tried": 4}, owed(HOUR_S / 2)),
        ("gm-theftlock-1994", {"shows": "InOP"}, owed(HOUR_S)),
    ],
)
def test_who_comes_in_the_middle_is_told_what_is_owed(
    desk: Desk, family: str, told: dict[str, str | int], seconds: float | None
) -> None:
    waits = owes(begins(desk, family, **told))
    assert waits is not None
    assert seconds is None or abs(waits - seconds) < 1


def test_a_counter_on_the_display_is_the_tries(desk: Desk) -> None:
    radio = begins(desk, "opel-safe", shows="7 SAFE")
    assert (radio["state"], radio["tries_left"]) == ("Waiting", 7)
    assert " 7 tries left" in desk.says("report", "asks-again", "--shows", "7 ----")
    done = desk.run("report", "asking", "--shows", "11 SAFE")
    assert "does not have so many tries" in done.stderr
    assert " 7 tries left" in done.stdout


def test_a_wait_that_the_display_names_is_not_taken_for_asking(desk: Desk) -> None:
    begins(desk, "ford-6000cd")
    desk.says("report", "rejected", "--shows", "WAIT 30:00")
    (radio,) = desk.json("status", "--json")["vehicles"]
    assert abs((owes(radio) or 0) - owed(HOUR_S / 2)) < 1
    assert desk.says("report", "asking", "--shows", "wait 12:00").startswith("Noted: it still")
    (radio,) = desk.json("status", "--json")["vehicles"]
    assert radio["wait"]["remaining_s"] <= owed(720.0) + 1


def test_a_final_word_ends_the_tries_and_leads_to_a_dealer(desk: Desk) -> None:
    assert begins(desk, "mazda-err", shows="ERR")["state"] == "DeadEnd"
    told = guide(desk, "mazda", "mazda-err", "ERR")
    assert "only a dealer helps" in told
    assert "time lock" not in told


@pytest.mark.parametrize(
    ("make", "family", "shows", "next_thing", "never"),
    [
        ("saab", "saab-band", "----", "Hold BAND until it shows CODE IN", "It waits for the code"),
        ("land rover", "clarion-code-in", "----", "display wins", "It waits for the code"),
        ("honda", "honda-5-digit", "ENTER CODE", "hold the power key for two seconds", "time lock"),
        ("nissan", "nissan-secure", "SECURE", "Try the other original key once", "enter it once"),
        ("chevrolet", "gm-theftlock-1994", "LOC", "it asks for the code or", "Nothing is known"),
    ],
)
def test_first_aid_is_that_of_the_family(
    desk: Desk, make: str, family: str, shows: str, next_thing: str, never: str
) -> None:
    told = guide(desk, make, family, shows)
    assert next_thing in told
    assert never not in told


def test_a_set_that_goes_off_before_its_wait_is_over_is_warned_of(desk: Desk) -> None:
    told = guide(desk, "audi", "vw-safe", "SAFE")
    assert "At ACC it goes off after 60 minutes: leave the key at ON." in told


def test_a_code_that_this_radio_can_not_have_names_those_that_could(desk: Desk) -> None:
    said = desk.fails(2, "plan", "--head-unit", "bmw-5-digit", typed="1704")
    assert "If your code is right, your BMW may have: bmw-bavaria-c" in said
