"""What can be judged after what happened."""

import pytest
from msgspec.structs import replace

from pi.radio.events import JudgedRule
from pi.service.protocol import HistoryLine
from tui.judgeable import judgeable


def happened(*kinds: str, owed_s: float | None = 3672.0) -> list[HistoryLine]:
    """A history of those kinds, told in the order in which they happened."""
    lines = [
        HistoryLine(
            seq=at,
            kind=kind,
            wall=0.0,
            sure=True,
            owed_s=owed_s if kind == "LockoutBegan" else None,
        )
        for at, kind in enumerate(("VehicleAdded", *kinds))
    ]
    return lines[::-1]


WAIT = ("CodeRejected", "CodeRejected", "CodeRejected", "LockoutBegan", "WaitCountedOut")


def rules(lines: list[HistoryLine]) -> list[JudgedRule]:
    return [one.rule for one in judgeable(lines)]


def test_a_wait_is_judged_by_its_count_where_it_was_counted_out() -> None:
    wait, tries = judgeable(happened(*WAIT, "AskedAgain"))
    assert (wait.rule, wait.seconds) == (JudgedRule.WAIT, 3672.0)
    assert (tries.rule, tries.count) == (JudgedRule.TRIES, 3)
    wait, *_ = judgeable(happened("CodeRejected", "LockoutBegan", "AskedAgain"))
    assert wait.seconds is None


def test_only_the_wrong_codes_of_its_own_series_led_to_a_wait() -> None:
    again = ("AskedAgain", "CodeRejected", "LockoutBegan", "AskedAgain")
    *_, tries = judgeable(happened(*WAIT, *again))
    assert tries.count == 1


def test_what_was_taken_back_is_not_judged() -> None:
    back, slip, *before = happened(*WAIT, "AskedAgain", "StatementTakenBack")
    assert rules([slip, *before]) != []
    assert rules([back, replace(slip, taken_back=True), *before]) == []


@pytest.mark.parametrize(
    "kinds",
    [
        *((), ("RadioAsked",), WAIT, ("CodeRejected",)),  # before its end
        ("WalkthroughStarted", "WalkthroughStopped", "CodeAccepted"),  # left
        ("WalkthroughStarted", "ConfirmWithheld", "CodeAccepted"),
        ("WalkthroughStarted", "CodeRejected", "WalkthroughStarted"),  # under way
    ],
)
def test_nothing_is_judged_before_its_end_and_no_entry_that_was_left(
    kinds: tuple[str, ...],
) -> None:
    assert rules(happened(*kinds)) == []


@pytest.mark.parametrize("outcome", ["CodeAccepted", "CodeRejected"])
def test_an_entry_that_came_to_its_end_is_judged_by_its_steps_and_its_confirm(
    outcome: str,
) -> None:
    found = rules(happened("RadioAsked", "WalkthroughStarted", outcome))
    assert found == [JudgedRule.STEPS, JudgedRule.CONFIRM]
