"""Looking for a lost code: where to look, whom to ask, and the number on the display."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from pi.service.protocol.commands import ChangeVehicle, Lock, Outcome
from tests.stories import roads
from tests.stories.stage import set_up, stage
from tests.stories.telling import (
    DESK_BY_TAPS,
    SMALLEST,
    Owner,
    Terminal,
    in_the_car,
    owner_at,
    read_aloud,
)
from tests.stories.visitor import Visitor
from tui.port import ScreenName
from tui.screens.code import CodeScreen
from tui.screens.guide.found import FoundSerialPage

KEYS, FREE = "Key three wrong codes", "Hold RDS"
NONE_YET = "No code is kept for this radio yet."
# Where it is found: what is read there, what is stated, and where the code then came from.
FOUND = {
    "Handbook": ((), "Found it", "The handbook", "handbook"),
    "Glove box": (("The glove box:",), "Found it", "A sticker in the car", "sticker"),
    "Former owner": (("Ask in writing",), "I have the code", "A previous owner", "previous owner"),
    "Online": (
        ("Never send a passport scan, the car's papers", "refund terms"),
        "I have the code",
        "An online service",
        "online service",
    ),
}


async def types_the_serial(owner: Owner, serial: str, hint: str = "") -> None:
    """On the pad, as it stands. A hint may say what is easily misread, and bars nothing."""
    await owner.sees(FoundSerialPage)
    await owner.types(serial)
    await owner.reads(hint)
    await Visitor.presses(owner, "enter")
    await owner.reads("The serial number is kept")
    assert (await roads.kept(owner)).serial == serial


async def at_the_letter(owner: Owner) -> None:
    """Open the letter from the dealer's station."""
    await owner.plays(roads.THE_GUIDE)
    await roads.does(owner, "Dealer", "The letter to the dealer")
    await owner.reads("The letter to the dealer")


async def pages(owner: Owner) -> AsyncIterator[str]:
    """What stands on each page, from this one to the last."""
    for _ in range(9):
        await owner.settles()
        yield read_aloud(owner.screen)
        if not any(label.startswith("Read on") for label in owner.offered):
            return
        await owner.presses("Read on")


@pytest.mark.parametrize("place", FOUND)
async def test_a_code_that_is_found_is_kept_with_its_source_and_can_be_keyed_in(
    tmp_path: Path, place: str, terminal: Terminal
) -> None:
    told, statement, source, known_as = FOUND[place]
    async with roads.without_a_code(tmp_path, roads.NOTE, **terminal) as (_, owner):
        await owner.plays([(NONE_YET, "Find my code")])
        await roads.goes_to(owner, place)
        await roads.reads_all(owner, *told)
        await roads.presses_here(owner, statement)
        await roads.types_the_code(owner, source)
        await owner.presses("The same")
        await owner.plays([("ASKS FOR ITS CODE", "Key it in"), ("FIRST OF ALL", "")])
        found = await roads.kept(owner)
        assert (found.code, found.source) == ("3712", known_as)


async def test_nobody_needs_to_unlock_to_look_around_and_what_was_ticked_is_so_after_a_restart(
    tmp_path: Path,
) -> None:
    with stage(tmp_path) as one:
        async with one.service():
            await set_up(roads.NOTE)
            async with owner_at(one) as owner:
                await owner.plays([*roads.THE_GUIDE, ("0 of", "")])
                await roads.ticks(owner, "Stop first", "I stopped")
                await roads.ticks(owner, "Papers", "Looked: not there")
                await owner.reads("☑ Papers")
                await roads.does(owner, "Papers", "Not looked after all")
                await owner.reads("☐ Papers")
                await roads.ticks(owner, "Papers", "Looked: not there")
        async with one.service(), owner_at(one) as owner:
            await owner.plays([*roads.THE_GUIDE, ("2 of", ""), ("☑ Papers", "")])
            await owner.plays([("Next: Handbook", "Next: Handbook"), ("Looked: not there", "Back")])
            await owner.plays([("", "Back"), ("No code is kept", "I have it"), ("PIN", "")])


@pytest.mark.parametrize("where", [SMALLEST, DESK_BY_TAPS])
async def test_the_label_of_a_set_that_was_taken_out_is_photographed_and_typed(
    tmp_path: Path, where: Terminal
) -> None:
    async with roads.without_a_code(tmp_path, roads.NOTE, **where) as (_, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.goes_to(owner, "Its label")
        await owner.reads("do not unplug it")
        if where is SMALLEST:  # the cautions stand before any how
            assert "extraction keys" not in owner.text
        await roads.reads_all(owner, "Ignition off", "Photograph the whole label")
        await roads.presses_here(owner, "Type the serial number")
        await types_the_serial(owner, "BPO12", "" if where is SMALLEST else "O/0")


async def test_a_radio_that_is_locked_for_good_leads_to_a_specialist_of_its_make(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with roads.without_a_code(tmp_path, roads.LOST_OPEL, **terminal) as (_, owner):
        await owner.reports(*[Outcome.REJECTED] * 6)  # of the most careful account
        await owner.plays([("SEE A DEALER", "Who helps now"), ("Which make is the car?", "")])
        await owner.chooses("Opel")
        await owner.plays([("the specialist first", "Next: Specialist")])
        await roads.reads_all(owner, "reads the set on the bench")
        await owner.presses("Asked: no code")
        await owner.reads("☑ Specialist")


async def test_a_radio_without_a_code_names_who_helps(tmp_path: Path, terminal: Terminal) -> None:
    async with roads.without_a_code(tmp_path, roads.SECURE, **terminal) as (_, owner):
        await owner.plays([("NO CODE TO KEY IN", "Who helps now")])
        await owner.plays([("This radio takes no code. See who helps.", "Next: No code")])
        await roads.reads_all(owner, "No code exists for this radio")
        await owner.presses("I have read this")
        assert "I have it: type it in" not in owner.offered


async def test_the_letter_to_the_dealer_is_filled_in(tmp_path: Path, terminal: Terminal) -> None:
    async with roads.without_a_code(tmp_path, roads.NOTE, **terminal) as (_, owner):
        await owner.app.tell(ChangeVehicle(serial="BP7611", plate="RD61 KXM"))
        await at_the_letter(owner)
        await owner.until(lambda: "Unlock: fill in the serial" not in owner.offered, "unlocked")
        await roads.reads_all(
            owner,
            "steadyhand guide --letter",
            "Car, model, year Nissan",
            "Plate RD61 KXM",
            "Serial number in the dash BP7611",
            "Codes tried so far 0",
        )


async def test_a_locked_screen_shows_neither_serial_nor_plate(tmp_path: Path) -> None:
    """Nor once it is locked, though it was fetched before."""
    async with roads.without_a_code(tmp_path, roads.NOTE) as (_, owner):
        await owner.app.tell(ChangeVehicle(serial="BP7611", plate="RD61 KXM"))
        await at_the_letter(owner)
        await owner.plays([("BP7611", ""), ("RD61 KXM", "")])
        await owner.app.tell(Lock())
        await owner.reads("Unlock: fill in the serial")
        letter = "".join([page async for page in pages(owner)])
        assert "Serial number in the dash ____" in letter
        assert [each for each in ("BP7611", "RD61 KXM") if each in letter] == []


async def test_the_letter_holds_no_code(tmp_path: Path) -> None:
    with_code = replace(roads.NOTE, code="3712", code_is_lost=False)
    async with in_the_car(tmp_path, with_code) as (_, owner):
        await owner.app.tell(ChangeVehicle(serial="3712", plate="AB 3712"))
        await at_the_letter(owner)
        letter = "".join([page async for page in pages(owner)])
        assert "Serial number" in letter
        assert "3712" not in letter


async def test_a_paper_of_another_radio_is_not_kept_nor_what_is_typed_when_it_is_locked(
    tmp_path: Path,
) -> None:
    async with roads.without_a_code(tmp_path, roads.NOTE) as (_, owner):
        await owner.plays([("No code is kept", "I have it: type it in")])
        await roads.types_the_code(owner, "The code card")
        await owner.plays([("A code of another radio costs a try", "They differ")])
        other = "Then it is the paper of another radio"
        await owner.plays([(other, "Look on: keep nothing"), ("No code is kept", "I have it")])
        assert (await roads.kept(owner)).code == ""
        await roads.types_the_code(owner, "The code card")
        await owner.app.tell(Lock())
        await owner.reads("No code is kept")
        assert "3 7 1 2" not in read_aloud(owner.screen)


TROUBLES = {
    "The right code is refused": ("this set's code", "worn key", "Bring registration"),
    "It waited, and still refuses": ("longest wait", "Press no key", "Say here that it still"),
    "Its clock stands still": ("leave ignition and radio on", "Turn the key to ON"),
    "It switched itself off": ("A break is taken", "say here that it was off"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_what_goes_wrong_is_answered_in_the_guide(
    tmp_path: Path, trouble: str, terminal: Terminal
) -> None:
    async with roads.without_a_code(tmp_path, roads.NOTE, **terminal) as (_, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.goes_to(owner, "It does not work")
        await owner.chooses(trouble)
        await roads.reads_all(owner, *TROUBLES[trouble])
        await roads.presses_here(owner, "Who says so?")
        await owner.reads("Who says so")


async def test_who_just_stopped_can_say_that_it_does_not_work(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with roads.without_a_code(tmp_path, roads.NOTE, **terminal) as (_, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.does(owner, "Stop first", "It does not work")
        await owner.chooses("It switched itself off")
        await owner.reads("It switched itself off")


async def test_who_chose_the_code_is_said_where_owners_did(tmp_path: Path) -> None:
    mazda = replace(roads.NOTE, head_unit="mazda-rx7")
    async with roads.without_a_code(tmp_path, mazda) as (_, owner):
        await owner.plays([*roads.THE_GUIDE, ("An owner chose this code", "Next: Stop first")])


async def test_a_code_that_was_wrong_gives_way_to_another(owner: Owner) -> None:
    await owner.plays([("ASKS FOR ITS CODE", "Show the code"), ("", "It was wrong: type another")])
    await roads.types_the_code(owner, "A dealer", "9071")
    await owner.plays([("9 0 7 1", "The same"), ("ASKS FOR ITS CODE", "")])
    assert ((await roads.kept(owner)).code, (await roads.kept(owner)).source) == ("9071", "dealer")


async def test_a_free_number_on_the_display_brings_the_code_from_the_dealer(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with roads.without_a_code(tmp_path, roads.COSTLY, **terminal) as (_, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.goes_to(owner, "Its display")
        await roads.reads_all(owner, "The next keys cost no try.", FREE)
        await roads.presses_here(owner, "Type the serial number")
        await types_the_serial(owner, "BP7611")
        await owner.strikes("escape")
        await roads.does(owner, "Dealer", "I have the code")
        await roads.types_the_code(owner, "A dealer")
        await owner.reads("Kept here: BP7611")
        await owner.presses("The same")
        await owner.reads("ASKS FOR ITS CODE")
        assert (await roads.kept(owner)).source == "dealer"


async def test_a_number_that_costs_a_series_is_spent_before_its_keys_are_told(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with roads.without_a_code(tmp_path, roads.COSTLY, **terminal) as (one, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.goes_to(owner, "Its display")
        await roads.reads_all(owner)
        assert KEYS not in read_aloud(owner.screen)
        await roads.presses_here(owner, "The way for 3 tries")
        await owner.reads("THIS SPENDS 3 TRIES")
        assert "three wrong codes" not in read_aloud(owner.screen)
        await owner.presses("Stop here, costs nothing")
        await owner.until(lambda: "THIS SPENDS" not in read_aloud(owner.screen), "what lies below")
        assert (owner.radio.state, owner.radio.rejected) == ("Asking", 0)
        await roads.presses_here(owner, "The way for 3 tries")
        after = "Then a wait of 60 minutes runs"
        await owner.plays([(after, "I am sure: tell me the keys"), (KEYS, "")])
        assert (owner.radio.state, owner.radio.rejected) == ("Waiting", 3)
        await roads.reads_all(owner, "These tries are counted")
        await owner.plays([("", "To the clock"), ("to the earliest safe try", "")])
        await one.pass_time(roads.HOUR_AND_MARGIN_S)
        await owner.plays([("SAFE TO TRY", "It asks"), ("ASKS FOR ITS CODE", "")])


async def test_the_number_that_was_paid_for_is_typed_at_once(tmp_path: Path) -> None:
    async with roads.without_a_code(tmp_path, roads.COSTLY) as (_, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.does(owner, "Its display", "The way for 3 tries")
        await owner.plays([("THIS SPENDS", "I am sure"), (KEYS, "Type the serial number")])
        await types_the_serial(owner, "BP7611")


async def test_a_way_of_unknown_cost_says_so_and_spends_nothing(tmp_path: Path) -> None:
    async with roads.without_a_code(tmp_path, roads.NOTE) as (_, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.does(owner, "Its display", "The way of unknown cost")
        costs = "Nobody says what these keys cost"
        await owner.plays([("THINK TWICE", ""), (costs, "I am sure: tell me the keys")])
        await owner.reads("Hold 1 and 6 together")
        assert (owner.radio.state, owner.radio.rejected) == ("Asking", 0)


async def test_no_dear_way_is_offered_during_a_wait(tmp_path: Path) -> None:
    async with roads.without_a_code(tmp_path, roads.COSTLY) as (_, owner):
        await owner.reports(Outcome.REJECTED)
        await owner.reports(*[Outcome.ASKS_AGAIN, Outcome.REJECTED] * 2)
        await owner.plays([("earliest safe try", "More"), ("", "Find my code")])
        await roads.goes_to(owner, "Its display")
        await roads.reads_all(owner, "Not now: the radio does not ask.")
        assert not [label for label in owner.offered if "The way" in label]


async def test_a_warning_goes_when_the_radio_asks_no_more(tmp_path: Path) -> None:
    async with roads.without_a_code(tmp_path, roads.COSTLY) as (_, owner):
        await owner.plays(roads.THE_GUIDE)
        await roads.does(owner, "Its display", "The way for 3 tries")
        await owner.reads("THIS SPENDS 3 TRIES")
        await owner.reports(Outcome.ACCEPTED)
        await owner.until(lambda: "THIS SPENDS" not in read_aloud(owner.screen), "no warning")


@pytest.mark.parametrize("then", ["Find my code", "I have it: type it in"])
async def test_a_code_that_is_lost_is_looked_for_or_typed_in_where_it_would_stand(
    tmp_path: Path, then: str, terminal: Terminal
) -> None:
    async with roads.without_a_code(tmp_path, roads.NOTE, **terminal) as (_, owner):
        owner.app.open(ScreenName.CODE)  # as a button of the panel does
        await owner.sees(CodeScreen)
        await owner.plays([(NONE_YET, then)])
        if then == "Find my code":
            await owner.reads("0 of")
        else:
            await roads.types_the_code(owner, "The code card")


async def test_of_a_radio_that_takes_no_code_none_is_looked_for(tmp_path: Path) -> None:
    async with roads.without_a_code(tmp_path, roads.SECURE) as (_, owner):
        owner.app.open(ScreenName.CODE)
        await owner.sees(CodeScreen)
        await owner.reads("this radio takes none from you")
        assert owner.offered == ["Back"]
