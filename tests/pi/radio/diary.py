"""A radio's story told step by step: what happened, and what the machine's clocks did meanwhile."""

from collections.abc import Sequence

from pi.radio.events import CodeRejected, Event, PowerWitnessed, Recorded, WatchStarted
from pi.radio.fold import fold
from pi.radio.head_unit import HeadUnit
from pi.radio.instant import Instant, WallQuality
from pi.radio.lockout import SAVE_EVERY_S
from pi.radio.state import RadioState, Wait
from tests.pi.radio.histories import recorded


class Diary:
    """One radio, one machine. Its clocks move only when the story says so. Seconds throughout."""

    def __init__(self, head_unit: HeadUnit) -> None:
        self.head_unit = head_unit
        self.records: list[Recorded] = []
        self.at = Instant(boot_id="1", monotonic=500.0, boottime=500.0, wall=1_700_000_000.0)

    @property
    def state(self) -> RadioState:
        """Where the radio stands."""
        return fold(self.head_unit, self.records)

    @property
    def wait(self) -> Wait:
        """The wait under way."""
        wait = self.state.wait
        assert wait is not None, f"no wait in {self.state.name}"
        return wait

    def tell(self, *events: Event) -> "Diary":
        """Something happened, now."""
        self.records += [recorded(event, self.at) for event in events]
        return self

    def rejected(self, times: int = 1) -> "Diary":
        """So many wrong tries, one after another."""
        return self.tell(*[CodeRejected()] * times)

    def watch(self, seconds: float, every: float = SAVE_EVERY_S) -> "Diary":
        """The service watches and marks."""
        for _ in range(int(seconds // every)):
            self.away(every).tell(PowerWitnessed())
        if rest := seconds % every:
            self.away(rest).tell(PowerWitnessed())
        return self

    def away(self, seconds: float) -> "Diary":
        """Time passes and nothing is written."""
        return self._clocks(awake=seconds)

    def suspended(self, seconds: float) -> "Diary":
        """The machine sleeps."""
        return self._clocks(asleep=seconds)

    def rebooted(self, uptime: float = 20.0) -> "Diary":
        """The machine lost its power and the service starts with so much uptime."""
        boot = str(int(self.at.boot_id) + 1)
        self.at = Instant(boot_id=boot, monotonic=uptime, boottime=uptime, wall=self.at.wall)
        return self.tell(WatchStarted())

    def wall_jumps(self, seconds: float, quality: WallQuality = WallQuality.UNSURE) -> "Diary":
        """Somebody or something sets the date."""
        return self._clocks(wall=seconds, quality=quality)

    def lose(self, records: Sequence[Recorded]) -> "Diary":
        """These never reached the card."""
        self.records = [one for one in self.records if not any(one is lost for lost in records)]
        return self

    def _clocks(
        self,
        awake: float = 0.0,
        asleep: float = 0.0,
        wall: float = 0.0,
        quality: WallQuality | None = None,
    ) -> "Diary":
        self.at = Instant(
            boot_id=self.at.boot_id,
            monotonic=self.at.monotonic + awake,
            boottime=self.at.boottime + awake + asleep,
            wall=self.at.wall + awake + asleep + wall,
            quality=self.at.quality if quality is None else quality,
        )
        return self
