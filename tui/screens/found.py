"""Which backup: those that lie on the sticks that are plugged in, and in the home."""

import asyncio

from textual.widget import Widget

from pi.copies_places import places_to_read
from pi.service.protocol.views import State
from tui.found_backups import FoundBackup, find_backups
from tui.screens.base import DrawnScreen
from tui.text import backup_screens as words
from tui.text import keys
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.lists import PagedList


class BackupsScreen(DrawnScreen):
    """Each backup with its place and its date; where there is none, what to do."""

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[FoundBackup, ...] = ()
        self._before: tuple[FoundBackup, ...] | None = None  # of the last look
        self._looking = False
        self._list = PagedList()
        self._said, self._then = Line(classes="strong"), Line()
        self._none = Fitted(self._said, self._then)

    def body(self) -> tuple[Widget, ...]:
        """The backups, or that there is none."""
        return (self._none, self._list)

    def on_mount(self) -> None:
        """Look for them."""
        self._look()

    def draw(self, state: State) -> None:
        """What is asked. While there is none, looking again is the one thing to do."""
        none = not self._found
        self.entitle(words.which())
        self._said.say(words.looking() if self._looking else words.none_found())
        self._then.say("" if self._looking else words.plug_it_in())
        self._none.display, self._list.display = none, not none
        back = Action(name="back", key="Esc", label=words.label("back"), back=True)
        again = Action(name="look", key="A", label=words.label("look"), primary=none)
        self.offer(*(() if self._looking else (again,)), back)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Look again, or leave."""
        if event.action.name == "look":
            self._look()
        else:
            self.dismiss()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Read it in."""
        from tui.screens.restore import BringingScreen

        self.app.push_screen(BringingScreen(self._found[event.index].path))

    def _look(self) -> None:
        if not self._looking:
            self._looking = True
            self._found = ()
            self.redraw()
            self.run_worker(self._find(), exit_on_error=True)

    async def _find(self) -> None:
        """In a thread: a stick may be slow."""
        self._found = await asyncio.to_thread(lambda: find_backups(places_to_read()))
        self._list.items = [words.a_backup(one.path, one.changed) for one in self._found]
        self._looking = False
        self.redraw()
        self.notice(keys.nothing_new() if self._found == self._before else "")
        self._before = self._found
        if self._found and self.is_current:
            self._list.focus()
