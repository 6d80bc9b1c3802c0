"""A clock that tests turn by hand: one more driver behind the clock's port."""

from pi.radio.instant import Instant, WallQuality


class FakeClock:
    """Stands still until told. ``pass_time`` lets watched seconds go by."""

    def __init__(self) -> None:
        self.boot = 1
        self.monotonic = 1_000.0
        self.boottime = 1_000.0
        self.wall = 1_700_000_000.0
        self.quality = WallQuality.UNSURE

    def now(self) -> Instant:
        """The moment it is."""
        return Instant(
            boot_id=f"boot-{self.boot}",
            monotonic=self.monotonic,
            boottime=self.boottime,
            wall=self.wall,
            quality=self.quality,
        )

    def pass_time(self, seconds: float) -> None:
        """Awake seconds go by on every clock."""
        self.monotonic += seconds
        self.boottime += seconds
        self.wall += seconds

    def suspend(self, seconds: float) -> None:
        """The machine sleeps: only the clocks that go on in suspend move."""
        self.boottime += seconds
        self.wall += seconds

    def reboot(self, off_seconds: float = 60.0) -> None:
        """Another boot: its clocks begin again."""
        self.boot += 1
        self.monotonic = self.boottime = 5.0
        self.wall += off_seconds


class HandClock:
    """A monotonic clock in seconds that stands until it is moved."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
