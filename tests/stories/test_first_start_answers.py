"""The first start's answers: what is refused, asked again, hinted at, and kept to oneself."""

import asyncio
from typing import Any

import pytest

from pi.service.protocol.answers import Answer
from pi.service.protocol.commands import Ask
from tests.stories import roads
from tests.stories.stage import Stage
from tests.stories.telling import ANY, DESK, KIOSK, SMALLEST, SMALLEST_BY_TAPS, Terminal
from tests.stories.visitor import (
    Act,
    Visitor,
    choose,
    copy_the_key,
    play,
    press,
    read,
    visit,
    write,
)
from tests.stories.wholeness import whole
from tui.screens.setup import radio
from tui.screens.setup.code import (
    CodeAgainPage,
    CodePage,
    NoCodeYetPage,
    OtherRadioPage,
    SerialPage,
)
from tui.screens.setup.pages import SourcePage
from tui.screens.setup.recovery import KeyGroups, LastGroupPage, RecoveryPage
from tui.screens.setup.secrets import (
    PassphraseAgainPage,
    PassphrasePage,
    PinAgainPage,
    PinDigitsPage,
    PinPage,
)
from tui.screens.typed import DifferScreen

TO_THE_CODE: list[Act] = [*roads.BEGIN, *roads.BY_MAKE, *roads.NAME]
TO_THE_PIN: list[Act] = [*roads.BEGIN, *roads.THE_CAR]
A_NISSAN: list[Act] = [
    (radio.RadioPage, press("type")),
    (radio.SearchPage, write("qashqai")),
    (radio.FamiliesPage, choose("Radio Code")),
    (radio.FamilyPage, press("yes")),
    roads.ASKS,
]
WORDS = "three wet roads"


async def shows_neither(owner: Visitor) -> None:
    """Of two PINs."""
    assert "2 5 8" not in owner.text
    assert "258" not in owner.text


# Where each is told, and how.
ANSWERED: dict[str, list[Any]] = {
    "a second code that differs is shown beside the first and either typed again": [
        KIOSK,
        *TO_THE_CODE,
        (CodePage, write("3713")),
        (CodeAgainPage, write("3712")),
        (DifferScreen, read("First: 3 7 1 3"), read("Second: 3 7 1 2"), press("again")),
        (CodeAgainPage, write("3712")),
        (DifferScreen, press("anew")),
        *roads.CODE,
        (SerialPage,),
    ],
    "who has no code yet is told where to look": [
        SMALLEST_BY_TAPS,
        *TO_THE_CODE,
        (CodePage, press("other")),
        (NoCodeYetPage, read("Look for a card"), press("back")),
        (CodePage,),
    ],
    "a pin that will not do is refused in words": [
        SMALLEST,
        *TO_THE_PIN,
        (PinPage, press("choose")),
        (PinDigitsPage, write("258"), read("at least 4 digits"), press("clear")),
        (PinDigitsPage, write("3712"), read("Choose another PIN")),
    ],
    "a second pin that differs is asked again": [
        KIOSK,
        *TO_THE_PIN,
        (PinPage, press("choose")),
        (PinDigitsPage, write("2581")),
        (PinAgainPage, write("2580")),
        (DifferScreen, read("one of them has a slip"), shows_neither, press("again")),
        (PinAgainPage, write("2590")),
        (DifferScreen, press("anew")),
        (PinDigitsPage, write("2580")),
        (PinAgainPage, write("2580")),
        *roads.THE_KEY,
        *roads.HOME,
    ],
    "what may be a pin and what a passphrase is said before it is typed": [
        DESK,
        *TO_THE_PIN,
        (PinPage, press("choose")),
        (PinDigitsPage, read("no row like 1234 or 1111"), write("1234"), read("guessed first")),
        (PinDigitsPage, write("2580")),
        (PinAgainPage, write("2580")),
        (PassphrasePage, read("A passphrase, too? Four words")),
    ],
    "a passphrase that is too easy is not taken": [
        ANY,
        *[*TO_THE_PIN, *roads.A_PIN],
        (PassphrasePage, write("qwertyuiop"), read("four or more words"), press("clear")),
        (PassphrasePage, write(WORDS)),
        (PassphraseAgainPage, read("once more")),
    ],
    "a passphrase that is the pin is not taken": [
        DESK,
        *TO_THE_PIN,
        (PinPage, read("does not hold if someone takes the memory card"), read("USB stick")),
        (PinPage, press("choose")),
        (PinDigitsPage, write("849205713662")),
        (PinAgainPage, write("849205713662")),
        (PassphrasePage, write("849205713662"), read("like a PIN")),
    ],
    "a second passphrase that differs is asked again": [
        SMALLEST,
        *[*TO_THE_PIN, *roads.A_PIN],
        (PassphrasePage, write(WORDS)),
        (PassphraseAgainPage, write("three wet roofs")),
        (DifferScreen, press("anew")),
        (PassphrasePage, write("three wet roofs")),
        (PassphraseAgainPage, write("three wet roofs")),
        (RecoveryPage,),
    ],
    "a wrong last group is shown as it was typed and the key can be seen again": [
        SMALLEST_BY_TAPS,
        *[*roads.TO_THE_KEY, roads.THE_KEY[0]],
        (LastGroupPage, press("enter"), read("Type the key's last group"), write("AB12")),
        (DifferScreen, read("not the key's last group"), read("You typed: A B 1 2")),
        (DifferScreen, press("again")),
        (LastGroupPage, write("0000")),
        (DifferScreen, press("anew")),
        *[*roads.THE_KEY, *roads.HOME],
    ],
}


@pytest.mark.parametrize("story", ANSWERED)
async def test_it_goes_as_it_is_answered(house: Stage, story: str, terminal: Terminal) -> None:
    where, *acts = ANSWERED[story]
    if where is ANY:
        where = {**terminal, "kiosk": False}  # which asks for no passphrase
    async with visit(**where) as owner:
        await play(owner, acts)


async def test_what_is_no_code_is_refused_in_words_and_the_second_entry_hides_its_digits(
    house: Stage,
) -> None:
    async with visit(**SMALLEST) as owner:
        await play(owner, [*TO_THE_CODE, (CodePage, press("enter"), read("code is missing"))])
        await play(owner, [(CodePage, write("3"), read("Count yours"))])
        await play(owner, [(CodePage, write("71"), read("has 4 digits. Count yours"))])
        await owner.types("2")
        await owner.reads("3 7 1 2")
        await play(owner, [(CodePage, press("enter")), (CodeAgainPage,)])
        await owner.types("371")
        await owner.reads("★ ★ ★ -")
        assert "3 7 1" not in owner.text


async def test_a_digit_that_the_radio_has_not_is_named_by_its_place_alone(house: Stage) -> None:
    bmw: list[Act] = [
        (radio.RadioPage, press("make")),
        (radio.MakesPage, choose("BMW")),
        (radio.QuestionPage, press("show")),
        (radio.FamiliesPage, choose("keys 1 to 6")),
        (radio.FamilyPage, press("yes")),
        roads.ASKS,
        *roads.NAME,
        (CodePage, write("12945"), read("Digit 3 does not fit")),
    ]
    async with visit() as owner:
        await play(owner, [*roads.BEGIN, *bmw])
        notice = str(owner.screen.query_one("#notice").visual)  # type: ignore[attr-defined]
        assert "9" not in notice


@pytest.mark.parametrize("where", [SMALLEST, KIOSK])
async def test_a_code_that_another_radio_of_the_make_could_have_leads_to_that_one(
    house: Stage, where: Terminal
) -> None:
    """A right code is not called wrong, and is not typed anew there."""
    bmw: list[Act] = [
        (radio.RadioPage, press("make")),
        (radio.MakesPage, choose("BMW")),
        (radio.QuestionPage, press("show")),
        (radio.FamiliesPage, choose("keys 1 to 6")),
        (radio.FamilyPage, press("yes")),
        roads.ASKS,
        *roads.NAME,
        (CodePage, write("1704")),
        (OtherRadioPage, read("your BMW may have: BMW Bavaria C"), read("Digit 2 does not fit")),
        (OtherRadioPage, press("other")),
        (radio.FamiliesPage, choose("Bavaria C")),
        (radio.FamilyPage, press("yes")),
        roads.ASKS,
        *roads.NAME,
        (CodePage, read("1 7 0 4"), press("enter")),
        (CodeAgainPage,),
    ]
    async with visit(**where) as owner:
        await play(owner, [*roads.BEGIN, *bmw])
        assert whole(owner.screen) == []


async def test_the_shape_of_a_serial_number_hints_and_never_bars(house: Stage) -> None:
    misread = "Character 3: a digit stands there on labels of this kind. 0, not O?"
    hints = {
        "BP012345678901": "looks like a number of this radio",
        "PN-2529": "names the model",
        "XX1": "A dealer asks for it",  # the question: there is no hint
        "B0PX": "Easily misread: B/8 0/O/D/Q",
        "CL1234567": "the second label too, which begins with C7",
        "BPO12345678901": misread,
    }
    async with visit() as owner:
        await play(owner, [*roads.BEGIN, *A_NISSAN, *roads.NAME, *roads.CODE, (SerialPage,)])
        for typed, hint in hints.items():
            await owner.types(typed)
            await owner.reads(hint)
            for columns, rows in ((57, 16), (66, 20), (80, 24)) if hint == misread else ():
                await owner.pilot.resize_terminal(columns, rows)
                await owner.reads(misread[:40])
                await owner.until(lambda: not whole(owner.screen), "a whole screen")
            if hint != misread:
                await owner.erases(len(typed))
        await play(owner, [(SerialPage, press("enter")), (SourcePage,)])


async def test_without_a_pin_a_passphrase_is_needed(house: Stage) -> None:
    story: list[Act] = [
        (PinPage, press("none")),
        (PassphrasePage, press("enter"), read("at least 8 characters"), write(WORDS)),
        (PassphraseAgainPage, write(WORDS)),
        (RecoveryPage, copy_the_key),
        (LastGroupPage,),
    ]
    async with visit() as owner:
        await play(owner, [*TO_THE_PIN, *story])
        await owner.types(owner.recovery_key[-4:].lower())  # small letters will do
        await play(owner, [(LastGroupPage, press("enter")), *roads.HOME])
        assert owner.app.state is not None
        assert not owner.app.state.lock.has_pin


async def test_no_key_leads_away_while_the_recovery_key_is_being_made(
    house: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with visit() as owner:
        await play(owner, roads.TO_THE_KEY[:-1])
        tell, made = owner.app.tell, asyncio.Event()

        async def in_a_while(ask: Ask) -> Answer | None:
            await made.wait()
            return await tell(ask)

        monkeypatch.setattr(owner.app, "tell", in_a_while)
        await play(owner, [*roads.TO_THE_KEY[-1:], (RecoveryPage, read("One moment"))])
        for key in ("enter", "space", "enter", "space"):
            await owner.strikes(key)
        await owner.sees(RecoveryPage)
        made.set()
        await owner.until(lambda: bool(owner.screen.query_one(KeyGroups).key), "the key")
