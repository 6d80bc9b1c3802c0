"""The radio's own display wins over the clock, both ways. One hour owes 3672 s."""

from pi.radio.events import AskedAgain, InterruptionSeen, PowerReported, StillWaitingSeen
from pi.radio.state import Name
from tests.pi.radio.diary import Diary
from tests.pi.radio.odd_families import account, family, rule

HOUR = family(rule(account(3600, ends=(1,))))
MINUTE = family(rule(account(60), may_take_s=600))


def waiting() -> Diary:
    """An hour's wait that has just begun."""
    return Diary(HOUR).rejected()


def counted_out() -> Diary:
    """A minute that is counted out; ten have been reported."""
    return Diary(MINUTE).rejected().watch(65)


def test_the_display_ends_a_wait_that_is_not_counted_out() -> None:
    assert waiting().watch(60).tell(AskedAgain()).state.name is Name.ASKING


def test_a_display_that_refuses_after_the_count_owes_the_longest_reported_wait() -> None:
    assert counted_out().tell(StillWaitingSeen()).wait.remaining_s == 612 - 65


def test_a_display_that_refuses_after_the_longest_wait_leaves_only_the_display() -> None:
    diary = waiting().watch(3672).tell(StillWaitingSeen())
    assert (diary.state.name, diary.wait.owed_s) == (Name.WAITING, None)


def test_a_longer_wait_is_never_shorter_than_what_was_owed() -> None:
    diary = Diary(family(rule(account(600), may_take_s=60))).rejected().watch(612)
    assert diary.rebooted().tell(StillWaitingSeen()).wait.owed_s is None


def test_a_longer_wait_inherits_nothing_from_before_an_interruption() -> None:
    assert (
        counted_out()
        .tell(InterruptionSeen(), PowerReported(on=True), StillWaitingSeen())
        .wait.counted_s
        == 0
    )


def test_a_counted_out_wait_stays_counted_out_over_night() -> None:
    assert waiting().watch(3672).rebooted().state.name is Name.SAFE_TO_TRY


def test_a_wait_of_unknown_length_is_ended_by_the_display_alone() -> None:
    diary = Diary(family(rule(account(None)))).rejected().watch(86_400, every=45)
    assert (diary.state.name, diary.wait.remaining_s) == (Name.WAITING, None)


def test_looking_at_a_display_that_refuses_does_not_disturb_the_count() -> None:
    diary = waiting().watch(600).tell(StillWaitingSeen()).watch(60)
    assert diary.wait.counted_s == 660


def test_a_display_that_refuses_while_nothing_waits_owes_the_longest_documented() -> None:
    assert Diary(HOUR).tell(StillWaitingSeen()).wait.owed_s == 3672


def test_a_display_that_refuses_where_nothing_is_documented_leaves_only_the_display() -> None:
    assert Diary(family(rule())).tell(StillWaitingSeen()).wait.owed_s is None
