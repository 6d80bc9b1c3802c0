"""Where a file goes: the sticks that are plugged in, else the home directory."""

from pathlib import Path
from typing import Final

from textual.widget import Widget

from pi.copies_places import free_name, places
from pi.radio.events import CopyKind
from pi.service.protocol.commands import NoteCopy
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.text import copying as words
from tui.text import keys
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line
from tui.widgets.lists import PagedList

NAMES: Final = {
    "card": ("radio-card", ".pdf"),
    "keepass": ("radio-codes", ".kdbx"),
    "backup": ("steadyhand", ".backup"),
}


def is_still_there(place: Path) -> bool:
    """Whether a place that was chosen can still be: a stick may have been pulled out."""
    return place in places()


class PlaceScreen(DrawnScreen):
    """Each place with the name that the file would get there: one that nothing has yet."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._files: tuple[Path, ...] = ()
        self._list = PagedList(stays=self.steady.settle)
        none = Line(words.no_place(), classes="strong")
        self._none = Fitted(none, Line(words.plug_one_in()))
        self._look()

    def body(self) -> tuple[Widget, ...]:
        """The places, or what to do where there is none."""
        return (self._none, self._list)

    def draw(self, state: State) -> None:
        """What is asked. Nothing is written once it is locked."""
        if not state.lock.unlocked:
            self.leave()
            return
        none = not self._files
        self._none.display, self._list.display = none, not none
        self.entitle(words.where_to(), words.label(self._kind))
        back = Action(name="back", key="Esc", label=words.label("back"), back=True)
        again = Action(name="look", key="A", label=words.label("look"), primary=none)
        taken = Action(name="taken", key="T", label=words.label("taken"), states=True)
        self.offer(again, *((taken,) if self._lies_here(state) else ()), back)

    def _lies_here(self, state: State) -> bool:
        """Whether the last copy of this kind was made on the car's own card."""
        last = next((one for one in state.copies if one.kind == self._kind), None)
        return last is not None and last.off_this_card is False

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Look again, take the owner's word that the last one lies elsewhere now, or leave."""
        if event.action.name == "taken":
            noted = NoteCopy(kind=CopyKind(self._kind), taken_off=True)
            if await self.steady.tell(noted) is not None:
                self.steady.answer(words.lies_elsewhere())
            return
        if event.action.name != "look":
            self.dismiss()
            return
        before = self._files
        self._look()
        self.redraw()
        self.notice(keys.nothing_new() if self._files == before else "")
        if self._files:
            self._list.focus()

    def _look(self) -> None:
        stem, suffix = NAMES[self._kind]
        self._files = tuple(free_name(one, stem, suffix) for one in places())
        self._list.items = [words.a_place(file) for file in self._files]

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """A card and a backup are written at once; a KeePass file has a password first."""
        if not self.steady.settle.allows():
            return
        file = self._files[event.index]
        if self._kind == "card":
            from tui.screens.copies.made import MadeScreen

            self.app.switch_screen(MadeScreen(file))
        elif self._kind == "backup":
            from tui.screens.copies.backup import BackupScreen

            self.app.switch_screen(BackupScreen(file))
        else:
            from tui.screens.copies.password import PasswordScreen

            self.app.switch_screen(PasswordScreen(file))
