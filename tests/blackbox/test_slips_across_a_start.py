"""A slip in a wait, taken back after a kill, and after the machine slept, started or was set.

Real services: another boot is another boot id, a sleep puts CLOCK_BOOTTIME ahead in a namespace of
its own, and a date is set by libfaketime. The waits run side by side.
"""

import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import pytest
from msgspec import Struct

from pi.service.asks import Outcome
from pi.service.protocol import Answer, Done
from pi.service.refusal import Reason, Refusal
from tests.blackbox import faked_clock, short_wait
from tests.blackbox.faked_clock import FakedClock
from tests.blackbox.processes import Place
from tests.blackbox.test_clock_faults import place_with_a_short_wait

BOOT_ID = "/proc/sys/kernel/random/boot_id"
ASLEEP = ("unshare", "--time", "--boottime", "7200")
SLIPS = (Outcome.ACCEPTED, Outcome.ASKS_AGAIN, Outcome.REJECTED)


class Went(Struct):
    """How it went: the answers, the state after the first, and when a try was called safe.

    ``owed_s``: what was owed from the last wrong code on, with the seconds that nobody watched.
    """

    answers: list[Answer | Refusal]
    state: str
    announced_s: float
    owed_s: float


def killed(_: FakedClock, __: Place) -> None:
    """The next service starts at once."""


def slept(_: FakedClock, place: Place) -> None:
    """The machine slept for two hours."""
    place.served_by = ASLEEP


def started_anew(_: FakedClock, place: Place) -> None:
    """The machine lost its power."""
    other = place.directory / "boot_id"
    other.write_text("4b1d0000-0000-4000-8000-00000000b007\n")
    in_place = f'mount --bind {other} {BOOT_ID} && exec "$@"'
    place.served_by = ("unshare", "--mount", "sh", "-c", in_place, "sh")


def set_on(clock: FakedClock, _: Place) -> None:
    """Somebody set the date three years on."""
    clock.set(faked_clock.THREE_YEARS_ON)


def set_back(clock: FakedClock, _: Place) -> None:
    """Somebody set the date a year back."""
    clock.set(faked_clock.YEAR_BACK)


MEANWHILE: tuple[Callable[[FakedClock, Place], None], ...] = (
    *(killed, slept, started_anew, set_on, set_back),
)
CASES = [(happens, slip) for happens in MEANWHILE for slip in SLIPS]
Waits = dict[tuple[Callable[[FakedClock, Place], None], Outcome], Future[Went]]


def goes(
    clock: FakedClock, place: Place, happens: Callable[[FakedClock, Place], None], slip: Outcome
) -> Went:
    """One wait, with its slip before the end of the service and its taking back after it."""
    with clock.service() as waiting:
        waiting.reject()
        began = waiting.began
        waiting.slip(slip)
    happens(clock, place)
    with clock.service() as waiting:
        answers = [waiting.take_back(), waiting.take_back()]
        state = waiting.radio().state
        waiting.say_on()
        waiting.began = began
        announced_s = waiting.announced_after_s()
    return Went(answers, state, announced_s, short_wait.OWED_S + unwatched_s(place))


def unwatched_s(place: Place) -> float:
    """The seconds from the last word before the second service until it watched, as it noted."""
    with closing(sqlite3.connect(place.database)) as store:
        noted = store.execute("SELECT kind, monotonic FROM event ORDER BY seq").fetchall()
    began = max(at for at, (kind, _) in enumerate(noted) if kind == "WatchStarted")
    passed_s = noted[began][1] - noted[began - 1][1]
    assert passed_s > 0
    return float(passed_s)


@pytest.fixture(scope="module")
def waits(tmp_path_factory: pytest.TempPathFactory) -> Waits:
    """Each wait, outlasted, or what came in its way."""
    for program in (ASLEEP, ("unshare", "--mount")):
        if subprocess.run([*program, "true"], capture_output=True, check=False).returncode:
            pytest.skip("only root makes namespaces of its own here")
    made = tmp_path_factory.mktemp("slips")
    places = [place_with_a_short_wait(made / str(at)) for at in range(len(CASES))]
    clocks = [FakedClock(place) for place in places]
    with ThreadPoolExecutor(len(CASES)) as side_by_side:
        return {
            case: side_by_side.submit(goes, clock, place, *case)
            for case, clock, place in zip(CASES, clocks, places, strict=True)
        }


each = pytest.mark.parametrize(
    ("happens", "slip"), CASES, ids=[f"{happens.__name__}-{slip}" for happens, slip in CASES]
)


@each
def test_the_wait_goes_on_and_is_taken_back_once(
    waits: Waits, happens: Callable[[FakedClock, Place], None], slip: Outcome
) -> None:
    went = waits[happens, slip].result()
    first, second = went.answers
    assert (first, went.state) == (Done(), "Waiting")
    assert isinstance(second, Refusal)
    assert second.reason is Reason.NOTHING_TO_TAKE_BACK


@each
def test_a_try_is_called_safe_no_earlier_than_without_the_slip(
    waits: Waits, happens: Callable[[FakedClock, Place], None], slip: Outcome
) -> None:
    """Nor did a second count in which no service watched."""
    went = waits[happens, slip].result()
    assert went.announced_s >= went.owed_s
