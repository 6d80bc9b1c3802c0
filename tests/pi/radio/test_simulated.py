"""The simulated head units, told as the facts they are written from are told: what their keys do,
what wrong codes cost them, and what a break of their power drops, stops or starts again.

That the right code plays on each of them is shown where the press plan is judged by them.
"""

import subprocess
import sys

import pytest
from msgspec.structs import replace

from pi.catalogue import catalogue
from pi.radio.simulated.dials import Unknowns
from pi.radio.simulated.families import FAMILIES, can_have, worlds
from pi.radio.simulated.unit import PLAYS, SimulatedHeadUnit

MINUTE, HOUR = 60, 3600
DAY = 24 * HOUR
UNTIL_IT_ASKS = 5


def wrong(unit: SimulatedHeadUnit) -> None:
    """Submit digits as they stand."""
    if unit.chord:
        unit.hold(unit.chord)
    unit.hold((unit.confirm_key or "",) if unit.confirm_key else unit.chord)


def do(unit: SimulatedHeadUnit, deed: str) -> None:
    """One deed, as ``wait 90``, ``hold RDS + TP`` or ``press 1 x5``; ``press`` may be left out."""
    what, _, said = deed.partition(" ")
    match what:
        case "on" | "off":
            unit.switch(what == "on")
        case "key":
            unit.turn_key(said == "on")
        case "wait":
            unit.pass_time(float(said))
        case "cut":
            unit.cut_supply()
        case "hold":
            unit.hold(unit.chord if said == "chord" else tuple(said.split(" + ")))
        case "on-with":
            unit.hold((said,), switching_on=True)
        case "touch":
            unit.touch(said)
        case "wrong":
            wrong(unit)
        case _:
            key, _, times = deed.partition(" x")
            unit.press(key, int(times or 1))


def fresh(family: str, code: str, *deeds: str, **answers: object) -> SimulatedHeadUnit:
    """A locked set that is still off, to which this was done."""
    unit = SimulatedHeadUnit(family, code, replace(FAMILIES[family].known, **answers))
    for deed in deeds:
        do(unit, deed)
    return unit


def asking(family: str, code: str, *deeds: str, **answers: object) -> SimulatedHeadUnit:
    """A locked set, a few seconds after it woke up, to which this was done."""
    on = "off" if FAMILIES[family].asks_while_off else "on"
    return fresh(family, code, on, f"wait {UNTIL_IT_ASKS}", *deeds, **answers)


def locked(
    family: str, tries: int, *deeds: str, code: str = "1234", **answers: object
) -> SimulatedHeadUnit:
    """A set after so many wrong codes, each but the last waited out, to which this was done."""
    unit = asking(family, code, **answers)
    for left in reversed(range(tries)):
        wrong(unit)
        unit.pass_time(unit.seconds_left if left else 0)
    for deed in deeds:
        do(unit, deed)
    return unit


Told = tuple[SimulatedHeadUnit, dict[str, object]]


def told(unit: SimulatedHeadUnit, **facts: object) -> Told:
    """A set, and what is then true of it."""
    return unit, facts


PHILIPS = "renault-philips-22dc"
BMW_LOCKED = ("1 x15", "wait 60", "1")
KEYED: dict[str, Told] = {
    "a Qashqai doesn't take a short press of 6": told(
        asking("nissan-radio-code", "0000", "6"), locked=True
    ),
    "a Hyundai counts its attempts on the prompt": told(locked("hyundai-cde", 1), display="2 CDE"),
    "an Opel asks only when AS is held while it is switched on": told(
        asking("opel-safe", "1030", "hold AS"), display="10 SAFE"
    ),
    "a BMW that hides its digits shows a star for each": told(
        asking("bmw-5-digit", "12345", "1 x2", shows_digits=False), display="**", digits=None
    ),
    "a Renault says CODE before its zeros": told(
        fresh("renault-keypad", "1234", "on"), display="CODE"
    ),
    "a press may only make the digit blink": told(
        asking("renault-keypad", "2000", "1 x3", first_press_selects=True), digits="2000"
    ),
    "a digit may stop at nine": told(
        asking("nissan-radio-code", "9000", "1 x15", wraps=False), digits="9000"
    ),
    "a Lexus forgets the digits after ten seconds": told(
        asking("lexus-sec", "123", "hold 1 + TUNE up", "1", "wait 11"), display="SEC"
    ),
    "a GM steps hours on the left and minutes on the right": told(
        asking("gm-theftlock-1994", "1207", "HR x13", "MIN x7", "AM/FM"), display="SEC"
    ),
    "a GM takes no digits with the radio on": told(
        asking("gm-theftlock-1994", "345", "on", "MIN"), asks=False, display="LOC"
    ),
    "a GM plays when it is switched on after its code": told(
        asking("gm-theftlock-1994", "100", "HR x2", "AM/FM", "on"), playing=True, display=PLAYS
    ),
    "a Fiat empties its box as often as one likes": told(
        asking("fiat-connect-nav", "1234", *[*["touch 9"] * 4, "touch OK"] * 50),
        asks=True,
        digits="----",
    ),
    "a star of the Becker goes out with each digit": told(
        asking("mercedes-becker", "1234", "1", shows_digits=False), display="CODE ***"
    ),
    "a VW that took its code says SAFE for a moment alone": told(
        asking("vw-safe", "1000", "hold chord", "hold chord", "wait 1"), display=PLAYS
    ),
    "a Saab asks no more after a wrong code": told(
        asking("saab-band", "1234", "hold TUNE"), asks=False, display="----"
    ),
    "BAND brings the Saab's prompt back": told(
        asking("saab-band", "1234", "hold TUNE", "hold BAND"), asks=True, display="CODE IN ----"
    ),
    "BAND brings nothing during the Saab's hour": told(
        locked("saab-band", 3, "hold BAND"), display="----", seconds_left=HOUR
    ),
    "key 1 only goes back on the Philips before the fourth digit": told(
        asking(PHILIPS, "1234", "1", "station up", "2", "1", "station down", start="0"),
        wrong_codes=0,
        digits="0000",
    ),
    "no station key steps a digit on the Philips that was not chosen": told(
        asking(PHILIPS, "1234", "station up", start="0"), digits="0000"
    ),
    "an Alfa shows its word before its dashes": told(
        fresh("fiat-body-computer", "1234", "on"), display="Radio code"
    ),
    "a six-digit Honda may wait for one more key": told(
        asking("honda-6-digit", "123456", *"123456", key_after_last=True), playing=False
    ),
    "a set that was unlocked plays when it is switched on again": told(
        asking("nissan-radio-code", "0000", "hold 6", "off", "on"), playing=True, display=PLAYS
    ),
    "the right code forgets the wrong ones": told(
        locked("ford-6000cd", 2, *"12345", code="0000"), playing=True, wrong_codes=0
    ),
}
WAITING: dict[str, Told] = {
    "a dead Ford refuses its own code": told(
        locked("ford-6000cd", 10, f"wait {HOUR}", *"12345", code="0000"), playing=False
    ),
    "three slips on a BMW cost an hour": told(
        asking("bmw-5-digit", "12345", "1 x15"), display="CODE WAIT", seconds_left=HOUR
    ),
    "a key pressed during the wait may start it again": told(
        asking("bmw-5-digit", "12345", *BMW_LOCKED, press_restarts=True), seconds_left=HOUR
    ),
    "a key pressed during the wait may do nothing": told(
        asking("bmw-5-digit", "12345", *BMW_LOCKED, press_restarts=False), seconds_left=HOUR - 60
    ),
    "a Ford counts its wait down": told(locked("ford-6000cd", 3, "wait 90"), display="WAIT 28:30"),
    "keys do nothing during a wait": told(
        asking("nissan-radio-code", "0000", "1", "hold 6", "hold 6", account=1, start="0"),
        playing=False,
        wrong_codes=1,
    ),
    "a Renault asks not a second too early": told(
        locked("renault-keypad", 1, "wait 59"), display="ERROR"
    ),
    "a Renault asks again when its wait is over": told(
        locked("renault-keypad", 1, "wait 65"), display="0000"
    ),
    "a Volvo says OFF while it waits": told(asking("volvo-850", "1234", "1 x12"), display="OFF"),
    "a cut brings the Land Rover's dashes back and the whole wait": told(
        locked("clarion-code-in", 1, f"wait {HOUR}", "cut"), display="----", seconds_left=2 * HOUR
    ),
    "a battery cut brings back no wait that is over": told(
        locked("nissan-code-in", 1, "wait 10", "cut"), seconds_left=0, asks=True
    ),
    "the Peugeot of one owner locks at the second code": told(
        locked("psa-display-locked", 2, account=1), display="Radio Locked", seconds_left=90 * MINUTE
    ),
    "a Montero says OFF before it is blank": told(locked("mitsubishi-off", 3), display="OFF"),
    "a Montero that waited is blank": told(locked("mitsubishi-off", 3, f"wait {HOUR}"), display=""),
    "a Montero asks when it is next switched on": told(
        locked("mitsubishi-off", 3, f"wait {HOUR}", "off", "on"), display="CODE"
    ),
    "an RX-7 switched off and on three times while it asks may be dead": told(
        asking("mazda-rx7", "1234", *["off", "on"] * 3, switching_off_counts=True),
        dead=True,
        display="ERR",
    ),
    "a Saturn shows LOCK after a battery cut before any try": told(
        fresh("saturn-2002", "1234", "cut", "on"), display="LOCK"
    ),
    "a Saturn asks after the hour of a battery cut": told(
        fresh("saturn-2002", "1234", "cut", "on", f"wait {HOUR}"), display="----", wrong_codes=0
    ),
    "a Saturn's hour stands still while the radio is off": told(
        locked("saturn-2002", 3, "off", f"wait {HOUR}", restarts=False), seconds_left=HOUR
    ),
    "an interruption pauses a wait that pauses": told(
        locked("vw-safe", 2, "wait 100", "key off", restarts=False), seconds_left=HOUR - 100
    ),
    "an Opel's wait starts again with the key": told(
        fresh("opel-safe", "1234", "on-with AS", "hold AS", "wait 9", "key off", "key on"),
        seconds_left=10,
    ),
    "a wait may run with the radio off": told(
        locked("nissan-code-in", 1, "wait 4", "off", "wait 6", "on", counts_while_off=True),
        asks=True,
    ),
    "a battery cut restarts even a wait that runs with the radio off": told(
        locked("nissan-code-in", 1, "wait 9", "cut", counts_while_off=True), seconds_left=10
    ),
    "a set that plays wants its code again after a battery cut": told(
        asking("nissan-radio-code", "0000", "hold 6", "cut"),
        playing=False,
        display="Radio Code: 0000",
    ),
    "nothing plays without ignition": told(
        asking("nissan-radio-code", "0000", "hold 6", "key off"), playing=False, display=""
    ),
    "an Acura waits for the key and not for the clock": told(
        locked("acura-navigation", 10, f"wait {DAY}"), waiting=True
    ),
    "an Acura asks after the key": told(
        locked("acura-navigation", 10, "key off", "key on"), waiting=False, asks=True
    ),
}


@pytest.mark.parametrize(
    ("unit", "facts"), [*KEYED.values(), *WAITING.values()], ids=[*KEYED, *WAITING]
)
def test_a_set_is_keyed_and_waits_as_the_facts_say(
    unit: SimulatedHeadUnit, facts: dict[str, object]
) -> None:
    assert {name: getattr(unit, name) for name in facts} == facts


def test_how_long_keys_are_held_and_which_way_a_wheel_is_turned_makes_a_difference() -> None:
    opel = fresh("opel-safe", "1030", slow=True)  # it asks after ten seconds
    opel.hold(("AS",), 3, switching_on=True)
    assert not opel.asks
    vw = asking("vw-safe", "1234")
    vw.hold(vw.chord, 10)  # it takes 1000 as the code
    assert (vw.display, vw.wrong_codes) == ("1 SAFE", 1)
    column = asking("renault-column", "9000")
    column.turn("column wheel", -1)
    assert column.digits == "9000"


@pytest.mark.parametrize(
    ("family", "shows"), [("nissan-secure", "SECURE"), ("sevel-van-paired", "Code error")]
)
def test_no_key_does_a_thing_on_a_set_without_a_code(family: str, shows: str) -> None:
    unit = asking(family, "", *"123456")
    assert (unit.asks, unit.display) == (False, shows)


def owed(unit: SimulatedHeadUnit, tries: int, slip: str = "wrong") -> list[float]:
    """The wait after each of so many wrong codes, each waited out."""
    waits = []
    for _ in range(tries):
        do(unit, slip)
        waits.append(unit.seconds_left)
        unit.pass_time(unit.seconds_left + UNTIL_IT_ASKS)
    return waits


def doubled(*minutes: int) -> list[int]:
    return [MINUTE * each for each in minutes]


@pytest.mark.parametrize(
    ("family", "answers", "waits"),
    [
        ("nissan-radio-code", {}, [0, 0, HOUR, 0, 0, HOUR]),
        ("nissan-radio-code", {"account": 1}, doubled(1, 2, 4)),
        ("nissan-code-in", {}, [10, 10, 10, HOUR, 10, 10, 10, HOUR]),
        ("renault-keypad", {}, doubled(1, 2, 4, 8, 16, 32, 32)),
        ("gm-theftlock-1994", {}, [0] * 7 + [HOUR, 0, 0, HOUR]),
        ("smart-grundig", {}, [20, 81, 326, 1315, 5305, 21409, DAY, DAY]),
    ],
)
def test_each_wrong_code_costs_what_the_facts_say(
    family: str, answers: dict[str, object], waits: list[float]
) -> None:
    unit = asking(family, "1234"[: FAMILIES[family].lengths[0]], **answers)
    assert [round(each) for each in owed(unit, len(waits))] == waits


def test_an_opel_waits_as_its_table_says_and_ends_at_the_tenth() -> None:
    unit, waits = fresh("opel-safe", "1234"), []
    while not unit.dead:
        for deed in ("off", "on-with AS", "hold AS"):
            do(unit, deed)
        waits.append(unit.seconds_left)
        unit.pass_time(unit.seconds_left)
    assert waits[:9] == [10, 30, *doubled(10, 20, 40, 80, 160, 320, 640)]
    assert unit.wrong_codes == 10


@pytest.mark.parametrize(
    ("family", "answers", "slip", "tries", "shows"),
    [
        ("nissan-code-in", {}, "wrong", 68, "LOCKED"),
        ("ford-6000cd", {}, "wrong", 10, "LOCKED10"),
        ("lexus-sec", {}, "wrong", 10, "HELP"),
        ("honda-5-digit", {"account": 1}, "1 x5", 5, "ErrE"),
    ],
)
def test_too_many_wrong_codes_leave_a_dealer_alone(
    family: str, answers: dict[str, object], slip: str, tries: int, shows: str | None
) -> None:
    unit = asking(family, "12345"[: FAMILIES[family].lengths[0]], **answers)
    owed(unit, tries - 1, slip)
    assert not unit.dead
    do(unit, slip)
    assert unit.dead
    assert shows in {None, unit.display}


@pytest.mark.parametrize("family", ["nissan-radio-code", "vw-safe", "rover-r960"])
def test_switching_off_drops_the_digits_and_costs_no_try(family: str) -> None:
    fresh_one = asking(family, "1000")
    opened = ["hold chord"] if fresh_one.chord else []
    unit = asking(family, "1000", *opened, "1 x3", "off", "on")
    assert (unit.display, unit.wrong_codes) == (fresh_one.display, 0)


def test_the_press_plan_and_its_parts_are_not_even_loaded_with_it() -> None:
    script = "import sys, pi.radio.simulated.unit; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    judged = {f"pi.radio.{name}" for name in ("press_plan", "steps")}
    assert not judged & set(loaded)


@pytest.mark.parametrize("family", catalogue.ids())
def test_every_answer_to_what_is_unknown_makes_a_set_dark_without_ignition(family: str) -> None:
    assert FAMILIES[family].accounts
    code = "1" * FAMILIES[family].lengths[0]
    assert all(SimulatedHeadUnit(family, code, unknowns) for unknowns in worlds(family))
    assert asking(family, code, "key off").display == ""


@pytest.mark.parametrize(
    ("family", "code", "unknowns", "why"),
    [
        ("hyundai-cde", "1234", Unknowns(start="-"), "no hyundai-cde is like that"),
        ("bmw-5-digit", "12347", None, "can have this code"),
        ("lexus-sec", "1234", None, "can have this code"),
        ("hyundai-cde", "x123", None, "can have this code"),
    ],
)
def test_a_set_that_contradicts_the_facts_a_code_of_another_shape_and_a_key_it_lacks_are_refused(
    family: str, code: str, unknowns: Unknowns | None, why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        SimulatedHeadUnit(family, code, unknowns)
    with pytest.raises(ValueError, match="no key HR"):
        asking("vw-safe", "1234", "HR")
    stops = replace(FAMILIES["vw-safe"].known, wraps=False)  # at nine, from its start on
    assert not can_have("vw-safe", "0123", stops)
