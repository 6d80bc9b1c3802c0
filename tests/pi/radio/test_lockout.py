"""What a wrong try costs, and how many are left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.catalogue.catalogue import load
from pi.radio.events import AskedAgain, CodeRejected, InterruptionSeen, StillWaitingSeen
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout import (
    Cost,
    Lockout,
    LockoutCandidate,
    OnInterruption,
    Stage,
    Tail,
    Timer,
    cost_of,
    documented,
    ended_by_key_cycle,
    owed,
    restarts_the_wait,
    tries_left,
)
from pi.radio.state import Name
from tests.pi.radio.histories import ODD, Diary, account, check, every_family, families, rule
from tests.pi.radio.strict_clock import UNKNOWN, least_wait

TEN_OR_SIX = ODD["ten or six"].lockout
ACURA = load("acura-navigation")


def waits(lockout: Lockout, first: int, last: int) -> list[float | None]:
    """The waits after these wrong tries."""
    return [cost_of(lockout, wrong).wait_s for wrong in range(first, last + 1)]


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


@pytest.mark.parametrize(
    ("lockout", "first", "lefts"),
    [
        (load("nissan-radio-code").lockout, 0, [3, 2, 1, 3]),  # the shorter of two series
        (load("nissan-note-2009").lockout, 20, [1, 3, 2, 1]),  # the last one before the end
        (load("rover-r960").lockout, 3, [None]),
        (rule(account(0, 60, tail=Tail.UNKNOWN)), 0, [3, 2, 1, 1, 1]),
    ],
)
def test_so_many_tries_are_left(lockout: Lockout, first: int, lefts: list[int | None]) -> None:
    assert [tries_left(lockout, first + at) for at in range(len(lefts))] == lefts


@pytest.mark.parametrize(
    ("lockout", "ends"),
    [
        (load("nissan-code-in").lockout, [68]),  # seventeen rounds of four
        (load("opel-safe").lockout, [6, 10]),  # ten once the six are survived
        (TEN_OR_SIX, [6, 10]),
    ],
)
def test_a_try_that_may_be_the_end_is_told_as_such(lockout: Lockout, ends: list[int]) -> None:
    assert [wrong for wrong in range(1, 69) if cost_of(lockout, wrong).dead_end] == ends


def test_a_doubling_without_end_overflows_nothing() -> None:
    wait_s = cost_of(ODD["doubling without a cap"].lockout, 5000).wait_s
    assert wait_s is not None
    assert wait_s < UNKNOWN


@pytest.mark.parametrize(
    ("lockout", "wrong", "wait_s"),
    [
        (rule(account(60, None), may_take_s=900), 2, 900),
        (load("fiat-connect-nav").lockout, 1, 0),
        # One account says 20 minutes, another gave an hour for the third already.
        (load("opel-safe").lockout, 4, 3600),
        (rule(account(None), account(60), may_take_s=900), 1, 60),
        (rule(), 1, None),
        (rule(account(60), none=True), 1, 60),
        (rule(account(0, ends=(1,))), 1, None),
        *[(rule(account(10, 60, repeat_from=at)), 4, 60) for at in (-1, 2, 99)],
    ],
)
def test_what_accounts_leave_open_is_read_with_care(
    lockout: Lockout, wrong: int, wait_s: float | None
) -> None:
    """The longest reported, unless another account knows; 0 s of a lockout are unknown, too."""
    assert cost_of(lockout, wrong).wait_s == wait_s


@pytest.mark.parametrize(
    ("wait_s", "ends_series", "dead_end", "warned"),
    [
        (0, False, False, False),
        (299, False, False, False),
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


def test_nine_wrong_codes_cost_nothing_and_the_tenth_asks_for_the_key() -> None:
    *nine, tenth = (cost_of(ACURA.lockout, wrong) for wrong in range(1, 11))
    assert {(cost.wait_s, cost.key_cycle) for cost in nine} == {(0, False)}
    assert (tenth.wait_s, tenth.key_cycle, tenth.dead_end) == (None, True, False)
    assert tenth.needs_a_warning
    assert [tries_left(ACURA.lockout, wrong) for wrong in (0, 9, 10)] == [10, 1, 10]


def test_no_time_makes_a_lockout_safe_that_the_key_ends_and_ten_more_tries_follow_it() -> None:
    for more in ([], [StillWaitingSeen()], [InterruptionSeen()], [CodeRejected()]):
        locked = Diary(ACURA).rejected(10).tell(*more)
        assert (locked.state.name, locked.wait.owed_s) == (Name.WAITING, None)
    assert Diary(ACURA).rejected(10).watch(24 * 3600, every=45).state.name is Name.WAITING
    freed = Diary(ACURA).rejected(10).tell(InterruptionSeen(), AskedAgain()).state
    assert (freed.name, freed.in_series, freed.tries_left) == (Name.ASKING, 0, 10)


def test_no_key_ends_a_wait_that_any_account_gives_or_of_which_the_length_is_unknown() -> None:
    a_minute = LockoutCandidate(name="a minute", stages=(Stage(wait_s=60, ends_series=True),))
    both = replace(ACURA.lockout, candidates=(*ACURA.lockout.candidates, a_minute))
    assert not ended_by_key_cycle(both)
    assert (cost_of(both, 10).wait_s, cost_of(both, 10).key_cycle) == (60, False)
    for unknown in (Lockout(), load("honda-6-digit").lockout):
        assert (ended_by_key_cycle(unknown), cost_of(unknown, 1).key_cycle) == (False, False)
