"""The vocabulary of stories of a lost code: vehicles kept without theirs, and roads through it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pi.radio.catalogue import BUILT_IN
from pi.service.asks import NewVehicle, ShowCode
from pi.service.protocol import CodeShown
from tests.stories.stage import Stage
from tests.stories.telling import Owner, Scene, Size, in_the_car
from tests.stories.visitor import By, Visitor

NOTE = NewVehicle(name="Note", head_unit="nissan-note-2009", code_is_lost=True)
HONDA = NewVehicle(name="Jazz", head_unit="honda-5-digit", code_is_lost=True)
OPEL = NewVehicle(name="Corsa", head_unit="opel-safe", code_is_lost=True)
SECURE = NewVehicle(name="Leaf", head_unit="nissan-secure")
COSTLY = NewVehicle(name="Touch", head_unit="touch-screen", code_is_lost=True)
OF_NO_MAKE = NewVehicle(name="Moskvitch", head_unit="of-no-make", code_is_lost=True)

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
CODE = "3712"


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
    vehicle: NewVehicle = NOTE,
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


async def types_the_code(owner: Owner, source: str, code: str = CODE) -> None:
    """Where it came from, the code twice, and the last look."""
    await owner.reads("Where did you get the code from?")
    await owner.chooses(source)
    for question in ("Type it from your paper", "Once more, from the paper"):
        await owner.reads(question)
        await owner.types(code)
        await Visitor.presses(owner, "enter")
    await owner.reads("Is the serial number on the paper")


async def kept(owner: Owner) -> CodeShown:
    """What the vault holds now."""
    shown = await owner.app.tell(ShowCode())
    assert isinstance(shown, CodeShown)
    return shown
