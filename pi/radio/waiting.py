"""How a wait counts: marks, gaps and interruptions."""

from msgspec.structs import replace

from pi.radio.instant import Instant
from pi.radio.lockout import LONGEST_SLICE_S, restarts_the_wait
from pi.radio.lockout_rule import CountsWhile, Timer
from pi.radio.state import Wait

SUSPEND_NOTICED_S = 1.0  # the two clocks of one boot drift apart by less than this when awake


def marked(wait: Wait, at: Instant, timer: Timer) -> Wait:
    """The wait after a mark. Counts the stretch since the last one, if it was watched and on."""
    since = at.seconds_since(wait.mark)
    if since is None:
        return interrupted(wait, at, timer)
    if wait.powered is not True:
        return wait
    if _unwatched(wait, at, since):
        return replace(wait, interruptions=wait.interruptions + 1, powered=None, mark=at)
    return replace(wait, counted_s=wait.counted_s + since, mark=at)


def watched_again(wait: Wait, at: Instant, timer: Timer) -> Wait:
    """The wait after the service began to watch: the hole before is not counted.

    The owner's word that the radio is on outlives a short hole of the same boot. After a longer
    one it is asked again. Another boot means that this machine's own power went, so the radio's
    may have gone with it.
    """
    hole = at.seconds_since(wait.mark)
    if hole is None:
        return interrupted(wait, at, timer)
    powered = None if wait.powered and _unwatched(wait, at, hole) else wait.powered
    return replace(wait, interruptions=wait.interruptions + 1, powered=powered, mark=at)


def power_reported(wait: Wait, on: bool, at: Instant, timer: Timer) -> Wait:
    """The wait after somebody said whether the radio is on.

    Switching off interrupts, except where the radio's wait needs the permanent supply alone.
    """
    if at.seconds_since(wait.mark) is None:
        wait = interrupted(wait, at, timer)
    if on:
        return wait if wait.powered else replace(wait, powered=True, mark=at)
    if timer.counts_while is CountsWhile.PERMANENT_SUPPLY_ONLY or wait.powered is False:
        return wait
    return replace(interrupted(wait, at, timer), powered=False)


def interrupted(wait: Wait, at: Instant, timer: Timer) -> Wait:
    """The wait after the radio lost its power, or may have: it is asked whether it is on again."""
    return replace(
        wait,
        counted_s=0.0 if restarts_the_wait(timer) else wait.counted_s,
        interruptions=wait.interruptions + 1,
        powered=None,
        mark=at,
    )


def _unwatched(wait: Wait, at: Instant, seconds: float) -> bool:
    return seconds > LONGEST_SLICE_S or at.slept_since(wait.mark) > SUSPEND_NOTICED_S
