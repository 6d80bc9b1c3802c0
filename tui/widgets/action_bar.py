"""The row of buttons at the foot of every screen."""

from collections.abc import Callable, Iterable
from typing import Final

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.geometry import NULL_OFFSET, NULL_REGION, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from tui.widgets.actions import MOST, Action, ActionButton, Room, clear_of, height_of, places
from tui.widgets.press_guard import PressGuard, Stand

KIOSK_CLASS = "-kiosk"
"""The class an app carries while it fills a touchscreen."""
OTHER_KEYS: Final = "23456789"
"""The keys a statement may move to where its own brought it. 1 is the primary action's."""
STEPS: Final = 8
"""How often a resting button is drawn anew until it can be pressed."""


class _Places(Layout):
    """Puts the buttons of a bar where :func:`places` says; in an ``order`` of their names."""

    name = "actions"
    order: tuple[str, ...] = ()

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """The place of each button within ``size``."""
        parent.pre_layout(self)
        buttons = [child for child in children if isinstance(child, ActionButton)]
        room = room_of(parent, size.width)
        placed = places([each.action for each in buttons], room, size.height, self.order)
        return [
            WidgetPlacement(placed[each.action.name], NULL_OFFSET, Spacing(), each)
            for each in buttons
        ]

    def get_content_height(
        self, widget: Widget, container: Size, viewport: Size, width: int
    ) -> int:
        """The rows the buttons take at a width in columns."""
        buttons = widget.query_children(ActionButton)
        actions, room = [each.action for each in buttons], room_of(widget, width)
        return height_of(places(actions, room, 0, self.order))


def room_of(bar: Widget, width: int) -> Room:
    """What a bar of that width, in columns, may use on its screen."""
    columns, rows = bar.app.size
    kiosk = bar.app.has_class(KIOSK_CLASS)
    return Room(width=width, screen_width=columns, screen_height=rows, kiosk=kiosk)


class ActionBar(Widget):
    """At most six buttons, the primary one bottom right and widest, the way back bottom left.

    Give the actions in the order of their keys, with names that differ; assign ``actions`` to
    offer others. Their own keys press them; so do Enter (the primary one, unless the focus is
    on another) and Escape (the way back). A press reaches the screen as
    ``ActionButton.Pressed``, unless ``press_guard`` refuses it. The focus starts on the primary
    button and returns there when other actions are offered.

    A statement rests until it has stood for a while, counted from when other actions are offered
    or ``stand_anew`` is called, and anew from every press. The key that brought it is not its key,
    and where it was tapped for it stands another button. What ``stays`` rests from the press that
    brought it alone.

    When the app has the class ``-kiosk``, buttons keep their full height and, on screens of 20
    rows and more, a gap.
    """

    DEFAULT_CSS = "ActionBar { dock: bottom; width: 1fr; height: auto; }"

    actions: reactive[tuple[Action, ...]] = reactive(())
    """What is offered, in the order of the keys."""

    def __init__(
        self,
        actions: Iterable[Action] = (),
        *,
        press_guard: PressGuard | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._places = _Places()
        self._press_guard = press_guard
        self._stand: Stand | None = None
        self._resting: Timer | None = None
        self.set_reactive(ActionBar.actions, self.validate_actions(actions))

    @property
    def layout(self) -> Layout:
        """The layout of this bar alone; style sheets cannot name it."""
        return self._places

    def validate_actions(self, actions: Iterable[Action]) -> tuple[Action, ...]:
        """Refuse, as a ValueError, more actions than fit, names or keys used twice, and a
        statement that Enter would make."""
        offered = tuple(actions)
        names = {action.name for action in offered}
        keys = {action.key.lower() for action in offered}
        if len(offered) > MOST or len(names) < len(offered) or len(keys) < len(offered):
            raise ValueError(
                f"a bar offers at most {MOST} actions with names and keys of their own"
            )
        if any(action.states and action.primary for action in offered):
            raise ValueError("a statement is never the primary action")
        return offered

    def compose(self) -> ComposeResult:
        """One button for each action."""
        for action in self.actions:
            yield ActionButton(action, takes=self._takes)

    async def on_mount(self) -> None:
        """Start on the primary button, unless something else on the screen takes keys."""
        await self._offer()
        if self._has_the_keys:
            self._focus_primary()

    async def watch_actions(self) -> None:
        """Offer the new actions; the focus goes to the primary one if it was nowhere else."""
        if not self.is_mounted:
            return
        focused = self.has_focus_within
        await self._offer()
        if focused or (self.screen.focused is None and self._has_the_keys):
            self._focus_primary()

    @property
    def _has_the_keys(self) -> bool:
        """Whether nothing else on the screen takes keys."""
        return all(isinstance(widget, ActionButton) for widget in self.screen.focus_chain)

    def stand_anew(self) -> None:
        """What is offered comes into view now: statements rest from here on."""
        if self.is_mounted and any(action.weighed for action in self.actions):
            self.call_next(self._offer)

    async def _offer(self) -> None:
        """Turn the buttons that are there into those wanted; add or drop what differs."""
        weighed = any(action.weighed for action in self.actions)
        self._stand = (
            self._press_guard.stand() if weighed and self._press_guard is not None else None
        )
        self._places.order = ()
        actions = self._keyed()
        buttons = list(self.query_children(ActionButton))
        if [button.action for button in buttons] != actions:
            with self.app.batch_update():
                for button in buttons[len(actions) :]:
                    await button.remove()
                for button, action in zip(buttons, actions, strict=False):
                    button.action = action
                more = actions[len(buttons) :]
                await self.mount_all(ActionButton(each, takes=self._takes) for each in more)
                self._lay_out()
        self.show_rest()
        if self._stand is not None:  # places are known once they are drawn
            self.call_after_refresh(self._settle_places)

    def _keyed(self) -> list[Action]:
        """What is offered; a statement on the key that brought it gets another."""
        keyed = list(self.actions)
        used = {action.key for action in keyed}
        for at, action in enumerate(keyed):
            if self._stand is not None and action.states and self._stand.on_key(action.pressed_by):
                free = (
                    key for key in OTHER_KEYS if key not in used and not self._stand.on_key(key)
                )
                keyed[at] = replace(action, key=next(free))
                used.add(keyed[at].key)
        return keyed

    def _settle_places(self) -> None:
        """What is a matter of the place of a press."""
        self._make_way()
        self.show_rest()

    def _make_way(self) -> None:
        """Put another button where a tap brought a statement under the finger."""
        buttons = list(self.query_children(ActionButton))
        stand = self._stand
        if stand is None or stand.brought.cell is None or not self.is_attached:
            return
        if not any(each.action.states and stand.under(each.region) for each in buttons):
            return
        x, y = stand.brought.cell
        self._places.order = clear_of(
            [each.action for each in buttons],
            room_of(self, self.size.width),
            self.size.height,
            x - self.region.x,
            self.region.bottom - y,
        )
        self._lay_out()

    def _lay_out(self) -> None:
        """Place the buttons anew. The toolkit remembers their places until one of them asks."""
        for button in self.query_children(ActionButton):
            button.refresh(layout=True)
        self.refresh(layout=True)

    def _takes(self, action: Action) -> bool:
        """Whether a press of that action counts now."""
        if self._stand is None or not action.weighed:
            return True
        if action.states:
            return self._stand.takes_a_statement
        if action.stays and not self._stand.takes_what_stays(self._region_of(action)):
            return False
        return not action.stands or self._stand.read

    def _region_of(self, action: Action) -> Region:
        """Where its button stands on the screen."""
        here = (each.region for each in self.query_children(ActionButton) if each.action == action)
        return next(here, NULL_REGION)

    def _filled(self, button: ActionButton) -> float:
        """How much of a button's rest is over, from 0 to 1."""
        action, stand = button.action, self._stand
        if stand is None or not action.weighed:
            return 1.0
        if action.states:
            return stand.filled
        shown = stand.shown if action.stands else 1.0
        rest = stand.rest_of(_pressed_by(action), button.region) if action.stays else 1.0
        return min(shown, rest)

    def show_rest(self) -> None:
        """Draw how long what is weighed still rests, and look again in a moment."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        resting = False
        for button in self.query_children(ActionButton):
            button.filled = self._filled(button)
            resting = resting or button.filled < 1.0
        if resting and self._press_guard is not None and self.is_attached:
            self._resting = self.set_timer(self._press_guard.stand_s / STEPS, self.show_rest)

    def press_primary(self) -> bool:
        """Press the primary action; False if there is none."""
        return self._press(lambda action: action.primary)

    def press_key(self, key: str, character: str | None = None) -> bool:
        """Press what a key means: the action's own key, Enter or Escape. False if nothing."""
        if key == "enter":
            return self.press_primary()
        if key == "escape":
            return self._press(lambda action: action.back)
        struck = {key, (character or key).lower()}
        return self._press(lambda action: action.pressed_by in struck)

    def on_key(self, event: events.Key) -> None:
        """Keys typed while the focus is in the bar."""
        if self.press_key(event.key, event.character):
            event.stop()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Hold back a press that followed another too fast."""
        if self._press_guard is not None and not self._press_guard.allows():
            event.stop()

    def _press(self, meant: Callable[[Action], bool]) -> bool:
        for button in self.query_children(ActionButton):
            if meant(button.action):
                button.press()
                return True
        return False

    def _focus_primary(self) -> None:
        """Put the focus on the primary button; without one on none, so that Enter is nothing."""
        primary = (each for each in self.query_children(ActionButton) if each.action.primary)
        self.screen.set_focus(next(primary, None))


def _pressed_by(action: Action) -> tuple[str, ...]:
    """The keys that press it."""
    enter = ("enter",) if action.primary else ()
    return (action.pressed_by, *enter, *(("escape",) if action.back else ()))


class ActionKeys:
    """For screens, beside ``Screen``: keys that nothing else took press the screen's actions.

    Needed because the focus may be on no button, or on a list or pad that has no use for a key.
    """

    def on_key(self, event: events.Key) -> None:
        """Hand the key to the bars of this screen."""
        assert isinstance(self, Screen)
        for bar in self.query(ActionBar):
            if bar.press_key(event.key, event.character):
                event.stop()
                return
