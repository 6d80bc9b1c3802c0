"""Home and what More says of the radio: history, judgements, what is known, who says so."""

from pathlib import Path

import pytest

from pi.catalogue import catalogue
from pi.radio.events import JudgedRule
from pi.service.protocol.answers import Remark, Remarks
from pi.service.protocol.commands import GetRemarks, JudgeRule, Lock, NewVehicle, Outcome
from tests.stories.roads import TO_THE_CONFIRM
from tests.stories.stage import Stage
from tests.stories.telling import (
    Owner,
    Scene,
    Terminal,
    Told,
    in_the_car,
    read_aloud,
    tells,
    vehicle_of,
)
from tests.stories.wholeness import whole
from tui.families import family_by_id
from tui.screens.guide.guide import GuideScreen
from tui.text import known
from tui.text.known import disagreement
from tui.themes import DAY, NIGHT
from tui.widgets.actions import ActionButton
from tui.widgets.paragraphs import Paragraphs


def a(head_unit: str, code: str) -> NewVehicle:
    """A vehicle with a radio of that family."""
    return NewVehicle(name="Car", head_unit=head_unit, code=code)


async def test_unlocking_leads_on_to_the_entry(owner: Owner) -> None:
    await owner.plays(
        [
            ("ASKS FOR ITS CODE", "More"),
            ("Lock, PIN and colours", "Lock, PIN and colours"),
            ("This screen is unlocked", "Lock this screen"),
            ("Vehicle 1", "Key it in"),
        ]
    )
    await owner.reads("PIN")
    await owner.types("2580")
    await owner.strikes("enter")
    await owner.reads("FIRST OF ALL PARK")


async def test_too_small_a_terminal_names_the_size_it_needs_and_takes_no_key(owner: Owner) -> None:
    await owner.pilot.resize_terminal(39, 15)
    await owner.reads("Needs at least 40x16")
    await owner.strikes("5", "enter", "1")
    await owner.settles()
    assert owner.radio.state == "Asking"
    await owner.pilot.resize_terminal(40, 16)
    await owner.reads("ASKS FOR ITS CODE")


def test_a_family_that_is_not_known_here_is_shown_by_its_name() -> None:
    assert family_by_id("no-such-family").name == "no-such-family"


async def test_a_button_under_more_has_the_same_number_on_a_locked_screen(owner: Owner) -> None:
    async def numbered() -> list[dict[str, str]]:
        found = []
        for story in (
            [("ASKS", "More"), ("Other", "")],
            [("", "Lock, PIN"), ("This screen is", "")],
        ):
            await owner.plays(story)
            buttons = owner.screen.query(ActionButton)
            found.append({each.action.key: each.action.label for each in buttons})
        owner.app.go_to_state()
        return found

    more, this_screen = await numbered()
    await owner.app.tell(Lock())
    assert await numbered() == [more, this_screen | {"1": "Unlock this screen"}]
    assert this_screen["1"] == "Lock this screen"


async def test_each_screen_tells_what_its_keys_do_until_the_state_is_another(
    owner: Owner, terminal: Terminal
) -> None:
    await owner.reads("ASKS FOR ITS CODE")
    labels = [" ".join(each.split()) for each in owner.offered]
    await owner.strikes("?")
    await owner.reads("1 or Enter: I am parked. Key it in")
    assert all(f": {label}" in owner.text for label in labels)
    await owner.strikes("?")
    await owner.plays([("What the keys do here", "Back"), *TO_THE_CONFIRM[:3], ("PRESS KEY 2", "")])
    await owner.strikes("?")
    await owner.reads("Done: it shows 3700")
    await owner.app.tell(Lock())
    await owner.reads("AN ENTRY IS UNDER WAY")
    assert "3700" not in read_aloud(owner.screen)


async def test_a_sign_that_is_typed_asks_for_no_help_and_one_that_is_not_does(
    one: Stage, owner: Owner
) -> None:
    await owner.app.tell(Lock())
    await owner.plays([("ASKS FOR ITS CODE", "Show the code"), ("Your PIN.", "")])
    await owner.strikes("?")
    await owner.plays([("Type on the keyboard", "Back"), ("Your PIN.", "Another way")])
    await owner.plays([("How do you want", "By passphrase"), ("Your passphrase", "")])
    await owner.strikes("?")
    assert "What the keys do here" not in owner.text


@pytest.mark.parametrize("size", [(40, 16), (57, 16), (66, 20), (80, 24)])
async def test_after_refusals_the_code_itself_is_doubted_and_the_guide_is_near(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with in_the_car(tmp_path, size=size) as (_, owner):
        await owner.reads("ASKS FOR ITS CODE")
        assert "another radio's code" not in owner.text
        await owner.reports(*[Outcome.REJECTED, Outcome.ASKS_AGAIN] * 2)
        await owner.reads("Refused 2 times: maybe it is another radio's code.")
        if "Is it the right code?" in owner.offered:
            await owner.presses("Is it the right code?")
        else:
            await owner.plays([("See More.", "More"), ("Other vehicle", "Find my code")])
        await owner.sees(GuideScreen)


async def test_the_colours_that_are_worn_are_marked_whoever_chose_them(owner: Owner) -> None:
    owner.app.theme = NIGHT
    await owner.plays([("ASKS", "More"), ("", "Lock, PIN"), ("This", "Colours and pace")])
    await owner.plays([("Night (chosen)", "High contrast"), ("contrast (chosen)", "")])
    owner.app.theme = DAY  # as the car's lights would have it
    await owner.reads("Day (chosen)")
    assert sum("chosen" in label for label in owner.offered) == 1


FROM_HOME = [
    ("PLAYING", "More"),
    ("Other vehicle", "About this radio"),
    ("What is known", "History"),
]


async def test_a_long_history_is_read_to_its_end_and_back(owner: Owner, terminal: Terminal) -> None:
    for _ in range(20):
        await owner.reports(Outcome.ASKING, Outcome.ACCEPTED)
    await owner.plays([*FROM_HOME, ("page 1", "")])
    told = read_aloud(owner.screen)
    assert told.index("The radio plays") < told.index("The radio asked for its code")
    page = 1
    while "The vehicle was added" not in read_aloud(owner.screen):
        page += 1
        await owner.plays([("", "Older"), (f"page {page}", "")])
    assert page > 2
    assert "Older" not in owner.offered
    await owner.plays([("", "Newer"), (f"page {page - 1}", "Back"), ("What is known", "Back")])
    await owner.plays([("Other vehicle", "Back"), ("PLAYING", "")])


TO_THE_QUESTIONS: list[Scene] = [("", "More"), ("", "About this radio"), ("", "Was it as we said?")]
A_WAIT = [Outcome.REJECTED] * 3


async def remarks(owner: Owner) -> list[Remark]:
    """What is kept, oldest first."""
    found = await owner.app.tell(GetRemarks())
    assert isinstance(found, Remarks)
    return list(found.lines)[::-1]


async def types(owner: Owner, digits: str) -> None:
    """Type a number on the pad, and say that it was so."""
    for digit in digits:
        await owner.presses(digit)
    await owner.presses("So it was")


async def test_a_wait_that_was_shorter_is_kept_beside_the_rule(
    one: Stage, owner: Owner, terminal: Terminal
) -> None:
    await owner.reports(*A_WAIT, Outcome.POWER_ON)
    await one.pass_time(3 * 3600)
    await owner.reports(Outcome.ASKS_AGAIN)
    cost = owner.radio.next_cost
    await owner.plays([*TO_THE_QUESTIONS, ("by our count. Right?", "No: say how many")])
    await owner.reads("How many minutes was the wait?")
    await types(owner, "45")
    await owner.plays([("Noted.", "Next question")])
    await owner.reads("wrong code")
    (kept,) = await remarks(owner)
    assert (kept.agrees, kept.seconds) == (False, 2700.0)
    assert owner.radio.next_cost == cost


async def test_after_an_entry_the_steps_and_the_confirm_are_asked_for(
    tmp_path: Path, terminal: Terminal
) -> None:
    story: list[Scene] = [
        *TO_THE_CONFIRM,
        ("NOW HOLD KEY 6", "It plays"),
        ("PLAYING", "More"),
        *TO_THE_QUESTIONS[1:],
        ("Did the keys do what the steps said?", "Yes"),
        ("Noted.", "Next question"),
        ("Was it the right key that sent the code?", "No"),
        ("Thank you.", "Back"),
        ("", "What is known of it"),
        ("another key sends the code", ""),
    ]
    async with in_the_car(tmp_path, **terminal) as (_, owner):
        await owner.reports(Outcome.ASKING)
        await owner.plays(story)
        assert [one.agrees for one in await remarks(owner)] == [True, False]


async def test_a_wait_that_nobody_counted_asks_for_its_length_which_need_not_be_told(
    tmp_path: Path,
) -> None:
    async with in_the_car(tmp_path, size=(40, 16)) as (_, owner):
        await owner.reports(*A_WAIT, Outcome.ASKS_AGAIN)
        await owner.plays([*TO_THE_QUESTIONS, ("How long was it?", "Say how many minutes")])
        await types(owner, "0")
        await owner.plays([("Type a number from 1 on.", "Back")])
        await owner.plays([("How long", "I can't tell"), ("", "I can't tell")])
        await owner.reads("Nothing to say yet")
        assert await remarks(owner) == []


OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="3712")
PAIRED = NewVehicle(name="Leaf", head_unit="nissan-secure")
A_PAGE = 250  # letters of the smallest screen
TO_THE_FACTS = [("", "More"), ("", "About this radio"), ("", "What is known of it")]


def run_together(text: str) -> str:
    """The letters alone: lines break at every size elsewhere."""
    return "".join(text.split())


async def reads_all(owner: Owner) -> str:
    """Every page of what is to be read here, whole, from the first to the last."""
    pages = []
    for _ in owner.screen.query_one(Paragraphs).pages:
        await owner.until(lambda: not whole(owner.screen), "a whole page")
        pages.append(run_together(read_aloud(owner.screen)))
        if "Read on" in owner.offered:
            await owner.presses("Read on")
    return "".join(pages)


async def test_every_rule_and_address_can_be_read_from_page_to_page(
    tmp_path: Path, terminal: Terminal
) -> None:
    opel = catalogue.load("opel-safe")
    async with in_the_car(tmp_path, OPEL, **terminal) as (_, owner):
        await owner.plays(TO_THE_FACTS)
        pages = await reads_all(owner)
        for fact in known.known(opel):
            parts = [fact] if len(fact) < A_PAGE else fact.split()
            assert all(run_together(each) in pages for each in parts), fact
        await owner.presses("Who says so")
        pages = await reads_all(owner)
        for address in known.addresses(opel):
            assert run_together(address) in pages or len(address) > terminal["size"][0], address


async def test_a_radio_without_a_code_says_so_first_and_asks_no_judgement(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, PAIRED) as (_, owner):
        await owner.plays([("NO CODE TO KEY IN", "More"), ("", "About this radio")])
        await owner.reads("takes no code from you")
        assert "Was it as we said?" not in owner.offered
        await owner.plays([("", "What is known of it"), ("1. This radio takes no code", "")])


def test_every_family_says_something_who_says_it_and_each_side_of_a_disagreement() -> None:
    for family in catalogue.all_head_units():
        assert all(fact.strip() == fact for fact in known.known(family)), family.id
        assert known.addresses(family), family.id
        for one in family.disagreements:
            told = disagreement(one)
            assert all(claim.says in told for claim in one.claims), family.id
            assert one.applied.rstrip(".") in told, family.id


TOLD: dict[str, list[NewVehicle | Told]] = {
    "a radio that asks is told by name and tries": [
        "ASKS FOR ITS CODE",
        "Qashqai · Nissan, display asks Radio Code:",
        "★★★★",
        "3 tries left",
        "A wrong code now means a wait of 1 minute.",
    ],
    "a locked screen names the vehicle by its number": [
        ("Qashqai", "More"),
        ("Other vehicle", "Lock, PIN and colours"),
        ("This screen is unlocked", "Lock this screen"),
        "Vehicle 1 · Nissan",
    ],
    "a radio that plays has one thing to say": [
        ("ASKS FOR ITS CODE", "It plays"),
        ("DOES IT PLAY NOW?", "Yes: it plays now"),
        ("PLAYING", "It asks for its code"),
        ("THE DISPLAY MUST SHOW NOW", "Yes: it asks now"),
        "ASKS FOR ITS CODE",
    ],
    "the last try says about when the clock was not sure": [
        Outcome.ACCEPTED,
        "Last try: it played, about 20",
    ],
    "a family without a known limit says what each try costs": [
        a("renault-keypad", "1470"),
        "no limit known",
        "A wrong code now means a wait of 1 minute.",
    ],
    "a family whose price nobody knows says so": [
        a("lexus-sec", "147"),
        "Nobody says what a wrong code costs here.",
    ],
    "a set that asks for nothing is switched off and on first": [
        a("fiat-connect-nav", "1470"),
        "First switch the ignition off and on",
    ],
    "the beat can be switched off": [
        ("ASKS FOR ITS CODE", "More"),
        ("Other vehicle", "Lock, PIN and colours"),
        ("This screen", "Colours and pace"),
        ("Beat: every 0.8 s", "Beat"),
        ("Beat: every 1.2 s", "Beat"),
        "Beat: off",
    ],
    "a wait is told with its length": [
        Outcome.REJECTED,
        Outcome.ASKS_AGAIN,
        ("ASKS", "More"),
        ("Other vehicle", "About this radio"),
        ("What is known", "History"),
        "A wait of 1 minute began",
    ],
    "a report of power says which it was": [
        Outcome.REJECTED,
        Outcome.POWER_OFF,
        Outcome.POWER_ON,
        Outcome.ACCEPTED,
        *FROM_HOME,
        "The radio was on",
        "The radio was off",
    ],
    "a moment by a clock that was not sure says about": [
        ("ASKS", "More"),
        ("Other vehicle", "About this radio"),
        ("What is known", "History"),
        "about 20",
    ],
    "the owners own word stands first": [
        OPEL,
        tells(JudgeRule(rule=JudgedRule.WAIT, agrees=False, seconds=2700.0)),
        *TO_THE_FACTS,
        "the wait was 45 minutes, not as counted",
    ],
}


@pytest.mark.parametrize("story", TOLD)
async def test_it_goes_as_it_is_told(tmp_path: Path, story: str) -> None:
    async with in_the_car(tmp_path, vehicle_of(TOLD[story])) as (one, owner):
        await owner.lives(one, TOLD[story])
