"""How the other European families behave, with who says so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Confirms, Family, Opens
from pi.radio.simulated.keys import four_keys, screen_pad, six_presets, thousand, tuning_keys
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import HOUR, MINUTE, Account, doubling, every, in_turn, never

POWER_CUT_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER}

FAMILIES = {
    # A manual as an owner quotes it, two maker's bulletins: the pair differs by set, the prompt
    # is 1000, holding on counts it as the entry. No example says how many presses a digit takes.
    "vw-safe": Family(
        known=Unknowns(long_confirm=True),
        open={
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "chord": (0, 1, 2, 3, 4),
            **POWER_CUT_NOT_SAID,
        },
        dial=thousand,
        opens=Opens.CHORD,
        opening=(
            ("P.SCAN", "RBDS"),
            ("RDS", "TP"),
            ("RDS", "SCAN"),
            ("FM", "DX"),
            ("M", "VF"),
        ),
        held_on_submits=True,
        confirms=Confirms.CHORD,
        resting="SAFE",
        wrong="{used} SAFE",
        waiting="{used} SAFE",
        right="SAFE",
        accounts=(Account(wait_after=every(2, HOUR)),),
    ),
    # Owners and the trade: dashes, presets 1 to 4, a short press of 5; every third wrong code
    # half an hour, or up to an hour as others say, the tenth the end.
    "ford-6000cd": Family(
        open={
            "first": ("0", "1"),
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "account": (0, 1),
            **POWER_CUT_NOT_SAID,
        },
        dial=four_keys,
        confirm_key="5",
        prompt="CODE {digits}",
        keying="CODE {digits}",
        waiting="WAIT {clock}",
        dead="LOCKED{used}",
        accounts=(
            Account(wait_after=every(3, 30 * MINUTE), dead_after=10),
            Account(wait_after=every(3, HOUR), dead_after=10),
        ),
    ),
    # A maker's bulletin as pasted by an owner, and the trade: digits 1 to 6; three wrong codes,
    # then an hour. The set's region mode makes it four digits or five.
    "bmw-5-digit": Family(
        lengths=(4, 5),
        legal="123456",
        open={"shows_digits": EITHER, **POWER_CUT_NOT_SAID},
        dial=six_presets,
        confirms=Confirms.ENTRY,
        prompt="CODE",
        waiting="CODE WAIT",
        wrong="CODE",
        accounts=(Account(wait_after=every(3, HOUR)),),
    ),
    # Owners: AS held while switching on, dashes, then 0 to 9 and 0 again. Whether the first
    # press shows 0 is disputed; so is how long AS is held. A break in the power starts the wait
    # again.
    "opel-safe": Family(
        open={
            "first": ("0", "1"),
            "slow": EITHER,
            "long_confirm": EITHER,
            "press_restarts": EITHER,
        },
        dial=four_keys,
        opens=Opens.CHORD_AT_SWITCH_ON,
        opening=(("AS",),),
        opening_s=(3, 10),
        confirm_key="AS",
        confirm_s=(2, 10),
        resting="{left} SAFE",
        prompt="{left} {digits}",
        keying="{left} {digits}",
        wrong="{left} SAFE",
        waiting="{left} SAFE",
        dead="SAFE",
        accounts=(
            Account(
                wait_after=in_turn(
                    10, 30, *(minutes * MINUTE for minutes in (10, 20, 40, 80, 160, 320, 640))
                ),
                dead_after=10,
            ),
        ),
    ),
    # Handbook text and an owner: preset 1 opens, stores and, the fourth time, submits. Where the
    # digits start isn't told. A minute, then twice as long each time.
    "rover-r960": Family(
        open={
            "start": ("-", "0"),
            "first": ("0", "1"),
            "wraps": EITHER,
            **POWER_CUT_NOT_SAID,
        },
        dial=tuning_keys,
        opens=Opens.KEY,
        opening=(("1",),),
        confirms=Confirms.ENTRY,
        resting="CODE",
        wrong="Err",
        accounts=(Account(wait_after=doubling(MINUTE)),),
    ),
    # Owner's manual: a wrong Master Code empties the box, as often as one likes.
    "fiat-connect-nav": Family(
        open={},
        dial=screen_pad,
        confirms=Confirms.TOUCH,
        confirm_key="OK",
        prompt="Master Code {digits}",
        keying="Master Code {digits}",
        wrong="Master Code ----",
        accounts=(Account(wait_after=never),),
    ),
}
