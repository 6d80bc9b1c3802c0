"""What filters tell of a wire that bounces, dips, sparks or is dimmed: presses and senses.

On a machine so busy that its looks come late the times of the edges, which the kernel keeps, fill
the gaps.
"""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.hardware import filters, port
from pi.hardware.sampler import Stepper
from pi.hardware.wiring import Signal
from tests.pi.hardware.bench_panel import BenchPanel
from tests.pi.hardware.wires import UNHURRIED, Stretch, Wire, facts, repeats, told_by

FAST, PERIOD = 0.01, 0.02  # seconds between two looks at a button, and at a sense
SHORT = port.ButtonPressed(button=Signal.NEXT)
HELD = port.ButtonPressed(button=Signal.NEXT, held=True)
LOOSE: Stretch = (0.2, False)
BOUNCE: list[Stretch] = [(0.003, True), (0.004, False), (0.006, True), (0.005, False)]
bounces = st.lists(st.floats(0.001, 0.009), max_size=6).map(
    lambda parts: [(seconds, i % 2 == 0) for i, seconds in enumerate(parts)]
)


def presses(*stretches: Stretch) -> list[tuple[float, port.ButtonPressed]]:
    """What a button tells that was loose before and after."""
    told = told_by(filters.ButtonFilter(Signal.NEXT), [LOOSE, *stretches, LOOSE], FAST)
    return [(at, fact) for at, fact in told if isinstance(fact, port.ButtonPressed)]


def test_a_press_is_told_within_40_ms_of_its_end_and_a_long_one_while_it_lasts() -> None:
    [(at, press)] = presses((0.3, True))
    assert press == SHORT
    assert 0.5 <= at <= 0.54
    [(at, press)] = presses((2.0, True))
    assert press == HELD
    assert at == pytest.approx(0.2 + 0.8, abs=2 * FAST)


def test_a_bouncing_contact_is_one_press_and_one_that_was_down_at_the_start_is_none() -> None:
    assert facts(presses(*BOUNCE, (0.3, True), *BOUNCE)) == [SHORT]
    stretches = [(3.0, True), LOOSE, (0.1, True), LOOSE]
    assert facts(told_by(filters.ButtonFilter(Signal.NEXT), stretches, FAST)) == [SHORT]


def test_one_sample_is_no_press_however_late_the_next_comes() -> None:
    button = filters.ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE], FAST)
    levels = [(1001.0, True), (1009.0, False), (1009.1, False)]
    assert [fact for at, raw in levels for fact in button.sample(at, raw)] == []


@pytest.mark.parametrize(("down_s", "steady"), [(0.0, True), (0.5, False), (1.5, True)])
def test_a_button_is_steady_but_for_an_untold_press(down_s: float, steady: bool) -> None:
    button = filters.ButtonFilter(Signal.NEXT)
    told_by(button, [LOOSE, *[(down_s, True)] * (down_s > 0)], FAST)
    assert button.steady is steady


@UNHURRIED
@given(bounces, st.floats(0.05, 0.7) | st.floats(0.9, 5.0), bounces)
def test_every_press_is_told_once_as_a_short_or_as_a_long_one(
    before: list[Stretch], seconds: float, after: list[Stretch]
) -> None:
    told = presses(*before, (0.01, False), (seconds, True), (0.01, False), *after)
    assert facts(told) == [SHORT if seconds < 0.8 else HELD]


def told_of(
    stretches: list[Stretch], lateness: list[float], edges_late_s: float = 0.0
) -> list[port.Told]:
    """What is told of a button whose steps come late by these seconds, over and over."""
    wire, now, told = Wire(stretches), 0.0, list[port.Told]()
    stepper = Stepper({Signal.NEXT: lambda: wire.at(now)}, begun=0.0)
    edges, k = [(at, wire.at(at)) for at in wire.edges], 0
    while now <= wire.ends[-1]:
        for at, active in [edge for edge in edges if edge[0] + edges_late_s <= now]:
            stepper.edge(Signal.NEXT, at, active)
        edges = [edge for edge in edges if edge[0] + edges_late_s > now]
        facts, due = stepper.step(now)
        told += facts
        wanted = min([due, *(at + edges_late_s for at, _ in edges[:1])])
        now, k = max(wanted, now) + lateness[k % len(lateness)], k + 1
    return told


LONG_LOOSE: Stretch = (3.0, False)


@pytest.mark.parametrize(
    ("pressed", "lateness", "edges_late_s", "told"),
    [
        ([(0.08, True)], 0.15, 0.0, [SHORT]),  # over before the second look
        ([(0.01, True)], 0.15, 0.0, []),  # a spike between two looks
        ([(0.08, True)], 0.001, 0.2, [SHORT]),  # whose edges come late too
        ([(0.5, True), (0.1, False), (0.5, True)], 0.6, 0.0, [SHORT, SHORT]),  # no long one
        ([(3.0, True)], 0.09, 0.0, [HELD]),
    ],
)
def test_what_late_looks_miss_is_told_by_the_edges(
    pressed: list[Stretch], lateness: float, edges_late_s: float, told: list[port.Told]
) -> None:
    assert told_of([LONG_LOOSE, *pressed, LONG_LOOSE], [lateness], edges_late_s) == told


@UNHURRIED
@given(
    st.lists(st.tuples(st.floats(0.05, 0.5), st.floats(0.05, 0.5)), min_size=1, max_size=6),
    st.lists(st.floats(0.001, 0.4), min_size=1, max_size=5),
)
def test_late_looks_miss_no_press(made: list[tuple[float, float]], lateness: list[float]) -> None:
    stretches = [part for down, up in made for part in ((down, True), (up, False))]
    assert told_of([LONG_LOOSE, *stretches, LONG_LOOSE], lateness) == [SHORT] * len(made)


@UNHURRIED
@given(st.floats(0.05, 0.5), st.floats(0.0, 0.15), st.floats(0.0005, 0.1))
def test_late_edges_tell_a_press_once(down_s: float, edges_late_s: float, lateness: float) -> None:
    assert told_of([LONG_LOOSE, (down_s, True), LONG_LOOSE], [lateness], edges_late_s) == [SHORT]


@UNHURRIED
@given(
    st.lists(st.floats(0.001, 0.02), min_size=1, max_size=8),
    st.lists(st.floats(0.001, 0.4), min_size=1, max_size=5),
)
def test_no_glitch_shorter_than_25_ms_is_a_press_be_the_looks_late_or_in_time(
    glitches: list[float], lateness: list[float]
) -> None:
    stretches = [part for glitch in glitches for part in ((glitch, True), (0.1, False))]
    assert presses(*stretches) == []
    assert told_of([LONG_LOOSE, *stretches, LONG_LOOSE], lateness) == []


IGNITION_ON, IGNITION_OFF = port.IgnitionIs(on=True), port.IgnitionIs(on=False)
DIPPED, ROSE = port.IgnitionFell(), port.IgnitionCameBack()
FELL, BACK = port.FeedFell(), port.FeedCameBack()
LOST, RETURNED = port.FeedLost(), port.FeedReturned()
ACTIVE: Stretch = (1.0, True)
ignition = filters.IgnitionFilter
feed = partial(filters.FeedFilter, lambda: False)  # no engine starts
stretches = st.lists(st.tuples(st.floats(0.005, 3.0), st.booleans()), min_size=1, max_size=12)


def told_after(filtered: filters.Filter, *parts: Stretch) -> list[tuple[float, port.Told]]:
    """What is told of a wire that has been active for a second before."""
    told_by(filtered, [ACTIVE], PERIOD)
    return told_by(filtered, parts, PERIOD)


def test_from_the_start_it_is_told_once_and_known_only_once_it_has_stood() -> None:
    for level, told in (True, IGNITION_ON), (False, IGNITION_OFF):
        filtered = ignition()
        assert told_by(filtered, [(0.2, level)], PERIOD) == []
        assert filtered.level is None
        assert facts(told_by(filtered, [(5.0, level)], PERIOD)) == [told]


def test_a_fall_is_told_at_the_second_sample_and_off_two_seconds_after_it() -> None:
    (at, fell), (later, off) = told_after(ignition(), (3.0, False))
    assert (fell, off) == (DIPPED, IGNITION_OFF)
    assert (at, later) == (pytest.approx(PERIOD), pytest.approx(2.0, abs=2 * PERIOD))


_RIPPLE: list[Stretch] = [(0.05, False), (0.1, True)] * 8
_SPARKS: list[Stretch] = [(0.05, True), (0.3, False)] * 3


@pytest.mark.parametrize(
    ("of", "parts", "told"),
    [
        (ignition, [(0.015, False), (1.0, True)], []),  # one sample
        (ignition, [(0.015, False), (3.0, True), (0.1, False), (1.0, True)], [DIPPED, ROSE]),
        (ignition, [(0.05, False), (2.0, True)], [DIPPED, ROSE]),  # a starting engine
        (ignition, [(1.5, False), (2.0, True)], [DIPPED, ROSE]),
        (ignition, [(1.95, False), (1.0, True)], [DIPPED, ROSE]),  # it rose just in time
        (ignition, [(0.06, False), (0.08, True), *_RIPPLE, (1.0, True)], [DIPPED, ROSE]),
        (ignition, [(20.0, False), (2.0, True)], [DIPPED, IGNITION_OFF, IGNITION_ON]),  # a plateau
        (feed, [(0.015, False), (2.0, True)], []),  # a starting engine
        (feed, [(0.2, False), (2.0, True)], []),
        (feed, [(0.1, False), (3.0, True), (0.5, False), (1.0, True)], [FELL, BACK]),
        (feed, [(1.5, False), (1.0, True)], [FELL, BACK]),
        (feed, [(4.0, False), (1.0, True)], [FELL, LOST, RETURNED]),
        (feed, [(1.0, False), *_SPARKS, (1.0, False)], [FELL, LOST]),  # a terminal
    ],
)
def test_a_dip_comes_back_what_is_long_is_off_and_sparks_bring_nothing_back(
    of: Callable[[], filters.Filter], parts: list[Stretch], told: list[port.Told]
) -> None:
    assert facts(told_after(of(), *parts)) == told


def test_from_the_fall_on_nothing_is_credited_and_it_is_undecided_for_a_while() -> None:
    filtered = ignition()
    told_after(filtered, (0.5, False))
    assert (filtered.level, filtered.undecided) == (False, True)
    told_by(filtered, [(3.0, False)], PERIOD)
    assert filtered.undecided is False


@UNHURRIED
@given(stretches)
def test_a_fall_and_what_it_was_take_turns_and_so_do_on_and_off(wire: list[Stretch]) -> None:
    filtered = ignition()
    told = facts(told_by(filtered, [ACTIVE, *wire, (5.0, True)], PERIOD))
    assert all(
        told[at + 1] in (ROSE, IGNITION_OFF) for at, fact in enumerate(told) if fact == DIPPED
    )
    assert all(told[at - 1] == DIPPED for at, fact in enumerate(told) if fact == IGNITION_OFF)
    assert not repeats([fact for fact in told if isinstance(fact, port.IgnitionIs)])
    assert (filtered.level, filtered.steady) == (True, True)


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.018), min_size=1, max_size=10))
def test_no_glitch_shorter_than_a_sample_to_the_next_is_told(glitches: list[float]) -> None:
    parts = [part for glitch in glitches for part in ((glitch, False), (0.1, True))]
    assert told_after(ignition(), *parts) == []


def test_the_radio_is_powered_as_the_ignition_says_or_as_its_owner_knows() -> None:
    assert (port.OwnersWord().sensed(), port.IgnitionSense(port.NoBody()).sensed()) == (None, None)
    bench = BenchPanel()
    bench.drive(Signal.IGNITION, True)
    bench.settle()
    assert port.IgnitionSense(bench.panel).sensed() is True
    bench.drive(Signal.IGNITION, False)
    bench.pass_time(0.05)  # the first moment of a dip
    assert port.IgnitionSense(bench.panel).sensed() is False


def test_from_the_start_presence_tells_nothing_and_absence_is_suspected_and_then_lost() -> None:
    filtered = feed()
    assert told_by(filtered, [(5.0, True)], PERIOD) == []
    assert filtered.level is True
    assert facts(told_by(feed(), [(60.0, False)], PERIOD)) == [FELL, LOST]


def test_a_cut_is_suspected_after_a_quarter_of_a_second_and_a_loss_after_two() -> None:
    (at, fell), (later, lost) = told_after(feed(), (3.0, False))
    assert (fell, lost) == (FELL, LOST)
    assert (at, later) == (pytest.approx(0.25, abs=2 * PERIOD), pytest.approx(2.0, abs=2 * PERIOD))


def test_two_samples_far_apart_prove_nothing_of_what_lay_between() -> None:
    filtered = feed()
    told_by(filtered, [ACTIVE], PERIOD)
    assert filtered.sample(1001.0, False) + filtered.sample(1001.9, False) == ()


def test_while_the_engine_starts_nothing_is_lost_but_once_that_is_over() -> None:
    starting = [True]
    filtered = filters.FeedFilter(lambda: starting[0])
    assert facts(told_after(filtered, (5.0, False))) == [FELL]
    starting[0] = False
    assert filtered.sample(1006.02, False) == (LOST,)


@UNHURRIED
@given(stretches)
def test_each_loss_follows_a_fall_and_each_way_back_what_it_ends(wire: list[Stretch]) -> None:
    filtered = feed()
    told = facts(told_by(filtered, [*wire, (1.0, True)], PERIOD))
    before = {LOST: FELL, BACK: FELL, RETURNED: LOST}
    for earlier, fact in zip([None, *told], told, strict=False):
        assert fact not in before or earlier == before[fact]
    assert (filtered.level, filtered.steady) == (True, True)


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.22), min_size=1, max_size=8))
def test_no_gap_shorter_than_a_quarter_of_a_second_is_told(gaps: list[float]) -> None:
    parts = [part for gap in gaps for part in ((gap, False), (0.3, True))]
    assert told_after(feed(), *parts) == []


PARKED, MOVING = port.ParkedIs(parked=True), port.ParkedIs(parked=False)
UNKNOWN = port.ParkedIs(parked=None)


def parked_by(*parts: Stretch, ignition: bool = True) -> list[tuple[float, port.Told]]:
    return told_by(filters.ParkedFilter(lambda: ignition), list(parts), PERIOD)


def test_parked_is_told_once_after_half_a_second_and_not_parked_within_80_ms() -> None:
    (at, parked), (later, moving) = parked_by((3.0, True), (1.0, False))
    assert (parked, moving) == (PARKED, MOVING)
    assert at == pytest.approx(0.5, abs=PERIOD)
    assert later <= 3.08
    assert facts(parked_by((3.0, False))) == [MOVING]


def test_without_the_ignition_it_is_unknown_and_allowed_again_half_a_second_after_it() -> None:
    assert facts(parked_by((3.0, True), ignition=False)) == [UNKNOWN]
    ignition = [True]
    filtered = filters.ParkedFilter(lambda: ignition[0])
    told_by(filtered, [(1.0, True)], PERIOD)
    ignition[0] = False
    told_by(filtered, [(1.0, True)], PERIOD)
    ignition[0] = True
    [(at, parked)] = told_by(filtered, [(1.0, True)], PERIOD)
    assert parked == PARKED
    assert at >= 0.5 - PERIOD


@UNHURRIED
@given(st.lists(st.floats(0.001, 0.45), min_size=1, max_size=8))
def test_nothing_shorter_than_half_a_second_is_parked(times: list[float]) -> None:
    parts = [part for seconds in times for part in ((0.1, False), (seconds, True))]
    assert PARKED not in facts(parked_by(*parts))


@UNHURRIED
@given(stretches)
def test_no_sense_tells_the_same_twice_and_one_that_stays_is_known(wire: list[Stretch]) -> None:
    for filtered in (filters.ParkedFilter(lambda: True), filters.LightsFilter()):
        assert not repeats(facts(told_by(filtered, [*wire, (2.0, False)], PERIOD, edges=True)))
        assert (filtered.level, filtered.steady) == (False, True)


ON, OFF = port.LightsAre(on=True), port.LightsAre(on=False)


def pulses(hertz: float, duty: float, seconds: float) -> list[Stretch]:
    """A dimmed lamp."""
    one = [(duty / hertz, True), ((1 - duty) / hertz, False)]
    return one * round(seconds * hertz)


def dark() -> filters.LightsFilter:
    """The filter of a wire that has been dark for long."""
    filtered = filters.LightsFilter()
    told_by(filtered, [(5.0, False)], PERIOD)
    return filtered


def later(
    filtered: filters.LightsFilter, stretches: list[Stretch], edges: bool = True
) -> list[port.LightsAre]:
    """What is told after it has been dark."""
    told = told_by(filtered, [(0.02, False), *stretches], PERIOD, edges)
    return [fact for fact in facts(told) if isinstance(fact, port.LightsAre)]


def test_from_the_start_lights_are_told_once_after_0_3_s_and_dark_after_1_5_s() -> None:
    assert facts(told_by(filters.LightsFilter(), [(9.0, False)], PERIOD)) == [OFF]
    filtered = filters.LightsFilter()
    [(at, on)] = told_by(filtered, [(9.0, True), (1.0, False), (2.0, True)], PERIOD)
    assert on == ON
    assert at == pytest.approx(0.3, abs=PERIOD)
    [(at, off)] = told_by(filtered, [(3.0, False)], PERIOD)
    assert off == OFF
    assert at == pytest.approx(1.5, abs=2 * PERIOD)


@pytest.mark.parametrize(("hertz", "duty"), [(80, 0.0825), (80, 0.05), (100, 0.5), (250, 0.05)])
def test_a_dimmed_lamp_is_on_by_its_edges_until_it_goes_out(hertz: float, duty: float) -> None:
    assert later(dark(), [*pulses(hertz, duty, 3.0), (3.0, False)]) == [ON, OFF]


def test_pulses_that_every_sample_misses_are_seen_only_by_their_edges() -> None:
    missed = [(0.0149, False), (0.001, True), (0.0041, False)] * 100
    assert (later(dark(), missed, edges=False), later(dark(), missed)) == ([], [ON])


@UNHURRIED
@given(st.floats(0.001, 0.28) | st.floats(0.35, 4.0))
def test_a_flash_shorter_than_0_3_s_is_not_told_and_light_for_longer_is(seconds: float) -> None:
    told = [ON, OFF] if seconds > 0.3 else []
    assert later(dark(), [(seconds, True), (3.0, False)]) == told


def test_a_light_that_flashes_now_and_then_is_not_on_and_lasting_pulses_need_no_samples() -> None:
    assert later(dark(), [(0.02, True), (0.8, False)] * 5) == []
    filtered = filters.LightsFilter()
    told_by(filtered, [(1.0, True)], PERIOD)
    filtered.edge(1001.01)
    assert filtered.steady
