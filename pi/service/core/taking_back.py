"""Taking back the last statement: the events of it, and what it makes of the history."""

from collections.abc import Sequence

from pi.radio.events import (
    Event,
    LockoutBegan,
    Recorded,
    StatementTakenBack,
    WaitCountedOut,
    WalkthroughStopped,
)
from pi.radio.state import Name, RadioState
from pi.radio.taking_back import is_statement, makes_final
from pi.service.protocol.refusal import Reason, RefusedError


def taking_back(state: RadioState) -> list[Event]:
    """The events that take the last statement back. Raises RefusedError where none can be.

    An entry that it ended is not gone on with: its plan went when it was left.
    """
    if state.said is None or state.without is None:
        raise RefusedError(Reason.NOTHING_TO_TAKE_BACK, state=state.name.value)
    said = state.said.event
    taken: Event = StatementTakenBack(said=type(said).__name__, on=getattr(said, "on", None))
    if state.without.name is Name.ENTERING:
        return [taken, WalkthroughStopped(cut_off=True)]
    return [taken]


def taken_back(records: Sequence[Recorded], *, last: bool) -> set[int]:
    """The numbers of those, the newest first, that were taken back.

    What was noted of a wait between a statement and the end of it goes with it. ``last``: the
    newest statement here was taken back later.
    """
    void: set[int] = set()
    for record in records:
        event = record.event
        if isinstance(event, StatementTakenBack):
            last = True
        elif last and isinstance(event, LockoutBegan | WaitCountedOut):
            void.add(record.seq)
        elif last and makes_final(event):
            void |= {record.seq} if is_statement(event) else set()
            last = False
    return void
