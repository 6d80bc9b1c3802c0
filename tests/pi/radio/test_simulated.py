"""The simulated head units, told as the facts they are written from are told: what their keys do,
what wrong codes cost them, and what a break of their power drops, stops or starts again.

That the right code plays on each of them is shown where the press plan is judged by them.
"""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from pi.radio import catalogue
from pi.radio.simulated import FAMILIES, PLAYS, SimulatedHeadUnit, Unknowns, can_have, worlds

MINUTE, HOUR = 60, 3600
DAY = 24 * HOUR
UNTIL_IT_ASKS = 5
Deed = Callable[[SimulatedHeadUnit], object]
Told = tuple[SimulatedHeadUnit, dict[str, Any]]


def press(*keys: str) -> list[Deed]:
    """One key after another; ``6 x5`` is a key that is pressed five times."""
    told = [each.partition(" x") for each in keys]
    return [
        lambda unit, key=key, times=times: unit.press(key, int(times or 1))
        for key, _, times in told
    ]


def hold(*keys: str, seconds: float | None = None, switching_on: bool = False) -> Deed:
    return lambda unit: unit.hold(keys, seconds, switching_on=switching_on)


def wait(seconds: float) -> Deed:
    return lambda unit: unit.pass_time(seconds)


def switch(on: bool) -> Deed:
    return lambda unit: unit.switch(on)


def the_key(on: bool) -> Deed:
    return lambda unit: unit.turn_key(on)


def chord(unit: SimulatedHeadUnit) -> None:
    unit.hold(unit.chord)


def cut(unit: SimulatedHeadUnit) -> None:
    unit.cut_supply()


def wrong(times: int = 1) -> Deed:
    """Submit digits as they stand so often, waiting out whatever it costs in between."""

    def submit(unit: SimulatedHeadUnit) -> None:
        for left in reversed(range(times)):
            if unit.chord:
                unit.hold(unit.chord)
            unit.hold((unit.confirm_key or "",) if unit.confirm_key else unit.chord)
            if left:
                unit.pass_time(unit.seconds_left)

    return submit


def fresh(family: str, code: str, *deeds: Deed, **answers: object) -> SimulatedHeadUnit:
    """A locked set that is still off, to which this was done."""
    unit = SimulatedHeadUnit(family, code, replace(FAMILIES[family].known, **answers))
    for deed in deeds:
        deed(unit)
    return unit


def asking(family: str, code: str, *deeds: Deed, **answers: object) -> SimulatedHeadUnit:
    """A locked set, a few seconds after it woke up, to which this was done."""
    awake = (switch(not FAMILIES[family].asks_while_off), wait(UNTIL_IT_ASKS))
    return fresh(family, code, *awake, *deeds, **answers)


OFF, ON = switch(False), switch(True)
OFF_AND_ON = (OFF, ON)
OPEL_ON = hold("AS", switching_on=True)

KEYED: dict[str, Told] = {
    "a Qashqai doesn't take a short press of 6": (
        asking("nissan-radio-code", "0000", *press("6")),
        {"locked": True},
    ),
    "a Hyundai counts its attempts on the prompt": (
        asking("hyundai-cde", "9805", wrong()),
        {"display": "2 CDE"},
    ),
    "a VW takes 1000 as the code when the keys are held on": (
        asking("vw-safe", "1234", lambda unit: unit.hold(unit.chord, 10)),
        {"display": "1 SAFE", "wrong_codes": 1},
    ),
    "an Opel asks only when AS is held while it is switched on": (
        asking("opel-safe", "1030", hold("AS")),
        {"display": "10 SAFE"},
    ),
    "an Opel asks after ten seconds where three are not enough": (
        fresh("opel-safe", "1030", hold("AS", seconds=3, switching_on=True), slow=True),
        {"asks": False},
    ),
    "a BMW that hides its digits shows a star for each": (
        asking("bmw-5-digit", "12345", *press("1 x2"), shows_digits=False),
        {"display": "**", "digits": None},
    ),
    "a Renault says CODE first": (fresh("renault-keypad", "1234", ON), {"display": "CODE"}),
    "a press may only make the digit blink": (
        asking("renault-keypad", "2000", *press("1 x3"), first_press_selects=True),
        {"digits": "2000"},
    ),
    "a digit may stop at nine": (
        asking("nissan-radio-code", "9000", *press("1 x15"), wraps=False),
        {"digits": "9000"},
    ),
    "a Lexus forgets the digits after ten seconds": (
        asking("lexus-sec", "123", hold("1", "TUNE up"), *press("1"), wait(11)),
        {"display": "SEC"},
    ),
    "a GM steps hours on the left and minutes on the right": (
        asking("gm-theftlock-1994", "1207", *press("HR x13", "MIN x7", "AM/FM")),
        {"display": "SEC"},
    ),
    "a GM takes no digits with the radio on": (
        asking("gm-theftlock-1994", "345", ON, *press("MIN")),
        {"asks": False, "display": "LOC"},
    ),
    "a Fiat empties its box as often as one likes": (
        asking(
            "fiat-connect-nav",
            "1234",
            *[lambda unit, key=key: unit.touch(key) for key in ["9", "9", "9", "9", "OK"] * 50],
        ),
        {"asks": True, "digits": "----"},
    ),
    "a star of the Becker goes out with each digit": (
        asking("mercedes-becker", "1234", *press("1"), shows_digits=False),
        {"display": "CODE ***"},
    ),
    "a set that was unlocked plays when it is switched on again": (
        asking("nissan-radio-code", "0000", hold("6"), *OFF_AND_ON),
        {"playing": True, "display": PLAYS},
    ),
    "a GM plays when it is switched on after its code": (
        asking("gm-theftlock-1994", "100", *press("HR x2", "AM/FM"), ON),
        {"playing": True, "display": PLAYS},
    ),
    "the right code forgets the wrong ones": (
        asking("ford-6000cd", "0000", wrong(2), *press(*"1234", "5")),
        {"playing": True, "wrong_codes": 0},
    ),
    "a column wheel turns either way": (
        asking("renault-column", "9000", lambda unit: unit.turn("column wheel", -1)),
        {"digits": "9000"},
    ),
    "a later Mercedes waits for OK": (
        asking("mercedes-5-digit", "50691", *press(*"50691")),
        {"playing": False},
    ),
    "a Lotus goes back to a digit": (
        asking(
            "lotus-mp72",
            "2000",
            *press("joystick up", "joystick right", "joystick left", "joystick up"),
        ),
        {"digits": "2000"},
    ),
    "a joystick stops at both ends": (
        asking(
            "lotus-mp72",
            "1001",
            *press("joystick left x5", "joystick up", "joystick right x9", "joystick up"),
        ),
        {"digits": "1001"},
    ),
    "a Saab asks by itself": (asking("saab-band", "1234"), {"asks": True}),
    "a Saab asks no more after a wrong code": (
        asking("saab-band", "1234", hold("TUNE")),
        {"asks": False, "display": "----"},
    ),
    "BAND brings the Saab's prompt back": (
        asking("saab-band", "1234", hold("TUNE"), hold("BAND")),
        {"display": "CODE IN ----"},
    ),
    "BAND brings nothing during the Saab's hour": (
        asking("saab-band", "1234", wrong(3), hold("BAND")),
        {"display": "----", "seconds_left": HOUR},
    ),
    "key 1 only goes back on the Philips before the fourth digit": (
        asking(
            "renault-philips-22dc",
            "1234",
            *press("1", "station up", "2", "1", "station down"),
            start="0",
        ),
        {"wrong_codes": 0, "digits": "0000"},
    ),
    "no station key steps a digit on the Philips that was not chosen": (
        asking("renault-philips-22dc", "1234", *press("station up"), start="0"),
        {"digits": "0000"},
    ),
    "an Alfa shows its word": (fresh("fiat-body-computer", "1234", ON), {"display": "Radio code"}),
    "a six-digit Honda may wait for one more key": (
        asking("honda-6-digit", "123456", *press(*"123456"), key_after_last=True),
        {"playing": False},
    ),
    **{
        f"no key does a thing on a {family}": (
            asking(family, "", *press(*"123456")),
            {"asks": False, "display": asking(family, "").display},
        )
        for family in ("blaupunkt-keycard", "porsche-most", "nissan-secure", "sevel-van-paired")
    },
}


def holds(unit: SimulatedHeadUnit, told: dict[str, Any]) -> None:
    assert {name: getattr(unit, name) for name in told} == told


@pytest.mark.parametrize(("unit", "told"), KEYED.values(), ids=KEYED)
def test_a_set_is_keyed_as_the_facts_say(unit: SimulatedHeadUnit, told: dict[str, Any]) -> None:
    holds(unit, told)


def test_what_a_set_without_a_code_shows_is_a_word_of_its_own() -> None:
    words = {family: asking(family, "").display for family in ("nissan-secure", "sevel-van-paired")}
    assert words == {"nissan-secure": "SECURE", "sevel-van-paired": "Code error"}


def owed(unit: SimulatedHeadUnit, tries: int, submit: Deed) -> list[float]:
    """The wait after each of so many wrong codes, each waited out."""
    waits = []
    for _ in range(tries):
        submit(unit)
        waits.append(unit.seconds_left)
        unit.pass_time(unit.seconds_left + UNTIL_IT_ASKS)
    return waits


@pytest.mark.parametrize(
    ("unit", "waits"),
    [
        (asking("nissan-radio-code", "1234"), [0, 0, HOUR, 0, 0, HOUR]),
        (asking("nissan-radio-code", "1234", account=1), [MINUTE, 2 * MINUTE, 4 * MINUTE]),
        (asking("nissan-code-in", "1234"), [10, 10, 10, HOUR, 10, 10, 10, HOUR]),
        (asking("nissan-note-2009", "1234"), [0, 0, HOUR, 0, 0, HOUR]),
        (asking("renault-keypad", "1234"), [MINUTE * each for each in (1, 2, 4, 8, 16, 32, 32)]),
        (asking("renault-column", "1234"), [MINUTE * each for each in (1, 2, 4, 8, 16, 32, 32)]),
        (asking("vw-safe", "1234"), [0, HOUR, 0, HOUR]),
        (asking("ford-6000cd", "1234"), [0, 0, 30 * MINUTE, 0, 0, 30 * MINUTE]),
        (asking("hyundai-cde", "1234"), [0, 0, 0]),
        (asking("lexus-sec", "123"), [0] * 9),
        (asking("gm-theftlock-1994", "345"), [0] * 7 + [HOUR, 0, 0, HOUR]),
        (asking("bmw-bavaria-c", "1234"), [15, 15, 15 * MINUTE, 15 * MINUTE]),
        (asking("saab-band", "1234"), [0, 0, HOUR, HOUR]),
    ],
    ids=lambda value: value.family if hasattr(value, "family") else "",
)
def test_each_wrong_code_costs_what_the_facts_say(
    unit: SimulatedHeadUnit, waits: list[float]
) -> None:
    assert owed(unit, len(waits), wrong()) == waits


def test_a_rover_doubles_without_end() -> None:
    (five_stored,) = press("1 x5")
    unit = asking("rover-r960", "1234", start="0")
    assert owed(unit, 8, five_stored) == [MINUTE * 2**each for each in range(8)]


def test_a_smarts_waits_rise_from_twenty_seconds_to_a_day() -> None:
    waits = [round(each) for each in owed(asking("smart-grundig", "1234"), 8, wrong())]
    assert (waits[0], waits[6:], waits == sorted(waits)) == (20, [DAY] * 2, True)


def test_an_opel_waits_as_its_table_says_and_ends_at_the_tenth() -> None:
    unit = fresh("opel-safe", "1234")
    waits = []
    while not unit.dead:
        for deed in (OFF, OPEL_ON, hold("AS")):
            deed(unit)
        waits.append(unit.seconds_left)
        unit.pass_time(unit.seconds_left)
    minutes = [10, 20, 40, 80, 160, 320, 640]
    assert waits[:9] == [10, 30, *(each * MINUTE for each in minutes)]
    assert unit.wrong_codes == 10


@pytest.mark.parametrize(
    ("unit", "tries", "shows"),
    [
        (asking("nissan-code-in", "1234"), 68, "LOCKED"),
        (asking("nissan-note-2009", "1234"), 24, "LOCKED"),
        (asking("ford-6000cd", "1234"), 10, "LOCKED10"),
        (asking("lexus-sec", "123"), 10, "HELP"),
        (asking("lotus-mp72", "1111"), 3, None),
        (asking("smart-grundig", "1234", account=1), 4, None),
        (asking("audi-wiesbaden-1990", "1234", account=0), 3, None),
    ],
    ids=lambda value: value.family if hasattr(value, "family") else "",
)
def test_too_many_wrong_codes_leave_a_dealer_alone(
    unit: SimulatedHeadUnit, tries: int, shows: str | None
) -> None:
    for _ in range(tries - 1):
        wrong()(unit)
        unit.pass_time(unit.seconds_left + UNTIL_IT_ASKS)
    one_less = unit.dead
    wrong()(unit)
    assert (one_less, unit.dead) == (False, True)
    assert shows in {None, unit.display}


@pytest.mark.parametrize(("account", "tries"), [(0, 10), (1, 5)])
def test_a_honda_stops_asking_after_ten_or_five(account: int, tries: int) -> None:
    unit = asking("honda-5-digit", "43825", *press(f"1 x{5 * (tries - 1)}"), account=account)
    assert unit.asks
    unit.press("1", 5)
    assert (unit.dead, unit.display) == (True, "ErrE")


BMW_LOCKED = press("1 x15")
WAITING: dict[str, Told] = {
    "a dead Ford refuses its own code": (
        asking("ford-6000cd", "0000", wrong(10), wait(HOUR), *press(*"1234", "5")),
        {"playing": False},
    ),
    "three slips on a BMW cost an hour": (
        asking("bmw-5-digit", "12345", *BMW_LOCKED),
        {"display": "CODE WAIT", "seconds_left": HOUR},
    ),
    "a Ford counts its wait down": (
        asking("ford-6000cd", "1234", wrong(3), wait(90)),
        {"display": "WAIT 28:30"},
    ),
    "keys do nothing during a wait": (
        asking(
            "nissan-radio-code",
            "0000",
            *press("1"),
            hold("6"),
            hold("6"),
            account=1,
            start="0",
        ),
        {"playing": False, "wrong_codes": 1},
    ),
    "a Renault asks not a second too early": (
        asking("renault-keypad", "1234", wrong(), wait(MINUTE - 1)),
        {"display": "ERROR"},
    ),
    "a Renault asks again when its wait is over": (
        asking("renault-keypad", "1234", wrong(), wait(MINUTE + UNTIL_IT_ASKS)),
        {"display": "0000"},
    ),
    "a key pressed during the wait may start it again": (
        asking("bmw-5-digit", "12345", *BMW_LOCKED, wait(60), *press("1"), press_restarts=True),
        {"seconds_left": HOUR},
    ),
    "a key pressed during the wait may do nothing": (
        asking("bmw-5-digit", "12345", *BMW_LOCKED, wait(60), *press("1"), press_restarts=False),
        {"seconds_left": HOUR - 60},
    ),
    "a Volvo says OFF while it waits": (
        asking("volvo-850", "1234", *press("1 x12")),
        {"display": "OFF"},
    ),
    "a Volvo says nothing while it is off": (
        asking("volvo-850", "1234", *press("1 x12"), OFF),
        {"display": ""},
    ),
    "a Grundig waits on with the radio off": (
        asking("grundig-wkc5100", "1234", wrong(), OFF, wait(MINUTE), ON, counts_while_off=True),
        {"asks": True},
    ),
    "a cut brings the Land Rover's dashes back and the whole wait": (
        asking("clarion-code-in", "1234", wrong(), wait(HOUR), cut),
        {"display": "----", "seconds_left": 2 * HOUR},
    ),
    "the Peugeot of one owner locks at the second code": (
        asking("psa-display-locked", "1234", wrong(2), account=1),
        {"display": "Radio Locked", "seconds_left": 90 * MINUTE},
    ),
    "a Montero that waited is blank": (
        asking("mitsubishi-off", "1234", wrong(3), wait(HOUR)),
        {"display": ""},
    ),
    "a Montero asks when it is next switched on": (
        asking("mitsubishi-off", "1234", wrong(3), wait(HOUR), *OFF_AND_ON),
        {"display": "CODE"},
    ),
    "a Montero says OFF before": (asking("mitsubishi-off", "1234", wrong(3)), {"display": "OFF"}),
    "an RX-7 switched off and on three times while it asks may be dead": (
        asking("mazda-rx7", "1234", *OFF_AND_ON * 3, switching_off_counts=True),
        {"dead": True, "display": "ERR"},
    ),
    "a Saturn shows LOCK after a battery cut before any try": (
        fresh("saturn-2002", "1234", cut, ON),
        {"display": "LOCK"},
    ),
    "a Saturn asks after the hour of a battery cut": (
        fresh("saturn-2002", "1234", cut, ON, wait(HOUR)),
        {"display": "----", "wrong_codes": 0},
    ),
    "a Saturn's hour stands still while the radio is off": (
        asking("saturn-2002", "1234", wrong(3), OFF, wait(HOUR), restarts=False),
        {"seconds_left": HOUR},
    ),
    "time counts only while a VW is on": (
        asking("vw-safe", "1234", wrong(2), OFF, wait(HOUR), restarts=False),
        {"seconds_left": HOUR},
    ),
    "an interruption pauses a wait that pauses": (
        asking("vw-safe", "1234", wrong(2), wait(100), the_key(False), restarts=False),
        {"seconds_left": HOUR - 100},
    ),
    "an Opel's wait starts again when it is switched off": (
        fresh("opel-safe", "1234", OPEL_ON, hold("AS"), wait(9), *OFF_AND_ON),
        {"seconds_left": 10},
    ),
    "an Opel's wait starts again with the key": (
        fresh("opel-safe", "1234", OPEL_ON, hold("AS"), wait(9), the_key(False), the_key(True)),
        {"seconds_left": 10},
    ),
    "a wait may run with the radio off": (
        asking("nissan-code-in", "1234", wrong(), OFF, wait(10), ON, counts_while_off=True),
        {"asks": True},
    ),
    "a battery cut restarts even a wait that runs with the radio off": (
        asking("nissan-code-in", "1234", wrong(), wait(9), cut, counts_while_off=True),
        {"seconds_left": 10},
    ),
    "a set that plays wants its code again after a battery cut": (
        asking("nissan-radio-code", "0000", hold("6"), cut),
        {"playing": False, "display": "Radio Code: 0000"},
    ),
    "nothing plays without ignition": (
        asking("nissan-radio-code", "0000", hold("6"), the_key(False)),
        {"playing": False, "display": ""},
    ),
    "an Acura waits for the key and not for the clock": (
        asking("acura-navigation", "1234", wrong(10), wait(DAY)),
        {"waiting": True},
    ),
    "an Acura asks after the key": (
        asking("acura-navigation", "1234", wrong(10), the_key(False), the_key(True)),
        {"waiting": False, "asks": True},
    ),
}


@pytest.mark.parametrize(("unit", "told"), WAITING.values(), ids=WAITING)
def test_a_set_waits_as_the_facts_say(unit: SimulatedHeadUnit, told: dict[str, Any]) -> None:
    holds(unit, told)


@pytest.mark.parametrize("family", ["nissan-radio-code", "vw-safe", "rover-r960"])
def test_switching_off_drops_the_digits_and_costs_no_try(family: str) -> None:
    opened = (chord,) if asking(family, "1000").chord else ()
    unit = asking(family, "1000", *opened, *press("1 x3"), *OFF_AND_ON)
    assert (unit.display, unit.wrong_codes) == (asking(family, "1000").display, 0)


def test_the_press_plan_and_its_parts_are_not_even_loaded_with_it() -> None:
    script = "import sys, pi.radio.simulated; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    judged = {f"pi.radio.{name}" for name in ("press_plan", "keying", "correction", "steps")}
    assert not judged & set(loaded)


def test_every_family_of_the_catalogue_is_simulated() -> None:
    assert set(FAMILIES) == set(catalogue.ids())


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_answer_to_what_is_unknown_makes_a_set_that_is_dark_without_ignition(
    family: str,
) -> None:
    assert FAMILIES[family].accounts
    code = "1" * FAMILIES[family].lengths[0]
    assert all(SimulatedHeadUnit(family, code, unknowns) for unknowns in worlds(family))
    assert asking(family, code, the_key(False)).display == ""


def test_a_set_that_contradicts_the_facts_is_refused() -> None:
    with pytest.raises(ValueError, match="no hyundai-cde is like that"):
        SimulatedHeadUnit("hyundai-cde", "1234", Unknowns(start="-"))


@pytest.mark.parametrize(
    ("family", "code"), [("bmw-5-digit", "12347"), ("lexus-sec", "1234"), ("hyundai-cde", "x123")]
)
def test_a_code_of_another_shape_is_refused(family: str, code: str) -> None:
    with pytest.raises(ValueError, match="can have this code"):
        SimulatedHeadUnit(family, code)


def test_a_set_whose_digits_stop_at_nine_has_no_code_below_its_start() -> None:
    stops = replace(FAMILIES["vw-safe"].known, wraps=False)
    assert not can_have("vw-safe", "0123", stops)


def test_a_key_that_the_set_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="no key HR"):
        asking("vw-safe", "1234", *press("HR"))
