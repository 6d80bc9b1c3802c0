"""Two readings of the clocks, and what may be said of the time between them."""

from hypothesis import given
from msgspec.structs import replace

from pi.radio.instant import Instant, WallQuality
from tests.pi.radio.folding import check
from tests.pi.radio.histories import qualities, walls, wild_instants

START = Instant(boot_id="a", monotonic=100.0, boottime=100.0, wall=0.0)


def later(awake: float = 0.0, asleep: float = 0.0, boot_id: str = "a") -> Instant:
    """A reading after so many seconds."""
    return Instant(
        boot_id=boot_id, monotonic=100.0 + awake, boottime=100.0 + awake + asleep, wall=0.0
    )


def test_seconds_within_a_boot_are_those_of_the_monotonic_clock() -> None:
    assert later(awake=15.0, asleep=7200.0).seconds_since(START) == 15.0


def test_the_same_moment_is_no_seconds_away() -> None:
    assert START.seconds_since(START) == 0.0


def test_there_are_no_seconds_between_two_boots() -> None:
    assert later(awake=15.0, boot_id="b").seconds_since(START) is None


def test_there_are_no_seconds_backwards() -> None:
    assert later(awake=-0.25).seconds_since(START) is None


def test_the_suspend_between_two_readings_is_seen() -> None:
    assert later(awake=15.0, asleep=7200.0).slept_since(START) == 7200.0


def test_no_suspend_is_seen_across_boots() -> None:
    assert later(asleep=7200.0, boot_id="b").slept_since(START) == 0.0


def test_a_wall_clock_is_unsure_until_somebody_says_otherwise() -> None:
    assert START.quality is WallQuality.UNSURE


@check
@given(one=wild_instants(), other=wild_instants(), wall=walls, quality=qualities)
def test_the_wall_clock_tells_no_seconds(
    one: Instant, other: Instant, wall: float, quality: WallQuality
) -> None:
    moved = replace(other, wall=wall, quality=quality)
    assert (moved.seconds_since(one), moved.slept_since(one)) == (
        other.seconds_since(one),
        other.slept_since(one),
    )


@check
@given(one=wild_instants(), other=wild_instants())
def test_seconds_are_never_negative(one: Instant, other: Instant) -> None:
    assert (other.seconds_since(one) or 0.0) >= 0.0
