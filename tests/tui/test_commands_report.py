"""``steadyhand report``: what the radio did, told in one word."""

import pytest

from pi.service.asks import NewVehicle, Outcome
from tests.blackbox import places
from tests.blackbox.processes import Place

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


@pytest.mark.parametrize("outcome", HAPPENED)
def test_what_happened_is_taken_without_a_word(kept: Place, outcome: str) -> None:
    done = kept.run("report", outcome)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


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


def test_the_last_report_is_taken_back_without_a_word(kept: Place) -> None:
    kept.run("report", "accepted")
    done = kept.run("report", "take-back")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
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
