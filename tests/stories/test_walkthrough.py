"""From Home to a playing radio, one key at a time, and what came of it."""

from pathlib import Path

import pytest

from pi.catalogue.catalogue import all_head_units
from pi.radio.head_unit import HeadUnit
from pi.service.protocol.commands import NewVehicle, Outcome
from tests.stories.roads import TO_THE_CHECK, TO_THE_CONFIRM, TO_THE_MUSIC, by_kind, history_of
from tests.stories.stage import Stage
from tests.stories.telling import Happens, Owner, Terminal, Told, in_the_car, read_aloud, vehicle_of
from tests.stories.wholeness import whole
from tui.screens.entry.step_view import Dots, StepView


def a(head_unit: str, code: str) -> NewVehicle:
    """A vehicle with a radio of that family."""
    return NewVehicle(name="Car", head_unit=head_unit, code=code)


async def test_nine_presses_at_most_play_the_radio_all_but_the_last_primary(owner: Owner) -> None:
    *keyed, (words, label), _playing = TO_THE_MUSIC
    for shown, done in keyed:
        await owner.reads(shown)
        primary = next(each for each in owner.screen.query("ActionButton.-primary"))
        assert done in primary.action.label  # type: ignore[attr-defined]
        owner.lets_stand(True)
        await owner.strikes("enter")
    await owner.plays([(words, label), ("PLAYING", "")])
    assert len(TO_THE_MUSIC[:-1]) <= 9


async def test_the_last_try_before_an_hour_is_confirmed_by_name_and_stopping_costs_nothing(
    owner: Owner, terminal: Terminal
) -> None:
    for _ in range(2):
        await owner.reports(Outcome.REJECTED, Outcome.ASKS_AGAIN)
    await owner.plays([("A wrong code now means a wait of 60 minutes.", ""), *TO_THE_CONFIRM])
    await owner.plays([("LAST TRY", "Stop here, costs nothing"), ("ASKS FOR ITS CODE", "")])
    assert owner.radio.tries_left == 1
    await owner.plays([*TO_THE_CONFIRM, ("LAST TRY", "")])
    await owner.plays([("before a wait of 60 minutes", "I am sure"), ("NOW HOLD KEY 6", "")])


async def test_the_beat_is_played_once_more_by_a_key_or_a_tap_near_its_dots(
    one: Stage, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.entry.step_view.LEAD_IN_S", 0.01)
    await owner.plays([*TO_THE_CHECK[:3], ("PRESS KEY 2 TIMES 7", "")])
    view, dots = owner.screen.query_one(StepView), owner.screen.query_one(Dots)
    for again in (None, "a key", "a tap"):
        if again == "a key":
            await owner.strikes("*")
        elif again == "a tap":
            await owner.taps(view, 3, dots.region.y - view.region.y)
        await owner.until(lambda: dots.running and dots.beaten == 0, "the beat from its first dot")
        assert "the beat again" not in owner.text
        one.clock.pass_time(7 * 0.8)
        dots.tick()
        await owner.reads("the beat again: tap here, or key *")
        assert dots.beaten == 7


MOST_STEPS = 40


def some_code(family: HeadUnit) -> str:
    """A code that is legal there: the last legal digits, as they take the most presses."""
    assert family.code is not None
    if family.code.max_value is not None:
        return str(family.code.max_value)
    return "".join(family.code.digits_at(at)[-1] for at in range(family.code.lengths[-1]))


async def test_a_family_without_a_sure_count_names_no_number(tmp_path: Path) -> None:
    async with in_the_car(tmp_path, a("ford-6000cd", "1470")) as (_, owner):
        await owner.plays([("ASKS FOR", "Key it in"), ("PARK", "Parked")])
        await owner.reads("PRESS KEY 1 UNTIL IT SHOWS 1")
        assert "TIMES" not in read_aloud(owner.screen)


async def to_the_check(_: Stage, owner: Owner) -> None:
    """State every step up to the check."""
    await owner.presses("Key it in")
    for _ in range(MOST_STEPS):
        await owner.until(lambda: owner.app.state is not None, "a state")
        entry = owner.app.state.entry if owner.app.state is not None else None
        if entry is not None and entry.before_confirm:
            return
        await owner.states_the_first()


@pytest.mark.parametrize("family", by_kind(all_head_units()))
async def test_every_family_is_led_to_its_confirm_with_nothing_cut_off(
    tmp_path: Path, family: HeadUnit
) -> None:
    vehicle = a(family.id, some_code(family))
    async with in_the_car(tmp_path, vehicle, (48, 16), kiosk=True) as (_, owner):
        await owner.presses("Key it in")
        for _ in range(MOST_STEPS):
            await owner.until(lambda: not whole(owner.screen), f"a whole step of {family.id}")
            if owner.radio.state == "OutcomeUnknown":
                break
            await owner.states_the_first()
        await owner.reads("NOW ")
        assert owner.radio.state == "OutcomeUnknown"


async def test_a_refusal_is_told_by_what_the_display_shows_which_is_written_down(
    owner: Owner, terminal: Terminal
) -> None:
    await owner.plays(
        [
            *TO_THE_CONFIRM,
            ("NOW HOLD KEY 6", "It refused the code"),
            ("What does it show?", "CODE ERROR"),
            ("to the earliest safe try", ""),
        ]
    )
    assert owner.radio.rejected == 1
    assert "CODE ERROR" in [line.shows for line in (await history_of(owner)).lines]


async def test_escape_states_nothing(owner: Owner) -> None:
    await owner.plays([*TO_THE_CONFIRM, ("NOW HOLD KEY 6", "")])
    await owner.strikes("escape")
    await owner.settles()
    assert owner.radio.state == "OutcomeUnknown"


def chooses(item: str) -> Happens:
    """From the list, whatever page it stands on."""

    async def does(_: Stage, owner: Owner) -> None:
        await owner.reads("What does it show?")
        await owner.chooses(item)

    return does


NO_DIGIT = [
    *TO_THE_CHECK[:3],
    ("PRESS KEY 2 TIMES 7", "It shows something else"),
    ("What does position 2 show?", "A word, dark, or another place"),
]
TOLD: dict[str, list[NewVehicle | Told]] = {
    "a digit that shows something else is mended on the spot and back at its key": [
        *TO_THE_CHECK[:3],
        ("PRESS KEY 2 TIMES 7", "It shows something else"),
        ("What does position 2 show?", "5"),
        ("PRESS KEY 2 MORE TIMES 2", "Done: it shows 3700"),
        ("PRESS KEY 3 TIME 1", "Back"),
        ("Done already: press only what is still missing.", "It shows something else"),
        ("What does position 2 show?", "9"),
        ("PRESS KEY 2 UNTIL IT SHOWS 7", "Done: it shows 3700"),
        ("PRESS KEY 3", "Back"),
        ("PRESS KEY 2", "It shows something else"),
        ("What does position 2 show?", "7"),
        ("LEAVE THIS KEY ALONE 2", "It shows 3700"),
        "PRESS KEY 3",
    ],
    "a display that shows nothing known is a refusal all the same once that is said": [
        *TO_THE_CONFIRM,
        ("NOW HOLD KEY 6", "It refused the code"),
        ("What does it show?", "Back"),
        ("NOW HOLD KEY 6", "It refused the code"),
        ("What does it show?", "Something else, or nothing"),
        "to the earliest safe try",
    ],
    "leaving before the confirm costs no try": [
        ("3 tries left", "Key it in"),
        ("FIRST OF ALL PARK", "Leave"),
        "ASKS FOR ITS CODE",
        "3 tries left",
    ],
    "a digit that shows already needs no press": [
        a("nissan-radio-code", "3012"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        ("PRESS KEY 1 TIMES 3", "Done: it shows 3000"),
        ("LEAVE THIS KEY ALONE 2", "It shows 3000"),
        "PRESS KEY 3 TIME 1",
    ],
    "keys that differ by set are named as reported": [
        a("vw-safe", "1234"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked, and it shows SAFE or 1000"),
        "P.SCAN + RBDS",
        "The handbook's picture shows them.",
        ("Let go at once", "Done: it shows 1000"),
    ],
    "a prompt that comes by itself is waited for, and no key is pressed": [
        a("smart-grundig", "1470"),
        ("ASKS FOR", "Key it in"),
        "after SAFE or CODE: press no key",
        ("PARK", "Parked, and it shows ----"),
        "PRESS KEY 1 UNTIL IT SHOWS 1",
    ],
    "a prompt that stands there already is not opened once more": [
        a("saab-band", "1470"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked, and it shows ---- or CODE IN"),
        "It asks already? Leave BAND alone.",
        ("HOLD KEY BAND", "Done: it shows CODE IN"),
    ],
    "a hold while switching on begins with the radio off": [
        a("opel-safe", "1470"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        ("First switch the radio off.", "Done: it shows a figure and ----"),
    ],
    "a slip on keys that carry their digit begins the entry anew": [
        a("honda-5-digit", "14703"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        ("PRESS KEY 1", "Done"),
        ("PRESS KEY 4", "It shows something else"),
        ("What does position 2 show?", "5"),
        "STOP: ANOTHER DIGIT CAME",
        "Nothing is lost before the last digit.",
        ("It is not known what it costs", "Begin again, from the first key"),
        "FIRST OF ALL PARK",
    ],
    "a key that is called as on the set is looked for in the handbooks picture": [
        a("gm-theftlock-1994", "1234"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        ("PRESS KEY HR", ""),
        "Where HR is: see the handbook's picture.",
    ],
    "a number of two digits is asked for digit by digit": [
        a("gm-theftlock-1994", "1234"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        ("PRESS KEY HR UNTIL IT SHOWS 12", "Done: it shows 1200"),
        ("PRESS KEY MIN UNTIL IT SHOWS 34", "It shows something else"),
        ("The right number: its first digit?", "3"),
        ("The right number: its second digit?", "1"),
        ("PRESS KEY MIN MORE TIMES 3", "Done: it shows 1234"),
    ],
    "a radio that plays on trial says so": [
        NewVehicle(name="Clio", head_unit="renault-keypad", code="1470"),
        Outcome.ACCEPTED,
        "that it plays is no proof",
    ],
    "before a key that sends the code the owner goes through the keys": [
        a("honda-5-digit", "14703"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        *[("PRESS KEY", "Done: I pressed")] * 4,
        ("BEFORE IT IS SENT STOP", "I pressed exactly these keys"),
        "NOW PRESS KEY 3",
        ("This sends the code to the radio.", "It plays"),
        "PLAYING",
    ],
    "a position that was stored is not gone back to": [
        a("renault-column", "1470"),
        to_the_check,
        ("THE RADIO MUST SHOW", "It shows something else"),
        ("What does it show?", "A digit is another one"),
        "BEGIN THE ENTRY AGAIN",
    ],
    "a word that waits is told at the key where it came up and begins its wait": [
        *NO_DIGIT,
        ("What does it show?", "WAIT"),
        "to the earliest safe try",
    ],
    "a final word in the middle of an entry leads to the dealer": [
        a("ford-6000cd", "1470"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        ("PRESS KEY 1", "It shows something else"),
        ("What does position 1 show?", "A word, dark, or another place"),
        chooses("LOCKED…"),
        ("Which number stands beside it?", "No figure"),
        "SEE A DEALER",
    ],
    "a word that asks means that it forgot the keys": [
        *NO_DIGIT,
        chooses("Radio Code:"),
        ("BEGIN THE ENTRY AGAIN", "Begin again"),
        "FIRST OF ALL PARK",
    ],
    "a display that went dark is switched on and begun again": [
        *NO_DIGIT,
        ("What does it show?", "It is dark"),
        ("IS IT SWITCHED ON?", ""),
        ("No code was sent.", "Begin again"),
        ("FIRST OF ALL PARK", "It shows something else"),
        chooses("It is dark"),
        ("IS IT SWITCHED ON?", "Back"),
        "3 tries left",
    ],
    "an earlier position is mended from a later key which is then gone on with": [
        *NO_DIGIT,
        ("What does it show?", "An earlier position is wrong"),
        ("WHICH POSITION IS WRONG?", "1"),
        ("What does position 1 show?", "2"),
        ("PRESS KEY 1 MORE TIME 1", "Done: position 1 shows 3"),
        ("Done already: press only what is still missing.", "Done: it shows 3700"),
        "PRESS KEY 3 TIME 1",
    ],
    "a key that is held may bring up a word or nothing as well": [
        a("vw-safe", "1234"),
        ("ASKS FOR", "Key it in"),
        ("PARK", "Parked"),
        ("HOLD TOGETHER", "It shows something else"),
        chooses("Something quite different"),
        "BEGIN THE ENTRY AGAIN",
    ],
    "a try of unknown cost is thought over twice": [
        a("lexus-sec", "147"),
        to_the_check,
        ("THE RADIO MUST SHOW 147", "It shows exactly this"),
        ("THINK TWICE", "I am sure"),
        "NOW HOLD KEY SCAN SECONDS 3",
    ],
    "a confirm key that was never pressed costs no try": [
        *TO_THE_CONFIRM,
        ("if refused: 2 tries left", "I have not held it yet"),
        ("WAS NO CODE SENT?", "Stop: none was sent"),
        ("ASKS FOR ITS CODE", ""),
        "3 tries left",
    ],
    "who does not know whether it took the code has it count as a wrong one": [
        *TO_THE_CONFIRM,
        ("NOW HOLD KEY 6", "I don't know"),
        ("COUNT IT AS WRONG?", "No: I look once more"),
        ("Until you say, it counts as a wrong code.", "I don't know"),
        ("A wrong code now means a wait of 1 minute.", "Yes: nobody can tell"),
        "to the earliest safe try",
    ],
}
TOLD_ANYWHERE: dict[str, list[NewVehicle | Told]] = {
    "the owner is led from home to a playing radio": [*TO_THE_MUSIC],
    "a check that fails leads to the key and straight back": [
        *TO_THE_CHECK,
        ("THE RADIO MUST SHOW 3712", "It shows something else"),
        ("WHICH POSITION IS WRONG?", "2"),
        ("What does position 2 show?", "5"),
        ("PRESS KEY 2 MORE TIMES 2", "Done: it shows 3712"),
        ("THE RADIO MUST SHOW 3712", "It shows exactly this"),
        "NOW HOLD KEY 6",
    ],
}


@pytest.mark.parametrize("story", TOLD)
async def test_it_goes_as_it_is_told(tmp_path: Path, story: str) -> None:
    async with in_the_car(tmp_path, vehicle_of(TOLD[story])) as (one, owner):
        await owner.lives(one, TOLD[story])


@pytest.mark.parametrize("story", TOLD_ANYWHERE)
async def test_it_goes_so_at_any_terminal(tmp_path: Path, story: str, terminal: Terminal) -> None:
    async with in_the_car(tmp_path, vehicle_of(TOLD_ANYWHERE[story]), **terminal) as (one, owner):
        await owner.lives(one, TOLD_ANYWHERE[story])
