"""Watching the radios that wait: marks while the service runs, and what a start makes of a cut."""

from collections.abc import Callable, Sequence

from pi.radio.events import (
    CopyMade,
    Event,
    PowerWitnessed,
    VehicleAdded,
    VehicleChanged,
    WalkthroughStopped,
    WatchStarted,
)
from pi.radio.lockout import SAVE_EVERY_S
from pi.radio.state import Name, RadioState
from pi.service.core.radios import Radios

_NO_NEWS = (CopyMade, VehicleAdded, VehicleChanged)  # to a radio's state: a thousand at once


class Watcher:
    """The waits under way. ``waiting`` holds the vehicles whose radio is in one."""

    def __init__(self, radios: Radios, sense: Callable[[str], bool]) -> None:
        """``sense`` journals what a sense says of a vehicle; whether that changed its state."""
        self._radios = radios
        self._sense = sense
        self.waiting: set[str] = set()
        radios.when_recorded(self.notice)
        radios.when_removed(self.waiting.discard)

    def begin(self, vehicles: list[str], judged: set[str]) -> None:
        """Take up what an earlier run left: nothing between then and now was witnessed.

        Of the waits ``judged`` already it is known that they were interrupted. A wait that would
        go on without the last statement is taken up as well: that can still be taken back.
        """
        for vehicle in vehicles:
            state = self._radios.state(vehicle)
            found: list[Event] = []
            if state.is_waiting and vehicle not in judged:
                found.append(WatchStarted())  # first: the rest is a mark to a wait
            if state.name is Name.ENTERING:
                found.append(WalkthroughStopped(cut_off=True))
            if found:
                self._radios.record(vehicle, *found)
            self.notice(vehicle)

    def notice(self, vehicle: str, events: Sequence[Event] = ()) -> None:
        """Take note of a vehicle whose state may have changed; what changes none reads none."""
        if events and all(isinstance(event, _NO_NEWS) for event in events):
            return
        if self._radios.state(vehicle).name is Name.WAITING:
            self.waiting.add(vehicle)
        else:
            self.waiting.discard(vehicle)

    @property
    def counting(self) -> bool:
        """Whether any wait is being counted now."""
        return any(self._counts(self._radios.state(vehicle)) for vehicle in self.waiting)

    def mark(self) -> set[str]:
        """Journal a mark for each wait under way. Returns the vehicles whose state changed."""
        changed = set()
        for vehicle in tuple(self.waiting):
            if self._sense(vehicle):
                changed.add(vehicle)
            if self._counts(self._radios.state(vehicle)):
                self._radios.record(vehicle, PowerWitnessed())
                changed.add(vehicle)
        return changed

    def next_mark_s(self) -> float | None:
        """Seconds until the next mark is due, None while nothing is counted."""
        now = self._radios.now()
        due = []
        for vehicle in self.waiting:
            wait = self._radios.state(vehicle).wait
            if wait is None or not wait.counting:
                continue
            since = now.seconds_since(wait.mark) or 0.0
            left = SAVE_EVERY_S if wait.remaining_s is None else min(wait.remaining_s, SAVE_EVERY_S)
            due.append(max(0.0, left - since))
        return min(due, default=None)

    @staticmethod
    def _counts(state: RadioState) -> bool:
        return state.name is Name.WAITING and state.wait is not None and state.wait.counting
