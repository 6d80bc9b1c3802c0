"""How the Nissan and the Renault families behave, with who says so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Confirms, Family, Opens
from pi.radio.simulated.keys import column_wheel, four_keys
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import HOUR, MINUTE, Account, doubling, every, in_turn, never

POWER_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER, "counts_while_off": EITHER}


# Three codes an hour, unusable at the 24th: the Note's handbook, as one owner tells it.
THREE_AN_HOUR = Account(wait_after=every(3, HOUR), dead_after=24)
# One minute, two, four, at most 32: Renault's workshop manual.
DOUBLING = Account(wait_after=doubling(MINUTE, most=32 * MINUTE))

FAMILIES = {
    # Owner's manual of 2012: four zeros, as many presses as the digit (5169 as its example), a
    # long press of 6. It doesn't say what follows 9, nor what a wrong code costs: the Note's
    # rule and Renault's are both likely.
    "nissan-radio-code": Family(
        known=Unknowns(start="0", long_confirm=True),
        open={"wraps": EITHER, "account": (0, 1), "slow": EITHER, **POWER_NOT_SAID},
        dial=four_keys,
        confirm_key="6",
        confirm_s=(1, 10),
        prompt="Radio Code: {digits}",
        keying="Radio Code: {digits}",
        wrong="CODE ERROR",
        accounts=(THREE_AN_HOUR, DOUBLING),
    ),
    # Two maker's manuals of 1998. The key after the presets was a picture, lost in the copies;
    # what a position shows at first isn't told. Ten seconds thrice, then an hour, 17 times over.
    "nissan-code-in": Family(
        open={
            "start": ("-", "0"),
            "first": ("0", "1"),
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "long_confirm": EITHER,
            **POWER_NOT_SAID,
        },
        dial=four_keys,
        confirm_key="TUNE",
        prompt="CODE IN {digits}",
        waiting="",
        accounts=(Account(wait_after=in_turn(10, 10, 10, HOUR), dead_after=68),),
    ),
    # One owner's account of his handbook for the lockout. The entry is only supposed to be that
    # of the Qashqai: nothing about its digits is known.
    "nissan-note-2009": Family(
        open={
            "start": ("-", "0"),
            "first": ("0", "1"),
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "long_confirm": EITHER,
            **POWER_NOT_SAID,
        },
        dial=four_keys,
        confirm_key="6",
        prompt="Radio Code: {digits}",
        keying="Radio Code: {digits}",
        waiting="{clock}",
        accounts=(THREE_AN_HOUR,),
    ),
    # Maker's manuals: the code passes between the radio and the immobiliser; no key does a thing.
    "nissan-secure": Family(
        lengths=(0,),
        open={},
        opens=Opens.NEVER,
        resting="SECURE",
        accounts=(Account(wait_after=never),),
    ),
    # Workshop manual: keys 1 to 4, then 6. Owners: CODE, then 0000; 6 is held. On one set made
    # by Renault the first press of a key only makes its digit blink.
    "renault-keypad": Family(
        known=Unknowns(start="0"),
        open={
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "long_confirm": EITHER,
            "slow": EITHER,
            "restarts": EITHER,
            "press_restarts": EITHER,
        },
        dial=four_keys,
        opens=Opens.BY_ITSELF,
        confirm_key="6",
        confirm_s=(1, 10),
        resting="CODE",
        wrong="ERROR",
        waiting="ERROR",
        accounts=(DOUBLING,),
    ),
    # The same sets keyed from the column: the wheel sets a digit, the lower key accepts it and,
    # held up to ten seconds, stores the code. Which way the wheel counts up isn't told.
    "renault-column": Family(
        known=Unknowns(start="0", long_confirm=True),
        open={
            "wraps": EITHER,
            "turned_left_raises": EITHER,
            "slow": EITHER,
            "restarts": EITHER,
            "press_restarts": EITHER,
        },
        dial=column_wheel,
        opens=Opens.BY_ITSELF,
        confirms=Confirms.KEY,
        confirm_key="lower column key",
        confirm_s=(1, 10),
        resting="CODE",
        wrong="ERROR",
        waiting="ERROR",
        accounts=(DOUBLING,),
    ),
}
