"""How more American families behave, with who says so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Family
from pi.radio.simulated.keys import rocker_edges
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import HOUR, Account, every

FAMILIES = {
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
