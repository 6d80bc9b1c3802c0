"""How the Nissan families with the fewest sources behave, with who says so.

Written from what handbooks and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Confirms, Family, Opens
from pi.radio.simulated.keys import four_keys, screen_pad
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import HOUR, MINUTE, Account, every, never

POWER_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER, "counts_while_off": EITHER}
DIGITS_NOT_SAID = {
    "start": ("-", "0"),
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
}

FAMILIES = {
    # Owners in Australia: presets 1 to 4 like a combination lock, no word on the key that
    # submits. ERR flashes for up to 90 minutes; to one of them the third try was the last.
    "nissan-xtrail-t30": Family(
        open={
            **DIGITS_NOT_SAID,
            "long_confirm": EITHER,
            "account": (0, 1),
            "restarts": EITHER,
            "press_restarts": EITHER,
        },
        dial=four_keys,
        confirm_key="TUNE",
        waiting="ERR",
        dead="ERR",
        accounts=(
            Account(wait_after=every(1, 90 * MINUTE)),
            Account(wait_after=never, dead_after=3),
        ),
    ),
    # A handbook as its owner tells it: 2468 is two, four, six and eight presses. Neither the
    # start nor the key that submits is told. A seller: three tries, then an hour.
    "nissan-micra-k11": Family(
        open={
            **DIGITS_NOT_SAID,
            "long_confirm": EITHER,
            "account": (0, 1),
            **POWER_NOT_SAID,
        },
        dial=four_keys,
        confirm_key="TUNE",
        prompt="CODE {digits}",
        right="CODE OK",
        accounts=(Account(wait_after=every(3, HOUR)), Account(wait_after=every(1, 10))),
    ),
    # One owner: any key turns the dashes into zeros, the presets set them, the tuning rocker
    # upwards submits; a wrong code costs ten seconds. The display has three places, the presets
    # are four.
    "nissan-micra-1993": Family(
        lengths=(3, 4),
        known=Unknowns(start="0"),
        open={
            "wraps": EITHER,
            "first_press_selects": EITHER,
            **POWER_NOT_SAID,
        },
        dial=four_keys,
        opens=Opens.KEY,
        confirm_key="tuning rocker up",
        resting="---",
        wrong="---",
        waiting="---",
        accounts=(Account(wait_after=every(1, 10)),),
    ),
    # Nothing but that it has a screen, and shows its serial number after three wrong PINs.
    "nissan-connect": Family(
        lengths=(3, 4, 5, 6),
        open={},
        dial=screen_pad,
        confirms=Confirms.TOUCH,
        confirm_key="OK",
        wrong="{digits}",
        accounts=(Account(wait_after=never),),
    ),
}
