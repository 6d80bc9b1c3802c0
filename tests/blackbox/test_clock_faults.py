"""The date jumps, stands still or is set in the middle of a wait: it is announced no earlier.

Real services under libfaketime. Only the machine's own seconds that were watched count; the wall
clock labels. The waits run side by side, so that all together take as long as one.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec import Struct

from pi.service.asks import NewVehicle
from pi.service.protocol import HistoryLine
from tests.blackbox import faked_clock, short_wait
from tests.blackbox.faked_clock import FakedClock
from tests.blackbox.places import set_up
from tests.blackbox.processes import Place

DAY_S = 24 * 60 * 60
LOOKS = 40


class Wait(Struct):
    """How one wait went: after how many real seconds a try was called safe, and what was noted."""

    announced_s: float
    history: list[HistoryLine]


Waits = dict[str, Future[Wait]]


def one_change(date: str) -> Callable[[FakedClock], Wait]:
    """The clock is put wrong in the middle of the wait."""

    def goes(clock: FakedClock) -> Wait:
        with clock.service() as waiting:
            waiting.reject()
            clock.set(date)
            waiting.say_on()  # an event whose label is the wrong date
            return Wait(announced_s=waiting.announced_after_s(), history=waiting.history())

    return goes


def back_and_forth(clock: FakedClock) -> Wait:
    """The clock jumps at every look."""
    jumps = [faked_clock.YEAR_BACK, faked_clock.THREE_YEARS_ON, faked_clock.NTP_STEP]
    with clock.service() as waiting:
        waiting.reject()
        for at in range(LOOKS):
            clock.set(jumps[at % len(jumps)])
            waiting.say_on()
        return Wait(announced_s=waiting.announced_after_s(), history=waiting.history())


def another_date_after_a_kill(clock: FakedClock) -> Wait:
    """The service is killed in the wait, and the next one starts three years on."""
    with clock.service() as waiting:
        waiting.reject()
        began = waiting.began
    clock.set(faked_clock.THREE_YEARS_ON)
    with clock.service() as waiting:
        waiting.began = began
        waiting.say_on()
        return Wait(announced_s=waiting.announced_after_s(), history=waiting.history())


FAULTS: dict[str, Callable[[FakedClock], Wait]] = {
    "a_year_back": one_change(faked_clock.YEAR_BACK),
    "three_years_on": one_change(faked_clock.THREE_YEARS_ON),
    "frozen": one_change(faked_clock.FROZEN),
    "an_ntp_step": one_change(faked_clock.NTP_STEP),
    "a_small_step": one_change(faked_clock.SMALL_STEP),
    "back_and_forth": back_and_forth,
    "another_date_after_a_kill": another_date_after_a_kill,
}


def place_with_a_short_wait(directory: Path) -> Place:
    """A place with one vehicle whose lockout is short."""
    place = Place(directory)
    short_wait.described(place)
    set_up(place, NewVehicle(name="Van", head_unit=short_wait.ID, code="1234"))
    return place


@pytest.fixture(scope="module")
def waits(tmp_path_factory: pytest.TempPathFactory) -> Waits:
    """Each wait, outlasted under its fault, or what came in its way."""
    made = tmp_path_factory.mktemp("clocks")
    clocks = {name: FakedClock(place_with_a_short_wait(made / name)) for name in FAULTS}
    with ThreadPoolExecutor(len(FAULTS)) as side_by_side:
        return {name: side_by_side.submit(goes, clocks[name]) for name, goes in FAULTS.items()}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_try_is_called_safe_no_earlier_than_it_is(waits: Waits, fault: str) -> None:
    assert waits[fault].result().announced_s >= short_wait.OWED_S


@pytest.mark.parametrize("fault", FAULTS)
def test_what_happened_stays_in_its_order(waits: Waits, fault: str) -> None:
    kinds = [line.kind for line in waits[fault].result().history]
    assert [one for one in kinds if one != "PowerReported"] == [
        "VehicleAdded",
        *["CodeRejected"] * 3,
        "LockoutBegan",
        "WaitCountedOut",
    ]


@pytest.mark.parametrize(
    ("fault", "days"), [("a_year_back", -365), ("three_years_on", 1095), ("an_ntp_step", 11 / 24)]
)
def test_a_date_is_a_label_as_the_clock_said_it(waits: Waits, fault: str, days: float) -> None:
    lines = {line.kind: line for line in waits[fault].result().history}
    apart = lines["WaitCountedOut"].wall - lines["LockoutBegan"].wall
    assert apart == pytest.approx(days * DAY_S, abs=DAY_S / 24)


def test_a_monotonic_clock_that_jumps_brings_no_safe_try(tmp_path: Path) -> None:
    """It cannot, on a real machine; if it does, nothing between the jumps was watched."""
    clock = FakedClock(place_with_a_short_wait(tmp_path / "place"), monotonic_too=True)
    seen = set()
    with clock.service() as waiting:
        waiting.reject()
        for at in range(LOOKS):
            clock.set([faked_clock.THREE_YEARS_ON, faked_clock.YEAR_BACK][at % 2])
            waiting.say_on()
            state, passed_s = waiting.radio().state, waiting.passed_s()
            seen.add(state if passed_s < short_wait.OWED_S else "Waiting")
    assert seen == {"Waiting"}


def test_a_clock_that_stands_still_counts_nothing(tmp_path: Path) -> None:
    clock = FakedClock(place_with_a_short_wait(tmp_path / "place"), monotonic_too=True)
    clock.set(faked_clock.FROZEN)
    with clock.service() as waiting:
        waiting.reject()
        waiting.say_on()
        wait = waiting.radio().wait
    assert wait is not None
    assert wait.counted_s == 0.0
