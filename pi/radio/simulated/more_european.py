"""How further European families behave, with who says so.

Written from what manuals and owners say, never from the press plan, which it judges.
"""

from pi.radio.simulated.family import EITHER, Confirms, Family, Opens
from pi.radio.simulated.keys import (
    any_keys,
    five_presets,
    four_keys,
    screen_pad,
    six_keys_somehow,
    station_keys,
)
from pi.radio.simulated.unknowns import Unknowns
from pi.radio.simulated.waits import HOUR, MINUTE, Account, doubling, every, never

POWER_CUT_NOT_SAID = {"restarts": EITHER, "press_restarts": EITHER}
DIGITS_NOT_SAID = {
    "start": ("-", "0"),
    "first": ("0", "1"),
    "wraps": EITHER,
    "first_press_selects": EITHER,
}
KEYS_NOT_SAID = {**DIGITS_NOT_SAID, "digit_keys": EITHER, "long_confirm": EITHER}

# One minute, two, four, at most 32: Renault's workshop manual.
RENAULTS_OWN = Account(wait_after=doubling(MINUTE, most=32 * MINUTE))

FAMILIES = {
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
