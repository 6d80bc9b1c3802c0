"""What the display shows instead: a digit, a word, nothing, or all right but for another position;
and what mends it, up to beginning anew.

A digit is asked for first, as a slip is the likeliest. Whatever else may stand there is one press
away, by a key that no pad and no simulated radio has.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from msgspec.structs import replace
from textual import events
from textual.geometry import Size
from textual.message import Message

from pi.radio.steps import StartAgain
from pi.service.protocol.commands import BeginAnew, StopWalkthrough
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.screens.entry.display import Act
from tui.text import entry as words
from tui.text import language
from tui.text.home import tries_left
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.lists import Cell, TapGrid, boxed, grid
from tui.widgets.press_guard import Stand
from tui.widgets.typing import SPACE, KeyPad

OnShown = Callable[[str], Awaitable[None]]
OnShownAt = Callable[[int, str], Awaitable[None]]

LARGEST: Final = Size(20, 5)
OTHERWISE_KEY: Final = "+"
ROWS: Final = ("1234", "5678", "90-" + SPACE)


class ShownPad(KeyPad):
    """Ten digits, the dash and the blank: whatever can stand at a position of a display."""

    def keys(self, width: int) -> Sequence[str]:
        """The rows of keys; the same at every width."""
        return ROWS

    def cells(self, area: Size) -> Sequence[Cell]:
        """The blank has the name of its key in its edge: what it types can't be seen."""
        return [
            replace(cell, lines=_named(cell.lines)) if cell.token == SPACE else cell
            for cell in super().cells(area)
        ]


def _named(lines: list[str]) -> list[str]:
    """A key's lines with the space bar's name in its upper edge, where there is room."""
    top, *rest = lines
    name = f" {language.SPACE} "
    room = len(top) - 2
    return [top[0] + name.center(room, "─") + top[-1], *rest] if len(name) <= room else lines


class _AskedOfDisplay(DrawnScreen):
    """A question that is answered by a look at the display, for the step an entry is at.

    The press that brought it is no answer to it until it has rested.
    """

    _at: int | None = None
    _stand: Stand | None = None

    def __init__(self, otherwise: Act) -> None:
        """``otherwise``: it shows no digit that could be answered here."""
        super().__init__()
        self._otherwise = otherwise

    def draw(self, state: State) -> None:
        """The way back; gone as soon as the entry stands elsewhere or may not be seen."""
        if state.radio is None or state.entry is None:
            self.leave()
            return
        if self._at is None:
            self._at, self._stand = state.entry.at, self.steady.press_guard.stand()
        elif self._at != state.entry.at:
            self.leave()
        self.entitle(words.title(state), tries_left(state.radio))
        self.offer(
            Action(name="otherwise", key=OTHERWISE_KEY, label=words.LABELS["otherwise"]),
            Action(name="back", key="Esc", label=words.LABELS["back"], back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back to the step, or to what else it may show."""
        self.dismiss()
        if event.action.name == "otherwise":
            self._otherwise()

    def is_meant(self, pad: TapGrid, token: str) -> bool:
        """Whether the press that is being made, on a key of the pad, answers this."""
        meant = self._stand is None or self._stand.takes_what_stays(pad.place_of(token))
        self.notice("" if meant else words.LOOK_FIRST)
        return meant


class SomethingElseScreen(_AskedOfDisplay):
    """Asks what one position shows; where positions are numbers of two digits, both."""

    def __init__(self, position: int, group: bool, on_shown: OnShown, otherwise: Act) -> None:
        super().__init__(otherwise)
        self._position, self._on_shown = position, on_shown
        self._group, self._shown = group, ""
        self._question = Line(classes="strong")
        self._pad = ShownPad(space=words.BLANK)

    def body(self) -> tuple[Fitted, ...]:
        """The question and the keys."""
        return (Fitted(self._question, self._pad),)

    def draw(self, state: State) -> None:
        """The question."""
        super().draw(state)
        self._ask()

    def _ask(self) -> None:
        group = len(self._shown) if self._group else None
        self._question.say(words.what_shows(self._position, group))

    def on_key_pad_pressed(self, event: KeyPad.Pressed) -> None:
        """The answer, once it is whole."""
        if not self.is_meant(self._pad, SPACE if event.character == " " else event.character):
            return
        self._shown += event.character
        if self._group and len(self._shown) < 2:
            self._ask()
            return
        shown: Any = self._on_shown(self._shown.strip() or " ")
        self.app.run_worker(shown, exit_on_error=True)
        self.leave()


class PositionsPad(TapGrid):
    """The display's positions side by side, each with the digit that should stand there."""

    DEFAULT_CSS = "PositionsPad { height: 5; }"

    def __init__(self, digits: Sequence[str]) -> None:
        super().__init__()
        self._digits = digits

    class Chosen(Message):
        """A position, from 1, was chosen."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def cells(self, area: Size) -> Sequence[Cell]:
        """One cell for each position, in the order of the display."""
        regions = grid(area, len(self._digits), 1, LARGEST)
        return [
            Cell(
                region=region,
                token=str(n),
                lines=_position(n, digit, region.size),
            )
            for n, (digit, region) in enumerate(zip(self._digits, regions, strict=True), start=1)
        ]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row of keys."""
        return LARGEST.height

    def tapped(self, token: str) -> None:
        """Say which."""
        self.post_message(self.Chosen(int(token)).set_sender(self))

    def on_key(self, event: events.Key) -> None:
        """Its digit chooses it too."""
        if event.character in [str(n + 1) for n in range(len(self._digits))]:
            event.stop()
            self.tapped(event.character or "")


def _position(n: int, digit: str, size: Size) -> list[str]:
    """A key with its own number in its edge and the digit that should stand there."""
    top, *rest = boxed(words.should_be(digit), size.width, size.height)
    return [f"{top[:2]} {n} {top[5:]}", *rest]


class WhichPositionScreen(_AskedOfDisplay):
    """Which position is wrong? After a check that failed, or on the way to one.

    ``most``: the positions that were keyed so far.
    """

    def __init__(
        self,
        display: str,
        group: bool,
        on_shown: OnShownAt,
        otherwise: Act,
        most: int | None = None,
    ) -> None:
        super().__init__(otherwise)
        self._group, self._on_shown, self._most = group, on_shown, most
        digits = [display[:-2], display[-2:]] if group else list(display)
        self._pad = PositionsPad(digits[:most])

    def body(self) -> tuple[Fitted, ...]:
        """The question, and the display as it should be."""
        question = Line(words.WHICH_POSITION, classes="strong")
        later = Line("" if self._most is None else words.LATER_ONES, drop=4)
        return (Fitted(question, self._pad, Line(words.SHOULD_SHOW, drop=5), later),)

    def on_positions_pad_chosen(self, event: PositionsPad.Chosen) -> None:
        """On to what it shows."""
        if not self.is_meant(self._pad, str(event.position)):
            return
        position, app = event.position, self.app

        async def shown(what: str) -> None:
            await self._on_shown(position, what)

        self.dismiss()
        app.push_screen(SomethingElseScreen(position, self._group, shown, self._otherwise))


class StartAgainScreen(DrawnScreen):
    """Leads back to the first key, or out of the entry. ``dark``: the display shows nothing."""

    def __init__(self, advice: StartAgain, *, dark: bool = False) -> None:
        super().__init__()
        self._advice, self._dark = advice, dark

    def body(self) -> tuple[Fitted, ...]:
        """What to do, how, and the price."""
        what, *how, cost = (words.gone_dark if self._dark else words.start_again)(self._advice)
        return (
            Fitted(
                Line(what, classes="strong"),
                *map(Line, how),
                Line(cost, classes="" if self._advice.costs_a_try is False else "warn"),
            ),
        )

    def draw(self, state: State) -> None:
        """Begin again, stop, or go back to look; gone where the entry may not be seen."""
        if state.radio is None or state.entry is None:
            self.leave()
            return
        self.entitle(words.title(state), tries_left(state.radio))
        self.offer(
            Action(name="back", key="1", label=words.LABELS["back"], primary=True, back=True),
            Action(name="anew", key="3", label=words.LABELS["anew"], states=True),
            Action(name="stop", key="4", label=words.LABELS["stop"], states=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """One of the three."""
        entry = self.steady.state.entry if self.steady.state is not None else None
        if entry is not None and event.action.name == "anew":
            await self.steady.tell(BeginAnew(step=entry.at))
        elif entry is not None and event.action.name == "stop":
            await self.steady.tell(StopWalkthrough(step=entry.at))
        self.leave()
