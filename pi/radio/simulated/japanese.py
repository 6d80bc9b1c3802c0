"""How more Japanese families behave, with who says so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Confirms, Family
from pi.radio.simulated.keys import any_keys, six_presets
from pi.radio.simulated.waits import HOUR, MINUTE, Account, every, never

POWER_CUT_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER}
KEYS_NOT_SAID = {
    "digit_keys": EITHER,
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
    "shows_digits": EITHER,
}
SENT_BY = "enter"  # whatever submits where nobody says what does

FAMILIES = {
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
    # key and radio on, then nothing; CODE comes at the next switching on.
    "mitsubishi-off": Family(
        open={**KEYS_NOT_SAID, "account": (0, 1, 2), **POWER_CUT_NOT_SAID},
        dial=any_keys,
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
