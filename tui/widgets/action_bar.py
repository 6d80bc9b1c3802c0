"""The row of buttons at the foot of every screen."""

from collections.abc import Callable, Iterable
from time import monotonic

from textual import events
from textual.app import ComposeResult
from textual.geometry import NULL_OFFSET, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from tui.widgets.action import Action
from tui.widgets.action_button import ActionButton
from tui.widgets.action_places import MOST, Room, height_of, places

KIOSK_CLASS = "-kiosk"
"""The class an app carries while it fills a touchscreen."""


class Settle:
    """Refuses presses that follow another too fast, such as a bouncing tap or a held key.

    One instance serves all bars of an app, so that the second tap of a double tap cannot
    press a button of the screen that the first one brought. A refused press starts the
    quiet time, in seconds, again.
    """

    def __init__(self, seconds: float = 0.3, *, clock: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last: float | None = None

    def allows(self) -> bool:
        """Whether a press now stands by itself."""
        now = self._clock()
        alone = self._last is None or now - self._last >= self._seconds
        self._last = now
        return alone

    def rests(self) -> bool:
        """Whether the last press was long enough ago, without counting one.

        For taps on pads, which may follow each other fast: only the second of a double tap on
        the button that brought the pad is held back.
        """
        return self._last is None or self._clock() - self._last >= self._seconds


class _Places(Layout):
    """Puts the buttons of a bar where :func:`places` says."""

    name = "actions"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """The place of each button within ``size``."""
        parent.pre_layout(self)
        buttons = [child for child in children if isinstance(child, ActionButton)]
        placed = places([each.action for each in buttons], _room(parent, size.width), size.height)
        return [
            WidgetPlacement(placed[each.action.name], NULL_OFFSET, Spacing(), each)
            for each in buttons
        ]

    def get_content_height(
        self, widget: Widget, container: Size, viewport: Size, width: int
    ) -> int:
        """The rows the buttons take at a width in columns."""
        buttons = widget.query_children(ActionButton)
        return height_of(places([each.action for each in buttons], _room(widget, width)))


def _room(bar: Widget, width: int) -> Room:
    """What a bar of that width may use on its screen."""
    columns, rows = bar.app.size
    kiosk = bar.app.has_class(KIOSK_CLASS)
    return Room(width=width, screen_width=columns, screen_height=rows, kiosk=kiosk)


class ActionBar(Widget):
    """At most six buttons, the primary one bottom right and widest, the way back bottom left.

    Give the actions in the order of their keys, with names that differ; assign ``actions`` to
    offer others. Their own keys press them; so do Enter (the primary one, unless the focus is
    on another) and Escape (the way back). A press reaches the screen as
    ``ActionButton.Pressed``, unless ``settle`` refuses it. The focus starts on the primary
    button and returns there when other actions are offered.

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
        settle: Settle | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._places = _Places()
        self._settle = settle
        self.set_reactive(ActionBar.actions, self.validate_actions(actions))

    @property
    def layout(self) -> Layout:
        """The layout of this bar alone; style sheets cannot name it."""
        return self._places

    def validate_actions(self, actions: Iterable[Action]) -> tuple[Action, ...]:
        """Refuse, as a ValueError, more actions than fit and names or keys used twice."""
        offered = tuple(actions)
        names = {action.name for action in offered}
        keys = {action.key.lower() for action in offered}
        if len(offered) > MOST or len(names) < len(offered) or len(keys) < len(offered):
            raise ValueError(
                f"a bar offers at most {MOST} actions with names and keys of their own"
            )
        return offered

    def compose(self) -> ComposeResult:
        """One button for each action."""
        for action in self.actions:
            yield ActionButton(action)

    async def on_mount(self) -> None:
        """Start on the primary button, unless something else on the screen takes keys."""
        await self._offer()
        if all(isinstance(widget, ActionButton) for widget in self.screen.focus_chain):
            self._focus_primary()

    async def watch_actions(self) -> None:
        """Offer the new actions; the focus goes to the primary one if it was in the bar."""
        if not self.is_mounted:
            return
        focused = self.has_focus_within
        await self._offer()
        if focused:
            self._focus_primary()

    async def _offer(self) -> None:
        """Turn the buttons that are there into those wanted; add or drop what differs."""
        buttons = list(self.query_children(ActionButton))
        if [button.action for button in buttons] == list(self.actions):
            return
        with self.app.batch_update():
            for button in buttons[len(self.actions) :]:
                await button.remove()
            for button, action in zip(buttons, self.actions, strict=False):
                button.action = action
            more = self.actions[len(buttons) :]
            await self.mount_all(ActionButton(action) for action in more)
            self.refresh(layout=True)

    def press(self, name: str) -> bool:
        """Press the action of that name, as a panel's button does; False if it is not offered."""
        return self._press(lambda action: action.name == name)

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
        if self._settle is not None and not self._settle.allows():
            event.stop()

    def _press(self, meant: Callable[[Action], bool]) -> bool:
        for button in self.query_children(ActionButton):
            if meant(button.action):
                button.press()
                return True
        return False

    def _focus_primary(self) -> None:
        for button in self.query_children(ActionButton):
            if button.action.primary:
                self.screen.set_focus(button)


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
