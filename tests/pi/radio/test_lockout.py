"""What a wrong try costs, and how many are left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi.radio.catalogue import load
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout import Cost, cost_of, documented, owed, restarts_the_wait, tries_left
from pi.radio.lockout_rule import Lockout, OnInterruption, Tail, Timer
from tests.pi.radio.folding import check, every_family, families
from tests.pi.radio.odd_families import ODD, account, rule
from tests.pi.radio.strict_clock import UNKNOWN, least_wait

RADIO_CODE, CODE_IN, NOTE = "nissan-radio-code", "nissan-code-in", "nissan-note-2009"
TEN_OR_SIX = ODD["ten or six"].lockout


def waits(lockout: Lockout, first: int, last: int) -> list[float | None]:
    """The waits after these wrong tries."""
    return [cost_of(lockout, wrong).wait_s for wrong in range(first, last + 1)]


def left(lockout: Lockout, first: int, last: int) -> list[int | None]:
    """The tries left after these many wrong ones."""
    return [tries_left(lockout, wrong) for wrong in range(first, last + 1)]


@pytest.mark.parametrize(
    ("wait_s", "owed_s"), [(0, 0), (10, 15), (60, 65), (250, 255), (3600, 3672), (38400, 39168)]
)
def test_a_wait_owes_its_seconds_and_the_larger_of_five_and_two_percent(
    wait_s: float, owed_s: float
) -> None:
    assert owed(wait_s) == pytest.approx(owed_s)


@given(st.integers(1, 10**6))
def test_a_wait_is_called_by_its_documented_seconds_to_the_second(wait_s: int) -> None:
    assert documented(owed(wait_s)) == wait_s


@every_family
def test_every_wait_is_the_one_its_accounts_written_out_give(head_unit: HeadUnit) -> None:
    lockout = head_unit.lockout
    told = [UNKNOWN if wait_s is None else wait_s for wait_s in waits(lockout, 1, 60)]
    assert told == [least_wait(lockout, wrong) for wrong in range(1, 61)]


@check
@given(head_unit=families, wrong=st.integers(0, 100))
def test_the_next_try_ends_things_exactly_when_one_is_left(head_unit: HeadUnit, wrong: int) -> None:
    cost = cost_of(head_unit.lockout, wrong + 1)
    assert (cost.ends_series or cost.dead_end) == (tries_left(head_unit.lockout, wrong) == 1)


@check
@given(head_unit=families, wrong=st.integers(1, 100))
def test_no_living_account_says_more_tries_are_left(head_unit: HeadUnit, wrong: int) -> None:
    together = tries_left(head_unit.lockout, wrong)
    for one in head_unit.lockout.candidates:
        alive = one.terminal.after_wrong is None or one.terminal.after_wrong > wrong
        alone = tries_left(Lockout(candidates=(one,)), wrong)
        if alive and alone is not None:
            assert together is not None
            assert together <= alone


def test_the_minute_comes_first_where_two_accounts_differ() -> None:
    assert waits(load(RADIO_CODE).lockout, 1, 3) == [60, 120, 3600]


def test_the_tries_of_the_shorter_series_are_left_where_two_accounts_differ() -> None:
    assert left(load(RADIO_CODE).lockout, 0, 3) == [3, 2, 1, 3]


def test_the_longer_wait_rules_in_later_series_too() -> None:
    assert waits(load(RADIO_CODE).lockout, 4, 6) == [480, 960, 3600]


def test_four_tries_repeat_their_waits() -> None:
    assert waits(load(CODE_IN).lockout, 1, 8) == [10, 10, 10, 3600] * 2


def test_seventeen_rounds_of_four_are_the_end() -> None:
    assert cost_of(load(CODE_IN).lockout, 68).dead_end


def test_before_the_end_no_try_is_a_dead_end() -> None:
    assert not any(cost_of(load(CODE_IN).lockout, wrong).dead_end for wrong in range(1, 68))


def test_the_last_try_before_the_end_is_the_last_one_left() -> None:
    assert left(load(NOTE).lockout, 20, 23) == [1, 3, 2, 1]


def test_a_first_series_can_be_longer_than_later_ones() -> None:
    gm = load("gm-theftlock-1994").lockout
    hours = [wrong for wrong in range(1, 18) if cost_of(gm, wrong).wait_s == 3600]
    assert hours == [8, 11, 14, 17]


def test_a_doubling_stops_at_its_cap() -> None:
    assert waits(load("renault-keypad").lockout, 1, 7) == [60, 120, 240, 480, 960, 1920, 1920]


def test_a_doubling_without_a_cap_goes_on() -> None:
    assert waits(load("rover-r960").lockout, 5, 8) == [960, 1920, 3840, 7680]


def test_a_doubling_has_no_known_number_of_tries() -> None:
    assert tries_left(load("rover-r960").lockout, 3) is None


def test_a_doubling_without_end_overflows_nothing() -> None:
    wait_s = cost_of(ODD["doubling without a cap"].lockout, 5000).wait_s
    assert wait_s is not None
    assert wait_s < UNKNOWN


def test_of_six_tries_and_ten_the_six_rule_first() -> None:
    assert cost_of(TEN_OR_SIX, 6).dead_end


def test_of_six_tries_and_ten_the_ten_rule_once_six_are_survived() -> None:
    dead = [wrong for wrong in range(7, 12) if cost_of(TEN_OR_SIX, wrong).dead_end]
    assert dead == [10]


def test_opel_is_at_a_dead_end_after_six_and_after_ten() -> None:
    opel = load("opel-safe").lockout
    assert [wrong for wrong in range(1, 20) if cost_of(opel, wrong).dead_end] == [6, 10]


def test_a_wait_left_open_between_two_known_ones_is_no_shorter_than_the_first() -> None:
    """Opel's fourth: one account says 20 minutes, another gave an hour for the third already."""
    assert cost_of(load("opel-safe").lockout, 4).wait_s == 3600


def test_an_unknown_wait_is_the_longest_documented() -> None:
    assert cost_of(rule(account(60, None, 600)), 2).wait_s == 600


def test_an_unknown_wait_may_be_the_longest_reported() -> None:
    assert cost_of(rule(account(60, None), may_take_s=900), 2).wait_s == 900


def test_an_unknown_wait_of_a_family_without_numbers_is_unknown() -> None:
    assert cost_of(rule(account(0, None)), 2).wait_s is None


def test_where_one_account_knows_a_wait_another_need_not() -> None:
    assert cost_of(rule(account(None), account(60), may_take_s=900), 1).wait_s == 60


def test_nothing_known_means_a_wait_of_unknown_length() -> None:
    assert cost_of(rule(), 1).wait_s is None


def test_wrong_codes_that_cost_nothing_cost_nothing() -> None:
    assert cost_of(load("fiat-connect-nav").lockout, 1) == Cost(
        wait_s=0, ends_series=False, dead_end=False
    )


def test_an_account_of_a_wait_outweighs_one_of_none() -> None:
    assert cost_of(rule(account(60), none=True), 1).wait_s == 60


def test_a_lockout_of_no_length_is_one_of_unknown_length() -> None:
    assert cost_of(rule(account(0, ends=(1,))), 1).wait_s is None


def test_after_the_last_listed_try_each_may_be_the_last_of_its_series() -> None:
    unsaid = rule(account(0, 60, tail=Tail.UNKNOWN))
    assert left(unsaid, 0, 4) == [3, 2, 1, 1, 1]


@pytest.mark.parametrize("repeat_from", [-1, 2, 99])
def test_a_place_to_repeat_from_outside_the_list_is_drawn_into_it(repeat_from: int) -> None:
    assert cost_of(rule(account(10, 60, repeat_from=repeat_from)), 4).wait_s == 60


@pytest.mark.parametrize(
    ("wait_s", "ends_series", "dead_end", "warned"),
    [
        (0, False, False, False),
        (60, False, False, False),
        (300, False, False, True),
        (None, False, False, True),
        (0, True, False, True),
        (0, False, True, True),
    ],
)
def test_a_dear_try_is_confirmed_a_second_time(
    wait_s: float | None, ends_series: bool, dead_end: bool, warned: bool
) -> None:
    cost = Cost(wait_s=wait_s, ends_series=ends_series, dead_end=dead_end)
    assert cost.needs_a_warning == warned


@pytest.mark.parametrize("kind", OnInterruption)
def test_only_a_wait_that_is_said_to_pause_does_not_start_again(kind: OnInterruption) -> None:
    assert restarts_the_wait(Timer(on_interruption=kind)) == (kind is not OnInterruption.PAUSES)
