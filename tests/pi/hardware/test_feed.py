"""The permanent feed: suspected at 0.25 s, lost at 2 s, and never while the engine starts.

A clock that lives on it bears witness of a cut as well.
"""

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.body import FeedCameBack, FeedFell, FeedLost, FeedReturned, Told
from pi.hardware.filters import FeedFilter
from pi.hardware.rtc_witness import RtcWitness, WitnessProblem
from tests.pi.hardware.wires import UNHURRIED, Stretch, facts, told_by
from tests.pi.service.wires import FakeChip

PERIOD = 0.02
FELL, BACK, LOST, RETURNED = FeedFell(), FeedCameBack(), FeedLost(), FeedReturned()
THERE: Stretch = (1.0, True)
stretches = st.lists(st.tuples(st.floats(0.005, 3.0), st.booleans()), min_size=1, max_size=12)


def never() -> bool:
    return False


def after_presence(*parts: Stretch) -> list[tuple[float, Told]]:
    """What is told of a feed that was there for a second before."""
    filtered = FeedFilter(never)
    told_by(filtered, [THERE], PERIOD)
    return told_by(filtered, parts, PERIOD)


def test_from_the_start_presence_tells_nothing_and_absence_is_suspected_and_then_lost() -> None:
    filtered = FeedFilter(never)
    assert told_by(filtered, [(5.0, True)], PERIOD) == []
    assert filtered.level is True
    assert facts(told_by(FeedFilter(never), [(60.0, False)], PERIOD)) == [FELL, LOST]


def test_a_cut_is_suspected_after_a_quarter_of_a_second_and_a_loss_after_two() -> None:
    (at, fell), (later, lost) = after_presence((3.0, False))
    assert (fell, lost) == (FELL, LOST)
    assert (at, later) == (pytest.approx(0.25, abs=2 * PERIOD), pytest.approx(2.0, abs=2 * PERIOD))


_SPARKS: list[Stretch] = [(0.05, True), (0.3, False)] * 3


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([(0.015, False), (2.0, True)], []),  # a starting engine
        ([(0.2, False), (2.0, True)], []),
        ([(0.1, False), (3.0, True), (0.5, False), (1.0, True)], [FELL, BACK]),
        ([(1.5, False), (1.0, True)], [FELL, BACK]),
        ([(4.0, False), (1.0, True)], [FELL, LOST, RETURNED]),
        ([(1.0, False), *_SPARKS, (1.0, False)], [FELL, LOST]),  # a terminal
    ],
)
def test_what_is_short_is_nothing_what_comes_back_is_told_and_sparks_bring_nothing_back(
    parts: list[Stretch], told: list[Told]
) -> None:
    assert facts(after_presence(*parts)) == told


def test_two_samples_far_apart_prove_nothing_of_what_lay_between() -> None:
    filtered = FeedFilter(never)
    told_by(filtered, [THERE], PERIOD)
    assert filtered.sample(1001.0, False) + filtered.sample(1001.9, False) == ()


def test_while_the_engine_starts_nothing_is_lost_but_once_that_is_over() -> None:
    starting = [True]
    filtered = FeedFilter(lambda: starting[0])
    assert facts(told_by(filtered, [THERE, (5.0, False)], PERIOD)) == [FELL]
    starting[0] = False
    assert filtered.sample(1006.02, False) == (LOST,)


@UNHURRIED
@given(stretches)
def test_each_loss_follows_a_fall_and_each_way_back_what_it_ends(wire: list[Stretch]) -> None:
    filtered = FeedFilter(never)
    told = facts(told_by(filtered, [*wire, (1.0, True)], PERIOD))
    before = {LOST: FELL, BACK: FELL, RETURNED: LOST}
    for earlier, fact in zip([None, *told], told, strict=False):
        assert fact not in before or earlier == before[fact]
    assert (filtered.level, filtered.steady) == (True, True)


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.22), min_size=1, max_size=8))
def test_no_gap_shorter_than_a_quarter_of_a_second_is_told(gaps: list[float]) -> None:
    parts = [part for gap in gaps for part in ((gap, False), (0.3, True))]
    assert after_presence(*parts) == []


CONTROL, STATUS = 0x0E, 0x0F


@pytest.mark.parametrize(("status", "lost"), [(0x88, True), (0x80, True), (0x08, False)])
def test_the_flag_is_the_answer_and_clearing_takes_it_alone(status: int, lost: bool) -> None:
    chip = FakeChip()
    chip.registers = {CONTROL: 0x1C, STATUS: status}
    witness = chip.witness()
    assert witness.feed_was_lost() is lost
    assert chip.registers == {CONTROL: 0x1C, STATUS: status}
    witness.clear()
    assert chip.registers == {CONTROL: 0x1C, STATUS: status & 0x7F}
    assert witness.feed_was_lost() is False


def test_a_clock_that_stops_on_battery_proves_nothing_until_it_is_cleared() -> None:
    chip = FakeChip()
    chip.registers = {CONTROL: 0x9C, STATUS: 0x88}
    witness = chip.witness()
    assert witness.feed_was_lost() == WitnessProblem(reason="stops_on_battery", bus=1)
    witness.clear()
    assert chip.registers[CONTROL] == 0x1C


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "no_bus"),
        (errno.EACCES, "no_permission"),
        (errno.EBUSY, "busy"),
        (errno.ENXIO, "no_answer"),
        (errno.EREMOTEIO, "no_answer"),
        (errno.EMFILE, "fault"),
    ],
)
def test_a_bus_that_can_not_be_used_has_its_reason(number: int, reason: str) -> None:
    witness = FakeChip(number).witness()
    wanted = WitnessProblem(reason=reason, bus=1, detail=os.strerror(number))
    assert (witness.feed_was_lost(), witness.clear()) == (wanted, wanted)
    assert getattr(RtcWitness(32).feed_was_lost(), "reason", None) == "no_bus"  # this machine's
