"""Which cue fits where a radio stands. Beats tell a digit: some surface must have unlocked."""

from msgspec import Struct

from pi.hardware.body import Beats
from pi.hardware.cues import Cue
from pi.radio.state import Name, RadioState
from pi.radio.steps import Press, Turn
from pi.radio.walkthrough import Walkthrough


class Standing(Struct, frozen=True, kw_only=True):
    """What decides the cue. ``cursor`` is None while nobody may see the steps.

    ``warned``: the price of the try was told. ``refused``: the last press was not taken.
    ``answered``: somebody has heard that a try is safe. ``asked``: before a wait or what was
    counted is given up, it is asked once more.
    """

    state: RadioState | None
    cursor: Walkthrough | None = None
    saving: bool = True
    warned: bool = False
    refused: bool = False
    answered: bool = False
    asked: bool = False


def cue_for(standing: Standing, pace_s: float) -> tuple[Cue, Beats | None]:
    """The cue, and the beats of ``Cue.PRESS``. ``pace_s``: seconds a beat, 0 for none."""
    state = standing.state
    if not standing.saving:
        return Cue.CANNOT_SAVE, None
    if state is None:
        return Cue.NONE, None
    if standing.refused or standing.asked:
        return Cue.LOOK, None
    match state.name:
        case Name.ENTERING:
            return _entering(standing, pace_s)
        case Name.OUTCOME_UNKNOWN:
            return Cue.LOOK, None
        case Name.WAITING if state.wait is not None and state.wait.counting:
            return Cue.WAITING, None
        case Name.WAITING:
            return Cue.LOOK, None
        case Name.SAFE_TO_TRY:
            return (Cue.NONE if standing.answered else Cue.SAFE_TO_TRY), None
        case _:
            return Cue.NONE, None


def _entering(standing: Standing, pace_s: float) -> tuple[Cue, Beats | None]:
    cursor = standing.cursor
    if cursor is None:
        return Cue.LOOK, None
    if standing.warned:
        return Cue.LAST_TRY, None
    if cursor.before_confirm:
        return Cue.CHECK, None
    step = cursor.step
    times = step.times if isinstance(step, Press) else None
    times = step.clicks if isinstance(step, Turn) else times
    if not times or not pace_s:
        return Cue.STEP_DONE if cursor.at > 0 else Cue.NONE, None
    return Cue.PRESS, Beats(count=times, pace_s=pace_s)
