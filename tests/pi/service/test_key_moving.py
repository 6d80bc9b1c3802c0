"""The PIN's other half, moved by an owner while the service runs."""

import asyncio
import os
from pathlib import Path

import pytest

from pi.service.asks import (
    Examine,
    GetDeviceKey,
    KeyPlace,
    MoveDeviceKey,
    SetPin,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import DeviceKeyTold, Done, Examined
from pi.service.refusal import Reason, Refusal
from pi.storage.device_key import FILE_NAME
from pi.storage.errors import SaveProblem
from tests.pi.service.rig import PASSPHRASE, PIN, QASHQAI, Rig
from tests.pi.service.talker import Talker

BY_PIN = Unlock(kind=UnlockKind.PIN, secret=PIN)
TO_STICK = MoveDeviceKey(to=KeyPlace.STICK, pin=PIN)
TO_CARD = MoveDeviceKey(to=KeyPlace.CARD, pin=PIN)
NEW_PIN = "640913"


@pytest.fixture
def stick(running: Rig, tmp_path: Path) -> Path:
    """A stick that is plugged in."""
    path = tmp_path / "stick"
    path.mkdir()
    running.sticks = [path]
    return path


@pytest.fixture
async def moved(running: Rig, stick: Path) -> Rig:
    """A service whose PIN needs the stick."""
    await (await running.owner()).asks(TO_STICK, DeviceKeyTold)
    return running


async def told(rig: Rig) -> DeviceKeyTold:
    return await (await rig.surface()).asks(GetDeviceKey(), DeviceKeyTold)


async def detail(talker: Talker, ask: MoveDeviceKey) -> str | None:
    refusal = await talker.refused(ask)
    assert refusal.reason in {Reason.DEVICE_KEY, Reason.KEY_NOT_WRITTEN}
    return refusal.detail


async def test_where_it_lies_is_told_to_a_locked_surface(running: Rig, stick: Path) -> None:
    assert await told(running) == DeviceKeyTold(
        place="file",
        reason=None,
        has_pin=True,
        directory=str(running.directory),
        sticks=(str(stick),),
    )


async def test_after_the_move_the_pin_opens_with_the_stick_in(moved: Rig) -> None:
    await (await moved.surface()).does(BY_PIN)
    assert (await told(moved)).place == "stick"
    assert not (moved.directory / FILE_NAME).exists()


async def test_every_surface_is_told_of_the_move(running: Rig, stick: Path) -> None:
    watcher = await running.watcher()
    await (await running.owner()).asks(TO_STICK, DeviceKeyTold)
    assert (await watcher.catch_up()).lock.device_key == "stick"


async def test_a_locked_surface_moves_nothing(running: Rig, stick: Path) -> None:
    assert await (await running.surface()).why_not(TO_STICK) is Reason.LOCKED
    assert list(stick.iterdir()) == []


async def test_a_wrong_pin_moves_nothing_and_is_counted(running: Rig, stick: Path) -> None:
    owner = await running.owner()
    refusal = await owner.refused(MoveDeviceKey(to=KeyPlace.STICK, pin="000000"))
    assert (refusal.reason, refusal.tries_left) == (Reason.WRONG_SECRET, 9)
    assert list(stick.iterdir()) == []
    await (await running.surface()).does(BY_PIN)


async def test_the_stick_away_is_named_and_no_try_is_spent(moved: Rig, stick: Path) -> None:
    moved.sticks = []
    talker = await moved.watcher()
    refusals = [await talker.refused(BY_PIN) for _ in range(12)]
    away = Refusal(reason=Reason.DEVICE_KEY, detail="stick_away")
    assert refusals == [away] * 12
    assert (await talker.catch_up()).lock.stick_away


async def test_the_stick_back_in_opens_without_a_restart(moved: Rig, stick: Path) -> None:
    moved.sticks = []
    talker = await moved.surface()
    assert await talker.why_not(BY_PIN) is Reason.DEVICE_KEY
    moved.sticks = [stick]
    await talker.does(BY_PIN)


async def test_without_the_stick_the_passphrase_opens(moved: Rig) -> None:
    moved.sticks = []
    await (await moved.surface()).does(Unlock(kind=UnlockKind.PASSPHRASE, secret=PASSPHRASE))


async def test_after_a_restart_the_pin_still_needs_the_stick(rig: Rig, tmp_path: Path) -> None:
    rig.sticks = [tmp_path / "stick"]
    rig.sticks[0].mkdir()
    async with rig.service():
        await rig.set_up()
        await (await rig.owner()).asks(TO_STICK, DeviceKeyTold)
    async with rig.service():
        await (await rig.surface()).does(BY_PIN)
        rig.sticks = []
        assert await (await rig.surface()).why_not(BY_PIN) is Reason.DEVICE_KEY


async def test_a_start_removes_what_a_move_left_on_the_card(rig: Rig, tmp_path: Path) -> None:
    rig.sticks = [tmp_path / "stick"]
    rig.sticks[0].mkdir()
    async with rig.service():
        await rig.set_up()
        await (await rig.owner()).asks(TO_STICK, DeviceKeyTold)
    (rig.directory / FILE_NAME).write_bytes(b"k" * 32)
    async with rig.service():
        assert not (rig.directory / FILE_NAME).exists()


async def test_back_on_the_card_it_needs_no_stick(moved: Rig, stick: Path) -> None:
    await (await moved.owner()).asks(TO_CARD, DeviceKeyTold)
    moved.sticks = []
    await (await moved.surface()).does(BY_PIN)
    assert list(stick.iterdir()) == []


async def test_a_lost_stick_gives_way_to_the_card_and_a_new_pin(moved: Rig) -> None:
    moved.sticks = []
    await (await moved.owner()).asks(MoveDeviceKey(to=KeyPlace.CARD, pin=NEW_PIN), DeviceKeyTold)
    await (await moved.surface()).does(Unlock(kind=UnlockKind.PIN, secret=NEW_PIN))


@pytest.mark.parametrize(
    ("pin", "rule"), [("12", "too_short"), ("12 4", "not_digits"), (QASHQAI.code, "is_the_code")]
)
async def test_a_new_pin_is_looked_at_as_any_other(moved: Rig, pin: str, rule: str) -> None:
    moved.sticks = []
    refusal = await (await moved.owner()).refused(MoveDeviceKey(to=KeyPlace.CARD, pin=pin))
    assert (refusal.reason, refusal.field, refusal.detail) == (Reason.BAD_FIELD, "pin", rule)


async def test_without_a_pin_a_move_sets_one_on_the_stick_at_once(
    empty: Rig, tmp_path: Path
) -> None:
    await empty.set_up(pin=None)
    empty.sticks = [tmp_path]
    await (await empty.owner()).asks(TO_STICK, DeviceKeyTold)
    await (await empty.surface()).does(BY_PIN)
    assert not (empty.directory / FILE_NAME).exists()


async def test_what_lies_there_already_is_not_moved(moved: Rig) -> None:
    assert await detail(await moved.owner(), TO_STICK) == "in_place"


async def test_without_a_stick_there_is_nowhere_to_go(running: Rig) -> None:
    assert await detail(await running.owner(), TO_STICK) == "no_stick"


async def test_of_two_sticks_one_must_be_named(running: Rig, stick: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    running.sticks = [stick, other]
    owner = await running.owner()
    assert await detail(owner, TO_STICK) == "several_sticks"
    await owner.asks(MoveDeviceKey(to=KeyPlace.STICK, pin=PIN, place=str(other)), DeviceKeyTold)
    assert (list(stick.iterdir()), len(list(other.iterdir()))) == ([], 1)


@pytest.mark.parametrize("place", ["/tmp", "/", "stick", "/nowhere/at/all", "\0", "/dev/null"])
async def test_a_place_that_is_no_stick_is_never_written_to(
    running: Rig, stick: Path, place: str
) -> None:
    ask = MoveDeviceKey(to=KeyPlace.STICK, pin=PIN, place=place)
    assert await detail(await running.owner(), ask) == "not_a_stick"


async def test_a_stick_that_was_pulled_out_moves_nothing(running: Rig, tmp_path: Path) -> None:
    running.sticks = [tmp_path / "gone"]
    assert await detail(await running.owner(), TO_STICK) == "failed"
    await (await running.surface()).does(BY_PIN)


async def test_a_store_that_saves_nothing_moves_nothing(running: Rig, stick: Path) -> None:
    owner = await running.owner()
    running.house.store.write_no_more(SaveProblem(reason="read_only"))
    assert await owner.why_not(TO_STICK) is Reason.NOT_SAVED
    assert list(stick.iterdir()) == []


async def test_two_moves_at_once_end_with_one_key(running: Rig, stick: Path) -> None:
    one, other = await running.owner(), await running.owner()
    moved, refused = await asyncio.gather(
        one.asks(TO_STICK, DeviceKeyTold), other.refused(TO_STICK)
    )
    assert (moved.place, refused.detail) == ("stick", "in_place")
    assert len(list(stick.iterdir())) == 1
    await (await running.surface()).does(BY_PIN)


async def finding(rig: Rig) -> tuple[bool | None, str | None, str]:
    examined = await (await rig.surface()).asks(Examine(), Examined)
    (one,) = [each for each in examined.findings if each.name == "device_key"]
    return one.ok, one.reason, one.value


async def test_an_examination_finds_it_well(moved: Rig) -> None:
    assert await finding(moved) == (True, None, "stick")


async def test_an_examination_finds_the_stick_away(moved: Rig) -> None:
    moved.sticks = []
    assert await finding(moved) == (False, "stick_away", "stick")


async def test_an_examination_finds_a_damaged_key(moved: Rig, stick: Path) -> None:
    (path,) = stick.iterdir()
    path.write_bytes(b"")
    assert await finding(moved) == (False, "stick_damaged", "stick")


async def test_an_examination_finds_the_cards_key_gone(running: Rig) -> None:
    os.unlink(running.directory / FILE_NAME)
    assert await finding(running) == (False, "missing", "file")


async def test_nothing_the_service_says_or_writes_holds_the_key(
    moved: Rig, stick: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (path,) = stick.iterdir()
    secret = path.read_bytes()
    moved.sticks = []
    await finding(moved)
    held = b"".join(one.read_bytes() for one in moved.directory.iterdir() if one.is_file())
    said = "".join(capfd.readouterr()).encode()
    forms = (secret, secret.hex().encode(), repr(secret).encode())
    assert [form for form in forms if form in held + said] == []


async def test_a_new_pin_at_the_same_instant_relies_on_the_key_that_is_there(
    running: Rig, stick: Path
) -> None:
    one, other = await running.owner(), await running.owner()
    _, changed = await asyncio.gather(one.ask(TO_STICK), other.ask(SetPin(pin=NEW_PIN)))
    assert changed == Done()
    await (await running.surface()).does(Unlock(kind=UnlockKind.PIN, secret=NEW_PIN))


async def test_a_new_pin_is_refused_while_its_stick_is_away(moved: Rig) -> None:
    moved.sticks = []
    refusal = await (await moved.owner()).refused(SetPin(pin=NEW_PIN))
    assert (refusal.reason, refusal.detail) == (Reason.DEVICE_KEY, "stick_away")
