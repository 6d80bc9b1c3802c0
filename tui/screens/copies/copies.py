"""The copies that there are, and a new one in a file: where it goes, its password, and that it was
written and checked."""

import asyncio
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from typing import Final

from textual.widget import Widget

from pi.copies import target
from pi.copies.contents import Kept
from pi.copies.target import TargetError
from pi.filesystem import free_name, media_of, places
from pi.radio.events import CopyKind
from pi.secret_limits import is_weak
from pi.service.protocol.answers import Done
from pi.service.protocol.commands import NoteCopy
from pi.service.protocol.views import State
from tui.copies import drawn
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.copies.backup import BackupScreen
from tui.screens.copies.qr import all_kept, this_kept
from tui.screens.typed import TwiceScreen
from tui.text import copies as words
from tui.text import language
from tui.widgets.actions import Action, ActionButton, in_order
from tui.widgets.fitting import Fitted, Line
from tui.widgets.lists import PagedList
from tui.widgets.typing import BOTH_CASES, Letters

NAMES: Final = {
    CopyKind.CARD: ("radio-card", ".pdf"),
    CopyKind.KEEPASS: ("radio-codes", ".kdbx"),
    CopyKind.BACKUP: ("steadyhand", ".backup"),
}
_OF_A_CODE: Final = ("qr", "card", "keepass")


class PlaceScreen(DrawnScreen):
    """Each place with the name that the file would get there: one that nothing has yet."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = CopyKind(kind)
        self._files: tuple[Path, ...] = ()
        self._list = PagedList(stays=self.steady.press_guard)
        none = Line(words.NO_PLACE, classes="strong")
        self._none = Fitted(none, Line(words.PLUG_ONE_IN))
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
        self.entitle(words.WHERE_TO, words.LABELS[self._kind])
        back = Action(name="back", key="Esc", label=words.LABELS["back"], back=True)
        again = Action(name="look", key="A", label=words.LABELS["look"], primary=none)
        taken = Action(name="taken", key="T", label=words.LABELS["taken"], states=True)
        self.offer(again, *((taken,) if self._lies_here(state) else ()), back)

    def _lies_here(self, state: State) -> bool:
        """Whether the last copy of this kind was made on the car's own card."""
        last = next((one for one in state.copies if one.kind == self._kind), None)
        return last is not None and last.off_this_card is False

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Look again, take the owner's word that the last one lies elsewhere now, or leave."""
        if event.action.name == "taken":
            noted = NoteCopy(kind=self._kind, taken_off=True)
            if await self.steady.tell(noted) is not None:
                self.steady.answer(words.LIES_ELSEWHERE)
            return
        if event.action.name != "look":
            self.dismiss()
            return
        before = self._files
        self._look()
        self.redraw()
        self.notice(language.NOTHING_NEW if self._files == before else "")
        if self._files:
            self._list.focus()

    def _look(self) -> None:
        stem, suffix = NAMES[self._kind]
        self._files = tuple(free_name(one, stem, suffix) for one in places())
        self._list.items = [words.a_place(file) for file in self._files]

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """A card and a backup are written at once; a KeePass file has a password first."""
        if not self.steady.press_guard.allows():
            return
        file = self._files[event.index]
        match self._kind:
            case CopyKind.KEEPASS:
                self.app.switch_screen(PasswordScreen(file))
            case CopyKind.BACKUP:
                self.app.switch_screen(BackupScreen(file))
            case kind:
                self.app.switch_screen(MadeScreen(file, kind))


class MadeScreen(DrawnScreen):
    """Writes a card, or with a password a KeePass file, and says what became of it."""

    def __init__(self, file: Path, kind: CopyKind, password: str = "") -> None:
        super().__init__()
        self._file, self._kind, self._password = file, kind, password
        self._said = Line(words.ONE_MOMENT, classes="strong")
        self._then, self._goes = Line(drop=2), Line(drop=1, classes="warn")
        self._done = False

    def body(self) -> tuple[Widget, ...]:
        """What became of it, and what to do with it."""
        return (Fitted(self._said, self._goes, self._then),)

    def on_mount(self) -> None:
        """Write it."""
        self.redraw()
        self.run_worker(self._make(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The way back, once it is done."""
        self.entitle(words.LABELS["keepass" if self._password else "card"])
        back = Action(name="back", key="1", label=words.LABELS["back"], primary=True, back=True)
        self.offer(*((back,) if self._done else ()))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave."""
        self.leave()

    async def _make(self) -> None:
        module, library = ("pykeepass",) * 2 if self._password else ("fpdf", "fpdf2")
        if find_spec(module) is None:
            self._say(words.not_installed(library))
            return
        kept = await self._kept()
        if not kept:
            self._say("")  # the refusal is said already
            return
        try:
            real = await asyncio.to_thread(self._write, kept)
        except TargetError as error:
            self._say(words.target_problem(self._file.name, error.problem))
            return
        numbers = tuple(one.number for one in kept)
        noted = NoteCopy(kind=self._kind, vehicles=numbers, media=media_of(real))
        done = await self.steady.tell(noted)
        here = isinstance(done, Done) and done.off_this_card is False
        goes = target.goes_at_next_boot(real)
        stays = words.ON_THIS_CARD if here else ""
        self._goes.say(words.goes_at_next_boot(self._file.name) if goes else stays)
        self._then.say(words.PULL_OUT if self._password else words.IN_THE_CLEAR)
        self._say(words.written(real))

    async def _kept(self) -> tuple[Kept, ...]:
        if self._password:
            return await all_kept(self.steady)
        one = await this_kept(self.steady)
        return () if one is None else (one,)

    def _write(self, kept: tuple[Kept, ...]) -> Path:
        """In a thread: the password's key takes a second."""
        if self._password:
            from pi.copies import keepass

            content = keepass.written(kept, self._password, words.KEEPASS_TITLE)
            return target.write(
                self._file,
                content,
                is_right=lambda found: keepass.holds(found, kept, self._password),
            )
        content = drawn(kept[0], self._file.suffix)
        return target.write(self._file, content, is_right=content.__eq__)

    def _say(self, text: str) -> None:
        self._done = True
        self._said.say(text)
        self.redraw()


class PasswordScreen(TwiceScreen):
    """The file's own. ``weak``: the first would be guessed."""

    def __init__(self, file: Path, first: str = "", *, weak: bool = False) -> None:
        super().__init__(first)
        self._file, self._weak = file, weak

    def make_pad(self) -> Letters:
        """Small and capital letters."""
        return Letters(BOTH_CASES)

    def question(self) -> str:
        """Which of the two."""
        if not self.first:
            return words.TYPE_PASSWORD
        return words.WEAK_AGAIN if self._weak else words.TYPE_AGAIN

    def label(self) -> str:
        """The field's name."""
        return words.PASSWORD_LABEL

    async def entered(self) -> None:
        """Nothing typed is neither of the two."""
        if self.text:
            await super().entered()
        else:
            self.notice(self.question())

    async def begun(self) -> None:
        """Something that is no PIN."""
        if self.text.isdigit():
            self.clear()
            self.notice(words.ONLY_DIGITS)
        else:
            weak = await asyncio.to_thread(is_weak, self.text)
            if self.is_current:  # else it was left meanwhile, or locked
                self.app.switch_screen(PasswordScreen(self._file, self.text, weak=weak))

    def begin_anew(self) -> None:
        """Nothing is known of another first one."""
        self._weak = False
        super().begin_anew()

    async def agreed(self) -> None:
        """Write the file with it."""
        self.app.switch_screen(MadeScreen(self._file, CopyKind.KEEPASS, self.text))


class CopiesScreen(DrawnScreen):
    """What is told of copies is no secret; making one is for who has unlocked."""

    def __init__(self) -> None:
        super().__init__()
        self._why, self._all = Line(words.WHY, drop=5), Line(words.WHY_A_BACKUP, drop=6)
        self._made = [Line(drop=at) for at in range(len(CopyKind), 0, -1)]

    def body(self) -> tuple[Widget, ...]:
        """The last copy of each kind."""
        return (Fitted(*self._made, self._why, self._all),)

    def draw(self, state: State) -> None:
        """All of them, or that there is none."""
        self.entitle(words.TITLE)
        said = [words.there_is(copy) for copy in state.copies] or [words.NONE_YET]
        for line, text in zip_longest(self._made, said[: len(self._made)]):
            line.say(text or "")
        names = (*(_OF_A_CODE if _has_code(state) else ()), "backup", "restore")
        self.offer(
            *in_order(names, words.LABELS, stays={"qr"}),
            Action(name="back", key=str(len(names) + 1), label=words.LABELS["back"], back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Make one, or leave."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "qr" | "restore" as name:
                self.steady.open(ScreenName(name))
            case kind:
                self.steady.open(ScreenName.COPY_PLACE, kind)


def _has_code(state: State) -> bool:
    """Whether there is a code to copy. A car can be kept without one, or take none."""
    takes = state.radio is None or family_of(state.radio).takes_a_code
    return takes and state.code_kept
