"""What a wrong code costs: the waits, the series, the dead end, and what the wait counts."""

from enum import StrEnum

from pi.radio.provenance import Rule


class Stage(Rule, frozen=True, kw_only=True):
    """What follows one wrong try.

    ``wait_s`` is the documented wait in seconds, 0 where it asks again at once, absent where a
    wait is known to come but not how long. ``ends_series`` marks the try before a lockout.
    """

    wait_s: float | None = None
    ends_series: bool = False


class Tail(StrEnum):
    """What follows after the last listed stage."""

    REPEAT = "repeat"  # the stages from ``repeat_from`` on, over and over
    DOUBLE = "double"  # twice the wait each time, up to ``cap_s``
    UNKNOWN = "unknown"  # nobody says: the longest listed wait, each try the last of its series


class Terminal(Rule, frozen=True, kw_only=True):
    """When only a dealer helps. ``after_wrong`` counts wrong tries since the radio last played."""

    after_wrong: int | None = None
    display: str | None = None


class LockoutCandidate(Rule, frozen=True, kw_only=True):
    """One source's account of the whole rule. Where accounts differ, all are kept."""

    name: str
    stages: tuple[Stage, ...] = ()  # empty: no wait is known of
    tail: Tail = Tail.UNKNOWN
    repeat_from: int = 0  # index into stages
    cap_s: float | None = None  # longest wait of a doubling; absent: no cap known
    terminal: Terminal = Terminal()


class Lockout(Rule, frozen=True, kw_only=True):
    """All accounts of the rule; the careful one rules at each try.

    ``none`` states that wrong codes cost nothing, which takes a source. No candidates and not
    ``none`` means that nothing is known. ``may_take_s`` is the longest wait anyone reported.
    """

    candidates: tuple[LockoutCandidate, ...] = ()
    none: bool = False
    may_take_s: float | None = None
    cleared_by_key_cycle: bool | None = None


class CountsWhile(StrEnum):
    """What must be on for the radio's own wait to run."""

    RADIO_ON = "radio_on"
    IGNITION_AND_RADIO_ON = "ignition_and_radio_on"
    PERMANENT_SUPPLY_ONLY = "permanent_supply_only"
    UNKNOWN = "unknown"  # advised as: ignition and radio on


class OnInterruption(StrEnum):
    """What an interruption does to the wait."""

    RESTARTS = "restarts"
    PAUSES = "pauses"
    CLEARS_COUNTER = "clears_counter"  # nobody is advised to use it; taken as restarts
    UNKNOWN = "unknown"  # taken as restarts


class KeypressDuringWait(StrEnum):
    """What a key press does to the wait. Advised everywhere: hands off."""

    IGNORED = "ignored"
    RESTARTS = "restarts"
    UNKNOWN = "unknown"


class WaitOverSign(StrEnum):
    """How the radio shows that the wait is over."""

    WORD_RETURNS = "word_returns"
    DISPLAY_BLANK = "display_blank"
    BARS_FLASH = "bars_flash"
    TRY_NUMBER = "try_number"
    UNKNOWN = "unknown"


class Timer(Rule, frozen=True, kw_only=True):
    """What the radio's own wait counts. ``trips_add_up`` unknown means no."""

    counts_while: CountsWhile = CountsWhile.UNKNOWN
    on_interruption: OnInterruption = OnInterruption.UNKNOWN
    keypress_during_wait: KeypressDuringWait = KeypressDuringWait.UNKNOWN
    trips_add_up: bool | None = None
    radio_auto_off_min: float | None = None  # it switches itself off and stops the wait
    wait_over_sign: WaitOverSign = WaitOverSign.UNKNOWN
