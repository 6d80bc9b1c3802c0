"""How the German families behave, with who says so: Audi, Becker, Blaupunkt, BMW, Grundig,
Volkswagen.

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
    any_keys_then_confirm,
    four_keys,
    keys_then_ok,
    stars,
    thousand_or_dashes,
)
from pi.radio.simulated.waits import HOUR, MINUTE, Account, doubling, every, in_turn, never, rising

DAY = 24 * HOUR
DIGITS_NOT_SAID = {"first": ("0", "1"), "wraps": EITHER, "first_press_selects": EITHER}
KEYS_NOT_SAID = {"digit_keys": EITHER, **DIGITS_NOT_SAID}


def quarter_hours(wrong: int) -> float:
    """15 seconds twice, then 15 minutes for each."""
    return 15.0 if wrong < 3 else 15 * MINUTE


RISING_TO_A_DAY = rising(20, DAY, at=7)

GERMAN = {
    # The set's instructions as an owner of a 190E quotes them: four stars, one goes out with each
    # digit, on after the fourth; three codes an hour. Two others tell of longer waits.
    "mercedes-becker": Family(
        known=Unknowns(shows_digits=False),
        open={"account": (0, 1, 2), **POWER_CUT_NOT_SAID},
        dial=stars,
        confirms=Confirms.ENTRY,
        prompt="CODE {digits}",
        keying="CODE {digits}",
        wrong="CODE",
        accounts=(
            Account(wait_after=every(3, HOUR)),
            Account(wait_after=in_turn(0, 0, 20 * MINUTE, 0, 0, 20 * MINUTE, 0, 0, 12 * HOUR)),
            Account(wait_after=in_turn(0, 0, 15 * MINUTE, 0, 0, 15 * MINUTE, 0, 0, DAY)),
        ),
    ),
    # Workshop data as a technician tells them: five digits, OK, CODE again, ten minutes after
    # three; 15 by another account.
    "mercedes-5-digit": Family(
        lengths=(5,),
        open={"shows_digits": EITHER, "account": (0, 1), **POWER_CUT_NOT_SAID},
        dial=keys_then_ok,
        confirm_key="OK",
        prompt="CODE",
        wrong="CODE",
        accounts=(
            Account(wait_after=every(3, 10 * MINUTE)),
            Account(wait_after=every(3, 15 * MINUTE)),
        ),
    ),
    # One owner's post: SC after the digits. Nothing else is told; an hour stands for its wait.
    "mercedes-sc-key": Family(
        lengths=(4, 5),
        open={**KEYS_NOT_SAID, **POWER_NOT_SAID},
        dial=any_keys_then_confirm,
        confirm_key="SC",
        prompt="CODE",
        wrong="CODE",
        accounts=(Account(wait_after=every(3, HOUR)),),
    ),
    # The owner's handbook as quoted in a forum: dashes for 15 seconds, 15 minutes from the third
    # on, a break of the power begins them again, OFF after sixteen more. No word on the keys.
    "bmw-bavaria-c": Family(
        open={**KEYS_NOT_SAID, "press_restarts": EITHER, "counts_while_off": EITHER},
        dial=any_keys,
        confirm_key="TUNE",
        prompt="CODE",
        wrong="----",
        waiting="----",
        dead="OFF",
        accounts=(Account(wait_after=quarter_hours, dead_after=19),),
    ),
    # Two specialists: dashes some seconds after SAFE, each key as often as its digit says, the
    # brand symbol submits. Twenty seconds at first and a day at the seventh, or four in all.
    "smart-grundig": Family(
        open={**DIGITS_NOT_SAID, "account": (0, 1), **POWER_NOT_SAID},
        dial=four_keys,
        opens=Opens.BY_ITSELF,
        confirm_key="brand symbol",
        resting="SAFE",
        wrong="SAFE {used}",
        waiting="SAFE {used}",
        dead="SAFE {used}",
        accounts=(
            Account(wait_after=RISING_TO_A_DAY),
            Account(wait_after=RISING_TO_A_DAY, dead_after=4),
        ),
    ),
    # The maker's booklet: E and dashes, LOUD/EXPERT; a wait runs on or off, on the permanent
    # supply. Its table of waits wasn't found: doubled minutes stand for it.
    "grundig-wkc5100": Family(
        known=Unknowns(counts_while_off=True),
        open={**DIGITS_NOT_SAID, **POWER_CUT_NOT_SAID},
        dial=four_keys,
        confirm_key="LOUD/EXPERT",
        prompt="E {digits}",
        keying="E {digits}",
        wrong="SAFE",
        waiting="SAFE",
        accounts=(Account(wait_after=doubling(MINUTE)),),
    ),
    # Owners: CODE and four stars; WAIT after three, half an hour to an hour. Keyed as Becker's
    # set in a Mercedes, by all that it shows.
    "porsche-becker": Family(
        known=Unknowns(shows_digits=False),
        open={"account": (0, 1, 2), **POWER_CUT_NOT_SAID},
        dial=stars,
        confirms=Confirms.ENTRY,
        prompt="CODE {digits}",
        keying="CODE {digits}",
        wrong="CODE",
        accounts=tuple(Account(wait_after=every(3, minutes * MINUTE)) for minutes in (30, 40, 60)),
    ),
    # It knows its car or it doesn't; no key does a thing.
    "porsche-most": Family(
        lengths=(0,),
        open={},
        opens=Opens.NEVER,
        resting="PROTECT",
        accounts=(Account(wait_after=never),),
    ),
    # It wants its card; no key does a thing.
    "blaupunkt-keycard": Family(
        lengths=(0,),
        open={},
        opens=Opens.NEVER,
        resting="CARD ERR",
        accounts=(Account(wait_after=never),),
    ),
}


AUDI_AND_VW = {
    # A maker's bulletin for the keys, a workshop page for the three codes; the rest is told of
    # later sets alone.
    "audi-wiesbaden-1990": Family(
        known=Unknowns(long_confirm=True),
        open={"start": ("-", "0"), **DIGITS_NOT_SAID},
        dial=thousand_or_dashes,
        opens=Opens.CHORD,
        opening=(("AM/FM", "SCAN"),),
        held_on_submits=True,
        confirms=Confirms.CHORD,
        resting="SAF E",
        wrong="SAF E",
        dead="SAF E",
        accounts=(Account(wait_after=never, dead_after=3),),
    ),
    # The same bulletin; what a wrong code costs isn't told of this one.
    "audi-delta-1990": Family(
        known=Unknowns(long_confirm=True),
        open={"start": ("-", "0"), "account": (0, 1), **DIGITS_NOT_SAID, **POWER_NOT_SAID},
        dial=thousand_or_dashes,
        opens=Opens.CHORD,
        opening=(("AM", "ARI-Z"),),
        held_on_submits=True,
        confirms=Confirms.CHORD,
        resting="SAFE",
        wrong="SAFE",
        waiting="SAFE",
        dead="SAFE",
        accounts=(
            Account(wait_after=every(2, HOUR)),
            Account(wait_after=never, dead_after=3),
        ),
    ),
    # Two owners in one thread: zeros some seconds after SAFE, the tries used beside it, an hour
    # after the second, counted while it is on. Which key submits isn't told.
    "vw-rcd-0000": Family(
        known=Unknowns(start="0"),
        open={
            "wraps": EITHER,
            "first_press_selects": EITHER,
            "long_confirm": EITHER,
            **POWER_CUT_NOT_SAID,
        },
        dial=four_keys,
        opens=Opens.BY_ITSELF,
        confirm_key="TUNE",
        resting="SAFE",
        wrong="{used} SAFE",
        waiting="{used} SAFE",
        accounts=(Account(wait_after=every(2, HOUR)),),
    ),
}
