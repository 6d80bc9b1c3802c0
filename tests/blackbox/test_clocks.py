"""A wait under clocks that are wrong, and across kills, sleeps and starts of the machine.

Real services under libfaketime: they read what a file says at every look at a clock. Only the
machine's own seconds that were watched count; the wall clock labels. ``CLOCK_MONOTONIC`` stays the
machine's own, as it does on a real machine whose date is set. Another boot is another boot id, and
a sleep puts ``CLOCK_BOOTTIME`` ahead in a namespace of its own. The waits run side by side, so that
all together take as long as one.
"""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import cycle, product
from pathlib import Path

import pytest

from pi.service.protocol.answers import Answer, Done, History, Reason, Refusal, Status
from pi.service.protocol.commands import GetHistory, GetStatus, NewVehicle, Outcome, Report
from pi.service.protocol.views import RadioView
from tests.blackbox.caller import Caller, calling
from tests.blackbox.places import set_up
from tests.blackbox.processes import Place, until
from tests.virtual_pi.appliance import story_radio

YEAR_BACK, THREE_YEARS_ON, NTP_STEP = "-365d", "+1095d", "+11h"
SMALL_STEP = "+30s"  # shorter than a stretch that counts as watched
FROZEN = "2021-03-04 05:06:07"
LABELS = {YEAR_BACK: -365.0, THREE_YEARS_ON: 1095.0, NTP_STEP: 11 / 24}  # days off
LOOKS = 40
DAY_S = 24 * 60 * 60
OWED_S = 7.0  # what the family below asks for: two seconds, and five of margin
SHORT_WAIT = story_radio.TOML.replace(f"wait_s = {story_radio.WAIT_S:g}", "wait_s = 2")
BOOT_ID = "/proc/sys/kernel/random/boot_id"
TOLD = ["VehicleAdded", *["CodeRejected"] * 3, "LockoutBegan", "WaitCountedOut"]


def library() -> str:
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        pytest.skip("libfaketime is not here: apt install faketime")
    return str(found[0])


class Waiting:
    """A radio in a short lockout, as a session sees it; ``began`` by the machine's own clock."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.began = 0.0

    def reject(self) -> None:
        for _ in range(3):
            self.began = time.monotonic()
            self.says(Outcome.REJECTED)

    def says(self, outcome: Outcome) -> Answer | Refusal:
        return self._caller.ask(Report(outcome=outcome, vehicle=1))

    def radio(self) -> RadioView:
        status = self._caller.ask(GetStatus())
        assert isinstance(status, Status)
        return status.radios[0]

    def history(self) -> list[tuple[str, float]]:
        """What was told, oldest first, and the date that stands by it; of the power nothing."""
        history = self._caller.ask(GetHistory(vehicle=1))
        assert isinstance(history, History)
        told = [(line.kind, line.wall) for line in reversed(history.lines)]
        return [one for one in told if one[0] != "PowerReported"]

    def announced_after_s(self) -> float:
        """Wait for the word that a try is safe: after how long it came."""
        until(lambda: self.radio().state != "Waiting", "the earliest safe try", every_s=0.03)
        assert self.radio().state == "SafeToTry"
        return time.monotonic() - self.began


class FakedClock:
    """A place with a radio whose lockout is short, and the clock of its services."""

    def __init__(self, directory: Path, made: Path) -> None:
        self.place = Place(directory)
        shutil.copytree(made, self.place.state)
        self._said = directory / "clock"
        self.set("+0")
        self._environment = {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._said),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, date: str) -> None:
        """From here on the service's clock is off by that much, or stands still at a date."""
        draft = self._said.with_suffix(".new")
        draft.write_text(f"{date}\n")
        draft.replace(self._said)  # never read half written

    @contextmanager
    def service(self) -> Iterator[Waiting]:
        """A service under this clock, and a session; killed at the end."""
        with self.place.service(**self._environment), calling(self.place) as caller:
            yield Waiting(caller)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with one vehicle, of a family whose third wrong try costs two seconds.

    The rest of it is the story's radio on the virtual Pi; every rule names that story as source.
    """
    place = Place(tmp_path_factory.mktemp("made"))
    own = place.state / "head_units"
    own.mkdir(parents=True)
    (own / f"{story_radio.ID}.toml").write_text(SHORT_WAIT)
    set_up(place, NewVehicle(name="Van", head_unit=story_radio.ID, code="1234"))
    return place.state


Wait = Callable[[FakedClock], None]


def side_by_side(waits: Sequence[Wait], directory: Path, made: Path) -> None:
    """Every wait to its end, each in a place of its own. All that went wrong is raised at once."""
    clocks = [FakedClock(directory / str(at), made) for at in range(len(waits))]
    with ThreadPoolExecutor(len(waits)) as pool:
        gone = [pool.submit(wait, clock) for wait, clock in zip(waits, clocks, strict=True)]
    wrong = [error for one in gone if (error := one.exception()) is not None]
    if wrong:
        raise BaseExceptionGroup("these waits went wrong", wrong)


def one_change(date: str) -> Wait:
    """The clock is put wrong in the middle of the wait."""

    def wait(clock: FakedClock) -> None:
        with clock.service() as waiting:
            waiting.reject()
            clock.set(date)
            waiting.says(Outcome.POWER_ON)  # an event whose label is the wrong date
            is_sound(waiting, date)
            if date in LABELS:  # a date is a label, as the clock said it
                walls = dict(waiting.history())
                apart = walls["WaitCountedOut"] - walls["LockoutBegan"]
                assert apart == pytest.approx(LABELS[date] * DAY_S, abs=DAY_S / 24), date

    return wait


def back_and_forth(clock: FakedClock) -> None:
    with clock.service() as waiting:
        waiting.reject()
        for at in range(LOOKS):
            clock.set([YEAR_BACK, THREE_YEARS_ON, NTP_STEP][at % 3])
            waiting.says(Outcome.POWER_ON)
        is_sound(waiting, "back and forth")


def another_date_after_a_kill(clock: FakedClock) -> None:
    with clock.service() as waiting:
        waiting.reject()
        began = waiting.began
    clock.set(THREE_YEARS_ON)
    with clock.service() as waiting:
        waiting.began = began
        waiting.says(Outcome.POWER_ON)
        is_sound(waiting, "another date after a kill")


def is_sound(waiting: Waiting, fault: str) -> None:
    """It is called safe no earlier than it is, and what happened stays in its order."""
    assert waiting.announced_after_s() >= OWED_S, fault
    assert [kind for kind, _ in waiting.history()] == TOLD, fault


def test_no_wrong_date_brings_a_safe_try_earlier_or_what_happened_out_of_its_order(
    tmp_path: Path, made: Path
) -> None:
    dates = (YEAR_BACK, THREE_YEARS_ON, FROZEN, NTP_STEP, SMALL_STEP)
    waits = [*map(one_change, dates), back_and_forth, another_date_after_a_kill]
    side_by_side(waits, tmp_path, made)


def started_anew(clock: FakedClock) -> None:
    other = clock.place.directory / "boot_id"
    other.write_text("4b1d0000-0000-4000-8000-00000000b007\n")
    in_place = f'mount --bind {other} {BOOT_ID} && exec "$@"'
    clock.place.served_by = ("unshare", "--mount", "sh", "-c", in_place, "sh")


def slept(clock: FakedClock) -> None:
    clock.place.served_by = ("unshare", "--time", "--boottime", "7200")


MEANWHILE: dict[str, Callable[[FakedClock], None]] = {
    "killed": lambda _: None,
    "slept": slept,
    "started anew": started_anew,
    "set on": lambda clock: clock.set(THREE_YEARS_ON),
    "set back": lambda clock: clock.set(YEAR_BACK),
}


def across(meanwhile: str, slip: Outcome) -> Wait:
    """A slip before the end of the service, and its taking back after it.

    The wait goes on as without it, and no second counts in which no service watched.
    """
    named = f"{meanwhile} {slip.value}"

    def wait(clock: FakedClock) -> None:
        with clock.service() as waiting:
            waiting.reject()
            began = waiting.began
            assert waiting.says(slip) == Done(), named
        MEANWHILE[meanwhile](clock)
        with clock.service() as waiting:
            first, second = waiting.says(Outcome.TAKE_BACK), waiting.says(Outcome.TAKE_BACK)
            assert (first, waiting.radio().state) == (Done(), "Waiting"), named
            assert isinstance(second, Refusal), named
            assert second.reason is Reason.NOTHING_TO_TAKE_BACK, named
            waiting.says(Outcome.POWER_ON)
            waiting.began = began
            announced_s = waiting.announced_after_s()
        assert announced_s >= OWED_S + unwatched_s(clock.place), named

    return wait


def unwatched_s(place: Place) -> float:
    """The seconds from the last word before the second service until it watched, as it noted."""
    with closing(sqlite3.connect(place.database)) as store:
        noted = store.execute("SELECT kind, monotonic FROM event ORDER BY seq").fetchall()
    began = max(at for at, (kind, _) in enumerate(noted) if kind == "WatchStarted")
    passed_s = noted[began][1] - noted[began - 1][1]
    assert passed_s > 0
    return float(passed_s)


SLIPS = (Outcome.ACCEPTED, Outcome.ASKS_AGAIN, Outcome.REJECTED)
EACH_ONCE = [*zip(MEANWHILE, cycle(SLIPS), strict=False)]


@pytest.mark.parametrize(
    "cases",
    [EACH_ONCE, pytest.param([*product(MEANWHILE, SLIPS)], marks=pytest.mark.exhaustive)],
    ids=["each once", "each with each"],
)
def test_a_slip_is_taken_back_once_whatever_happened_meanwhile_and_its_wait_goes_on(
    tmp_path: Path, made: Path, cases: list[tuple[str, Outcome]]
) -> None:
    spaces = ["unshare", "--mount", "--time", "--boottime", "7200", "true"]
    if subprocess.run(spaces, capture_output=True, check=False).returncode:
        pytest.skip("only root makes namespaces of its own here")
    side_by_side([across(*case) for case in cases], tmp_path, made)
