"""Home: where the radio stands, what is at stake, and the next thing to do."""

from pathlib import Path

from pi.service.asks import NewVehicle, Outcome
from pi.service.shown import RadioView
from tests.stories.telling import in_the_car, read_aloud
from tui.screens.family import family_of


def a(head_unit: str, code: str) -> NewVehicle:
    """A vehicle with a radio of that family."""
    return NewVehicle(name="Car", head_unit=head_unit, code=code)


async def test_a_radio_that_asks_is_told_by_name_and_tries(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", ""),
                ("Qashqai · Nissan, display asks Radio Code:", ""),
                ("3 tries left", ""),
                ("A wrong code now means a wait of 1 minute.", ""),
            ]
        )


async def test_the_code_stands_there_as_stars(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reads("★★★★")
        assert "3712" not in read_aloud(owner.screen)


async def test_a_locked_screen_names_the_vehicle_by_its_number(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("Qashqai", "More"),
                ("Lock this screen", "Lock this screen"),
                ("Vehicle 1 · Nissan", ""),
            ]
        )


async def test_a_radio_that_plays_has_one_thing_to_say(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "It plays"),
                ("DOES IT PLAY NOW?", "Yes: it plays now"),
                ("PLAYING", "It asks for its code"),
                ("THE DISPLAY MUST SHOW NOW", "Yes: it asks now"),
                ("ASKS FOR ITS CODE", ""),
            ]
        )


async def test_the_last_try_says_about_when_the_clock_was_not_sure(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.reports(Outcome.ACCEPTED)
        await owner.reads("Last try: it played, about 20")


async def test_a_family_without_a_known_limit_says_what_each_try_costs(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("renault-keypad", "1470")) as (_, owner):
        await owner.plays(
            [("no limit known", ""), ("A wrong code now means a wait of 1 minute.", "")]
        )


async def test_a_family_whose_price_nobody_knows_says_so(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("lexus-sec", "147")) as (_, owner):
        await owner.reads("Nobody says what a wrong code costs here.")


async def test_few_tries_before_a_dead_end_are_counted_down(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("opel-safe", "1470")) as (_, owner):
        for _ in range(3):
            await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.reads("After 3 more wrong codes only a dealer helps.")


async def test_the_last_try_before_a_dead_end_says_dealer_only(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("opel-safe", "1470")) as (_, owner):
        for _ in range(5):
            await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
        await owner.reads("A wrong code now means: dealer only.")


async def test_a_set_that_asks_for_nothing_is_switched_off_and_on_first(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("fiat-connect-nav", "1470")) as (_, owner):
        await owner.reads("First switch the ignition off and on")


async def test_unlocking_leads_on_to_the_entry(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "More"),
                ("Lock this screen", "Lock this screen"),
                ("Vehicle 1", "Key it in"),
            ]
        )
        await owner.reads("PIN")
        await owner.types("2580")
        await owner.strikes("enter")
        await owner.reads("FIRST OF ALL PARK")


async def test_a_terminal_that_is_too_small_names_the_size_it_needs(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.pilot.resize_terminal(39, 15)
        await owner.reads("Needs at least 40x16")
        await owner.pilot.resize_terminal(40, 16)
        await owner.reads("ASKS FOR ITS CODE")


async def test_a_key_that_nobody_can_see_does_nothing(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.pilot.resize_terminal(39, 15)
        await owner.reads("Needs at least 40x16")
        await owner.strikes("5", "enter", "1")
        await owner.settles()
        assert owner.radio.state == "Asking"


async def test_the_colours_change_at_once(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "More"),
                ("Colours and pace", "Colours and pace"),
                ("Night", "Night"),
            ]
        )
        await owner.until(lambda: owner.app.theme == "night", "the night's colours")


async def test_the_beat_can_be_switched_off(tmp_path: Path) -> None:
    async with in_the_car(tmp_path) as (_, owner):
        await owner.plays(
            [
                ("ASKS FOR ITS CODE", "More"),
                ("Colours and pace", "Colours and pace"),
                ("Beat: every 0.8 s", "Beat"),
                ("Beat: every 1.2 s", "Beat"),
                ("Beat: off", ""),
            ]
        )


def test_a_family_that_is_not_known_here_is_shown_by_its_name() -> None:
    radio = RadioView(
        vehicle=1,
        head_unit="no-such-family",
        state="NoCode",
        tries_left=None,
        rejected=0,
        rejected_in_series=0,
        seq=1,
    )
    assert family_of(radio).name == "no-such-family"
