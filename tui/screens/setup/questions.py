"""The questions about a radio, in their order, and which of them apply."""

from collections.abc import Iterator
from enum import StrEnum

from pi.catalogue.described import Answers, Way, confirms
from pi.radio.entry import ConfirmKind

NAMED = {ConfirmKind.PRESS, ConfirmKind.HOLD, ConfirmKind.TOUCH}  # what a key of its own does


class Question(StrEnum):
    """What is asked. The value is the field of the answers that it fills."""

    MAKE = "make"
    MODEL = "model"
    SHOWS = "shows"
    TAKES = "takes_a_code"
    DIGITS = "digits"
    WAY = "way"
    START = "start"
    KEYS = "keys"
    WHEEL = "wheel"
    STORE_KEY = "store_key"
    UP_KEY = "up_key"
    DOWN_KEY = "down_key"
    CONFIRM = "confirm"
    CONFIRM_KEY = "confirm_key"
    TRIES = "tries"
    WAIT = "wait_min"
    DEALER = "dealer_after"

    @property
    def is_picked(self) -> bool:
        """Whether it is answered from a list."""
        return self in {self.TAKES, self.DIGITS, self.WAY, self.START, self.CONFIRM}

    @property
    def is_counted(self) -> bool:
        """Whether it is answered with a number."""
        return self in {self.TRIES, self.WAIT, self.DEALER}


def asked(answers: Answers) -> Iterator[Question]:
    """The questions that apply, as far as the answers go."""
    for question in Question:
        if _applies(question, answers):
            yield question


def options(question: Question, answers: Answers) -> tuple[object, ...]:
    """What can be answered from a list, in its order. The last of most is not knowing."""
    match question:
        case Question.TAKES:
            return (True, False)
        case Question.DIGITS:
            return (3, 4, 5, 6, None)
        case Question.WAY:
            return tuple(Way)
        case Question.START:
            return ("0", "-", "")
        case _:
            return confirms(answers.way)


def _applies(question: Question, answers: Answers) -> bool:
    if question in {Question.MAKE, Question.MODEL, Question.SHOWS, Question.TAKES}:
        return True
    if not answers.takes_a_code:
        return False
    way = answers.way
    match question:
        case Question.START:
            return way.shows_places and answers.digits is not None
        case Question.KEYS:
            return way is Way.POSITION_KEYS
        case Question.WHEEL:
            return way is Way.WHEEL
        case Question.STORE_KEY:
            return way in {Way.WHEEL, Way.STEP_KEYS}
        case Question.UP_KEY | Question.DOWN_KEY:
            return way is Way.STEP_KEYS
        case Question.CONFIRM_KEY:
            return answers.confirm in NAMED
        case _:
            return True
