"""A backup comes back: found on a stick, opened by its own secret, brought in part by part, and
told of.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from textual.widget import Widget

from pi.filesystem import places_to_read
from pi.secret_limits import RECOVERY_CHARACTERS
from pi.service.protocol.answers import PART_BYTES, Reason, Refusal, Restored
from pi.service.protocol.commands import (
    BeginRestore,
    FinishRestore,
    LetGo,
    PutRestorePart,
    UnlockKind,
)
from pi.service.protocol.views import State
from tui.backup_files import HEAD, FoundBackup, find_backups
from tui.client import RefusedByServiceError
from tui.port import ScreenName, ServicePort
from tui.screens.base import DrawnScreen
from tui.screens.typed import BACK, TypedScreen
from tui.screens.unlock import RECOVERY_LONGEST, in_groups
from tui.service_socket import NoServiceError
from tui.text import backup as words
from tui.text import language, secrets
from tui.text.refusals import not_restored, too_fast
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import BigWords, Fitted, Line
from tui.widgets.lists import PagedList
from tui.widgets.typing import BOTH_CASES, Letters


class BringingScreen(DrawnScreen):
    """How far it is. Then its secret is asked for, or first what becomes of what is kept here.

    ``place``: the store that is there, which its owner said may be put aside.
    """

    def __init__(self, file: Path, place: str = "") -> None:
        super().__init__()
        self._file, self._place = file, place
        self._said = Line(words.is_read(0), classes="strong")

    def body(self) -> tuple[Widget, ...]:
        """How far it is."""
        return (Fitted(self._said, Line(words.NOTHING_CHANGED_YET)),)

    def on_mount(self) -> None:
        """Bring it."""
        self.redraw()
        self.run_worker(self._bring(), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The way back."""
        self.entitle(words.LABELS["restore"])
        self.offer(Action(name="back", key="Esc", label=words.LABELS["back"], back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave it. The reading ends first: what it asks after that would stay with the service."""
        self.workers.cancel_node(self)
        self.app.run_worker(let_go(self.steady.link), exit_on_error=True)
        self.leave()

    async def _bring(self) -> None:
        try:
            with await asyncio.to_thread(self._file.open, "rb") as handle:
                await self._read(handle)
        except RefusedByServiceError as error:
            self._refused(error.refusal)
        except NoServiceError:  # which is an OSError, too
            self._give_way(FailedScreen(words.SERVICE_WENT_MEANWHILE))
        except OSError as error:
            self._give_way(FailedScreen(words.not_read(self._file, error)))
        else:
            self._give_way(OpensScreen(self._place))

    async def _read(self, handle: BinaryIO) -> None:
        size, there = os.fstat(handle.fileno()).st_size, 0
        part = await asyncio.to_thread(handle.read, PART_BYTES)
        await self.steady.link.ask(
            BeginRestore(size=size, head=part[:HEAD], replace=bool(self._place))
        )
        while part:
            await self.steady.link.ask(PutRestorePart(data=part))
            there += len(part)
            self._said.say(words.is_read(100 * there // max(1, size)))
            part = await asyncio.to_thread(handle.read, PART_BYTES)

    def _refused(self, refusal: Refusal) -> None:
        """What is kept here: its owner is asked, and unlocks it where that is needed."""
        if refusal.reason is Reason.WOULD_REPLACE:
            self._give_way(AsideScreen(self._file, refusal.detail or "?"))
        elif refusal.reason is Reason.LOCKED and self.is_current:
            aside = AsideScreen(self._file, self._place)
            self._give_way(aside)
            self.steady.when_unlocked(aside.put_aside)
        else:
            self._give_way(FailedScreen(not_restored(refusal)))

    def _give_way(self, screen: DrawnScreen) -> None:
        if self.is_current:
            self.app.switch_screen(screen)


class FailedScreen(DrawnScreen):
    """Why nothing came back."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self._why = Line(why, classes="strong")

    def body(self) -> tuple[Widget, ...]:
        """Why."""
        return (Fitted(BigWords(words.FAILED), self._why),)

    def on_mount(self) -> None:
        """What came in before is of no use."""
        self.app.run_worker(let_go(self.steady.link), exit_on_error=True)

    def draw(self, state: State) -> None:
        """The way back to the backups."""
        self.entitle(words.LABELS["restore"])
        label = words.LABELS["others"]
        self.offer(Action(name="back", key="1", label=label, primary=True, back=True))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave."""
        self.leave()


async def let_go(link: ServicePort) -> None:
    """What was read in stays with the service no longer. One that went away has let it go."""
    with suppress(NoServiceError, RefusedByServiceError):
        await link.ask(LetGo())


class AsideScreen(DrawnScreen):
    """The main button leaves everything as it is. ``place`` is the store that is there."""

    def __init__(self, file: Path, place: str) -> None:
        super().__init__()
        self._file, self._place = file, place
        self._stays, self._first = Line(drop=1), Line(drop=2)
        self._forgotten = Line(words.secrets_forgotten(place), drop=3)

    def body(self) -> tuple[Widget, ...]:
        """What would become of it."""
        asked = Line(words.PUT_ASIDE, classes="strong")
        return (Fitted(asked, self._stays, self._first, self._forgotten),)

    def draw(self, state: State) -> None:
        """Both ways."""
        self.entitle(words.KEPT_HERE)
        self._stays.say(words.not_shown_any_more(state.vehicles))
        locked = not state.lock.unlocked
        self._first.say(words.UNLOCK_IT_FIRST if locked else "")
        self._forgotten.say(words.secrets_forgotten(self._place) if locked else "")
        self.offer(
            Action(name="leave", key="1", label=words.LABELS["leave"], primary=True, back=True),
            Action(name="aside", key="2", label=words.LABELS["aside"], states=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The explicit word, or not."""
        if event.action.name == "aside":
            self.put_aside()
        else:
            self.leave()

    def put_aside(self) -> None:
        """Bring the backup with that word. The service says whether that takes unlocking first."""
        if self.is_current:
            self.app.switch_screen(BringingScreen(self._file, self._place))


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
        self.entitle(words.WHICH)
        self._said.say(words.LOOKING if self._looking else words.NONE_FOUND)
        self._then.say("" if self._looking else words.PLUG_IT_IN)
        self._none.display, self._list.display = none, not none
        back = Action(name="back", key="Esc", label=words.LABELS["back"], back=True)
        again = Action(name="look", key="A", label=words.LABELS["look"], primary=none)
        self.offer(*(() if self._looking else (again,)), back)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Look again, or leave."""
        if event.action.name == "look":
            self._look()
        else:
            self.dismiss()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Read it in."""
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
        self.notice(language.NOTHING_NEW if self._found == self._before else "")
        self._before = self._found
        if self._found and self.is_current:
            self._list.focus()


class RestoredScreen(DrawnScreen):
    """Stands while the service begins anew, and until its owner has read it.

    ``place``: the store whose place was taken, if there was one.
    """

    known_as = ScreenName.RESTORED

    def __init__(self, made: Restored, place: str) -> None:
        super().__init__()
        self._word = BigWords(words.are_back(made.vehicles))
        self._anew = Line(words.BEGINS_ANEW)
        aside = os.path.join(os.path.dirname(place), made.aside) if made.aside else ""
        self._told = (
            Line(words.NO_PIN_NOW, drop=1, classes="strong"),
            Line(words.LOOK_FIRST, drop=2),
            Line(words.lies_aside(aside) if aside else "", drop=3),
            Line(words.families_missing(made.families_missing), classes="warn"),
            Line(words.families_aside(made.families_aside), drop=1),
        )

    def body(self) -> tuple[Widget, ...]:
        """All of it."""
        return (Fitted(self._word, self._anew, *self._told),)

    def draw(self, state: State) -> None:
        """On to the radio, once the service tells of it."""
        self.entitle(words.LABELS["restore"])
        waits = self.steady.restores
        self._anew.say(words.BEGINS_ANEW if waits else "")
        no_pin = not waits and not state.lock.has_pin
        self._told[0].say(words.NO_PIN_NOW if waits or no_pin else "")
        new = Action(name="new-pin", key="2", label=secrets.SET_A_PIN)
        go_on = Action(name="go-on", key="1", label=words.LABELS["go-on"], primary=True)
        self.offer(*(() if waits else (go_on,)), *((new,) if no_pin else ()))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Set a PIN, or leave everything that led here."""
        if event.action.name == "go-on":
            self.steady.go_to_state()
        else:
            self.steady.open(ScreenName.NEW_PIN)


class OpensScreen(DrawnScreen):
    """By which of the two. ``place``: the store that is put aside, if there is one."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def body(self) -> tuple[Widget, ...]:
        """The question, and what nobody needs to try."""
        asked = Line(words.WHAT_OPENS_IT, classes="strong")
        return (Fitted(asked, Line(words.NOT_A_PIN)),)

    def draw(self, state: State) -> None:
        """Both ways. The paper is always there."""
        self.entitle(words.LABELS["restore"])
        self.offer(
            Action(name="recovery", key="1", label=words.LABELS["recovery"], primary=True),
            Action(name="passphrase", key="2", label=words.LABELS["passphrase"]),
            Action(name="back", key="3", label=words.LABELS["back"], back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Type it, or leave what was read."""
        if event.action.name == "back":
            self.app.run_worker(let_go(self.steady.link), exit_on_error=True)
            self.dismiss()
        else:
            kind = UnlockKind(event.action.name)
            self.app.switch_screen(BackupSecretScreen(kind, self._place))


class BackupSecretScreen(TypedScreen):
    """A wrong one can be typed again: a key stays to be compared, a passphrase begins anew."""

    def __init__(self, kind: UnlockKind, place: str) -> None:
        self._kind, self._place = kind, place
        self.masked = kind is not UnlockKind.RECOVERY
        if not self.masked:
            self.most = RECOVERY_LONGEST
        super().__init__()

    def make_pad(self) -> Letters:
        """Capitals for the key, all letters for a passphrase."""
        return Letters(BOTH_CASES) if self.masked else Letters()

    def question(self) -> str:
        """What to type."""
        return words.TYPE_SECRET[self._kind]

    def label(self) -> str:
        """The field's name."""
        return secrets.LABELS[self._kind]

    def primary(self) -> str:
        """What it does."""
        return words.LABELS["restore"]

    def shown(self) -> str:
        """Stars, or the key in its groups."""
        return super().shown() if self.masked else in_groups(self.text)

    def draw(self, state: State) -> None:
        """The question and what is typed."""
        self.entitle(words.LABELS["restore"])
        super().draw(state)

    def go_back(self) -> None:
        """To the other way."""
        self.app.switch_screen(OpensScreen(self._place))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back; the others are those of every typed screen."""
        if event.action.name == BACK:
            self.go_back()

    async def entered(self) -> None:
        """Try it. What can't be the key is said before it is tried."""
        typed = sum(each.isalnum() for each in self.text)
        if not self.text:
            self.notice(self.question())
            return
        if not self.masked and typed != RECOVERY_CHARACTERS:
            self.notice(words.characters_missing(typed, RECOVERY_CHARACTERS))
            return
        self.notice(words.CHECKED_AND_OPENED)
        try:
            made = await self.steady.link.ask(FinishRestore(secret=self.text))
        except NoServiceError:
            self._give_way(words.SERVICE_WENT_MEANWHILE)
        except RefusedByServiceError as error:
            self._refused(error.refusal)
        else:
            assert isinstance(made, Restored)
            self.clear()
            self.steady.restored(made, self._place)

    def _refused(self, refusal: Refusal) -> None:
        if refusal.reason is Reason.TOO_FAST:
            self.notice(too_fast(refusal))
        elif refusal.reason is not Reason.WRONG_SECRET:
            self._give_way(not_restored(refusal))
        elif self.is_current:
            if self.masked:
                self.clear()
            self.notice(words.SECRET_DOES_NOT_OPEN[self._kind])

    def _give_way(self, why: str) -> None:
        if self.is_current:
            self.app.switch_screen(FailedScreen(why))
