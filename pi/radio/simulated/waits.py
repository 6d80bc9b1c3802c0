"""What a wrong code costs a simulated head unit: the wait, what it counts, and the dead end."""

from collections.abc import Callable

from msgspec import Struct

MINUTE, HOUR = 60.0, 3600.0

WaitAfter = Callable[[int], float]
"""The seconds that follow the n-th wrong code, counted from 1 since the radio last played."""


def never(wrong: int) -> float:
    """It asks again at once."""
    return 0.0


def every(tries: int, seconds: float, *, first: int | None = None) -> WaitAfter:
    """A wait after so many tries, over and over; the first series may be longer."""

    def wait_after(wrong: int) -> float:
        beyond = wrong - (first or tries)
        return seconds if beyond >= 0 and beyond % tries == 0 else 0.0

    return wait_after


def doubling(seconds: float, *, most: float | None = None) -> WaitAfter:
    """Each wait twice the one before, up to a limit where one is known."""

    def wait_after(wrong: int) -> float:
        wait = seconds * 2.0 ** min(wrong - 1, 30)
        return wait if most is None else min(wait, most)

    return wait_after


def in_turn(*seconds: float) -> WaitAfter:
    """One wait after the other, then from the beginning."""
    return lambda wrong: seconds[(wrong - 1) % len(seconds)]


def rising(first: float, last: float, at: int) -> WaitAfter:
    """The first wait and the ``at``-th are told: those between rise evenly, later ones stay."""

    def wait_after(wrong: int) -> float:
        share = min((wrong - 1) / (at - 1), 1.0)
        return float(first * (last / first) ** share)

    return wait_after


class Account(Struct, frozen=True, kw_only=True):
    """One source's account of what wrong codes cost. ``dead_after`` so many: dealer only.

    ``key_cycle_every`` so many: it takes no code until the key was off and on, however long.
    """

    wait_after: WaitAfter
    dead_after: int | None = None
    key_cycle_every: int | None = None


class Penalty:
    """The wrong codes so far, and the wait that runs."""

    def __init__(
        self, account: Account, *, counts_while_off: bool, restarts: bool, press_restarts: bool
    ) -> None:
        self.wrong_codes = 0
        self.seconds_left = 0.0
        self._account = account
        self._whole = 0.0
        self._wants_the_key = False
        self._counts_while_off = counts_while_off
        self._restarts = restarts
        self._press_restarts = press_restarts

    @property
    def dead(self) -> bool:
        """Whether only a dealer helps."""
        return self._account.dead_after is not None and (
            self.wrong_codes >= self._account.dead_after
        )

    @property
    def tries_left(self) -> int | None:
        """Codes it will still take in all, None where no end is known."""
        end = self._account.dead_after
        return None if end is None else max(end - self.wrong_codes, 0)

    @property
    def waiting(self) -> bool:
        """Whether a wait runs, or it wants the key switched off and on."""
        return self.seconds_left > 0 or self._wants_the_key

    def wrong(self) -> None:
        """Count a wrong code."""
        self.wrong_codes += 1
        self._whole = self.seconds_left = self._account.wait_after(self.wrong_codes)
        every = self._account.key_cycle_every
        self._wants_the_key = every is not None and self.wrong_codes % every == 0

    def forget(self) -> None:
        """The right code came: nothing earlier counts."""
        self.wrong_codes = 0
        self._whole = self.seconds_left = 0.0
        self._wants_the_key = False

    def key_off(self) -> None:
        """The key was switched off."""
        self._wants_the_key = False

    def run(self, seconds: float, *, powered: bool) -> None:
        """Let time go by."""
        if powered or self._counts_while_off:
            self.seconds_left = max(self.seconds_left - seconds, 0.0)

    def switched_off(self) -> None:
        """The radio or the ignition went off."""
        if self.waiting and self._restarts and not self._counts_while_off:
            self.seconds_left = self._whole

    def supply_cut(self, costs_s: float = 0) -> None:
        """The battery was off: no wait counts through that, and on some sets one begins."""
        if costs_s > self._whole or not self.waiting:
            self._whole = self.seconds_left = costs_s
        elif self._restarts:
            self.seconds_left = self._whole

    def key_pressed(self) -> None:
        """A key was touched while it waits."""
        if self.waiting and self._press_restarts:
            self.seconds_left = self._whole
