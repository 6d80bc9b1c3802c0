"""A real service under a clock that a test puts wrong, by libfaketime.

The service reads what the file says at every look at a clock. ``CLOCK_MONOTONIC`` stays the
machine's own, as it does on a real machine whose date is set, unless a test fakes it too.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pi.service.asks import GetHistory, GetStatus, Outcome, Report
from pi.service.protocol import Answer, Done, History, HistoryLine, Status
from pi.service.refusal import Refusal
from pi.service.shown import RadioView
from tests.blackbox.caller import Caller, calling
from tests.blackbox.processes import Place, until

AS_IT_IS = "+0"
YEAR_BACK, THREE_YEARS_ON, NTP_STEP = "-365d", "+1095d", "+11h"
SMALL_STEP = "+30s"  # shorter than a stretch that counts as watched
FROZEN = "2021-03-04 05:06:07"


def library() -> str:
    """Where libfaketime lies. Skips where it is not installed."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        pytest.skip("libfaketime is not here: apt install faketime")
    return str(found[0])


class Waiting:
    """A radio in a short lockout, as a surface sees it; ``began`` by the machine's own clock."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.began = 0.0

    def reject(self) -> None:
        """Three wrong tries, the last of which costs the wait."""
        for _ in range(3):
            self.began = time.monotonic()
            self._caller.ask(Report(outcome=Outcome.REJECTED, vehicle=1))

    def say_on(self) -> None:
        """The owner says that the radio is on."""
        self._caller.ask(Report(outcome=Outcome.POWER_ON, vehicle=1))

    def slip(self, outcome: Outcome) -> None:
        """The owner says what was not so."""
        assert self._caller.ask(Report(outcome=outcome, vehicle=1)) == Done()

    def take_back(self) -> Answer | Refusal:
        """The last word was a slip. The answer."""
        return self._caller.ask(Report(outcome=Outcome.TAKE_BACK, vehicle=1))

    def radio(self) -> RadioView:
        """What every surface is told."""
        status = self._caller.ask(GetStatus())
        assert isinstance(status, Status)
        return status.radios[0]

    def history(self) -> list[HistoryLine]:
        """What was told, oldest first."""
        history = self._caller.ask(GetHistory(vehicle=1))
        assert isinstance(history, History)
        return list(reversed(history.lines))

    def passed_s(self) -> float:
        """Seconds since the last try was told, by the machine's own clock."""
        return time.monotonic() - self.began

    def announced_after_s(self) -> float:
        """Wait for the word that a try is safe: after how long it came."""
        until(lambda: self.radio().state != "Waiting", "the earliest safe try")
        assert self.radio().state == "SafeToTry"
        return self.passed_s()


class FakedClock:
    """The clock of a place's services, and how it is put wrong."""

    def __init__(self, place: Place, *, monotonic_too: bool = False) -> None:
        self._place = place
        self._said = place.directory / "clock"
        self.set(AS_IT_IS)
        self._environment = {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._said),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "0" if monotonic_too else "1",
            "DONT_FAKE_MONOTONIC": "0" if monotonic_too else "1",
        }

    def set(self, date: str) -> None:
        """From here on the service's clock is off by that much, or stands still at a date."""
        draft = self._said.with_suffix(".new")
        draft.write_text(f"{date}\n")
        draft.replace(self._said)  # never read half written

    @contextmanager
    def service(self) -> Iterator[Waiting]:
        """A service under this clock, and a surface; killed at the end."""
        with self._place.service(**self._environment), calling(self._place) as caller:
            yield Waiting(caller)
