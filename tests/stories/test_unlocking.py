"""Unlocking a surface, and the code it then shows for half a minute."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pi.radio.catalogue import load
from pi.radio.head_unit import CodeShape
from pi.radio.press_plan import plan
from pi.radio.security_code import SecurityCode
from pi.service.asks import Lock, NewVehicle
from pi.service.protocol import HIDDEN_AFTER_S
from tests.stories.answering import By, Scene, Visitor, play, press, read, visit, write
from tests.stories.stage import NISSAN, PASSPHRASE, PIN, Stage, set_up, stage
from tests.stories.telling import HANDS, SIZES
from tui.screens.code import CodeScreen
from tui.screens.home import HomeScreen
from tui.screens.pads import Digits
from tui.screens.paragraphs import Paragraphs
from tui.screens.unlock import UnlockScreen, WaysScreen
from tui.widgets.masked_code import MaskedCode
from tui.words.steps import say

KEYED = plan(load("nissan-radio-code"), SecurityCode("3712", CodeShape(lengths=(4,))))
SHOW: list[Scene] = [(HomeScreen, press("code"))]
WRONG_PIN: Scene = (UnlockScreen, write("0000"), read("Wrong PIN"))


@asynccontextmanager
async def somebody(
    directory: Path,
    size: tuple[int, int] = (80, 24),
    by: By = "keys",
    *,
    kiosk: bool = False,
    vehicle: NewVehicle = NISSAN,
    pin: str | None = PIN,
    passphrase: str | None = PASSPHRASE,
) -> AsyncIterator[tuple[Stage, Visitor, str]]:
    """A device that is set up and locked, somebody at it, and the recovery key."""
    with stage(directory) as house:
        async with house.service():
            key = await set_up(vehicle, pin=pin, passphrase=passphrase)
            clock = house.clock
            async with visit(size, by, kiosk=kiosk, clock=lambda: clock.monotonic) as visitor:
                yield house, visitor, key


def shown_code(visitor: Visitor) -> str:
    """What stands in the place of the code."""
    return visitor.screen.query_one(MaskedCode).text


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_pin_shows_the_code(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    async with somebody(tmp_path, size, by, kiosk=kiosk) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, write(PIN)), (CodeScreen,)])
        await owner.until(lambda: shown_code(owner) == "3712", "the code")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_wrong_pin_says_how_many_tries_are_left(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    right: Scene = (UnlockScreen, read("9 tries left"), write(PIN))
    async with somebody(tmp_path, size, by, kiosk=kiosk) as (_, owner, _key):
        await play(owner, [*SHOW, WRONG_PIN, right, (CodeScreen,)])


async def test_nothing_typed_is_no_try(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, press("enter"))])
        question = owner.screen.query_one("#question")
        await owner.until(
            lambda: question.has_class("-notice") and "Your PIN" in owner.text, "a reminder"
        )
        await play(owner, [WRONG_PIN, (UnlockScreen, read("9 tries left"))])


async def test_too_few_digits_are_no_try_and_are_told_so(tmp_path: Path) -> None:
    few: Scene = (UnlockScreen, write("1"), read("A PIN has 4 to 12 digits. No try was used."))
    async with somebody(tmp_path) as (_, owner, _key):
        await play(owner, [*SHOW, few, WRONG_PIN, (UnlockScreen, read("9 tries left"))])


@pytest.mark.parametrize(("size", "kiosk"), SIZES)
async def test_no_key_moves_when_something_is_said(
    tmp_path: Path, size: tuple[int, int], kiosk: bool
) -> None:
    async with somebody(tmp_path, size, kiosk=kiosk) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen,)])
        before = owner.screen.query_one(Digits).region
        await play(owner, [*[WRONG_PIN] * 5, (UnlockScreen, read("Try again in 30 seconds"))])
        assert owner.screen.query_one(Digits).region == before


async def test_too_many_wrong_pins_show_how_long_to_wait(tmp_path: Path) -> None:
    async with somebody(tmp_path, (40, 16)) as (house, owner, _key):
        await play(
            owner, [*SHOW, *[WRONG_PIN] * 5, (UnlockScreen, read("Try again in 30 seconds"))]
        )
        await owner.types("2")
        await owner.reads("Next try in 00:30 min")
        house.clock.pass_time(31)
        await owner.strikes("backspace")
        await play(owner, [(UnlockScreen, read("Your PIN"), write(PIN)), (CodeScreen,)])


async def test_without_a_service_the_time_to_the_next_pin_stands_still(tmp_path: Path) -> None:
    with stage(tmp_path) as house:
        async with house.service():
            await set_up()
            terminal = visit(clock=lambda: house.clock.monotonic)
            owner = await terminal.__aenter__()
            await play(owner, [*SHOW, *[WRONG_PIN] * 5, (UnlockScreen,)])
            await owner.types("2")
            await owner.reads("Next try in 00:30 min")
        await owner.reads("NO SERVICE")
        house.clock.pass_time(20)
        await owner.types("5")
        await owner.reads("Next try in 00:30 min")
        await terminal.__aexit__(None, None, None)


async def test_after_ten_wrong_pins_another_way_is_asked_for(tmp_path: Path) -> None:
    async with somebody(tmp_path, (48, 16), "taps", kiosk=True) as (house, owner, _key):
        await play(owner, SHOW)
        for _ in range(9):
            await play(owner, [WRONG_PIN])
            house.clock.pass_time(3_601)
        await play(
            owner,
            [
                (UnlockScreen, write("0000")),
                (WaysScreen, read("Too many wrong PINs"), press("passphrase")),
                (UnlockScreen, write(PASSPHRASE)),
                (CodeScreen,),
            ],
        )


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_a_passphrase_unlocks(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    story: list[Scene] = [
        *SHOW,
        (UnlockScreen, press("other")),
        (WaysScreen, press("passphrase")),
        (UnlockScreen, write("four quiet autumns"), read("does not open it"), write(PASSPHRASE)),
        (CodeScreen,),
    ]
    async with somebody(tmp_path, size, by, kiosk=kiosk) as (_, owner, _key):
        await play(owner, story)


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_the_recovery_key_unlocks_however_it_is_written(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    async with somebody(tmp_path, size, by, kiosk=kiosk) as (_, owner, key):
        typed = key.lower().replace("-", " ") if by == "keys" else key
        story: list[Scene] = [
            *SHOW,
            (UnlockScreen, press("other")),
            (WaysScreen, press("recovery")),
            (UnlockScreen, write(typed)),
            (CodeScreen,),
        ]
        await play(owner, story)


@pytest.mark.parametrize(
    ("pin", "passphrase", "first"),
    [(PIN, None, "Your PIN"), (None, PASSPHRASE, "Your passphrase"), (None, None, "recovery key")],
)
async def test_what_was_set_up_is_what_is_asked_for(
    tmp_path: Path, pin: str | None, passphrase: str | None, first: str
) -> None:
    async with somebody(tmp_path, pin=pin, passphrase=passphrase) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, read(first))])


@pytest.mark.parametrize("by", ["keys", "taps"])
@pytest.mark.parametrize("size", [(40, 16), (80, 24)])
async def test_every_way_leads_back_out_again(
    tmp_path: Path, size: tuple[int, int], by: By
) -> None:
    story: list[Scene] = [
        *SHOW,
        (UnlockScreen, press("other")),
        (WaysScreen, press("recovery")),
        (UnlockScreen, press("back")),
        (WaysScreen, press("back")),
        *SHOW,
        (UnlockScreen, press("back")),
        (HomeScreen,),
    ]
    async with somebody(tmp_path, size, by) as (_, owner, _key):
        await play(owner, story)


async def test_a_pin_is_never_seen(tmp_path: Path) -> None:
    async with somebody(tmp_path, (40, 16)) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen,)])
        await owner.types(PIN)
        await owner.reads("★ ★ ★ ★")
        assert PIN not in owner.text.replace(" ", "").replace("1234567890", "")


async def test_the_code_is_hidden_again_after_its_time(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (house, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, write(PIN)), (CodeScreen, read("BP01"))])
        house.clock.pass_time(HIDDEN_AFTER_S - 1)
        owner.screen.query_one(MaskedCode).tick()
        assert shown_code(owner) == "3712"
        house.clock.pass_time(1)
        owner.screen.query_one(MaskedCode).tick()
        await owner.until(lambda: shown_code(owner) == "★★★★", "stars")
        await owner.until(lambda: "BP01" not in owner.text, "the serial number gone")


@pytest.mark.parametrize("by", ["keys", "taps"])
async def test_the_code_can_be_hidden_and_shown_again(tmp_path: Path, by: By) -> None:
    story: list[Scene] = [
        *SHOW,
        (UnlockScreen, write(PIN)),
        (CodeScreen, press("hide")),
    ]
    async with somebody(tmp_path, (48, 16), by, kiosk=True) as (_, owner, _key):
        await play(owner, story)
        await owner.until(lambda: shown_code(owner) == "★★★★", "stars")
        await play(owner, [(CodeScreen, press("show"))])
        await owner.until(lambda: shown_code(owner) == "3712", "the code")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_the_keys_can_be_read_in_words(
    tmp_path: Path, size: tuple[int, int], kiosk: bool, by: By
) -> None:
    async with somebody(tmp_path, size, by, kiosk=kiosk) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, write(PIN)), (CodeScreen, press("keys"))])
        await owner.reads(say(KEYED[0]))
        seen = owner.text
        for _ in KEYED:
            if "further" in owner.offered:
                await owner.presses("further")
                seen += owner.text
        assert all(say(step) in seen for step in KEYED)


async def test_the_keys_are_hidden_with_the_code(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (house, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, write(PIN)), (CodeScreen, press("keys"))])
        await owner.reads("Press key 1")
        house.clock.pass_time(HIDDEN_AFTER_S)
        owner.screen.query_one(MaskedCode).tick()
        await owner.until(lambda: "Press key" not in owner.text, "hidden keys")
        assert not owner.screen.query_one(Paragraphs).texts


async def test_a_screen_that_is_locked_leaves_the_code(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, write(PIN)), (CodeScreen, read("BP01"))])
        await owner.app.tell(Lock())
        await play(owner, [(HomeScreen,)])
