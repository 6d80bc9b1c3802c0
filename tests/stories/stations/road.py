"""A road with stations: each is looked at, and its keys are pressed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Container, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from pi.service.protocol.views import Saving
from tests.depth import Run
from tests.stories.stations.keys import Offered, comes_back, does_as_it_says, offered_by
from tests.stories.telling import Size
from tests.stories.visitor import Visitor
from tests.stories.wholeness import whole
from tui.screens.typed import TypedScreen
from tui.widgets.actions import ActionButton

Sitting = Callable[[], AbstractAsyncContextManager[Visitor]]
"""Comes to the same screen each time."""
EVERY: list[tuple[Size, bool]] = [
    ((40, 16), False),
    ((40, 20), False),
    ((48, 16), False),
    ((57, 16), False),
    ((66, 20), False),
    ((80, 24), False),
    ((120, 40), False),
    ((48, 16), True),
    ((57, 16), True),
    ((66, 20), True),
    ((80, 24), True),
]
FEW: list[tuple[Size, bool]] = [((40, 16), False), ((66, 20), True), ((80, 24), False)]
"""The smallest, the kiosk's, and the usual one: what a quick run turns through."""


def sizes(*more: tuple[Size, bool]) -> list[tuple[Size, bool]]:
    """The sizes of this run; the usual one last, for what is pressed there."""
    return [*(EVERY if Run.tries_everything else FEW[:-1]), *more, FEW[-1]]


class Station(Struct, frozen=True):
    """A place on a road, how to come there, and what of it is looked at."""

    sitting: Sitting
    look: Callable[[Visitor], Awaitable[list[str]]]
    keys: bool = True


Open = Callable[[Path], AbstractAsyncContextManager[dict[str, Station]]]
"""A road: its stations by name, as long as it is open."""


async def looked_over(name: str, station: Station, pressed: set[object]) -> list[str]:
    """What is wrong at a station.

    In a quick run one key of each kind is pressed, at the first station that has it.
    """
    wrong: list[str] = []
    left: list[Offered] | None = None
    try:
        while left is None or left:
            async with station.sitting() as somebody:
                screen, typed = somebody.screen, getattr(somebody.screen, "text", "")
                if left is None:
                    wrong += await station.look(somebody)
                    somebody.app.redraw()  # how many buttons stand here is a matter of the size
                    await somebody.settles()
                    left = []
                    for each in offered_by(screen) if station.keys else ():
                        if Run.tries_everything or (kind := each.kind(screen)) not in pressed:
                            left.append(each)
                            pressed.add(each if Run.tries_everything else kind)
                if left and left[0] not in (there := offered_by(screen)):
                    # The keys of a full screen follow from the press that brought it.
                    same = [each for each in there if each.stands_on == left[0].stands_on]
                    assert same, left
                    left[0] = same[0]
                while left and left[0] in offered_by(screen):
                    wrong += await does_as_it_says(somebody, left.pop(0))
                    if not await comes_back(somebody, screen):
                        break
                    if isinstance(screen, TypedScreen):
                        screen.text = typed
                        screen.notice("")
                        screen.show_typed()
    except AssertionError as error:
        wrong.append(str(error))
    return [f"{name}: {each}" for each in wrong]


async def whole_at(somebody: Visitor, at: Iterable[tuple[Size, bool]]) -> list[str]:
    """Turn the terminal through sizes. What is wrong at one, with its name."""
    wrong: list[str] = []
    for (columns, rows), kiosk in at:
        somebody.app.set_class(kiosk, "-kiosk")
        await somebody.takes_in()  # a kiosk is one from its start, whatever its size
        await somebody.pilot.resize_terminal(columns, rows)
        try:
            await somebody.until(lambda: not whole(somebody.screen), "a whole screen")
        except AssertionError:
            name = f"{columns}x{rows}{' kiosk' * kiosk}"
            where = [
                (each.region, each.action.name) for each in somebody.screen.query(ActionButton)
            ]
            wrong += [f"{name}: {each}, of {where}" for each in whole(somebody.screen)]
    return wrong


async def looks(somebody: Visitor) -> list[str]:
    """Whole at each size."""
    return await whole_at(somebody, sizes())


async def looks_with_the_red_line(somebody: Visitor) -> list[str]:
    """And while a full card takes one row more."""
    wrong = await looks(somebody)
    state = somebody.app.state
    assert state is not None
    somebody.app.state = replace(state, saving=Saving(ok=False, reason="full"))
    somebody.app.redraw()
    await somebody.until(lambda: "NOT SAVED: the card is full." in somebody.text, "the red line")
    wrong += await looks(somebody)
    somebody.app.state = state
    somebody.app.redraw()
    return wrong


def each_anew(
    sit: Callable[[Path, str], AbstractAsyncContextManager[Visitor]],
    names: Iterable[str],
    *,
    red: Container[str] = (),
    only_looked_at: Container[str] = (),
) -> Open:
    """Stations that need a device each; some with the red line, at some no key is pressed."""

    @asynccontextmanager
    async def opened(directory: Path) -> AsyncIterator[dict[str, Station]]:
        numbers = count()
        yield {
            name: Station(
                lambda name=name: sit(directory / str(next(numbers)), name),  # type: ignore[misc]
                looks_with_the_red_line if name in red else looks,
                keys=name not in only_looked_at,
            )
            for name in names
        }

    return opened


async def walked(road: Open, directory: Path) -> None:
    """Nothing may be wrong at any station of a road."""
    wrong: list[str] = []
    pressed: set[object] = set()
    async with road(directory) as stations:
        for name, station in stations.items():
            wrong += await looked_over(name, station, pressed)
    assert not wrong, "\n".join(wrong)
