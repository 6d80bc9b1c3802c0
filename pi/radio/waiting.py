"""How a wait counts: marks, gaps and interruptions.

Every function moves the mark to the moment it is told of. A stretch is therefore judged once, by
its own two ends, and no telling can make an earlier doubt forgotten.
"""

from msgspec.structs import replace

from pi.radio.events import (
    BatteryCut,
    By,
    Event,
    FeedCameBack,
    FeedFell,
    InterruptionSeen,
    PowerReported,
    SupplyCameBack,
    SupplyFell,
    WatchStarted,
    Witness,
)
from pi.radio.instant import Instant
from pi.radio.lockout import LONGEST_SLICE_S, CountsWhile, Timer, owed, restarts_the_wait
from pi.radio.state import Wait

SUSPEND_NOTICED_S = 1.0  # the two clocks of one boot drift apart by less than this when awake


def after(wait: Wait, event: Event, at: Instant, timer: Timer) -> Wait:
    """The wait after one more record. Each is a mark, whatever else it tells."""
    match event:
        case WatchStarted():
            return watched_again(wait, at, timer)
        case PowerReported(on=True, by=By.SENSE) if not answered_by_a_sense(wait):
            return marked(wait, at, timer)
        case PowerReported(on=on):
            return power_reported(wait, on, at, timer)
        case BatteryCut(witness=Witness.GUESS):
            return marked(wait, at, timer)
        case InterruptionSeen() | BatteryCut():
            return interrupted(wait, at, timer)
        case SupplyFell() if timer.counts_while is CountsWhile.PERMANENT_SUPPLY_ONLY:
            return marked(wait, at, timer)
        case SupplyFell() | FeedFell():
            return fallen(wait, at, timer)
        case SupplyCameBack() | FeedCameBack():
            return came_back(wait, at, timer)
        case _:
            return marked(wait, at, timer)


def again(wait: Wait, wait_s: float | None, at: Instant) -> Wait:
    """A try during a wait starts it again, at the longer of what was and what is now owed.

    ``wait_s`` is the documented wait of that try in seconds, None for one of unknown length.
    """
    longest = None
    if wait.owed_s is not None and wait_s is not None:
        longest = max(wait.owed_s, wait.longer_s or 0.0, owed(wait_s))
    return replace(
        wait,
        owed_s=longest,
        counted_s=0.0,
        powered=True,
        mark=at,
        ends_series=True,
        longer_s=None,
        lost_since=False,
        fell=False,  # a radio that refused a code has its supply
    )


def told_longer(wait: Wait, may_take_s: float | None) -> Wait:
    """Counted out, and the radio still refuses: the longest wait anyone reported is owed.

    Where that is no longer than what was counted, only the display can end the wait.
    """
    longest = None if may_take_s is None else owed(may_take_s)
    if longest is not None and longest <= wait.counted_s:
        longest = None
    counted_s = 0.0 if wait.lost_since else wait.counted_s
    return replace(
        wait,
        owed_s=longest,
        longer_s=None,
        counted_s=counted_s,
        told_longer=True,
        lost_since=False,
    )


def told_left(wait: Wait, left_s: float) -> Wait:
    """The display tells how many seconds are left of the wait: that is owed, with the margin.

    What the rules would owe in all is kept where it is longer: an interruption that starts the
    wait again starts all of it.
    """
    owed_s = wait.counted_s + owed(left_s)
    longer = [each for each in (wait.owed_s, wait.longer_s) if each is not None and each > owed_s]
    return replace(
        wait, owed_s=owed_s, longer_s=max(longer, default=None), told_longer=False, lost_since=False
    )


def marked(wait: Wait, at: Instant, timer: Timer) -> Wait:
    """The wait after a mark. Counts the stretch since the last one, if it was watched and on."""
    since = at.seconds_since(wait.mark)
    if since is None:
        return interrupted(wait, at, timer)
    if wait.powered is not True:
        return replace(wait, mark=at)
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

    Told that it is on, the stretch since the last mark counts as at any mark. Switching off
    interrupts, except where the radio's wait needs the permanent supply alone.
    """
    if on:
        return replace(marked(wait, at, timer), powered=True, fell=False, rebooted=False)
    if timer.counts_while is CountsWhile.PERMANENT_SUPPLY_ONLY:
        return marked(wait, at, timer)
    if wait.powered is False and at.seconds_since(wait.mark) is not None:
        counted_already = not wait.fell or restarts_the_wait(timer)
        interruptions = wait.interruptions + (0 if counted_already else 1)
        return replace(wait, interruptions=interruptions, fell=False, mark=at)
    return replace(interrupted(wait, at, timer), powered=False)


def answered_by_a_sense(wait: Wait) -> bool:
    """Whether a sense's "on" tells a wait anything.

    A sense knows what is, not what was: it answers an "off" that was seen, and the interruption
    that a restart of this machine was taken for, but is no word that the radio stayed on.
    """
    return wait.powered is False or (wait.powered is None and wait.rebooted)


def fallen(wait: Wait, at: Instant, timer: Timer) -> Wait:
    """The wait after a sense saw the supply fall: what was watched counts up to here, then nothing.

    Where an interruption restarts the wait this is one, be it a dip: the radio may have felt it.
    """
    counted = marked(wait, at, timer)
    watched = counted.powered is True
    if wait.powered is not False and restarts_the_wait(timer):
        counted = interrupted(counted, at, timer)
    return replace(counted, powered=False, fell=True) if watched else counted


def came_back(wait: Wait, at: Instant, timer: Timer) -> Wait:
    """The wait after a dip: counting goes on from here. The dip itself counts as nothing."""
    if not wait.fell or at.seconds_since(wait.mark) is None:
        return marked(wait, at, timer)
    return replace(wait, powered=True, fell=False, mark=at)


def interrupted(wait: Wait, at: Instant, timer: Timer) -> Wait:
    """The wait after the radio lost its power, or may have: it is asked whether it is on again."""
    again = restarts_the_wait(timer)
    all_of_it = again and wait.longer_s is not None
    return replace(
        wait,
        owed_s=wait.longer_s if all_of_it else wait.owed_s,
        longer_s=None if all_of_it else wait.longer_s,
        counted_s=0.0 if again else wait.counted_s,
        interruptions=wait.interruptions + 1,
        powered=None,
        mark=at,
        fell=False,
        rebooted=wait.rebooted or at.boot_id != wait.mark.boot_id,
    )


def _unwatched(wait: Wait, at: Instant, seconds: float) -> bool:
    return seconds > LONGEST_SLICE_S or at.slept_since(wait.mark) > SUSPEND_NOTICED_S
