"""The first start's answers: what is refused, asked again, hinted at, and kept to oneself."""

import asyncio

import pytest

from pi.service.asks import Ask
from pi.service.protocol import Answer
from tests.stories.answering import (
    By,
    Scene,
    choose,
    copy_the_key,
    play,
    press,
    read,
    visit,
    write,
)
from tests.stories.set_up_scenes import (
    A_PIN,
    BEGIN,
    BY_MAKE,
    CODE,
    HOME,
    NAME,
    THE_CAR,
    THE_KEY,
    TO_THE_KEY,
)
from tests.stories.stage import Stage
from tests.stories.wholeness import whole
from tui.screens.setup.code import CodeAgainPage, CodePage, NoCodeYetPage
from tui.screens.setup.families import FamiliesPage, FamilyPage
from tui.screens.setup.groups import KeyGroups
from tui.screens.setup.makes import MakesPage
from tui.screens.setup.narrowing import QuestionPage
from tui.screens.setup.passphrase import PassphraseAgainPage, PassphrasePage
from tui.screens.setup.pin import PinAgainPage, PinDigitsPage, PinPage
from tui.screens.setup.radio import RadioPage
from tui.screens.setup.recovery import LastGroupPage, RecoveryPage
from tui.screens.setup.search import SearchPage
from tui.screens.setup.serial import SerialPage
from tui.screens.setup.source import SourcePage
from tui.screens.twice import DifferScreen

A_NISSAN: list[Scene] = [
    (RadioPage, press("type")),
    (SearchPage, write("qashqai")),
    (FamiliesPage, choose("Radio Code")),
    (FamilyPage, press("yes")),
]


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "code is missing"), ("371", "has 4 digits. Count yours"), ("3", "Count yours")],
)
async def test_a_text_that_is_no_code_is_refused_in_words(
    house: Stage, typed: str, why: str
) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_MAKE, *NAME, (CodePage, write(typed), read(why))])


async def test_a_digit_that_the_radio_has_not_is_named_by_its_place_alone(house: Stage) -> None:
    bmw: list[Scene] = [
        (RadioPage, press("make")),
        (MakesPage, choose("BMW")),
        (QuestionPage, press("show")),
        (FamiliesPage, choose("keys 1 to 6")),
        (FamilyPage, press("yes")),
        *NAME,
        (CodePage, write("12945"), read("Digit 3 can't be right")),
    ]
    async with visit() as owner:
        await play(owner, [*BEGIN, *bmw])
        notice = str(owner.screen.query_one("#notice").visual)  # type: ignore[attr-defined]
        assert "9" not in notice


async def test_digits_show_while_the_code_is_read_from_the_paper(house: Stage) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_MAKE, *NAME, (CodePage,)])
        await owner.types("3712")
        await owner.reads("3 7 1 2")


async def test_the_second_entry_hides_the_digits(house: Stage) -> None:
    story: list[Scene] = [*BEGIN, *BY_MAKE, *NAME, (CodePage, write("3712")), (CodeAgainPage,)]
    async with visit((40, 16)) as owner:
        await play(owner, story)
        await owner.types("3712")
        await owner.reads("★ ★ ★ ★")
        assert "3 7 1 2" not in owner.text


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_a_second_code_that_differs_is_shown_beside_the_first_and_typed_again(
    house: Stage, by: By
) -> None:
    story: list[Scene] = [
        (CodePage, write("3712")),
        (CodeAgainPage, write("3713")),
        (DifferScreen, read("First: 3 7 1 2"), read("Second: 3 7 1 3"), press("again")),
        (CodeAgainPage, write("3712")),
        (SerialPage,),
    ]
    async with visit((48, 16), by, kiosk=True) as owner:
        await play(owner, [*BEGIN, *BY_MAKE, *NAME, *story])


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize("size", [(40, 16), (80, 24)])
async def test_a_slip_in_the_first_code_is_no_endless_loop(
    house: Stage, size: tuple[int, int], by: By
) -> None:
    story: list[Scene] = [
        (CodePage, write("3713")),
        (CodeAgainPage, write("3712")),
        (DifferScreen, press("anew")),
        (CodePage, write("3712")),
        (CodeAgainPage, write("3712")),
        (SerialPage,),
    ]
    async with visit(size, by) as owner:
        await play(owner, [*BEGIN, *BY_MAKE, *NAME, *story])
        page = owner.screen
        assert isinstance(page, SerialPage)
        assert page.draft.code == "3712"


async def test_who_has_no_code_yet_is_told_where_to_look(house: Stage) -> None:
    story: list[Scene] = [
        *BEGIN,
        *BY_MAKE,
        *NAME,
        (CodePage, press("other")),
        (NoCodeYetPage, read("Look for a card"), press("back")),
        (CodePage,),
    ]
    async with visit((40, 16), "taps") as owner:
        await play(owner, story)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("BP012345678901", "looks like a number of this radio"),
        ("PN-2529", "names the model"),
        ("XX1", ""),
        ("B0PX", "Easily misread: B/8 0/O/D/Q"),
        ("BPO12345678901", "Character 3: a digit stands there on labels of this kind. 0, not O?"),
        ("CL1234567", "the second label too, which begins with C7"),
    ],
)
async def test_the_shape_of_a_serial_number_hints_and_never_bars(
    house: Stage, typed: str, hint: str
) -> None:
    async with visit() as owner:
        await play(owner, [*BEGIN, *A_NISSAN, *NAME, *CODE, (SerialPage,)])
        await owner.types(typed)
        await owner.reads(hint)
        await play(owner, [(SerialPage, press("enter")), (SourcePage,)])


@pytest.mark.parametrize("size", [(57, 16), (66, 20)])
async def test_a_misread_character_of_a_serial_number_is_pointed_out_on_a_small_screen_and_kept(
    house: Stage, size: tuple[int, int]
) -> None:
    async with visit(size) as owner:
        await play(owner, [*BEGIN, *A_NISSAN, *NAME, *CODE, (SerialPage,)])
        await owner.types("BPO12345678901")
        await owner.reads("Character 3: a digit stands there")
        await owner.until(lambda: not whole(owner.screen), "a whole screen")
        await play(owner, [(SerialPage, press("enter")), (SourcePage,)])


@pytest.mark.parametrize(
    ("typed", "why"), [("258", "at least 4 digits"), ("3712", "Choose another PIN")]
)
async def test_a_pin_that_will_not_do_is_refused_in_words(
    house: Stage, typed: str, why: str
) -> None:
    story: list[Scene] = [
        *BEGIN,
        *THE_CAR,
        (PinPage, press("choose")),
        (PinDigitsPage, write(typed), read(why)),
    ]
    async with visit((40, 16)) as owner:
        await play(owner, story)


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_a_second_pin_that_differs_is_asked_again(house: Stage, by: By) -> None:
    story: list[Scene] = [
        *BEGIN,
        *THE_CAR,
        (PinPage, press("choose")),
        (PinDigitsPage, write("2581")),
        (PinAgainPage, write("2580")),
        (DifferScreen, press("again")),
        (PinAgainPage, write("2590")),
        (DifferScreen, press("anew")),
        (PinDigitsPage, write("2580")),
        (PinAgainPage, write("2580")),
        *THE_KEY,
        *HOME,
    ]
    async with visit((48, 16), by, kiosk=True) as owner:
        await play(owner, story)


async def test_two_pins_that_differ_are_not_shown(house: Stage) -> None:
    story: list[Scene] = [
        (PinPage, press("choose")),
        (PinDigitsPage, write("2581")),
        (PinAgainPage, write("2580")),
        (DifferScreen, read("one of them has a slip")),
    ]
    async with visit() as owner:
        await play(owner, [*BEGIN, *THE_CAR, *story])
        assert not {"2580", "2581"} & set(owner.text.replace(" ", "").split("."))
        assert "2 5 8" not in owner.text


async def test_without_a_pin_a_passphrase_is_needed(house: Stage) -> None:
    story: list[Scene] = [
        *BEGIN,
        *THE_CAR,
        (PinPage, press("none")),
        (PassphrasePage, press("enter"), read("at least 8 characters"), write("three wet roads")),
        (PassphraseAgainPage, write("three wet roads")),
        *THE_KEY,
        *HOME,
    ]
    async with visit() as owner:
        await play(owner, story)
        assert owner.app.state is not None
        assert not owner.app.state.lock.has_pin


@pytest.mark.parametrize("size", [(40, 16), (80, 24)])
async def test_a_passphrase_that_is_too_easy_is_not_taken(
    house: Stage, size: tuple[int, int]
) -> None:
    story: list[Scene] = [
        *BEGIN,
        *THE_CAR,
        *A_PIN,
        (PassphrasePage, write("qwertyuiop"), read("four or more words"), press("clear")),
        (PassphrasePage, write("three wet roads")),
        (PassphraseAgainPage, read("once more")),
    ]
    async with visit(size) as owner:
        await play(owner, story)


async def test_a_passphrase_that_is_the_pin_is_not_taken(house: Stage) -> None:
    a_long_pin: list[Scene] = [
        (PinPage, press("choose")),
        (PinDigitsPage, write("849205713662")),
        (PinAgainPage, write("849205713662")),
    ]
    story: list[Scene] = [
        *BEGIN,
        *THE_CAR,
        *a_long_pin,
        (PassphrasePage, write("849205713662"), read("like a PIN")),
    ]
    async with visit() as owner:
        await play(owner, story)


async def test_a_second_passphrase_that_differs_is_asked_again(house: Stage) -> None:
    story: list[Scene] = [
        *BEGIN,
        *THE_CAR,
        *A_PIN,
        (PassphrasePage, write("three wet roads")),
        (PassphraseAgainPage, write("three wet roofs")),
        (DifferScreen, press("anew")),
        (PassphrasePage, write("three wet roofs")),
        (PassphraseAgainPage, write("three wet roofs")),
        (RecoveryPage,),
    ]
    async with visit((40, 16)) as owner:
        await play(owner, story)


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize("size", [(40, 16), (80, 24)])
async def test_a_wrong_last_group_is_asked_again_and_the_key_can_be_seen_again(
    house: Stage, size: tuple[int, int], by: By
) -> None:
    wrong: list[Scene] = [
        (LastGroupPage, write("0000")),
        (DifferScreen, read("not the key's last group"), read("0 0 0 0"), press("again")),
        (LastGroupPage, write("0000")),
        (DifferScreen, press("anew")),
    ]
    story: list[Scene] = [*TO_THE_KEY, THE_KEY[0], *wrong, *THE_KEY, *HOME]
    async with visit(size, by) as owner:
        await play(owner, story)
        assert owner.app.state is not None
        assert owner.app.state.set_up


async def test_the_last_group_may_be_typed_in_small_letters(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*TO_THE_KEY, THE_KEY[0], (LastGroupPage,)])
        await owner.types(owner.recovery_key[-4:].lower())
        await play(owner, [(LastGroupPage, press("enter")), *HOME])


async def test_a_terminal_made_too_small_takes_nothing_and_forgets_nothing(house: Stage) -> None:
    async with visit((40, 16)) as owner:
        await play(owner, [*BEGIN, *BY_MAKE, *NAME, (CodePage,)])
        await owner.types("37")
        await owner.pilot.resize_terminal(39, 15)
        await owner.until(lambda: owner.text == "Needs at least 40x16", "the one line")
        await owner.strikes("9")
        await owner.pilot.resize_terminal(40, 16)
        await owner.reads("3 7 - -")


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_enter_does_not_lead_away_while_the_keys_are_being_made(
    house: Stage, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with visit() as owner:
        await play(owner, TO_THE_KEY[:-1])
        tell, made = owner.app.tell, asyncio.Event()

        async def in_a_while(ask: Ask) -> Answer | None:
            await made.wait()
            return await tell(ask)

        monkeypatch.setattr(owner.app, "tell", in_a_while)
        await play(owner, [*TO_THE_KEY[-1:], (RecoveryPage, read("One moment"))])
        for _ in range(3):
            await owner.strikes(key)
        await owner.sees(RecoveryPage)
        made.set()
        await owner.until(lambda: bool(owner.screen.query_one(KeyGroups).key), "the key")


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_a_wrong_last_group_is_shown_as_what_was_typed(house: Stage, by: By) -> None:
    story: list[Scene] = [
        *TO_THE_KEY,
        (RecoveryPage, copy_the_key),
        (LastGroupPage, write("AB12")),
        (DifferScreen, read("You typed: A B 1 2"), press("again")),
        (LastGroupPage,),
    ]
    async with visit(by=by) as owner:
        await play(owner, story)


async def test_no_last_group_is_asked_for_once_more(house: Stage) -> None:
    async with visit() as owner:
        await play(owner, [*TO_THE_KEY, (RecoveryPage, copy_the_key), (LastGroupPage,)])
        await owner.strikes("enter")
        await owner.reads("Type the key's last group")
        await owner.sees(LastGroupPage)
