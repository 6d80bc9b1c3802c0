"""A backup is brought back by touch or keys alone: on a new device, and over what is kept."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest

from pi.service.asks import (
    Ask,
    Lock,
    NewVehicle,
    PutRestorePart,
    ShowCode,
    Unlock,
    UnlockKind,
)
from pi.service.protocol import Answer, CodeShown
from pi.storage.backup import make_backup
from pi.storage.database import open_store
from tests.stories.anew import serving
from tests.stories.answering import By
from tests.stories.stage import NISSAN, PASSPHRASE, PIN, Stage, set_up, stage
from tests.stories.telling import HANDS, Owner, Scene, Size, owner_at, read_aloud
from tests.stories.test_copies import THE_COPIES
from tests.stories.test_every_size import check_every_size
from tui.widgets.keypad import KeyPad

NAME: Final = "steadyhand.backup"
FORD = NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code="4096")
I_HAVE_ONE: list[Scene] = [
    ("It keeps your radio's code", "I have a backup"),
    ("WHICH BACKUP?", NAME),
]
UNDER_COPIES: list[Scene] = [
    *THE_COPIES,
    ("None was made yet.", "Bring a backup back"),
    ("WHICH BACKUP?", NAME),
]
BY_PAPER: Scene = ("WHAT OPENS THIS BACKUP?", "The recovery key")
BY_PASSPHRASE: Scene = ("WHAT OPENS THIS BACKUP?", "Passphrase")
PUT_ASIDE: Scene = ("WHAT IS KEPT HERE NOW IS PUT ASIDE", "Put it aside")
BACK: Final = "1 VEHICLE IS BACK"


@pytest.fixture(autouse=True)
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one stick that is plugged in."""
    place = tmp_path / "BLUE"
    place.mkdir()
    monkeypatch.setattr("tui.screens.restoring.found.places_to_read", lambda: (place,))
    return place


@pytest.fixture
async def key(tmp_path: Path, stick: Path) -> str:
    """A backup of another device, with a Ford, lies on the stick. Its recovery key."""
    other = tmp_path / "other"
    with stage(other) as one:
        async with one.service():
            made = await set_up(FORD)
    store = open_store(other)
    backup = make_backup(store)
    (stick / NAME).write_bytes(backup.part(0, backup.size))
    backup.close()
    store.close()
    return made


@asynccontextmanager
async def at_the_device(
    directory: Path,
    *vehicles: NewVehicle,
    size: Size = (80, 24),
    by: By = "keys",
    kiosk: bool = False,
) -> AsyncIterator[tuple[Stage, Owner]]:
    """A device that begins anew when it has to, set up or not, and somebody before it."""
    with stage(directory) as one:
        async with serving(one):
            if vehicles:
                await set_up(*vehicles)
            async with owner_at(one, size, by, kiosk=kiosk) as owner:
                yield one, owner


async def types_the_key(owner: Owner, key: str) -> None:
    """From the paper, without the dashes."""
    await owner.until(lambda: bool(owner.screen.query(KeyPad)), "a pad")
    await owner.types(key.replace("-", ""))
    await enters(owner)


async def enters(owner: Owner) -> None:
    """State that it is typed."""
    await owner.pilot.pause()
    if "Bring it back" in "".join(owner.offered):
        await owner.presses("Bring it back")
    else:
        await owner.strikes("enter")


async def is_back(owner: Owner) -> None:
    """It is told, and the radio that came back is led to."""
    await owner.plays([(BACK, "See the radio"), ("ASKS FOR ITS CODE", "")])
    assert owner.radio.head_unit == FORD.head_unit


async def code_of(owner: Owner, kind: UnlockKind, secret: str) -> str:
    """The code, once a secret has opened the vault."""
    assert await owner.app.tell(Unlock(kind=kind, secret=secret)) is not None
    shown = await owner.app.tell(ShowCode())
    assert isinstance(shown, CodeShown)
    return shown.code


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_on_a_new_device_the_paper_brings_everything_back(
    tmp_path: Path, key: str, size: Size, kiosk: bool, by: By
) -> None:
    async with at_the_device(tmp_path / "new", size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.plays([*I_HAVE_ONE, BY_PAPER])
        await types_the_key(owner, key)
        await is_back(owner)
        assert await code_of(owner, UnlockKind.RECOVERY, key) == FORD.code


async def test_on_a_new_device_the_passphrase_does_so_too(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*I_HAVE_ONE, BY_PASSPHRASE, ("Small and capital letters matter.", "")])
        await owner.types(PASSPHRASE)
        assert PASSPHRASE not in read_aloud(owner.screen)
        await enters(owner)
        await is_back(owner)


async def test_it_is_said_what_to_know_now(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*I_HAVE_ONE, BY_PAPER])
        await types_the_key(owner, key)
        await owner.reads("There is no PIN now")
        await owner.reads("look at each radio before the next try")
        assert "What was kept before" not in read_aloud(owner.screen)


async def test_a_wrong_key_stays_to_be_compared_and_mended(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*I_HAVE_ONE, BY_PAPER])
        wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
        await types_the_key(owner, wrong)
        await owner.reads("That does not open it. Compare each group with the paper.")
        await owner.erases(1)
        await owner.types(key[-1])
        await enters(owner)
        await is_back(owner)


async def test_a_key_that_is_too_short_is_counted(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*I_HAVE_ONE, BY_PAPER])
        await types_the_key(owner, key[:-1])
        await owner.reads("You typed 27 of 28 characters.")


async def test_a_wrong_passphrase_is_typed_again(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*I_HAVE_ONE, BY_PASSPHRASE])
        await owner.types("no such words")
        await enters(owner)
        await owner.reads("That does not open it. Type it again.")
        await owner.types(PASSPHRASE)
        await enters(owner)
        await is_back(owner)


async def test_the_other_secret_is_one_step_back(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*I_HAVE_ONE, BY_PAPER, ("seven groups of four", "Back")])
        await owner.plays([BY_PASSPHRASE, ("Small and capital letters matter.", "")])


async def test_who_leaves_lets_go_of_what_was_read(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (one, owner):
        await owner.plays([*I_HAVE_ONE, ("WHAT OPENS", "Back"), ("WHICH BACKUP?", "")])
        await owner.until(lambda: not list(one.directory.glob(".steadyhand-*")), "no upload")


async def test_what_could_not_be_brought_back_is_let_go_too(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.unlocks()
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        assert list(one.directory.glob(".steadyhand-*")) != []
        await owner.app.tell(Lock())
        await types_the_key(owner, key)
        await owner.reads("NOT BROUGHT BACK")
        await owner.until(lambda: not list(one.directory.glob(".steadyhand-*")), "no upload")


async def test_who_leaves_while_it_is_read_stops_the_reading(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.restoring.bringing.PART_BYTES", 4096)
    async with at_the_device(tmp_path / "new") as (one, owner):
        ask, held = owner.app.link.ask, asyncio.Event()

        async def after_the_first(each: Ask) -> Answer:
            if isinstance(each, PutRestorePart):
                await held.wait()
            return await ask(each)

        monkeypatch.setattr(owner.app.link, "ask", after_the_first)
        await owner.plays([*I_HAVE_ONE, ("One moment: 0 % is read.", "Back"), ("WHICH", "")])
        held.set()
        await owner.until(lambda: not list(one.directory.glob(".steadyhand-*")), "no upload")
        await owner.reads("WHICH BACKUP?")


async def unlocks_by_pin(owner: Owner) -> None:
    """The PIN of what is kept here."""
    await owner.reads("Your PIN.")
    await owner.types(PIN)
    await owner.strikes("enter")


@pytest.mark.parametrize(("size", "kiosk", "by"), HANDS)
async def test_what_is_kept_is_put_aside_with_the_explicit_word_by_its_owner(
    tmp_path: Path, key: str, size: Size, kiosk: bool, by: By
) -> None:
    here = tmp_path / "here"
    async with at_the_device(here, NISSAN, OPEL, size=size, kiosk=kiosk, by=by) as (_, owner):
        await owner.plays([*UNDER_COPIES, PUT_ASIDE])
        await unlocks_by_pin(owner)
        await owner.plays([BY_PAPER])
        await types_the_key(owner, key)
        await is_back(owner)
    assert (here / "steadyhand.db.replaced-1").exists()


async def test_it_is_said_where_the_old_one_lies(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.unlocks()
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        await types_the_key(owner, key)
        lies = str(one.directory / "steadyhand.db.replaced-1")
        await owner.until(lambda: lies in owner.text.replace(" ", ""), lies)


async def test_the_main_button_leaves_everything_as_it_is(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await owner.plays(
            [
                *UNDER_COPIES,
                ("1 vehicle is kept here. It stays on the card", "Leave it as it is"),
                ("WHICH BACKUP?", "Back"),
                ("None was made yet.", ""),
            ]
        )
        assert owner.radio.head_unit == NISSAN.head_unit


async def test_a_passer_by_comes_no_further_than_the_lock(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, ("Your PIN.", "Back")])
        await owner.reads("WHAT IS KEPT HERE NOW IS PUT ASIDE")
        await owner.reads("You unlock it first: only its owner may put it aside.")
        assert list(one.directory.glob("*replaced*")) == []


async def test_who_has_forgotten_everything_is_told_which_file_to_move(
    tmp_path: Path, key: str
) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (one, owner):
        await owner.plays([*UNDER_COPIES, ("Does nothing unlock it? On the card, move", "")])
        assert str(one.directory / "steadyhand.db") in owner.text.replace(" ", "")


async def test_a_lock_before_the_end_changes_nothing(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await owner.unlocks()
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        await owner.app.tell(Lock())
        await types_the_key(owner, key)
        await owner.plays(
            [
                ("It was locked meanwhile. Choose the backup again. Nothing was changed.", "See"),
                ("WHICH BACKUP?", ""),
            ]
        )
        assert owner.radio.head_unit == NISSAN.head_unit


async def test_a_vehicle_that_is_no_more_is_not_asked_for(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "here", NISSAN, OPEL) as (_, owner):
        await owner.unlocks()
        await owner.plays([("", "More"), ("", "Other vehicle"), ("", "Corsa"), ("Corsa", "")])
        await owner.plays([*UNDER_COPIES, PUT_ASIDE, BY_PAPER])
        await types_the_key(owner, key)
        await is_back(owner)


async def test_without_a_backup_it_is_said_how_to_bring_one(tmp_path: Path, stick: Path) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([I_HAVE_ONE[0], ("No backup was found.", "")])
        await owner.reads("Plug in the stick that holds it, wait a moment, then look again.")


async def test_a_stick_that_is_plugged_in_later_is_found(
    tmp_path: Path, key: str, stick: Path
) -> None:
    (stick / NAME).rename(tmp_path / NAME)
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([I_HAVE_ONE[0], ("No backup was found.", "")])
        (tmp_path / NAME).rename(stick / NAME)
        await owner.plays([("", "Look again"), (f"{NAME} on BLUE", "")])


async def test_a_stick_that_is_pulled_out_meanwhile_is_said(
    tmp_path: Path, key: str, stick: Path
) -> None:
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([I_HAVE_ONE[0], ("WHICH BACKUP?", "")])
        (stick / NAME).unlink()
        await owner.plays([("", NAME), ("the stick is gone, or has errors.", "See the backups")])
        await owner.reads("WHICH BACKUP?")


async def test_a_backup_that_was_not_copied_whole_is_said(
    tmp_path: Path, key: str, stick: Path
) -> None:
    os.truncate(stick / NAME, (stick / NAME).stat().st_size - 1)
    async with at_the_device(tmp_path / "new") as (_, owner):
        await owner.plays([*I_HAVE_ONE, ("This backup ends too early", "See the backups")])


async def test_a_service_that_goes_meanwhile_changes_nothing(tmp_path: Path, key: str) -> None:
    async with at_the_device(tmp_path / "new") as (one, owner):
        await owner.plays([*I_HAVE_ONE, BY_PAPER])
        assert one.house is not None
        assert one.house._server is not None
        await one.house._server.hang_up()
        await owner.until(lambda: not owner.app.away and owner.app.link._writer is not None, "it")
        await types_the_key(owner, key)
        await owner.reads("The service began anew meanwhile. Choose the backup again.")


async def no_backup(owner: Owner) -> None:
    """Nothing on any stick."""
    os.unlink(Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / NAME)
    await owner.plays([*UNDER_COPIES[:-1], ("No backup was found.", "")])


async def the_backups(owner: Owner) -> None:
    """The list."""
    await owner.plays([*UNDER_COPIES[:-1], ("WHICH BACKUP?", "")])


async def the_question(owner: Owner) -> None:
    """What is kept here is put aside."""
    await owner.plays([*UNDER_COPIES, ("IS PUT ASIDE", "")])


async def what_opens_it(owner: Owner) -> None:
    """Paper or passphrase."""
    await owner.unlocks()
    await owner.plays([*UNDER_COPIES, PUT_ASIDE, ("WHAT OPENS", "")])


async def the_key_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([BY_PAPER])
    await types_the_key(owner, "7K3M-" * 7)
    await owner.reads("That does not open it.")


async def the_passphrase_is_asked_for(owner: Owner) -> None:
    """With all that is said there."""
    await what_opens_it(owner)
    await owner.plays([BY_PASSPHRASE])
    await owner.types("x")
    await enters(owner)
    await owner.reads("That does not open it.")


async def it_failed(owner: Owner) -> None:
    """The longest of the failures."""
    file = Path(os.environ["STEADYHAND_STATE_DIR"]).with_name("BLUE") / NAME
    await owner.plays([*UNDER_COPIES[:-1], ("WHICH BACKUP?", "")])
    file.unlink()
    await owner.plays([("", NAME), ("the stick is gone", "")])


@pytest.mark.parametrize(
    "prepare",
    [
        no_backup,
        the_backups,
        the_question,
        what_opens_it,
        the_key_is_asked_for,
        the_passphrase_is_asked_for,
        it_failed,
    ],
)
async def test_every_screen_of_a_restore_is_whole_at_every_size(
    tmp_path: Path, key: str, prepare: Callable[[Owner], Awaitable[None]]
) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await prepare(owner)
        await check_every_size(owner)


async def test_what_is_told_after_a_restore_is_whole_at_every_size(
    tmp_path: Path, key: str
) -> None:
    async with at_the_device(tmp_path / "here", NISSAN) as (_, owner):
        await what_opens_it(owner)
        await owner.plays([BY_PAPER])
        await types_the_key(owner, key)
        await owner.until(lambda: "See the radio" in owner.offered, "the way on")
        await check_every_size(owner)
