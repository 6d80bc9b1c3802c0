"""How the other European families behave, with who says so: French, Italian, British, Swedish
and more.

Written from what manuals and owners say, never from the press plan, which it judges.
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
from pi.radio.simulated.keys import (
    any_keys,
    five_presets,
    four_keys,
    presets,
    screen_pad,
    six_keys_somehow,
    six_presets,
    station_keys,
    thousand,
    tuning_keys,
)
from pi.radio.simulated.waits import HOUR, MINUTE, Account, doubling, every, in_turn, never

EUROPEAN = {
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


BRITISH_KEYS_NOT_SAID = {
    "digit_keys": EITHER,
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
}

BRITISH_AND_SWEDISH = {
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
        open={**BRITISH_KEYS_NOT_SAID, "account": (0, 1), **POWER_CUT_NOT_SAID},
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
        open={**BRITISH_KEYS_NOT_SAID, **POWER_CUT_NOT_SAID},
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
        open={**BRITISH_KEYS_NOT_SAID, "slow": EITHER, **POWER_NOT_SAID},
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
}


DIGITS_NOT_SAID = {
    "start": ("-", "0"),
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
}
KEYS_NOT_SAID = {**DIGITS_NOT_SAID, "digit_keys": EITHER, "long_confirm": EITHER}

# One minute, two, four, at most 32: Renault's workshop manual.
RENAULTS_OWN = Account(wait_after=doubling(MINUTE, most=32 * MINUTE))

MORE_EUROPEAN = {
    # A maker's bulletin: keys 1 to 5, five digits, a beep at the fifth; three wrong codes, then
    # left on. A helpline: an hour and ten minutes. Whether the digits show isn't told.
    "peugeot-505-alpine": Family(
        lengths=(5,),
        legal="12345",
        open={"shows_digits": EITHER, **POWER_CUT_NOT_SAID},
        dial=five_presets,
        confirms=Confirms.ENTRY,
        prompt="CODE",
        wrong="CODE",
        waiting="",
        accounts=(Account(wait_after=every(3, 70 * MINUTE)),),
    ),
    # The booklet, read out by its owner: the fourth wrong code locks it for an hour or an hour
    # and a half, switched on. The owner was locked out by the second. No word on any key.
    "psa-display-locked": Family(
        open={**KEYS_NOT_SAID, "account": (0, 1), **POWER_CUT_NOT_SAID},
        dial=any_keys,
        confirm_key="OK",
        wrong="err code",
        waiting="Radio Locked",
        accounts=(
            Account(wait_after=every(4, 90 * MINUTE)),
            Account(wait_after=every(2, 90 * MINUTE)),
        ),
    ),
    # Owners: CODE and four dashes, WAIT after a wrong code; after the third it takes an hour. The
    # first WAIT is of no told length, so it may be the hour too. No word on any key.
    "alfa-fiat-blaupunkt": Family(
        open={**KEYS_NOT_SAID, "start": ("-",), "account": (0, 1), **POWER_CUT_NOT_SAID},
        dial=any_keys,
        confirm_key="OK",
        prompt="CODE {digits}",
        keying="CODE {digits}",
        wrong="WAIT",
        accounts=(
            Account(wait_after=every(3, HOUR)),
            Account(wait_after=every(1, HOUR)),
        ),
    ),
    # The maker's manual as a workshop tells it: two seconds of "Radio code", then dashes; presets
    # 1 to 6 give the digits, in a way that isn't clear. The waits weren't to be read.
    "fiat-body-computer": Family(
        open={**KEYS_NOT_SAID, "start": ("-",)},
        dial=six_keys_somehow,
        opens=Opens.BY_ITSELF,
        confirm_key="OK",
        resting="Radio code",
        prompt="Enter code {digits}",
        keying="Enter code {digits}",
        wrong="Code error",
        accounts=(Account(wait_after=never),),
    ),
    # One answer on a repair page: key 1, then the station keys step its digit; so on to 4, and
    # key 1 once more saves. Its waits are taken to be Renault's own.
    "renault-philips-22dc": Family(
        open={
            "start": ("-", "0"),
            "first": ("0", "1"),
            "wraps": EITHER,
            **POWER_CUT_NOT_SAID,
        },
        dial=station_keys,
        confirms=Confirms.ENTRY,
        accounts=(RENAULTS_OWN,),
    ),
    # The owner of a Kangoo: keys 1 to 4 are the positions, 6 is held; one minute, then
    # two, then longer. The limit is taken to be Renault's own.
    "renault-radio-code-long6": Family(
        known=Unknowns(long_confirm=True),
        open={**DIGITS_NOT_SAID, "slow": EITHER, **POWER_CUT_NOT_SAID},
        dial=four_keys,
        confirm_key="6",
        confirm_s=(1, 10),
        prompt="Radio Code {digits}",
        keying="Radio Code {digits}",
        accounts=(RENAULTS_OWN,),
    ),
    # A seller: digits on the screen; each wait twice the one before, with no word of a limit.
    "media-nav": Family(
        open={**POWER_CUT_NOT_SAID},
        dial=screen_pad,
        confirms=Confirms.TOUCH,
        confirm_key="OK",
        accounts=(Account(wait_after=doubling(MINUTE)),),
    ),
    # Owners of Land Rovers: dashes after a wrong code, an hour or two with the power on, then
    # CODE IN; a cut brings the dashes back and the whole wait. No word on any key.
    "clarion-code-in": Family(
        open={**KEYS_NOT_SAID, "account": (0, 1), "press_restarts": EITHER},
        dial=any_keys,
        confirm_key="OK",
        prompt="CODE IN {digits}",
        wrong="----",
        waiting="----",
        accounts=(
            Account(wait_after=every(1, 2 * HOUR)),
            Account(wait_after=every(1, HOUR)),
        ),
    ),
}
