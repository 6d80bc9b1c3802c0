"""Where a radio stands: the cases everybody should know by name. One hour owes 3672 s."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from pi.radio.events import (
    AskedAgain,
    BatteryCut,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    ConfirmWithheld,
    EntryBegunAnew,
    Event,
    FeedCameBack,
    FeedFell,
    InterruptionSeen,
    PowerReported,
    PowerWitnessed,
    RadioAsked,
    StepDone,
    StepTakenBack,
    StillWaitingSeen,
    SupplyCameBack,
    SupplyFell,
    VehicleAdded,
    WalkthroughStarted,
    WalkthroughStopped,
    WatchStarted,
    Witness,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.instant import Instant, WallQuality
from pi.radio.lockout_rule import CountsWhile, OnInterruption, Timer
from pi.radio.state import Name, WhyNot
from tests.pi.radio.histories import (
    ODD,
    PAUSES,
    SUPPLY,
    Diary,
    account,
    check,
    every_family,
    family,
    qualities,
    rule,
    taken_back,
    walls,
    wild_instants,
)

HOUR = rule(account(3600, ends=(1,)))
ON, OFF = PowerReported(on=True), PowerReported(on=False)
SENSED_ON = PowerReported(on=True, by=By.SENSE)
LOST, MARK = InterruptionSeen(), PowerWitnessed()
FELL, BACK = SupplyFell(), SupplyCameBack()
CUT, GUESS = BatteryCut(witness=Witness.PIN), BatteryCut(witness=Witness.GUESS)


def waiting(timer: Timer | None = None) -> Diary:
    """An hour's wait that has just begun."""
    return Diary(family(HOUR, timer)).rejected()


def ten_minutes(timer: Timer | None = None) -> Diary:
    """A wait of which ten minutes are counted."""
    return waiting(timer).watch(600)


def killed(hole: float) -> Diary:
    """Ten minutes, and a service that was away for so many seconds."""
    return ten_minutes().away(hole).tell(WatchStarted())


def a_dip(timer: Timer) -> Diary:
    """Half a minute, a dip of the supply, a quarter of one."""
    return waiting(timer).watch(30).tell(FELL).away(1.5).tell(BACK).watch(15)


def by_two_services() -> Diary:
    """Ten minutes that two services marked side by side."""
    both = waiting()
    for _ in range(40):
        both.away(7).tell(MARK).away(8).tell(MARK, MARK)
    return both


def unsaved() -> Diary:
    """Ten minutes that were saved, and five that were not when the service was killed."""
    diary = ten_minutes()
    return diary.lose(diary.watch(300).records[-20:]).tell(WatchStarted())


COUNTED = {
    "a wall clock that jumps": (waiting().watch(600).wall_jumps(-365 * 86_400.0).watch(600), 1200),
    "not what a reboot lost": (ten_minutes(PAUSES).away(14).rebooted().tell(ON).watch(60), 660),
    "no suspend": (waiting().watch(600).suspended(7200).watch(15).tell(ON).watch(60), 660),
    "nothing after a suspend before the owner's word": (waiting().suspended(7200).watch(60), 0),
    "not the hole of a killed service": (killed(1200).away(3).tell(ON).watch(60), 660),
    "nothing after a long hole before the owner's word": (killed(1200).watch(60), 600),
    "on after a short hole": (killed(45).watch(60), 660),
    "not twice by two services": (by_two_services(), 600),
    "nothing that was not saved": (unsaved(), 600),
    "a slice of 45 seconds": (waiting().watch(45, every=45), 45),
    "no longer slice": (waiting().watch(45.25, every=60), 0),
    "no second before an interruption": (ten_minutes().tell(LOST, ON).watch(60), 60),
    "all before one of a wait that pauses": (ten_minutes(PAUSES).tell(LOST, ON).watch(60), 660),
    "switched off on a permanent supply": (ten_minutes(SUPPLY).tell(OFF).watch(60), 660),
    "nothing before that was lost": (ten_minutes(SUPPLY).tell(LOST, ON), 0),
    "no clock that runs backwards": (ten_minutes().away(-1).tell(MARK), 0),
    "a look at a display that refuses": (ten_minutes().tell(StillWaitingSeen()).watch(60), 660),
    "nothing of a dip of a wait that pauses": (a_dip(PAUSES), 45),
    "what was watched up to a fall": (waiting(PAUSES).watch(30).away(10).tell(FELL), 40),
    "what follows a fall with an on": (waiting(PAUSES).tell(FELL, ON).away(25).tell(BACK), 25),
    "a fallen ignition on a permanent feed": (waiting(SUPPLY).watch(30).tell(FELL).watch(15), 45),
    "a guess that the battery was cut": (waiting().watch(30).tell(GUESS), 30),
    "no time off": (ten_minutes(PAUSES).away(14).tell(OFF).watch(900).tell(ON).watch(60), 660),
}


@pytest.mark.parametrize(("diary", "counted_s"), COUNTED.values(), ids=COUNTED)
def test_of_a_wait_is_counted(diary: Diary, counted_s: float) -> None:
    assert diary.wait.counted_s == counted_s


def test_an_hour_is_safe_to_try_when_its_margin_is_counted_too_and_no_moment_before() -> None:
    assert waiting().watch(3671.75).state.name is Name.WAITING
    assert waiting().watch(3672).state.name is Name.SAFE_TO_TRY


def test_an_attempt_keeps_the_label_it_was_written_with() -> None:
    synced = waiting().wall_jumps(86_400 * 90, WallQuality.NTP).watch(60)
    assert synced.state.last_attempt is not None
    assert synced.state.last_attempt.at.quality is WallQuality.UNSURE


@pytest.mark.parametrize("kind", sorted(set(OnInterruption) - {OnInterruption.PAUSES}))
def test_a_reboot_or_even_a_dip_starts_the_wait_again_where_an_interruption_does(
    kind: OnInterruption,
) -> None:
    timer = Timer(on_interruption=kind)
    assert waiting(timer).watch(3600).rebooted().wait.remaining_s == 3672
    assert (a_dip(timer).wait.counted_s, a_dip(timer).wait.interruptions) == (15, 1)


@pytest.mark.parametrize("counts_while", CountsWhile)
def test_off_and_on_again_restarts_every_radio_but_one_on_permanent_supply(
    counts_while: CountsWhile,
) -> None:
    restarted = waiting(Timer(counts_while=counts_while)).watch(600).tell(OFF, ON)
    goes_on = counts_while is CountsWhile.PERMANENT_SUPPLY_ONLY
    assert restarted.wait.counted_s == (600 if goes_on else 0)


@pytest.mark.parametrize(
    ("diary", "why_not"),
    [
        (waiting(PAUSES).rebooted().watch(60), WhyNot.POWER_UNKNOWN),
        (waiting().tell(OFF).watch(60), WhyNot.POWER_OFF),
        (waiting(PAUSES).watch(30).tell(FELL), WhyNot.POWER_OFF),
        # After a gap a sense's "on" is no word that it stayed on; after a reboot it is.
        (waiting().away(300).tell(MARK, SENSED_ON), WhyNot.POWER_UNKNOWN),
        (waiting().rebooted().tell(LOST, SENSED_ON), None),
    ],
)
def test_a_wait_says_why_nothing_is_counted(diary: Diary, why_not: WhyNot | None) -> None:
    assert diary.wait.why_not is why_not


def test_a_try_during_a_wait_starts_it_again_and_owes_the_longer_of_both() -> None:
    assert waiting().watch(600).tell(CodeRejected()).wait.remaining_s == 3672
    diary = Diary(family(rule(account(3600, 10, 10)))).rejected()
    assert diary.tell(CodeRejected()).wait.owed_s == 3672


@pytest.mark.parametrize("timer", [PAUSES, Timer()], ids=["pauses", "unknown"])
def test_a_fall_that_turns_out_to_be_off_or_a_cut_battery_is_one_interruption(timer: Timer) -> None:
    off = waiting(timer).watch(30).tell(FELL).away(2).tell(OFF)
    assert (off.wait.powered, off.wait.interruptions) == (False, 1)
    cut = waiting(SUPPLY).watch(30).tell(CUT)
    assert (cut.wait.powered, cut.wait.interruptions) == (None, 1)


def test_after_a_restart_of_the_machine_off_is_one_more_interruption_and_back_is_no_dip() -> None:
    again = {"boot_id": "2", "monotonic": 5.0, "boottime": 5.0}  # of which no line was saved
    off, fell = waiting(PAUSES).tell(OFF), waiting(PAUSES).tell(FELL)
    before = off.wait.interruptions
    off.at, fell.at = replace(off.at, **again), replace(fell.at, **again)
    assert off.tell(OFF).wait.interruptions == before + 1
    assert fell.tell(BACK).wait.powered is None
    assert waiting(PAUSES).tell(FELL).rebooted().tell(BACK).wait.powered is None


START = Instant(boot_id="a", monotonic=100.0, boottime=100.0, wall=0.0)


@pytest.mark.parametrize(
    ("awake", "asleep", "boot_id", "seconds", "slept"),
    [
        (15.0, 7200.0, "a", 15.0, 7200.0),
        (0.0, 0.0, "a", 0.0, 0.0),
        (15.0, 7200.0, "b", None, 0.0),
        (-0.25, 0.0, "a", None, 0.0),
    ],
)
def test_seconds_are_those_awake_within_a_boot(
    awake: float, asleep: float, boot_id: str, seconds: float | None, slept: float
) -> None:
    boottime = 100.0 + awake + asleep
    at = Instant(boot_id=boot_id, monotonic=100.0 + awake, boottime=boottime, wall=0.0)
    assert (at.seconds_since(START), at.slept_since(START)) == (seconds, slept)
    assert at.quality is WallQuality.UNSURE


@check
@given(one=wild_instants(), other=wild_instants(), wall=walls, quality=qualities)
def test_the_wall_clock_tells_no_seconds_and_they_are_never_negative(
    one: Instant, other: Instant, wall: float, quality: WallQuality
) -> None:
    moved, seconds = replace(other, wall=wall, quality=quality), other.seconds_since(one)
    assert (moved.seconds_since(one), moved.slept_since(one)) == (seconds, other.slept_since(one))
    assert (seconds or 0.0) >= 0.0


# The radio's own display wins over the clock, both ways.


# Ten minutes that are counted out; one was reported.
TOLD_SHORTER = Diary(family(rule(account(600), may_take_s=60))).rejected().watch(612)


def counted_out() -> Diary:
    """A minute that is counted out; ten have been reported."""
    return Diary(family(rule(account(60), may_take_s=600))).rejected().watch(65)


@pytest.mark.parametrize(
    ("diary", "name", "owed_s"),
    [
        (waiting().watch(60).tell(AskedAgain()), Name.ASKING, 0),
        (counted_out().tell(StillWaitingSeen()), Name.WAITING, 612),
        (waiting().watch(3672).tell(StillWaitingSeen()), Name.WAITING, None),
        (TOLD_SHORTER.rebooted().tell(StillWaitingSeen()), Name.WAITING, None),
        (waiting().watch(3672).rebooted(), Name.SAFE_TO_TRY, 3672),
        (Diary(family(HOUR)).tell(StillWaitingSeen()), Name.WAITING, 3672),
        (Diary(family(rule())).tell(StillWaitingSeen()), Name.WAITING, None),
        (Diary(family(rule(account(None)))).rejected().watch(86_400, every=45), Name.WAITING, None),
    ],
    ids=[
        "that asks ends a wait",
        "that refuses after the count owes the longest reported wait",
        "that refuses after the longest wait leaves only itself",
        "that refuses after a longer wait than any reported does so too",
        "that nobody looked at leaves a wait counted out over night",
        "that refuses while nothing waits owes the longest documented",
        "that refuses where nothing is documented leaves only itself",
        "alone ends a wait of unknown length",
    ],
)
def test_a_display(diary: Diary, name: Name, owed_s: float | None) -> None:
    wait = diary.state.wait
    assert (diary.state.name, wait.owed_s if wait else 0) == (name, owed_s)


def test_a_longer_wait_inherits_what_was_counted_but_nothing_from_before_an_interruption() -> None:
    assert counted_out().tell(StillWaitingSeen()).wait.remaining_s == 612 - 65
    assert counted_out().tell(LOST, ON, StillWaitingSeen()).wait.counted_s == 0


# One guided entry, and what the fold makes of its end: known, unknown, or cut off.


def asking() -> Diary:
    """A radio that asks: three tries, then an hour."""
    return Diary(family(rule(account(0, 0, 3600, ends=(3,)))))


def entering(*done: Event, steps: int = 4) -> Diary:
    """The same with an entry under way, on its first step."""
    return asking().tell(WalkthroughStarted(steps=steps), *done)


FIRST, SECOND = StepDone(step=0), StepDone(step=1)


ENTERED = {
    "it begins on the first": (entering(), 0),
    "one done leads to the next": (entering(FIRST), 1),
    "one done twice counts once": (entering(FIRST, FIRST), 1),
    "one ahead of the cursor is not believed": (entering(StepDone(step=2)), 0),
    "the last stays the last": (entering(FIRST, SECOND, steps=2), 1),
    "one can be taken back": (entering(FIRST, StepTakenBack(step=1)), 0),
    "it can be begun anew": (entering(FIRST, SECOND, EntryBegunAnew()), 0),
    "a display that asks does not disturb it": (entering(FIRST, RadioAsked()), 1),
}


@pytest.mark.parametrize(("diary", "step"), ENTERED.values(), ids=ENTERED)
def test_an_entry_goes_step_by_step(diary: Diary, step: int) -> None:
    assert (diary.state.name, diary.state.step) == (Name.ENTERING, step)


@pytest.mark.parametrize("cut_off", [True, False])
def test_an_entry_stopped_before_the_confirm_costs_nothing_and_says_if_it_was_cut_off(
    cut_off: bool,
) -> None:
    stopped = entering().tell(WalkthroughStopped(cut_off=cut_off))
    assert stopped.state == replace(asking().state, cut_off=cut_off)
    assert not stopped.tell(WalkthroughStarted(steps=4)).state.cut_off


def test_a_display_that_refuses_ends_an_entry() -> None:
    state = entering().tell(StillWaitingSeen()).state
    assert (state.name, state.step, state.tries_left) == (Name.WAITING, None, 0)


def test_no_entry_begins_during_a_wait_or_before_somebody_looked_at_the_display() -> None:
    diary = asking().rejected(3).tell(WalkthroughStarted(steps=4))
    assert diary.state.name is Name.WAITING
    assert diary.watch(3672).tell(WalkthroughStarted(steps=4)).state.name is Name.SAFE_TO_TRY


@every_family
def test_an_unknown_outcome_counts_as_a_failed_try(head_unit: HeadUnit) -> None:
    for already in (0, 1, 2, 5):
        feared, failed = Diary(head_unit), Diary(head_unit)
        for diary in (feared, failed):
            diary.tell(*[CodeRejected(), AskedAgain()] * already)
        feared.tell(WalkthroughStarted(steps=1), ConfirmPrompted())
        assert feared.state.tries_left == failed.rejected().state.tries_left


@pytest.mark.parametrize(
    ("event", "name", "rejected", "left"),
    [
        (ConfirmWithheld(), Name.ASKING, 0, 3),
        (CodeRejected(), Name.ASKING, 1, 2),
        (CodeAccepted(), Name.PLAYING, 0, 3),
        (RadioAsked(), Name.OUTCOME_UNKNOWN, 0, 2),
        (AskedAgain(), Name.OUTCOME_UNKNOWN, 0, 2),
        (StillWaitingSeen(), Name.OUTCOME_UNKNOWN, 0, 2),
        (StillWaitingSeen(shows="LOCKED"), Name.DEAD_END, 0, 0),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, int | str) else str(value),
)
def test_what_became_of_a_confirm_is_unknown_until_told_and_no_display_tells_but_the_end(
    event: Event, name: Name, rejected: int, left: int
) -> None:
    confirmed = entering(*[StepDone(step=step) for step in range(3)], ConfirmPrompted())
    state = confirmed.tell(event).state
    assert (state.name, state.rejected, state.tries_left) == (name, rejected, left)
    assert (state.step is None) == (name is not Name.OUTCOME_UNKNOWN)


def test_the_tries_left_count_down_to_none_and_the_display_that_asks_opens_a_new_series() -> None:
    diary = asking()
    assert [diary.state.tries_left, *(diary.rejected().state.tries_left for _ in range(3))] == [
        *(3, 2, 1, 0)
    ]
    state = diary.tell(AskedAgain()).state
    assert (state.rejected, state.in_series, state.tries_left) == (3, 0, 3)
    inside = Diary(ODD["contradicting"]).rejected().tell(AskedAgain()).state
    assert (inside.in_series, inside.tries_left) == (1, 2)


@pytest.mark.parametrize(
    "dead",
    [
        Diary(ODD["straight to dead"]).rejected(3),
        Diary(ODD["ten or six"]).rejected(7),
        asking().tell(CodeRejected(shows="LOCKED")),
    ],
    ids=["the last try of all", "another try revives none", "a word of the end before any rule"],
)
def test_a_radio_is_at_a_dead_end_until_its_display_asks_again(dead: Diary) -> None:
    assert dead.state.name is Name.DEAD_END
    assert dead.tell(AskedAgain()).state.name is Name.ASKING


# What is thought of a radio whose permanent feed went, and of one where it is only feared.


def radio(*events: Event) -> Diary:
    """A radio to which this happened."""
    return Diary(family(HOUR)).tell(*events)


@pytest.mark.parametrize(
    ("more", "name", "battery"),
    [
        ((CUT,), Name.ASKING, Witness.PIN),
        ((BatteryCut(witness=Witness.CLOCK),), Name.ASKING, Witness.CLOCK),
        ((GUESS,), Name.PLAYING, Witness.GUESS),
        ((CUT, GUESS), Name.ASKING, Witness.PIN),  # a guess takes the place of nothing seen
        ((CUT, CodeAccepted()), Name.PLAYING, None),
        ((GUESS, RadioAsked()), Name.ASKING, None),
    ],
)
def test_a_playing_radio_whose_battery_was_cut_will_ask_for_its_code_and_a_guess_is_only_said(
    more: tuple[Event, ...], name: Name, battery: Witness | None
) -> None:
    state = radio(CodeAccepted(), *more).state
    assert (state.name, state.battery) == (name, battery)


def test_an_entry_under_way_is_cut_off_with_the_battery_and_a_confirm_is_still_asked_for() -> None:
    cut = radio(WalkthroughStarted(steps=5), FIRST, CUT).state
    assert (cut.name, cut.cut_off, cut.step) == (Name.ASKING, True, None)
    assert radio(ConfirmPrompted(), CUT).state.name is Name.OUTCOME_UNKNOWN


def test_a_start_must_look_at_a_radio_whose_feed_fell_until_it_came_back_or_was_cut() -> None:
    assert radio(CodeAccepted(), FeedFell()).state.active
    for event in (FeedCameBack(), CUT):
        assert not radio(CodeAccepted(), FeedFell(), event).state.active


# A statement that was taken back: an hour's wait, of which 14 minutes were counted.

ADDED = VehicleAdded(head_unit="any")
TWO_THEN_AN_HOUR = rule(account(0, 3600, ends=(2,)))


def counted(timer: Timer | None = None) -> Diary:
    """A wait that can be lost to a slip."""
    return Diary(family(TWO_THEN_AN_HOUR, timer)).tell(ADDED).rejected(2).watch(840)


@pytest.mark.parametrize(
    "slip",
    [
        AskedAgain(),
        CodeAccepted(),
        InterruptionSeen(by=By.OWNER),
        PowerReported(on=False, by=By.OWNER),
    ],
    ids=lambda slip: type(slip).__name__,
)
def test_a_wait_that_a_slip_ended_goes_on_where_it_was(slip: Event) -> None:
    back = counted().tell(slip).away(5).tell(taken_back)
    assert (back.state.name, back.wait.counted_s) == (Name.WAITING, 840)


@pytest.mark.parametrize(
    ("back", "counted_s"),
    [
        (counted(PAUSES).tell(AskedAgain()).away(20).tell(taken_back).away(20).tell(MARK), 880),
        (counted(PAUSES).tell(CodeAccepted()).away(300).tell(taken_back, MARK), 840),
        (
            counted(PAUSES)
            .tell(AskedAgain())
            .away(20)
            .tell(WatchStarted(), taken_back)
            .away(10)
            .tell(MARK),
            850,
        ),
        (counted().tell(AskedAgain()).rebooted().tell(taken_back), 0),
        (counted().tell(AskedAgain(), CUT, taken_back), 0),
    ],
)
def test_what_happened_in_between_counts_as_if_none_was_said(back: Diary, counted_s: float) -> None:
    assert (back.state.name, back.wait.counted_s) == (Name.WAITING, counted_s)


def test_a_slip_takes_with_it_what_it_cost_or_allowed() -> None:
    rejected = Diary(family(TWO_THEN_AN_HOUR)).tell(ADDED, RadioAsked()).rejected()
    assert (rejected.state.tries_left, rejected.tell(taken_back).state.tries_left) == (1, 2)
    entered = counted().tell(AskedAgain(), WalkthroughStarted(steps=5))
    assert entered.tell(taken_back).state.name is Name.WAITING
    answered = radio(ADDED, ConfirmPrompted(), CodeAccepted(), taken_back)
    assert answered.state.name is Name.OUTCOME_UNKNOWN


@pytest.mark.parametrize("by", [By.SENSE, By.SERVICE, None])
def test_what_the_owner_did_not_say_can_not_be_taken_back(by: By | None) -> None:
    told = radio(ADDED).rejected(2).tell(CodeRejected(for_serial=True), InterruptionSeen(by=by))
    assert told.state.said is None
    # A store of an earlier version may start where the radio was said to play.
    played = radio(CodeAccepted(), taken_back)
    assert (played.state.name, played.state.said) == (Name.PLAYING, None)
    sensed = counted().tell(AskedAgain(), PowerReported(on=False, by=By.SENSE), taken_back)
    assert sensed.wait.powered is False  # and what the owner said before it is left open


def test_a_start_looks_at_a_wait_that_could_go_on_again_until_something_else_was_said() -> None:
    assert counted().tell(CodeAccepted()).state.active
    assert not counted().tell(CodeAccepted(), CodeAccepted()).state.active
