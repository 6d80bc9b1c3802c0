"""How the families from overseas behave, and sets that are paired with their car, with who says
so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.dials import Unknowns
from pi.radio.simulated.family import EITHER, POWER_CUT_NOT_SAID, Confirms, Family, Opens
from pi.radio.simulated.keys import clock_keys, four_keys, presets, rocker_edges
from pi.radio.simulated.waits import HOUR, Account, every, never

OVERSEAS = {
    # Owners: five digits straight on the presets. The wrong codes it takes differ by set: ten,
    # five, or three and then an hour.
    "honda-5-digit": Family(
        lengths=(5,),
        open={"shows_digits": EITHER, "account": (0, 1, 2), **POWER_CUT_NOT_SAID},
        dial=presets,
        confirms=Confirms.ENTRY,
        prompt="COdE",
        keying="{digits}",
        wrong="Err{used}",
        waiting="ErrE",
        dead="ErrE",
        accounts=(
            Account(wait_after=every(10, HOUR)),
            Account(wait_after=never, dead_after=5),
            Account(wait_after=every(3, HOUR)),
        ),
    ),
    # The maker's help page, example 9805: 9, 8, 10 and 5 presses, then 5. What the later wrong
    # codes cost isn't told.
    "hyundai-cde": Family(
        known=Unknowns(start=" ", first="1"),
        open={"wraps": EITHER},
        dial=four_keys,
        confirm_key="5",
        prompt="{attempt} CDE",
        wrong="{attempt} CDE",
        accounts=(Account(wait_after=never),),
    ),
    # The trade and owners: 1 with TUNE up opens, SCAN (three seconds, or so) submits, about ten
    # seconds a digit; the tenth wrong code shows HELP.
    "lexus-sec": Family(
        lengths=(3,),
        open={
            "first": ("0", "1"),
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "long_confirm": EITHER,
        },
        dial=four_keys,
        opens=Opens.CHORD,
        opening=(("1", "TUNE up"),),
        confirm_key="SCAN",
        confirm_s=(3, 3),
        resting="SEC",
        dead="HELP",
        right="OK",
        accounts=(Account(wait_after=never, dead_after=10),),
        digit_timeout_s=10,
    ),
    # Workshop manual of 1994: LOC with the ignition on and the radio off; the first press of HR
    # or MIN brings 000, the next ones step; AM/FM submits; eight codes, then three an hour. What
    # follows 19 and 99 isn't told.
    "gm-theftlock-1994": Family(
        lengths=(3, 4),
        most=1999,
        open={"wraps": EITHER, **POWER_CUT_NOT_SAID},
        dial=clock_keys,
        asks_while_off=True,
        resting="LOC",
        confirm_key="AM/FM",
        prompt="LOC {digits}",
        wrong="LOC",
        waiting="InOP",
        right="SEC",
        accounts=(Account(wait_after=every(3, HOUR, first=8)),),
    ),
}


AMERICAN = {
    # Workshop manuals of 2002: four digits an owner chose, stepped from 0000 by the edges of two
    # rockers; three wrong codes, or more than 20 seconds without power, and LOCK shows for an
    # hour with the radio on, then dashes. What submits isn't told. A set begins with that hour
    # behind it.
    "saturn-2002": Family(
        known=Unknowns(start="0"),
        open={
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "long_confirm": EITHER,
            "restarts": EITHER,
            "press_restarts": EITHER,
        },
        dial=rocker_edges,
        confirm_key="enter",
        prompt="----",
        wrong="----",
        waiting="LOCK",
        power_cut_costs_s=HOUR,
        accounts=(Account(wait_after=every(3, HOUR)),),
    ),
}


def _paired(shows: str = "") -> Family:
    return Family(
        lengths=(0,),
        open={},
        opens=Opens.NEVER,
        resting=shows,
        accounts=(Account(wait_after=never),),
    )


PAIRED = {
    # Owners: it knows the car's own number; where that doesn't match, it beeps.
    "peugeot-rd4": _paired(),
    # Owners, and a dealer: the body computer sleeps and doesn't answer.
    "sevel-van-paired": _paired("Code error"),
    # A dealer: registered in the car. What it shows isn't told.
    "opel-paired": _paired(),
}
