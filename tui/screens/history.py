"""What happened to this radio, newest first, a page at a time."""

from typing import Final

from textual import events
from textual.content import Content
from textual.widgets import Static

from pi.service.protocol.answers import History, HistoryLine
from pi.service.protocol.commands import GetHistory
from pi.service.protocol.views import State
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.confirmations import with_taking_back
from tui.text import lockout as words
from tui.widgets.actions import Action, ActionButton

AT_ONCE: Final = 50
ONE_ROW_FROM: Final = 60  # columns in which a line needs no second row


class HistoryScreen(DrawnScreen):
    """Reads on as the owner turns the pages; what happens meanwhile joins at the next opening."""

    CSS = """
    HistoryScreen #lines {
        height: 1fr;
        padding: 0 1;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown = Static(id="lines")
        self._lines: list[HistoryLine] = []
        self._whole = False  # whether the oldest line has been read
        self._first = 0
        self._takes_a_code = True

    def body(self) -> tuple[Static, ...]:
        """The lines."""
        return (self._shown,)

    def draw(self, state: State) -> None:
        """The page."""
        if state.radio is not None:
            self._takes_a_code = family_of(state.radio).protection.takes_a_code
        if not self._lines and not self._whole:
            self.run_worker(self._read_on(), exclusive=True)
        self._page()

    def on_resize(self, event: events.Resize) -> None:
        """As many lines as fit now."""
        self.call_after_refresh(self._page)

    @property
    def _per_page(self) -> int:
        width, height = self._shown.size
        return max(1, height if width >= ONE_ROW_FROM else height // 2)

    def _page(self) -> None:
        per_page = self._per_page
        page = self._lines[self._first : self._first + per_page]
        older = self._first + per_page < len(self._lines) or not self._whole
        between = "  " if self._shown.size.width >= ONE_ROW_FROM else "\n  "
        text = "\n".join(between.join(words.line(line)) for line in page)
        empty = self._whole and not page
        self._shown.update(Content(words.NOTHING_YET if empty else text))
        self.entitle(
            words.history_title(takes_a_code=self._takes_a_code),
            words.page(self._first // per_page + 1, older),
        )
        turns = []
        if older:
            turns.append(
                Action(name="next", key="1", label=words.HISTORY_LABELS["next"], primary=True)
            )
        if self._first:
            turns.append(Action(name="previous", key="2", label=words.HISTORY_LABELS["previous"]))
        turns.append(Action(name="back", key="3", label=words.HISTORY_LABELS["back"], back=True))
        self.offer(*self._with_taking_back(tuple(turns)))

    def _with_taking_back(self, turns: tuple[Action, ...]) -> tuple[Action, ...]:
        """On the page where the last statement stands, the way to take it back."""
        state = self.steady.state
        if self._first or state is None or state.radio is None:
            return turns
        return with_taking_back(self, state.radio, turns, always=True)

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Turn the page, or leave."""
        match event.action.name:
            case "next":
                if self._first + 2 * self._per_page > len(self._lines):
                    await self._read_on()
                if self._first + self._per_page < len(self._lines):
                    self._first += self._per_page
            case "previous":
                self._first = max(0, self._first - self._per_page)
            case "take-back":
                self.steady.open(ScreenName.TAKE_BACK)
            case _:
                self.dismiss()
                return
        self._page()

    async def _read_on(self) -> None:
        if self._whole:
            return
        before = self._lines[-1].seq if self._lines else None
        found = await self.steady.tell(GetHistory(before=before, limit=AT_ONCE))
        if isinstance(found, History):
            self._lines += found.lines
            self._whole = len(found.lines) < AT_ONCE
            self._page()
