"""Asks of a guided entry, and reports of what the radio did. Answers name their step."""

from enum import StrEnum

from pi.service.asks_base import BaseAsk, Number, SecretAsk, Text


class StartWalkthrough(BaseAsk, frozen=True, kw_only=True):
    """Begin a guided entry."""

    vehicle: Number | None = None


class ConfirmStep(BaseAsk, frozen=True, kw_only=True):
    """This step is done: the display shows what it should."""

    step: Number


class StepBack(BaseAsk, frozen=True, kw_only=True):
    """Back to the step before this one."""

    step: Number


class BeginAnew(BaseAsk, frozen=True, kw_only=True):
    """The entry is begun again from its first step."""

    step: Number


class StopWalkthrough(BaseAsk, frozen=True, kw_only=True):
    """Leave the entry before the confirm."""

    step: Number


class AskCorrection(SecretAsk, frozen=True, kw_only=True):
    """What mends this step, whose position shows something else.

    ``moved_on``: the owner had come to a later position, such as the check, and went back.
    """

    step: Number
    shown: Text
    moved_on: bool = False


class PromptConfirm(BaseAsk, frozen=True, kw_only=True):
    """The display shows the code: name the confirm key. ``sure``: the price is known."""

    step: Number
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


class Report(BaseAsk, frozen=True, kw_only=True):
    """What the radio did. ``answers`` names the journal's end the owner saw, where it matters."""

    outcome: Outcome
    vehicle: Number | None = None
    shows: Text | None = None
    answers: Number | None = None


class GetHistory(BaseAsk, frozen=True, kw_only=True):
    """Attempts and lockouts, newest first, before a sequence number."""

    vehicle: Number | None = None
    before: Number | None = None
    limit: Number = 50
