"""A lockout that ends when the key is switched off and on: no wait is made up for it."""

from msgspec.structs import replace

from pi.radio.catalogue import load
from pi.radio.events import (
    AskedAgain,
    CodeRejected,
    InterruptionSeen,
    StillWaitingSeen,
    SupplyCameBack,
    SupplyFell,
)
from pi.radio.lockout import cost_of, ended_by_key_cycle, tries_left
from pi.radio.lockout_rule import Lockout, LockoutCandidate, Stage
from pi.radio.state import Name
from tests.pi.radio.diary import Diary
from tests.pi.radio.families import cost
from tests.pi.radio.locked_sets import submit_wrong, switched_on

ACURA = load("acura-navigation")
DAY = 24 * 3600


def test_nine_wrong_codes_cost_nothing_but_the_tries() -> None:
    assert {cost("acura-navigation", wrong).wait_s for wrong in range(1, 10)} == {0}


def test_the_tenth_wrong_code_asks_for_the_key() -> None:
    tenth = cost("acura-navigation", 10)

    assert (tenth.key_cycle, tenth.wait_s, tenth.dead_end) == (True, None, False)


def test_the_owner_confirms_a_second_time_before_the_tenth() -> None:
    assert cost("acura-navigation", 10).needs_a_warning


def test_no_seconds_are_owed_for_a_lockout_that_the_key_ends() -> None:
    locked = Diary(ACURA).rejected(10)

    assert (locked.state.name, locked.wait.owed_s) == (Name.WAITING, None)


def test_no_time_makes_it_safe_to_try() -> None:
    locked = Diary(ACURA).rejected(10).watch(DAY, every=45)

    assert locked.state.name is Name.WAITING


def test_a_display_that_refuses_still_owes_no_seconds() -> None:
    assert Diary(ACURA).rejected(10).tell(StillWaitingSeen()).wait.owed_s is None


def test_ten_more_tries_follow_once_the_display_asks_after_the_key() -> None:
    freed = Diary(ACURA).rejected(10).tell(SupplyFell(), SupplyCameBack(), AskedAgain()).state

    assert (freed.name, freed.in_series, freed.tries_left) == (Name.ASKING, 0, 10)


def test_the_key_alone_is_not_believed_before_the_display_asks() -> None:
    turned = Diary(ACURA).rejected(10).tell(InterruptionSeen())

    assert turned.state.name is Name.WAITING


def test_a_code_refused_while_it_is_locked_owes_no_seconds_either() -> None:
    assert Diary(ACURA).rejected(10).tell(CodeRejected()).wait.owed_s is None


def test_a_wait_that_any_account_gives_is_counted_whatever_the_key_does() -> None:
    waits = LockoutCandidate(name="a minute", stages=(Stage(wait_s=60, ends_series=True),))
    both = replace(ACURA.lockout, candidates=(*ACURA.lockout.candidates, waits))

    assert not ended_by_key_cycle(both)
    assert (cost_of(both, 10).wait_s, cost_of(both, 10).key_cycle) == (60, False)


def test_a_wait_of_unknown_length_is_none_that_the_key_ends() -> None:
    assert not cost("honda-6-digit", 1).key_cycle


def test_a_family_of_which_nothing_is_known_is_not_ended_by_the_key() -> None:
    assert not ended_by_key_cycle(Lockout())


def test_the_tries_are_counted_down_to_the_key() -> None:
    assert [tries_left(ACURA.lockout, wrong) for wrong in (0, 9, 10)] == [10, 1, 10]


def test_a_simulated_one_waits_for_the_key_and_not_for_the_clock() -> None:
    unit = submit_wrong(switched_on("acura-navigation", "1234"), 10)
    unit.pass_time(DAY)
    locked = unit.waiting
    unit.turn_key(False)
    unit.turn_key(True)
    assert (locked, unit.waiting, unit.asks) == (True, False, True)
