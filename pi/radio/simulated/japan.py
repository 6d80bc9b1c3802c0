"""How the Nissan and Renault families and more Japanese ones behave, with who says so.

Written from what handbooks and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.dials import Unknowns
from pi.radio.simulated.family import (
    EITHER,
    POWER_CUT_NOT_SAID,
    POWER_NOT_SAID,
    Confirms,
    Family,
    Opens,
)
from pi.radio.simulated.keys import any_keys, column_wheel, four_keys, screen_pad, six_presets
from pi.radio.simulated.waits import HOUR, MINUTE, Account, doubling, every, in_turn, never

# Three codes an hour, unusable at the 24th: the Note's handbook, as one owner tells it.
THREE_AN_HOUR = Account(wait_after=every(3, HOUR), dead_after=24)
# One minute, two, four, at most 32: Renault's workshop manual.
DOUBLING = Account(wait_after=doubling(MINUTE, most=32 * MINUTE))

NISSAN_AND_RENAULT = {
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


KEYS_NOT_SAID = {
    "digit_keys": EITHER,
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
    "shows_digits": EITHER,
}
DIGITS_NOT_SAID = {
    "start": ("-", "0"),
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
}
SENT_BY = "enter"  # whatever submits where nobody says what does

JAPANESE = {
    # The maker's diagnostic pages of 2007 and 2008: four digits; after the tenth wrong code it
    # takes none until the key was off and on. No time is told.
    "acura-navigation": Family(
        open={**KEYS_NOT_SAID},
        dial=any_keys,
        confirm_key=SENT_BY,
        prompt="Security code {digits}",
        keying="Security code {digits}",
        wrong="Error",
        waiting="Error",
        accounts=(Account(wait_after=never, key_cycle_every=10),),
    ),
    # An owner of a Jazz of about 2009: six digits, all 1 to 6, each on its own key. Whether the
    # last one submits, and what wrong ones cost, isn't told.
    "honda-6-digit": Family(
        lengths=(6,),
        legal="123456",
        open={"shows_digits": EITHER, "key_after_last": EITHER},
        dial=six_presets,
        confirms=Confirms.KEY,
        confirm_key=SENT_BY,
        prompt="Security code",
        keying="{digits}",
        wrong="Error",
        accounts=(Account(wait_after=never),),
    ),
    # Owners: three wrong codes and 45 to 60 minutes with the key on, a quarter of an hour as one
    # says; or four on a Diamante, its wait not told.
    "mitsubishi-preset": Family(
        open={**KEYS_NOT_SAID, "account": (0, 1, 2), **POWER_CUT_NOT_SAID},
        dial=any_keys,
        confirm_key="TAPE",
        prompt="{digits}",
        waiting="lock",
        accounts=(
            Account(wait_after=every(3, HOUR)),
            Account(wait_after=every(3, 15 * MINUTE)),
            Account(wait_after=every(4, HOUR)),
        ),
    ),
    # A technician on a Montero Sport of 2000: the third wrong code shows OFF for 45 to 90 minutes,
    # key and radio on, then nothing; CODE comes at the next switching on. On a Montero of 2001
    # keys 1 to 4 step the digits, says the trade.
    "mitsubishi-off": Family(
        open={
            **DIGITS_NOT_SAID,
            "long_confirm": EITHER,
            "account": (0, 1, 2),
            **POWER_CUT_NOT_SAID,
        },
        dial=four_keys,
        confirm_key=SENT_BY,
        prompt="CODE",
        keying="{digits}",
        waiting="OFF",
        blank_after_wait=True,
        accounts=(
            Account(wait_after=every(3, HOUR)),
            Account(wait_after=every(3, 45 * MINUTE)),
            Account(wait_after=every(3, 90 * MINUTE)),
        ),
    ),
    # Handbooks of an MX-5 of 2003 and a Ranger of 2011 as owners quote them: CODE flashes, four
    # digits; after three wrong codes ERR, and a dealer or a new set.
    "mazda-err": Family(
        open={**KEYS_NOT_SAID},
        dial=any_keys,
        confirm_key=SENT_BY,
        prompt="CODE",
        keying="{digits}",
        wrong="CODE",
        dead="ERR",
        accounts=(Account(wait_after=never, dead_after=3),),
    ),
    # Owners of an RX-7: the same end. One says that switching it off and on three times while it
    # asked ended it, too.
    "mazda-rx7": Family(
        lengths=(3, 4, 5, 6),
        open={**KEYS_NOT_SAID, "switching_off_counts": EITHER},
        dial=any_keys,
        confirm_key=SENT_BY,
        prompt="{digits}",
        wrong="{digits}",
        dead="ERR",
        accounts=(Account(wait_after=never, dead_after=3),),
    ),
}

MORE_NISSAN = {
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
