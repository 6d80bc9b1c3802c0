"""What screens decide: the question of the interview that follows, and what can be judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pi.catalogue.catalogue import all_head_units, load
from pi.radio.events import JudgedRule
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.answers import HistoryLine
from pi.service.protocol.commands import NewVehicle
from tui.screens.known import judgeable
from tui.screens.setup.interview import Draft, Interview, Step


@given(st.booleans(), st.booleans(), st.none() | st.sampled_from(all_head_units()))
def test_the_steps_are_counted_and_lead_one_to_the_next(
    first_start: bool, keyboard: bool, head_unit: HeadUnit | None
) -> None:
    interview = Interview(first_start=first_start, keyboard=keyboard)
    if head_unit is not None:
        interview.draft.choose(head_unit)
    steps = interview.steps()
    assert [interview.after(step) for step in steps[:-1]] == list(steps[1:])
    with pytest.raises(ValueError, match="nothing follows"):
        interview.after(steps[-1])
    counted = [interview.place(step) for step in steps]
    assert counted == [(at, len(steps)) for at in range(1, len(steps) + 1)]
    takes_a_code = interview.draft.takes_a_code
    assert [step in steps for step in (Step.CODE, Step.SOURCE)] == [takes_a_code] * 2


def test_the_first_start_has_ten_steps_and_one_more_vehicle_unlocks_nothing() -> None:
    steps = [len(Interview(first_start=True, keyboard=each).steps()) for each in (True, False)]
    assert steps == [10, 9]
    secrets = {Step.WELCOME, Step.PIN, Step.PASSPHRASE, Step.RECOVERY}
    assert not secrets & set(Interview(first_start=False).steps())
    interview = Interview(first_start=True)
    interview.draft.choose(load("opel-safe"))
    interview.draft.lose_code()
    assert interview.after(Step.SERIAL) is Step.PIN  # a code that is lost came from nowhere


def test_the_service_is_asked_to_keep_what_was_answered_which_is_not_printed() -> None:
    draft = Draft()
    draft.choose(load("opel-safe"), "Vauxhall")
    draft.name, draft.code, draft.serial, draft.source = "Corsa", "0420", "GM0204", "card"
    assert draft.as_vehicle() == NewVehicle(
        name="Corsa", head_unit="opel-safe", code="0420", serial="GM0204", source="card"
    )
    draft.pin = "2580"
    assert not any(secret in f"{draft!r} {draft}" for secret in ("0420", "2580"))
    draft.choose(load("hyundai-cde"))
    assert draft.make == "Hyundai"  # as its display suggests


def test_another_radio_keeps_a_code_that_it_can_have_and_no_other() -> None:
    kept = {"ford-6000cd": "0420", "honda-5-digit": "", "nissan-secure": "", "bmw-5-digit": ""}
    for other, code in kept.items():
        draft = Draft()
        draft.choose(load("opel-safe"))
        draft.code = "0420"
        draft.choose(load(other))
        assert draft.code == code


def happened(*kinds: str) -> list[HistoryLine]:
    owed = {"LockoutBegan": 3672.0}
    lines = [
        HistoryLine(seq=at, kind=kind, wall=0.0, sure=True, owed_s=owed.get(kind))
        for at, kind in enumerate(("VehicleAdded", *kinds))
    ]
    return lines[::-1]


WAIT = ("CodeRejected", "CodeRejected", "CodeRejected", "LockoutBegan", "WaitCountedOut")


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
    assert list(judgeable([slip, *before])) != []
    assert list(judgeable([back, replace(slip, taken_back=True), *before])) == []


def test_an_entry_is_judged_by_its_steps_and_its_confirm_and_nothing_before_its_end() -> None:
    for outcome in ("CodeAccepted", "CodeRejected"):
        found = judgeable(happened("RadioAsked", "WalkthroughStarted", outcome))
        assert [one.rule for one in found] == [JudgedRule.STEPS, JudgedRule.CONFIRM]
    for kinds in (
        *((), ("RadioAsked",), WAIT, ("CodeRejected",)),
        ("WalkthroughStarted", "WalkthroughStopped", "CodeAccepted"),  # left
        ("WalkthroughStarted", "ConfirmWithheld", "CodeAccepted"),
        ("WalkthroughStarted", "CodeRejected", "WalkthroughStarted"),  # under way
    ):
        assert list(judgeable(happened(*kinds))) == []
