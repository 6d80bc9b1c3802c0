"""Asks of a guided entry, and reports of what the radio did. Answers name their step."""

from enum import StrEnum

from pi.service.protocol.asks_base import BaseAsk, SecretAsk


class StartWalkthrough(BaseAsk, frozen=True, kw_only=True):
    """Begin a guided entry."""

    vehicle: int | None = None


class ConfirmStep(BaseAsk, frozen=True, kw_only=True):
    """This step is done: the display shows what it should."""

    step: int


class StepBack(BaseAsk, frozen=True, kw_only=True):
    """Back to the step before this one."""

    step: int


class BeginAnew(BaseAsk, frozen=True, kw_only=True):
    """The entry is begun again from its first step."""

    step: int


class StopWalkthrough(BaseAsk, frozen=True, kw_only=True):
    """Leave the entry before the confirm."""

    step: int


class AskCorrection(SecretAsk, frozen=True, kw_only=True):
    """What mends this step, whose position shows something else.

    ``moved_on``: the owner had come to a later position, such as the check, and went back.
    """

    step: int
    shown: str
    moved_on: bool = False


class PromptConfirm(BaseAsk, frozen=True, kw_only=True):
    """The display shows the code: name the confirm key. ``sure``: the price is known."""

    step: int
    sure: bool = False


class Outcome(StrEnum):
    """What an owner can report. The values are the words of ``steadyhand report``."""

    ASKING = "asking"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    ABANDONED = "abandoned"
    STILL_WAITING = "still-waiting"
    ASKS_AGAIN = "asks-again"
    INTERRUPTED = "interrupted"
    POWER_ON = "power-on"
    POWER_OFF = "power-off"
    TAKE_BACK = "take-back"  # the last of these: it was not so


class Report(BaseAsk, frozen=True, kw_only=True):
    """What the radio did. ``answers`` names the journal's end the owner saw, where it matters."""

    outcome: Outcome
    vehicle: int | None = None
    shows: str | None = None
    answers: int | None = None


class GetHistory(BaseAsk, frozen=True, kw_only=True):
    """Attempts and lockouts, newest first, before a sequence number."""

    vehicle: int | None = None
    before: int | None = None
    limit: int = 50
