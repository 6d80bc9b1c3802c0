"""The permanent feed: suspected at 0.25 s, lost at 2 s, and never lost while the engine starts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware.feed_filter import FeedFilter
from pi.hardware.told import FeedCameBack, FeedFell, FeedLost, FeedReturned, Told
from tests.pi.hardware.wires import UNHURRIED, Stretch, facts, told_by

PERIOD = 0.02
FELL, BACK, LOST, RETURNED = FeedFell(), FeedCameBack(), FeedLost(), FeedReturned()
THERE: Stretch = (1.0, True)

stretches = st.lists(st.tuples(st.floats(0.005, 3.0), st.booleans()), min_size=1, max_size=12)


def never() -> bool:
    """No engine is being started."""
    return False


def after_presence(*parts: Stretch) -> list[tuple[float, Told]]:
    """What is told of a feed that was there for a second before."""
    filtered = FeedFilter(never)
    told_by(filtered, [THERE], PERIOD)
    return told_by(filtered, parts, PERIOD)


def test_present_from_the_start_tells_nothing() -> None:
    assert told_by(FeedFilter(never), [(5.0, True)], PERIOD) == []


def test_present_from_the_start_is_known() -> None:
    filtered = FeedFilter(never)
    told_by(filtered, [THERE], PERIOD)
    assert filtered.level is True


def test_absent_from_the_start_is_suspected_and_then_lost() -> None:
    assert facts(told_by(FeedFilter(never), [(5.0, False)], PERIOD)) == [FELL, LOST]


def test_a_cut_is_suspected_after_a_quarter_of_a_second() -> None:
    at, fell = after_presence((1.0, False))[0]
    assert fell == FELL
    assert at == pytest.approx(0.25, abs=2 * PERIOD)


def test_a_cut_is_a_loss_after_two_seconds() -> None:
    at, lost = after_presence((3.0, False))[1]
    assert lost == LOST
    assert at == pytest.approx(2.0, abs=2 * PERIOD)


@pytest.mark.parametrize("dip_s", [0.015, 0.05, 0.1, 0.2])
def test_the_dip_of_a_starting_engine_is_not_suspected(dip_s: float) -> None:
    assert after_presence((dip_s, False), (2.0, True)) == []


def test_a_blink_long_ago_does_not_make_a_gap_a_loss() -> None:
    blink = [(0.1, False), (3.0, True)]
    assert facts(after_presence(*blink, (0.5, False), (1.0, True))) == [FELL, BACK]


def test_a_feed_that_comes_back_in_time_is_told_so() -> None:
    assert facts(after_presence((1.5, False), (1.0, True))) == [FELL, BACK]


def test_a_feed_that_comes_back_late_has_returned() -> None:
    assert facts(after_presence((4.0, False), (1.0, True))) == [FELL, LOST, RETURNED]


def test_a_terminal_that_sparks_does_not_bring_it_back() -> None:
    sparks = [(0.05, True), (0.3, False)] * 3
    assert facts(after_presence((1.0, False), *sparks, (1.0, False))) == [FELL, LOST]


def test_while_the_engine_starts_nothing_is_lost() -> None:
    filtered = FeedFilter(lambda: True)
    told_by(filtered, [THERE], PERIOD)
    assert facts(told_by(filtered, [(5.0, False)], PERIOD)) == [FELL]


def test_a_feed_that_is_still_gone_when_the_start_is_over_is_lost() -> None:
    starting = [True]
    filtered = FeedFilter(lambda: starting[0])
    told_by(filtered, [THERE, (5.0, False)], PERIOD)
    starting[0] = False
    assert filtered.sample(1006.02, False) == (LOST,)


def test_a_loss_is_told_once_however_long_it_lasts() -> None:
    assert facts(after_presence((60.0, False))) == [FELL, LOST]


@UNHURRIED
@given(stretches)
def test_a_loss_is_always_suspected_first(wire: list[Stretch]) -> None:
    told = facts(told_by(FeedFilter(never), wire, PERIOD))
    before = [told[i - 1] for i, fact in enumerate(told) if fact == LOST and i]
    assert all(fact == FELL for fact in before)
    assert LOST not in told[:1]


@UNHURRIED
@given(stretches)
def test_it_returns_only_after_a_loss(wire: list[Stretch]) -> None:
    told = facts(told_by(FeedFilter(never), wire, PERIOD))
    before = [told[i - 1] if i else None for i, fact in enumerate(told) if fact == RETURNED]
    assert all(fact == LOST for fact in before)


@UNHURRIED
@given(stretches)
def test_it_comes_back_only_after_a_fall(wire: list[Stretch]) -> None:
    told = facts(told_by(FeedFilter(never), wire, PERIOD))
    before = [told[i - 1] if i else None for i, fact in enumerate(told) if fact == BACK]
    assert all(fact == FELL for fact in before)


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.22), min_size=1, max_size=8))
def test_no_gap_shorter_than_a_quarter_of_a_second_is_told(gaps: list[float]) -> None:
    parts = [part for gap in gaps for part in ((gap, False), (0.3, True))]
    assert after_presence(*parts) == []


@UNHURRIED
@given(stretches)
def test_where_it_ends_present_for_long_it_is_known_and_steady(wire: list[Stretch]) -> None:
    filtered = FeedFilter(never)
    told_by(filtered, [*wire, (1.0, True)], PERIOD)
    assert (filtered.level, filtered.steady) == (True, True)
