"""How the sets of Audi and Volkswagen beside the great SAFE family behave, with who says so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Confirms, Family, Opens
from pi.radio.simulated.keys import four_keys
from pi.radio.simulated.rarer_keys import thousand_or_dashes
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import HOUR, Account, every, never

POWER_CUT_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER}
POWER_NOT_SAID = {**POWER_CUT_NOT_SAID, "counts_while_off": EITHER}
DIGITS_NOT_SAID = {"first": ("0", "1"), "wraps": EITHER, "first_press_selects": EITHER}

FAMILIES = {
    # A maker's bulletin for the keys, a workshop page for the three codes; the rest is told of
    # later sets alone.
    "audi-wiesbaden-1990": Family(
        known=Unknowns(long_confirm=True),
        open={"start": ("-", "0"), **DIGITS_NOT_SAID},
        dial=thousand_or_dashes,
        opens=Opens.CHORD,
        opening=(("AM/FM", "SCAN"),),
        held_on_submits=True,
        confirms=Confirms.CHORD,
        resting="SAF E",
        wrong="SAF E",
        dead="SAF E",
        accounts=(Account(wait_after=never, dead_after=3),),
    ),
    # The same bulletin; what a wrong code costs isn't told of this one.
    "audi-delta-1990": Family(
        known=Unknowns(long_confirm=True),
        open={"start": ("-", "0"), "account": (0, 1), **DIGITS_NOT_SAID, **POWER_NOT_SAID},
        dial=thousand_or_dashes,
        opens=Opens.CHORD,
        opening=(("AM", "ARI-Z"),),
        held_on_submits=True,
        confirms=Confirms.CHORD,
        resting="SAFE",
        wrong="SAFE",
        waiting="SAFE",
        dead="SAFE",
        accounts=(
            Account(wait_after=every(2, HOUR)),
            Account(wait_after=never, dead_after=3),
        ),
    ),
    # Two owners in one thread: zeros some seconds after SAFE, the tries used beside it, an hour
    # after the second, counted while it is on. Which key submits isn't told.
    "vw-rcd-0000": Family(
        known=Unknowns(start="0"),
        open={
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "long_confirm": EITHER,
            **POWER_CUT_NOT_SAID,
        },
        dial=four_keys,
        opens=Opens.BY_ITSELF,
        confirm_key="TUNE",
        resting="SAFE",
        wrong="{used} SAFE",
        waiting="{used} SAFE",
        accounts=(Account(wait_after=every(2, HOUR)),),
    ),
}
