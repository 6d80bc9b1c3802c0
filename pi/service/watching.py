"""Watching the radios that wait: marks while the service runs, and what a start makes of a cut."""

from pi.hardware.supply import Supply
from pi.radio.events import PowerReported, PowerWitnessed, WalkthroughStopped, WatchStarted
from pi.radio.lockout import SAVE_EVERY_S
from pi.radio.state import Name, RadioState
from pi.service.ledger import Ledger


class Watching:
    """The waits under way. ``waiting`` holds the vehicles whose radio is in one."""

    def __init__(self, ledger: Ledger, supply: Supply) -> None:
        self._ledger = ledger
        self._supply = supply
        self.waiting: set[str] = set()
        ledger.when_recorded = self.notice

    def begin(self, vehicles: list[str]) -> None:
        """Take up what an earlier run left: nothing between then and now was witnessed."""
        for vehicle in vehicles:
            name = self._ledger.state(vehicle).name
            if name is Name.ENTERING:
                self._ledger.record(vehicle, WalkthroughStopped(cut_off=True))
            elif name is Name.WAITING:
                self._ledger.record(vehicle, WatchStarted())
            self.notice(vehicle)

    def notice(self, vehicle: str) -> None:
        """Take note of a vehicle whose state may have changed."""
        if self._ledger.state(vehicle).name is Name.WAITING:
            self.waiting.add(vehicle)
        else:
            self.waiting.discard(vehicle)

    @property
    def counting(self) -> bool:
        """Whether any wait is being counted now."""
        return any(self._counts(self._ledger.state(vehicle)) for vehicle in self.waiting)

    def mark(self) -> set[str]:
        """Journal a mark for each wait under way. Returns the vehicles whose state changed."""
        changed = set()
        for vehicle in tuple(self.waiting):
            if self._sensed_anew(vehicle):
                changed.add(vehicle)
            if self._counts(self._ledger.state(vehicle)):
                self._ledger.record(vehicle, PowerWitnessed())
                changed.add(vehicle)
        return changed

    def _sensed_anew(self, vehicle: str) -> bool:
        """Journal what a sense says where it tells something new.

        A sense knows what is, not what was: after a gap an "on" is no word that the radio stayed
        on throughout, so it answers only an "off" that was seen.
        """
        wait, on = self._ledger.state(vehicle).wait, self._supply.sensed()
        if wait is None or on is None or wait.powered is on or (on and wait.powered is None):
            return False
        self._ledger.record(vehicle, PowerReported(on=on))
        return True

    def next_mark_s(self) -> float | None:
        """Seconds until the next mark is due, None while nothing is counted."""
        now = self._ledger.now()
        due = []
        for vehicle in self.waiting:
            wait = self._ledger.state(vehicle).wait
            if wait is None or not wait.counting:
                continue
            since = now.seconds_since(wait.mark) or 0.0
            left = SAVE_EVERY_S if wait.remaining_s is None else min(wait.remaining_s, SAVE_EVERY_S)
            due.append(max(0.0, left - since))
        return min(due, default=None)

    @staticmethod
    def _counts(state: RadioState) -> bool:
        return state.name is Name.WAITING and state.wait is not None and state.wait.counting
