"""Unlocking a session, the code it then shows, and what opens it: PIN, key, and its other half."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pi.service.protocol.answers import HIDDEN_AFTER_S
from pi.service.protocol.commands import (
    KeyPlace,
    Lock,
    MoveDeviceKey,
    NewVehicle,
    Unlock,
    UnlockKind,
)
from tests.stories.stage import NISSAN, PASSPHRASE, PIN, Stage, set_up, stage
from tests.stories.telling import SMALLEST, Owner, Scene, Size, Terminal, in_the_car
from tests.stories.test_vehicles import UNLOCK, keeper_of
from tests.stories.visitor import (
    Act,
    By,
    Visitor,
    copy_the_key,
    play,
    press,
    read,
    type_the_last_group,
    visit,
    write,
)
from tui.screens.code import CodeScreen
from tui.screens.home import HomeScreen
from tui.screens.more import MoreScreen, ThisScreen
from tui.screens.setup.recovery import LastGroupScreen, NewRecoveryKeyScreen
from tui.screens.unlock import PinKeyScreen, UnlockScreen, WaysScreen
from tui.widgets.big_digits import MaskedCode
from tui.widgets.paragraphs import Paragraphs
from tui.widgets.typing import Digits

SHOW: list[Act] = [(HomeScreen, press("code"))]
WRONG_PIN: Act = (UnlockScreen, write("0000"), read("Wrong PIN"))


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


async def test_what_is_no_pin_is_no_try_and_a_wrong_one_says_how_many_are_left(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with somebody(tmp_path, **terminal) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, press("enter"))])
        question = owner.screen.query_one("#question")
        await owner.until(
            lambda: question.has_class("-notice") and "Your PIN" in owner.text, "a reminder"
        )
        few = "A PIN has 4 to 12 digits. No try was used."
        await play(owner, [(UnlockScreen, write("1"), read(few)), WRONG_PIN])
        await play(owner, [(UnlockScreen, read("9 tries left"), write(PIN)), (CodeScreen,)])
        await owner.until(lambda: shown_code(owner) == "3712", "the code")


async def test_after_too_many_wrong_pins_it_is_said_how_long_to_wait_and_no_key_moves(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with somebody(tmp_path, **terminal) as (house, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen,)])
        before = owner.screen.query_one(Digits).region
        await play(owner, [*[WRONG_PIN] * 5, (UnlockScreen, read("Try again in 30 seconds"))])
        assert owner.screen.query_one(Digits).region == before
        await owner.types("2")
        await owner.reads("Next try in 00:30 min")
        house.clock.pass_time(31)
        await owner.erases(1)
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
                (UnlockScreen, write("four quiet autumns"), read("does not open it")),
                (UnlockScreen, write(PASSPHRASE)),
                (CodeScreen,),
            ],
        )


async def test_the_recovery_key_unlocks_however_it_is_written_and_every_way_leads_back_out(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with somebody(tmp_path, **terminal) as (_, owner, key):
        typed = key.lower().replace("-", " ") if terminal["by"] == "keys" else key
        to_the_key: list[Act] = [
            *SHOW,
            (UnlockScreen, press("other")),
            (WaysScreen, press("recovery")),
        ]
        back: list[Act] = [(page, press("back")) for page in (UnlockScreen, WaysScreen)]
        story: list[Act] = [*to_the_key, *back, *SHOW, back[0], *to_the_key]
        await play(owner, [*story, (UnlockScreen, write(typed)), (CodeScreen,)])


@pytest.mark.parametrize(
    ("pin", "passphrase", "first"),
    [(PIN, None, "Your PIN"), (None, PASSPHRASE, "Your passphrase"), (None, None, "recovery key")],
)
async def test_what_was_set_up_is_what_is_asked_for(
    tmp_path: Path, pin: str | None, passphrase: str | None, first: str
) -> None:
    async with somebody(tmp_path, pin=pin, passphrase=passphrase) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, read(first))])


async def test_a_pin_is_never_seen_and_the_code_can_be_hidden_and_shown_till_it_is_locked(
    tmp_path: Path, by: By
) -> None:
    async with somebody(tmp_path, (48, 16), by, kiosk=True) as (_, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen,)])
        await owner.types(PIN)
        await owner.reads("★ ★ ★ ★")
        assert PIN not in owner.text.replace(" ", "").replace("1234567890", "")
        await play(owner, [(UnlockScreen, press("enter")), (CodeScreen, press("hide"))])
        await owner.until(lambda: shown_code(owner) == "★★★★", "stars")
        await play(owner, [(CodeScreen, press("show"))])
        await owner.until(lambda: shown_code(owner) == "3712", "the code")
        await owner.app.tell(Lock())
        await play(owner, [(HomeScreen,)])


async def test_after_its_time_the_code_is_hidden_with_all_derived_from_it(tmp_path: Path) -> None:
    async with somebody(tmp_path) as (house, owner, _key):
        await play(owner, [*SHOW, (UnlockScreen, write(PIN)), (CodeScreen, read("BP01"))])
        house.clock.pass_time(HIDDEN_AFTER_S - 1)
        owner.screen.query_one(MaskedCode).tick()
        assert shown_code(owner) == "3712"
        keys = (CodeScreen, press("keys"), read("Press key 1"), read("Hold 6"))
        await play(owner, [keys])
        house.clock.pass_time(1)
        owner.screen.query_one(MaskedCode).tick()
        await owner.until(lambda: shown_code(owner) == "★★★★", "stars")
        await owner.until(lambda: "BP01" not in owner.text, "the serial number gone")
        assert "Press key" not in owner.text
        assert not owner.screen.query_one(Paragraphs).texts


NEW = "640913"
ANOTHER: list[Scene] = [
    ("ASKS", "More"),
    ("Other vehicle", "Lock, PIN and colours"),
    ("This screen is locked", "How safe is the PIN?"),
    ("is on the memory card.", "Choose another PIN"),
]
FIRST, AGAIN = (
    "Choose 4 to 12 digits: not your code, no row like 1234 or 1111.",
    "The same PIN once more.",
)


async def types(owner: Owner, digits: str) -> None:
    """On the pad or the keyboard, and Enter."""
    await owner.types(digits)
    await owner.strikes("enter")


async def opens(owner: Owner, pin: str) -> bool:
    """Whether a PIN opens the vault."""
    return await owner.app.tell(Unlock(kind=UnlockKind.PIN, secret=pin)) is not None


async def unlocks_to_choose(owner: Owner) -> None:
    """Lock it, and unlock by the old PIN where the new one is chosen."""
    await owner.app.tell(Lock())
    await owner.plays(ANOTHER)
    await owner.reads("PIN")
    await types(owner, PIN)
    await owner.reads(FIRST)


async def chooses(owner: Owner, first: str, again: str, then: str) -> None:
    """Type a PIN, once more, and read what comes of it."""
    await types(owner, first)
    await owner.reads(AGAIN)
    await types(owner, again)
    await owner.reads(then)


async def test_a_new_pin_takes_the_old_and_twice_the_new(owner: Owner, terminal: Terminal) -> None:
    await unlocks_to_choose(owner)
    await chooses(owner, NISSAN.code, NISSAN.code, "That is a radio's code. Choose another PIN.")
    await types(owner, "1111")
    await owner.reads("That is guessed first.")
    await chooses(owner, "1931", NEW, "one of them has a slip")
    await owner.plays([("", "Begin anew"), (FIRST, "")])
    assert await opens(owner, PIN)
    await chooses(owner, NEW, NEW, "is on the memory card.")
    assert (await opens(owner, PIN), await opens(owner, NEW)) == (False, True)


async def test_two_that_differ_give_way_when_it_is_locked(owner: Owner) -> None:
    await unlocks_to_choose(owner)
    await chooses(owner, NEW, "1931", "one of them has a slip")
    await owner.app.tell(Lock())
    await owner.reads("is on the memory card.")


ANOTHER_KEY: list[Act] = [
    (HomeScreen, press("more")),
    (MoreScreen, press("this-screen")),
    (ThisScreen, press("pin-key")),
    (PinKeyScreen, press("recovery")),
    UNLOCK,
]


async def test_the_old_key_is_struck_once_the_new_one_is_proved_to_be_on_paper(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with keeper_of(tmp_path, **terminal, unlocked=False) as owner:
        await play(owner, [*ANOTHER_KEY, (NewRecoveryKeyScreen, copy_the_key)])
        for typed, said in (("", "from your paper"), ("AB12", "That is not the key's last group")):
            await play(owner, [(LastGroupScreen,)])
            await owner.types(typed)
            await play(owner, [(LastGroupScreen, press("enter"), read(said))])
        story: list[Act] = [
            (LastGroupScreen, type_the_last_group),
            (NewRecoveryKeyScreen, read("strike out the old one"), press("back")),
            (PinKeyScreen,),
        ]
        await play(owner, story)
        opened = Unlock(kind=UnlockKind.RECOVERY, secret=owner.recovery_key)
        assert await owner.app.tell(opened) is not None


async def test_a_lock_takes_the_new_key_off_the_screen(tmp_path: Path) -> None:
    async with keeper_of(tmp_path, unlocked=False) as owner:
        await play(owner, [*ANOTHER_KEY, (NewRecoveryKeyScreen, read("Group 1 │"))])
        await owner.app.tell(Lock())
        await owner.sees(PinKeyScreen)


AWAY = "The PIN works only with its USB stick in."
TOLD: list[Scene] = ANOTHER[:3]


@asynccontextmanager
async def with_a_stick(
    directory: Path, size: Size = (80, 24), by: By = "keys", *, kiosk: bool = False
) -> AsyncIterator[tuple[Stage, Owner, Path]]:
    """A locked screen, and a stick that is plugged in."""
    stick = directory / "stick"
    stick.mkdir()
    async with in_the_car(directory / "state", NISSAN, size, by, kiosk=kiosk) as (one, owner):
        one.sticks = [stick]
        await owner.app.tell(Lock())
        yield one, owner, stick


async def moves(owner: Owner) -> None:
    """Move it to the stick, elsewhere."""
    await owner.app.tell(Unlock(kind=UnlockKind.PIN, secret=PIN))
    assert await owner.app.tell(MoveDeviceKey(to=KeyPlace.STICK, pin=PIN)) is not None
    await owner.app.tell(Lock())


async def test_it_is_moved_to_a_stick_and_back_and_by_the_right_pin_alone(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with with_a_stick(tmp_path, **terminal) as (one, owner, stick):
        one.sticks = []
        await owner.plays([*TOLD, ("is on the memory card.", "Move it to a USB stick")])
        await owner.reads("Your PIN")
        await types(owner, PIN)
        await owner.reads("No USB stick is plugged in")
        one.sticks = [stick]
        await types(owner, "0000")
        await owner.reads("Wrong PIN, 9 tries left.")
        assert list(stick.iterdir()) == []
        await types(owner, PIN)
        await owner.reads("is on a USB stick.")
        assert len(list(stick.iterdir())) == 1
        assert owner.app.state is not None
        assert not owner.app.state.lock.unlocked
        await owner.plays([("on a USB stick", "Move it to the card"), ("Your PIN", "")])
        await types(owner, PIN)
        await owner.reads("is on the memory card.")
        assert list(stick.iterdir()) == []


async def test_with_the_stick_away_it_is_said_what_to_do_and_no_try_is_spent(
    tmp_path: Path, terminal: Terminal
) -> None:
    async with with_a_stick(tmp_path, **terminal) as (one, owner, stick):
        await moves(owner)
        one.sticks = []
        await owner.plays([*TOLD, (AWAY, "")])
        assert "Move it to the card" not in owner.offered
        await owner.plays([*[("", "Back")] * 3, ("ASKS", "Show the code"), (AWAY, "")])
        question, pad = owner.screen.query_one("#question"), owner.screen.query_one(Digits)
        before = pad.region
        for _ in range(3):
            await types(owner, PIN)
            await owner.until(lambda: question.has_class("-notice"), "a notice")
            await owner.reads("Put it in, or use another way.")
        assert pad.region == before
        one.sticks = [stick]
        await types(owner, PIN)
        await owner.sees(CodeScreen)


async def test_the_wrong_stick_is_told_apart_from_none(tmp_path: Path) -> None:
    async with with_a_stick(tmp_path, **SMALLEST) as (_one, owner, stick):
        await moves(owner)
        (path,) = stick.iterdir()
        path.rename(stick / "steadyhand-0123456789abcdef.key")
        await owner.plays([("ASKS", "Show the code"), (AWAY, "")])
        await types(owner, PIN)
        await owner.reads("This is not the PIN's stick.")


async def test_it_goes_once_a_stick_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.unlock.LOOKS_AGAIN_S", 0.01)
    async with with_a_stick(tmp_path) as (one, owner, stick):
        await moves(owner)
        one.sticks = []
        await owner.plays([("ASKS", "Show the code"), (AWAY, "")])
        one.sticks = [stick]
        await owner.reads("Your PIN.")
        assert isinstance(owner.screen, UnlockScreen)


async def test_without_a_pin_there_is_nothing_to_tell(tmp_path: Path) -> None:
    async with somebody(tmp_path, pin=None) as (_, owner, _key):
        there: list[Scene] = [(PinKeyScreen, read("No PIN opens it here."))]
        await play(owner, [*ANOTHER_KEY[:3], *there])
        assert "move" not in owner.offered
