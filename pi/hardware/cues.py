"""The panel speaks in cues: a lamp and a buzzer, told apart without a screen being looked at."""

from enum import StrEnum


class Cue(StrEnum):
    """What the panel can say. One at a time; each lasts until another takes its place."""

    NONE = "none"  # dark and silent
    PRESS = "press"  # press the radio's key now: one beat for each press
    STEP_DONE = "step_done"  # taken: the next step is up
    LOOK = "look"  # stop, and look at the display
    CHECK = "check"  # compare the whole code before the confirm
    LAST_TRY = "last_try"  # the last try before a wait, or before a dead end
    WAITING = "waiting"  # the wait is counted
    SAFE_TO_TRY = "safe_to_try"  # repeats until answered
    CANNOT_SAVE = "cannot_save"  # what happens does not reach the card
