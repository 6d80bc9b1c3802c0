"""A doubt put into a history anywhere never makes a wait shorter."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.radio.events import (
    By,
    InterruptionSeen,
    PowerReported,
    PowerWitnessed,
    WatchStarted,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.state import Name
from tests.pi.radio.folding import check, families, states
from tests.pi.radio.histories import Records, recorded, unlooked

# A sense's word: an owner's would be the last that can be taken back, in the place of another.
LOST, OFF = InterruptionSeen(by=By.SENSE), PowerReported(on=False, by=By.SENSE)

Change = Callable[[Records, int], Records]


def shifted(records: Records, awake: float = 0.0, asleep: float = 0.0, boot: str = "") -> Records:
    """The same records later: after so many more seconds, or after another boot."""
    return tuple(
        replace(
            record,
            at=replace(
                record.at,
                boot_id=record.at.boot_id + boot,
                monotonic=record.at.monotonic + awake,
                boottime=record.at.boottime + awake + asleep,
            ),
        )
        for record in records
    )


def a_reboot(records: Records, at: int) -> Records:
    """The machine starts anew before this record, and its clock with it."""
    return (*records[:at], *shifted(records[at:], awake=-1_000.0, boot=" again"))


def a_reboot_into_a_late_clock(records: Records, at: int) -> Records:
    """The new boot's clock happens to go on where the old one stood."""
    return (*records[:at], *shifted(records[at:], boot=" again"))


def a_suspend(records: Records, at: int) -> Records:
    """The machine sleeps for two hours before this record."""
    return (*records[:at], *shifted(records[at:], asleep=7200.0))


def a_gap(records: Records, at: int) -> Records:
    """Nobody watches for a little too long before this record."""
    return (*records[:at], *shifted(records[at:], awake=45.25))


def an_interruption(records: Records, at: int) -> Records:
    """The radio loses its power just before this record."""
    seen = [recorded(LOST, one.at) for one in records[at : at + 1]]
    return (*records[:at], *seen, *records[at:])


def an_interruption_after_the_last_record(records: Records, at: int) -> Records:
    """The radio loses its power just after the record before this one."""
    seen = [recorded(LOST, one.at) for one in records[max(0, at - 1) : at]]
    return (*records[:at], *seen, *records[at:])


def a_switching_off(records: Records, at: int) -> Records:
    """The radio is switched off just before this record."""
    seen = [recorded(OFF, one.at) for one in records[at : at + 1]]
    return (*records[:at], *seen, *records[at:])


def a_start_of_the_service(records: Records, at: int) -> Records:
    """The service was away before this record."""
    seen = [recorded(WatchStarted(), one.at) for one in records[at : at + 1]]
    return (*records[:at], *seen, *records[at:])


def a_mark_written_twice(records: Records, at: int) -> Records:
    """A second writer makes the same mark."""
    twice = [one for one in records[at : at + 1] if isinstance(one.event, PowerWitnessed)]
    return (*records[:at], *twice, *records[at:])


def a_mark_lost(records: Records, at: int) -> Records:
    """A row is missing."""
    kept = [one for one in records[at : at + 1] if not isinstance(one.event, PowerWitnessed)]
    return (*records[:at], *kept, *records[at + 1 :])


CHANGES = (
    a_reboot,
    a_reboot_into_a_late_clock,
    a_suspend,
    a_gap,
    an_interruption,
    an_interruption_after_the_last_record,
    a_switching_off,
    a_start_of_the_service,
    a_mark_written_twice,
    a_mark_lost,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@check
@given(head_unit=families, records=unlooked, place=st.floats(0, 1))
def test_a_doubt_never_makes_a_wait_shorter(
    change: Change, head_unit: HeadUnit, records: Records, place: float
) -> None:
    at = min(int(place * len(records)), len(records) - 1)
    changed = states(head_unit, change(records, at))
    afterwards = list(zip(states(head_unit, records)[::-1], changed[::-1], strict=False))
    for before, after in afterwards[: min(len(records), len(changed)) - at]:
        assert after.name is not Name.SAFE_TO_TRY or before.name is Name.SAFE_TO_TRY
        if before.wait is not None and before.name is Name.WAITING:
            assert after.wait is not None
            assert after.wait.counted_s <= before.wait.counted_s
