"""What waits for the next thing that happens to the radio: done once a state tells of it."""

from collections.abc import Callable

from pi.service.protocol.views import State


class Later:
    """Keeps what is to be done once the journal of the vehicle shown is past a number."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Callable[[], None]]] = []

    def once_past(self, seq: int, state: State | None, then: Callable[[], None]) -> None:
        """Do something once more has happened than ``seq``: at once where ``state`` says so."""
        radio = state.radio if state is not None else None
        if radio is not None and radio.seq > seq:
            then()
        else:
            self._waiting.append((seq, then))

    def follow(self, state: State) -> None:
        """Do what this state lets be done, in the order in which it was asked for."""
        seq = state.radio.seq if state.radio is not None else 0
        due = [then for at, then in self._waiting if at < seq]
        self._waiting = [each for each in self._waiting if each[0] >= seq]
        for then in due:
            then()
