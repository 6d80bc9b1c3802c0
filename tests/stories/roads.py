"""Roads that several stories go, scene by scene, and the vocabulary of those who go them."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from _pytest.mark import ParameterSet

from pi.catalogue.catalogue import BUILT_IN
from pi.radio.events import CopyKind
from pi.radio.head_unit import HeadUnit
from pi.service.protocol import commands
from pi.service.protocol.answers import CodeShown, History
from pi.storage.backup import make_backup
from pi.storage.opening import open_store
from pi.storage.vault.vault import Vault
from tests.pi.storage.moments import cheap
from tests.stories.stage import PIN, Stage, serving, set_up, stage
from tests.stories.telling import Owner, Scene, Size, in_the_car, owner_at
from tests.stories.visitor import (
    Act,
    By,
    choose,
    copy_the_key,
    press,
    read,
    type_the_last_group,
    write,
    write_in,
)
from tui import families
from tui.screens.home import HomeScreen
from tui.screens.setup import describe
from tui.screens.setup.beginning import StandsPage
from tui.screens.setup.code import CodeAgainPage, CodePage, SerialPage
from tui.screens.setup.pages import NamePage, SetUpScreen, SourcePage
from tui.screens.setup.radio import FamiliesPage, FamilyPage, MakesPage, NotListedPage, RadioPage
from tui.screens.setup.recovery import LastGroupPage, RecoveryPage
from tui.screens.setup.secrets import PassphrasePage, PinAgainPage, PinDigitsPage, PinPage
from tui.widgets.typing import KeyPad

BEGIN: list[Act] = [(SetUpScreen, read("nothing is saved"), press("begin"))]
ASKS: Act = (StandsPage, press("asks"))
BY_MAKE: list[Act] = [
    (RadioPage, press("make")),
    (MakesPage, choose("Opel")),
    (FamiliesPage, choose("SAFE")),
    (FamilyPage, press("yes")),
    ASKS,
]
NAME: list[Act] = [(NamePage, press("enter"))]
CODE: list[Act] = [(CodePage, write("3712")), (CodeAgainPage, write("3712"))]
NO_SERIAL: list[Act] = [(SerialPage, press("enter"))]
SOURCE: list[Act] = [(SourcePage, choose("The code card"))]
A_PIN: list[Act] = [
    (PinPage, press("choose")),
    (PinDigitsPage, write("2580")),
    (PinAgainPage, write("2580")),
]
NO_PASSPHRASE: list[Act] = [(PassphrasePage, press("enter"))]
THE_KEY: list[Act] = [(RecoveryPage, copy_the_key), (LastGroupPage, type_the_last_group)]
HOME: list[Act] = [(HomeScreen,)]
THE_CAR: list[Act] = [*BY_MAKE, *NAME, *CODE, *NO_SERIAL, *SOURCE]
TO_THE_KEY: list[Act] = [*BEGIN, *THE_CAR, *A_PIN, *NO_PASSPHRASE]
"""All questions, answered at a keyboard's terminal."""


NOT_LISTED: list[Act] = [(RadioPage, press("not-listed")), (NotListedPage, press("describe"))]
LADA: list[Act] = [(describe.MakePage, press("type")), (describe.WordPage, write("LADA"))]
NIVA: list[Act] = [(describe.WordPage, write("NIVA")), (describe.WordPage, write("LOCKED"))]
TAKES: list[Act] = [(describe.PickPage, read("take a code"), choose("Yes"))]
FOUR: list[Act] = [(describe.PickPage, choose("4 digits"))]
POSITION_KEYS: list[Act] = [
    (describe.PickPage, choose("One key for each place")),
    (describe.PickPage, choose("0000")),
    (describe.KeysPage, press("enter")),
]
HOLD_SIX: list[Act] = [(describe.PickPage, choose("held")), (describe.WordPage, write("6"))]
THREE_TRIES: list[Act] = [
    (describe.CountPage, write("3")),
    (describe.CountPage, write("60")),
    (describe.CountPage, press("other")),
]
KEEP: list[Act] = [(describe.DescribedPage, press("keep"))]
NOT_KNOWN: list[Act] = [(describe.CountPage, press("other"))] * 3
THE_RADIO: list[Act] = [
    *NOT_LISTED,
    *LADA,
    *NIVA,
    *TAKES,
    *FOUR,
    *POSITION_KEYS,
    *HOLD_SIX,
    *THREE_TRIES,
]


def described(name: str = "own-lada-niva-locked") -> HeadUnit:
    """The family, as every screen knows it."""
    return families.catalogue().load(name)


NOTE = commands.NewVehicle(name="Note", head_unit="nissan-note-2009", code_is_lost=True)
HONDA = commands.NewVehicle(name="Jazz", head_unit="honda-5-digit", code_is_lost=True)
LOST_OPEL = commands.NewVehicle(name="Corsa", head_unit="opel-safe", code_is_lost=True)
SECURE = commands.NewVehicle(name="Leaf", head_unit="nissan-secure")
COSTLY = commands.NewVehicle(name="Touch", head_unit="touch-screen", code_is_lost=True)
WAYS = """
[[serial.displays]]
how = "key three wrong codes"
costs_attempts = true
tries = 3
sources = [{ trust = "seller", where = "a seller's page (page not linked)" }]

[[serial.displays]]
how = "hold RDS"
costs_attempts = false
sources = [{ trust = "maker", where = "its handbook (page not linked)" }]
"""
THE_GUIDE: list[Scene] = [("ASKS FOR ITS CODE", "Find my code")]
THE_CODE = "3712"


def describe_families(directory: Path) -> None:
    """An owner's own files: a set whose number costs tries, and one of a make nobody knows."""
    own = directory / "head_units"
    own.mkdir(parents=True, exist_ok=True)
    text = Path(BUILT_IN, "nissan-note-2009.toml").read_text("utf-8")
    touch = text.replace('id = "nissan-note-2009"', 'id = "touch-screen"') + WAYS
    (own / "touch-screen.toml").write_text(touch, "utf-8")
    other = text.replace('id = "nissan-note-2009"', 'id = "of-no-make"')
    other = other.replace('make = "Nissan"', 'make = "Moskvitch"')
    (own / "of-no-make.toml").write_text(other, "utf-8")


@asynccontextmanager
async def without_a_code(
    directory: Path,
    vehicle: commands.NewVehicle = NOTE,
    size: Size = (80, 24),
    by: By = "keys",
    *,
    kiosk: bool = False,
) -> AsyncIterator[tuple[Stage, Owner]]:
    """An owner who has unlocked, before a vehicle that is kept without its code."""
    describe_families(directory)
    async with in_the_car(directory, vehicle, size, by, kiosk=kiosk) as (one, owner):
        yield one, owner


async def goes_to(owner: Owner, station: str) -> None:
    """From the list to a station, whatever page it stands on."""
    await owner.reads("Find my code")
    await owner.chooses(station)


async def reads_all(owner: Owner, *texts: str) -> None:
    """Turn the pages to the last one; each text must have stood on one of them."""
    missing = set(texts)
    for _ in range(60):
        await owner.settles()
        missing -= {text for text in missing if text in owner.text}
        if not any(label.startswith("Read on") for label in owner.offered):
            break
        await owner.presses("Read on")
    assert not missing, f"{missing} stood on no page; at last: {owner.text}"


async def ticks(owner: Owner, station: str, statement: str) -> None:
    """Go to a station, read it to its end, and state what came of it."""
    await goes_to(owner, station)
    await reads_all(owner)
    await owner.presses(statement)


async def does(owner: Owner, station: str, label: str) -> None:
    """Press a button of a station, which may stand behind another where the room is short."""
    await goes_to(owner, station)
    await presses_here(owner, label)


async def presses_here(owner: Owner, label: str) -> None:
    """Press it, on the screen or behind its More."""
    await owner.until(lambda: bool(owner.offered), "buttons")
    if not any(label in each and "more" not in each for each in owner.offered):
        await owner.presses("more")
        await owner.chooses(label)
    else:
        await owner.presses(label)


async def types_the_code(owner: Owner, source: str, code: str = THE_CODE) -> None:
    """Where it came from, the code twice, and the last look."""
    await owner.reads("Where did you get the code from?")
    await owner.chooses(source)
    for question in ("Type it from your paper", "Once more, from the paper"):
        await owner.reads(question)
        await write_in(owner, code)
    await owner.reads("Is the serial number on the paper")


async def kept(owner: Owner) -> CodeShown:
    """What the vault holds now."""
    shown = await owner.app.tell(commands.ShowCode())
    assert isinstance(shown, CodeShown)
    return shown


THE_COPIES: list[Scene] = [
    ("ASKS", "More"),
    ("Other vehicle", "Copies off the car"),
    ("None was made yet.", ""),
]


def copies(owner: Owner) -> list[tuple[CopyKind, bool]]:
    """What the service knows of copies, and whether each is older than the code."""
    assert owner.app.state is not None
    return [(one.kind, one.stale) for one in owner.app.state.copies]


BACKUP: Final = "steadyhand.backup"
FORD = commands.NewVehicle(name="Focus", head_unit="ford-6000cd", code="1470")
CORSA = commands.NewVehicle(name="Corsa", head_unit="opel-safe", code="4096")
I_HAVE_ONE: list[Scene] = [
    ("It keeps your radio's code", "I have a backup"),
    ("WHICH BACKUP?", BACKUP),
]
UNDER_COPIES: list[Scene] = [
    *THE_COPIES,
    ("None was made yet.", "Bring a backup back"),
    ("WHICH BACKUP?", BACKUP),
]
BY_PAPER: Scene = ("WHAT OPENS THIS BACKUP?", "The recovery key")
BY_PASSPHRASE: Scene = ("WHAT OPENS THIS BACKUP?", "Passphrase")
PUT_ASIDE: Scene = ("WHAT IS KEPT HERE NOW IS PUT ASIDE", "Put it aside")
BACK: Final = "1 VEHICLE IS BACK"


@pytest.fixture
def plugged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one stick that is plugged in."""
    place = tmp_path / "BLUE"
    place.mkdir()
    monkeypatch.setattr("tui.screens.restore.places_to_read", lambda: (place,))
    return place


async def a_backup(of: Path, place: Path) -> str:
    """Put the backup of another device, with a Ford, into a place. Returns its recovery key."""
    with stage(of) as one:
        async with one.service():
            made = await set_up(FORD)
    store = open_store(of)
    backup = make_backup(store, Vault(store, cheap).unlock_elsewhere(made))
    (place / BACKUP).write_bytes(backup.part(0, backup.size))
    backup.close()
    store.close()
    return made


@pytest.fixture
async def key(tmp_path: Path, plugged_in: Path) -> str:
    """A backup of another device, with a Ford, lies on the stick. Its recovery key."""
    return await a_backup(tmp_path / "other", plugged_in)


@asynccontextmanager
async def at_the_device(
    directory: Path,
    *vehicles: commands.NewVehicle,
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


async def code_of(owner: Owner, kind: commands.UnlockKind, secret: str) -> str:
    """The code, once a secret has opened the vault."""
    assert await owner.app.tell(commands.Unlock(kind=kind, secret=secret)) is not None
    shown = await owner.app.tell(commands.ShowCode())
    assert isinstance(shown, CodeShown)
    return shown.code


async def unlocks_by_pin(owner: Owner) -> None:
    """The PIN of what is kept here."""
    await owner.reads("Your PIN.")
    await owner.types(PIN)
    await owner.strikes("enter")


TO_THE_CHECK: list[Scene] = [
    ("ASKS FOR ITS CODE", "Key it in"),
    ("FIRST OF ALL PARK", "Parked, and it shows Radio Code:"),
    ("PRESS KEY 1 TIMES 3", "Done: it shows 3000"),
    ("PRESS KEY 2 TIMES 7", "Done: it shows 3700"),
    ("PRESS KEY 3 TIME 1", "Done: it shows 3710"),
    ("PRESS KEY 4 TIMES 2", "Done: it shows 3712"),
]
TO_THE_MUSIC: list[Scene] = [
    *TO_THE_CHECK,
    ("THE RADIO MUST SHOW 3712", "It shows exactly this"),
    ("NOW HOLD KEY 6", "It plays"),
    ("PLAYING", ""),
]
TO_THE_CONFIRM: list[Scene] = [*TO_THE_CHECK, ("THE RADIO MUST SHOW 3712", "It shows exactly this")]


async def history_of(owner: Owner) -> History:
    """What was written down."""
    found = await owner.app.tell(commands.GetHistory())
    assert isinstance(found, History)
    return found


HOUR_AND_MARGIN_S = 3672.0
THIRD_REFUSAL: list[commands.Outcome] = [
    *[commands.Outcome.REJECTED, commands.Outcome.ASKS_AGAIN] * 2,
    commands.Outcome.REJECTED,
]


async def third_refusal(owner: Owner) -> None:
    """Three codes refused: an hour."""
    await owner.reports(*THIRD_REFUSAL)


def by_kind(families: Iterable[HeadUnit]) -> list[ParameterSet]:
    """Those that take a code. A quick run takes one of each way to open, set and confirm."""
    seen: set[object] = set()
    found = []
    for family in families:
        if (entry := family.entry) is None or not family.takes_a_code:
            continue
        kinds = {
            type(entry.method),
            ("opens", entry.opening.kind),
            ("confirms", entry.confirm.kind),
        }
        marks = pytest.mark.exhaustive if kinds <= seen else ()
        seen |= kinds
        found.append(pytest.param(family, marks=marks, id=family.id))
    return found
