"""What stands on the display of a simulated head unit that is live and not unlocked."""

from pi.radio.simulated.family import Family, Opens
from pi.radio.simulated.waits import Penalty

PLAYS = "FM 98.5"


def template(family: Family, penalty: Penalty, *, asks: bool, touched: bool) -> str:
    """The family's wording for what it does now: ended, waiting, resting, asking or keyed in."""
    if penalty.dead:
        return family.dead
    if family.opens is Opens.NEVER:
        return family.resting
    if penalty.waiting:
        return family.waiting
    if not asks:
        return family.resting
    return family.keying if touched else family.prompt


def filled(wording: str, digits: str, penalty: Penalty) -> str:
    """A wording with the digits, the count of wrong codes and the time left, mm:ss, filled in."""
    minutes, seconds = divmod(round(penalty.seconds_left), 60)
    return wording.format(
        digits=digits,
        used=penalty.wrong_codes,
        attempt=penalty.wrong_codes + 1,
        left=penalty.tries_left,
        clock=f"{minutes:02d}:{seconds:02d}",
    ).rstrip()
