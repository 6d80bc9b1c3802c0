"""``steadyhand report``: what the radio did, told in one word."""

import pytest

from pi.service.asks import NewVehicle, Outcome, StartWalkthrough, Unlock, UnlockKind
from tests.blackbox import places
from tests.blackbox.caller import calling
from tests.blackbox.processes import Place
from tests.pi.service.rig import PASSPHRASE
from tui.words.noted import noted

kept, made_store, place = places.kept, places.made_store, places.place

NEEDS_MORE = {Outcome.ABANDONED, Outcome.TAKE_BACK}  # an entry, or something that was said
HAPPENED = [each.value for each in Outcome if each not in NEEDS_MORE]


def state(place: Place, vehicle: int) -> str:
    shown: str = place.json("status", "--json")["vehicles"][vehicle - 1]["state"]
    return shown


def fails(place: Place, status: int, *arguments: str) -> str:
    """The one line of a report that was not taken."""
    done = place.run("report", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert done.stderr.startswith("steadyhand: ")
    return done.stderr.removeprefix("steadyhand: ").rstrip("\n")


def answered(place: Place, *arguments: str) -> str:
    """The one line that answers a report which was taken."""
    done = place.run("report", *arguments)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    return done.stdout.rstrip("\n")


@pytest.mark.parametrize("outcome", HAPPENED)
def test_what_happened_is_answered_as_on_the_screens_and_with_where_the_radio_stands(
    kept: Place, outcome: str
) -> None:
    said = answered(kept, outcome, "--vehicle", "2")
    assert said.startswith(noted(Outcome(outcome)))
    assert said.endswith(kept.run("status").stdout.splitlines()[1])


def test_a_refused_code_is_answered_with_the_tries_that_are_left(kept: Place) -> None:
    said = answered(kept, "rejected", "--vehicle", "3")
    assert said == "Noted: it refused the code. 3 · ford-6000cd · ASKS FOR ITS CODE · 2 tries left"


def test_a_code_refused_once_too_often_is_answered_with_the_wait(kept: Place) -> None:
    said = answered(kept, "rejected", "--vehicle", "1")
    assert said.startswith("Noted: it refused the code. 1 · nissan-radio-code · WAIT · ")


def test_an_entry_that_was_left_is_answered(kept: Place) -> None:
    with kept.service(), calling(kept) as owner:
        owner.ask(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))
        owner.ask(StartWalkthrough(vehicle=1))
        assert answered(kept, "abandoned").startswith(noted(Outcome.ABANDONED))


def test_a_report_changes_the_state(kept: Place) -> None:
    kept.run("report", "accepted", "--vehicle", "2")
    assert (state(kept, 1), state(kept, 2)) == ("Asking", "Playing")


def test_without_a_number_the_vehicle_last_used_is_meant(kept: Place) -> None:
    kept.run("report", "asking", "--vehicle", "2")
    kept.run("report", "accepted")
    assert state(kept, 2) == "Playing"


def test_a_word_on_the_display_counts_as_the_family_means_it(kept: Place) -> None:
    kept.run("report", "rejected", "--vehicle", "3", "--shows", "locked10")
    assert state(kept, 3) == "DeadEnd"


def test_with_nothing_to_abandon_it_is_not_possible_now(kept: Place) -> None:
    said = fails(kept, 3, "abandoned")
    assert said == "No entry is under way: there is nothing to abandon. See: steadyhand status"


def test_what_was_taken_back_is_named_and_what_then_holds(kept: Place) -> None:
    kept.run("report", "accepted", "--vehicle", "1")
    said = answered(kept, "take-back")
    assert said.startswith(f"{noted(Outcome.TAKE_BACK)} You said: The radio plays (")
    assert said.endswith("1 · nissan-radio-code · ASKS FOR ITS CODE · 3 tries left")
    assert state(kept, 1) == "Asking"


def test_a_second_time_there_is_nothing_to_take_back(kept: Place) -> None:
    kept.run("report", "accepted")
    kept.run("report", "take-back")
    said = fails(kept, 3, "take-back")
    assert (
        said == "There is nothing to take back: nothing was said of the radio since the last try."
    )


def test_only_the_last_report_of_that_vehicle_is_taken_back(kept: Place) -> None:
    kept.run("report", "accepted", "--vehicle", "1")
    kept.run("report", "accepted", "--vehicle", "2")
    kept.run("report", "take-back", "--vehicle", "1")
    assert (state(kept, 1), state(kept, 2)) == ("Asking", "Playing")


def test_before_the_set_up_it_is_not_possible_now(place: Place) -> None:
    said = fails(place, 3, "rejected")
    assert said == "Nothing is set up yet. Start steadyhand and answer its questions."


def test_a_vehicle_that_is_not_there_is_bad_input(kept: Place) -> None:
    said = fails(kept, 2, "rejected", "--vehicle", "4")
    assert said == "There is no vehicle 4. See: steadyhand status"


def test_a_number_longer_than_any_is_bad_input(kept: Place) -> None:
    assert "No vehicle is called" in fails(kept, 2, "rejected", "--vehicle", "9" * 400)


@pytest.mark.parametrize("name", ["Grey Qashqai", "", "-1", "1.0", "²", "١"])
def test_a_name_is_bad_input_as_names_are_locked(kept: Place, name: str) -> None:
    said = fails(kept, 2, "rejected", "--vehicle", name)
    assert said == "Names are locked here. Give the number that steadyhand status shows."


def test_an_unknown_outcome_is_bad_input_and_not_repeated(kept: Place) -> None:
    said = fails(kept, 2, "3712")
    assert said == f"OUTCOME must be one of: {', '.join(each.value for each in Outcome)}"


def test_a_missing_outcome_is_bad_input(kept: Place) -> None:
    assert fails(kept, 2) == "OUTCOME is missing. See: steadyhand report --help"


def test_a_radio_without_a_code_has_nothing_to_report(place: Place) -> None:
    places.set_up(place, NewVehicle(name="Patrol", head_unit="nissan-secure"))
    said = fails(place, 3, "rejected")
    assert said == "This radio takes no code from its owner. See a dealer."


def test_a_refused_report_changes_nothing(kept: Place) -> None:
    kept.run("status")
    before = kept.database.read_bytes()
    for arguments in (["abandoned"], ["take-back"], ["rejected", "--vehicle", "9"], ["3712"]):
        kept.run("report", *arguments)
    assert kept.database.read_bytes() == before
