"""Head units with odd rules, built by hand, and with them every family that takes a code."""

from pi.radio import catalogue
from pi.radio.entry import Confirm, ConfirmKind, Entry, Opening, OpeningKind, TouchKeypad
from pi.radio.head_unit import DisplayWord, HeadUnit, Meaning, Protection
from pi.radio.lockout_rule import (
    CountsWhile,
    Lockout,
    LockoutCandidate,
    OnInterruption,
    Stage,
    Tail,
    Terminal,
    Timer,
)

ENTRY = Entry(
    opening=Opening(kind=OpeningKind.NONE),
    method=TouchKeypad(),
    confirm=Confirm(kind=ConfirmKind.UNKNOWN),
)
WORDS = (
    DisplayWord(text="SAFE", meanings=(Meaning.WRONG, Meaning.WAITING)),
    DisplayWord(text="LOCKED", meanings=(Meaning.FINAL,)),
)
PAUSES = Timer(on_interruption=OnInterruption.PAUSES)
CLEARS = Timer(on_interruption=OnInterruption.CLEARS_COUNTER)
SUPPLY = Timer(
    counts_while=CountsWhile.PERMANENT_SUPPLY_ONLY, on_interruption=OnInterruption.RESTARTS
)
SUPPLY_PAUSES = Timer(
    counts_while=CountsWhile.PERMANENT_SUPPLY_ONLY, on_interruption=OnInterruption.PAUSES
)


def family(lockout: Lockout, timer: Timer | None = None, name: str = "odd") -> HeadUnit:
    """A head unit that takes a code and has this rule."""
    return HeadUnit(
        id=name,
        name=name,
        protection=Protection.OWNER_CODE,
        entry=ENTRY,
        words=WORDS,
        lockout=lockout,
        timer=timer or Timer(),
    )


def account(
    *waits: float | None,
    ends: tuple[int, ...] = (),
    tail: Tail = Tail.REPEAT,
    repeat_from: int = 0,
    cap_s: float | None = None,
    dead_after: int | None = None,
) -> LockoutCandidate:
    """One account: a wait a try. ``ends`` names the tries, from 1, that end a series."""
    return LockoutCandidate(
        name="an account",
        stages=tuple(
            Stage(wait_s=wait_s, ends_series=number in ends)
            for number, wait_s in enumerate(waits, 1)
        ),
        tail=tail,
        repeat_from=repeat_from,
        cap_s=cap_s,
        terminal=Terminal(after_wrong=dead_after),
    )


def rule(
    *accounts: LockoutCandidate, none: bool = False, may_take_s: float | None = None
) -> Lockout:
    """All accounts of one rule."""
    return Lockout(candidates=accounts, none=none, may_take_s=may_take_s)


MINUTE = rule(account(60), may_take_s=300)
SHORTER_LATER = rule(account(0, 0, 0, 300, 0, 300, ends=(4, 6), repeat_from=4))
DOUBLING = rule(account(10, tail=Tail.DOUBLE))
CONTRADICTING = rule(account(0, 0, 300, ends=(3,)), account(60, tail=Tail.DOUBLE, cap_s=240))
TEN_OR_SIX = rule(account(10, 30, 60, tail=Tail.UNKNOWN, dead_after=10), account(dead_after=6))
PARTLY_UNKNOWN = rule(account(0, None, 60, None, tail=Tail.UNKNOWN), may_take_s=90)
REPORTED_SHORT = rule(account(120, ends=(1,)), may_take_s=60)

ODD = {
    "minute": family(MINUTE),
    "pauses": family(MINUTE, PAUSES),
    "clears the counter": family(MINUTE, CLEARS),
    "permanent supply": family(MINUTE, SUPPLY),
    "permanent supply, pauses": family(MINUTE, SUPPLY_PAUSES),
    "shorter later": family(SHORTER_LATER, PAUSES),
    "doubling without a cap": family(DOUBLING),
    "contradicting": family(CONTRADICTING, PAUSES),
    "ten or six": family(TEN_OR_SIX),
    "partly unknown": family(PARTLY_UNKNOWN),
    "reported shorter than written": family(REPORTED_SHORT, PAUSES),
    "straight to dead": family(rule(account(dead_after=3))),
    "nothing known": family(rule()),
    "costs nothing": family(rule(none=True)),
    "costs nothing, then dead": family(rule(account(dead_after=4), none=True)),
    "a lockout of no length": family(rule(account(0, 0, ends=(2,)), may_take_s=60)),
}
REAL = {name: one for name in catalogue.ids() if (one := catalogue.load(name)).takes_a_code}
FAMILIES = ODD | REAL
