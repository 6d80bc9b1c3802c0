"""What an owner can judge after what happened: read from the history, newest first."""

from collections.abc import Sequence
from itertools import takewhile

from msgspec import Struct

from pi.radio.events import JudgedRule
from pi.service.protocol.answers import HistoryLine

_SETTLES = {"CodeAccepted", "VehicleAdded"}


class Judgeable(Struct, frozen=True, kw_only=True):
    """A rule that was seen at work, and what was counted of it: seconds of a wait, wrong codes."""

    rule: JudgedRule
    seconds: float | None = None
    count: int | None = None


def judgeable(lines: Sequence[HistoryLine]) -> tuple[Judgeable, ...]:
    """What the last wait and the last entry showed. A wait under way is not judged yet.

    What was taken back did not happen.
    """
    happened = [line for line in lines if not line.taken_back and line.kind != "StatementTakenBack"]
    return (*_of_the_wait(happened), *_of_the_entry(happened))


def _of_the_wait(lines: Sequence[HistoryLine]) -> tuple[Judgeable, ...]:
    """Its length as counted, where it was counted out, and the wrong codes that led to it."""
    later = list(takewhile(lambda line: line.kind != "LockoutBegan", lines))
    kinds = {line.kind for line in later}
    if len(later) == len(lines) or "AskedAgain" not in kinds:
        return ()
    began, before = lines[len(later)], lines[len(later) + 1 :]
    seconds = began.owed_s if "WaitCountedOut" in kinds else None
    series = takewhile(lambda line: line.kind not in _SETTLES | {"LockoutBegan"}, before)
    count = sum(line.kind == "CodeRejected" for line in series)
    tries = (Judgeable(rule=JudgedRule.TRIES, count=count),) if count else ()
    return (Judgeable(rule=JudgedRule.WAIT, seconds=seconds), *tries)


def _of_the_entry(lines: Sequence[HistoryLine]) -> tuple[Judgeable, ...]:
    """Whether the steps were right: of an entry that came to its end, with either outcome."""
    outcomes = {"CodeAccepted", "CodeRejected"}
    for at, line in enumerate(lines):
        if line.kind in {"WalkthroughStopped", "ConfirmWithheld", "WalkthroughStarted"}:
            return ()
        if line.kind in outcomes and not line.for_serial:
            before = [one.kind for one in lines[at + 1 :]]
            led = next((kind for kind in before if kind in _SETTLES | _ENDS), "")
            if led != "WalkthroughStarted":
                return ()
            return (Judgeable(rule=JudgedRule.STEPS), Judgeable(rule=JudgedRule.CONFIRM))
    return ()


_ENDS = {"CodeRejected", "WalkthroughStarted", "WalkthroughStopped", "ConfirmWithheld"}
