"""What can be taken back: the owner's last word on the radio, until the next try is made.

What a sense says is no statement, and neither is a try that was made on purpose.
"""

from msgspec import Struct

from pi.radio.events import (
    AskedAgain,
    By,
    CodeAccepted,
    CodeRejected,
    ConfirmPrompted,
    ConfirmWithheld,
    Event,
    InterruptionSeen,
    PowerReported,
    RadioAsked,
    StatementTakenBack,
    StillWaitingSeen,
    VehicleAdded,
)


def is_statement(event: Event) -> bool:
    """Whether the owner said it of the radio, and may find that it was a slip."""
    match event:
        case CodeRejected(for_serial=for_serial):
            return not for_serial
        case PowerReported(by=by) | InterruptionSeen(by=by):
            return by is By.OWNER
        case RadioAsked() | AskedAgain() | StillWaitingSeen() | CodeAccepted() | ConfirmWithheld():
            return True
        case _:
            return False


def makes_final(event: Event) -> bool:
    """Whether nothing that was said before it can be taken back any more.

    The next try is made, or the next thing is said. After a backup was brought back nobody knows
    what was tried meanwhile. Of a word whose speaker was not written down the careful is assumed.
    """
    match event:
        case VehicleAdded() | ConfirmPrompted() | CodeRejected():
            return True
        case PowerReported(by=by) | InterruptionSeen(by=by):
            return by is not By.SENSE
        case _:
            return is_statement(event)


class Settled(Struct, frozen=True):
    """The event a fold can start at, as nothing before it counts any more: ``seq``.

    ``accepted`` is the later one that says that the radio plays, while it can be taken back.
    """

    seq: int
    accepted: int | None = None

    def after(self, seq: int, event: Event) -> "Settled":
        """Where a fold can start once the journal has one more event, of this number."""
        if isinstance(event, VehicleAdded):
            return Settled(seq)
        if isinstance(event, StatementTakenBack):
            return Settled(self.seq)
        if not makes_final(event):
            return self
        final = self.seq if self.accepted is None else self.accepted
        return Settled(final, seq if isinstance(event, CodeAccepted) else None)
