"""The vehicles: find one as you type, look at it, add another; and Home where none is left."""

from textual import events
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pi.service.protocol.answers import FoundVehicle, VehiclesFound
from pi.service.protocol.commands import FindVehicles, Look
from pi.service.protocol.views import State
from tui.families import family_by_id
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.typed import TypedScreen
from tui.text import backup, language, radios
from tui.text import home as home_words
from tui.text import vehicles as words
from tui.text.vehicles import CHANGE_ONE, NAME_LABEL
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import BigWords, Fitted, Line
from tui.widgets.lists import PagedList
from tui.widgets.typing import BOTH_CASES, Digits, Letters

FEW = 3  # vehicles that are found at a glance
MOST_LISTED = 99  # vehicles; of more than these, more has to be typed


class VehicleList(PagedList):
    """A list whose digits are typed, not chosen by, once there is more to find than it shows."""

    typing = False

    def on_key(self, event: events.Key) -> None:
        """Leave digits to the screen."""
        if self.typing and event.character is not None and event.character.isdigit():
            event.prevent_default()


class VehiclesScreen(DrawnScreen):
    """All vehicles, or those whose name or number fits what is typed."""

    DEFAULT_CSS = "VehiclesScreen #find { height: 1; padding: 0 1; text-style: bold; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._find = Static(id="find")
        self._list = VehicleList()
        self._found: tuple[FoundVehicle, ...] = ()
        self._total = 0
        self._asked: tuple[str, bool] | None = None
        self._asking = False

    def body(self) -> tuple[Widget, ...]:
        """What is typed, and what fits it."""
        return (self._find, self._list)

    def draw(self, state: State) -> None:
        """Look again where the names were locked or unlocked, or vehicles were added."""
        self.entitle(words.VEHICLES)
        if self._asked is None or self._asked[1] != state.lock.unlocked or not self.text:
            self._asked = None
            self._look()
        self._show(state)

    def find(self, text: str) -> None:
        """Show the vehicles that fit a text."""
        self.text = text
        self._look()
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        """Whatever is typed is a part of a name or number."""
        if self.has_class("-too-small"):
            return
        if event.key == "backspace" and self.text:
            self.find(self.text[:-1])
        elif event.is_printable and event.character and event.character not in "+*/=":
            self.find(self.text + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """This one."""
        if self.steady.press_guard.allows() and event.index < len(self._found):
            self.app.run_worker(self.chosen(self._found[event.index]), exit_on_error=True)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Back, one more vehicle, the names, or a pad to type on."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "add":
                self.steady.open(ScreenName.ADD)
            case "change":
                self.steady.open(ScreenName.WHICH)
            case "names":
                self.steady.when_unlocked(self.redraw)
            case "find":
                self.app.push_screen(FindScreen(self))

    async def chosen(self, vehicle: FoundVehicle) -> None:
        """Look at it from now on."""
        if await self.steady.tell(Look(vehicle=vehicle.vehicle)) is not None:
            self.steady.go_to_state()

    def _look(self) -> None:
        """Ask for what fits, one ask at a time: the last text typed is the one that counts."""
        if not self._asking:
            self._asking = True
            self.run_worker(self._ask(), exit_on_error=True)

    async def _ask(self) -> None:
        state = self.steady.state
        wanted = (self.text, state is not None and state.lock.unlocked)
        try:
            found = await self.steady.tell(FindVehicles(text=self.text, limit=MOST_LISTED))
        finally:
            self._asking = False
        if not isinstance(found, VehiclesFound):
            return
        if wanted[0] != self.text:
            self._look()
            return
        self._asked = wanted
        self._found, self._total = found.vehicles, found.total
        self._list.items = [_line(each) for each in self._found]
        if self.steady.state is not None:
            self._show(self.steady.state)

    def _show(self, state: State) -> None:
        more = self._total - len(self._found)
        total = self._total
        said = words.found(self.text, total) if self.text else words.type_to_find(total)
        self._find.update(Content(words.and_more(more) if more and self.text else said))
        self._list.typing = bool(self.text) or self._list.pages > 1
        self.offer(*self.offered(state))

    def offered(self, state: State) -> tuple[Action, ...]:
        """What can be done besides choosing one.

        A fourth button takes room from a small list: it stands there where there is much to find.
        """
        back = Action(name="back", key="Esc", label=language.BACK, back=True)
        add = Action(name="add", key="+", label=words.ADD_VEHICLE)
        change = Action(name="change", key="=", label=CHANGE_ONE)
        names = Action(name="names", key="*", label=words.SHOW_NAMES)
        find = Action(name="find", key="/", label=words.FIND)
        if not state.lock.unlocked:
            return (add, names, back)
        few = self._total <= FEW and not self.text
        return (add, change, *(() if few else (find,)), back)


class FindScreen(TypedScreen):
    """A pad to type a part of a name on, where there is no keyboard."""

    most = 40

    def __init__(self, vehicles: VehiclesScreen) -> None:
        self._vehicles = vehicles
        super().__init__()

    def make_pad(self) -> Digits | Letters:
        """Letters and digits."""
        return Letters(BOTH_CASES, names=True)

    def draw(self, state: State) -> None:
        """The same title as the list."""
        self.entitle(words.VEHICLES)
        super().draw(state)

    def question(self) -> str:
        """What to type."""
        return words.FIND

    def label(self) -> str:
        """The field's name."""
        return NAME_LABEL

    def placeholder(self) -> str:
        """What to type, where there is no room for the question."""
        return words.PART_OF_A_NAME

    def primary(self) -> str:
        """Look for it."""
        return words.FIND

    async def entered(self) -> None:
        """Show what fits; nothing typed shows all."""
        self.dismiss()
        self._vehicles.find(self.text)

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Leave it as it was."""
        if event.action.name == "back":
            self.dismiss()


def _line(found: FoundVehicle) -> str:
    family = radios.name(family_by_id(found.head_unit))
    return words.vehicle_line(found.vehicle, found.name, family)


class NoVehicleScreen(DrawnScreen):
    """It stays set up: PIN, passphrase and recovery key open what comes next."""

    def body(self) -> tuple[Widget, ...]:
        """That there is none, and what to do."""
        return (Fitted(BigWords(words.NONE_LEFT), Line(words.ALL_ARE_REMOVED)),)

    def draw(self, state: State) -> None:
        """One more, a backup, and all else."""
        self.entitle(words.VEHICLES)
        self.offer(
            Action(name="add", key="1", label=words.ADD_VEHICLE, primary=True),
            Action(name="restore", key="2", label=backup.LABELS["restore"]),
            Action(name="more", key="3", label=home_words.LABELS["more"]),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Unlock and describe it, or bring one back."""
        self.steady.open(ScreenName(event.action.name))
