"""How sets behave that are paired with their car: whoever stands before them can key nothing in."""

from pi.radio.simulated.family import Family, Opens
from pi.radio.simulated.waits import Account, never


def _paired(shows: str = "") -> Family:
    return Family(
        lengths=(0,),
        open={},
        opens=Opens.NEVER,
        resting=shows,
        accounts=(Account(wait_after=never),),
    )


FAMILIES = {
    # Owners: it knows the car's own number; where that doesn't match, it beeps.
    "peugeot-rd4": _paired(),
    # Owners, and a dealer: the body computer sleeps and doesn't answer.
    "sevel-van-paired": _paired("Code error"),
    # A dealer: registered in the car. What it shows isn't told.
    "opel-paired": _paired(),
}
