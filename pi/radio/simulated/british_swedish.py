"""How the British and the Swedish families behave, with who says so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Confirms, Family, Opens
from pi.radio.simulated.keys import any_keys, presets, six_presets
from pi.radio.simulated.rarer_keys import joystick
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import HOUR, MINUTE, Account, every, in_turn

POWER_CUT_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER}
POWER_NOT_SAID = {**POWER_CUT_NOT_SAID, "counts_while_off": EITHER}
KEYS_NOT_SAID = {
    "digit_keys": EITHER,
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
}

FAMILIES = {
    # Owners, one with the manual of an SC-815: digits 1 to 6 straight on the keys; the third
    # wrong code shows OFF for two hours, or one.
    "volvo-850": Family(
        legal="123456",
        open={"shows_digits": EITHER, "account": (0, 1), **POWER_CUT_NOT_SAID},
        dial=six_presets,
        confirms=Confirms.ENTRY,
        prompt="CODE",
        wrong="EEEE",
        waiting="OFF",
        accounts=(
            Account(wait_after=every(3, 2 * HOUR)),
            Account(wait_after=every(3, HOUR)),
        ),
    ),
    # Owners: five digits, three codes, then 90 minutes with the key at II, or an hour. How it is
    # keyed isn't told.
    "land-rover-discovery-1": Family(
        lengths=(5,),
        open={**KEYS_NOT_SAID, "account": (0, 1), **POWER_CUT_NOT_SAID},
        dial=any_keys,
        confirm_key="TUNE",
        accounts=(
            Account(wait_after=every(3, 90 * MINUTE)),
            Account(wait_after=every(3, HOUR)),
        ),
    ),
    # An owner: SECURITY, and BAND held for three seconds. What a wrong code costs isn't told.
    "land-rover-philips": Family(
        lengths=(5,),
        open={**KEYS_NOT_SAID, **POWER_CUT_NOT_SAID},
        dial=any_keys,
        opens=Opens.CHORD,
        opening=(("BAND",),),
        opening_s=(3, 3),
        confirm_key="TUNE",
        resting="SECURITY",
        wrong="SECURITY",
        accounts=(Account(wait_after=every(3, 90 * MINUTE)),),
    ),
    # Owners: CODE IN, dashes after a wrong code until BAND is held; an hour after three, then
    # after each. Whether it must be on for the hour is disputed.
    "saab-band": Family(
        open={**KEYS_NOT_SAID, "slow": EITHER, **POWER_NOT_SAID},
        dial=any_keys,
        opens=Opens.CHORD_AFTER_WRONG,
        opening=(("BAND",),),
        opening_s=(3, 5),
        confirm_key="TUNE",
        resting="----",
        prompt="CODE IN {digits}",
        keying="CODE IN {digits}",
        wrong="----",
        waiting="----",
        accounts=(Account(wait_after=every(1, HOUR, first=3)),),
    ),
    # The trade: keyed slowly, a beep after the last digit and it plays. An hour or three tries
    # are told of single cars.
    "jaguar-series3": Family(
        lengths=(4, 5),
        known=Unknowns(digit_keys=True),
        open={**POWER_NOT_SAID, "account": (0, 1)},
        dial=presets,
        confirms=Confirms.ENTRY,
        prompt="CODE",
        wrong="CODE",
        waiting="PLEASE WAIT",
        accounts=(
            Account(wait_after=every(1, HOUR)),
            Account(wait_after=every(3, HOUR)),
        ),
    ),
    # An owner citing the radio's manual: zeros, a joystick, OK; three minutes, then two more
    # tries in all.
    "lotus-mp72": Family(
        known=Unknowns(start="0"),
        open={"wraps": EITHER, **POWER_NOT_SAID},
        dial=joystick,
        confirm_key="OK",
        accounts=(Account(wait_after=in_turn(3 * MINUTE), dead_after=3),),
    ),
}
