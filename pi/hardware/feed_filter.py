"""The permanent feed: suspected early, while there is power to write it down, and lost late."""

from collections.abc import Callable

from pi.hardware.body import FeedCameBack, FeedFell, FeedLost, FeedReturned, Told
from pi.hardware.limits import FEED_BACK_S, FEED_LOST_S, FEED_SUSPECT_S
from pi.hardware.steady import Run


class FeedFilter:
    """Every ``FeedLost`` comes after a ``FeedFell``; each is followed by one way back at most.

    Absent from the start is told like any fall, as nobody knows for how long it has been gone.
    Present from the start tells nothing. ``level`` is False from ``FeedFell`` on. While the
    ignition is not decided (``cranking``) nothing is lost yet.
    """

    def __init__(self, cranking: Callable[[], bool]) -> None:
        self.level: bool | None = None
        self._cranking = cranking
        self._run = Run()
        self._gone_since: float | None = None
        self._lost = False

    @property
    def steady(self) -> bool:
        """Present, or lost, and the wire agrees."""
        return self._run.level is self.level and (self.level is True or self._lost)

    def sample(self, now: float, raw: bool) -> tuple[Told, ...]:
        """Tells ``FeedFell``, ``FeedCameBack``, ``FeedLost`` and ``FeedReturned``."""
        self._run.sample(now, raw)
        if raw:
            return self._seen_present()
        if self._gone_since is None:
            self._gone_since = now
        return (*self._suspected(), *self._given_up(now))

    def _seen_present(self) -> tuple[Told, ...]:
        if self.level is True:
            self._gone_since = None
            return ()
        if not self._run.stood(True, FEED_BACK_S):
            return ()
        was, lost = self.level, self._lost
        self.level, self._gone_since, self._lost = True, None, False
        if was is None:
            return ()
        return (FeedReturned(),) if lost else (FeedCameBack(),)

    def _suspected(self) -> tuple[Told, ...]:
        if self.level is False or not self._run.stood(False, FEED_SUSPECT_S):
            return ()
        self.level = False
        return (FeedFell(),)

    def _given_up(self, now: float) -> tuple[Told, ...]:
        if self._lost or self.level is not False or self._gone_since is None:
            return ()
        if now - self._gone_since < FEED_LOST_S - 1e-9 or self._run.samples < 2:
            return ()
        if self._cranking():
            return ()
        self._lost = True
        return (FeedLost(),)
