"""How a wait counts: the cases everybody should know by name. One hour owes 3672 s."""

import pytest

from pi.radio.events import (
    BatteryCut,
    CodeRejected,
    InterruptionSeen,
    PowerReported,
    PowerWitnessed,
    SupplyCameBack,
    SupplyFell,
    WatchStarted,
    Witness,
)
from pi.radio.instant import WallQuality
from pi.radio.lockout_rule import CountsWhile, OnInterruption, Timer
from pi.radio.state import Name, WhyNot
from tests.pi.radio.diary import Diary
from tests.pi.radio.odd_families import PAUSES, SUPPLY, account, family, rule

HOUR = rule(account(3600, ends=(1,)))
ON, OFF = PowerReported(on=True), PowerReported(on=False)
timers_that_restart = pytest.mark.parametrize(
    "timer",
    [Timer(on_interruption=kind) for kind in OnInterruption if kind is not OnInterruption.PAUSES],
    ids=lambda timer: timer.on_interruption.value,
)


def waiting(timer: Timer | None = None) -> Diary:
    """An hour's wait that has just begun."""
    return Diary(family(HOUR, timer)).rejected()


def test_an_hour_is_safe_to_try_when_its_margin_is_counted_too() -> None:
    assert waiting().watch(3672).state.name is Name.SAFE_TO_TRY


def test_an_hour_is_not_safe_to_try_a_moment_before() -> None:
    assert waiting().watch(3671.75).state.name is Name.WAITING


@pytest.mark.parametrize("jump", [-365 * 86_400.0, 999 * 86_400.0])
def test_a_jump_of_the_wall_clock_neither_shortens_nor_lengthens(jump: float) -> None:
    jumped = waiting().watch(600).wall_jumps(jump).watch(600)
    assert jumped.wait.counted_s == 1200


@pytest.mark.parametrize("uptime", [1.0, 100_000.0])
def test_after_a_reboot_neither_the_unsaved_nor_the_off_time_counts(uptime: float) -> None:
    back = waiting(PAUSES).watch(600).away(14).rebooted(uptime).away(7).tell(ON).watch(60)
    assert back.wait.counted_s == 660


@timers_that_restart
def test_after_a_reboot_the_whole_wait_is_owed_again(timer: Timer) -> None:
    assert waiting(timer).watch(3600).rebooted().wait.remaining_s == 3672


def test_a_reboot_asks_for_the_owners_word_before_it_counts_again() -> None:
    assert waiting(PAUSES).rebooted().watch(60).wait.why_not is WhyNot.POWER_UNKNOWN


def test_a_suspend_is_not_counted() -> None:
    slept = waiting().watch(600).suspended(7200).watch(15).tell(ON).watch(60)
    assert slept.wait.counted_s == 660


def test_a_suspend_asks_for_the_owners_word_before_it_counts_again() -> None:
    assert waiting().suspended(7200).watch(60).wait.counted_s == 0


def test_a_killed_service_does_not_count_the_hole_it_left() -> None:
    back = waiting().watch(600).away(1200).tell(WatchStarted()).away(3).tell(ON).watch(60)
    assert back.wait.counted_s == 660


def test_a_long_hole_asks_for_the_owners_word_before_it_counts_again() -> None:
    back = waiting().watch(600).away(1200).tell(WatchStarted()).watch(60)
    assert (back.wait.counted_s, back.wait.counting) == (600, False)


def test_a_short_hole_keeps_the_owners_word() -> None:
    back = waiting().watch(600).away(45).tell(WatchStarted()).watch(60)
    assert back.wait.counted_s == 660


def test_two_services_do_not_count_twice() -> None:
    both = waiting()
    for _ in range(40):
        both.away(7).tell(PowerWitnessed()).away(8).tell(PowerWitnessed(), PowerWitnessed())
    assert both.wait.counted_s == 600


@pytest.mark.parametrize("unseen", [0.0, 7.0, 14.75])
def test_time_with_the_radio_off_is_not_counted_and_the_error_is_on_the_long_side(
    unseen: float,
) -> None:
    back = waiting(PAUSES).watch(600).away(unseen).tell(OFF).watch(900).tell(ON).watch(60)
    assert back.wait.counted_s == 660


def test_a_sensed_supply_counts_without_a_gap() -> None:
    sensed = waiting()
    for _ in range(40):
        sensed.away(15).tell(ON, PowerWitnessed())
    assert sensed.wait.counted_s == 600


def test_a_clock_that_becomes_sure_changes_no_count() -> None:
    synced = waiting().watch(600).wall_jumps(86_400 * 90, WallQuality.NTP).watch(600)
    assert synced.wait.counted_s == 1200


def test_an_attempt_keeps_the_label_it_was_written_with() -> None:
    synced = waiting().wall_jumps(86_400 * 90, WallQuality.NTP).watch(60)
    assert synced.state.last_attempt is not None
    assert synced.state.last_attempt.at.quality is WallQuality.UNSURE


def test_what_was_not_saved_is_not_counted_after_a_restart() -> None:
    diary = waiting().watch(600)
    unsaved = diary.watch(300).records[-20:]
    assert diary.lose(unsaved).tell(WatchStarted()).wait.counted_s == 600


def test_a_mark_lost_from_the_middle_counts_less_never_more() -> None:
    diary = waiting().watch(600, every=45)
    assert diary.lose(diary.records[5:6]).wait.counted_s < 600


def test_a_slice_of_45_seconds_counts() -> None:
    assert waiting().watch(45, every=45).wait.counted_s == 45


def test_a_longer_slice_counts_as_nothing() -> None:
    assert waiting().watch(45.25, every=60).wait.counted_s == 0


def test_an_interruption_restarts_the_wait() -> None:
    assert waiting().watch(600).tell(InterruptionSeen(), ON).watch(60).wait.counted_s == 60


def test_an_interruption_only_pauses_where_the_rule_says_so() -> None:
    assert waiting(PAUSES).watch(600).tell(InterruptionSeen(), ON).watch(60).wait.counted_s == 660


def test_switching_off_says_why_nothing_is_counted() -> None:
    assert waiting().tell(OFF).watch(60).wait.why_not is WhyNot.POWER_OFF


def test_switching_off_is_nothing_to_a_radio_on_permanent_supply() -> None:
    assert waiting(SUPPLY).watch(600).tell(OFF).watch(60).wait.counted_s == 660


def test_a_lost_supply_is_something_to_a_radio_on_permanent_supply() -> None:
    assert waiting(SUPPLY).watch(600).tell(InterruptionSeen(), ON).wait.counted_s == 0


@pytest.mark.parametrize("counts_while", CountsWhile)
def test_off_and_on_again_restarts_every_other_radio(counts_while: CountsWhile) -> None:
    timer = Timer(counts_while=counts_while)
    restarted = waiting(timer).watch(600).tell(OFF, ON).wait.counted_s == 0
    assert restarted == (counts_while is not CountsWhile.PERMANENT_SUPPLY_ONLY)


def test_a_clock_that_runs_backwards_counts_as_an_interruption() -> None:
    assert waiting().watch(600).away(-1).tell(PowerWitnessed()).wait.counted_s == 0


def test_a_try_during_a_wait_starts_it_again() -> None:
    assert waiting().watch(600).tell(CodeRejected()).wait.remaining_s == 3672


def test_a_try_during_a_wait_owes_the_longer_of_both() -> None:
    diary = Diary(family(rule(account(3600, 10, 10)))).rejected()
    assert diary.tell(CodeRejected()).wait.owed_s == 3672


def test_a_fall_of_the_supply_counts_what_was_watched_up_to_it() -> None:
    fallen = waiting(PAUSES).watch(30).away(10).tell(SupplyFell())
    assert (fallen.wait.counted_s, fallen.wait.why_not) == (40, WhyNot.POWER_OFF)


def test_a_dip_itself_is_not_counted_and_is_no_interruption_to_a_radio_that_pauses() -> None:
    dipped = waiting(PAUSES).watch(30).tell(SupplyFell()).away(1.5).tell(SupplyCameBack()).watch(15)
    assert (dipped.wait.counted_s, dipped.wait.interruptions) == (45, 0)


@timers_that_restart
def test_even_a_dip_starts_the_wait_again_where_an_interruption_does(timer: Timer) -> None:
    dipped = waiting(timer).watch(30).tell(SupplyFell()).away(1.5).tell(SupplyCameBack()).watch(15)
    assert (dipped.wait.counted_s, dipped.wait.interruptions) == (15, 1)


@pytest.mark.parametrize("timer", [PAUSES, Timer()], ids=["pauses", "unknown"])
def test_a_fall_that_turns_out_to_be_off_is_one_interruption(timer: Timer) -> None:
    off = waiting(timer).watch(30).tell(SupplyFell()).away(2).tell(OFF)
    assert (off.wait.powered, off.wait.interruptions) == (False, 1)


def test_a_supply_that_comes_back_after_a_restart_of_the_machine_is_no_dip() -> None:
    assert waiting(PAUSES).tell(SupplyFell()).rebooted().tell(SupplyCameBack()).wait.powered is None


def test_a_fall_of_the_ignition_is_nothing_to_a_wait_that_needs_the_permanent_feed_alone() -> None:
    assert waiting(SUPPLY).watch(30).tell(SupplyFell()).watch(15).wait.counted_s == 45


def test_a_cut_of_the_battery_interrupts_any_wait() -> None:
    cut = waiting(SUPPLY).watch(30).tell(BatteryCut(witness=Witness.PIN))
    assert (cut.wait.powered, cut.wait.interruptions) == (None, 1)


def test_a_guess_that_the_battery_was_cut_changes_no_wait() -> None:
    guessed = waiting().watch(30).tell(BatteryCut(witness=Witness.GUESS))
    assert (guessed.wait.powered, guessed.wait.counted_s) == (True, 30)
